// Each screen in each of its states: what a person presses becomes the intent that it should.
#include <set>

#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

const Route in_round{Route::To::round, "r"};

TEST_F(ScreenTest, SpeaksSpanishOnEveryScreenOnceItIsChosen) {
  const Words english, spanish = Words::built_in("es");
  std::set<std::string> other;  // what only English says, but for its own name
  for (const auto& key : english.keys())
    if (key != "language.name" && !key.starts_with("gallery.") && english.say(key) != spanish.say(key))
      other.insert(english.say(key));
  for (auto& scene : all_scenes()) {
    scene.model.settings.language = "es";
    show(scene.model, scene.route);
    const std::set<std::string> said_by_the_app{"notice", "problem", "connection", "waiting", "said", "gift"};
    for (const auto& widget : ui.log().widgets()) {
      if (said_by_the_app.contains(widget.role)) continue;
      EXPECT_FALSE(other.contains(widget.label)) << scene.name << ": " << widget.role << " \"" << widget.label << '"';
    }
  }
}

TEST_F(ScreenTest, CutsNoLabelInASmallWindowWithLargeText) {
  width = 800, height = 600, scale = 2;
  for (const auto& language : built_in_word_languages())
    for (auto& scene : all_scenes()) {
      scene.model.settings.language = language;
      show(scene.model, scene.route);
      for (const auto& widget : ui.log().widgets()) {
        if (widget.role != "button" && widget.role != "chip" && widget.role != "place") continue;
        const auto face = widget.role == "button" ? Face::strong : widget.role == "place" ? Face::small : Face::body;
        EXPECT_LE(text_width(ui, face, widget.label), widget.rect.width + 1)
            << language << ", " << scene.name << ": " << widget.role << " \"" << widget.label << '"';
      }
    }
}

TEST_F(ScreenTest, ChangesTheLanguageAtOnceAndKeepsWhatIsTyped) {
  auto model = with_round(text_round(RoundPhase::writing));
  show(model, in_round);
  type_into("Your answer", "The sea.");
  model.settings.language = "es";
  port->show(model);
  frames(2);
  ASSERT_NE(find("Tu respuesta", "writing"), nullptr);
  EXPECT_EQ(find("Tu respuesta", "writing")->value, "The sea.");
}

TEST_F(ScreenTest, OffersEachLanguageByItsOwnName) {
  show(paired(), {Route::To::settings});
  press("Español");
  ASSERT_NE(port->last<SetLook>(), nullptr);
  EXPECT_EQ(port->last<SetLook>()->language, "es");
}

TEST_F(ScreenTest, AsksForTheWordOfLeavingInThePersonsLanguage) {
  auto model = paired();
  model.settings.language = "es";
  show(model, {Route::To::leave});
  type_into("Para dejarlo, escribe la palabra salir", "salir");
  press("Dejar este vínculo", "button");
  ASSERT_NE(port->last<Leave>(), nullptr);
  EXPECT_EQ(port->last<Leave>()->typed_word, "salir");
}

TEST_F(ScreenTest, BeginsWithNameAndRelay) {
  show(fresh());
  type_into("Your name", "Noor");
  type_into("Relay", "relay.example.org:7443");
  press("Begin");
  ASSERT_NE(port->last<client::SetUp>(), nullptr);
  EXPECT_EQ(port->last<client::SetUp>()->display_name, "Noor");
  EXPECT_EQ(port->last<client::SetUp>()->relay, "relay.example.org:7443");
  EXPECT_EQ(port->last<client::SetUp>()->passphrase, "");
}

TEST_F(ScreenTest, SaysThatANameIsMissing) {
  show(fresh());
  press("Begin");
  EXPECT_EQ(port->last<client::SetUp>(), nullptr);
  EXPECT_NE(find("Write the name your partner will see.", "problem"), nullptr);
}

TEST_F(ScreenTest, RefusesTwoDifferentPassphrases) {
  show(fresh());
  type_into("Your name", "Noor");
  press("Ask for a passphrase when Twinlamp opens");
  type_into("Passphrase", "one");
  type_into("Passphrase once more", "two");
  press("Begin");
  EXPECT_EQ(port->last<client::SetUp>(), nullptr);
}

TEST_F(ScreenTest, NeverLogsAPassphrase) {
  show(locked());
  type("horse battery");
  for (const auto& widget : ui.log().widgets()) EXPECT_EQ(widget.value.find("horse"), std::string::npos);
  key(Key::enter);
  ASSERT_NE(port->last<Unlock>(), nullptr);
  EXPECT_EQ(port->last<Unlock>()->passphrase, "horse battery");
}

TEST_F(ScreenTest, SaysThatAPassphraseIsWrong) {
  show(locked("That passphrase does not open this profile."));
  EXPECT_NE(find("That passphrase does not open this profile.", "problem"), nullptr);
}

// There is no passphrase to ask for: what is wrong, and the one way on.
TEST_F(ScreenTest, AProfileThatCannotBeReadSaysSoAndIsTriedAgain) {
  auto model = locked("This profile cannot be read from the disk just now.");
  model.settings.has_passphrase = false;
  show(model);
  EXPECT_EQ(find("Passphrase", "field"), nullptr);
  EXPECT_NE(find("Twinlamp cannot open this profile", "title"), nullptr);
  EXPECT_NE(find("This profile cannot be read from the disk just now.", "problem"), nullptr);
  press("Try again", "button");
  ASSERT_NE(port->last<Unlock>(), nullptr);
  EXPECT_EQ(port->last<Unlock>()->passphrase, "");
}

// Who has forgotten the passphrase leaves like anybody else.
TEST_F(ScreenTest, LeavesFromTheLockPageByTheSameWord) {
  show(locked("That passphrase does not open this profile."));
  type("horse");
  press("Leave this pair …", "button");
  EXPECT_NE(find("Leave this pair", "title"), nullptr);
  EXPECT_EQ(find("That passphrase does not open this profile.", "problem"), nullptr) << "of something else";
  type_into("To leave, type the word leave", "leav");
  press("Leave this pair", "button");
  EXPECT_EQ(port->last<Leave>(), nullptr);
  type("e");
  press("Leave this pair", "button");
  ASSERT_NE(port->last<Leave>(), nullptr);
  EXPECT_EQ(port->last<Leave>()->typed_word, "leave");
}

TEST_F(ScreenTest, GoesBackToTheLockPageAndForgetsWhatWasTypedThereAndHere) {
  for (const bool by_key : {false, true}) {
    SCOPED_TRACE(by_key);
    show(locked());
    type("horse");
    press("Leave this pair …", "button");
    type_into("To leave, type the word leave", "leave");
    by_key ? key(Key::escape) : press("Back", "button");
    ASSERT_NE(find("Twinlamp is locked", "title"), nullptr);
    type("battery");
    key(Key::enter);
    ASSERT_NE(port->last<Unlock>(), nullptr);
    EXPECT_EQ(port->last<Unlock>()->passphrase, "battery");
    press("Leave this pair …", "button");
    press("Leave this pair", "button");
    EXPECT_EQ(port->last<Leave>(), nullptr);
  }
}

// Even if something of the two were in the model, it would not be on the page.
TEST_F(ScreenTest, ShowsNothingOfTheTwoWhereOneLeavesWhileLocked) {
  auto model = paired();
  model.stage = Stage::locked;
  model.settings.has_passphrase = true;
  show(model, {Route::To::leave});
  ASSERT_NE(find("Leave this pair", "title"), nullptr);
  for (const auto& widget : ui.log().widgets())
    for (const auto& name : {model.me.name, model.partner.name}) EXPECT_EQ(widget.label.find(name), std::string::npos) << widget.label;
  EXPECT_EQ(find("Tonight"), nullptr);
}

TEST_F(ScreenTest, SaysWhereOneLeavesWhileLockedHowTheTwoCouldGoOn) {
  show(locked(), {Route::To::leave});
  EXPECT_NE(find("If you two want to go on", "heading"), nullptr);
  show(paired(), {Route::To::leave});
  EXPECT_EQ(find("If you two want to go on", "heading"), nullptr) << "nothing hinders them";
}

TEST_F(ScreenTest, AProfileThatCannotBeReadCanBeLeft) {
  auto model = locked("The key file of this profile is damaged.");
  model.settings.has_passphrase = false;
  show(model);
  press("Leave this pair …", "button");
  type_into("To leave, type the word leave", "leave");
  key(Key::enter);
  EXPECT_NE(port->last<Leave>(), nullptr);
}

TEST_F(ScreenTest, WhoIsAloneErasesWhatIsHere) {
  show(unpaired());
  press("Erase everything here …", "button");
  EXPECT_EQ(find("Leave this pair", "title"), nullptr) << "there is none";
  type_into("To erase it all, type the word leave", "leave");
  press("Erase everything here", "button");
  EXPECT_NE(port->last<Leave>(), nullptr);
  show(unpaired(), {Route::To::leave});
  press("Back", "button");
  EXPECT_NE(find("Light the second lamp", "title"), nullptr);
}

TEST_F(ScreenTest, OffersNoErasingWhileTheLaptopsMeet) {
  for (const auto step : {PairingView::Step::showing_code, PairingView::Step::comparing_words}) {
    show(pairing(step), {Route::To::leave});
    EXPECT_EQ(find("Erase everything here …"), nullptr);
    EXPECT_EQ(find("Erase everything here"), nullptr);
  }
}

TEST_F(ScreenTest, InvitesAndJoins) {
  show(unpaired());
  press("Show a code");
  EXPECT_NE(port->last<InvitePartner>(), nullptr);
  type_into("Code", "417-amber-otter-window");
  key(Key::enter);
  ASSERT_NE(port->last<JoinPartner>(), nullptr);
  EXPECT_EQ(port->last<JoinPartner>()->code, "417-amber-otter-window");
}

TEST_F(ScreenTest, ComparesWordsAndPattern) {
  show(pairing(PairingView::Step::comparing_words));
  EXPECT_NE(find("lantern", "word"), nullptr);
  EXPECT_NE(find("Pattern", "pattern"), nullptr);
  press("They differ");
  ASSERT_NE(port->last<ConfirmSameWords>(), nullptr);
  EXPECT_FALSE(port->last<ConfirmSameWords>()->same);
}

TEST_F(ScreenTest, AsksTheSuggestionAndGoesToItsRound) {
  show(paired());
  press("Ask this tonight");
  ASSERT_NE(port->last<AskCard>(), nullptr);
  EXPECT_EQ(port->last<AskCard>()->card, "card.1");
  port->show(with_round(text_round(RoundPhase::writing)));
  frames(3);
  EXPECT_EQ(window->route().round, "r");
  EXPECT_NE(find("Your answer", "writing"), nullptr);
}

TEST_F(ScreenTest, SealsWhatWasTyped) {
  show(with_round(text_round(RoundPhase::writing)), in_round);
  type_into("Your answer", "The sea, and you reading.");
  press("Seal my answer");
  ASSERT_NE(port->last<SealAnswer>(), nullptr);
  EXPECT_EQ(std::get<TextAnswer>(port->last<SealAnswer>()->answer).text, "The sea, and you reading.");
  EXPECT_EQ(port->last<SealAnswer>()->mode, SealMode::together);
}

TEST_F(ScreenTest, SealsAtOnceWithoutWaitingForTheDraftToBeSaved) {
  auto round = text_round(RoundPhase::writing);
  round.may_seal = false;  // the app has no draft yet
  show(with_round(round), in_round);
  type("Just written.");
  press("Seal my answer");
  EXPECT_NE(port->last<SealAnswer>(), nullptr);
}

TEST_F(ScreenTest, SealsInTheModeThatWasChosen) {
  show(with_round(text_round(RoundPhase::writing)), in_round);
  type_into("Your answer", "x");
  press("Open without me");
  press("Seal my answer");
  ASSERT_NE(port->last<SealAnswer>(), nullptr);
  EXPECT_EQ(port->last<SealAnswer>()->mode, SealMode::open);
}

TEST_F(ScreenTest, SealsNothingWhereNothingWasWritten) {
  show(with_round(text_round(RoundPhase::writing)), in_round);
  type_into("Your answer", "  ");
  press("Seal my answer");
  key(Key::enter, true);
  EXPECT_EQ(port->last<SealAnswer>(), nullptr);
}

TEST_F(ScreenTest, TellsThatOneWritesAndSavesTheDraft) {
  show(with_round(text_round(RoundPhase::writing)), in_round);
  type("A beginning");
  EXPECT_NE(port->last<client::Writing>(), nullptr);
  frames(20);
  ASSERT_NE(port->last<SaveDraft>(), nullptr);
  EXPECT_EQ(std::get<TextAnswer>(port->last<SaveDraft>()->answer).text, "A beginning");
}

TEST_F(ScreenTest, SavesTheDraftWhenOneLeaves) {
  show(with_round(text_round(RoundPhase::writing)), in_round);
  type("Half a thought");
  press("Back");
  ASSERT_NE(port->last<SaveDraft>(), nullptr);
  EXPECT_EQ(std::get<TextAnswer>(port->last<SaveDraft>()->answer).text, "Half a thought");
}

TEST_F(ScreenTest, SealsAChoiceAScaleAndAFeeling) {
  show(with_round(round_of(CardKind::choice, RoundPhase::writing)), in_round);
  press("being made to laugh");
  press("Seal my answer");
  ASSERT_NE(port->last<SealAnswer>(), nullptr);
  EXPECT_EQ(std::get<ChoiceAnswer>(port->last<SealAnswer>()->answer).index, 4);

  show(with_round(round_of(CardKind::scale, RoundPhase::writing)), in_round);
  press("7", "step");
  press("Seal my answer");
  ASSERT_NE(port->last<SealAnswer>(), nullptr);
  EXPECT_EQ(std::get<ScaleAnswer>(port->last<SealAnswer>()->answer).value, 7);

  show(with_round(round_of(CardKind::feeling, RoundPhase::writing)), in_round);
  press("Close", "feeling");
  press("longing");
  press("4", "step");
  press("Seal my answer");
  ASSERT_NE(port->last<SealAnswer>(), nullptr);
  EXPECT_EQ(std::get<FeelingAnswer>(port->last<SealAnswer>()->answer), (FeelingAnswer{"close", "longing", 4, ""}));
}

TEST_F(ScreenTest, ShowsNothingOfThePartnerBeforeTheReveal) {
  for (const auto phase : {RoundPhase::writing, RoundPhase::partner_sealed, RoundPhase::sealed, RoundPhase::both_sealed,
                           RoundPhase::countdown}) {
    show(with_round(text_round(phase)), in_round);
    EXPECT_EQ(ui.log().to_json(0, 0).find("Sunday calls"), std::string::npos) << int(phase);
  }
}

TEST_F(ScreenTest, ShowsBothAnswersSideBySide) {
  show(with_round(text_round(RoundPhase::receiving)), in_round);
  std::vector<Rect> answers;
  for (const auto& widget : ui.log().widgets())
    if (widget.role == "answer") answers.push_back(widget.rect);
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].y, answers[1].y);
  EXPECT_LT(answers[0].right(), answers[1].x);
}

TEST_F(ScreenTest, SaysBackConfirmsAndClarifies) {
  show(with_round(text_round(RoundPhase::receiving)), in_round);
  type_into("What I heard", "That you hope.");
  press("Say it back");
  ASSERT_NE(port->last<SayBack>(), nullptr);
  EXPECT_EQ(port->last<SayBack>()->text, "That you hope.");

  auto heard = text_round(RoundPhase::receiving);
  heard.may_say_back = false, heard.may_confirm = true;
  show(with_round(heard), in_round);
  press("Yes, that is it");
  ASSERT_NE(port->last<Confirm>(), nullptr);
  EXPECT_TRUE(port->last<Confirm>()->yes);
  press("Not quite");
  type("It is more the waiting.");
  press("Send it");
  EXPECT_FALSE(port->last<Confirm>()->yes);
  EXPECT_EQ(port->last<Confirm>()->clarification, "It is more the waiting.");
}

TEST_F(ScreenTest, OffersASmallWordUnderALightCardAndSayingBackOnlyIfWanted) {
  auto light = text_round(RoundPhase::receiving);
  light.card.depth = 1, light.may_react = true;
  show(with_round(light), in_round);
  EXPECT_EQ(find("What I heard"), nullptr);
  press("I did not know that");
  ASSERT_NE(port->last<React>(), nullptr);
  press("Say it back");
  type("That you hope.");
  press("Say it back");
  ASSERT_NE(port->last<SayBack>(), nullptr);
  EXPECT_EQ(port->last<SayBack>()->text, "That you hope.");

  light.card.depth = 3;
  show(with_round(light), in_round);
  EXPECT_NE(find("What I heard"), nullptr);
  EXPECT_EQ(find("I did not know that"), nullptr) << "it was not heard yet";
}

TEST_F(ScreenTest, MovesNothingUnderTheHandWhenThePartnerSeals) {
  show(with_round(text_round(RoundPhase::writing)), in_round);
  ASSERT_NE(find("Seal my answer"), nullptr);
  const auto before = find("Seal my answer")->rect;
  port->show(with_round(text_round(RoundPhase::partner_sealed)));
  frames(3);
  ASSERT_NE(find("Sam has sealed an answer. It opens with yours."), nullptr);
  EXPECT_EQ(find("Seal my answer")->rect.y, before.y);
}

TEST_F(ScreenTest, AsksBeforeItClosesUnanswered) {
  show(with_round(text_round(RoundPhase::sealed)), in_round);
  press("Close this round");
  EXPECT_EQ(port->last<CloseRound>(), nullptr);
  key(Key::escape);
  EXPECT_EQ(find("Close it"), nullptr);
  press("Close this round");
  press("Close it");
  EXPECT_NE(port->last<CloseRound>(), nullptr);
}

TEST_F(ScreenTest, LeavesOnlyWithTheWord) {
  show(paired(), {Route::To::leave});
  type_into("To leave, type the word leave", "leav");
  press("Leave this pair", "button");
  EXPECT_EQ(port->last<Leave>(), nullptr);
  type("e");
  press("Leave this pair", "button");
  EXPECT_NE(port->last<Leave>(), nullptr);
}

TEST_F(ScreenTest, ForgetsWhatWasTypedWhenItLocks) {
  show(with_round(text_round(RoundPhase::writing)), in_round);
  type("secret thought");
  port->show(locked());
  frames(2);
  port->show(with_round(text_round(RoundPhase::writing)));
  frames(2);
  window->go(in_round);
  frames(2);
  EXPECT_EQ(find("Your answer", "writing")->value, "");
}

TEST_F(ScreenTest, LetsANoticeLieAboveWithoutTakingPressesFromBelow) {
  auto model = paired();
  model.notices = {{7, Notice::Kind::problem, "Something to know."}};
  show(model);
  press("Ask this tonight");
  EXPECT_NE(port->last<AskCard>(), nullptr);
  press("Dismiss");
  ASSERT_NE(port->last<DismissNotice>(), nullptr);
  EXPECT_EQ(port->last<DismissNotice>()->id, 7u);
}

TEST_F(ScreenTest, IsReachedByTabAloneInReadingOrder) {
  show(paired());
  std::vector<std::string> reached;
  for (int i = 0; i < 6; ++i) {
    key(Key::tab);
    for (const auto& widget : ui.log().widgets())
      if (widget.focused) reached.push_back(widget.label);
  }
  EXPECT_EQ(reached, (std::vector<std::string>{"Tonight", "Practices", "Keepsake", "Settings", "Ask this tonight",
                                               "Another one"}));
  key(Key::tab, false, true);
  key(Key::enter);
  EXPECT_NE(port->last<AskCard>(), nullptr);
}

TEST_F(ScreenTest, GoesBackByEscapeAndElsewhereByShortcuts) {
  show(with_round(text_round(RoundPhase::sealed)), in_round);
  key(Key::escape);
  EXPECT_EQ(window->route().to, Route::To::tonight);
  shortcut('3');
  EXPECT_EQ(window->route().to, Route::To::keepsake);
}

// At any size: what can be pressed does not lie upon something else that can, and nothing is cut off at the sides.
TEST_F(ScreenTest, CutsAndOverlapsNothingAtAnySize) {
  struct Size {
    float width, height, scale;
  };
  for (const auto size :
       {Size{1100, 760, 1}, Size{800, 600, 1}, Size{800, 600, 2}, Size{1100, 760, 2}, Size{3840, 2160, 1.5f}}) {
    width = size.width, height = size.height, scale = size.scale;
    for (const auto& scene : all_scenes()) {
      SCOPED_TRACE(testing::Message() << scene.name << " at " << width << "x" << height << ", " << scale * 100 << " %");
      show(scene.model, scene.route);
      const auto& all = ui.log().widgets();
      const auto presses = [](const Widget& w) {
        return w.role == "button" || w.role == "chip" || w.role == "option" || w.role == "row" || w.role == "field" ||
               w.role == "writing" || w.role == "step";
      };
      for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_GE(all[i].rect.x, 0) << all[i].label.substr(0, 60);
        EXPECT_LE(all[i].rect.right(), width + 1) << all[i].role << ' ' << all[i].label.substr(0, 60);
        if (!presses(all[i]) || all[i].label == "Dismiss") continue;
        for (std::size_t j = i + 1; j < all.size(); ++j)
          EXPECT_FALSE(presses(all[j]) && all[j].label != "Dismiss" && all[i].rect.overlaps(all[j].rect))
              << all[i].label << " and " << all[j].label;
      }
    }
  }
}

TEST_F(ScreenTest, DrawsTenThousandKeptRoundsAsAFew) {
  auto model = paired();
  model.keepsake = keepsake(10'000);
  show(std::move(model), {Route::To::keepsake});
  int rows = 0;
  for (const auto& widget : ui.log().widgets()) rows += widget.role == "row";
  EXPECT_GT(rows, 3);
  EXPECT_LT(rows, 40);
  ImGui::GetIO().MousePos = {600, 500};
  for (int i = 0; i < 30; ++i) {
    ImGui::GetIO().MouseWheel = -3;
    frame();
  }
  frames(3);
  EXPECT_EQ(find("November 2026"), nullptr) << "scrolled away";
}

TEST_F(ScreenTest, FindsKeptRoundsByWhatIsTyped) {
  show(paired(), {Route::To::keepsake});
  type_into("Search", "brave");
  EXPECT_NE(find("What did you want to be brave enough for this year, and were you?", "row"), nullptr);
  EXPECT_EQ(find("Which smell is home to you?", "row"), nullptr);
  type(" nothing like it");
  EXPECT_NE(find("Nothing here has all of these words in it."), nullptr);
}

TEST_F(ScreenTest, ReachesOlderKeptRoundsByTabAlone) {
  auto model = paired();
  model.keepsake = keepsake(300);
  show(std::move(model), {Route::To::keepsake});
  type_into("Search", "");
  for (int i = 0; i < 60; ++i) key(Key::tab);
  const auto& widgets = ui.log().widgets();
  const auto focused = std::find_if(widgets.begin(), widgets.end(), [](const Widget& each) { return each.focused; });
  ASSERT_NE(focused, widgets.end());
  EXPECT_EQ(focused->role, "row");
  EXPECT_GT(focused->visible.height, 30);
}

TEST_F(ScreenTest, ListsItsKeysWhereAQuestionMarkIsNoText) {
  show(paired());
  type("?");
  ASSERT_NE(find("Close the list", "button"), nullptr);
  EXPECT_NE(find("Ctrl+Enter"), nullptr);
  key(Key::escape);
  EXPECT_EQ(find("Ctrl+Enter"), nullptr);
  key(Key::help);
  EXPECT_NE(find("Ctrl+Enter"), nullptr);
  press("Close the list", "button");
  EXPECT_EQ(find("Ctrl+Enter"), nullptr);
}

TEST_F(ScreenTest, WritesAQuestionMarkWhereOneWrites) {
  show(paired(), {Route::To::keepsake});
  type_into("Search", "?");
  EXPECT_EQ(find("Search", "field")->value, "?");
  EXPECT_EQ(find("Ctrl+Enter"), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
