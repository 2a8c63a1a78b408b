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

std::string words_of(const ExchangeView& said, const std::string& partner) {
  const std::string who = said.mine ? "You" : partner;
  switch (said.kind) {
    case ExchangeView::Kind::say_back: return who + " heard: " + said.text;
    case ExchangeView::Kind::confirmed: return who + (said.text.empty() ? " said: yes, that is it." : " said: yes, that is it. " + said.text);
    case ExchangeView::Kind::not_quite: return who + " said: not quite. " + said.text;
    case ExchangeView::Kind::reaction: return who + " reacted: " + said.text;
    case ExchangeView::Kind::follow_up: return who + " asked: " + said.text;
    case ExchangeView::Kind::reply: return who + " replied: " + said.text;
  }
  return {};
}

std::string answer_words(const client::AnswerView& answer) {
  if (answer.could_not_be_opened) return "(this answer could not be opened: its key does not fit what was sealed)";
  if (const auto* text = std::get_if<client::TextAnswer>(&answer.answer)) return text->text;
  return answer.summary;
}

std::string partner_name(const client::Model& model) { return model.partner.name.empty() ? "Your partner" : model.partner.name; }

}  // namespace

std::string words_of(RoundPhase phase) {
  switch (phase) {
    case RoundPhase::writing: return "open: neither of you has sealed";
    case RoundPhase::partner_sealed: return "your partner's answer is sealed; yours is not";
    case RoundPhase::sealed: return "your answer is sealed; your partner's is not yet";
    case RoundPhase::both_sealed: return "both sealed";
    case RoundPhase::countdown: return "opening now";
    case RoundPhase::receiving: return "open on both sides";
    case RoundPhase::closed: return "closed";
    case RoundPhase::unanswered: return "closed, unanswered";
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

std::string words_of(LampState lamp) {
  switch (lamp) {
    case LampState::away: return "is dark: away";
    case LampState::unlit: return "is out";
    case LampState::here: return "glows: here";
    case LampState::writing: return "flickers: writing";
    case LampState::sealed: return "burns full: sealed";
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

std::string words_of(const client::CardView& card) {
  std::string out = card.prompt + "\n" + card.practice_name + ", depth " + std::to_string(card.depth) + " of 5. Card " + card.id + ".";
  if (!card.why.empty()) out += "\nWhy ask: " + card.why;
  for (std::size_t i = 0; i < card.options.size(); ++i) out += "\n  " + std::to_string(i + 1) + ". " + card.options[i];
  if (card.steps > 0)
    out += "\nFrom 1 (" + card.low_label + ") to " + std::to_string(card.steps) + " (" + card.high_label + ").";
  for (const auto& starter : card.starters) out += "\nYou might begin: " + starter;
  return out;
}

std::string kind_hint(const client::CardView& card) {
  switch (card.kind) {
    case CardKind::text: return "Write your answer; end with a line that holds only a full stop.";
    case CardKind::choice: return "Answer with the number of one choice.";
    case CardKind::scale: return "Answer with a number from 1 to " + std::to_string(card.steps) + ".";
    case CardKind::feeling: return "Answer with a feeling word, how strong it is from 1 to 5, and a note if you like: calm 3 after the walk.";
  }
  return {};
}

Fields fields_of(const client::RoundView& round) {
  auto fields = fields_of(round.card);
  fields.text("round", round.id).text("phase", name_of(round.phase)).flag("passed", round.passed);
  if (round.mine) fields.text("mine", answer_words(*round.mine));
  if (round.partners) fields.text("partners", answer_words(*round.partners));
  if (round.mine && !round.mine->additions.empty()) fields.list("my_additions", round.mine->additions);
  if (round.partners && !round.partners->additions.empty()) fields.list("partners_additions", round.partners->additions);
  std::vector<std::string> exchange;
  for (const auto& said : round.exchange) exchange.push_back(words_of(said, "Partner"));
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

std::string words_of(const client::RoundView& round, const client::Model& model) {
  const auto partner = partner_name(model);
  std::string out = words_of(round.card) + "\nThis round is " + words_of(round.phase) + ".";
  if (!round.waiting_for.empty()) out += " " + round.waiting_for;
  if (round.passed) out += "\nYou passed on it. That stays on this device.";
  if (round.mine) {
    out += "\nYou wrote: " + answer_words(*round.mine);
    for (const auto& addition : round.mine->additions) out += "\nYou added: " + addition;
  }
  if (round.partners) {
    out += "\n" + partner + " wrote: " + answer_words(*round.partners);
    for (const auto& addition : round.partners->additions) out += "\n" + partner + " added: " + addition;
  }
  for (const auto& said : round.exchange) out += "\n" + words_of(said, partner);
  if (round.may_say_back) out += "\nNext: say-back, in your words, what you heard.";
  if (round.may_confirm) out += "\nNext: confirm, or confirm --not-quite, what " + partner + " heard.";
  if (round.may_reply) out += "\nNext: reply to the question.";
  if (round.may_close && round.phase == RoundPhase::receiving) out += "\nBoth of you were heard. You can close this round.";
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

std::string status_words(const client::Model& model) {
  switch (model.stage) {
    case Stage::fresh: return "This profile is new. Begin with: twinlamp-cli setup --name YOUR-NAME --relay THE-RELAY'S-LINE";
    case Stage::locked: return "This profile is locked.";
    case Stage::unpaired: return "You are not paired yet. One of you runs: twinlamp-cli pair invite";
    case Stage::pairing: return "You are pairing. Compare the four words, then: twinlamp-cli pair confirm";
    case Stage::ended: return "This pair has ended. Nothing of it is kept here.";
    case Stage::paired: break;
  }
  const auto partner = partner_name(model);
  std::string out = "You are paired with " + partner + ".";
  if (!model.both_confirmed) out += "\nWaiting for " + partner + " to confirm the four words.";
  out += "\nYour lamp " + words_of(model.me.lamp) + ".\n" + partner + "'s lamp " + words_of(model.partner.lamp) + ".";
  if (!model.connection_text.empty()) out += "\n" + model.connection_text;
  if (model.unsent > 0) out += "\nNot yet at the relay: " + std::to_string(model.unsent) + ". It is safe here and goes by itself.";
  if (model.evenings_together > 0) out += "\nEvenings together: " + std::to_string(model.evenings_together) + ".";
  for (std::size_t i = 0; i < model.open_rounds.size(); ++i)
    out += "\nRound " + std::to_string(i + 1) + ": " + model.open_rounds[i]->card.prompt + " (" + words_of(model.open_rounds[i]->phase) + ")";
  return out;
}

}  // namespace twinlamp::cli
