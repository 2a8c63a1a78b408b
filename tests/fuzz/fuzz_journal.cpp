// Foreign entries through the log's check and the fold, as a partner's modified client would send them: the bodies are the input.
#include "protocol/journal/fold.h"
#include "protocol/journal/log.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

Bytes one_of(const wire::Body& body) {
  const auto bytes = body.SerializeAsString();
  return ByteWriter().lv(bytes).take();
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  Bytes all;
  const auto add = [&](const wire::Body& body) {
    const auto one = one_of(body);
    all.insert(all.end(), one.begin(), one.end());
  };
  const std::string id(16, 'r');
  wire::Body body;
  body.mutable_profile()->set_display_name("Sam");
  add(body);
  body.mutable_open_round()->set_round_id(id);
  body.mutable_open_round()->set_card_id("open-up.first-kitchen");
  body.mutable_open_round()->set_depth(3);
  add(body);
  auto* seal = body.mutable_seal();
  seal->set_round_id(id);
  seal->set_latch_id(std::string(16, 'l'));
  seal->set_lock(std::string(32, 'k'));
  seal->set_salt(std::string(32, 's'));
  seal->set_nonce(std::string(24, 'n'));
  seal->set_ciphertext(std::string(1041, 'c'));
  add(body);
  body.mutable_reveal()->set_round_id(id);
  add(body);
  body.mutable_tombstone()->add_entry_id(std::string(32, 'e'));
  body.mutable_tombstone()->add_seq(1);
  add(body);
  body.mutable_close_round()->set_round_id(id);
  add(body);
  return {all};
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace twinlamp;
  SeededRandom random(3);
  const auto self = random.secret<32>();
  Fold fold({random.secret<32>(), random.secret<32>()});
  Log mine(0), theirs(1);
  ByteReader reader({data, size});
  for (int count = 0; count < 64 && !reader.rest().empty(); ++count) {
    const auto bytes = reader.lv(limits::entry_body);
    if (reader.failed()) break;
    wire::Body body;
    if (!body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || body.kind_case() == wire::Body::KIND_NOT_SET) continue;
    if (body.ByteSizeLong() > limits::entry_body) continue;
    const auto entry = make_entry(next_place(theirs, mine, 1), body, self, random);
    theirs.append(entry);
    fold.insert(entry);
  }
  const auto snapshot = fold.snapshot();
  fuzz::require(static_cast<bool>(Fold::restore({fold.state().pair_seed, fold.state().latch_seed}, snapshot)), "a snapshot can be restored");
  return 0;
}
