// Every kind of answer beyond text, choice, scale and feeling: given, kept as a draft, sealed and shown.
#include <algorithm>

#include "client/ui/kit/line_list.h"
#include "client/ui/kit/pair_rows.h"
#include "client/ui/kit/pile_sort.h"
#include "tests/ui/support/kit_fixture.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

const Route in_kind_round{Route::To::round, "r"};

class AnswerKindsTest : public ScreenTest {
protected:
  void write(CardKind kind) { show(with_round(round_of(kind, RoundPhase::writing)), in_kind_round); }
  void receive(CardKind kind) { show(with_round(round_of(kind, RoundPhase::receiving)), in_kind_round); }
  template <class T>
  T sealed() {
    press("Seal my answer");
    const auto* seal = port->last<SealAnswer>();
    return seal != nullptr && std::holds_alternative<T>(seal->answer) ? std::get<T>(seal->answer) : T{};
  }
  bool may_seal() { return find("Seal my answer")->enabled; }
  std::vector<std::string> labels(std::string_view role) {
    std::vector<std::string> out;
    for (const auto& each : ui.log().widgets())
      if (each.role == role) out.push_back(each.label);
    return out;
  }
};

TEST_F(AnswerKindsTest, SealsSeveralChoicesAndNoMoreThanTheCardTakes) {
  write(CardKind::choices);
  EXPECT_FALSE(may_seal());
  for (const auto* option : {"draw each other", "bake something", "nothing at all"}) press(option);
  EXPECT_FALSE(find("a long film", "option")->enabled) << "three are chosen";
  press("bake something");
  press("a long film");
  EXPECT_EQ(sealed<ChoicesAnswer>(), (ChoicesAnswer{{2, 3, 7}}));
}

TEST_F(AnswerKindsTest, SealsAnOrderOnlyOnceItIsOnesOwn) {
  write(CardKind::ranking);
  EXPECT_FALSE(may_seal());
  press("It is right as it is");
  EXPECT_EQ(sealed<RankingAnswer>(), (RankingAnswer{{0, 1, 2, 3, 4}}));

  write(CardKind::ranking);
  press("music", "rank");
  key(Key::up, false, false, true);
  EXPECT_EQ(sealed<RankingAnswer>(), (RankingAnswer{{1, 0, 2, 3, 4}}));
}

TEST_F(AnswerKindsTest, SealsAListWithItsMark) {
  write(CardKind::list);
  type_into("Line 1", "I sang.");
  key(Key::enter);
  type("I sailed.");
  key(Key::enter);
  type("I fly.");
  EXPECT_FALSE(may_seal()) << "nothing is marked";
  const auto chips = ui.log().widgets();
  const auto third = std::ranges::find_if(chips, [](const Widget& each) { return each.role == "chip" && each.value == "3"; });
  ASSERT_NE(third, chips.end());
  for (int i = 0; i < 10 && !(find("This is the one", "chip") && may_seal()); ++i) {
    key(Key::tab);
    const auto now = ui.log().widgets();
    const auto on = std::ranges::find_if(now, [](const Widget& each) { return each.focused && each.role == "chip" && each.value == "3"; });
    if (on != now.end()) key(Key::space);
  }
  EXPECT_EQ(sealed<ListAnswer>(), (ListAnswer{{"I sang.", "I sailed.", "I fly."}, 3}));
}

TEST_F(AnswerKindsTest, SealsAGuessAmongOptionsOnceBothHalvesAreThere) {
  write(CardKind::guess);
  press("a book");
  EXPECT_FALSE(may_seal());
  const auto widgets = ui.log().widgets();
  const auto theirs = std::ranges::find_if(widgets, [](const Widget& each) { return each.label == "my shoes" && each.value == "guess"; });
  ASSERT_NE(theirs, widgets.end());
  click(theirs->visible.x + 20, theirs->visible.y + theirs->visible.height / 2);
  EXPECT_EQ(sealed<GuessAnswer>(), (GuessAnswer{0, 3, {}, {}}));
}

TEST_F(AnswerKindsTest, SealsAGuessInWords) {
  auto round = round_of(CardKind::guess, RoundPhase::writing);
  round.card.options.clear();
  show(with_round(round), in_kind_round);
  type_into("My own answer", "fog");
  EXPECT_FALSE(may_seal());
  type_into("My guess of what Sam will answer", "the river");
  EXPECT_EQ(sealed<GuessAnswer>(), (GuessAnswer{GuessAnswer::unset, GuessAnswer::unset, "fog", "the river"}));
}

TEST_F(AnswerKindsTest, SortsByTheKeysAloneAndThenRanks) {
  write(CardKind::sort);
  for (const auto* digit : {"1", "2", "1", "3", "3", "3", "3", "3", "3", "3", "3", "2"}) type(digit);
  EXPECT_FALSE(may_seal()) << "its top is nobody's order yet";
  press("Loyalty", "rank");
  key(Key::down, false, false, true);
  key(Key::enter, true);
  ASSERT_NE(port->last<SealAnswer>(), nullptr);
  const auto answer = std::get<SortAnswer>(port->last<SealAnswer>()->answer);
  EXPECT_EQ(answer.piles.size(), 12u);
  EXPECT_EQ(answer.piles.at("values.play"), Pile::some);
  EXPECT_EQ(answer.ranked, (std::vector<std::string>{"values.quiet", "values.loyalty"}));
}

TEST_F(AnswerKindsTest, AnswersPairsAtOnesOwnPace) {
  write(CardKind::pairs);
  press("Rather without the clock");
  const auto pairs = round_of(CardKind::pairs, RoundPhase::writing).card.pairs;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_FALSE(may_seal());
    press(i % 2 == 0 ? pairs[i].left : pairs[i].right, "option");
  }
  const auto picks = sealed<PairsAnswer>().picks;
  for (std::size_t i = 0; i < picks.size(); ++i) EXPECT_EQ(picks[i], i % 2 == 0 ? Pick::left : Pick::right);
}

TEST_F(AnswerKindsTest, KeepsTheDraftOfEachKind) {
  for (const auto kind : {CardKind::choices, CardKind::ranking, CardKind::list, CardKind::guess, CardKind::sort, CardKind::pairs}) {
    auto round = round_of(kind, RoundPhase::writing);
    round.draft = round_of(kind, RoundPhase::sealed).mine->answer;
    show(with_round(round), in_kind_round);
    press("Seal my answer");
    ASSERT_NE(port->last<SealAnswer>(), nullptr) << int(kind);
    EXPECT_EQ(port->last<SealAnswer>()->answer, *round.draft) << int(kind);
  }
}

TEST_F(AnswerKindsTest, ShowsWhatBothChose) {
  receive(CardKind::choices);
  EXPECT_NE(find("Both of you"), nullptr);
  EXPECT_EQ(std::ranges::count(labels("answer"), "bake something"), 2);
}

TEST_F(AnswerKindsTest, SaysThatAGuessFits) {
  receive(CardKind::guess);
  EXPECT_NE(find("That is it."), nullptr) << "mine guessed the partner's";
  EXPECT_EQ(std::ranges::count(labels("text"), "That is it."), 1) << "and theirs did not guess mine";
}

TEST_F(AnswerKindsTest, ShowsBothPicksOfEveryPairInOnePicture) {
  receive(CardKind::pairs);
  const auto value = [&](std::string_view label) { return find(label, "item")->value; };
  EXPECT_EQ(value("the sea"), "both");
  EXPECT_EQ(value("a letter"), "partners");
  EXPECT_EQ(value("a call"), "mine");
  EXPECT_NE(find("Sam: too late for this one"), nullptr);
}

TEST_F(AnswerKindsTest, AsksWhichLineIsTheOneAndTellsItOnlyThen) {
  show(with_round(to_be_guessed()), in_kind_round);
  const auto texts = labels("text");
  EXPECT_EQ(std::ranges::count(texts, "This was the one"), 1) << "my own mark, not the partner's";
  EXPECT_NE(find("Sam guessed “I once slept in a lighthouse.”: it was another one.", "guessed"), nullptr);
  press("I swim in every sea I see.", "option");
  press("That is my guess");
  const auto* step = port->last<TakeStep>();
  ASSERT_NE(step, nullptr);
  EXPECT_EQ(step->kind, StepKind::guess);
  EXPECT_EQ(step->choice, 3);

  show(with_round(guessed()), in_kind_round);
  EXPECT_EQ(std::ranges::count(labels("text"), "This was the one"), 2);
  EXPECT_NE(find("Your guess “I have a twin tree.”: that was it.", "guessed"), nullptr);
  EXPECT_EQ(find("That is my guess"), nullptr);
}

TEST_F(AnswerKindsTest, OffersTheCardsOwnQuestions) {
  show(with_round(guessed()), in_kind_round);
  press("Who else knows of it?");
  press("Ask it");
  ASSERT_NE(port->last<client::FollowUp>(), nullptr);
  EXPECT_EQ(port->last<client::FollowUp>()->question, "Who else knows of it?");
}

class LineListTest : public KitTest {
protected:
  void draw_list(LineListLook look) {
    show([this, look] {
      if (lines.draw(ui, look)) ++changes;
    });
  }
  LineList lines;
  int changes = 0;
};

TEST_F(LineListTest, GoesOnToANewLineWithEnterUntilThereIsNoRoom) {
  draw_list({.least = 1, .most = 2});
  type_into("Line 1", "one");
  key(Key::enter);
  type("two");
  key(Key::enter);
  EXPECT_EQ(lines.texts(), (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(find("One more line"), nullptr);
}

TEST_F(LineListTest, TakesALineOutAndItsMarkWithIt) {
  lines.set({"one", "two", "three"}, 1);
  draw_list({.least = 2, .most = 5, .mark = "This"});
  press("Take out line 2");
  EXPECT_EQ(lines.texts(), (std::vector<std::string>{"one", "three"}));
  EXPECT_FALSE(lines.marked());
  EXPECT_EQ(find("Take out line 1"), nullptr) << "two are the least";
}

TEST_F(LineListTest, KeepsTheMarkAtItsLine) {
  lines.set({"one", "two", "three"}, 2);
  draw_list({.least = 1, .most = 5, .mark = "This"});
  press("Take out line 1");
  EXPECT_EQ(lines.marked(), 1u);
}

class PileSortTest : public KitTest {
protected:
  PileSortTest() {
    show([this] {
      if (pile_sort(ui, items, piles, state)) ++changes;
    });
  }
  Items items{{"v.a", "Trust", "What it means.", {}, 0}, {"v.b", "Humour", {}, {}, 0}, {"v.c", "Room", {}, {}, 0}};
  Piles piles;
  PileState state;
  int changes = 0;
};

TEST_F(PileSortTest, ShowsOneAtATime) {
  EXPECT_EQ(find("Trust", "item")->value, "1/3");
  press("2  Matters some");
  EXPECT_EQ(find("Humour", "item")->value, "2/3");
  EXPECT_EQ(piles, (Piles{{"v.a", Pile::some}}));
  EXPECT_EQ(find("Trust", "chip")->value, "2");
}

TEST_F(PileSortTest, TakesSeveralKeysInTheirOrder) {
  type("132");
  EXPECT_EQ(piles, (Piles{{"v.a", Pile::most}, {"v.b", Pile::least}, {"v.c", Pile::some}}));
  EXPECT_TRUE(all_of("item").empty());
}

TEST_F(PileSortTest, TakesTheLastOneBack) {
  type("1");
  type("3");
  key(Key::backspace);
  EXPECT_EQ(find("Humour", "item")->value, "2/3");
  EXPECT_EQ(piles, (Piles{{"v.a", Pile::most}}));
}

TEST_F(PileSortTest, TakesOneInHandAgainThatLiesInAPile) {
  type("1");
  type("3");
  press("Trust", "chip");
  EXPECT_EQ(find("Trust", "item")->value, "1/3");
  type("2");
  EXPECT_EQ(piles.at("v.a"), Pile::some);
  EXPECT_EQ(find("Room", "item")->value, "3/3") << "then on with what lay open";
}

class PairNowTest : public KitTest {
protected:
  PairNowTest() {
    show([this] {
      if (const auto pick = pair_now(ui, {"the sea", "the hills"}, chosen, 0.5f); pick != Pick::none) chosen = pick;
    });
  }
  Pick chosen = Pick::none;
};

TEST_F(PairNowTest, IsAnsweredByAnArrowOrByTheMouse) {
  key(Key::right);
  EXPECT_EQ(chosen, Pick::right);
  key(Key::left);
  EXPECT_EQ(chosen, Pick::left);
  press("the hills", "option");
  EXPECT_EQ(chosen, Pick::right);
}

}  // namespace
}  // namespace twinlamp::ui::test
