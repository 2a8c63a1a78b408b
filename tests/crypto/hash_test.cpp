#include "protocol/crypto/hash.h"

#include <gtest/gtest.h>

#include "tests/support/hex.h"

namespace twinlamp {
namespace {

const ByteView abc = bytes_of("abc"), a = bytes_of("a"), bc = bytes_of("bc");

TEST(Hash, OfSha512IsThatOfFips180) {
  EXPECT_EQ(to_hex(sha512({abc})),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

// Python: hashlib.blake2b(b"abc", digest_size=n, key=k).hexdigest()
TEST(Hash, OfBlake2bIsThatOfRfc7693) {
  EXPECT_EQ(to_hex(blake2b_256({abc})), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(to_hex(blake2b_128({abc})), "cf4ab791c62b8d2b2109c90275287816");
  Key key;
  for (std::size_t i = 0; i < 32; ++i) key.data()[i] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(to_hex(blake2b_256_keyed(key, {abc})), "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
}

// RFC 4231, test case 2.
TEST(Hash, OfHmacIsThatOfRfc4231) {
  const auto key = bytes_of("Jefe"), data = bytes_of("what do ya want for nothing?");
  EXPECT_EQ(to_hex(hmac_sha256(key, {data}).view()), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha512(key, {data}).view()),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

// RFC 4231, test case 6: a key longer than SHA-512's block.
TEST(Hash, OfHmacTakesAKeyOfAnyLength) {
  const Bytes key(131, 0xaa);
  const auto data = bytes_of("Test Using Larger Than Block-Size Key - Hash Key First");
  EXPECT_EQ(to_hex(hmac_sha256(key, {data}).view()), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hash, IsThatOfThePartsJoined) {
  const Key key;
  EXPECT_EQ(sha512({a, {}, bc}), sha512({abc}));
  EXPECT_EQ(blake2b_256({a, bc}), blake2b_256({abc}));
  EXPECT_EQ(blake2b_128({a, bc}), blake2b_128({abc}));
  EXPECT_EQ(blake2b_256_keyed(key, {a, bc}), blake2b_256_keyed(key, {abc}));
  EXPECT_EQ(hmac_sha256(a, {a, bc}), hmac_sha256(a, {abc}));
  EXPECT_EQ(hmac_sha512(a, {a, bc}), hmac_sha512(a, {abc}));
}

TEST(Hash, DiffersByItsKeyAndItsSize) {
  Key key;
  key.data()[0] = 1;
  EXPECT_NE(blake2b_256_keyed(key, {abc}), blake2b_256_keyed(Key(), {abc}));
  EXPECT_NE(blake2b_256_keyed(Key(), {abc}), blake2b_256({abc}));
  EXPECT_FALSE(equal(blake2b_128({abc}), ByteView(blake2b_256({abc})).first(16)));
}

TEST(Hash, IsComparedByEveryByteAndTheLength) {
  EXPECT_TRUE(equal_constant_time(abc, bytes_of("abc")));
  EXPECT_TRUE(equal_constant_time({}, {}));
  EXPECT_FALSE(equal_constant_time(abc, bytes_of("abd")));
  EXPECT_FALSE(equal_constant_time(abc, bytes_of("ab")));
}

}  // namespace
}  // namespace twinlamp
