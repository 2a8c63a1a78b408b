#include "protocol/crypto/aead.h"

#include <gtest/gtest.h>

#include "tests/support/hex.h"

namespace twinlamp {
namespace {

using test::hex;

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
TEST(Aead, IsThatOfTheDraft) {
  const Key key(hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
  const auto nonce = to_array<24>(hex("404142434445464748494a4b4c4d4e4f5051525354555657"));
  const auto ad = hex("50515253c0c1c2c3c4c5c6c7");
  const auto plaintext = bytes_of(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.");
  const auto sealed = aead_encrypt(key, nonce, ad, plaintext);
  EXPECT_EQ(to_hex(ByteView(sealed).first(16)), "bd6d179d3e83d43b9576579493c0e939");
  EXPECT_EQ(to_hex(ByteView(sealed).last(16)), "c0875924c1c7987947deafd8780acf49");
  const auto opened = aead_decrypt(key, nonce, ad, sealed);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(equal(*opened, plaintext));
}

struct Boxed {
  SeededRandom random{1};
  Key key = random.secret<32>();
  Bytes ad{1, 2, 3};
  Bytes text = to_bytes(bytes_of("The sea, and you reading."));
  Bytes box = seal_box(key, random, ad, text);
};

TEST(Box, OpensToWhatWasSealed) {
  Boxed it;
  EXPECT_EQ(it.box.size(), it.text.size() + box_overhead);
  const auto opened = open_box(it.key, it.ad, it.box);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(equal(*opened, it.text));
}

TEST(Box, MayBeEmpty) {
  Boxed it;
  const auto opened = open_box(it.key, {}, seal_box(it.key, it.random, {}, {}));
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->empty());
}

TEST(Box, NeverRepeatsItself) {
  Boxed it;
  EXPECT_NE(seal_box(it.key, it.random, it.ad, it.text), it.box);
}

TEST(Box, IsUnauthenticAtEveryTruncation) {
  Boxed it;
  for (std::size_t size = 0; size < it.box.size(); ++size) {
    const auto opened = open_box(it.key, it.ad, ByteView(it.box).first(size));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unauthentic);
  }
}

TEST(Box, IsUnauthenticForEveryFlippedBit) {
  Boxed it;
  for (std::size_t bit = 0; bit < it.box.size() * 8; ++bit) {
    auto changed = it.box;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(open_box(it.key, it.ad, changed)) << bit;
  }
}

TEST(Box, IsBoundToItsKeyAndItsData) {
  Boxed it;
  EXPECT_FALSE(open_box(Key(), it.ad, it.box));
  EXPECT_FALSE(open_box(it.key, {}, it.box));
}

}  // namespace
}  // namespace twinlamp
