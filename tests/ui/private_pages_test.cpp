// Open up and Desire: what their pages show, and what a press asks for.
#include "tests/ui/support/private_models.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

Route page_of(int practice) { return {.to = Route::To::practice, .practice = practice}; }

class OpenUpScreenTest : public ScreenTest {};

TEST_F(OpenUpScreenTest, ChoosesAPlaceAndSaysWhereThePartnerIs) {
  show(with_open_up(2, 4), page_of(2));
  ASSERT_NE(find("Sam chose: Family", "partners-area"), nullptr);
  ASSERT_NE(find("Past", "chip"), nullptr);
  EXPECT_TRUE(find("Past", "chip")->selected);
  press("Body", "chip");
  const auto* put = port->last<PutItem>();
  ASSERT_NE(put, nullptr);
  EXPECT_EQ(put->list, SharedList::area);
  EXPECT_EQ(put->text, "Body");
}

TEST_F(OpenUpScreenTest, AsksTheCardOfMyPlaceOrAnotherOne) {
  show(with_open_up(2, 4), page_of(2));
  press("Another one", "button");
  frames(2);
  press("Ask this", "button");
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "Open up.1");
  press("Tell some news", "button");
  EXPECT_EQ(port->last<AskCard>()->card, "Open up.3");
}

TEST_F(OpenUpScreenTest, SetsTheCeilingThatOnlyThisPersonKnows) {
  show(with_open_up(1, 4), page_of(2));
  ASSERT_NE(find("Only you know this. It never leaves this device. If you set it lower than where you are, you go back one step a day on days that you are "
                 "both here: your partner sees the step, and may guess why. Until then they can still ask a card that is deeper than this, and you can pass."),
            nullptr);
  press("easy", "chip");
  ASSERT_NE(port->last<SetCeiling>(), nullptr);
  EXPECT_EQ(port->last<SetCeiling>()->depth, 2);
}

TEST_F(OpenUpScreenTest, AsksHowDeepInItsOwnPlaceAndTakesAnyAnswer) {
  show(with_ceiling_asked(), page_of(2));
  ASSERT_NE(find(ui.say("open_up.ask_ceiling"), "heading"), nullptr);
  EXPECT_NE(find(ui.say("open_up.ask_ceiling_about", {{"depth", 2}}), "ask-ceiling"), nullptr);
  EXPECT_EQ(find("Only you know this. It never leaves this device."), nullptr) << "the setting is asked for once, not twice";
  for (const auto* depth : {"light", "easy", "open", "deep"}) EXPECT_FALSE(find(depth, "chip")->selected) << depth;
  press("easy", "chip");
  ASSERT_NE(port->last<SetCeiling>(), nullptr);
  EXPECT_EQ(port->last<SetCeiling>()->depth, 2) << "what counts already may be chosen";
  show(with_open_up(2, 2), page_of(2));
  EXPECT_EQ(find(ui.say("open_up.ask_ceiling"), "heading"), nullptr);
}

TEST_F(OpenUpScreenTest, ShowsNoCardThatIsDeeperThanTheTwo) {
  show(with_open_up(2, 5), page_of(2));
  const auto deep = "What would you like me to ask you more often?";  // depth 3
  for (auto* chip : {"open", "deep"}) {
    std::vector<const Widget*> of_cards;
    press(chip, "chip");
    frames(2);
    EXPECT_EQ(find(deep, "row"), nullptr);
  }
}

TEST_F(OpenUpScreenTest, WorksByKeysAlone) {
  show(with_open_up(2, 4), page_of(2));
  for (int i = 0; i < 60 && !(find("Dreams", "chip") && find("Dreams", "chip")->focused); ++i) key(Key::tab);
  key(Key::enter);
  ASSERT_NE(port->last<PutItem>(), nullptr);
  EXPECT_EQ(port->last<PutItem>()->text, "Dreams");
}

class DesireScreenTest : public ScreenTest {};

TEST_F(DesireScreenTest, IsASwitchAndNothingElseUntilBothWantIt) {
  for (const bool wanted : {false, true}) {
    DesireView view;
    view.wanted = wanted;
    show(with_desire(view), page_of(4));
    EXPECT_NE(find("This part is for adults only."), nullptr);
    EXPECT_EQ(find("A wish list", "heading"), nullptr);
    EXPECT_EQ(find("Which kitchen was your first, and who stood in it?"), nullptr);
    press(wanted ? "Take it back" : "I would like it here", "button");
    ASSERT_NE(port->last<SetDesire>(), nullptr);
    EXPECT_EQ(port->last<SetDesire>()->on, !wanted);
  }
}

TEST_F(DesireScreenTest, ShowsTheSameTileWhetherOrNotThisPersonHasSaidYes) {
  std::string line;
  for (const bool wanted : {false, true}) {
    DesireView view;
    view.wanted = wanted;
    show(with_desire(view), {Route::To::practices});
    ASSERT_NE(find("Desire", "practice"), nullptr);
    if (!wanted) line = find("Desire", "practice")->value;
    EXPECT_EQ(find("Desire", "practice")->value, line);
  }
  EXPECT_EQ(line, "Off until both of you want it");
}

TEST_F(DesireScreenTest, LeadsFromWhatBothWantToATalk) {
  show(with_desire(desire_switched_on()), page_of(4));
  EXPECT_NE(find("A bath for two by candlelight", "wish"), nullptr);
  press("Talk about it", "button");
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "Desire.2");
}

TEST_F(DesireScreenTest, SaysBeforeTheFirstListWhatAYesLearns) {
  auto view = desire_switched_on();
  view.has_run = false;
  show(with_desire(view), page_of(4));
  EXPECT_FALSE(find(ui.say("wishes.learns"), "learns") == nullptr);
  press("Answer the next 8", "button");
  EXPECT_EQ(port->last<AskCard>()->card, "Desire.1");
}

TEST_F(DesireScreenTest, ReadsTheTwoAnswersTogetherWithoutNamingOneOfThem) {
  show(with_desire(desire_switched_on()), page_of(4));
  const auto* reading = find(ui.say("desire.reading.one_low"), "reading");
  ASSERT_NE(reading, nullptr);
  EXPECT_EQ(reading->label.find("Sam"), std::string::npos);
  EXPECT_EQ(reading->label.find("Noor"), std::string::npos);
}

TEST_F(DesireScreenTest, AsksForItsPassphraseBeforeItShowsAnything) {
  auto view = desire_switched_on();
  view.has_lock = view.is_locked = true;
  show(with_desire(view), page_of(4));
  EXPECT_EQ(find("A wish list", "heading"), nullptr);
  EXPECT_EQ(find("A bath for two by candlelight"), nullptr);
  type_into("Passphrase", "seven small boats");
  press("Open", "button");
  ASSERT_NE(port->last<OpenDesire>(), nullptr);
  EXPECT_EQ(port->last<OpenDesire>()->passphrase, "seven small boats");
}

TEST_F(DesireScreenTest, SaysWhereverItCanBeSwitchedOffWhatBecomesOfAList) {
  for (const bool is_locked : {false, true}) {
    auto view = desire_switched_on();
    view.has_lock = view.is_locked = is_locked;
    show(with_desire(view), page_of(4));
    EXPECT_NE(find(ui.say("desire.off_again"), "button"), nullptr);
    EXPECT_NE(find(ui.say("desire.off_lists"), "off-lists"), nullptr) << is_locked;
  }
}

TEST_F(DesireScreenTest, KeepsItsDoorOpenWhileSomebodyIsThere) {
  auto view = desire_switched_on();
  view.has_lock = true;
  show(with_desire(view), page_of(4));
  const auto stir = [&] {
    for (const float x : {400.f, 403.f, 400.f}) {
      ImGui::GetIO().MousePos = {x, 300};
      frames(1);
    }
  };
  stir();
  const auto before = port->count<StayInDesire>();
  EXPECT_GE(before, 1u);
  stir();
  EXPECT_EQ(port->count<StayInDesire>(), before) << "often enough";
  ui.now += std::chrono::seconds(40);
  frames(3);
  EXPECT_EQ(port->count<StayInDesire>(), before) << "a picture alone is nobody";
  stir();
  EXPECT_EQ(port->count<StayInDesire>(), before + 1);
}

TEST_F(DesireScreenTest, IsSwitchedOffWithOnePress) {
  show(with_desire(desire_switched_on()), page_of(4));
  press("Switch it off", "button");
  ASSERT_NE(port->last<SetDesire>(), nullptr);
  EXPECT_FALSE(port->last<SetDesire>()->on);
}

TEST_F(DesireScreenTest, SealsAWishListOnlyWithinItsQuota) {
  show(with_round(wish_list(RoundPhase::writing)), {Route::To::round, "r"});
  EXPECT_NE(find("A thought I enjoy", "chip"), nullptr);
  EXPECT_EQ(find("Open without me", "chip"), nullptr) << "devices find out together, or not at all";
  const auto choose = [&](const char* label, std::size_t place) {
    std::vector<Rect> found;
    for (const auto& widget : ui.log().widgets())
      if (widget.role == "chip" && widget.label == label) found.push_back(widget.visible);
    ASSERT_GT(found.size(), place);
    click(found[place].x + found[place].width / 2, found[place].y + found[place].height / 2);
  };
  height = 1400;
  frames(3);
  for (std::size_t i = 0; i < 3; ++i) choose("Something I want to do", i);
  ASSERT_NE(find("Seal my answer"), nullptr);
  EXPECT_FALSE(find("Seal my answer")->enabled) << "two of three may be wanted";
  choose("No", 1);
  press("Seal my answer");
  const auto* sealed = port->last<SealAnswer>();
  ASSERT_NE(sealed, nullptr);
  EXPECT_EQ(std::get<WishesAnswer>(sealed->answer).wishes.at("wishes.bath-candles"), Wish::no);
}

TEST_F(DesireScreenTest, ShowsWhatBothWantApartFromAThoughtThatBothEnjoyAndNothingElse) {
  show(with_round(wish_list(RoundPhase::receiving)), {Route::To::round, "r"});
  const auto* want = find("A slow dance in a dark room, to one song only", "wish");
  ASSERT_NE(want, nullptr);
  EXPECT_EQ(want->value, "want");
  const auto* thought = find("A letter that says what you would like, read aloud on the phone with the lights out", "wish");
  ASSERT_NE(thought, nullptr);
  EXPECT_EQ(thought->value, "thought");
  EXPECT_NE(find(ui.say("desire.want"), "heading"), nullptr);
  EXPECT_NE(find(ui.say("desire.enjoy"), "heading"), nullptr);
  for (const auto& widget : ui.log().widgets())
    EXPECT_EQ(widget.label.find("candlelight"), std::string::npos) << "one of the two did not want it: " << widget.label;
}

TEST_F(DesireScreenTest, IsGentleAboutAListWithNothingInCommon) {
  show(with_round(wish_list_with_nothing()), {Route::To::round, "r"});
  EXPECT_NE(find(ui.say("wishes.none")), nullptr);
  EXPECT_NE(find(ui.say("wishes.none_about")), nullptr);
  EXPECT_EQ(find(ui.say("wishes.title")), nullptr);
  for (const auto& widget : ui.log().widgets()) EXPECT_NE(widget.role, "wish");
  press("Close this round");
  EXPECT_NE(port->last<CloseRound>(), nullptr);
}

TEST_F(DesireScreenTest, LeadsFromAnOpenedListToATalk) {
  auto model = with_desire(desire_switched_on());
  model.open_rounds = {std::make_shared<const RoundView>(wish_list(RoundPhase::receiving))};
  show(model, {Route::To::round, "r"});
  press("Talk about it", "button");
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "Desire.2");
}

TEST_F(DesireScreenTest, ShowsTheIdeasOfTwoForADateInTheSameWay) {
  show(with_round(ideas_marked()), {Route::To::round, "r"});
  EXPECT_NE(find("A bath for two by candlelight", "wish"), nullptr);
  EXPECT_NE(find(ui.say("wishes.both_yes"), "heading"), nullptr);
  EXPECT_EQ(find(ui.say("desire.want")), nullptr);
  press(ui.say("dates.plan"), "button");
  EXPECT_EQ(window->route(), page_of(9));
}

TEST_F(DesireScreenTest, ReadsInWordsAListWhoseWishesAreGoneSince) {
  auto round = wish_list(RoundPhase::receiving);
  round.card.items = std::make_shared<const Items>();
  show(with_round(round), {Route::To::round, "r"});
  EXPECT_NE(find(round.mine->words, "answer"), nullptr);
}

TEST_F(DesireScreenTest, ShowsOnceWhatBothWant) {
  show(with_round(wish_list(RoundPhase::receiving)), {Route::To::round, "r"});
  ASSERT_NE(find("What you both want", "who"), nullptr);
  EXPECT_EQ(find("Sam", "who"), nullptr);
  EXPECT_NE(find("A slow dance in a dark room, to one song only", "wish"), nullptr) << "each wish stands by itself";
  EXPECT_EQ(find("A bath for two by candlelight", "wish"), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
