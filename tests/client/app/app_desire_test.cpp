// Desire between two Apps and a relay: nothing of it is there before both want it, and it goes at once where one does no more.
#include <set>

#include "client/app/unseen_wishes.h"
#include "client/content/catalogue.h"
#include "tests/client/app/app_fixture.h"

namespace twinlamp::client::test {
namespace {

const std::string kitchen = "open-up.first-kitchen", talk = "desire.first-noticed", wish_list = "desire.wish-list", mood = "desire.not-in-the-mood";
constexpr int desire = 4;

// Everything in the model that a face could draw, as far as it is words.
std::vector<std::string> words_in(const Model& model) {
  std::vector<std::string> all;
  const auto add_card = [&](const CardView& card) {
    all.insert(all.end(), {card.id, card.prompt, card.why});
    for (const auto* list : {&card.starters, &card.options, &card.follow_ups}) all.insert(all.end(), list->begin(), list->end());
    if (card.items)
      for (const auto& item : *card.items) all.push_back(item.text);
  };
  for (const auto& card : *model.cards) add_card(card);
  for (const auto& round : model.open_rounds) {
    add_card(round->card);
    all.push_back(round->waiting_for);
    for (const auto* answer : {&round->mine, &round->partners})
      if (*answer) all.insert(all.end(), {(*answer)->summary, (*answer)->words});
  }
  for (const auto& line : *model.keepsake) all.insert(all.end(), {line.prompt, line.mine, line.partners, line.practice_name});
  for (const auto& practice : *model.practices) all.push_back(practice.next_card);
  if (model.tonight) add_card(model.tonight->card);
  if (model.tonight) all.push_back(model.tonight->reason);
  for (const auto& offer : model.feelings_facts->offers) all.push_back(offer.prompt);
  for (const auto& area : model.open_up->areas) all.insert(all.end(), area.cards.begin(), area.cards.end());
  for (const auto& notice : model.notices) all.push_back(notice.text);
  for (const auto& deck : model.own_cards->decks)
    for (const auto& card : deck.cards) all.push_back(card.prompt);
  const auto& view = *model.desire;
  all.insert(all.end(), {view.wish_card, view.talk_of_wish, view.talk_of_thought, view.check_in_card, view.next_card});
  for (const auto& wish : view.in_common) all.push_back(wish.item.text);
  for (const auto& seen : view.check_ins) all.push_back(seen.prompt);
  return all;
}

std::string first_word_of_desire(const Model& model) {
  static const auto catalogue = Catalogue::built_in("en");
  static const auto forbidden = [] {
    std::set<std::string> out;
    for (const auto* card : catalogue.by_practice(desire)) out.insert({card->id, card->prompt});
    for (const auto& item : catalogue.items("wishes")) out.insert(item.text);
    return out;
  }();
  for (const auto& said : words_in(model))
    if (forbidden.contains(said) || said == "Desire") return said;
  return {};
}

class DesireAppTest : public CoupleTest {
protected:
  // The devices ask each other after a closed round of Open up.
  void play_open_up() {
    const auto id = ask(noor_, kitchen);
    for (auto* person : {&noor_, &sam_}) person->send(SetInFront{true});
    for (auto* person : {&noor_, &sam_}) person->send(SealAnswer{id, TextAnswer{"Tiles."}, SealMode::apart});
    for (auto* person : {&noor_, &sam_}) {
      ASSERT_TRUE(person->wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::receiving; }));
      person->send(React{id, "warm"});
    }
    ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& round) { return round.may_close && round.exchange.size() == 2; }));
    noor_.send(CloseRound{id});
    ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::closed; }));
  }
  void switch_on() {
    pair_up();
    for (auto* person : {&noor_, &sam_}) {
      person->send(SetDesire{true});
      ASSERT_TRUE(person->wait([](const Model& m) { return m.desire->wanted; }));
    }
    play_open_up();
    for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.desire->is_shown(); }));
  }
  void switch_off(Person& person) {
    person.send(SetDesire{false});
    ASSERT_TRUE(person.wait([](const Model& m) { return !m.desire->wanted && !m.desire->is_on; }));
    EXPECT_EQ(first_word_of_desire(*person.model()), "");
  }
  std::string open_list() {
    const auto id = ask(noor_, wish_list);
    EXPECT_FALSE(id.empty());
    return id;
  }
};

TEST_F(DesireAppTest, ShowsNothingBeforeBothWantIt) {
  pair_up();
  EXPECT_EQ(first_word_of_desire(*noor_.model()), "");
  noor_.send(SetDesire{true});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->wanted; }));
  play_open_up();
  sam_.send(AskCard{talk});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_TRUE(sam_.model()->open_rounds.empty()) << "it cannot be asked either";
  for (auto* person : {&noor_, &sam_}) {
    EXPECT_FALSE(person->model()->desire->is_on);
    EXPECT_FALSE(person->model()->shows_apart);
    EXPECT_EQ(first_word_of_desire(*person->model()), "");
  }
  EXPECT_FALSE(sam_.model()->desire->wanted);
}

TEST_F(DesireAppTest, IsThereForBothOnceBothWantIt) {
  switch_on();
  for (auto* person : {&noor_, &sam_}) {
    EXPECT_TRUE(person->model()->shows_apart);
    EXPECT_NE(first_word_of_desire(*person->model()), "");
    EXPECT_FALSE(person->model()->desire->wish_card.empty());
  }
}

TEST_F(DesireAppTest, GoesAtOnceAndInSilenceWhereOneWantsItNoMore) {
  switch_on();
  const auto id = ask(noor_, talk);
  static_cast<void>(sam_.told());
  switch_off(sam_);
  EXPECT_EQ(sam_.round(id), nullptr);
  EXPECT_TRUE(sam_.model()->open_rounds.empty());
  sam_.send(SealAnswer{id, TextAnswer{"Your hands."}, SealMode::apart});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_EQ(noor_.round(id)->phase, RoundPhase::writing) << "it looks like not yet";
  EXPECT_TRUE(noor_.model()->desire->is_shown()) << "and the partner is not told";

  sam_.send(SetInFront{false});
  noor_.send(SealAnswer{id, TextAnswer{"Your laugh."}, SealMode::apart});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::sealed; }));
  noor_.send(SendGift{GiftKind::affirmation, {}, {}, {}, "I love you.", GiftMoment::now, {}});  // what comes after it has come
  ASSERT_TRUE(sam_.wait([](const Model& m) { return !m.gifts->jar.empty(); }));
  EXPECT_EQ(first_word_of_desire(*sam_.model()), "");
  EXPECT_EQ(sam_.model()->partner.lamp == LampState::sealed, false);

  sam_.send(SetDesire{true});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.desire->is_shown() && !m.open_rounds.empty(); }));
  EXPECT_EQ(sam_.round(id)->phase, RoundPhase::partner_sealed);
}

TEST_F(DesireAppTest, ListsAnOwnCardOfItWhileItIsShownAndTakesNoneElse) {
  pair_up();
  const std::string whisper = "What would you like me to whisper to you?";
  const auto lists = [&](const Model& model) {
    const auto all = words_in(model);
    return std::ranges::find(all, whisper) != all.end();
  };
  AddOwnCard card;
  card.practice = "desire";
  card.card.depth = 1;
  card.card.kind = CardKind::text;
  card.card.prompt = whisper;
  noor_.send(card);
  ASSERT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice(Words::built_in("en").say("own.no_desire")); }));
  for (auto* person : {&noor_, &sam_}) person->send(SetDesire{true});
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.desire->wanted; }));
  play_open_up();
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.desire->is_shown(); }));
  noor_.send(card);
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait(lists));
  for (auto* person : {&noor_, &sam_}) {
    switch_off(*person);
    EXPECT_FALSE(lists(*person->model()));
  }
  card.practice = "play";
  card.card.prompt = "Which tram?";
  noor_.send(card);
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.own_cards->decks.size() == 1 && m.own_cards->decks[0].cards.size() == 1; })) << "what is there already stops no other card";
}

TEST_F(DesireAppTest, KeepsItsFeelingsOutOfTheChartWhetherItIsOnOffOrLocked) {
  switch_on();
  const auto id = ask(noor_, mood);
  for (auto* person : {&noor_, &sam_}) person->send(SealAnswer{id, FeelingAnswer{"alone", "forgotten", 4, ""}, SealMode::apart});
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::receiving; }));
    EXPECT_TRUE(person->model()->feelings_facts->mine.empty());
    EXPECT_TRUE(person->model()->feelings_facts->partners.empty());
  }
  switch_off(sam_);
  noor_.send(SetDesireLock{"", "seven small boats"});
  noor_.send(CloseDesire{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->is_locked; }));
  for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->model()->feelings_facts->mine.empty());
}

TEST_F(DesireAppTest, FindsWhatBothWantAndNothingElse) {
  switch_on();
  const auto id = open_list();
  const Items items = *noor_.round(id)->card.items;
  ASSERT_EQ(items.size(), 8u);
  for (std::size_t i = 0; i < items.size(); ++i) EXPECT_EQ((*sam_.round(id)->card.items)[i].id, items[i].id) << "the same draw on both";
  WishesAnswer mine, theirs;
  for (const auto& item : items) mine.wishes[item.id] = theirs.wishes[item.id] = Wish::no;
  mine.wishes[items[0].id] = theirs.wishes[items[0].id] = Wish::yes;
  mine.wishes[items[1].id] = Wish::yes;
  mine.wishes[items[2].id] = Wish::curious, theirs.wishes[items[2].id] = Wish::yes;
  noor_.send(SealAnswer{id, mine, SealMode::apart});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::sealed; }));
  sam_.send(SealAnswer{id, theirs, SealMode::apart});
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::receiving; }));
    const auto round = person->round(id);
    EXPECT_EQ(round->mine->words, round->partners->words);
    EXPECT_NE(round->mine->words.find(items[0].text), std::string::npos);
    EXPECT_NE(round->mine->words.find(items[2].text), std::string::npos);
    for (const std::size_t other : {1, 3, 4, 5, 6, 7}) EXPECT_EQ(round->mine->words.find(items[other].text), std::string::npos);
  }
  noor_.send(CloseRound{id});
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait([](const Model& m) { return m.desire->in_common.size() == 2; }));
    const auto found = person->model()->desire->in_common;
    EXPECT_TRUE(found[0].both_want);
    EXPECT_FALSE(found[1].both_want) << "a thought that both enjoy";
    EXPECT_TRUE(person->model()->keepsake->front().is_apart);
  }
}

TEST_F(DesireAppTest, LeavesAListAloneForAnEveningOffAndPlaysNoToAllAfterwards) {
  switch_on();
  const auto id = open_list();
  switch_off(sam_);
  const auto pass = [&](std::chrono::minutes time) {
    for (auto* person : {&noor_, &sam_}) person->clock().pass(time);
    for (auto* person : {&noor_, &sam_}) {  // and is seen to have passed
      const auto before = person->model()->version;
      person->send(SetInFront{true});
      ASSERT_TRUE(person->wait([&](const Model& m) { return m.version > before; }));
    }
  };
  pass(std::chrono::hours(12));
  pass(UnseenWishes::longest);
  sam_.send(SetDesire{true});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.desire->is_shown() && !m.open_rounds.empty(); }));
  EXPECT_TRUE(sam_.round(id)->may_write) << "an evening off has answered nothing";

  switch_off(sam_);
  const Items items = *noor_.round(id)->card.items;
  WishesAnswer mine;
  for (const auto& item : items) mine.wishes[item.id] = Wish::no;
  mine.wishes[items[0].id] = Wish::yes;
  noor_.send(SealAnswer{id, mine, SealMode::apart});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::sealed; }));
  pass(UnseenWishes::rest + std::chrono::minutes(1));
  EXPECT_EQ(noor_.round(id)->phase, RoundPhase::sealed) << "they are not long enough here yet";
  pass(UnseenWishes::longest);
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& round) { return round.phase == RoundPhase::receiving; }));
  EXPECT_EQ(noor_.round(id)->mine->words, Words::built_in("en").say("wishes.nothing"));
  EXPECT_EQ(noor_.round(id)->mode, SealMode::together) << "as whoever has never sealed another way";
  EXPECT_EQ(first_word_of_desire(*sam_.model()), "");
  EXPECT_EQ(sam_.round(id), nullptr);
}

TEST_F(DesireAppTest, IsBehindItsOwnPassphraseWhereOneWasChosen) {
  switch_on();
  noor_.send(SetDesireLock{"", "seven small boats"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->has_lock; }));
  EXPECT_TRUE(noor_.model()->desire->is_shown()) << "whoever has just chosen it knows it";
  noor_.send(CloseDesire{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->is_locked; }));
  EXPECT_EQ(first_word_of_desire(*noor_.model()), "");
  EXPECT_FALSE(noor_.model()->shows_apart);
  noor_.send(OpenDesire{"seven small goats"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->was_wrong; }));
  EXPECT_TRUE(noor_.model()->desire->is_locked);
  noor_.send(OpenDesire{"seven small boats"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->is_shown(); }));

  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->is_locked; })) << "and it is closed again after a start";
  noor_.send(OpenDesire{"seven small boats"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.desire->is_shown(); }));
  noor_.send(SetDesireLock{"seven small boats", ""});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.desire->has_lock; }));
}

TEST_F(DesireAppTest, RemembersOneCeilingAndTellsNobody) {
  pair_up();
  noor_.send(SetCeiling{2});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.open_up->ceiling == 2; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.open_up->ceiling == 2; }));
  EXPECT_TRUE(noor_.model()->open_up->is_ceiling_chosen);
  EXPECT_EQ(sam_.model()->open_up->ceiling, 2) << "what counts for one who has not said so yet";
  EXPECT_FALSE(sam_.model()->open_up->is_ceiling_chosen);
}

TEST_F(DesireAppTest, RefusesACardOfOpenUpThatIsDeeperThanTheTwo) {
  pair_up();
  std::string deep;
  const auto catalogue = Catalogue::built_in("en");
  for (const auto* card : catalogue.by_practice(2))
    if (card->depth == 3) deep = card->id;
  noor_.send(AskCard{deep});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_EQ(noor_.model()->notices.back().text, Words::built_in("en").say("act.too_deep"));
  EXPECT_TRUE(noor_.model()->open_rounds.empty());
}

}  // namespace
}  // namespace twinlamp::client::test
