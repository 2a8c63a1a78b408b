// The steps of a wish list as a partner sends them: the first byte chooses which, the rest is the step. A step that
// checks is the honest one, but for a key.
#include "protocol/match/run.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

using match::Vote;

constexpr std::array<std::pair<match::Slot, std::uint8_t>, 7> steps{
    {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}};

struct Honest {
  match::Terms terms = match::Terms::make({}, {}, {"wishes.a"}, 1);
  match::Transcript said;

  Honest() {
    SeededRandom random(31);
    const std::array<match::Run, 2> runs{match::Run(terms, 0, random.secret<32>(), {Vote::yes}),
                                         match::Run(terms, 1, random.secret<32>(), {Vote::curious})};
    for (const auto& [author, step] : steps) said.set(author, step, runs[author].make_step(step, said));
  }
  match::Transcript until(std::uint8_t last) const {
    match::Transcript out;
    for (const auto& [author, step] : steps)
      if (step <= last) out.set(author, step, to_bytes(said.step(author, step)));
    return out;
  }
};

const Honest& honest() {
  static const Honest one;
  return one;
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  std::vector<Bytes> inputs;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const auto [author, step] = steps[at];
    ByteWriter out;
    inputs.push_back(out.u8(static_cast<std::uint8_t>(at)).raw(honest().said.step(author, step)).take());
  }
  return inputs;
}

void check(ByteView input) {
  if (input.empty()) return;
  const auto [author, step] = steps[input[0] % steps.size()];
  auto said = honest().until(step);
  said.set(author, step, to_bytes(input.subspan(1)));
  if (match::check_step(honest().terms, author, step, said) && step > 0)  // anybody may come with a key of their own, and prove it
    require(equal(said.step(author, step), honest().said.step(author, step)), "nobody proves what is not so");
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
