#include "protocol/round/needs.h"

#include <gtest/gtest.h>

#include "protocol/practice/step.h"
#include "protocol/round/small_thing.h"
#include "protocol/round/tonight.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using std::chrono::days;

CardFacts card(const std::string& id, std::uint8_t practice, std::vector<std::string> needs = {}) {
  CardFacts facts;
  facts.id = id;
  facts.version = 1;
  facts.practice = practice;
  facts.depth = 1;
  facts.kind = response_kind::text;
  facts.needs = std::move(needs);
  return facts;
}

struct NeedsTest : testing::Test {
  test::Couple couple;
  const CardFacts talk = card("values.different-piles", 7, {"values.sort"});
  const CardFacts look_back = card("values.check-back", 7, {std::string(need::action)});
  const CardFacts date = card("dates.how-exciting", 9, {std::string(need::date)});

  PairState state() {
    couple.sync();
    return couple.state_of(0);
  }
  bool may(const CardFacts& facts, int days_later = 0) {
    const auto now = state();
    return is_led_up_to(now, facts, pair_day(now, test::wall(couple.now_ms)) + days(days_later));
  }
  Entry step(Slot slot, const RoundId& round, StepKind kind, const EntryId& about = {}) {
    wire::Body body;
    auto& out = *body.mutable_step();
    out.set_round_id(to_string(round));
    out.set_kind(number_of(kind));
    out.set_text(about == EntryId{} ? "a letter" : "");
    if (about != EntryId{}) out.set_about(to_string(about));
    auto entry = couple.write(slot, body);
    couple.sync();
    return entry;
  }
  void agree(const RoundId& round) { step(1, round, StepKind::agree, step(0, round, StepKind::action).id()); }
};

TEST_F(NeedsTest, ACardThatNeedsNothingMayAlwaysCome) {
  EXPECT_TRUE(may(card("values.a", 7)));
}

TEST_F(NeedsTest, ATalkAboutTheSortComesOnceBothHaveSeenIt) {
  EXPECT_FALSE(may(talk));
  const auto sort = couple.open(0, "values.sort", 1, 7);
  EXPECT_FALSE(may(talk)) << "it is only begun";
  couple.close(0, sort, false);
  EXPECT_FALSE(may(talk)) << "it was left";
  couple.play_to_reveal("values.sort", 1, 7, 1);
  EXPECT_TRUE(may(talk));
  EXPECT_TRUE(may(talk, 700));
}

TEST_F(NeedsTest, OneOfSeveralWillDo) {
  const auto either = card("play.since", 6, {"play.a", "play.b"});
  EXPECT_FALSE(may(either));
  couple.play("play.b", 1, 6);
  EXPECT_TRUE(may(either));
}

TEST_F(NeedsTest, TheLookBackComesAWeekAfterBothAgreedAndOnce) {
  const auto round = couple.play_to_reveal("values.together", 1, 7);
  step(0, round, StepKind::action);
  EXPECT_FALSE(may(look_back, 7)) << "nobody has agreed";
  agree(round);
  EXPECT_FALSE(may(look_back, 6));
  EXPECT_TRUE(may(look_back, 7));
  EXPECT_TRUE(may(look_back, 21));
  EXPECT_FALSE(may(look_back, 22)) << "nobody knows any more what it was";
  couple.now_ms += 8 * 86'400'000ll;
  couple.play("values.check-back", 1, 7);
  EXPECT_FALSE(may(look_back)) << "it was looked back on";
  agree(couple.play_to_reveal("values.together", 1, 7, 1));
  EXPECT_TRUE(may(look_back, 7)) << "the next one";
}

TEST_F(NeedsTest, ADateIsOpenedByItsPlanAlone) {
  EXPECT_FALSE(may(date));
  couple.play("dates.how-exciting", 1, 9);
  EXPECT_FALSE(may(date));
}

// In the two places of the protocol that offer cards.
TEST_F(NeedsTest, TonightNeverOffersWhatNothingHasLedUpTo) {
  std::vector<CardFacts> cards{talk, look_back, date};
  EXPECT_FALSE(tonight(state(), {.cards = cards}, {}));
  couple.play("values.sort", 1, 7);
  EXPECT_EQ(tonight(state(), {.cards = cards}, {})->card_id, talk.id);
}

TEST_F(NeedsTest, ASmallThingIsNoneThatNothingHasLedUpTo) {
  std::vector<CardFacts> cards{card("play.since", 6, {"play.a"})};
  cards[0].kind = response_kind::guess;
  const auto offers_it = [&] {
    bool offered = false;
    for (int day = 0; day < 8; ++day) {
      const auto now = state();
      offered =
          offered || small_thing(now, {.cards = cards}, pair_day(now, test::wall(couple.now_ms)) + days(day), 0).kind ==
                         SmallThing::Kind::guess;
    }
    return offered;
  };
  EXPECT_FALSE(offers_it());
  couple.play("play.a", 1, 6);
  EXPECT_TRUE(offers_it());
}

}  // namespace
}  // namespace twinlamp
