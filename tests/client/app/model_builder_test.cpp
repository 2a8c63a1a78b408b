#include "client/app/model_builder.h"

#include <gtest/gtest.h>

#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

class ModelBuilderTest : public testing::Test {
protected:
  void update() {
    builder_.update(state_, me, day_, [this](const twinlamp::Round&) {
      ++looked_at_;
      RoundFacts facts;
      facts.me = me;
      facts.partner_name = "Sam";
      return facts;
    });
  }
  Model model() {
    Model model;
    builder_.fill(model);
    return model;
  }
  Model filled() {
    auto filled = model();
    builder_.fill_content(filled);
    return filled;
  }
  twinlamp::Round closed(std::uint8_t number, int minutes) {
    auto round = round_of(light, number);
    reveal(round, "mine " + std::to_string(number), "theirs");
    round.revealed_at = at(minutes);
    close(round);
    return round;
  }
  static std::string id(std::uint8_t number) { return to_hex(round_of(light, number).id); }

  WordingRef wording_ = std::make_shared<const Wording>(wording());
  RoundShelf shelf_{wording_};
  ModelBuilder builder_{wording_, shelf_};
  PairState state_;
  PairDay day_ = pair_day(state_, at());
  int looked_at_ = 0;
  void SetUp() override { state_.depth.fill(1); }
};

TEST_F(ModelBuilderTest, HasNothingBeforeThereIsAnything) {
  EXPECT_TRUE(model().open_rounds.empty());
  ASSERT_TRUE(model().keepsake);
  EXPECT_TRUE(model().keepsake->empty());
  EXPECT_FALSE(model().tonight);
}

TEST_F(ModelBuilderTest, PutsTheNewestChangeFirst) {
  for (std::uint8_t number = 1; number <= 3; ++number) state_.rounds.add(round_of(light, number));
  update();
  EXPECT_EQ(model().open_rounds.front()->id, id(3));
  seal(*state_.rounds.edit(round_of(light, 1).id), partner);
  update();
  EXPECT_EQ(model().open_rounds.front()->id, id(1));
  EXPECT_EQ(model().open_rounds.front()->phase, RoundPhase::partner_sealed);
}

TEST_F(ModelBuilderTest, KeepsGiftsWhoseMomentHasComeAmongTheRounds) {
  state_.rounds.add(closed(1, 5));
  GiftsView gifts;
  for (const auto& [number, minutes, waits] : {std::tuple{1, 0, false}, {2, 9, false}, {3, 20, true}}) {
    auto gift = std::make_shared<twinlamp::Gift>();
    gift->id[0] = std::uint8_t(number);
    gift->sent = at(minutes);
    state_.gifts.push_back(gift);
    auto view = std::make_shared<GiftView>();
    view->id = to_hex(gift->id), view->text = "gift " + std::to_string(number), view->opens = waits ? "tomorrow" : "";
    gifts.jar.push_back(view);
  }
  update();
  const auto take = [&] { builder_.keep_gifts(state_, std::make_shared<const GiftsView>(gifts)); };
  take();
  std::string order;
  for (const auto& line : *model().keepsake) order += (line.gift ? line.prompt : line.mine) + ";";
  EXPECT_EQ(order, "gift 2;mine 1;gift 1;") << "what waits is not there";
  EXPECT_EQ(model().keepsake->front().practice, 5);
  EXPECT_EQ(model().keepsake->front().date, "23 Nov 2026");
  const auto before = model().keepsake;
  take();
  EXPECT_EQ(model().keepsake, before) << "the same gifts change nothing";
  gifts.jar.pop_back();
  gifts.jar.pop_back();
  take();
  EXPECT_EQ(model().keepsake->size(), 2u);
}

TEST_F(ModelBuilderTest, KeepsClosedRoundsNewestFirstAndLeavesThemAlone) {
  state_.rounds.add(closed(1, 5));
  state_.rounds.add(closed(2, 50));
  state_.rounds.add(closed(3, 20));
  update();
  std::string order;
  for (const auto& line : *model().keepsake) order += line.mine + ";";
  EXPECT_EQ(order, "mine 2;mine 3;mine 1;");
  EXPECT_EQ(model().keepsake->front().date, "23 Nov 2026");
  EXPECT_EQ(looked_at_, 0);
  const auto before = model().keepsake;
  state_.rounds.add(round_of(light, 4));
  update();
  EXPECT_EQ(model().keepsake, before) << "an open round rebuilds no closed one";
}

TEST_F(ModelBuilderTest, MovesARoundToTheKeepsakeWhenItCloses) {
  auto round = round_of(light, 1);
  reveal(round, "mine", "theirs");
  state_.rounds.add(round);
  update();
  EXPECT_EQ(model().open_rounds.size(), 1u);
  close(*state_.rounds.edit(round.id));
  update();
  EXPECT_TRUE(model().open_rounds.empty());
  ASSERT_EQ(model().keepsake->size(), 1u);
  EXPECT_EQ(shelf_.find(id(1))->phase, RoundPhase::closed);
}

TEST_F(ModelBuilderTest, KeepsWhatIsOpenOnBothSidesBeforeItIsClosed) {
  auto round = round_of(light, 1);
  reveal(round, "mine", "theirs");
  state_.rounds.add(round);
  state_.rounds.add(closed(2, 50));
  update();
  ASSERT_EQ(model().keepsake->size(), 2u);
  const auto before = model().keepsake;
  update();
  EXPECT_EQ(model().keepsake, before) << "nothing has changed";
  close(*state_.rounds.edit(round.id));
  update();
  EXPECT_EQ(model().keepsake->size(), 2u);
}

TEST_F(ModelBuilderTest, ShowsAClosedRoundOnceAfterItChanged) {
  state_.rounds.add(closed(1, 5));
  update();
  state_.rounds.edit(round_of(light, 1).id)->sides[me].answer_state = AnswerState::erased;
  update();
  ASSERT_EQ(model().keepsake->size(), 1u);
  EXPECT_EQ(model().keepsake->front().mine, "");
  EXPECT_FALSE(shelf_.find(id(1))->mine);
}

TEST_F(ModelBuilderTest, FindsAnyRoundAndForgetsAllOfThemWhenCleared) {
  state_.rounds.add(closed(1, 5));
  state_.rounds.add(round_of(light, 2));
  update();
  EXPECT_EQ(std::get<TextAnswer>(shelf_.find(id(1))->mine->answer).text, "mine 1");
  EXPECT_EQ(shelf_.find(id(2))->phase, RoundPhase::writing);
  EXPECT_EQ(shelf_.find("nonsense"), nullptr);
  builder_.clear();
  EXPECT_EQ(shelf_.find(id(1)), nullptr);
  EXPECT_TRUE(model().keepsake->empty());
}

// A partner's client may write any practice into its opening.
TEST_F(ModelBuilderTest, TakesACardsPracticeFromTheCatalogueWhateverItsRoundSays) {
  auto disguised = round_of("desire.we-both-want", 1), hidden = round_of(light, 2);
  disguised.practice = 1;
  hidden.practice = 4;
  for (auto& profile : state_.profiles) profile.emplace();
  state_.rounds.add(disguised);
  state_.rounds.add(hidden);
  update();
  ASSERT_EQ(model().open_rounds.size(), 1u);
  EXPECT_EQ(model().open_rounds.front()->card.id, light);
  EXPECT_TRUE(!model().tonight || model().tonight->card.practice != 4);
  for (const std::uint8_t number : {1, 2}) {
    auto& round = *state_.rounds.edit(round_of(light, number).id);
    reveal(round, "mine", "theirs");
    close(round);
  }
  update();
  ASSERT_EQ(model().keepsake->size(), 1u);
  EXPECT_EQ(model().keepsake->front().practice, 2);
  EXPECT_FALSE(model().keepsake->front().is_apart);
  EXPECT_EQ(shelf_.find(id(1)), nullptr);
  ASSERT_NE(shelf_.find(id(2)), nullptr);
  builder_.show_desire(true);
  EXPECT_EQ(model().keepsake->size(), 2u);
  EXPECT_NE(shelf_.find(id(1)), nullptr);
}

TEST_F(ModelBuilderTest, SuggestsOnlyWhenBothHaveConfirmed) {
  update();
  EXPECT_FALSE(model().tonight);
  state_.profiles[0].emplace();
  state_.profiles[1].emplace();
  update();
  ASSERT_TRUE(model().tonight);
  EXPECT_NE(cards().find(model().tonight->card.id), nullptr);
  EXPECT_TRUE(model().both_confirmed);
}

TEST_F(ModelBuilderTest, SuggestsOnlyCardsThatBothAppsHave) {
  const auto& base = wording_->catalogue;
  std::vector<Card> newer;
  for (int number = 0; number < 40; ++number) {  // of a practice that comes first, and never opened
    auto card = *base.find(light);
    card.id = "feelings.newer-" + std::to_string(number);
    card.practice = 1;
    card.since = 3;
    newer.push_back(card);
  }
  auto wording = std::make_shared<Wording>(*wording_);
  wording->catalogue = wording->catalogue.with(newer);
  EXPECT_EQ(wording->catalogue.release(), 3u);
  builder_.speak(wording);
  const auto shows_newer = [&] {
    update();
    const auto made = filled();
    const auto feelings = std::find_if(made.practices->begin(), made.practices->end(), [](const PracticeView& each) { return each.number == 1; });
    return feelings->next_card.starts_with("feelings.newer") || made.tonight->card.id.starts_with("feelings.newer");
  };
  state_.profiles[0].emplace().content_version = 3;
  state_.profiles[1].emplace().content_version = 2;
  for (const auto* card : base.by_practice(1)) state_.cards[card->id].opened = 1;  // the newer ones would be next
  EXPECT_FALSE(shows_newer());
  state_.profiles[1]->content_version = 4;
  EXPECT_TRUE(shows_newer());
}

TEST_F(ModelBuilderTest, SuggestsWhatIsUnfinishedByItsRound) {
  state_.profiles[0].emplace();
  state_.profiles[1].emplace();
  state_.rounds.add(round_of(light, 1));
  update();
  EXPECT_EQ(model().tonight->round, id(1));
}

TEST_F(ModelBuilderTest, SuggestsAnotherCardOnceARoundIsOpenToBoth) {
  state_.profiles[0].emplace();
  state_.profiles[1].emplace();
  auto open = round_of(light, 1);
  reveal(open, "mine", "theirs");
  state_.rounds.add(open);
  update();
  ASSERT_TRUE(model().tonight);
  EXPECT_EQ(model().tonight->round, "");
  EXPECT_NE(model().tonight->card.id, light);
  EXPECT_EQ(model().open_rounds.size(), 1u) << "it still waits for what is to be said about it";
}

TEST_F(ModelBuilderTest, SaysEverythingAnewInAnotherLanguage) {
  auto old = round_of(light, 1);
  reveal(old, "mine", "theirs");
  close(old);
  state_.rounds.add(old);
  state_.rounds.add(round_of("open-up.first-kitchen", 2));
  state_.rounds.add(round_of("open-up.first-kitchen", 3));
  update();
  ASSERT_EQ(shelf_.find(id(1))->card.prompt, cards().find(light)->prompt);
  const std::vector<std::string> order{model().open_rounds[0]->id, model().open_rounds[1]->id};

  const auto spanish = Catalogue::built_in("es");
  auto wording = std::make_shared<Wording>(Wording{wording_->catalogue, wording_->utc_offset, Words::built_in("es")});
  wording->catalogue = spanish;
  builder_.speak(wording);
  update();
  const auto prompt = spanish.find(light)->prompt;
  EXPECT_EQ(shelf_.find(id(1))->card.prompt, prompt);
  ASSERT_EQ(model().keepsake->size(), 1u);
  EXPECT_EQ(model().keepsake->front().prompt, prompt);
  EXPECT_EQ(model().keepsake->front().date, "23 nov 2026");
  EXPECT_EQ(model().open_rounds[0]->card.prompt, prompt);
  EXPECT_EQ((std::vector<std::string>{model().open_rounds[0]->id, model().open_rounds[1]->id}), order);
}

TEST_F(ModelBuilderTest, NamesEveryPracticeAndOnceConfirmedTheCardThatFitsNext) {
  Model before;
  builder_.fill_content(before);
  ASSERT_EQ(before.practices->size(), cards().practices().size() + 1) << "and the one that is in every deep card";
  EXPECT_EQ(before.practices->back().number, 10);
  for (const auto& practice : *before.practices) {
    EXPECT_FALSE(practice.name.empty() || practice.slug.empty() || practice.about.empty()) << practice.number;
    EXPECT_EQ(practice.next_card, "") << practice.slug;
  }
  state_.profiles[0].emplace();
  state_.profiles[1].emplace();
  update();
  Model after;
  builder_.fill_content(after);
  for (const auto& practice : *after.practices) {
    if (practice.number == 4 || practice.number == 10) continue;
    ASSERT_NE(cards().find(practice.next_card), nullptr) << practice.slug;
    EXPECT_EQ(cards().find(practice.next_card)->practice, practice.number);
  }
}

TEST_F(ModelBuilderTest, ShowsEveryCardAndFeeling) {
  builder_.show_desire(true);
  Model model;
  builder_.fill_content(model);
  EXPECT_EQ(model.cards->size(), cards().cards().size());
  EXPECT_EQ(model.feelings->size(), cards().feelings().size());
  for (const auto& card : *model.cards) EXPECT_FALSE(card.practice_name.empty()) << card.id;
}

}  // namespace
}  // namespace twinlamp::client::test
