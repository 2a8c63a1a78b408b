#include "protocol/round/tonight.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "protocol/practice/step.h"
#include "protocol/practice/values.h"
#include "protocol/round/mood.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;

CardFacts card(const std::string& id, std::uint8_t practice, std::uint8_t depth, bool about_now = false) {
  CardFacts facts;
  facts.id = id;
  facts.version = 1;
  facts.practice = practice;
  facts.depth = depth;
  facts.kind = 1;
  facts.about_now = about_now;
  return facts;
}

struct TonightTest : testing::Test {
  Couple couple;
  std::vector<CardFacts> cards;

  void SetUp() override {
    for (std::uint8_t practice : {1, 3, 5, 6})
      for (std::uint8_t depth = 1; depth <= 3; ++depth)
        for (int number = 0; number < 3; ++number)
          cards.push_back(card(std::to_string(practice) + "." + std::to_string(depth) + "." + std::to_string(number), practice, depth));
  }
  Stock stock() const { return {cards, gentle, {}}; }
  PairDay today(Slot slot = 0) const { return pair_day(couple.state_of(slot), test::wall(couple.now_ms)); }
  std::optional<Suggestion> suggest(Slot slot = 0) {
    couple.sync();
    return tonight(couple.state_of(slot), stock(), today(slot));
  }
  Chosen choose() {
    couple.sync();
    const auto chosen = choose_tonight(couple.state_of(0), stock(), today());
    test::ensure(chosen.has_value());
    return *chosen;
  }
  const std::vector<std::string> gentle{"afraid", "sad"};
  const CardFacts& facts_of(const std::string& id) {
    return *std::find_if(cards.begin(), cards.end(), [&id](const CardFacts& facts) { return facts.id == id; });
  }
  void play(const std::string& id) {
    const auto facts = facts_of(id);
    couple.kind = facts.kind;
    couple.play(id, facts.depth, facts.practice, times_opened(couple.state_of(0), id));
  }
  void play(const std::string& id, const std::string& zero, const std::string& one) {
    couple.answers = {zero, one};
    play(id);
    couple.answers = {"answer of zero", "answer of one"};
  }
  void pass_days(int count) { couple.now_ms += count * 86'400'000ll; }
  CardFacts& add(CardFacts facts) { return cards.push_back(std::move(facts)), cards.back(); }
  CardFacts& add_scale(const std::string& id, std::uint8_t practice) {
    auto& facts = add(card(id, practice, 1));
    facts.kind = response_kind::scale;
    facts.steps = 5;
    return facts;
  }
  // The bytes of an answer: kind, version, then by kind.
  static std::string scale(int value) { return {3, 1, static_cast<char>(value)}; }
  static std::string choice(int option) { return {2, 1, static_cast<char>(option)}; }
  static std::string feeling(const std::string& family, int intensity) {
    return std::string{4, 1, static_cast<char>(family.size())} + family + std::string{1, 'w', static_cast<char>(intensity), 0};
  }
};

TEST_F(TonightTest, SuggestsNothingWithoutCards) {
  cards.clear();
  EXPECT_FALSE(suggest());
}

TEST_F(TonightTest, IsTheSameOnBothDevicesAndInAnyOrderOfTheCards) {
  for (int evening = 0; evening < 12; ++evening) {
    couple.sync();
    const auto expected = suggest(0);
    for (std::size_t at = cards.size(); at > 1; --at) std::swap(cards[at - 1], cards[couple.random.below(at)]);
    EXPECT_EQ(suggest(1), expected);
    play(expected->card_id);
  }
}

TEST_F(TonightTest, BelongsToThePair) {
  std::set<std::string> first;
  for (auto seed = 0u; seed < 20; ++seed) first.insert(tonight(Couple(seed).state_of(0), stock(), {})->card_id);
  EXPECT_GT(first.size(), 3u);
}

TEST_F(TonightTest, BeginsAtDepthOne) { EXPECT_EQ(facts_of(suggest()->card_id).depth, 1); }

TEST_F(TonightTest, PrefersARoundThatWaitsForBoth) {
  const auto round = couple.open(0, "2.1.0", 1, 2);
  const auto suggestion = suggest();
  EXPECT_EQ(suggestion->why, Suggestion::Why::unfinished);
  EXPECT_EQ(suggestion->round_id, round);
}

TEST_F(TonightTest, SuggestsSomethingElseOnceARoundIsOpenToBoth) {
  const auto open = suggest()->card_id;
  couple.play_to_reveal(open, 1, facts_of(open).practice);
  const auto suggestion = suggest();
  EXPECT_EQ(suggestion->why, Suggestion::Why::fresh);
  EXPECT_NE(suggestion->card_id, open);
  EXPECT_EQ(suggest(1), suggestion);
}

TEST_F(TonightTest, RotatesThePractices) {
  std::vector<int> practices;
  for (int evening = 0; evening < 8; ++evening) {
    const auto id = suggest()->card_id;
    practices.push_back(facts_of(id).practice);
    play(id);
  }
  EXPECT_EQ(std::set<int>(practices.begin(), practices.begin() + 4).size(), 4u);
  EXPECT_EQ(std::set<int>(practices.begin() + 4, practices.end()).size(), 4u);
}

TEST_F(TonightTest, ClimbsOneDepthOnceBothWereHeard) {
  cards.erase(std::remove_if(cards.begin(), cards.end(), [](const CardFacts& facts) { return facts.practice != 3; }), cards.end());
  for (const int depth : {1, 2, 3}) {
    const auto id = suggest()->card_id;
    EXPECT_EQ(facts_of(id).depth, depth);
    play(id);
  }
}

TEST_F(TonightTest, StepsDownAfterARoundThatStayedUnanswered) {
  cards.erase(std::remove_if(cards.begin(), cards.end(), [](const CardFacts& facts) { return facts.practice != 3; }), cards.end());
  play(suggest()->card_id);
  const auto deeper = suggest()->card_id;
  ASSERT_EQ(facts_of(deeper).depth, 2);
  couple.close(0, couple.open(0, deeper, 2, 3), false);
  EXPECT_EQ(facts_of(suggest()->card_id).depth, 1);
}

TEST_F(TonightTest, NoCardComesTwiceBeforeAllThatFitHaveBeenUsed) {
  std::map<std::string, int> played;
  for (std::size_t evening = 0; evening < cards.size(); ++evening) {
    const auto id = suggest()->card_id;
    EXPECT_EQ(played[id]++, 0) << id << " on evening " << evening;
    play(id);
  }
  EXPECT_EQ(played.size(), cards.size());
  const auto again = suggest();
  ASSERT_TRUE(again) << "content never runs out";
  EXPECT_EQ(again->why, Suggestion::Why::asked_again);
}

TEST_F(TonightTest, ACardAboutNowMayReturnAfterNinetyDays) {
  cards = {card("2.now", 2, 1, true)};
  for (int number = 0; number < 50; ++number) cards.push_back(card("3." + std::to_string(number), 3, 1));
  play("2.now");
  EXPECT_NE(suggest()->card_id, "2.now");
  for (int day = 0; day < 89; ++day) couple.now_ms += 86'400'000;
  couple.cover(0);
  play("3.0");
  EXPECT_NE(suggest()->card_id, "2.now");
  couple.now_ms += 2ll * 86'400'000;
  play("3.1");
  EXPECT_EQ(suggest()->card_id, "2.now");
  EXPECT_EQ(suggest()->why, Suggestion::Why::asked_again);
}

TEST_F(TonightTest, ASkippedCardGivesWayUntilTheNextRound) {
  const auto first = suggest()->card_id;
  couple.skip(1, first);
  const auto second = suggest()->card_id;
  EXPECT_NE(second, first);
  play(second);
  EXPECT_NE(suggest()->card_id, second);
}

TEST_F(TonightTest, WhenAllWereSkippedTheFirstComesRoundAgain) {
  cards.resize(3);
  std::vector<std::string> seen;
  for (int turn = 0; turn < 3; ++turn) {
    seen.push_back(suggest()->card_id);
    couple.skip(0, seen.back());
  }
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 3u);
  EXPECT_EQ(suggest()->card_id, seen.front());
}

TEST_F(TonightTest, NeverSuggestsDesireByItself) {
  cards = {card("desire.a", 4, 1)};
  EXPECT_FALSE(suggest());
}

TEST_F(TonightTest, ASkippedUnfinishedRoundGivesWay) {
  couple.open(0, "2.1.0", 1, 2);
  couple.skip(0, "2.1.0");
  const auto suggestion = suggest();
  EXPECT_EQ(suggestion->why, Suggestion::Why::fresh);
  EXPECT_NE(suggestion->card_id, "2.1.0");
}

// --- one test for each rule

TEST_F(TonightTest, UnfinishedGivesWayAfterADay) {
  couple.open(0, "2.1.0", 1, 2);
  pass_days(1);
  couple.cover(1);
  EXPECT_EQ(choose().rule, Rule::unfinished);
  pass_days(1);
  couple.cover(1);
  EXPECT_NE(choose().rule, Rule::unfinished);
  EXPECT_NE(suggest()->card_id, "2.1.0") << "it is open, and waits in its own place";
}

struct LeftRoundTest : TonightTest {
  RoundId left{};
  std::map<PairDay, Chosen> seen;

  void SetUp() override {
    TonightTest::SetUp();
    left = couple.open(0, "2.1.0", 1, 2);
    couple.seal(0, left, "my answer");
    couple.sync();
  }
  // Each day they look, and play what is suggested unless it is the round that was left; then they skip that one and
  // play the next.
  void live(int count, bool plays = true) {
    for (int day = 0; day < count; ++day) {
      pass_days(1);
      couple.cover(1);
      const auto chosen = choose();
      seen.emplace(today(), chosen);
      if (!plays) continue;
      if (chosen.suggestion.round_id == left) couple.skip(1, "2.1.0");
      play(choose().suggestion.card_id);
    }
  }
  std::vector<PairDay> days_of(Rule rule) const {
    std::vector<PairDay> out;
    for (const auto& [day, chosen] : seen)
      if (chosen.rule == rule) out.push_back(day);
    return out;
  }
};

TEST_F(LeftRoundTest, ComesBackOnceAWeekAtItsEnd) {
  live(7 * 5);
  EXPECT_EQ(days_of(Rule::unfinished).size(), 1u);
  const auto back = days_of(Rule::comes_back);
  EXPECT_GE(back.size(), 4u);
  EXPECT_LE(back.size(), 5u);
  for (const auto day : back) {
    EXPECT_EQ(std::chrono::weekday(day), std::chrono::Sunday);
    EXPECT_EQ(seen.at(day).suggestion, (Suggestion{"2.1.0", Suggestion::Why::unfinished, left}));
  }
}

TEST_F(LeftRoundTest, KeepsNoPracticeFromItsTurn) {
  live(14);
  std::set<int> practices;
  for (const auto& [day, chosen] : seen)
    if (chosen.suggestion.round_id != left) practices.insert(facts_of(chosen.suggestion.card_id).practice);
  EXPECT_EQ(practices, (std::set<int>{1, 3, 5, 6}));
}

TEST_F(LeftRoundTest, WaitsForTheFirstEveningOfThoseWhoMeetSeldom) {
  while (std::chrono::weekday(today()) != std::chrono::Wednesday) live(1);
  seen.clear();
  for (int week = 0; week < 4; ++week) {
    pass_days(6);
    live(1);
  }
  EXPECT_EQ(days_of(Rule::comes_back).size(), 4u) << "on their Wednesdays";
}

TEST_F(LeftRoundTest, StaysAwayOnceItWasSkippedOrHasGivenWay) {
  while (std::chrono::weekday(today()) != std::chrono::Sunday || seen.size() < 3) live(1, false);
  EXPECT_EQ(choose().rule, Rule::comes_back);
  couple.skip(0, "2.1.0");
  EXPECT_NE(choose().rule, Rule::comes_back);
  play(choose().suggestion.card_id);
  EXPECT_NE(choose().rule, Rule::comes_back);
}

TEST_F(LeftRoundTest, EndsWithTheRoundWhicheverWay) {
  while (std::chrono::weekday(today()) != std::chrono::Sunday || seen.size() < 3) live(1, false);
  ASSERT_EQ(choose().rule, Rule::comes_back);
  couple.close(1, left, false);
  EXPECT_NE(choose().rule, Rule::comes_back);
}

TEST_F(LeftRoundTest, SeveralTakeTurns) {
  const auto other = couple.open(1, "2.2.0", 1, 2);
  live(3, false);
  std::map<RoundId, int> counts;
  for (int week = 0; week < 6; ++week) {
    do pass_days(1);
    while (std::chrono::weekday(today()) != std::chrono::Sunday);
    couple.cover(1);
    const auto chosen = choose();
    ASSERT_EQ(chosen.rule, Rule::comes_back);
    ++counts[*chosen.suggestion.round_id];
    couple.skip(0, chosen.suggestion.card_id);
    EXPECT_NE(choose().rule, Rule::comes_back) << "one an evening";
    play(choose().suggestion.card_id);
  }
  EXPECT_EQ(counts[left], 3);
  EXPECT_EQ(counts[other], 3);
}

TEST_F(TonightTest, ThreeOfFourEveningsAreNewOnesWhileThereAreAny) {
  cards.clear();
  for (int number = 0; number < 12; ++number) add(card("6." + std::to_string(number), 6, 1, true));
  for (int evening = 0; evening < 12; ++evening) play(suggest()->card_id);
  for (int number = 0; number < 20; ++number) add(card("5." + std::to_string(number), 5, 1));
  pass_days(100);
  couple.cover(1);
  int again = 0;
  for (int evening = 0; evening < 16; ++evening) {
    again += suggest()->why == Suggestion::Why::asked_again ? 1 : 0;
    play(suggest()->card_id);
  }
  EXPECT_GT(again, 0);
  EXPECT_LE(again, 4);
}

TEST_F(TonightTest, APlannedDateWaitsForItsDay) {
  add(card("dates.how-exciting", 9, 1));
  const auto round = couple.open(0, "dates.how-exciting", 1, 9);
  wire::Body body;
  auto& plan = *body.mutable_step();
  plan.set_round_id(to_string(round));
  plan.set_kind(number_of(StepKind::plan));
  plan.set_text("soup");
  plan.set_choice(90);
  plan.set_at_ms(couple.now_ms + 5 * 86'400'000ll);
  couple.write(0, body);
  EXPECT_NE(choose().rule, Rule::unfinished);
  pass_days(5);
  couple.cover(1);
  EXPECT_EQ(choose().rule, Rule::unfinished);
  EXPECT_EQ(suggest()->round_id, round);
}

TEST_F(TonightTest, DesireAndTheDailyCardAreNeverAnEvening) {
  auto& daily = add(card("1.daily", 1, 1));
  daily.daily = true;
  couple.open(0, "desire.a", 1, 4);
  couple.open(0, "1.daily", 1, 1);
  EXPECT_EQ(suggest()->why, Suggestion::Why::fresh);
  for (int evening = 0; evening < 20; ++evening) {
    const auto id = suggest()->card_id;
    EXPECT_NE(id, "1.daily");
    play(id);
  }
}

struct CheckBackTest : TonightTest {
  RoundId round{};
  PairDay agreed{};

  void SetUp() override {
    cards = {card("values.a", 7, 1), card("2.a", 2, 1), card("2.b", 2, 1), card("2.c", 2, 1), card("2.d", 2, 1)};
    round = couple.play_to_reveal("values.a", 1, 7);
    const auto action = step(0, StepKind::action, 0, {});
    step(1, StepKind::agree, 0, action.id());
    agreed = today();
  }
  Entry step(Slot slot, StepKind kind, std::uint32_t choice, const EntryId& about) {
    wire::Body body;
    auto& out = *body.mutable_step();
    out.set_round_id(to_string(round));
    out.set_kind(number_of(kind));
    out.set_choice(choice);
    if (kind == StepKind::action) out.set_text("a letter");
    if (about != EntryId{}) out.set_about(to_string(about));
    auto entry = couple.write(slot, body);
    couple.sync();
    return entry;
  }
  void say(Slot slot, practice::CheckBack how) {
    step(slot, StepKind::check_back, static_cast<std::uint32_t>(how), {});
  }
  std::optional<Chosen> on(int day) const {
    return choose_tonight(couple.state_of(0), stock(), agreed + std::chrono::days(day));
  }
  bool comes(int day) const { return on(day)->rule == Rule::check_back; }
  void wait_until(int day) {
    pass_days(day - static_cast<int>((today() - agreed).count()));
    couple.cover(1);
    couple.sync();
  }
};

TEST_F(CheckBackTest, ComesAWeekAfterBothAgreed) {
  EXPECT_FALSE(comes(6));
  EXPECT_TRUE(comes(7));
  EXPECT_EQ(on(7)->suggestion, (Suggestion{"values.a", Suggestion::Why::check_back, round}));
  EXPECT_TRUE(comes(21));
  EXPECT_FALSE(comes(22)) << "nobody is reminded for ever";
}

TEST_F(CheckBackTest, GivesWayToTheNextEveningForAWeek) {
  wait_until(8);
  EXPECT_TRUE(comes(8));
  play("2.a");
  for (const int day : {8, 9, 13}) EXPECT_FALSE(comes(day)) << day;
  EXPECT_TRUE(comes(14)) << "once more";
}

TEST_F(CheckBackTest, IsAnEveningForTwo) {
  wait_until(7);
  say(0, practice::CheckBack::half);
  EXPECT_FALSE(comes(7)) << "the page asks the other: nobody is told that the partner has not spoken";
  say(1, practice::CheckBack::half);
  EXPECT_FALSE(comes(13));
  EXPECT_TRUE(comes(14)) << "a week after each word";
  say(1, practice::CheckBack::done);
  EXPECT_FALSE(comes(14));
}

// One rule: see practice/values.h.
TEST_F(CheckBackTest, ComesOnlyWhereItsPageAsksBoth) {
  using practice::CheckBack;
  for (const auto& [first, second] : std::vector<std::pair<CheckBack, CheckBack>>{{CheckBack::half, CheckBack::not_yet},
                                                                                  {CheckBack::not_yet, CheckBack::half},
                                                                                  {CheckBack::half, CheckBack::done}}) {
    wait_until(static_cast<int>((today() - agreed).count()) + 3);
    say(0, first);
    wait_until(static_cast<int>((today() - agreed).count()) + 2);
    say(1, second);
    const auto state = couple.state_of(0);
    for (int day = 0; day < 60; ++day) {
      const auto due = practice::values_due(state, agreed + std::chrono::days(day));
      const bool asks_both = due.size() == 1 && due[0].is_for_both();
      if (comes(day)) {
        EXPECT_TRUE(asks_both) << day;
      }
      if (asks_both && day - (due[0].since - agreed).count() <= 14) {
        EXPECT_TRUE(comes(day)) << day;
      }
    }
  }
}

TEST_F(TonightTest, AHeavyFeelingMakesForALightEvening) {
  auto& daily = add(card("1.daily", 1, 1));
  daily.daily = true;
  daily.kind = response_kind::feeling;
  for (int evening = 0; evening < 16; ++evening) play(suggest()->card_id);  // so that there is something deep
  play("1.daily", feeling("sad", 4), feeling("glad", 4));
  const auto chosen = choose();
  EXPECT_EQ(chosen.rule, Rule::gentle);
  EXPECT_LE(facts_of(chosen.suggestion.card_id).depth, 2);
  EXPECT_NE(facts_of(chosen.suggestion.card_id).practice, 3) << "no fears tonight";
  pass_days(2);
  couple.cover(1);
  EXPECT_NE(choose().rule, Rule::gentle) << "it is not held against anybody";
}

TEST_F(TonightTest, AMildFeelingChangesNothing) {
  auto& daily = add(card("1.daily", 1, 1));
  daily.daily = true;
  daily.kind = response_kind::feeling;
  play("1.daily", feeling("glad", 4), feeling("calm", 3));
  EXPECT_NE(choose().rule, Rule::gentle);
}

TEST_F(TonightTest, ACardMadeForALowAnswerComesAfterOne) {
  add_scale("2.scale", 2);
  add(card("2.caring", 2, 1)).after = static_cast<std::uint8_t>(After::low);
  add(card("5.caring", 5, 1)).after = static_cast<std::uint8_t>(After::low);
  play("2.scale", scale(1), scale(4));
  const auto chosen = choose();
  EXPECT_EQ(chosen.rule, Rule::after_low);
  EXPECT_EQ(chosen.suggestion.card_id, "2.caring") << "of the same practice, if there is one";
  play("2.caring");
  EXPECT_NE(choose().rule, Rule::after_low) << "once";
}

TEST_F(TonightTest, ALowAnswerIsFollowedByKindWordsWhereNoCardIsMadeForIt) {
  add_scale("2.scale", 2);
  play("2.scale", scale(2), scale(1));
  const auto chosen = choose();
  EXPECT_EQ(chosen.rule, Rule::after_low);
  EXPECT_EQ(facts_of(chosen.suggestion.card_id).practice, 5);
}

TEST_F(TonightTest, ACardAboutTheDifferenceComesAfterAnswersFarApart) {
  for (const auto& [kind, zero, one] : std::vector<std::tuple<std::uint8_t, std::string, std::string>>{
           {response_kind::scale, scale(5), scale(3)}, {response_kind::choice, choice(0), choice(2)}}) {
    couple = Couple(7);
    cards.clear();
    SetUp();
    auto& asked = add_scale("2.asked", 2);
    asked.kind = kind;
    add(card("3.apart", 3, 1)).after = static_cast<std::uint8_t>(After::apart);
    play("2.asked", zero, one);
    const auto chosen = choose();
    EXPECT_EQ(chosen.rule, Rule::after_apart) << int{kind};
    EXPECT_EQ(chosen.suggestion.card_id, "3.apart");
  }
}

TEST_F(TonightTest, ADeeperCardOfTheSamePracticeComesAfterTwoHighAnswers) {
  add_scale("6.scale", 6);
  play("6.scale", scale(5), scale(4));
  const auto chosen = choose();
  EXPECT_EQ(chosen.rule, Rule::after_high);
  EXPECT_EQ(facts_of(chosen.suggestion.card_id).practice, 6);
  EXPECT_EQ(facts_of(chosen.suggestion.card_id).depth, 2);
}

TEST_F(TonightTest, OnACardOfFearsMoreIsHeavier) {
  add_scale("3.scale", 3);
  play("3.scale", scale(5), scale(5));
  EXPECT_EQ(choose().rule, Rule::after_low);
}

TEST_F(TonightTest, NobodysAnswerSpeaksForLongerThanTwoDays) {
  add_scale("2.scale", 2);
  play("2.scale", scale(1), scale(1));
  pass_days(3);
  couple.cover(1);
  EXPECT_NE(choose().rule, Rule::after_low);
}

TEST_F(TonightTest, TellsTheSameReasonWhateverTheAnswersWere) {
  add_scale("2.scale", 2);
  for (const auto& [zero, one] : std::vector<std::pair<int, int>>{{1, 5}, {5, 5}, {3, 3}, {1, 1}}) {
    couple = Couple(7);
    play("2.scale", scale(zero), scale(one));
    EXPECT_EQ(suggest()->why, Suggestion::Why::fresh) << zero << ' ' << one;
  }
}

TEST_F(TonightTest, NothingDeepComesTheEveningAfterSomethingDeep) {
  cards.clear();
  for (std::uint8_t practice : {3, 6})
    for (std::uint8_t depth = 1; depth <= 5; ++depth)
      for (int number = 0; number < 4; ++number)
        add(card(std::to_string(practice) + "." + std::to_string(depth) + "." + std::to_string(number), practice, depth));
  int breathers = 0;
  for (int evening = 0, before = 1; evening < 24; ++evening) {
    const auto chosen = choose();
    const int depth = facts_of(chosen.suggestion.card_id).depth;
    if (before >= 4) {
      EXPECT_LE(depth, 3) << evening;
    }
    breathers += chosen.is_breather ? 1 : 0;
    before = depth;
    play(chosen.suggestion.card_id);
    pass_days(1);
  }
  EXPECT_GT(breathers, 3);
}

TEST_F(TonightTest, BeginsWithEachPracticeOnce) {
  std::set<int> practices;
  for (int evening = 0; evening < 4; ++evening) {
    const auto chosen = choose();
    EXPECT_EQ(chosen.rule, Rule::first_turn);
    practices.insert(facts_of(chosen.suggestion.card_id).practice);
    play(chosen.suggestion.card_id);
  }
  EXPECT_EQ(practices.size(), 4u);
  EXPECT_EQ(choose().rule, Rule::balance);
}

TEST_F(TonightTest, APracticeThatHasWaitedLongerThanItsRhythmComesFirst) {
  cards = {card("9.a", 9, 1), card("9.b", 9, 1)};
  for (const std::uint8_t practice : {2, 6})
    for (int number = 0; number < 40; ++number) add(card(std::to_string(practice) + "." + std::to_string(number), practice, 1));
  play("9.a");
  play("2.0");
  play("6.0");
  std::size_t evenings = 2;
  for (; choose().rule != Rule::rhythm; ++evenings) {
    ASSERT_LT(evenings, 20u);
    EXPECT_NE(facts_of(suggest()->card_id).practice, 9) << "the others have more to ask";
    play(suggest()->card_id);
  }
  EXPECT_EQ(suggest()->card_id, "9.b");
  EXPECT_EQ(evenings, rhythm_of(9) + 1);
}

TEST_F(TonightTest, BalancesPracticesByTheirShareOfTheCards) {
  cards.clear();
  for (int number = 0; number < 40; ++number) add(card("2." + std::to_string(number), 2, 1));
  for (const std::uint8_t practice : {6, 9})
    for (int number = 0; number < 20; ++number) add(card(std::to_string(practice) + "." + std::to_string(number), practice, 1));
  std::map<int, int> counts;
  int last = 0;
  for (int evening = 0; evening < 32; ++evening) {
    const auto id = suggest()->card_id;
    EXPECT_NE(facts_of(id).practice, last) << "not twice running";
    last = facts_of(id).practice;
    ++counts[last];
    play(id);
    pass_days(1);
  }
  EXPECT_NEAR(counts[2], 16, 1);
  EXPECT_NEAR(counts[6], 8, 1);
  EXPECT_NEAR(counts[9], 8, 1);
}

TEST_F(TonightTest, DoesNotAskOfTheSamePartOfLifeTwiceRunning) {
  cards.clear();
  for (int number = 0; number < 12; ++number) add(card("2." + std::to_string(number), 2, 1)).area = number % 2 == 0 ? "work" : "past";
  for (int evening = 0; evening < 11; ++evening) {
    const auto before = facts_of(suggest()->card_id).area;
    play(suggest()->card_id);
    EXPECT_NE(facts_of(suggest()->card_id).area, before) << evening;
  }
}

TEST_F(TonightTest, WhatBothHaveSkippedComesRoundInItsOrder) {
  cards.resize(2);
  const auto first = suggest()->card_id;
  couple.skip(0, first);
  couple.skip(1, suggest()->card_id);
  const auto chosen = choose();
  EXPECT_EQ(chosen.rule, Rule::comes_round);
  EXPECT_EQ(chosen.suggestion.card_id, first);
}

TEST_F(TonightTest, ReadsNothingFromAnAnswerThatIsBrokenErasedOrOfAnotherKind) {
  CardFacts facts = card("2.scale", 2, 1);
  facts.kind = response_kind::scale;
  facts.steps = 5;
  for (const auto& broken : {std::string(), std::string("\x03", 1), std::string("\x03\x01", 2), std::string("\x03\x01\x00", 3), std::string("\x03\x01\x09", 3),
                             std::string("\x03\x02\x03", 3), choice(1), std::string("answer of zero")})
    EXPECT_FALSE(read_answer(bytes_of(broken), facts, {})) << to_hex(bytes_of(broken));
  EXPECT_TRUE(read_answer(bytes_of(scale(3)), facts, {}));
}

TEST_F(TonightTest, HasANameForEachRule) {
  std::set<std::string_view> names;
  for (auto rule = 0; rule <= static_cast<int>(Rule::comes_round); ++rule) names.insert(name_of(static_cast<Rule>(rule)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(Rule::comes_round) + 1);
  EXPECT_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace twinlamp
