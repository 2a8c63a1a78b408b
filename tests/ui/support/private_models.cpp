#include "tests/ui/support/private_models.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

Route page_of(int practice) { return {.to = Route::To::practice, .practice = practice}; }

Items drawn() {
  return {{"wishes.slow-dance", "A slow dance in a dark room, to one song only", {}, "closeness", 0},
          {"wishes.bath-candles", "A bath for two by candlelight", {}, "closeness", 0},
          {"wishes.letter", "A letter that says what you would like, read aloud on the phone with the lights out", {}, "far", 0}};
}

}  // namespace

Model with_open_up(int depth, int ceiling) {
  auto model = paired();
  OpenUpView view;
  view.depth = depth;
  view.ceiling = ceiling;
  for (const auto* name : {"Work", "Family", "Body", "Money", "Past", "Future", "Us", "Faith", "Health", "Dreams"})
    view.areas.push_back({name, name, name == std::string("Past"), name == std::string("Family"), {"Open up.0", "Open up.1"}, "Open up.0", 2});
  view.news = {"Open up.3"};
  view.news_card = "Open up.3";
  model.open_up = std::make_shared<const OpenUpView>(view);
  return model;
}

Model with_ceiling_asked() {
  auto model = with_open_up(2, 2);
  auto view = *model.open_up;
  view.is_ceiling_chosen = false, view.asks_ceiling = true;
  model.open_up = std::make_shared<const OpenUpView>(view);
  return model;
}

DesireView desire_switched_on() {
  DesireView view;
  view.wanted = view.is_on = true;
  view.wish_card = "Desire.1";
  view.wishes_drawn = 8, view.wishes_most = 6;
  view.has_run = true;
  const auto items = drawn();
  view.in_common = {{items[0], true, "r1"}, {items[1], true, "r1"}, {items[2], false, "r1"}};
  view.talk_of_wish = "Desire.2", view.talk_of_thought = "Desire.3";
  view.check_in_card = "Desire.0";
  view.next_card = "Desire.1";
  CheckInView seen;
  seen.card = "desire.check-in-closeness", seen.round = "c1";
  seen.prompt = "Screens and all: how close did you feel to me this past week?";
  seen.date = "21 Nov 2026", seen.low_label = "far away", seen.high_label = "right beside you", seen.steps = 7, seen.mine = 3, seen.partners = 5;
  seen.reading = read_pair(seen.mine, seen.partners, seen.steps);
  view.check_ins = {seen};
  return view;
}

Model with_desire(DesireView view) {
  auto model = paired();
  const bool is_shown = view.is_shown();
  model.desire = std::make_shared<const DesireView>(std::move(view));
  model.shows_apart = is_shown;
  if (!is_shown) {
    auto cards = *model.cards;
    std::erase_if(cards, [](const CardView& card) { return card.practice == 4; });
    model.cards = std::make_shared<const std::vector<CardView>>(std::move(cards));
  }
  return model;
}

RoundView wish_list(RoundPhase phase) {
  auto round = round_of(CardKind::wishes, phase);
  round.card.practice = 4, round.card.practice_name = "Desire";
  round.card.prompt = "Three wishes. Answer each for yourself; nobody sees how. Only what we both want will ever show.";
  round.card.items = std::make_shared<const Items>(drawn());
  round.card.most = 2;
  const WishesAnswer both{{{"wishes.slow-dance", Wish::yes}, {"wishes.letter", Wish::curious}}};
  for (auto* answer : {&round.mine, &round.partners}) {
    if (!*answer) continue;
    (*answer)->answer = both;
    (*answer)->words = "You both want to do this:\n" + drawn()[0].text + "\nYou both enjoy the thought of this:\n" + drawn()[2].text;
  }
  round.may_say_back = round.may_follow_up = round.may_add = round.may_react = false;
  return round;
}

RoundView wish_list_with_nothing() {
  auto round = wish_list(RoundPhase::receiving);
  for (auto* answer : {&round.mine, &round.partners}) {
    (*answer)->answer = WishesAnswer{};
    (*answer)->words = (*answer)->summary = "Nothing that you both want this time. Nobody can tell who said what.";
  }
  return round;
}

RoundView ideas_marked() {
  auto round = wish_list(RoundPhase::receiving);
  round.card.practice = 9, round.card.practice_name = "Dates";
  round.card.prompt = "Twelve ideas for two laptops. Which of them would you enjoy?";
  for (auto* answer : {&round.mine, &round.partners})
    (*answer)->answer = WishesAnswer{{{"wishes.slow-dance", Wish::yes}, {"wishes.bath-candles", Wish::yes}}};
  return round;
}

std::vector<Scene> private_scenes() {
  DesireView off, waiting, locked = desire_switched_on(), first = desire_switched_on(), door = desire_switched_on();
  waiting.wanted = true;
  locked.has_lock = locked.is_locked = locked.was_wrong = true;
  first.has_run = false, first.in_common.clear(), first.check_ins.clear();
  door.has_lock = true;
  auto check_in = round_of(CardKind::scale, RoundPhase::receiving);
  check_in.card.id = "desire.check-in-closeness", check_in.card.practice = 4, check_in.card.practice_name = "Desire";
  check_in.card.prompt = "Screens and all: how close did you feel to me this past week?";
  check_in.may_say_back = false, check_in.may_react = true;
  auto answered = wish_list(RoundPhase::writing);
  answered.draft = WishesAnswer{{{"wishes.slow-dance", Wish::yes}, {"wishes.bath-candles", Wish::curious}, {"wishes.letter", Wish::no}}};
  return {{"practice-open-up", with_open_up(2, 4), page_of(2)},
          {"practice-open-up-asks", with_ceiling_asked(), page_of(2)},
          {"practice-desire-off", with_desire(off), page_of(4)},
          {"practice-desire-waiting", with_desire(waiting), page_of(4)},
          {"practice-desire-locked", with_desire(locked), page_of(4)},
          {"practice-desire-first", with_desire(first), page_of(4)},
          {"practice-desire", with_desire(desire_switched_on()), page_of(4)},
          {"practice-desire-door", with_desire(door), page_of(4), "Change its passphrase"},
          {"round-wishes-drawn", with_round(wish_list(RoundPhase::writing)), {Route::To::round, "r"}},
          {"round-wishes-draft", with_round(answered), {Route::To::round, "r"}},
          {"reveal-wishes", with_round(wish_list(RoundPhase::receiving)), {Route::To::round, "r"}},
          {"reveal-wishes-nothing", with_round(wish_list_with_nothing()), {Route::To::round, "r"}},
          {"reveal-ideas", with_round(ideas_marked()), {Route::To::round, "r"}},
          {"reveal-check-in", with_round(check_in), {Route::To::round, "r"}}};
}

}  // namespace twinlamp::ui::test
