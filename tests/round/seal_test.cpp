#include "protocol/round/seal.h"

#include <gtest/gtest.h>

#include "protocol/crypto/hkdf.h"
#include "protocol/crypto/pad.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

struct SealTest : testing::Test {
  SeededRandom random{5};
  Key latch_seed = random.secret<32>(), box_key = random.secret<32>();
  RoundId round = random.bytes<16>();
  SealContext context{round, 0, derive_latch_id(latch_seed, round, 0), 1};

  static Seal fact(const wire::Seal& body) {
    Seal seal;
    seal.version = body.version();
    seal.latch_id = to_array<16>(bytes_of(body.latch_id()));
    seal.mode = static_cast<SealMode>(body.mode());
    seal.lock = to_array<32>(bytes_of(body.lock()));
    seal.salt = to_array<32>(bytes_of(body.salt()));
    seal.nonce = to_array<24>(bytes_of(body.nonce()));
    seal.ciphertext = to_bytes(bytes_of(body.ciphertext()));
    seal.boxed_scalar = to_bytes(bytes_of(body.boxed_scalar()));
    return seal;
  }
  Seal make(std::string_view answer, SealMode mode = SealMode::together) {
    const auto seal = make_seal(context, mode, bytes_of(answer), box_key, random);
    EXPECT_TRUE(seal);
    return fact(*seal);
  }
  Scalar scalar(const Seal& seal) { return *unbox_scalar(seal, 1, box_key); }
};

TEST_F(SealTest, OpensWithItsOwnScalar) {
  const auto seal = make("The sea, and you reading.");
  const auto answer = open_seal(seal, 1, scalar(seal));
  ASSERT_TRUE(answer);
  EXPECT_EQ(text_of(*answer), "The sea, and you reading.");
}

TEST_F(SealTest, StaysShutForAnotherScalar) {
  const auto seal = make("a"), other = make("b");
  EXPECT_FALSE(open_seal(seal, 1, scalar(other)));
  EXPECT_FALSE(open_seal(seal, 1, Scalar()));
}

TEST_F(SealTest, StaysShutForAScalarThatIsNotReduced) {
  const auto seal = make("a");
  auto u = scalar(seal);
  u.data()[31] |= 0x80;
  EXPECT_FALSE(opens(u, seal.lock));
  EXPECT_FALSE(open_seal(seal, 1, u));
}

TEST_F(SealTest, StaysShutUnderAnotherLock) {
  auto seal = make("a");
  const auto u = scalar(seal);
  seal.lock = make("b").lock;
  const auto answer = open_seal(seal, 1, u);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::unauthentic);
}

TEST_F(SealTest, StaysShutForTheOtherSlot) {
  const auto seal = make("a");
  EXPECT_FALSE(open_seal(seal, 0, scalar(seal)));
}

TEST_F(SealTest, StaysShutForAnotherLatch) {
  auto seal = make("a");
  const auto u = scalar(seal);
  seal.latch_id = derive_latch_id(latch_seed, round, 1);
  EXPECT_FALSE(open_seal(seal, 1, u));
}

TEST_F(SealTest, EveryFlippedBitIsFound) {
  const auto seal = make("a");
  const auto u = scalar(seal);
  const auto is_open = [&](const Seal& changed) { return static_cast<bool>(open_seal(changed, 1, u)); };
  ASSERT_TRUE(is_open(seal));
  for (std::size_t bit = 0; bit < 32 * 8; ++bit) {
    auto changed = seal;
    changed.salt[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    EXPECT_FALSE(is_open(changed)) << "salt bit " << bit;
  }
  for (std::size_t bit = 0; bit < 24 * 8; ++bit) {
    auto changed = seal;
    changed.nonce[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    EXPECT_FALSE(is_open(changed)) << "nonce bit " << bit;
  }
  for (std::size_t byte = 0; byte < seal.ciphertext.size(); ++byte) {
    auto changed = seal;
    changed.ciphertext[byte] ^= 1;
    ASSERT_FALSE(is_open(changed)) << "ciphertext byte " << byte;
  }
}

TEST_F(SealTest, EveryTruncatedCiphertextIsFound) {
  const auto seal = make("a");
  const auto u = scalar(seal);
  for (std::size_t size = 0; size < seal.ciphertext.size(); size += 13) {
    auto changed = seal;
    changed.ciphertext.resize(size);
    ASSERT_FALSE(open_seal(changed, 1, u)) << size;
  }
}

TEST_F(SealTest, SizesTellABucketAndNoMore) {
  EXPECT_EQ(make("").ciphertext.size(), make(std::string(1024, 'x')).ciphertext.size());
  EXPECT_EQ(make(std::string(1025, 'x')).ciphertext.size(), make(std::string(4096, 'x')).ciphertext.size());
  EXPECT_EQ(make(std::string(4097, 'x')).ciphertext.size(), make(std::string(12 * 1024, 'x')).ciphertext.size());
  EXPECT_EQ(make(std::string(12 * 1024 + 1, 'x')).ciphertext.size(), make(std::string(limits::answer, 'x')).ciphertext.size());
}

TEST_F(SealTest, ABucketThatIsNotTheSmallestIsRefused) {
  // Sealed by hand, with the right key and the wrong padding: a size could otherwise carry a message past the answer.
  const auto seal = make(std::string(1025, 'x'));
  const auto u = scalar(seal);
  auto forged = seal;
  ByteWriter ad;
  ad.raw("seal/1").raw(seal.latch_id).u8(1);
  SecretBytes ikm = to_secret(u.view());
  ikm.insert(ikm.end(), seal.salt.begin(), seal.salt.end());
  const auto key = hkdf_secret<32>({}, ikm, ad.view());
  forged.ciphertext = aead_encrypt(key, seal.nonce, ad.view(), pad(bytes_of("short"), 4097));
  const auto answer = open_seal(forged, 1, u);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::malformed);
}

TEST_F(SealTest, AnswersAboveTheBoundAreRefused) {
  const std::string longest(limits::answer, 'x'), longest_open(limits::answer_open, 'x');
  EXPECT_TRUE(make_seal(context, SealMode::together, bytes_of(longest), box_key, random));
  EXPECT_FALSE(make_seal(context, SealMode::together, bytes_of(longest + "x"), box_key, random));
  EXPECT_TRUE(make_seal(context, SealMode::open, bytes_of(longest_open), box_key, random));
  EXPECT_FALSE(make_seal(context, SealMode::open, bytes_of(longest_open + "x"), box_key, random));
}

TEST_F(SealTest, TheLongestAnswerFitsAnEntry) {
  test::Couple couple;
  const auto id = couple.open(0, "card");
  const auto entry = couple.seal(0, id, std::string(limits::answer, 'x'));
  EXPECT_TRUE(Entry::parse(entry.to_wire()));
}

TEST_F(SealTest, ScalarIsBoxedForItsOwnSealAndKeyOnly) {
  const auto seal = make("a");
  EXPECT_TRUE(unbox_scalar(seal, 1, box_key));
  EXPECT_FALSE(unbox_scalar(seal, 0, box_key));
  EXPECT_FALSE(unbox_scalar(seal, 1, random.secret<32>()));
  auto moved = make("b");
  moved.boxed_scalar = seal.boxed_scalar;  // the right key and latch, another lock
  EXPECT_FALSE(unbox_scalar(moved, 1, box_key));
}

TEST_F(SealTest, LatchIdsDifferByRoundAndVersion) {
  EXPECT_NE(derive_latch_id(latch_seed, round, 0), derive_latch_id(latch_seed, round, 1));
  EXPECT_NE(derive_latch_id(latch_seed, round, 0), derive_latch_id(latch_seed, random.bytes<16>(), 0));
  EXPECT_NE(derive_latch_id(latch_seed, round, 0), derive_latch_id(random.secret<32>(), round, 0));
}

TEST_F(SealTest, BlobIsTheSameBytesEachTimeAndFitsItsBound) {
  test::Couple couple;
  const auto id = couple.open(0, "card");
  const auto entry = couple.seal(1, id, std::string(limits::answer_open, 'x'), SealMode::open);
  const auto latch_id = derive_latch_id(couple.keys.latch_seed, id, 0);
  const auto blob = make_open_blob(couple.keys.latch_seed, latch_id, 1, entry);
  EXPECT_EQ(blob, make_open_blob(couple.keys.latch_seed, latch_id, 1, entry));
  const auto seal = couple.signed_seal(entry);
  const auto signed_blob = make_signed_blob(couple.keys.latch_seed, latch_id, 1, seal);
  EXPECT_EQ(signed_blob.size(), 1 + blob.size() + sizeof(Signature));
  EXPECT_LE(signed_blob.size(), limits::open_blob);
}

TEST_F(SealTest, BlobOpensForItsSealIdLatchAndSlotOnly) {
  test::Couple couple;
  const auto& seed = couple.keys.latch_seed;
  const auto id = couple.open(0, "card");
  const auto entry = couple.seal(1, id, "b"), other = couple.seal(1, id, "c");
  const auto latch_id = derive_latch_id(seed, id, 0);
  const auto blob = make_open_blob(seed, latch_id, 1, entry);
  const auto opened = open_open_blob(seed, latch_id, 1, entry.id(), blob);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->to_wire(), entry.to_wire());
  EXPECT_FALSE(open_open_blob(seed, latch_id, 1, other.id(), blob));
  EXPECT_FALSE(open_open_blob(seed, latch_id, 0, entry.id(), blob));
  EXPECT_FALSE(open_open_blob(seed, derive_latch_id(seed, id, 1), 1, entry.id(), blob));
  for (std::size_t byte = 0; byte < blob.size(); byte += 7) {
    auto flipped = blob;
    flipped[byte] ^= 1;
    ASSERT_FALSE(open_open_blob(seed, latch_id, 1, entry.id(), flipped)) << byte;
  }
}

}  // namespace
}  // namespace twinlamp
