#include "client/cli/status_words.h"

#include "client/cli/describe.h"
#include "client/practices/dates.h"

namespace twinlamp::cli {
namespace {

using client::LampState;
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

std::string lamp_line(const client::Model& model, const client::Words& words) {
  // What the journal tells is known in any case; that somebody is here is not.
  const bool is_guess = model.partner.lamp == LampState::away;
  const auto key = is_guess && model.connection != client::Connection::online ? "cli.status.lamp_unknown"
                   : is_guess && model.me.lamp == LampState::unlit            ? "cli.status.lamp_unseen"
                                                                              : "cli.status.partners_lamp";
  return words.say(key, {{"partner", partner_at_start(model, words)}, {"lamp", words_of(model.partner.lamp, words)}});
}

}  // namespace

bool is_mail_settled(const client::Model& model) {
  if (model.stage != Stage::paired || model.connection != client::Connection::online) return true;
  return model.caught_up && model.unsent == 0;
}

bool is_lamp_known(const client::Model& model) {
  if (model.stage != Stage::paired || model.connection != client::Connection::online || !model.both_confirmed) return true;
  return model.partner.lamp != LampState::away || model.me.lamp == LampState::unlit;
}

Fields status_fields(const client::Model& model) {
  Fields fields;
  fields.text("stage", name_of(model.stage)).flag("online", model.connection == client::Connection::online);
  fields.text("me", model.me.name).text("partner", model.partner.name).text("my_lamp", name_of(model.me.lamp));
  fields.text("partners_lamp", name_of(model.partner.lamp)).flag("both_confirmed", model.both_confirmed);
  fields.number("open_rounds", static_cast<long long>(model.open_rounds.size())).number("unsent", static_cast<long long>(model.unsent));
  fields.number("evenings_together", model.evenings_together).text("relay", model.settings.relay).text("repair", model.repair.text);
  return fields;
}

std::optional<std::chrono::seconds> retry_in(const client::Model& model) {
  if (!model.retry_at) return std::nullopt;
  return std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(*model.retry_at - std::chrono::steady_clock::now()));
}

std::string connection_words(const client::Model& model, const client::Words& words, bool goes_on) {
  std::string_view text = model.connection_text;
  const std::string_view promise = words.say("connection.by_itself");
  if (!goes_on && text.ends_with(promise)) text.remove_suffix(promise.size());
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

bool waits_after_restore(const client::Model& model) { return model.repair.phase == client::RepairView::Phase::waits && !model.repair.is_new; }

std::string repair_words(const client::Model& model, const client::Words& words) {
  auto out = model.repair.text;
  const auto add = [&](std::string_view key) { out += "\n" + words.say(key, {{"partner", partner_within(model, words)}}); };
  if (model.repair.phase == client::RepairView::Phase::waits) add(model.paused ? "cli.repair.paused" : "cli.repair.stay");
  if (waits_after_restore(model)) add("cli.repair.never");
  if (model.repair.asks()) add("cli.repair.asks");
  return out;
}

std::string unsent_words(const client::Model& model, const client::Words& words, bool goes_by_itself) {
  const std::string& then = words.say(goes_by_itself ? "cli.unsent.by_itself" : "cli.unsent.next");
  const auto wait = retry_in(model);
  if (model.connection == client::Connection::online || model.connection == client::Connection::connecting)
    return words.say("cli.unsent.slow", {{"then", then}});
  if (model.asked_to_wait && wait) return words.say("cli.unsent.asked_to_wait", {{"seconds", wait->count()}, {"then", then}});
  // One cause for one thing: the same that `status` says.
  if (wait) return words.say("cli.unsent.unreachable", {{"why", connection_words(model, words, false)}, {"then", then}});
  return words.say("cli.unsent.not_retried", {{"why", model.connection_text}});
}

bool is_ahead(const client::Model& model, const client::RoundView& round) {
  return model.dates && client::is_ahead(*model.dates, round.id, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

std::string home_words(const client::Model& model, const client::Words& words) {
  const auto& home = model.home;
  if (home.state == client::HomeView::State::failed) return home.problem;
  if (home.state != client::HomeView::State::running) return {};
  return home.shown.empty() ? words.say("home.nobody_reaches") : words.say("cli.host.runs", {{"address", home.shown}});
}

std::string status_words(const client::Model& model, const client::Words& words, bool goes_on) {
  const auto say = [&](std::string_view key) { return words.say(key); };
  switch (model.stage) {
    case Stage::fresh: return say("cli.status.fresh");
    case Stage::locked: return words.say("cli.status.locked");
    case Stage::unpaired: return say("cli.status.unpaired");
    case Stage::pairing: return say("cli.status.pairing");
    case Stage::ended: return model.left_here ? words.say("cli.status.left") : say("cli.status.ended");
    case Stage::paired: break;
  }
  const auto& partner = partner_within(model, words);
  std::string out = words.say(model.both_confirmed ? "cli.status.paired" : "cli.status.unconfirmed", {{"partner", partner}});
  out += "\n" + words.say("cli.status.my_lamp", {{"lamp", words_of(model.me.lamp, words)}}) + "\n" + lamp_line(model, words);
  if (model.paused) out += "\n" + say("cli.status.paused");
  if (const auto why = connection_words(model, words, goes_on); !why.empty()) out += "\n" + why;
  if (const auto home = home_words(model, words); !home.empty()) out += "\n" + home;
  if (!model.repair.text.empty()) out += "\n" + repair_words(model, words);
  if (model.unsent > 0) out += "\n" + words.say("cli.status.unsent", {{"count", model.unsent}});
  if (model.evenings_together > 0) out += "\n" + words.say("cli.status.evenings", {{"count", model.evenings_together}});
  for (std::size_t i = 0; i < model.open_rounds.size(); ++i) {
    const auto& round = *model.open_rounds[i];
    if (is_ahead(model, round)) continue;
    out += "\n" + words.say("cli.status.round", {{"number", i + 1}, {"prompt", round.card.prompt}, {"state", state_line(round, words)}});
    if (!round.exchange.empty() && !round.exchange.back().mine) out += "\n  " + news_words(round.exchange.back(), model, words);
  }
  return out;
}

}  // namespace twinlamp::cli
