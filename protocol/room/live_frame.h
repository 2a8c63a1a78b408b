// A live frame as its sender writes it, recognised without being parsed: the relay forwards those bytes as they are.
//
//   Frame.live:  f2 01, length of the rest;  Live.body:  0a, its length, the body   (lengths in their shortest form)
// Whatever else a frame may be (another kind, other fields, another order) is not plain, and is for the parser to
// judge.
#pragma once

#include <optional>

#include "protocol/base/bytes.h"

namespace twinlamp {

// The size of its body, at least 1. Unset: this is not a plain live frame.
std::optional<std::size_t> plain_live_body(ByteView frame);

}  // namespace twinlamp
