#include "protocol/crypto/keys.h"

#include <gtest/gtest.h>

#include "tests/support/hex.h"

namespace twinlamp {
namespace {

using test::hex;

const PublicKey small_order[] = {
    {},
    {1},
    to_array<32>(hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")),
    to_array<32>(hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")),
    to_array<32>(hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
};

// RFC 7748, section 6.1: Bob's key, Alice's public key.
TEST(AgreementKeys, AgreeAsInRfc7748) {
  const auto bob = AgreementKeys::from_secret(Key(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")));
  EXPECT_EQ(to_hex(bob.public_key), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  const auto alice = to_array<32>(hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
  const auto shared = agree(bob.secret, alice);
  ASSERT_TRUE(shared);
  EXPECT_EQ(to_hex(shared->view()), "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
}

TEST(AgreementKeys, AgreeOnTheSameFromBothSides) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto a = AgreementKeys::generate(random), b = AgreementKeys::generate(random);
    EXPECT_NE(a.public_key, b.public_key);
    EXPECT_EQ(*agree(a.secret, b.public_key), *agree(b.secret, a.public_key));
  }
}

TEST(AgreementKeys, RefuseKeysOfSmallOrder) {
  SeededRandom random(1);
  const auto mine = AgreementKeys::generate(random);
  for (const auto& bad : small_order) {
    const auto shared = agree(mine.secret, bad);
    ASSERT_FALSE(shared) << to_hex(bad);
    EXPECT_EQ(shared.error().code, ErrorCode::unauthentic);
  }
}

// RFC 8032, section 7.1, test 2.
TEST(SigningKeys, SignAsInRfc8032) {
  const auto keys = SigningKeys::from_seed(Key(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")));
  EXPECT_EQ(to_hex(keys.public_key), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const Bytes message{0x72};
  const auto signature = sign(keys, message);
  EXPECT_EQ(to_hex(signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(verify(keys.public_key, message, signature));
}

TEST(SigningKeys, VerifyNothingThatWasChanged) {
  SeededRandom random(2);
  const auto keys = SigningKeys::generate(random);
  const Bytes message{1, 2, 3};
  const auto signature = sign(keys, message);
  for (std::size_t bit = 0; bit < 64 * 8; ++bit) {
    auto changed = signature;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(verify(keys.public_key, message, changed)) << bit;
  }
  EXPECT_FALSE(verify(keys.public_key, Bytes{1, 2, 4}, signature));
  EXPECT_FALSE(verify(SigningKeys::generate(random).public_key, message, signature));
}

TEST(SigningKeys, VerifyNothingUnderAKeyOfSmallOrder) {
  // With the identity as key and R, S = 0 satisfies the bare equation for every message.
  Signature forged{};
  forged[0] = 1;
  EXPECT_FALSE(verify({1}, Bytes{1, 2, 3}, forged));
}

}  // namespace
}  // namespace twinlamp
