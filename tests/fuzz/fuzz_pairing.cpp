// Pairing messages; what is inside of their boxes, from a partner who knows the code: a device's keys and its history; and the texts that people
// type or paste: codes, invitations.
#include "protocol/pairing/code.h"
#include "protocol/pairing/history.h"
#include "protocol/pairing/invitation.h"
#include "protocol/pairing/message.h"
#include "protocol/pairing/pairing.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

Pairing pairing_of(std::uint8_t slot, Random& random) {
  PairingSetup setup;
  setup.slot = slot;
  setup.code = PairingCode{417, {1, 2, 3}};
  setup.mine = {AgreementKeys::generate(random).public_key, SigningKeys::generate(random).public_key,
                AgreementKeys::generate(random).public_key, "Noor", "0.1.0", 0};
  auto made = Pairing::make(std::move(setup), random);
  require(static_cast<bool>(made), "a pairing can be made");
  return std::move(*made);
}

void check_history(ByteView options) {
  const auto history = PairHistory::parse(options);
  if (!history) return;
  const auto again = PairHistory::parse(history->encode());
  require(again && again->slot == history->slot && again->renewals == history->renewals && again->seq == history->seq && again->id == history->id &&
              again->pair_seed == history->pair_seed && again->latch_seed == history->latch_seed,
          "a history reads as it is written");
}

DeviceKeys keys_with_history(Random& random) {
  const PairHistory history{1, 2, Key(random.bytes<32>()), Key(random.bytes<32>()), 77, random.bytes<32>()};
  return {AgreementKeys::generate(random).public_key, SigningKeys::generate(random).public_key, AgreementKeys::generate(random).public_key,
          "Noor", "0.1.0", 0, history.encode()};
}

void check_keys(ByteView input) {
  const auto keys = DeviceKeys::parse(input);
  if (!keys) return;
  const auto again = DeviceKeys::parse(keys->encode());
  require(again && *again == *keys, "a device's keys read as they are written");
  check_history(keys->options);
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  SeededRandom random(8);
  std::vector<Bytes> inputs{to_bytes(bytes_of(PairingCode{417, {1, 2, 3}}.text()))};
  Invitation invitation;
  invitation.host = "relay.example";
  invitation.port = 7417;
  invitation.code = PairingCode{417, {1, 2, 3}};
  inputs.push_back(to_bytes(bytes_of(invitation.text())));
  const auto keys = keys_with_history(random);
  inputs.push_back(to_bytes(ByteView(keys.encode())));
  inputs.push_back(to_bytes(ByteView(keys.options)));
  auto shows = pairing_of(0, random), types = pairing_of(1, random);
  for (int turn = 0; turn < 6; ++turn) {
    auto& from = turn % 2 == 0 ? types : shows;
    auto& to = turn % 2 == 0 ? shows : types;
    auto message = from.poll_message();
    if (!message) break;
    inputs.push_back(*message);
    if (auto taken = to.handle_message(*message); !taken) break;
  }
  return inputs;
}

void check(ByteView input) {
  const auto text = text_of(input);
  if (auto code = parse_code(text)) {
    auto again = parse_code(code->text());
    require(again && *again == *code, "a code reads as it is written");
  }
  if (auto invitation = parse_invitation(text)) {
    auto again = parse_invitation(invitation->text());
    require(again && *again == *invitation, "an invitation reads as it is written");
  }
  if (auto message = PairingMessage::parse(input)) require(equal(message->encode(), input), "a pairing message has one encoding");
  check_keys(input);
  check_history(input);
  for (std::uint8_t slot = 0; slot < 2; ++slot) {
    SeededRandom random(9);
    auto pairing = pairing_of(slot, random);
    auto taken = pairing.handle_message(input);
    require(!pairing.poll_keys(), "one message pairs nobody");
    if (!taken) require(pairing.state() == PairingState::burned, "an error burns the code");
  }
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
