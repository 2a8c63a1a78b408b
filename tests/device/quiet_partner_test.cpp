// What a modified partner tries with the runs that devices ask each other by themselves, against a real Device.
#include <gtest/gtest.h>

#include "protocol/match/run.h"
#include "tests/device/modified_partner.h"

namespace twinlamp::test {
namespace {

using match::Outcome;
using match::Vote;

constexpr std::int64_t began = 1'700'000'000'000, day = 86'400'000;

struct QuietPartnerTest : testing::Test {
  ModifiedPartner partner;
  SeededRandom random{9};

  void set_private(const PrivateSettings& settings) {
    partner.device().set_private(settings, partner.now());
    partner.drive();
  }
  RoundId id_of(std::uint32_t number) const { return derive_round_id(partner.record(0).pair_seed, quiet_card, number); }
  wire::Body opening(std::uint32_t number, std::int64_t at = began) const {
    wire::Body body;
    body.set_wall_ms(at);
    auto* open = body.mutable_open_round();
    open->set_round_id(to_string(id_of(number)));
    open->set_card_id(std::string(quiet_card));
    open->set_card_version(1);
    open->set_practice(2);
    open->set_depth(1);
    open->set_kind(wishes_kind);
    open->set_times_before(number);
    for (const auto* item : {"desire", "deeper.2", "keep.1"}) open->add_items(item);
    open->set_quota(quiet_quota);
    return body;
  }
  const Round* run(std::uint32_t number = 0) { return find_round(partner.device().state(), id_of(number)); }
  bool is_desire_open() { return partner.device().state().desire_is_open; }

  // It votes yes, says its part, and pays. What it has learnt.
  std::optional<Outcome> play_and_learn() {
    partner.turn_to(id_of(0));
    const auto terms = run()->wishes->terms(id_of(0), partner.latch_id());
    const match::Run mine(terms, 0, random.secret<32>(), {Vote::yes, Vote::no, Vote::no});
    for (const std::uint8_t step : {0, 1, 3}) {
      wire::Body body;
      body.mutable_match_step()->set_round_id(to_string(id_of(0)));
      body.mutable_match_step()->set_step(step);
      body.mutable_match_step()->set_body(to_string(mine.make_step(step, run()->wishes->said)));
      partner.say(body);
    }
    const auto said = run()->wishes->said;
    const SealContext context{id_of(0), 0, partner.latch_id(), 0};
    wire::Body seal;
    *seal.mutable_seal() =
        *make_seal_with(mine.blind(), context, SealMode::apart, bytes_of("x"), partner.record(0).box_key, random);
    partner.put(partner.say(seal), false);
    if (!partner.is_told_of_release()) return std::nullopt;
    const auto outcome = match::open_result(terms, said, mine.blind(), partner.scalar_of_device());
    return outcome ? std::optional((*outcome)[quiet_desire]) : std::nullopt;
  }
};

TEST_F(QuietPartnerTest, LearnsAYesOnlyTogetherWithTheDevice) {
  set_private({true, 5});
  partner.say(opening(0));
  EXPECT_EQ(play_and_learn(), Outcome::both_yes);
  partner.hear_relay();
  EXPECT_TRUE(is_desire_open());
}

// Spare openings in store, and one more once it knows: the run would have left the state before the device has heard.
TEST_F(QuietPartnerTest, CannotUnsayARunByOpeningOthersBeforeTheDeviceHears) {
  set_private({true, 5});
  partner.say(opening(0));
  for (std::uint32_t number = 1; number <= 7; ++number) partner.say(opening(number, began + number * day));
  ASSERT_EQ(play_and_learn(), Outcome::both_yes);
  for (std::uint32_t number = 1; number <= 9; ++number) {
    partner.say(partner.close());
    partner.say(opening(number, began + (10 + number) * day));
  }
  ASSERT_NE(run(), nullptr);
  partner.hear_relay();
  EXPECT_TRUE(is_desire_open());
}

TEST_F(QuietPartnerTest, CannotUnsayARunByAnOpeningWrittenIntoThePast) {
  set_private({true, 5});
  partner.say(opening(0));
  for (std::uint32_t number = 1; number <= 7; ++number) partner.say(opening(number, began + number * day));
  ASSERT_EQ(play_and_learn(), Outcome::both_yes);
  partner.hear_relay();
  ASSERT_TRUE(is_desire_open());
  for (std::uint32_t number = 1; number <= 9; ++number)
    partner.send({partner.write_as_if_at(partner.head_at_seal(), opening(number, began + (10 + number) * day))});
  EXPECT_TRUE(is_desire_open());
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::unfit_opening));
}

TEST_F(QuietPartnerTest, LearnsNothingOfASwitchThatWasTakenBackBeforeItSaidItsPart) {
  set_private({true, 5});
  partner.say(opening(0));
  const auto before = partner.entries_of_device();
  set_private({false, 5});
  EXPECT_EQ(partner.entries_of_device(), before) << "nothing leaves with it";
  EXPECT_EQ(play_and_learn(), Outcome::nothing);
  partner.hear_relay();
  EXPECT_FALSE(is_desire_open());
}

TEST_F(QuietPartnerTest, GetsTwoAnswersADayHoweverManyItOpensAndWhateverItsClockSays) {
  set_private({false, 5});
  const auto before = partner.entries_of_device();
  for (std::uint32_t number = 0; number < 200; ++number) {
    partner.turn_to(id_of(number));
    partner.say(opening(number, began + number * day));
    if (run(number) != nullptr) partner.say(partner.close());
  }
  EXPECT_EQ(partner.entries_of_device(), before + 2);
  EXPECT_LE(partner.device().state().quiet_rounds.size(), round_limits::quiet_rounds);
  partner.pass(std::chrono::hours(24));
  partner.turn_to(id_of(200));
  partner.say(opening(200, began + 300 * day));
  EXPECT_EQ(partner.entries_of_device(), before + 3) << "a day later it is answered again";
}

TEST_F(QuietPartnerTest, GetsNoAnswerToOpeningsBesideOneUnderWay) {
  set_private({false, 5});
  const auto before = partner.entries_of_device();
  for (std::uint32_t number = 0; number < 200; ++number) partner.say(opening(number, began + number * day));
  EXPECT_EQ(partner.entries_of_device(), before + 1);
}

TEST_F(QuietPartnerTest, ChoosesNoQuota) {
  wire::Body body;
  auto* open = body.mutable_open_round();
  open->set_round_id(to_string(derive_round_id(partner.record(0).pair_seed, "desire.wish-list", 0)));
  open->set_card_id("desire.wish-list");
  open->set_practice(4);
  open->set_depth(2);
  open->set_kind(wishes_kind);
  for (const auto* item : {"wishes.a", "wishes.b", "wishes.c"}) open->add_items(item);
  open->set_quota(3);
  partner.say(body);
  EXPECT_EQ(find_round(partner.device().state(), derive_round_id(partner.record(0).pair_seed, "desire.wish-list", 0)), nullptr);
}

}  // namespace
}  // namespace twinlamp::test
