#include "client/app/round_view.h"

#include <algorithm>

#include "client/app/exchange.h"
#include "client/app/local_time.h"
#include "client/app/practices/dialogue.h"
#include "client/app/practices/fears.h"
#include "client/app/practices/values.h"
#include "client/app/practices/waiting.h"
#include "client/content/answer_codec.h"
#include "protocol/practice/step.h"

namespace twinlamp::client {
namespace {

constexpr int desire = 4;  // product.md: hidden from the keepsake's front

// The one round that a view is being made of, with everything the steps share.
struct Subject {
  const twinlamp::Round& round;
  const RoundFacts& facts;
  const Wording& wording;
  const Card card;

  Slot me() const { return facts.me; }
  Slot partner() const { return partner_of(facts.me); }
  bool is_open() const { return round.is_revealed && !facts.is_held; }
  std::string moment(WallTime at) const { return local_moment(at, wording.utc_offset(at), wording.words); }
  const std::string& say(std::string_view key) const { return wording.words.say(key); }
  std::string say_of_partner(std::string_view key) const {
    return wording.words.say(key, {{"partner", facts.partner_name.empty() ? say("partner.middle") : facts.partner_name}});
  }
  std::string say_by_partner(std::string_view key) const {  // where the name begins the sentence
    return wording.words.say(key, {{"partner", facts.partner_name.empty() ? say("partner.start") : facts.partner_name}});
  }
};

AnswerView answer_view(const Subject& subject, const Result<SecretBytes>& bytes, bool hide_mark = false) {
  AnswerView view;
  auto answer = bytes ? answer_from_bytes(*bytes) : Result<Answer>(bytes.error());
  if (!answer) {
    view.could_not_be_opened = true;
    return view;
  }
  if (auto* list = std::get_if<ListAnswer>(&*answer); list != nullptr && hide_mark) list->mark = 0;
  view.answer = *answer;
  view.words = full_text(subject.card, *answer, subject.wording.catalogue.feelings(), subject.wording.words);
  view.summary = summary_line(subject.card, *answer, subject.wording.catalogue.feelings(), subject.wording.words);
  return view;
}

void date(const Subject& subject, Slot slot, AnswerView& view) {
  if (const auto* seal = subject.round.seal_of(slot)) view.sealed_at = subject.moment(seal->at);
}

AnswerView wishes_answer(const Subject& subject, WishesAnswer wishes) {
  AnswerView view;
  const Answer answer = std::move(wishes);
  view.words = full_text(subject.card, answer, subject.wording.catalogue.feelings(), subject.wording.words);
  view.summary = summary_line(subject.card, answer, subject.wording.catalogue.feelings(), subject.wording.words);
  view.answer = answer;
  return view;
}

// As this round asks it: of a wish list only what was drawn, in that order, and how many of it may be wanted.
Card card_in(const twinlamp::Round& round, const Wording& wording) {
  auto card = card_of(wording.catalogue, round);
  if (!round.wishes) return card;
  Items drawn;
  for (const auto& id : round.wishes->items) {
    drawn.push_back({id, item_text(card, id, wording.words), {}, {}, 0});
    if (!card.items) continue;
    if (const auto known = std::ranges::find(*card.items, id, &Item::id); known != card.items->end()) drawn.back() = *known;
  }
  card.items = std::make_shared<const Items>(std::move(drawn));
  card.most = static_cast<std::uint8_t>(std::min<std::uint32_t>(round.wishes->quota, 255));
  return card;
}

// The wishes of both, the two kinds apart.
std::string words_of(const Subject& subject, const WishesAnswer& both) {
  std::string out;
  for (const auto& [wish, heading] : {std::pair{Wish::yes, "wishes.both_want"}, {Wish::curious, "wishes.both_enjoy"}}) {
    std::string lines;
    for (const auto& item : subject.round.wishes->items)
      if (const auto found = both.wishes.find(item); found != both.wishes.end() && found->second == wish)
        lines += "\n" + item_text(subject.card, item, subject.wording.words);
    if (!lines.empty()) out += (out.empty() ? "" : "\n") + subject.say(heading) + lines;
  }
  return out;
}

// What both want is the same on both sides, and nothing else of either is known.
AnswerView what_both_want(const Subject& subject, Slot slot) {
  WishesAnswer both;
  const auto& run = *subject.round.wishes;
  for (std::size_t at = 0; at < run.outcome.size(); ++at)
    if (run.outcome[at] != match::Outcome::nothing) both.wishes[run.items[at]] = run.outcome[at] == match::Outcome::both_yes ? Wish::yes : Wish::curious;
  auto view = wishes_answer(subject, both);
  view.words = words_of(subject, both);
  view.summary = subject.wording.words.say("wishes.in_common", {{"count", both.wishes.size()}});
  if (both.wishes.empty()) view.words = view.summary = subject.say("wishes.nothing");
  view.could_not_be_opened = run.is_broken;
  date(subject, slot, view);
  return view;
}

// What this person has voted, for their own eyes, until it opens.
std::optional<AnswerView> voted_answer(const Subject& subject) {
  if (!subject.facts.my_votes) return std::nullopt;
  WishesAnswer mine;
  const auto& run = *subject.round.wishes;
  for (std::size_t at = 0; at < run.items.size() && at < subject.facts.my_votes->size(); ++at)
    mine.wishes[run.items[at]] = static_cast<Wish>(static_cast<int>((*subject.facts.my_votes)[at]) + 1);
  return wishes_answer(subject, mine);
}

// The items of this run alone, in its order; what the catalogue does not have is named as such.
std::shared_ptr<const Items> items_asked(const Subject& subject) {
  Items items;
  for (const auto& id : subject.round.wishes->items) {
    const auto known = subject.card.items ? std::ranges::find(*subject.card.items, id, &Item::id) : Items::const_iterator();
    if (subject.card.items && known != subject.card.items->end()) {
      items.push_back(*known);
    } else {
      items.push_back({id, subject.say("answer.option_gone"), {}, {}, 0});
    }
  }
  return std::make_shared<const Items>(std::move(items));
}

std::optional<WishesView> wishes_view(const Subject& subject) {
  if (!subject.round.wishes) return std::nullopt;
  const auto& run = *subject.round.wishes;
  WishesView view;
  view.items = run.items;
  view.most = run.quota;
  if (const auto mine = voted_answer(subject)) view.mine = std::get<WishesAnswer>(mine->answer).wishes;
  if (subject.is_open())
    for (const auto outcome : run.outcome) view.wanted.push_back(static_cast<Wanted>(outcome));
  view.is_broken = run.is_broken;
  return view;
}

// The mark of the partner's list is told once I have guessed, or when nobody will guess any more.
bool hides_mark(const Subject& subject, Slot author) {
  return author != subject.me() && !subject.round.closing &&
         last_step(subject.round, twinlamp::StepKind::guess, subject.me()) == nullptr;
}

std::optional<AnswerView> open_answer(const Subject& subject, Slot slot) {
  if (subject.round.wishes && subject.round.is_revealed) return what_both_want(subject, slot);
  const auto& side = subject.round.sides[slot];
  if (side.answer_state == AnswerState::hidden || side.answer_state == AnswerState::erased) return std::nullopt;
  const bool is_readable = side.answer_state == AnswerState::open;
  auto view = answer_view(subject, is_readable ? Result<SecretBytes>(side.answer) : Error{ErrorCode::unauthentic, "answer"},
                          hides_mark(subject, slot));
  date(subject, slot, view);
  for (const auto& addition : side.additions) view.additions.push_back(addition.text);
  return view;
}

std::optional<AnswerView> sealed_answer(const Subject& subject) {
  if (subject.round.wishes) return voted_answer(subject);
  if (!subject.facts.my_answer) return std::nullopt;
  auto view = answer_view(subject, *subject.facts.my_answer);
  date(subject, subject.me(), view);
  return view;
}

RoundPhase phase(const Subject& subject) {
  const auto& round = subject.round;
  if (round.closing) return round.is_revealed ? RoundPhase::closed : RoundPhase::unanswered;
  if (subject.is_open()) return RoundPhase::receiving;
  if (round.is_revealed) return subject.facts.opens_at ? RoundPhase::countdown : RoundPhase::both_sealed;
  const bool mine = round.has_answered(subject.me()), partners = round.has_answered(subject.partner());
  if (mine && partners) return RoundPhase::both_sealed;
  if (mine) return RoundPhase::sealed;
  return partners ? RoundPhase::partner_sealed : RoundPhase::writing;
}

std::string waiting_for_opening(const Subject& subject, const RoundView& view) {
  if (subject.round.is_revealed) return subject.say("waiting.opening");
  if (view.mode != SealMode::together) return subject.say("waiting.keys");
  if (view.relaxed_by_partner) return subject.say_by_partner("waiting.together_offered");
  if (view.relaxed_by_me) return subject.say_of_partner("waiting.together_asked");
  return subject.say("waiting.together");
}

bool asks(const twinlamp::Round& round, Slot slot) {  // and was not answered
  const auto& asked = round.sides[slot].follow_ups;
  return !asked.empty() && asked.back().replies.empty();
}

std::string say_waiting(const Subject& subject, const Waiting& waiting) {
  return waiting.begins_with_name ? subject.say_by_partner(waiting.key) : subject.say_of_partner(waiting.key);
}

std::string waiting_while_receiving(const Subject& subject, const RoundView& view) {
  if (subject.round.wishes) return subject.say("waiting.wishes");  // there was nothing to be heard
  if (view.may_confirm) return subject.say_by_partner("waiting.confirm");
  if (view.may_reply) return subject.say_by_partner("waiting.reply");
  if (const auto mine = waits_for_me_in_practice(view)) return say_waiting(subject, *mine);
  if (!has_received(subject.round, subject.me())) {
    if (!must_say_back(subject.round))
      return asks(subject.round, subject.me()) ? subject.say_of_partner("waiting.for_reply") : subject.say("waiting.respond");
    if (view.may_say_back) return subject.say("waiting.say_back");
    return subject.say_of_partner("waiting.for_confirm");
  }
  // What the partner said of my say-back is not yet a word about my answer.
  if (!has_received(subject.round, subject.partner()))
    return subject.say_of_partner(must_say_back(subject.round) ? "waiting.for_say_back" : "waiting.for_response");
  if (const auto theirs = waits_for_partner_in_practice(view)) return say_waiting(subject, *theirs);
  const auto& mine = subject.round.sides[subject.me()].say_backs;
  if (!mine.empty() && !mine.back().verdict) return subject.say_of_partner("waiting.for_confirm");
  return subject.say("waiting.heard");
}

std::string waiting_for(const Subject& subject, const RoundView& view) {
  if (subject.facts.is_closing) return subject.say("waiting.closing");
  switch (view.phase) {
    case RoundPhase::writing: return subject.say("waiting.nobody");
    case RoundPhase::partner_sealed:
      return effective_mode(subject.round) == twinlamp::SealMode::open
                 ? subject.say_by_partner("waiting.partner_sealed_open")
                 : subject.say_by_partner("waiting.partner_sealed");
    case RoundPhase::sealed: return subject.say_of_partner("waiting.for_seal");
    case RoundPhase::both_sealed:
    case RoundPhase::countdown: return waiting_for_opening(subject, view);
    case RoundPhase::receiving: return waiting_while_receiving(subject, view);
    case RoundPhase::closed:
    case RoundPhase::unanswered: break;
  }
  return {};
}

std::vector<StepView> make_steps(const Subject& subject) {
  std::vector<StepView> steps;
  for (const auto& step : subject.round.steps) {
    StepView view;
    view.id = to_hex(step.said.entry_id);
    view.kind = static_cast<StepKind>(step.kind);
    view.mine = step.author == subject.me();
    view.choice = static_cast<int>(step.choice);
    view.text = step.said.text;
    if (step.about != EntryId{}) view.about = to_hex(step.about);
    view.said_at = subject.moment(step.said.at);
    if (step.moment != WallTime{}) view.moment = step.moment;
    steps.push_back(std::move(view));
  }
  return steps;
}

bool may_guess_mark(const Subject& subject, const RoundView& view) {
  twinlamp::Step guess;
  guess.kind = number_of(twinlamp::StepKind::guess);
  guess.author = subject.me();
  guess.choice = 1;
  return subject.card.marked && view.partners && std::holds_alternative<ListAnswer>(view.partners->answer) &&
         may_take_step(subject.round, guess);
}

std::string opening_words(const std::optional<AnswerView>& answer) {
  const auto* text = answer ? std::get_if<TextAnswer>(&answer->answer) : nullptr;
  return text == nullptr ? std::string() : text->text;
}

void set_practice(const Subject& subject, RoundView& view) {
  view.fears = fears_view(subject.round, subject.me());
  view.dialogue = dialogue_view(subject.round, subject.me(), {opening_words(view.mine), opening_words(view.partners)});
  view.values = values_view(subject.round, subject.me());
}

bool is_whole(const Subject& subject, const Answer& draft) {
  return validate(subject.card, draft, subject.wording.catalogue.feelings(), subject.wording.words).empty();
}

void set_draft(const Subject& subject, RoundView& view) {
  const auto& draft = view.draft.emplace(*subject.facts.draft);
  const auto* guess = std::get_if<GuessAnswer>(&draft);
  const bool is_guess_in_words = guess != nullptr && guess->mine == GuessAnswer::unset && !(guess->mine_text.empty() && guess->guess_text.empty());
  if (is_guess_in_words || std::holds_alternative<TextAnswer>(draft) || std::holds_alternative<ListAnswer>(draft) || is_whole(subject, draft))
    view.draft_words = full_text(subject.card, draft, subject.wording.catalogue.feelings(), subject.wording.words);
}

void set_what_may_be_done(const Subject& subject, RoundView& view) {
  const auto& round = subject.round;
  const auto me = subject.me();
  if (subject.facts.is_closing || subject.facts.is_held) return;
  view.may_write = twinlamp::may_write(round, me);
  view.may_seal = view.may_write && view.draft && is_whole(subject, *view.draft);
  view.may_pass = view.may_write && !view.passed;
  view.may_close = (twinlamp::may_close(round, me) && is_finished(round)) || twinlamp::may_pass(round, me) || subject.facts.may_lay_aside;
  view.may_relax = twinlamp::may_relax(round, me);
  view.may_say_back = twinlamp::may_say_back(round, me);
  // A reaction may be confirmed too, but says nothing that could be heard wrongly: nobody is asked for it.
  view.may_confirm = twinlamp::may_confirm(round, me) && !round.sides[subject.partner()].say_backs.empty();
  view.may_react = twinlamp::may_react(round, me);
  view.may_follow_up = twinlamp::may_ask(round, me);
  view.may_reply = twinlamp::may_reply(round, me);
  view.may_add = twinlamp::may_add(round, me) && !round.wishes;  // what was answered there stays with the two devices
  view.may_guess = may_guess_mark(subject, view);
}

}  // namespace

RoundView make_round_view(const twinlamp::Round& round, const RoundFacts& facts, const Wording& wording) {
  const Subject subject{round, facts, wording, card_in(round, wording)};
  RoundView view;
  view.id = to_hex(round.id);
  view.card = card_view(wording.catalogue, subject.card);
  view.phase = phase(subject);
  view.opened_at = subject.moment(round.opened_at);
  view.opened_by_me = round.opened_by == facts.me;
  view.mode = static_cast<SealMode>(effective_mode(round));
  view.relaxed_by_me = round.sides[facts.me].relaxed;
  view.relaxed_by_partner = round.sides[subject.partner()].relaxed;
  if (view.phase == RoundPhase::countdown) view.opens_at = facts.opens_at;
  if (subject.is_open()) {
    view.mine = open_answer(subject, facts.me);
    view.partners = open_answer(subject, subject.partner());
    view.exchange = make_exchange(round, facts.me, wording.words);
  } else {
    view.mine = sealed_answer(subject);
    view.passed = facts.has_passed && !view.mine;
    if (facts.draft != nullptr && !view.mine) set_draft(subject, view);
  }
  if (!facts.is_held) view.steps = make_steps(subject);
  view.wishes = wishes_view(subject);
  if (view.wishes) view.card.items = items_asked(subject);
  if (subject.is_open()) set_practice(subject, view);
  set_what_may_be_done(subject, view);
  view.waiting_for = waiting_for(subject, view);
  return view;
}

WallTime keepsake_time(const twinlamp::Round& round) {
  if (round.revealed_at) return *round.revealed_at;
  return round.closing ? round.closing->at : round.opened_at;
}

RoundSummary make_summary(const twinlamp::Round& round, Slot me, const Wording& wording) {
  RoundFacts facts;
  facts.me = me;
  const Subject subject{round, facts, wording, card_in(round, wording)};
  RoundSummary summary;
  summary.id = to_hex(round.id);
  summary.prompt = subject.card.prompt;
  summary.practice = practice_of(wording.catalogue, round);
  if (const auto* practice = wording.catalogue.practice(static_cast<std::uint8_t>(summary.practice))) summary.practice_name = practice->name;
  summary.date = local_date(keepsake_time(round), wording.utc_offset(keepsake_time(round)), wording.words);
  summary.month = local_month(keepsake_time(round), wording.utc_offset(keepsake_time(round)), wording.words);
  summary.day = local_day(keepsake_time(round), wording.utc_offset(keepsake_time(round)));
  summary.is_apart = summary.practice == desire;
  summary.answered = round.is_revealed;
  if (auto mine = open_answer(subject, me)) summary.mine = mine->summary;
  if (auto partners = open_answer(subject, subject.partner())) summary.partners = partners->summary;
  return summary;
}

}  // namespace twinlamp::client
