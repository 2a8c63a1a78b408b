#include "client/app/practices/appreciations.h"

#include <algorithm>

#include "client/app/local_time.h"
#include "client/app/settings.h"

namespace twinlamp::client {
namespace {

constexpr int evening_from = 19 * 60, evening_until = 22 * 60;

bool is_thanks(const Remark& remark, const Gift& gift) {
  return remark.author != gift.from && static_cast<twinlamp::RemarkKind>(remark.kind) == twinlamp::RemarkKind::thanks;
}

}  // namespace

OffsetAt offset_of(const PairState& state, Slot slot) {
  const auto& profile = state.profiles[slot];
  return [said = state.offset[slot], next = profile ? profile->next : std::vector<OffsetShift>{}](WallTime at) { return offset_at(at, said, next); };
}

void Appreciations::open(GiftShelf shelf) {
  close();
  shelf_ = std::move(shelf);
}

void Appreciations::close() { *this = Appreciations(); }

bool Appreciations::is_waiting(const Moment& moment, const Gift& gift) const {
  if (gift.from != moment.me) return shelf_.is_waiting(gift.id);
  return static_cast<twinlamp::GiftMoment>(gift.moment) != twinlamp::GiftMoment::now &&
         moment_of(gift, offset_of(moment.state, partner_of(moment.me))) > moment.now;
}

bool Appreciations::may_take_back(const Moment& moment, const Gift& gift) const { return gift.from == moment.me && is_waiting(moment, gift); }

GiftRef Appreciations::view_of(const Moment& moment, const std::shared_ptr<const Gift>& gift) {
  const bool waits = is_waiting(moment, *gift);
  auto& known = known_[gift->id];
  if (known.gift == gift && known.waits == waits) return known.view;
  const auto& wording = moment.wording;
  GiftView view;
  view.id = to_hex(gift->id);
  view.kind = static_cast<GiftKind>(gift->kind);
  view.mine = gift->from == moment.me;
  view.did = gift->did;
  view.says = gift->says;
  view.felt = gift->felt;
  view.text = gift->text;
  view.given_at = local_moment(gift->sent, wording.utc_offset(gift->sent), wording.words);
  if (waits) {
    const auto theirs = offset_of(moment.state, partner_of(moment.me));
    const auto at = moment_of(*gift, theirs);
    view.opens = local_moment(at, theirs(at), wording.words);
  }
  for (const auto& remark : gift->remarks) {
    if (!is_thanks(remark, *gift)) continue;
    view.thanked = true;
    if (!remark.said.text.empty()) view.thanks = remark.said.text;
  }
  known = {gift, waits, std::make_shared<const GiftView>(std::move(view))};
  return known.view;
}

bool Appreciations::update(const Moment& moment) {
  const bool is_first = !std::exchange(has_looked_, true);
  const auto my_offset = moment.wording.utc_offset;
  const bool is_news = shelf_.update(moment.state, moment.me, moment.now, my_offset);
  const auto theirs = offset_of(moment.state, partner_of(moment.me));
  next_change_ = shelf_.next_moment();
  auto view = std::make_shared<GiftsView>();
  for (auto each = moment.state.gifts.rbegin(); each != moment.state.gifts.rend(); ++each) {
    const auto& gift = **each;
    const bool is_mine = gift.from == moment.me;
    if (!is_mine && shelf_.is_waiting(gift.id)) continue;
    view->jar.push_back(view_of(moment, *each));
    if (!is_mine) continue;
    view->sent_today = view->sent_today || local_day(gift.sent, my_offset(gift.sent)) == local_day(moment.now, my_offset(moment.now));
    if (view->jar.back()->opens.empty()) continue;
    const auto at = moment_of(gift, theirs);
    if (!next_change_ || at < *next_change_) next_change_ = at;
  }
  if (known_.size() > view->jar.size()) {
    std::set<const GiftView*> shown;
    for (const auto& gift : view->jar) shown.insert(gift.get());
    std::erase_if(known_, [&](const auto& each) { return !shown.contains(each.second.view.get()); });
  }
  for (const auto& id : shelf_.fresh())
    if (const auto known = known_.find(id); known != known_.end()) view->fresh.push_back(known->second.view);
  if (const auto known = drawn_ ? known_.find(*drawn_) : known_.end(); known != known_.end()) view->drawn = known->second.view;
  const auto morning = next_morning(moment.now, theirs);
  view->their_morning = local_moment(morning, theirs(morning), moment.wording.words);
  view_ = std::move(view);
  return is_news && !is_first;
}

bool Appreciations::draw(const Moment& moment, Random& random) {
  std::vector<EntryId> jar;
  for (const auto& gift : moment.state.gifts)
    if (!is_waiting(moment, *gift)) jar.push_back(gift->id);
  drawn_ = shelf_.draw(jar, random);
  return drawn_.has_value();
}

bool is_nudge_due(const NudgeMoment& moment) {
  if (!moment.chosen.on || !moment.chosen.nudge || moment.sent_today || moment.nudged_on == moment.day) return false;
  return moment.minute >= evening_from && moment.minute < evening_until && !is_quiet(moment.chosen, moment.minute);
}

}  // namespace twinlamp::client
