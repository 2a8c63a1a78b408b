// The relay's log: coarse, to standard error, a line an event: `2026-11-26 06:13 info stopping; connections: 5`, or as
// JSON
// {"time":"2026-11-26T06:13Z","level":"info","event":"stopping; connections","count":5}. Only literals and counts can
// be given to it, so that no address, key or body can ever get into it: that is checked by the compiler.
#pragma once

#include <cstdint>
#include <string>

#include "protocol/base/result.h"

namespace twinlamp::relay {

enum class LogFormat { plain, json };
enum class LogLevel { debug, info, warning, error, off };

class Literal {
public:
  consteval Literal(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor): only a literal fits
  const char* text() const { return text_; }

private:
  const char* text_;
};

void start_log(LogLevel level, LogFormat format = LogFormat::plain);
void log(LogLevel level, Literal what);
void log(LogLevel level, Literal what, std::uint64_t count);
void log(LogLevel level, Literal what, const Error& error);  // an Error's text is a literal too

}  // namespace twinlamp::relay
