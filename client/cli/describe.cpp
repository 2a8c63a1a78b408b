#include "client/cli/describe.h"

#include <algorithm>

#include "client/cli/practice_steps.h"
#include "client/practices/dates.h"
#include "client/practices/step_words.h"

namespace twinlamp::cli {
namespace {

using client::CardKind;
using client::ExchangeView;
using client::LampState;
using client::RoundPhase;

std::string step_line(const ExchangeView& said, const std::string& partner, const std::string& text, const client::Words& words) {
  const auto heading = client::step_heading(said, said.mine, partner, words);
  return text.empty() ? heading + "." : words.say("cli.said.step", {{"heading", heading}, {"text", text}});
}

std::string history_words(const ExchangeView& said, const std::string& partner, const client::Words& words) {
  // Each kind has its sentence for what I said and for what my partner said.
  const auto one = [&](std::string_view mine, std::string_view theirs) {
    return words.say(said.mine ? mine : theirs, {{"partner", partner}, {"text", said.text}});
  };
  switch (said.kind) {
    case ExchangeView::Kind::say_back: return one("cli.said.heard.mine", "cli.said.heard.theirs");
    case ExchangeView::Kind::confirmed:
      return one("cli.said.confirmed.mine", "cli.said.confirmed.theirs") + (said.text.empty() ? "" : " " + said.text);
    case ExchangeView::Kind::not_quite: return one("cli.said.not_quite.mine", "cli.said.not_quite.theirs");
    case ExchangeView::Kind::reaction: return one("cli.said.reacted.mine", "cli.said.reacted.theirs");
    case ExchangeView::Kind::follow_up: return one("cli.said.asked.mine", "cli.said.asked.theirs");
    case ExchangeView::Kind::reply: return one("cli.said.replied.mine", "cli.said.replied.theirs");
    case ExchangeView::Kind::step: return step_line(said, partner, said.text, words);
  }
  return {};
}

std::string answer_words(const client::AnswerView& answer, const client::Words& words) {
  if (answer.could_not_be_opened) return words.say("cli.round.not_opened");
  if (const auto* text = std::get_if<client::TextAnswer>(&answer.answer)) return text->text;
  return answer.words;
}

}  // namespace

const std::string& partner_at_start(const client::Model& model, const client::Words& words) {
  return model.partner.name.empty() ? words.say("partner.start") : model.partner.name;
}
const std::string& partner_within(const client::Model& model, const client::Words& words) {
  return model.partner.name.empty() ? words.say("partner.middle") : model.partner.name;
}

std::string words_of(RoundPhase phase, const client::Words& words) {
  switch (phase) {
    case RoundPhase::writing: return words.say("cli.phase.writing");
    case RoundPhase::partner_sealed: return words.say("cli.phase.partner_sealed");
    case RoundPhase::sealed: return words.say("cli.phase.sealed");
    case RoundPhase::both_sealed: return words.say("cli.phase.both_sealed");
    case RoundPhase::countdown: return words.say("cli.phase.countdown");
    case RoundPhase::receiving: return words.say("cli.phase.receiving");
    case RoundPhase::closed: return words.say("cli.phase.closed");
    case RoundPhase::unanswered: return words.say("cli.phase.unanswered");
  }
  return {};
}

std::string name_of(RoundPhase phase) {
  switch (phase) {
    case RoundPhase::writing: return "writing";
    case RoundPhase::partner_sealed: return "partner_sealed";
    case RoundPhase::sealed: return "sealed";
    case RoundPhase::both_sealed: return "both_sealed";
    case RoundPhase::countdown: return "countdown";
    case RoundPhase::receiving: return "receiving";
    case RoundPhase::closed: return "closed";
    case RoundPhase::unanswered: return "unanswered";
  }
  return {};
}

std::string words_of(LampState lamp, const client::Words& words) {
  switch (lamp) {
    case LampState::away: return words.say("cli.lamp.away");
    case LampState::unlit: return words.say("cli.lamp.unlit");
    case LampState::here: return words.say("cli.lamp.here");
    case LampState::writing: return words.say("cli.lamp.writing");
    case LampState::sealed: return words.say("cli.lamp.sealed");
  }
  return {};
}

std::string name_of(LampState lamp) {
  switch (lamp) {
    case LampState::away: return "away";
    case LampState::unlit: return "unlit";
    case LampState::here: return "here";
    case LampState::writing: return "writing";
    case LampState::sealed: return "sealed";
  }
  return {};
}

Fields fields_of(const client::CardView& card) {
  Fields fields;
  fields.text("card", card.id).text("practice", card.practice_name).number("depth", card.depth).text("kind", name_of(card.kind));
  fields.text("prompt", card.prompt);
  if (!card.options.empty()) fields.list("options", card.options);
  if (!card.pairs.empty()) {
    std::vector<std::string> sides;
    for (const auto& pair : card.pairs) sides.insert(sides.end(), {pair.left, pair.right});
    fields.list("pairs", sides);
  }
  if (card.items) {
    std::vector<std::string> items;
    for (const auto& item : *card.items) items.push_back(item.text);
    fields.list("items", items);
  }
  if (card.lines_most > 0) fields.number("lines_least", card.lines_least).number("lines_most", card.lines_most).flag("marked", card.marked);
  if (!card.follow_ups.empty()) fields.list("follow_ups", card.follow_ups);
  if (card.steps > 0) fields.number("steps", card.steps).text("low", card.low_label).text("high", card.high_label);
  return fields;
}

namespace {

// What is chosen from, numbered as it is answered by.
std::string stock_words(const client::CardView& card, const client::Words& words) {
  std::string out;
  const auto add = [&](std::size_t place, const std::string& text) { out += "\n  " + std::to_string(place + 1) + ". " + text; };
  for (std::size_t i = 0; i < card.options.size(); ++i) add(i, card.options[i]);
  if (card.items)
    for (std::size_t i = 0; i < card.items->size(); ++i) {
      const auto& item = (*card.items)[i];
      add(i, item.about.empty() ? item.text : words.say("cli.card.item", {{"item", item.text}, {"about", item.about}}));
    }
  for (std::size_t i = 0; i < card.pairs.size(); ++i)
    add(i, words.say("cli.card.pair", {{"left", card.pairs[i].left}, {"right", card.pairs[i].right}}));
  if (card.kind != CardKind::wishes) return out;
  if (card.most > 0) out += "\n" + words.say("wishes.most", {{"count", card.most}});
  return out + "\n" + words.say("wishes.learns");  // before anything is answered, with every list
}

}  // namespace

std::string words_of(const client::CardView& card, const client::Words& words) {
  std::string out = card.prompt + "\n" +
                    words.say("cli.card.facts", {{"practice", card.practice_name}, {"depth", card.depth}, {"card", card.id}});
  if (!card.why.empty()) out += "\n" + words.say("cli.card.why", {{"why", card.why}});
  out += stock_words(card, words);
  if (card.steps > 0)
    out += "\n" + words.say("cli.card.scale", {{"low", card.low_label}, {"steps", card.steps}, {"high", card.high_label}});
  for (const auto& starter : card.starters) out += "\n" + words.say("cli.card.starter", {{"starter", starter}});
  return out;
}

std::string question_words(const client::CardView& card, const client::Words& words) {
  auto out = card.prompt;
  out += stock_words(card, words);
  if (card.steps > 0) out += "\n" + words.say("cli.card.scale", {{"low", card.low_label}, {"steps", card.steps}, {"high", card.high_label}});
  return out;
}

std::string ask_hint(const client::CardView& card, const client::Words& words) {
  switch (card.kind) {
    case CardKind::text: return words.say("cli.next.text");
    case CardKind::choice: return words.say("cli.next.choice");
    case CardKind::scale: return words.say("cli.next.scale", {{"steps", card.steps}});
    case CardKind::feeling: return words.say("cli.next.feeling");
    case CardKind::choices: return words.say("cli.next.choices", {{"count", card.most}});
    case CardKind::ranking: return words.say("cli.next.ranking");
    case CardKind::list: return words.say(card.marked ? "cli.next.marked" : "cli.next.list", {{"least", card.lines_least}, {"most", card.lines_most}});
    case CardKind::guess: return words.say(card.options.empty() ? "cli.next.guess_words" : "cli.next.guess");
    case CardKind::sort: return words.say("cli.next.sort");
    case CardKind::wishes: return words.say("cli.next.wishes");
    case CardKind::pairs: return words.say("cli.next.pairs");
  }
  return {};
}

std::string kind_hint(const client::CardView& card, const client::Words& words) {
  switch (card.kind) {
    case CardKind::text: return words.say("cli.hint.text");
    case CardKind::choice: return words.say("cli.hint.choice");
    case CardKind::scale: return words.say("cli.hint.scale", {{"steps", card.steps}});
    case CardKind::feeling: return words.say("cli.hint.feeling");
    case CardKind::choices: return words.say("cli.hint.choices", {{"count", card.most}});
    case CardKind::ranking: return words.say("cli.hint.ranking");
    case CardKind::list: return words.say(card.marked ? "cli.hint.marked" : "cli.hint.list", {{"least", card.lines_least}, {"most", card.lines_most}});
    case CardKind::guess: return words.say(card.options.empty() ? "cli.hint.guess_words" : "cli.hint.guess");
    case CardKind::sort: return words.say("cli.hint.sort");
    case CardKind::wishes: return words.say("cli.hint.wishes");
    case CardKind::pairs: return words.say("cli.hint.pairs");
  }
  return {};
}

Fields fields_of(const client::RoundView& round, const client::Words& words) {
  auto fields = fields_of(round.card);
  fields.text("round", round.id).text("phase", name_of(round.phase)).flag("passed", round.passed);
  if (round.mine) fields.text("mine", answer_words(*round.mine, words));
  if (round.partners) fields.text("partners", answer_words(*round.partners, words));
  if (round.mine && !round.mine->additions.empty()) fields.list("my_additions", round.mine->additions);
  if (round.partners && !round.partners->additions.empty()) fields.list("partners_additions", round.partners->additions);
  std::vector<std::string> exchange;
  for (const auto& said : round.exchange) exchange.push_back(history_words(said, words.say("partner.bare"), words));
  if (!exchange.empty()) fields.list("exchange", exchange);
  std::vector<std::string> may;
  const std::pair<bool, const char*> acts[] = {
      {round.may_write, "answer"}, {round.may_seal, "seal"}, {round.may_pass, "pass"}, {round.may_relax, "relax"},
      {round.may_say_back, "say-back"}, {round.may_confirm, "confirm"}, {round.may_react, "react"}, {round.may_follow_up, "follow-up"}, {round.may_guess, "guess"},
      {round.may_reply, "reply"}, {round.may_add, "add"}, {round.may_close, "close"}};
  for (const auto& [allowed, name] : acts)
    if (allowed) may.emplace_back(name);
  return fields.list("may", may);
}

std::string brief_name(const client::RoundView& round, const client::Words& words) {
  constexpr std::size_t enough = 28;
  const auto& prompt = round.card.prompt;
  auto end = prompt.size() <= enough + 8 ? std::string::npos : prompt.find(' ', enough);
  while (end != std::string::npos && end > 0 && std::string_view(".,;:").find(prompt[end - 1]) != std::string_view::npos) --end;
  return words.say("cli.round.name", {{"words", end == std::string::npos ? prompt : prompt.substr(0, end) + "…"}});
}

std::string continued(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  | ";
  }
  return out;
}

std::string news_words(const ExchangeView& said, const client::Model& model, const client::Words& words) {
  const auto say = [&](std::string_view key) {
    return words.say(key, {{"partner", partner_at_start(model, words)}, {"text", continued(said.text)}});
  };
  switch (said.kind) {
    case ExchangeView::Kind::say_back: return say("cli.says.heard");
    case ExchangeView::Kind::confirmed: return said.text.empty() ? say("cli.says.yes") : say("cli.says.yes_and");
    case ExchangeView::Kind::not_quite: return say("cli.says.not_quite");
    case ExchangeView::Kind::reaction: return say("cli.says.reacts");
    case ExchangeView::Kind::follow_up: return say("cli.says.asks");
    case ExchangeView::Kind::reply: return say("cli.says.replies");
    case ExchangeView::Kind::step: return step_line(said, partner_at_start(model, words), continued(said.text), words);
  }
  return {};
}

std::string name_of(ExchangeView::Kind kind) {
  switch (kind) {
    case ExchangeView::Kind::say_back: return "say-back";
    case ExchangeView::Kind::confirmed: return "confirmed";
    case ExchangeView::Kind::not_quite: return "not-quite";
    case ExchangeView::Kind::reaction: return "reaction";
    case ExchangeView::Kind::follow_up: return "follow-up";
    case ExchangeView::Kind::reply: return "reply";
    case ExchangeView::Kind::step: return "step";
  }
  return {};
}

namespace {

std::string what_one_can_do(const client::RoundView& round, const client::Words& words) {
  const std::pair<bool, const char*> acts[] = {
      {round.may_confirm, "cli.act.confirm"}, {round.may_reply, "cli.act.reply"},         {round.may_say_back, "cli.act.say_back"},
      {round.may_guess, "cli.act.guess"},     {round.may_react, "cli.act.react"},     {round.may_follow_up, "cli.act.follow_up"}, {round.may_add, "cli.act.add"},
      {round.may_close, "cli.act.close"}};
  std::string all;
  for (const auto& [may, key] : acts)
    if (may) all += (all.empty() ? "" : "; ") + words.say(key);
  return all.empty() ? all : words.say("cli.round.can", {{"acts", all}});
}

std::string answer_lines(const client::AnswerView& answer, const std::string& partner, bool mine, const client::Words& words) {
  const auto line = [&](std::string_view key, const std::string& text) {
    return words.say(key, {{"partner", partner}, {"text", continued(text)}}) + "\n";
  };
  auto out = line(mine ? "cli.round.wrote.mine" : "cli.round.wrote.theirs", answer_words(answer, words));
  for (const auto& addition : answer.additions) out += line(mine ? "cli.round.added.mine" : "cli.round.added.theirs", addition);
  return out;
}

// Which of the other's lines was guessed to be the marked one, and whether it is.
std::string guess_line(const client::StepView& step, const client::RoundView& round, const std::string& partner, const client::Words& words) {
  const auto& answer = step.mine ? round.partners : round.mine;
  const auto* list = answer ? std::get_if<client::ListAnswer>(&answer->answer) : nullptr;
  if (step.kind != client::StepKind::guess || list == nullptr) return {};
  const auto place = static_cast<std::size_t>(step.choice);
  const auto line = place >= 1 && place <= list->lines.size() ? list->lines[place - 1] : words.say("answer.option_gone");
  const bool fits = list->mark == step.choice;
  if (step.mine) return words.say(fits ? "marked.mine_fits" : "marked.mine", {{"line", line}}) + "\n";
  return words.say(fits ? "marked.theirs_fits" : "marked.theirs", {{"line", line}, {"partner", partner}}) + "\n";
}

}  // namespace

// What it waits for where that says all; else what it is.
std::string state_line(const client::RoundView& round, const client::Words& words) {
  return round.waiting_for.empty() ? words.say("cli.round.is", {{"phase", words_of(round.phase, words)}}) : round.waiting_for;
}

std::string open_words(const client::RoundView& round, const client::Model& model, const client::Words& words) {
  const auto& partner = partner_at_start(model, words);
  std::string out;
  if (round.partners) out += answer_lines(*round.partners, partner, false, words);
  if (round.mine) out += answer_lines(*round.mine, partner, true, words);
  for (const auto& step : round.steps) out += guess_line(step, round, partner, words);
  for (const auto& said : round.exchange) out += continued(history_words(said, partner, words)) + "\n";
  if (round.may_follow_up)
    for (const auto& question : round.card.follow_ups) out += words.say("cli.card.follow_up", {{"question", question}}) + "\n";
  out += state_line(round, words);
  if (const auto practice = practice_words(round, model, words); !practice.empty()) out += "\n" + practice;
  if (const auto can = what_one_can_do(round, words); round.phase == RoundPhase::receiving && !can.empty()) out += "\n" + can;
  return out;
}

std::string words_of(const client::RoundView& round, const client::Model& model, const client::Words& words) {
  if (round.phase == RoundPhase::receiving || round.phase == RoundPhase::closed)
    return round.card.prompt + "\n" + open_words(round, model, words);
  auto out = words_of(round.card, words) + "\n" + state_line(round, words);
  if (round.passed) out += "\n" + words.say("cli.round.passed");
  if (!round.draft_words.empty()) out += "\n" + draft_line(round, words);
  if (!round.mine) return out;
  out += "\n" + answer_lines(*round.mine, {}, true, words);
  out.pop_back();
  return out;
}

std::string draft_line(const client::RoundView& round, const client::Words& words) {
  return words.say("cli.round.draft", {{"text", continued(round.draft_words)}});
}

std::string reveal_words(const client::RoundView& round, const client::Model& model, const client::Words& words) {
  if (!round.partners && !round.mine) return words_of(round, model, words);
  return words.say("cli.now_open", {{"prompt", round.card.prompt}}) + "\n" + open_words(round, model, words);
}

bool is_heard(const client::RoundView& round) {
  if (!round.may_close || round.phase != RoundPhase::receiving || round.may_confirm || round.may_reply) return false;
  bool mine_waits = false;  // what I said back, for a word on it
  for (const auto& said : round.exchange) {
    if (said.kind == ExchangeView::Kind::say_back && said.mine) mine_waits = true;
    if (said.kind == ExchangeView::Kind::confirmed && !said.mine) mine_waits = false;
  }
  return !mine_waits;
}

}  // namespace twinlamp::cli
