// A fuzz target: one parser of foreign bytes, what an honest sender would give it, and what must hold whatever it is given.
//
// Built twice: with libFuzzer (preset `fuzz`), and with replay.cpp as an ordinary test that runs the kept corpus, the honest inputs, every
// truncation and seeded mutations of both.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "protocol/base/bytes.h"
#include "protocol/base/random.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs();

// What must hold, in every build.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

}  // namespace twinlamp::fuzz
