#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

using client::CardKind;
using client::ExchangeView;
using client::LampState;
using client::RoundPhase;
using client::Stage;

std::string name_of(Stage stage) {
  switch (stage) {
    case Stage::fresh: return "fresh";
    case Stage::locked: return "locked";
    case Stage::unpaired: return "unpaired";
    case Stage::pairing: return "pairing";
    case Stage::paired: return "paired";
    case Stage::ended: return "ended";
  }
  return "fresh";
}

std::string words_of(const ExchangeView& said, const std::string& partner, const client::Words& words) {
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
  }
  return {};
}

std::string answer_words(const client::AnswerView& answer, const client::Words& words) {
  if (answer.could_not_be_opened) return words.say("cli.round.not_opened");
  if (const auto* text = std::get_if<client::TextAnswer>(&answer.answer)) return text->text;
  return answer.summary;
}

const std::string& partner_at_start(const client::Model& model, const client::Words& words) {
  return model.partner.name.empty() ? words.say("partner.start") : model.partner.name;
}
const std::string& partner_within(const client::Model& model, const client::Words& words) {
  return model.partner.name.empty() ? words.say("partner.middle") : model.partner.name;
}

}  // namespace

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
  if (card.steps > 0) fields.number("steps", card.steps).text("low", card.low_label).text("high", card.high_label);
  return fields;
}

std::string words_of(const client::CardView& card, const client::Words& words) {
  std::string out = card.prompt + "\n" +
                    words.say("cli.card.facts", {{"practice", card.practice_name}, {"depth", card.depth}, {"card", card.id}});
  if (!card.why.empty()) out += "\n" + words.say("cli.card.why", {{"why", card.why}});
  for (std::size_t i = 0; i < card.options.size(); ++i) out += "\n  " + std::to_string(i + 1) + ". " + card.options[i];
  if (card.steps > 0)
    out += "\n" + words.say("cli.card.scale", {{"low", card.low_label}, {"steps", card.steps}, {"high", card.high_label}});
  for (const auto& starter : card.starters) out += "\n" + words.say("cli.card.starter", {{"starter", starter}});
  return out;
}

std::string kind_hint(const client::CardView& card, const client::Words& words) {
  switch (card.kind) {
    case CardKind::text: return words.say("cli.hint.text");
    case CardKind::choice: return words.say("cli.hint.choice");
    case CardKind::scale: return words.say("cli.hint.scale", {{"steps", card.steps}});
    case CardKind::feeling: return words.say("cli.hint.feeling");
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
  for (const auto& said : round.exchange) exchange.push_back(words_of(said, words.say("partner.bare"), words));
  if (!exchange.empty()) fields.list("exchange", exchange);
  std::vector<std::string> may;
  const std::pair<bool, const char*> acts[] = {
      {round.may_write, "answer"}, {round.may_seal, "seal"}, {round.may_pass, "pass"}, {round.may_relax, "relax"},
      {round.may_say_back, "say-back"}, {round.may_confirm, "confirm"}, {round.may_react, "react"}, {round.may_follow_up, "follow-up"},
      {round.may_reply, "reply"}, {round.may_add, "add"}, {round.may_close, "close"}};
  for (const auto& [allowed, name] : acts)
    if (allowed) may.emplace_back(name);
  return fields.list("may", may);
}

std::string words_of(const client::RoundView& round, const client::Model& model, const client::Words& words) {
  const auto& partner = partner_at_start(model, words);
  const auto line = [&](std::string_view key, std::string_view text = {}) {
    return "\n" + words.say(key, {{"partner", partner}, {"text", text}});
  };
  std::string out = words_of(round.card, words) + "\n" + words.say("cli.round.is", {{"phase", words_of(round.phase, words)}});
  if (!round.waiting_for.empty()) out += " " + round.waiting_for;
  if (round.passed) out += line("cli.round.passed");
  if (round.mine) {
    out += line("cli.round.wrote.mine", answer_words(*round.mine, words));
    for (const auto& addition : round.mine->additions) out += line("cli.round.added.mine", addition);
  }
  if (round.partners) {
    out += line("cli.round.wrote.theirs", answer_words(*round.partners, words));
    for (const auto& addition : round.partners->additions) out += line("cli.round.added.theirs", addition);
  }
  for (const auto& said : round.exchange) out += "\n" + words_of(said, partner, words);
  if (round.may_say_back) out += line("cli.round.next.say_back");
  if (round.may_confirm) out += "\n" + words.say("cli.round.next.confirm", {{"partner", partner_within(model, words)}});
  if (round.may_reply) out += line("cli.round.next.reply");
  if (round.may_close && round.phase == RoundPhase::receiving) out += line("cli.round.next.close");
  return out;
}

Fields status_fields(const client::Model& model) {
  Fields fields;
  fields.text("stage", name_of(model.stage)).flag("online", model.connection == client::Connection::online);
  fields.text("me", model.me.name).text("partner", model.partner.name).text("my_lamp", name_of(model.me.lamp));
  fields.text("partners_lamp", name_of(model.partner.lamp)).flag("both_confirmed", model.both_confirmed);
  fields.number("open_rounds", static_cast<long long>(model.open_rounds.size())).number("unsent", static_cast<long long>(model.unsent));
  fields.number("evenings_together", model.evenings_together).text("relay", model.settings.relay);
  return fields;
}

std::string status_words(const client::Model& model, const client::Words& words) {
  switch (model.stage) {
    case Stage::fresh: return words.say("cli.status.fresh");
    case Stage::locked: return words.say("cli.status.locked");
    case Stage::unpaired: return words.say("cli.status.unpaired");
    case Stage::pairing: return words.say("cli.status.pairing");
    case Stage::ended: return words.say(model.left_here ? "cli.status.left" : "cli.status.ended");
    case Stage::paired: break;
  }
  const auto& partner = partner_within(model, words);
  std::string out = words.say("cli.status.paired", {{"partner", partner}});
  if (!model.both_confirmed) out += "\n" + words.say("cli.status.unconfirmed", {{"partner", partner}});
  out += "\n" + words.say("cli.status.my_lamp", {{"lamp", words_of(model.me.lamp, words)}}) + "\n" +
         words.say("cli.status.partners_lamp", {{"partner", partner_at_start(model, words)}, {"lamp", words_of(model.partner.lamp, words)}});
  if (!model.connection_text.empty()) out += "\n" + model.connection_text;
  if (model.unsent > 0) out += "\n" + words.say("cli.status.unsent", {{"count", model.unsent}});
  if (model.evenings_together > 0) out += "\n" + words.say("cli.status.evenings", {{"count", model.evenings_together}});
  for (std::size_t i = 0; i < model.open_rounds.size(); ++i)
    out += "\n" + words.say("cli.status.round", {{"number", i + 1}, {"prompt", model.open_rounds[i]->card.prompt},
                                                  {"phase", words_of(model.open_rounds[i]->phase, words)}});
  return out;
}

}  // namespace twinlamp::cli
