// A pairing as the two apps drive it, over a relay that says anything: frames of its own to either side, theirs passed on, changed or dropped.
// Input: who goes on u8 (bit 0: the one who invites has a history, bit 1: the one who joins) | acts, each lv(kind u8 | bytes).
#include "client/app/pairing_flow.h"
#include "protocol/base/limits.h"
#include "tests/fuzz/target.h"
#include "tests/support/memory_storage.h"
#include "tests/support/pair_records.h"

namespace twinlamp::fuzz {
namespace {

using namespace client;
using Close = wire::NameplateClose;
using Step = PairingView::Step;

enum class Act : std::uint8_t { to_inviting, to_joining, pass, change, drop, lose, connect };
constexpr int acts = 7, most_acts = 24;
constexpr Now some_time{MonoTime(std::chrono::seconds(1)), WallTime(std::chrono::milliseconds(1'700'000'000'000))};

// A pair's history, which either of the two may have.
class History {
public:
  explicit History(Slot slot) : device_(*Device::open(test::paired_records(3)[slot], disk_, random_, some_time)) {}
  const Device& device() const { return *device_; }

private:
  test::MemoryStorage disk_;
  SeededRandom random_{5};
  std::unique_ptr<Device> device_;
};

const Device* history(Slot slot, bool wanted) {
  static const History made[] = {History(0), History(1)};
  return wanted ? &made[slot].device() : nullptr;
}

wire::Frame allocated(std::uint32_t number) {
  wire::Frame frame;
  frame.mutable_nameplate_allocated()->set_nameplate(number);
  frame.mutable_nameplate_allocated()->set_expires_in_seconds(600);
  return frame;
}

// The code is spoken: the relay never knows it.
PairingCode code_of(const PairingFlow& inviting) {
  auto code = parse_code(inviting.view().code);
  require(bool(code), "the code that is shown can be typed");
  return *code;
}

class Story {
public:
  explicit Story(std::uint8_t who) : inviting_(PairingFlow::invite({"Noor", address(), {}, history(0, (who & 1) != 0)}, random_)) {
    inviting_.handle_connected(relay_);
    inviting_.handle_frame(allocated(417), some_time.mono);
    joining_.emplace(PairingFlow::join({"Sam", address(), {}, history(1, (who & 2) != 0)}, code_of(inviting_), random_));
    joining_->handle_connected(relay_);
    while (inviting_.poll_frame()) continue;
    while (joining_->poll_frame()) continue;
    wire::Frame claimed;
    claimed.mutable_nameplate_claimed();
    for (int side : {0, 1}) flow(side).handle_frame(claimed, some_time.mono);
  }

  void act(Act what, ByteView bytes) {
    switch (what) {
      case Act::to_inviting: say(0, bytes); break;
      case Act::to_joining: say(1, bytes); break;
      case Act::pass: pass({}); break;
      case Act::change: pass(bytes); break;
      case Act::drop:
        for (int side : {0, 1}) flow(side).poll_frame();
        break;
      case Act::lose: flow(bytes.empty() ? 0 : bytes[0] & 1).handle_down({LinkDown::Reason::lost, "lost", std::nullopt}); break;
      case Act::connect: flow(bytes.empty() ? 0 : bytes[0] & 1).handle_connected(relay_); break;
    }
    for (int side : {0, 1}) check(side);
  }

  // Whoever passes on every message as it is, pairs them.
  void finish(bool is_honest, bool pairs) {
    if (pairs_[0] && pairs_[1]) {
      require(pairs_[0]->same_words == pairs_[1]->same_words && pairs_[0]->pattern == pairs_[1]->pattern, "two who pair show the same words");
      require(pairs_[0]->record.member.public_key == pairs_[1]->record.partner_member, "and have each other's keys");
    }
    if (is_honest) require(!pairs || (pairs_[0] && pairs_[1]), "an honest relay pairs them");
  }

private:
  static RelayAddress address() {
    RelayAddress out;
    out.host = "relay.example";
    out.port = 7417;
    return out;
  }
  PairingFlow& flow(int side) { return side == 0 ? inviting_ : *joining_; }

  void say(int side, ByteView bytes) {
    wire::Frame frame;
    if (frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) flow(side).handle_frame(frame, some_time.mono);
  }

  // What waits goes to the other side; changed where there is something to change it by: place, then a mask.
  void pass(ByteView by) {
    for (int from : {1, 0})
      if (auto frame = flow(from).poll_frame()) {
        const auto sent = frame->nameplate_message().body();
        if (by.size() >= 2 && !sent.empty()) {
          auto& body = *frame->mutable_nameplate_message()->mutable_body();
          auto& changed = body[(by[0] | (by.size() > 2 ? by[2] << 8 : 0)) % body.size()];
          changed = static_cast<char>(changed ^ static_cast<char>(by[1]));
        }
        if (!sent.empty() && frame->nameplate_message().body() == sent) ++heard_[1 - from];
        flow(1 - from).handle_frame(*frame, some_time.mono);
      }
  }

  void check(int side) {
    const auto& view = flow(side).view();
    require(flow(side).has_failed() == !view.problem.empty(), "a failure is told, and nothing else");
    if (auto pair = flow(side).poll_pair()) {
      require(!pairs_[side], "a flow pairs once");
      require(view.step == Step::comparing_words && view.same_words == pair->same_words, "what is paired is compared");
      require(bool(PendingPair::parse(pair->encode())), "what is paired can be kept");
      require(heard_[side] >= 2, "nobody pairs but with two messages of the other's, as they were");
      pairs_[side] = std::move(*pair);
    }
    require((view.step == Step::comparing_words) == pairs_[side].has_value(), "words are shown of a pair alone");
  }

  SeededRandom random_{9};
  RelayFacts relay_{PublicKey{1, 2, 3}, Binding::exporter};
  PairingFlow inviting_;
  std::optional<PairingFlow> joining_;
  std::array<std::optional<PendingPair>, 2> pairs_;
  std::array<int, 2> heard_{};  // of the other's messages, unchanged
};

void run(ByteView input) {
  Story story(input[0]);
  ByteReader reader(input.subspan(1));
  bool is_honest = true;
  int passed = 0;
  for (int count = 0; count < most_acts && !reader.rest().empty(); ++count) {
    const auto bytes = reader.lv(limits::frame);
    if (reader.failed()) break;
    if (bytes.empty()) continue;
    const auto what = static_cast<Act>(bytes[0] % acts);
    is_honest = is_honest && what == Act::pass;
    if (what == Act::pass) ++passed;
    story.act(what, bytes.subspan(1));
  }
  story.finish(is_honest && passed >= 8, (input[0] & 3) != 3);
}

// One alone, before anything has begun.
void run_alone(ByteView input) {
  for (const bool joins : {false, true}) {
    SeededRandom random(4);
    RelayAddress address;
    address.host = "relay.example";
    address.port = 7417;
    auto flow = joins ? PairingFlow::join({"Sam", address}, make_code(417, random), random) : PairingFlow::invite({"Noor", address}, random);
    wire::Frame frame;
    if (!frame.ParseFromArray(input.data(), static_cast<int>(input.size()))) return;
    flow.handle_frame(frame, some_time.mono);
    flow.handle_connected({PublicKey{1}, Binding::none});
    flow.handle_frame(frame, some_time.mono);
    flow.handle_frame(frame, some_time.mono);
    require(!flow.poll_pair(), "one message pairs nobody");
    if (flow.view().step == Step::showing_code) require(bool(parse_code(flow.view().code)), "the code that is shown can be typed");
  }
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  const auto add = [](ByteWriter& out, Act act, ByteView bytes) { out.lv(ByteWriter().u8(static_cast<std::uint8_t>(act)).raw(bytes).view()); };
  const auto text = [](const wire::Frame& frame) { return to_bytes(bytes_of(frame.SerializeAsString())); };
  std::vector<wire::Frame> frames{allocated(4711)};
  frames.emplace_back().mutable_nameplate_claimed();
  frames.emplace_back().mutable_nameplate_message()->set_body("a message of nobody's");
  for (const auto reason : {Close::DONE, Close::FAILED, Close::PARTNER_LOST, Close::EXPIRED}) frames.emplace_back().mutable_nameplate_close()->set_reason(reason);
  frames.emplace_back().mutable_error()->set_code(wire::Error::NO_NAMEPLATE);
  std::vector<Bytes> inputs;
  for (const std::uint8_t who : {0, 1, 2, 3}) {
    ByteWriter passes;
    passes.u8(who);
    for (int i = 0; i < 8; ++i) add(passes, Act::pass, {});
    inputs.push_back(passes.take());
  }
  const Bytes change{40, 1};
  for (int before = 0; before < 5; ++before) {
    ByteWriter changed;
    changed.u8(static_cast<std::uint8_t>(before & 1));
    for (int i = 0; i < before; ++i) add(changed, Act::pass, {});
    add(changed, before % 2 == 0 ? Act::change : Act::drop, change);
    for (int i = 0; i < 4; ++i) add(changed, Act::pass, {});
    inputs.push_back(changed.take());
  }
  for (const auto& frame : frames) {
    ByteWriter said;
    said.u8(0);
    add(said, Act::pass, {});
    add(said, Act::to_inviting, text(frame));
    add(said, Act::pass, {});
    add(said, Act::to_joining, text(frame));
    add(said, Act::lose, {});
    inputs.push_back(said.take());
    inputs.push_back(ByteWriter().u8(4).raw(text(frame)).take());
  }
  return inputs;
}

void check(ByteView input) {
  if (input.empty()) return;
  if ((input[0] & 4) != 0) return run_alone(input.subspan(1));
  run(input);
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
