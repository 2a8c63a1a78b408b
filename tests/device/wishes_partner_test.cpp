// What a modified partner tries in a wish list, against a real Device: named, told to the person, and the round given
// up with nothing handed over.
#include <gtest/gtest.h>

#include "tests/device/wishes_partner.h"

namespace twinlamp::test {
namespace {

using match::Vote;
using Votes = std::vector<Vote>;

const Votes partners{Vote::yes, Vote::no, Vote::curious}, devices{Vote::yes, Vote::yes, Vote::no};

struct WishesPartnerTest : testing::TestWithParam<Slot> {
  WishesPartner partner{GetParam(), partners, devices, 2};

  void say_spoiled(std::uint8_t step, std::size_t word, ByteView value) {
    auto bytes = partner.honest(step);
    std::copy(value.begin(), value.end(), bytes.begin() + static_cast<std::ptrdiff_t>(32 * word));
    partner.say_step(step, bytes);
  }
  void expect_given_up(const std::string& why) {
    ASSERT_EQ(partner.troubles(), std::vector<std::string>{why});
    EXPECT_TRUE(partner.has_given_up());
    EXPECT_FALSE(partner.device().my_votes(partner.round().id));
    EXPECT_FALSE(partner.has_put());
    partner.say_step(1, Bytes(8, 1));  // and whatever it says later changes nothing
    EXPECT_FALSE(partner.has_put());
  }
};

const auto element = match::times_base(match::number(99));

TEST_P(WishesPartnerTest, AnHonestOneIsSealedForAndPaid) {
  partner.say_honestly_until(match::step_count);
  EXPECT_TRUE(partner.round().has_sealed(partner_of(GetParam())));
  EXPECT_FALSE(partner.has_put()) << "it has not sealed";
  partner.seal();
  EXPECT_TRUE(partner.has_put());
  EXPECT_TRUE(partner.troubles().empty());
}

TEST_P(WishesPartnerTest, AKeyThatItHasNoSecretOf) {
  say_spoiled(0, 1, element);
  expect_given_up("match keys: proof");
}

TEST_P(WishesPartnerTest, MyOwnKeyReflected) {
  partner.say_step(0, to_bytes(partner.said().step(partner_of(GetParam()), 0)));
  expect_given_up("match keys: the other's key");
}

TEST_P(WishesPartnerTest, WhatIsNoElement) {
  partner.say_honestly_until(1);
  say_spoiled(1, 0, Bytes(32, 0xff));
  expect_given_up("match bits: not an element");
}

TEST_P(WishesPartnerTest, WhatIsNoScalar) {
  partner.say_honestly_until(1);
  say_spoiled(1, 4 * 3, Bytes(32, 0xff));
  expect_given_up("match bits: not a scalar");
}

TEST_P(WishesPartnerTest, ABitThatIsNoBit) {
  partner.say_honestly_until(1);
  const auto q = match::common_key(partner.said());
  const auto rho = partner.secret().drawn("rho", match::keys_hash(partner.terms(), partner.said()), 0);
  say_spoiled(1, 1, match::plus(match::times(rho, q), match::times_base(match::number(2))));
  expect_given_up("match bits: proof");
}

TEST_P(WishesPartnerTest, MoreYesesThanTheQuota) {
  partner.say_honestly_until(1);
  partner.say_step(
      1, match::make_bits_step(partner.terms(), partner.secret(), GetParam(), Votes(3, Vote::yes), partner.said()));
  expect_given_up("match quota: proof");
}

TEST_P(WishesPartnerTest, MyOwnBitsReflected) {
  partner.say_honestly_until(1);
  const auto mine = to_bytes(partner.said().step(partner_of(GetParam()), 1));
  partner.say_step(1, mine);
  expect_given_up("match bits: proof");
}

TEST_P(WishesPartnerTest, SharesThatAreNotOfItsKey) {
  partner.say_honestly_until(3);
  say_spoiled(3, 0, element);
  expect_given_up("match shares: proof");
}

TEST_P(WishesPartnerTest, ALockThatIsNotOfItsBlind) {
  partner.say_honestly_until(3);
  say_spoiled(3, 2 * 3, element);
  expect_given_up("match shares: proof");
}

TEST_P(WishesPartnerTest, SharesOfAnotherRun) {
  WishesPartner elsewhere(GetParam(), partners, devices, 2);
  elsewhere.say_honestly_until(3);
  partner.say_honestly_until(3);
  WishesPartner other(GetParam(), Votes(3, Vote::no), devices, 2);
  other.say_honestly_until(3);
  partner.say_step(3, other.honest(3));
  expect_given_up("match shares: proof");
}

TEST_P(WishesPartnerTest, AnotherListIsNoVoteAndNoFault) {
  const auto terms = match::Terms::make(partner.round().id, partner.terms().latch_id, {"wishes.z"}, 1);
  SeededRandom random(5);
  partner.say_step(0, match::Run(terms, GetParam(), random.secret<32>(), {Vote::yes}).make_step(0, {}));
  EXPECT_FALSE(partner.said().has(GetParam(), 0));
  EXPECT_TRUE(partner.troubles().empty());
  EXPECT_FALSE(partner.has_given_up());
}

TEST_P(WishesPartnerTest, AStepOfAnotherSizeOrOutOfOrderIsVoid) {
  partner.say_step(0, Bytes(127, 1));
  partner.say_step(3, Bytes(match::step_size(partner.terms(), GetParam(), 3), 1));
  EXPECT_TRUE(partner.said().is_empty() || !partner.said().has(GetParam(), 0));
  EXPECT_FALSE(partner.has_given_up());
}

TEST_P(WishesPartnerTest, ASealBeforeItsSharesBuysNothing) {
  partner.say_honestly_until(1);
  partner.seal();
  EXPECT_FALSE(partner.round().has_sealed(GetParam()));
  EXPECT_FALSE(partner.has_put());
}

TEST_P(WishesPartnerTest, OneThatStopsAtAnyStepReadsNothing) {
  for (std::uint8_t step = 0; step <= match::step_count; ++step) {
    WishesPartner stalling(GetParam(), partners, devices, 2);
    stalling.say_honestly_until(step);
    EXPECT_FALSE(stalling.has_put()) << int{step};
    EXPECT_FALSE(stalling.round().is_revealed);
  }
}

INSTANTIATE_TEST_SUITE_P(OfEitherSlot, WishesPartnerTest, testing::Values(Slot{0}, Slot{1}));

TEST(WishesPartnerOfSlotOne, AProductWithOtherBitsThanItSaid) {
  WishesPartner partner(1, partners, devices, 2);
  partner.say_honestly_until(2);
  partner.say_step(2, match::make_product_step(partner.terms(), partner.secret(), Votes(3, Vote::yes), partner.said()));
  EXPECT_EQ(partner.troubles(), std::vector<std::string>{"match product: proof"});
  EXPECT_TRUE(partner.has_given_up());
  EXPECT_FALSE(partner.has_put());
}

TEST(WishesPartnerOfSlotOne, AProductThatIsNoElement) {
  WishesPartner partner(1, partners, devices, 2);
  partner.say_honestly_until(2);
  auto bytes = partner.honest(2);
  std::fill_n(bytes.begin(), 32, std::uint8_t{0});  // the identity
  partner.say_step(2, bytes);
  EXPECT_EQ(partner.troubles(), std::vector<std::string>{"match product: not an element"});
  EXPECT_TRUE(partner.has_given_up());
}

}  // namespace
}  // namespace twinlamp::test
