// Hex literals in tests: the bytes, or a failed assertion.
#pragma once

#include <cassert>

#include "protocol/base/bytes.h"

namespace twinlamp::test {

inline Bytes hex(std::string_view text) {
  Bytes out;
  [[maybe_unused]] const bool ok = from_hex(text, out);
  assert(ok);
  return out;
}

}  // namespace twinlamp::test
