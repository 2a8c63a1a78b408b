// Live frames from the relay, and live messages from an authentic partner.
#include "protocol/session/live.h"
#include "protocol/session/live_message.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  std::vector<Bytes> inputs;
  const LiveMessage messages[] = {live::Presence{true, true, false}, live::Probe{1, 2}, live::ProbeReply{1, 2, 3, 4}, live::Have{1, 2, {}, {}},
                                  live::Propose{{}, 1, 5}, live::Ack{{}, 1, 5}, live::Go{{}, 1, 5}, live::LatchReady{}};
  for (const auto& message : messages) inputs.push_back(to_bytes(encode_live_message(message)));
  SeededRandom random(6);
  LiveSession::Config config;
  config.identity = AgreementKeys::generate(random);
  config.partner = AgreementKeys::generate(random).public_key;
  LiveSession session(std::move(config), random);
  session.handle_partner_online(MonoTime{});
  while (auto frame = session.poll_frame()) inputs.push_back(*frame);
  return inputs;
}

void check(ByteView input) {
  if (auto message = parse_live_message(input); message && !std::holds_alternative<live::Unknown>(*message)) {
    const auto again = encode_live_message(*message);
    require(equal(again, input), "a live message has one encoding");
  }
  for (std::uint8_t slot = 0; slot < 2; ++slot) {
    SeededRandom random(7);
    LiveSession::Config config;
    config.slot = slot;
    config.identity = AgreementKeys::generate(random);
    config.partner = AgreementKeys::generate(random).public_key;
    LiveSession session(std::move(config), random);
    session.handle_partner_online(MonoTime{});
    if (session.handle_frame(input, MonoTime{})) continue;
    require(!session.is_established(), "a stranger's frame establishes nothing");
  }
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
