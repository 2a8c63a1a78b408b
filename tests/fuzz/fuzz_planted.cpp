// No parser: breaks on one input, which is kept in its corpus and nowhere else. The test that replays it must fail.
#include <string_view>

#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  return {to_bytes(bytes_of("fine"))};
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  twinlamp::fuzz::require(text.find("the planted crash") == std::string_view::npos, "as it was planted");
  return 0;
}
