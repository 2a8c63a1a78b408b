#include "protocol/journal/entry.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  SeededRandom random(2);
  const auto key = random.secret<32>();
  std::vector<Bytes> inputs;
  wire::Body body;
  body.mutable_say_back()->set_text("I heard that you missed the sea.");
  auto entry = make_entry(EntryPlace{}, body, key, random);
  inputs.push_back(entry.to_wire());
  entry.erase_body();
  inputs.push_back(entry.to_wire());
  return inputs;
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace twinlamp;
  auto entry = Entry::parse({data, size});
  if (!entry) return 0;
  const auto wire = entry->to_wire();
  fuzz::require(equal(wire, ByteView(data, size)), "an entry has one encoding");
  auto again = Entry::parse(wire);
  fuzz::require(again && again->id() == entry->id(), "an entry keeps its id");
  return 0;
}
