// Mutual login: what the relay and a member sign, byte by byte, for both sides (protocol/README.md, "Login").
//
//   hello = "relay-hello/1" || client nonce 32 || relay nonce 32 || cb              signed by the relay's key
//   auth  = "relay-auth/1" || relay_id 32 || room_id 16 || slot 1 || client nonce 32 || relay nonce 32 || cb
//                                                                                   signed by the member's key
//   room_id = BLAKE2b-128("room/1" || key of slot 0 || key of slot 1)
//   cb = the 32 bytes of the TLS exporter "EXPORTER-Channel-Binding" with an empty context (RFC 9266), or nothing when a
//        proxy ends TLS. The lengths tell the two modes apart, so a signature of one mode never verifies in the other.
//
// Pure functions. Anything wrong with a peer's frame is malformed (a size) or unauthentic (a signature, a key).
#pragma once

#include "protocol/base/binding.h"
#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/crypto/keys.h"
#include "protocol/wire/relay.pb.h"

namespace twinlamp {

inline constexpr std::uint32_t wire_version = 1;
inline constexpr std::size_t channel_binding_size = 32;
inline constexpr std::size_t invite_token_max = 64;
inline constexpr const char* channel_binding_label = "EXPORTER-Channel-Binding";

using RoomId = ByteArray<16>;
using LoginNonce = ByteArray<32>;

// What both signatures of one login cover. Both nonces are fresh for each connection.
struct LoginContext {
  PublicKey relay_id{};
  LoginNonce client_nonce{};
  LoginNonce relay_nonce{};
  Bytes channel_binding;  // 32 bytes, or empty for Binding::none

  Binding binding() const { return channel_binding.empty() ? Binding::none : Binding::exporter; }
};

struct MemberKeys {
  PublicKey key_0{};
  PublicKey key_1{};
};

// A login whose signature has verified.
struct LoginClaim {
  RoomId room{};
  std::uint8_t slot = 0;  // 0 or 1
  std::uint64_t resume_after = 0;
  std::string invite_token;
};

RoomId room_id_of(const PublicKey& key_0, const PublicKey& key_1);
Bytes hello_transcript(const LoginContext& context);
Bytes auth_transcript(const LoginContext& context, const RoomId& room, std::uint8_t slot);

// Client, 1: the first frame, carrying the client nonce.
wire::ClientHello make_client_hello(const LoginNonce& client_nonce);
// Relay, 1. unsupported versions are `refused`, a wrong size is malformed.
Result<LoginNonce> read_client_hello(const wire::ClientHello& hello);
// Relay, 2. Precondition: context.relay_id == keys.public_key.
wire::RelayHello make_relay_hello(const LoginContext& context, const SigningKeys& keys);
// Client, 2. Fills context.relay_nonce. unauthentic unless the frame names context.relay_id and the binding mode of
// context, and its signature verifies; on error the context is unchanged.
Result<void> read_relay_hello(const wire::RelayHello& hello, LoginContext& context);
// Client, 2, at a first visit with no relay_id known yet (no invitation was copied): any relay_id, rest as above. Only
// what the person then confirms, or CPace's CI, makes that relay_id trusted.
Result<PublicKey> read_first_relay_hello(const wire::RelayHello& hello, LoginContext& context);
// Client, 3.
wire::Login make_login(const LoginContext& context, const MemberKeys& keys, std::uint8_t slot,
                       const SigningKeys& mine, std::uint64_t resume_after, std::string_view invite_token);
// Relay, 3.
Result<LoginClaim> read_login(const wire::Login& login, const LoginContext& context);

}  // namespace twinlamp
