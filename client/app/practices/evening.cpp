#include "client/app/practices/evening.h"

#include <algorithm>

#include "client/content/utf8.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view idea_set = "ideas", seven_minutes = "seven";
constexpr std::size_t line_shown = 160;

// Never of the answers: what the two of them revealed is no reason to be told.
const std::string& reason_of(twinlamp::Suggestion::Why why, const Words& words) {
  switch (why) {
    case twinlamp::Suggestion::Why::unfinished: return words.say("suggestion.unfinished");
    case twinlamp::Suggestion::Why::asked_again: return words.say("suggestion.asked_again");
    case twinlamp::Suggestion::Why::check_back: return words.say("suggestion.check_back");
    case twinlamp::Suggestion::Why::fresh: break;
  }
  return words.say("suggestion.fresh");
}

std::string partner_name_of(const Evening& evening, const Words& words) {
  const auto& profile = evening.state.profiles[partner_of(evening.me)];
  const auto name = profile ? one_line(profile->display_name, limits::display_name) : std::string();
  return name.empty() ? words.say("partner.middle") : name;
}

std::string item_text(const Evening& evening, const std::string& hex) {
  for (const auto& [key, item] : evening.state.items)
    if (key.first != evening.me && to_hex(key.second) == hex) return one_line(item->text, line_shown);
  return {};
}

std::string idea_text(const Catalogue& catalogue, const std::string& id) {
  for (const auto& idea : catalogue.items(idea_set))
    if (idea.id == id) return idea.text;
  return {};
}

}  // namespace

std::uint32_t release_of_both(const PairState& state) {
  auto release = std::numeric_limits<std::uint32_t>::max();
  for (const auto& profile : state.profiles)
    if (profile) release = std::min(release, profile->content_version);
  return release;
}

EveningStock::EveningStock(const Catalogue& catalogue, std::uint32_t release) {
  for (const auto& card : catalogue.cards())
    if (!card.retired && card.since <= release) cards_.push_back(facts_of(card));
  for (const auto& family : catalogue.feelings())
    if (family.gentle) gentle_.push_back(family.id);
  std::sort(gentle_.begin(), gentle_.end());
  for (const auto& idea : catalogue.items(idea_set))
    if (idea.group == seven_minutes) challenges_.push_back(idea.id);
}

std::optional<Suggestion> suggestion_of(const Evening& evening, const Wording& wording) {
  const auto chosen = twinlamp::tonight(evening.state, evening.stock.stock(), evening.day);
  if (!chosen) return std::nullopt;
  Suggestion out;
  out.reason = reason_of(chosen->why, wording.words);
  if (chosen->round_id) out.round = to_hex(*chosen->round_id);
  if (const auto* card = wording.catalogue.find(chosen->card_id)) {
    out.card = card_view(wording.catalogue, *card);
  } else if (const auto* round = chosen->round_id ? evening.state.rounds.find(*chosen->round_id) : nullptr) {
    out.card = card_view(wording.catalogue, card_of(wording.catalogue, *round));
  }
  return out;
}

SmallThing small_thing_of(const Evening& evening, const Wording& wording) {
  using Kind = twinlamp::SmallThing::Kind;
  const auto found = twinlamp::small_thing(evening.state, evening.stock.stock(), evening.day, evening.me);
  const auto partner = partner_name_of(evening, wording.words);
  SmallThing out;
  if (found.round_id) out.round = to_hex(*found.round_id);
  switch (found.kind) {
    case Kind::check_in:
      out.kind = SmallThing::Kind::check_in;
      out.card = found.id;
      out.text = wording.words.say("small.check_in", {{"partner", partner}});
      break;
    case Kind::note:
      out.kind = SmallThing::Kind::note;
      out.text = wording.words.say("small.note", {{"partner", partner}});
      break;
    case Kind::guess: {
      out.kind = SmallThing::Kind::guess;
      out.card = found.id;
      const auto* card = wording.catalogue.find(found.id);
      out.text = wording.words.say("small.guess", {{"prompt", card == nullptr ? std::string() : card->prompt}});
      break;
    }
    case Kind::ask:
      out.kind = SmallThing::Kind::ask;
      out.item = found.id;
      out.text = wording.words.say("small.ask", {{"partner", partner}, {"thing", item_text(evening, found.id)}});
      break;
    case Kind::challenge:
      out.kind = SmallThing::Kind::challenge;
      out.text = wording.words.say("small.challenge", {{"idea", idea_text(wording.catalogue, found.id)}});
      break;
  }
  return out;
}

}  // namespace twinlamp::client
