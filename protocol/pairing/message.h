// The five messages of pairing as bytes, and what the two boxes hold. Layout only; pairing.h says when and why.
//
//   every message   version u8 = 1 | suite u8 = 1 | kind u8 | lv(options, at most 256) | fields
//   1 hello    1→0  rB 32
//   2 share    0→1  rA 32 | Ya 32
//   3 answer   1→0  Yb 32 | Tb 64
//   4 confirm  0→1  Ta 64 | box0 (the rest)
//   5 finish   1→0  box1 (the rest)
//   box             nonce 24 | XChaCha20-Poly1305 of pad(keys, next multiple of 256) | tag 16
//   keys            identity 32 | member 32 | first ratchet 32 | lv(name) | lv(app version) | features u32 | lv(options, at most 256)
//
// A message's options are reserved (a post-quantum KEM): a sender of suite 1 leaves them empty, a receiver skips them; they are authenticated by
// the boxes. Those of the keys: history.h. A whole message fits max_pairing_message. Anything else is malformed; a foreign version or suite is refused.
#pragma once

#include <string>

#include "protocol/base/result.h"
#include "protocol/crypto/group.h"
#include "protocol/crypto/hash.h"
#include "protocol/crypto/keys.h"

namespace twinlamp {

inline constexpr std::size_t max_pairing_message = 900;  // one NameplateMessage
inline constexpr std::uint8_t pairing_version = 1;
inline constexpr std::uint8_t pairing_suite = 1;         // CPACE-RISTR255-SHA512, X25519, XChaCha20-Poly1305

enum class PairingMessageKind : std::uint8_t { hello = 1, share, answer, confirm, finish };

// One struct for all five; which fields a kind has, the table above says. The others are zero.
struct PairingMessage {
  PairingMessageKind kind = PairingMessageKind::hello;
  Bytes options{};
  ByteArray<32> nonce{};  // rA or rB
  Element element{};      // Ya or Yb
  Hash512 tag{};          // Ta or Tb
  Bytes box{};

  Bytes head() const;    // everything before the box: the box's associated data covers it
  Bytes encode() const;  // head() | box
  static Result<PairingMessage> parse(ByteView bytes);  // refused for a foreign version or suite, else malformed
  friend bool operator==(const PairingMessage&, const PairingMessage&) = default;
};

// What one device tells the other, once, inside a box.
struct DeviceKeys {
  PublicKey identity{};       // X25519
  PublicKey member{};         // Ed25519: the relay's member key
  PublicKey first_ratchet{};  // X25519; the ratchet starts from slot 1's
  std::string name;           // 1 to 64 bytes of UTF-8 without control characters
  std::string app_version;    // at most 32 printable ASCII characters, for bug reports
  std::uint32_t features = 0;  // bits of optional abilities, none defined yet: unknown ones are kept and ignored
  SecretBytes options{};

  SecretBytes encode() const;
  // malformed also for a key of small order: such a key could only come from someone who means harm.
  static Result<DeviceKeys> parse(ByteView bytes);
  friend bool operator==(const DeviceKeys&, const DeviceKeys&) = default;
};

bool is_display_name(std::string_view name);

}  // namespace twinlamp
