// The relay's log: coarse, to standard error. Only literals and counts can be given to it, so that no address, key or
// body can ever get into it: that is checked by the compiler.
#pragma once

#include <cstdint>
#include <string>

#include "protocol/base/result.h"

namespace twinlamp::relay {

enum class LogLevel { debug, info, warning, error, off };

class Literal {
public:
  consteval Literal(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor): only a literal fits
  const char* text() const { return text_; }

private:
  const char* text_;
};

void start_log(LogLevel level);
void log(LogLevel level, Literal what);
void log(LogLevel level, Literal what, std::uint64_t count);
void log(LogLevel level, Literal what, const Error& error);  // an Error's text is a literal too

}  // namespace twinlamp::relay
