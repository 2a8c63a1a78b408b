#include "protocol/room/login.h"

#include "protocol/crypto/hash.h"

namespace twinlamp {
namespace {

constexpr std::uint64_t highest_seq = std::uint64_t{1} << 62;

bool has_size(const std::string& field, std::size_t size) { return field.size() == size; }

Signature signature_of(const std::string& field) { return to_array<64>(bytes_of(field)); }

Result<void> check_hello_shape(const wire::RelayHello& hello, const LoginContext& context) {
  if (!has_size(hello.nonce(), 32) || !has_size(hello.relay_id(), 32) || !has_size(hello.signature(), 64)) {
    return Error{ErrorCode::malformed, "login: relay hello"};
  }
  if (hello.binding() != static_cast<std::uint32_t>(context.binding())) {
    return Error{ErrorCode::unauthentic, "login: binding mode"};
  }
  return {};
}

Result<void> check_login_shape(const wire::Login& login) {
  const bool sizes = has_size(login.key_0(), 32) && has_size(login.key_1(), 32) && has_size(login.signature(), 64);
  const bool bounds = login.slot() <= 1 && login.invite_token().size() <= invite_token_max;
  if (!sizes || !bounds || login.resume_after() >= highest_seq) return Error{ErrorCode::malformed, "login: frame"};
  if (login.key_0() == login.key_1()) return Error{ErrorCode::malformed, "login: equal keys"};
  return {};
}

}  // namespace

RoomId room_id_of(const PublicKey& key_0, const PublicKey& key_1) {
  return blake2b_128({bytes_of("room/1"), key_0, key_1});
}

Bytes hello_transcript(const LoginContext& context) {
  ByteWriter out;
  out.raw("relay-hello/1").raw(context.client_nonce).raw(context.relay_nonce).raw(context.channel_binding);
  return out.take();
}

Bytes auth_transcript(const LoginContext& context, const RoomId& room, std::uint8_t slot) {
  ByteWriter out;
  out.raw("relay-auth/1").raw(context.relay_id).raw(room).u8(slot);
  out.raw(context.client_nonce).raw(context.relay_nonce).raw(context.channel_binding);
  return out.take();
}

wire::ClientHello make_client_hello(const LoginNonce& client_nonce) {
  wire::ClientHello hello;
  hello.set_version(wire_version);
  hello.set_nonce(to_string(client_nonce));
  return hello;
}

Result<LoginNonce> read_client_hello(const wire::ClientHello& hello) {
  if (hello.version() != wire_version) return Error{ErrorCode::refused, "login: version"};
  if (!has_size(hello.nonce(), 32)) return Error{ErrorCode::malformed, "login: client hello"};
  return to_array<32>(bytes_of(hello.nonce()));
}

wire::RelayHello make_relay_hello(const LoginContext& context, const SigningKeys& keys) {
  assert(context.relay_id == keys.public_key);
  wire::RelayHello hello;
  hello.set_nonce(to_string(context.relay_nonce));
  hello.set_relay_id(to_string(context.relay_id));
  hello.set_signature(to_string(sign(keys, hello_transcript(context))));
  hello.set_binding(static_cast<std::uint32_t>(context.binding()));
  return hello;
}

Result<void> read_relay_hello(const wire::RelayHello& hello, LoginContext& context) {
  if (!equal(bytes_of(hello.relay_id()), context.relay_id)) {
    return Error{ErrorCode::unauthentic, "login: another relay answered"};
  }
  if (auto id = read_first_relay_hello(hello, context); !id) return id.error();
  return {};
}

Result<PublicKey> read_first_relay_hello(const wire::RelayHello& hello, LoginContext& context) {
  TWINLAMP_TRY(check_hello_shape(hello, context));
  LoginContext tried = context;
  tried.relay_id = to_array<32>(bytes_of(hello.relay_id()));
  tried.relay_nonce = to_array<32>(bytes_of(hello.nonce()));
  if (!verify(tried.relay_id, hello_transcript(tried), signature_of(hello.signature()))) {
    return Error{ErrorCode::unauthentic, "login: relay signature"};
  }
  context = std::move(tried);
  return context.relay_id;
}

wire::Login make_login(const LoginContext& context, const MemberKeys& keys, std::uint8_t slot,
                       const SigningKeys& mine, std::uint64_t resume_after, std::string_view invite_token) {
  wire::Login login;
  login.set_key_0(to_string(keys.key_0));
  login.set_key_1(to_string(keys.key_1));
  login.set_slot(slot);
  const auto room = room_id_of(keys.key_0, keys.key_1);
  login.set_signature(to_string(sign(mine, auth_transcript(context, room, slot))));
  login.set_resume_after(resume_after);
  login.set_invite_token(std::string(invite_token));
  return login;
}

Result<LoginClaim> read_login(const wire::Login& login, const LoginContext& context) {
  TWINLAMP_TRY(check_login_shape(login));
  const auto key_0 = to_array<32>(bytes_of(login.key_0()));
  const auto key_1 = to_array<32>(bytes_of(login.key_1()));
  LoginClaim claim{room_id_of(key_0, key_1), static_cast<std::uint8_t>(login.slot()), login.resume_after(), login.invite_token()};
  const auto& key = claim.slot == 0 ? key_0 : key_1;
  if (!verify(key, auth_transcript(context, claim.room, claim.slot), signature_of(login.signature()))) {
    return Error{ErrorCode::unauthentic, "login: member signature"};
  }
  return claim;
}

}  // namespace twinlamp
