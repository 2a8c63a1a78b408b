#include "protocol/room/login.h"

#include <gtest/gtest.h>

#include "protocol/crypto/hash.h"

namespace twinlamp::test {
namespace {

class LoginTest : public testing::Test {
protected:
  SeededRandom random{1};
  SigningKeys relay = SigningKeys::generate(random);
  std::array<SigningKeys, 2> members{SigningKeys::generate(random), SigningKeys::generate(random)};
  MemberKeys keys{members[0].public_key, members[1].public_key};
  LoginContext context{relay.public_key, random.bytes<32>(), random.bytes<32>(), to_bytes(random.bytes<32>())};

  wire::Login login_of(std::uint8_t slot) { return make_login(context, keys, slot, members[slot], 42, "token"); }
};

TEST_F(LoginTest, SignsExactlyTheBytesThatTheSpecificationSays) {
  const auto hello = hello_transcript(context);
  ASSERT_EQ(hello.size(), 13u + 32 + 32 + 32);
  EXPECT_EQ(text_of(ByteView(hello).first(13)), "relay-hello/1");
  EXPECT_TRUE(equal(ByteView(hello).subspan(13, 32), context.client_nonce));
  EXPECT_TRUE(equal(ByteView(hello).subspan(45, 32), context.relay_nonce));
  const auto room = room_id_of(keys.key_0, keys.key_1);
  const auto auth = auth_transcript(context, room, 1);
  ASSERT_EQ(auth.size(), 12u + 32 + 16 + 1 + 32 + 32 + 32);
  EXPECT_EQ(text_of(ByteView(auth).first(12)), "relay-auth/1");
  EXPECT_EQ(auth[60], 1);
}

TEST_F(LoginTest, NamesARoomByBothKeysInOrder) {
  EXPECT_EQ(room_id_of(keys.key_0, keys.key_1), blake2b_128({bytes_of("room/1"), keys.key_0, keys.key_1}));
  EXPECT_NE(room_id_of(keys.key_0, keys.key_1), room_id_of(keys.key_1, keys.key_0));
}

TEST_F(LoginTest, LetsEachMemberProveItself) {
  for (std::uint8_t slot = 0; slot < 2; ++slot) {
    const auto claim = read_login(login_of(slot), context);
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->slot, slot);
    EXPECT_EQ(claim->room, room_id_of(keys.key_0, keys.key_1));
    EXPECT_EQ(claim->resume_after, 42u);
    EXPECT_EQ(claim->invite_token, "token");
  }
}

TEST_F(LoginTest, RefusesAMemberWhoClaimsTheOtherSlot) {
  auto login = login_of(0);
  login.set_slot(1);
  EXPECT_EQ(read_login(login, context).error().code, ErrorCode::unauthentic);
}

TEST_F(LoginTest, RefusesASignatureFromAnotherConnection) {
  const auto login = login_of(0);
  for (int part = 0; part < 4; ++part) {
    SCOPED_TRACE(part);
    auto other = context;
    if (part == 0) other.client_nonce[0] ^= 1;
    if (part == 1) other.relay_nonce[0] ^= 1;
    if (part == 2) other.relay_id[0] ^= 1;
    if (part == 3) other.channel_binding[0] ^= 1;
    EXPECT_EQ(read_login(login, other).error().code, ErrorCode::unauthentic);
  }
}

TEST_F(LoginTest, RefusesASignatureOfTheOtherBindingMode) {
  const auto login = login_of(0);
  auto unbound = context;
  unbound.channel_binding.clear();
  EXPECT_EQ(read_login(login, unbound).error().code, ErrorCode::unauthentic);
}

TEST_F(LoginTest, RefusesMalformedLogins) {
  const auto refuses = [&](auto change) {
    auto login = login_of(0);
    change(login);
    const auto claim = read_login(login, context);
    return !claim && claim.error().code == ErrorCode::malformed;
  };
  EXPECT_TRUE(refuses([](auto& login) { login.set_key_1(login.key_0()); }));
  EXPECT_TRUE(refuses([](auto& login) { login.set_key_0("short"); }));
  EXPECT_TRUE(refuses([](auto& login) { login.clear_key_1(); }));
  EXPECT_TRUE(refuses([](auto& login) { login.set_signature(std::string(63, 'x')); }));
  EXPECT_TRUE(refuses([](auto& login) { login.set_slot(2); }));
  EXPECT_TRUE(refuses([](auto& login) { login.set_slot(256); }));
  EXPECT_TRUE(refuses([](auto& login) { login.set_invite_token(std::string(65, 'x')); }));
  EXPECT_TRUE(refuses([](auto& login) { login.set_resume_after(std::uint64_t{1} << 62); }));
}

TEST_F(LoginTest, RefusesEveryFlippedBitOfASignature) {
  const auto good = login_of(1);
  for (std::size_t bit = 0; bit < 64 * 8; ++bit) {
    auto login = good;
    (*login.mutable_signature())[bit / 8] = static_cast<char>((*login.mutable_signature())[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(read_login(login, context)) << bit;
  }
}

TEST_F(LoginTest, LetsARelayProveItself) {
  LoginContext client;
  client.relay_id = context.relay_id;
  client.client_nonce = context.client_nonce;
  client.channel_binding = context.channel_binding;
  ASSERT_TRUE(read_relay_hello(make_relay_hello(context, relay), client));
  EXPECT_EQ(client.relay_nonce, context.relay_nonce);
}

TEST_F(LoginTest, RefusesAnotherRelayAndLeavesTheContextAsItWas) {
  const auto impostor = SigningKeys::generate(random);
  auto theirs = context;
  theirs.relay_id = impostor.public_key;
  auto client = context;
  client.relay_nonce = {};
  EXPECT_EQ(read_relay_hello(make_relay_hello(theirs, impostor), client).error().code, ErrorCode::unauthentic);
  EXPECT_EQ(client.relay_nonce, LoginNonce{});
}

TEST_F(LoginTest, LearnsARelaysIdWhereNoneIsKnownYet) {
  auto client = context;
  client.relay_id = {};
  const auto id = read_first_relay_hello(make_relay_hello(context, relay), client);
  ASSERT_TRUE(id);
  EXPECT_EQ(*id, relay.public_key);
  EXPECT_EQ(client.relay_id, relay.public_key);
}

TEST_F(LoginTest, RefusesARelayInAnotherBindingMode) {
  auto proxied = context;
  proxied.channel_binding.clear();
  auto client = context;
  EXPECT_EQ(read_relay_hello(make_relay_hello(proxied, relay), client).error().code, ErrorCode::unauthentic);
}

TEST_F(LoginTest, RefusesAHelloOfAnotherConnection) {
  const auto hello = make_relay_hello(context, relay);
  auto client = context;
  client.client_nonce[5] ^= 1;
  EXPECT_FALSE(read_relay_hello(hello, client));
}

TEST_F(LoginTest, ReadsTheClientsHello) {
  const auto nonce = random.bytes<32>();
  EXPECT_EQ(*read_client_hello(make_client_hello(nonce)), nonce);
  auto newer = make_client_hello(nonce);
  newer.set_version(2);
  EXPECT_EQ(read_client_hello(newer).error().code, ErrorCode::refused);
  auto broken = make_client_hello(nonce);
  broken.set_nonce("short");
  EXPECT_EQ(read_client_hello(broken).error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace twinlamp::test
