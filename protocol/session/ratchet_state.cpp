// The ratchet's state as bytes: version u8 | flags u8 (1 can send, 2 can receive) | my secret 32 | partner's key 32 |
// root, send chain, receive chain, send header, receive header, next send header, next receive header: 32 each |
// sent u32 | received u32 | previous sent u32 | count u16 | count times: header key 32, number u32, message key 32
#include "protocol/base/limits.h"
#include "protocol/session/ratchet.h"

namespace twinlamp {

namespace {

constexpr std::uint8_t state_version = 1;
constexpr std::size_t fixed_size = 2 + 9 * 32 + 3 * 4 + 2;
constexpr std::size_t skipped_size = 32 + 4 + 32;

SecretBytes& append(SecretBytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
  return out;
}
void append_u32(SecretBytes& out, std::uint32_t value) {
  append(out, ByteWriter().u32(value).view());
}
Key read_key(ByteReader& reader) {
  const auto part = reader.raw(32);
  return part.size() == 32 ? Key(part) : Key();
}
}  // namespace

SecretBytes Ratchet::serialise() const {
  const auto& state = state_;
  SecretBytes out;
  out.reserve(fixed_size + skipped_.size() * skipped_size);
  out.push_back(state_version);
  out.push_back(static_cast<std::uint8_t>((state.can_send ? 1 : 0) | (state.can_receive ? 2 : 0)));
  append(out, state.my_key.secret.view());
  append(out, state.partner_key);
  for (const auto* key : {&state.root, &state.send_chain, &state.receive_chain, &state.send_header,
                          &state.receive_header, &state.next_send_header, &state.next_receive_header})
    append(out, key->view());
  for (const auto count : {state.sent, state.received, state.previous_sent}) append_u32(out, count);
  append(out, ByteWriter().u16(static_cast<std::uint16_t>(skipped_.size())).view());
  for (const auto& skipped : skipped_) {
    append(out, skipped->header.view());
    append_u32(out, skipped->number);
    append(out, skipped->message.view());
  }
  return out;
}

Result<Ratchet> Ratchet::parse(ByteView bytes) {
  ByteReader reader(bytes);
  if (reader.u8() != state_version) return Error{ErrorCode::corrupt, "ratchet: stored state has another version"};
  Ratchet ratchet;
  auto& state = ratchet.state_;
  const auto flags = reader.u8();
  state.can_send = (flags & 1) != 0;
  state.can_receive = (flags & 2) != 0;
  state.my_key = AgreementKeys::from_secret(read_key(reader));
  state.partner_key = reader.array<32>();
  for (auto* key : {&state.root, &state.send_chain, &state.receive_chain, &state.send_header, &state.receive_header,
                    &state.next_send_header, &state.next_receive_header})
    *key = read_key(reader);
  for (auto* count : {&state.sent, &state.received, &state.previous_sent}) *count = reader.u32();
  const std::size_t skipped = reader.u16();
  if (flags > 3 || skipped > limits::skipped_keys || reader.rest().size() != skipped * skipped_size)
    return Error{ErrorCode::corrupt, "ratchet: stored state"};
  for (std::size_t i = 0; i < skipped; ++i) {
    auto header = read_key(reader);
    const auto number = reader.u32();
    ratchet.skipped_.push_back(std::make_shared<SkippedKey>(std::move(header), number, read_key(reader)));
  }
  if (!reader.is_done()) return Error{ErrorCode::corrupt, "ratchet: stored state"};
  return ratchet;
}

}  // namespace twinlamp
