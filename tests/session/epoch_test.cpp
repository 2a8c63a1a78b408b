#include "protocol/session/epoch.h"

#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

struct EpochTest : testing::Test {
  SeededRandom random{1};
  Bytes handshake_hash = to_bytes(random.bytes<64>());
  AgreementKeys alice = AgreementKeys::generate(random), bob = AgreementKeys::generate(random);
};

TEST_F(EpochTest, GivesBothSidesTheSameSecrets) {
  const auto one = derive_epoch(handshake_hash, alice, bob.public_key, 2);
  const auto two = derive_epoch(handshake_hash, bob, alice.public_key, 2);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->seed.root, two->seed.root);
  EXPECT_EQ(one->seed.header_alice, two->seed.header_alice);
  EXPECT_EQ(one->seed.next_header_bob, two->seed.next_header_bob);
  EXPECT_EQ(one->check, two->check);
  EXPECT_FALSE(one->seed.header_alice == one->seed.next_header_bob);
}

TEST_F(EpochTest, DependsOnTheNumberAndOnTheMeeting) {
  const auto one = derive_epoch(handshake_hash, alice, bob.public_key, 2);
  EXPECT_FALSE(one->seed.root == derive_epoch(handshake_hash, alice, bob.public_key, 3)->seed.root);
  handshake_hash[0] ^= 1;
  EXPECT_FALSE(one->seed.root == derive_epoch(handshake_hash, alice, bob.public_key, 2)->seed.root);
}

TEST_F(EpochTest, RefusesAPartnersKeyOfSmallOrder) {
  EXPECT_FALSE(derive_epoch(handshake_hash, alice, PublicKey{}, 2));
}

TEST_F(EpochTest, StartsARatchetThatWorksBothWays) {
  const auto seed = derive_epoch(handshake_hash, alice, bob.public_key, 2)->seed;
  const auto bob_ratchet_key = AgreementKeys::generate(random);
  auto sender = *Ratchet::alice(seed, bob_ratchet_key.public_key, random);
  auto receiver = Ratchet::bob(derive_epoch(handshake_hash, bob, alice.public_key, 2)->seed, bob_ratchet_key);
  EXPECT_TRUE(receiver.decrypt(*sender.encrypt(test::text("anew"), {}, random), {}, random));
  EXPECT_TRUE(sender.decrypt(*receiver.encrypt(test::text("yes"), {}, random), {}, random));
}

}  // namespace
}  // namespace twinlamp
