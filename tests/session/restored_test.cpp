// A device that was set back to a backup sends with keys that it has used before.
#include "protocol/session/ratchet.h"
#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

constexpr std::size_t header_box = 80, nonce_size = 24;  // README, 2.1

TEST(RestoredRatchet, UsesNoNonceTwiceWithAKeyThatItUsesAgain) {
  test::RatchetCouple couple(31);
  auto restored = couple.alice;  // the backup
  SeededRandom later(32);
  const auto ad = test::text("room and slot");
  for (int message = 0; message < 20; ++message) {
    const auto first = *couple.alice.encrypt(test::text("said before the disk was set back"), ad, couple.random);
    const auto again = *restored.encrypt(test::text("said after the disk was set back!"), ad, later);
    ASSERT_EQ(first.size(), again.size());
    for (const auto box : {std::size_t{0}, header_box})  // of the header, of the body
      EXPECT_FALSE(equal(ByteView(first).subspan(box, nonce_size), ByteView(again).subspan(box, nonce_size)));
  }
}

TEST(RestoredRatchet, IsReadAtMostOnceByAPartnerWhoHeardItBefore) {
  test::RatchetCouple couple(33);
  auto restored = couple.alice;
  SeededRandom later(34);
  const auto ad = test::text("room and slot");
  ASSERT_TRUE(couple.bob.decrypt(*couple.alice.encrypt(test::text("said before"), ad, couple.random), ad, couple.random));
  const auto before = couple.bob.serialise();
  EXPECT_FALSE(couple.bob.decrypt(*restored.encrypt(test::text("said again"), ad, later), ad, later));
  EXPECT_EQ(couple.bob.serialise(), before);
}

}  // namespace
}  // namespace twinlamp
