#include "protocol/session/live_message.h"

#include "protocol/session/live.h"

namespace twinlamp {
namespace {

enum Type : std::uint8_t {
  presence = 1,
  probe,
  probe_reply,
  have,
  entries,
  latch_ready,
  propose,
  ack,
  go,
  rekey,
  keys,
  epoch_ready,
};

// 285 years of microseconds: far beyond any clock, and no sum or difference of a few of them overflows.
constexpr std::int64_t max_time = std::int64_t{1} << 53;

void write_time(ByteWriter& out, std::int64_t time) {
  out.u64(static_cast<std::uint64_t>(time));
}

struct Encoder {
  ByteWriter operator()(const live::Presence& m) const {
    return ByteWriter().u8(presence).u8(
        static_cast<std::uint8_t>((m.lamp_lit ? 1 : 0) | (m.in_front ? 2 : 0) | (m.writing ? 4 : 0)));
  }
  ByteWriter operator()(const live::Probe& m) const {
    auto out = ByteWriter().u8(probe).u32(m.id);
    write_time(out, m.t1);
    return out;
  }
  ByteWriter operator()(const live::ProbeReply& m) const {
    auto out = ByteWriter().u8(probe_reply).u32(m.id);
    for (const auto time : {m.t1, m.t2, m.t3}) write_time(out, time);
    return out;
  }
  ByteWriter operator()(const live::Have& m) const {
    return ByteWriter().u8(have).u64(m.yours).u64(m.mine).raw(m.head_of_yours).raw(m.head_of_mine);
  }
  ByteWriter operator()(const live::LatchReady& m) const { return ByteWriter().u8(latch_ready).raw(m.latch_id); }
  ByteWriter operator()(const live::Propose& m) const { return instant(propose, m); }
  ByteWriter operator()(const live::Ack& m) const { return instant(ack, m); }
  ByteWriter operator()(const live::Go& m) const { return instant(go, m); }
  ByteWriter operator()(const Rekey& m) const {
    return ByteWriter().u8(rekey).u32(m.epoch).u8(static_cast<std::uint8_t>(m.reason));
  }
  ByteWriter operator()(const EpochShare& m) const {
    return ByteWriter().u8(keys).u32(m.epoch).raw(m.fresh_key).raw(m.ratchet_key);
  }
  ByteWriter operator()(const EpochReady& m) const { return ByteWriter().u8(epoch_ready).u32(m.epoch).raw(m.check); }
  ByteWriter operator()(const live::Unknown& m) const { return ByteWriter().u8(m.type); }

private:
  template <class Message>
  static ByteWriter instant(Type type, const Message& m) {
    auto out = ByteWriter().u8(type).raw(m.latch_id).u8(m.number);
    write_time(out, m.instant);
    return out;
  }
};

SecretBytes encode_entries(const live::Entries& message) {
  SecretBytes out{entries};
  for (const auto& entry : message.entries) {
    const auto length = ByteWriter().leb128(entry.size()).take();
    out.insert(out.end(), length.begin(), length.end());
    out.insert(out.end(), entry.begin(), entry.end());
  }
  return out;
}

}  // namespace

SecretBytes encode_live_message(const LiveMessage& message) {
  return std::visit(
      [](const auto& m) {
        if constexpr (std::is_same_v<std::decay_t<decltype(m)>, live::Entries>)
          return encode_entries(m);
        else
          return to_secret(Encoder()(m).view());
      },
      message);
}

namespace {

// Reads the fields of one message. A value out of its range is remembered in `bad`.
struct Decoder {
  explicit Decoder(ByteView bytes) : in(bytes) {}

  ByteReader in;
  bool bad = false;

  std::int64_t time() {
    const auto value = static_cast<std::int64_t>(in.u64());
    bad |= value > max_time || value < -max_time;
    return value;
  }
  live::Presence read_presence() {
    const auto flags = in.u8();
    bad |= flags > 7;
    return {(flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0};
  }
  live::Have read_have() { return {in.u64(), in.u64(), in.array<32>(), in.array<32>()}; }
  live::Entries read_entries() {
    live::Entries message;
    while (!in.failed() && !in.rest().empty()) {
      const auto entry = in.lv(LiveSession::max_message);
      bad |= entry.empty();
      message.entries.push_back(to_secret(entry));
    }
    bad |= message.entries.empty();
    return message;
  }
  template <class Message>
  Message read_instant() {
    Message message{in.array<16>(), in.u8(), time()};
    bad |= message.number == 0;
    return message;
  }
  Rekey read_rekey() {
    const auto epoch = in.u32();
    const auto reason = in.u8();
    bad |= reason < 1 || reason > 4;
    return {epoch, static_cast<RekeyReason>(reason)};
  }
  LiveMessage read(std::uint8_t type) {
    switch (type) {
      case presence:
        return read_presence();
      case probe:
        return live::Probe{in.u32(), time()};
      case probe_reply:
        return live::ProbeReply{in.u32(), time(), time(), time()};
      case have:
        return read_have();
      case entries:
        return read_entries();
      case latch_ready:
        return live::LatchReady{in.array<16>()};
      case propose:
        return read_instant<live::Propose>();
      case ack:
        return read_instant<live::Ack>();
      case go:
        return read_instant<live::Go>();
      case rekey:
        return read_rekey();
      case keys:
        return EpochShare{in.u32(), in.array<32>(), in.array<32>()};
      case epoch_ready:
        return EpochReady{in.u32(), in.array<16>()};
      default:
        in.raw(in.rest().size());
        return live::Unknown{type};
    }
  }
};

}  // namespace

Result<LiveMessage> parse_live_message(ByteView bytes) {
  Decoder decoder(bytes);
  const auto type = decoder.in.u8();
  if (decoder.in.failed()) return Error{ErrorCode::malformed, "live message: empty"};
  auto message = decoder.read(type);
  if (!decoder.in.is_done() || decoder.bad) return Error{ErrorCode::malformed, "live message"};
  return message;
}

}  // namespace twinlamp
