#include "protocol/journal/fold.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  SeededRandom random(4);
  Fold fold({random.secret<32>(), random.secret<32>()});
  EntryPlace place;
  wire::Body body;
  body.mutable_profile()->set_display_name("Noor");
  fold.insert(make_entry(place, body, random.secret<32>(), random));
  const auto snapshot = fold.snapshot();
  return {to_bytes(snapshot)};
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace twinlamp;
  auto fold = Fold::restore(FoldKeys{}, {data, size});
  if (fold) fuzz::require(static_cast<bool>(Fold::restore(FoldKeys{}, fold->snapshot())), "what was restored can be kept again");
  return 0;
}
