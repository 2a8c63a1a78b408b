// What is said before a login, by anybody: both sides' hellos, the login itself, nameplates. Input: lv(frame) from
// either of two strangers.
#include "protocol/base/limits.h"
#include "protocol/room/login.h"
#include "protocol/room/nameplates.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

struct Parties {
  SeededRandom random{3};
  SigningKeys relay = SigningKeys::generate(random);
  std::array<SigningKeys, 2> members{SigningKeys::generate(random), SigningKeys::generate(random)};
  MemberKeys keys{members[0].public_key, members[1].public_key};
  LoginContext context{relay.public_key, random.bytes<32>(), random.bytes<32>(), to_bytes(random.bytes<32>())};
};

const Parties& parties() {
  static const Parties made;
  return made;
}

void check_login(const wire::Frame& frame) {
  const auto& known = parties();
  if (frame.has_client_hello()) {
    if (auto nonce = read_client_hello(frame.client_hello()))
      require(equal(*nonce, bytes_of(frame.client_hello().nonce())), "a nonce is as it was sent");
  }
  if (frame.has_relay_hello()) {
    for (const bool is_first : {false, true}) {
      auto context = known.context;
      context.relay_nonce = {};
      const bool taken = is_first ? static_cast<bool>(read_first_relay_hello(frame.relay_hello(), context))
                                  : static_cast<bool>(read_relay_hello(frame.relay_hello(), context));
      if (!taken)
        require(context.relay_nonce == LoginNonce{} && context.relay_id == known.context.relay_id,
                "a refused relay leaves the context");
      if (taken && !is_first) require(context.relay_id == known.context.relay_id, "only the known relay is taken");
    }
  }
  if (frame.has_login())
    if (auto claim = read_login(frame.login(), known.context))
      require(claim->slot < 2 && claim->invite_token.size() <= invite_token_max, "a claim is within its bounds");
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  const auto& known = parties();
  ByteWriter login, pairing;
  wire::Frame frame;
  *frame.mutable_client_hello() = make_client_hello(known.context.client_nonce);
  login.lv(frame.SerializeAsString());
  *frame.mutable_relay_hello() = make_relay_hello(known.context, known.relay);
  login.lv(frame.SerializeAsString());
  *frame.mutable_login() = make_login(known.context, known.keys, 1, known.members[1], 42, "token");
  login.lv(frame.SerializeAsString());
  frame.mutable_nameplate_allocate();
  pairing.lv(frame.SerializeAsString());
  frame.mutable_nameplate_claim()->set_nameplate(417);
  pairing.lv(frame.SerializeAsString());
  frame.mutable_nameplate_message()->set_body("opaque");
  pairing.lv(frame.SerializeAsString());
  frame.mutable_nameplate_close()->set_reason(wire::NameplateClose::DONE);
  pairing.lv(frame.SerializeAsString());
  return {login.take(), pairing.take()};
}

void check(ByteView input) {
  SeededRandom random(4);
  Nameplates nameplates({}, random);
  const std::array<AddressKey, 2> addresses{};
  ByteReader reader(input);
  MonoTime now{std::chrono::seconds(100)};
  std::uint32_t allocated = 0;
  for (int count = 0; count < 64 && !reader.rest().empty(); ++count) {
    const auto bytes = reader.lv(limits::frame);
    wire::Frame frame;
    if (reader.failed() || !frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) continue;
    check_login(frame);
    if (frame.has_nameplate_claim() && frame.nameplate_claim().nameplate() == 417)
      frame.mutable_nameplate_claim()->set_nameplate(allocated);
    now += std::chrono::seconds(13);  // within the joins of a minute
    const auto from = static_cast<std::size_t>(count % 2);
    nameplates.handle_frame(from + 1, addresses[from], frame, now);
    for (int outputs = 0; auto output = nameplates.poll_output(); ++outputs) {
      require(outputs < 8, "a frame is answered with a few");
      if (const auto* sent = std::get_if<SendFrame>(&*output); sent && sent->frame.has_nameplate_allocated())
        allocated = sent->frame.nameplate_allocated().nameplate();
      if (const auto* closed = std::get_if<CloseConnection>(&*output)) nameplates.handle_leave(closed->connection, now);
    }
  }
  nameplates.handle_time(now + std::chrono::hours(1));
  require(!nameplates.holds(1) && !nameplates.holds(2), "no nameplate outlives its time");
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
