#include "client/app/practices/dates.h"

#include <algorithm>
#include <set>

#include "protocol/practice/dates.h"
#include "protocol/practice/shared_list.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t dates_practice = 9;  // product.md's row
constexpr std::string_view ideas = "ideas";

const twinlamp::Round* open_date(const PairState& state) {
  const twinlamp::Round* found = nullptr;
  for (const auto& round : state.rounds)
    if (!round->closing && !round->is_revealed && round->card_id == practice::date_card) found = round.get();
  return found;
}

std::optional<PlanView> plan_view(const Step* step) {
  if (step == nullptr) return std::nullopt;
  return PlanView{to_hex(step->said.entry_id), step->said.text, step->moment, static_cast<int>(step->choice)};
}

std::optional<VisitView> next_visit(const DatesFacts& facts) {
  const twinlamp::ListItem* newest = nullptr;
  const ItemId* id = nullptr;
  for (const auto& [key, item] : facts.state.items) {
    const bool is_visit = static_cast<twinlamp::SharedList>(item->list) == twinlamp::SharedList::visit;
    if (!is_visit || item->removed || item->at == WallTime{}) continue;
    if (newest == nullptr || item->changed > newest->changed) newest = item.get(), id = &key.second;
  }
  if (newest == nullptr || newest->at <= facts.now) return std::nullopt;
  return VisitView{to_hex(*id), newest->owner == facts.me, newest->text, newest->at};
}

IdeaView idea_view(const Item& item) { return {item.id, item.text, item.minutes}; }

std::vector<IdeaView> of_group(const Catalogue& catalogue, std::string_view group) {
  std::vector<IdeaView> found;
  for (const auto& item : catalogue.items(ideas))
    if (item.group == group) found.push_back(idea_view(item));
  return found;
}

// What a newer list says of an idea takes the place of an older one's. Only lists that are closed: an open one may still wait for its instant, and
// has its own place.
std::vector<IdeaView> liked_by_both(const DatesFacts& facts) {
  std::vector<IdeaView> found;
  std::set<std::string> said;
  const auto& stock = facts.wording.catalogue.items(ideas);
  std::vector<const twinlamp::Round*> lists;
  for (const auto& round : facts.state.rounds)
    if (round->wishes && round->is_revealed && round->closing && practice_of(facts.wording.catalogue, *round) == dates_practice) lists.push_back(round.get());
  for (auto list = lists.rbegin(); list != lists.rend(); ++list) {
    const auto& run = *(*list)->wishes;
    for (std::size_t i = 0; i < std::min(run.items.size(), run.outcome.size()); ++i) {
      if (!said.insert(run.items[i]).second || run.outcome[i] == match::Outcome::nothing) continue;
      const auto item = std::find_if(stock.begin(), stock.end(), [&](const Item& each) { return each.id == run.items[i]; });
      if (item != stock.end()) found.push_back(idea_view(*item));
    }
  }
  return found;
}

}  // namespace

DatesView make_dates_view(const DatesFacts& facts) {
  DatesView view;
  if (const auto* round = open_date(facts.state)) {
    const auto state = practice::date_of(*round);
    view.round = to_hex(round->id);
    view.agreed = plan_view(state.agreed);
    view.mine = plan_view(state.proposed[facts.me]);
    view.theirs = plan_view(state.proposed[partner_of(facts.me)]);
  }
  view.visit = next_visit(facts);
  for (const auto& gift : facts.gifts.jar)
    if (gift->kind == GiftKind::surprise && !gift->opens.empty()) view.surprises.push_back(gift);
  const auto& catalogue = facts.wording.catalogue;
  view.mutual = liked_by_both(facts);
  view.challenges = of_group(catalogue, "seven");
  view.before = of_group(catalogue, "before");
  for (const auto* card : catalogue.by_practice(dates_practice))
    if (card->kind == CardKind::wishes) view.ideas_card = card->id;
  view.calendar_file = "twinlamp.ics";
  return view;
}

std::vector<CalendarEvent> calendar_of(const DatesView& dates, WallTime now, const std::string& partner, const Wording& wording) {
  std::vector<CalendarEvent> events;
  if (dates.agreed && !is_over(*dates.agreed, now)) {
    CalendarEvent date;
    date.uid = dates.round + "@twinlamp";  // the same when it is planned anew
    date.title = wording.words.say("dates.calendar_title", {{"partner", partner}});
    date.about = dates.agreed->what;
    date.starts = std::chrono::floor<std::chrono::seconds>(dates.agreed->at);
    date.length = std::chrono::minutes(dates.agreed->minutes);
    date.reminder = std::chrono::minutes(15);
    events.push_back(std::move(date));
  }
  if (dates.visit) {
    CalendarEvent visit;
    visit.uid = dates.visit->item + "@twinlamp";
    visit.title = wording.words.say("dates.calendar_visit", {{"partner", partner}});
    visit.about = dates.visit->text;
    visit.whole_day = std::chrono::floor<std::chrono::days>(dates.visit->at + wording.utc_offset(dates.visit->at));
    events.push_back(std::move(visit));
  }
  return events;
}

}  // namespace twinlamp::client
