// A meeting with a partner whose client was modified: any bytes as live messages over a session that stands, any bytes as frames of it, keys that
// are asked for and never given, while time passes and either starts anew. Input: acts, each lv(kind u8 | bytes).
#include <algorithm>

#include "protocol/base/limits.h"
#include "protocol/session/live.h"
#include "tests/device/modified_partner.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

using test::ModifiedPartner;

enum class Act : std::uint8_t { message, live_frame, entries, time_passes, restart, new_keys, meet };
constexpr int acts = 7, most_acts = 24;
constexpr std::size_t most_frames = 4000;  // of the device's in one input

class Story {
public:
  Story() : session_(config(partner_), random_) {
    partner_.arm();
    meet();
    require(session_.is_established() && partner_.device().is_meeting(), "the two meet");
  }

  void act(Act what, ByteView bytes) {
    switch (what) {
      case Act::message:
        if (session_.is_established()) static_cast<void>(session_.send(bytes));
        break;
      case Act::live_frame: say_frame(bytes); break;
      case Act::entries: give_entries(bytes); break;
      case Act::time_passes: partner_.pass(std::chrono::seconds(bytes.empty() ? 1 : bytes[0])); break;
      case Act::restart:
        partner_.restart();
        partner_.device().set_presence(true, true, partner_.now());
        break;
      case Act::new_keys: static_cast<void>(partner_.device().renew_keys(partner_.now())); break;
      case Act::meet: meet(); break;
    }
    exchange();
    check();
  }

private:
  static LiveSession::Config config(ModifiedPartner& partner) {
    const auto& record = partner.record(0);
    return {0, record.identity, record.partner_identity, record.live_psk, ByteWriter().raw("twinlamp/live/1").raw(record.room_id()).take()};
  }

  void meet() {
    wire::Frame online;
    online.mutable_presence()->set_online(true);
    partner_.device().set_presence(true, true, partner_.now());
    static_cast<void>(partner_.device().handle_frame(online, partner_.now()));
    session_.handle_partner_offline(partner_.now().mono);
    session_.handle_partner_online(partner_.now().mono);
    exchange();
  }

  void say_frame(ByteView bytes) {
    wire::Frame frame;
    frame.mutable_live()->set_body(to_string(bytes));
    static_cast<void>(partner_.device().handle_frame(frame, partner_.now()));
  }

  // Entries of either log that verify, with these bytes as their body.
  void give_entries(ByteView bytes) {
    wire::Body body;
    if (!session_.is_established() || !body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || body.kind_case() == wire::Body::KIND_NOT_SET) return;
    auto place = partner_.next_place();
    if (bytes.size() % 3 == 0) place.prev[0] ^= 1;
    static_cast<void>(session_.send(encode_live_message(live::Entries{{to_secret(partner_.make(place, body).to_wire())}})));
  }

  void exchange() {
    for (int turn = 0; turn < 6; ++turn) {
      while (auto bytes = session_.poll_frame()) say_frame(*bytes);
      commit();
      while (auto frame = partner_.device().poll_frame()) {
        ++frames_;
        if (frame->has_live()) static_cast<void>(session_.handle_frame(bytes_of(frame->live().body()), partner_.now().mono));
        commit();
      }
      while (session_.poll_message()) continue;
    }
  }

  void commit() {
    while (const auto* transaction = partner_.device().poll_transaction()) {
      require(static_cast<bool>(partner_.disk().commit(*transaction)), "a disk of memory commits");
      partner_.device().handle_committed(partner_.now());
    }
  }

  void check() {
    require(partner_.answer_of_device() == test::device_words, "one's own sealed answer stays as it is");
    require(!partner_.device().is_frozen(), "nobody's word but my own freezes");
    require(partner_.device().epoch() >= epoch_, "keys never go back");
    epoch_ = partner_.device().epoch();
    require(frames_ <= most_frames, "a device says no more than a few frames to each that it hears");
  }

  ModifiedPartner partner_;
  SeededRandom random_{11};
  LiveSession session_;
  std::uint32_t epoch_ = 0;
  std::size_t frames_ = 0;
};

}  // namespace

std::vector<Bytes> honest_inputs() {
  const auto add = [](ByteWriter& out, Act act, ByteView bytes) { out.lv(ByteWriter().u8(static_cast<std::uint8_t>(act)).raw(bytes).view()); };
  const auto say = [&add](ByteWriter& out, const LiveMessage& message) { add(out, Act::message, encode_live_message(message)); };
  SeededRandom random(13);
  std::vector<Bytes> inputs;
  ByteWriter keys;  // asked for by both, given, said to be ready with another check, asked for again
  say(keys, Rekey{2, RekeyReason::person_asked});
  say(keys, EpochShare{2, AgreementKeys::generate(random).public_key, {}});
  say(keys, EpochReady{2, random.bytes<16>()});
  add(keys, Act::new_keys, {});
  say(keys, Rekey{2, RekeyReason::unsure});
  say(keys, EpochShare{3, AgreementKeys::generate(random).public_key, {}});
  add(keys, Act::restart, {});
  add(keys, Act::meet, {});
  say(keys, Rekey{1027, RekeyReason::lost_state});
  inputs.push_back(keys.take());
  ByteWriter sync;
  say(sync, live::Presence{true, true, true});
  say(sync, live::Have{2, 9, EntryId{1}, EntryId{2}});
  say(sync, live::Have{1'000'000, 0, EntryId{1}, {}});
  add(sync, Act::entries, bytes_of(ModifiedPartner::covered().SerializeAsString()));
  wire::Body next;
  next.mutable_next_suggestion()->set_card_id("c.1");
  add(sync, Act::entries, bytes_of(next.SerializeAsString()));
  const std::uint8_t half_a_minute = 30;
  add(sync, Act::time_passes, {&half_a_minute, 1});
  inputs.push_back(sync.take());
  ByteWriter countdown;
  say(countdown, live::LatchReady{LatchId{1}});
  for (std::uint8_t number = 1; number < 4; ++number) say(countdown, live::Propose{LatchId{1}, number, INT64_MAX / 2});
  say(countdown, live::Ack{LatchId{1}, 1, 5});
  say(countdown, live::Go{LatchId{1}, 1, 5});
  say(countdown, live::ProbeReply{1, -5, 5, INT64_MAX / 2});
  add(countdown, Act::live_frame, random.bytes<289>());
  inputs.push_back(countdown.take());
  return inputs;
}

void check(ByteView input) {
  Story story;
  ByteReader reader(input);
  for (int count = 0; count < most_acts && !reader.rest().empty(); ++count) {
    const auto bytes = reader.lv(limits::frame);
    if (reader.failed()) return;
    if (!bytes.empty()) story.act(static_cast<Act>(bytes[0] % acts), bytes.subspan(1));
  }
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
