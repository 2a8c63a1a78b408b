// A device between a relay that says anything and a partner whose client was modified: frames as bytes, and entries
// that verify with any body. Input: how it begins u8, then acts: lv(kind u8 | bytes).
#include "protocol/base/limits.h"
#include "tests/device/modified_partner.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

using test::ModifiedPartner;

enum class Act : std::uint8_t {
  relay_frame,
  partner_entry,
  partner_pays,
  person_acts,
  time_passes,
  restart,
  hear,
  repeat
};
constexpr int acts = 8, most_acts = 24;
enum class Begin : std::uint8_t { armed, armed_open, sealed, unsealed };

class Story {
public:
  explicit Story(Begin begin) {
    if (begin == Begin::armed) mine_ = partner_.arm();
    if (begin == Begin::armed_open) partner_.arm_open();
    if (begin == Begin::sealed) partner_.seal(SealMode::together);
    has_sealed_ = begin != Begin::unsealed;
    check();
  }

  void act(Act what, ByteView bytes) {
    switch (what) {
      case Act::relay_frame:
        relay_says(bytes);
        break;
      case Act::partner_entry:
        partner_writes(bytes);
        break;
      case Act::partner_pays:
        if (mine_) partner_.put(*mine_, !bytes.empty());
        break;
      case Act::person_acts:
        person_acts(bytes);
        break;
      case Act::time_passes:
        partner_.pass(std::chrono::seconds(bytes.empty() ? 1 : bytes[0]));
        break;
      case Act::restart:
        partner_.restart();
        break;
      case Act::hear:
        partner_.hear_relay();
        break;
      case Act::repeat:
        partner_.repeat_release();
        break;
    }
    check();
  }

private:
  void relay_says(ByteView bytes) {
    wire::Frame frame;
    if (!frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
    static_cast<void>(partner_.device().handle_frame(frame, partner_.now()));
    partner_.drive();
  }

  void partner_writes(ByteView bytes) {
    wire::Body body;
    if (!body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        body.kind_case() == wire::Body::KIND_NOT_SET)
      return;
    static_cast<void>(partner_.device().handle_frame(partner_.deliver({partner_.write(body)}), partner_.now()));
    partner_.drive();
  }

  void person_acts(ByteView bytes) {
    auto& device = partner_.device();
    const auto& round = partner_.round_id();
    const auto now = partner_.now();
    switch (bytes.empty() ? 0 : bytes[0] % 5) {
      case 0:
        static_cast<void>(device.close(round, now));
        break;
      case 1:
        static_cast<void>(device.relax(round, now));
        break;
      case 2:
        static_cast<void>(device.say_back(round, "heard", now));
        break;
      case 3:
        static_cast<void>(device.confirm(round, true, {}, now));
        break;
      default:
        static_cast<void>(device.add(round, "more", now));
        break;
    }
    partner_.drive();
  }

  void check() {
    if (has_sealed_)
      require(partner_.answer_of_device() == test::device_words, "one's own sealed answer stays as it is");
    if (has_sealed_ && partner_.can_read())
      require(partner_.round().has_sealed(0), "nobody reads before they are bound");
    const auto read = partner_.answer_of_partner();
    if (!read.empty() && !shown_.empty()) require(read == shown_, "what was shown does not change");
    if (!read.empty()) shown_ = read;
  }

  ModifiedPartner partner_;
  std::optional<Entry> mine_;
  bool has_sealed_ = false;
  std::string shown_;
};

}  // namespace

std::vector<Bytes> honest_inputs() {
  const auto text = [](const wire::Body& body) { return body.SerializeAsString(); };
  const auto add = [](ByteWriter& out, Act act, std::string_view bytes) {
    out.lv(ByteWriter().u8(static_cast<std::uint8_t>(act)).raw(bytes).view());
  };
  ModifiedPartner partner;
  const auto seal = text(partner.seal_body(SealMode::together, "words"));
  wire::Body say_back, confirm, reply;
  say_back.mutable_say_back()->set_round_id(std::string(text_of(partner.round_id())));
  say_back.mutable_say_back()->set_text("I heard");
  confirm.mutable_confirm()->set_yes(true);
  wire::Frame presence, state, head, error;
  presence.mutable_presence()->set_online(true);
  state.mutable_latch_state()->set_latch_id(std::string(text_of(partner.latch_id())));
  state.mutable_latch_state()->set_status(wire::LatchState::RELEASED);
  state.mutable_latch_state()->set_scalar_0(std::string(32, 'a'));
  head.mutable_head()->set_receipt("receipt");
  error.mutable_error()->set_code(wire::Error::MAILBOX_FULL);

  std::vector<Bytes> inputs;
  ByteWriter opens;  // both armed; the partner pays; it opens, and is received
  opens.u8(static_cast<std::uint8_t>(Begin::armed));
  add(opens, Act::partner_pays, "");
  add(opens, Act::hear, "");
  add(opens, Act::partner_entry, text(say_back));
  add(opens, Act::person_acts, "\x03");
  add(opens, Act::restart, "");
  inputs.push_back(opens.take());
  ByteWriter closes;  // sealed by both, closed by the person while the relay contradicts itself
  closes.u8(static_cast<std::uint8_t>(Begin::sealed));
  add(closes, Act::partner_entry, seal);
  add(closes, Act::partner_entry, text(ModifiedPartner::covered()));
  for (const auto& frame : {presence, state, head, error}) add(closes, Act::relay_frame, frame.SerializeAsString());
  add(closes, Act::person_acts, "");
  add(closes, Act::time_passes, "\x3c");
  add(closes, Act::repeat, "");
  inputs.push_back(closes.take());
  ByteWriter open;  // open without me
  open.u8(static_cast<std::uint8_t>(Begin::armed_open));
  add(open, Act::partner_entry, seal);
  add(open, Act::partner_entry, text(partner.close()));
  add(open, Act::partner_entry, text(confirm));
  add(open, Act::restart, "");
  inputs.push_back(open.take());
  return inputs;
}

void check(ByteView input) {
  if (input.empty()) return;
  Story story(static_cast<Begin>(input[0] % 4));
  ByteReader reader(input.subspan(1));
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
