#include "protocol/pairing/message.h"

#include "protocol/base/limits.h"
#include "protocol/crypto/pad.h"

namespace twinlamp {
namespace {

constexpr std::size_t max_options = 256;
constexpr std::size_t max_app_version = 32;
constexpr Error bad_message{ErrorCode::malformed, "pairing: message"};
constexpr Error bad_keys{ErrorCode::malformed, "pairing: device keys"};

// Any clamped scalar takes a point of small order to zero, RFC 7748 section 6.1.
bool is_agreement_key(const PublicKey& key) {
  Key any;
  any.data()[0] = 8;
  return static_cast<bool>(agree(any, key));
}
bool is_signing_key(const PublicKey& key) { return crypto_core_ed25519_is_valid_point(key.data()) == 1; }

bool is_app_version(std::string_view text) {
  return text.size() <= max_app_version && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Length of the well-formed, shortest-form UTF-8 character at the front; 0 if there is none (Unicode 15, table 3-7).
std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0u; };
  const auto is_tail = [&](std::size_t i) { return (at(i) & 0xc0) == 0x80; };
  const auto a = at(0), b = at(1);
  if (a < 0x80) return 1;
  if (a >= 0xc2 && a <= 0xdf && is_tail(1)) return 2;
  if (a >= 0xe0 && a <= 0xef && is_tail(1) && is_tail(2) && !(a == 0xe0 && b < 0xa0) && !(a == 0xed && b > 0x9f)) return 3;
  if (a >= 0xf0 && a <= 0xf4 && is_tail(1) && is_tail(2) && is_tail(3) && !(a == 0xf0 && b < 0x90) && !(a == 0xf4 && b > 0x8f))
    return 4;
  return 0;
}
bool is_control(std::string_view character) {
  const auto a = static_cast<std::uint8_t>(character[0]);
  return a < 0x20 || a == 0x7f || (a == 0xc2 && static_cast<std::uint8_t>(character[1]) < 0xa0);
}

void read_fields(ByteReader& reader, PairingMessage& message) {
  const auto kind = message.kind;
  if (kind == PairingMessageKind::hello || kind == PairingMessageKind::share) message.nonce = reader.array<32>();
  if (kind == PairingMessageKind::share || kind == PairingMessageKind::answer) message.element = reader.array<32>();
  if (kind == PairingMessageKind::answer || kind == PairingMessageKind::confirm) message.tag = reader.array<64>();
  if (kind == PairingMessageKind::confirm || kind == PairingMessageKind::finish) message.box = to_bytes(reader.raw(reader.rest().size()));
}

}  // namespace

Bytes PairingMessage::head() const {
  ByteWriter out;
  out.u8(pairing_version).u8(pairing_suite).u8(static_cast<std::uint8_t>(kind)).lv(options);
  if (kind == PairingMessageKind::hello || kind == PairingMessageKind::share) out.raw(nonce);
  if (kind == PairingMessageKind::share || kind == PairingMessageKind::answer) out.raw(element);
  if (kind == PairingMessageKind::answer || kind == PairingMessageKind::confirm) out.raw(tag);
  return out.take();
}

Bytes PairingMessage::encode() const { return ByteWriter().raw(head()).raw(box).take(); }

Result<PairingMessage> PairingMessage::parse(ByteView bytes) {
  if (bytes.size() > max_pairing_message) return bad_message;
  ByteReader reader(bytes);
  const auto version = reader.u8(), suite = reader.u8(), kind = reader.u8();
  if (reader.failed()) return bad_message;
  if (version != pairing_version || suite != pairing_suite) return Error{ErrorCode::refused, "pairing: version"};
  if (kind < 1 || kind > static_cast<std::uint8_t>(PairingMessageKind::finish)) return bad_message;
  PairingMessage message{.kind = static_cast<PairingMessageKind>(kind), .options = to_bytes(reader.lv(max_options))};
  read_fields(reader, message);
  if (!reader.is_done()) return bad_message;
  return message;
}

SecretBytes DeviceKeys::encode() const {
  const auto open =
      ByteWriter().raw(identity).raw(member).raw(first_ratchet).lv(name).lv(app_version).u32(features).leb128(options.size()).take();
  auto plain = to_secret(open);
  plain.insert(plain.end(), options.begin(), options.end());
  return pad(plain, live_padded_size(plain.size()));
}

Result<DeviceKeys> DeviceKeys::parse(ByteView bytes) {
  const auto plain = unpad(bytes);
  if (!plain) return bad_keys;
  ByteReader reader(*plain);
  DeviceKeys keys;
  keys.identity = reader.array<32>();
  keys.member = reader.array<32>();
  keys.first_ratchet = reader.array<32>();
  keys.name = to_string(reader.lv(limits::display_name));
  keys.app_version = to_string(reader.lv(max_app_version));
  keys.features = reader.u32();
  keys.options = to_secret(reader.lv(max_options));
  if (!reader.is_done() || !is_display_name(keys.name) || !is_app_version(keys.app_version)) return bad_keys;
  if (!is_agreement_key(keys.identity) || !is_agreement_key(keys.first_ratchet) || !is_signing_key(keys.member)) return bad_keys;
  return keys;
}

bool is_display_name(std::string_view name) {
  if (name.empty() || name.size() > limits::display_name) return false;
  while (!name.empty()) {
    const auto length = utf8_length(name);
    if (length == 0 || is_control(name.substr(0, length))) return false;
    name.remove_prefix(length);
  }
  return true;
}

}  // namespace twinlamp
