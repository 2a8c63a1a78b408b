// What one gives the other without asking for anything back: given, taken back, kept until its moment, drawn from the jar.
#include <algorithm>

#include "client/app/core.h"
#include "client/app/practices/dates.h"
#include "client/content/utf8.h"
#include "protocol/practice/gift.h"

namespace twinlamp::client {
namespace {

static_assert(static_cast<int>(twinlamp::GiftKind::surprise) == static_cast<int>(GiftKind::surprise));
static_assert(static_cast<int>(twinlamp::GiftMoment::at) == static_cast<int>(GiftMoment::at));

constexpr std::chrono::minutes longest_look{10};  // a zone may have changed, and an evening come
constexpr std::chrono::seconds shortest_look{1};
constexpr std::chrono::days furthest_surprise{366};

std::optional<EntryId> gift_id(const std::string& hex) {
  Bytes id;
  if (!from_hex(hex, id) || id.size() != sizeof(EntryId)) return std::nullopt;
  return to_array<sizeof(EntryId)>(id);
}

twinlamp::Gift cleaned_gift(const SendGift& intent) {
  twinlamp::Gift gift;
  gift.kind = static_cast<std::uint16_t>(intent.kind);
  gift.did = clean_text(intent.did);
  gift.says = clean_text(intent.says);
  gift.felt = clean_text(intent.felt);
  gift.text = clean_text(intent.text);
  gift.moment = static_cast<std::uint8_t>(intent.moment);
  gift.at = intent.at.value_or(WallTime{});
  return gift;
}

// The key of what is wrong with it; empty: nothing.
const char* wrong_with(const SendGift& intent, const GiftsView& gifts, WallTime now) {
  for (const auto* text : {&intent.did, &intent.says, &intent.felt, &intent.text})
    if (!is_utf8(*text)) return "act.bad_text";
  if (intent.moment == GiftMoment::at && (!intent.at || *intent.at <= now || *intent.at > now + furthest_surprise)) return "gifts.bad_moment";
  if (intent.kind != GiftKind::compliment) return is_blank(intent.text) ? "gifts.empty" : "";
  if (!is_compliment(intent.did, intent.says, intent.felt)) return "gifts.needs_parts";
  return is_repeated(gifts, intent.did, intent.says, intent.felt) ? "gifts.repeated" : "";
}

}  // namespace

// What cannot be read is begun anew: nothing is lost but which gifts were looked at.
Result<void> Core::open_gifts() {
  auto kept = opened_->storage->value(GiftShelf::key);
  if (!kept) return kept.error();
  auto shelf = *kept ? GiftShelf::parse(**kept) : Result<GiftShelf>(GiftShelf{});
  appreciations_.open(shelf ? std::move(*shelf) : GiftShelf{});
  return {};
}

Appreciations::Moment Core::gift_moment() {
  const auto& device = opened_->driver->device();
  return {device.state(), device.record().slot, believed_clock_.at(around_.clock.now(), around_.clock.slept()), *wording_};
}

void Core::take_in_gifts() {
  const auto now = gift_moment();
  const bool is_news = appreciations_.update(now);
  dates_ = std::make_shared<const DatesView>(make_dates_view({now.state, now.me, now.now, *wording_, *appreciations_.view()}));
  if (is_news) announce();
  nudge();
  save_gifts();
  look_at_gifts_soon();
}

void Core::look_at_gifts_soon() {
  std::chrono::milliseconds wait = longest_look;
  if (const auto next = appreciations_.next_change()) {
    const auto now = believed_clock_.at(around_.clock.now(), around_.clock.slept());
    wait = std::clamp<std::chrono::milliseconds>(*next - now, shortest_look, wait);
  }
  gift_timer_ = around_.loop.post_after(wait, [this] { changed(); });
}

void Core::save_gifts() {
  if (appreciations_.shelf().take_changed()) save(GiftShelf::key, appreciations_.shelf().encode());
}

// Nothing waits for the quiet hours to end: another evening comes.
void Core::nudge() {
  if (stage_ != Stage::paired || in_front_ || is_hidden_ || open_settings_.paused || !opened_->driver->device().state().is_confirmed()) return;
  const auto now = around_.clock.now().wall;
  const auto local = now + around_.clock.utc_offset(now);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  NudgeMoment evening{open_settings_.notifications, moment().minute_of_day, static_cast<std::int32_t>(day.time_since_epoch().count()),
                      appreciations_.shelf().nudged_on(), appreciations_.view()->sent_today};
  if (!is_nudge_due(evening)) return;
  appreciations_.shelf().nudge(evening.day);
  announcer_.handle_ready(moment());
}

void Core::handle_intent(const SendGift& intent) {
  if (is_paired()) take_in_gifts();  // what was sent a moment ago counts
  if (const std::string wrong = wrong_with(intent, *appreciations_.view(), around_.clock.now().wall); !wrong.empty()) return problem(words().say(wrong));
  const auto gift = cleaned_gift(intent);
  act([&](Device& device, Now now) { return device.send_gift(gift, now); });
}

void Core::handle_intent(const TakeBackGift& intent) {
  const auto id = gift_id(intent.gift);
  bool is_too_late = false;
  act([&](Device& device, Now now) -> Result<void> {
    const auto& gifts = device.state().gifts;
    const auto gift = std::find_if(gifts.begin(), gifts.end(), [&](const auto& each) { return id && each->id == *id; });
    if (gift == gifts.end() || (*gift)->from != device.record().slot) return Error{ErrorCode::not_found, "gift"};
    is_too_late = !appreciations_.may_take_back(gift_moment(), **gift);
    if (is_too_late) return {};
    return device.erase((*gift)->seq, now);
  });
  if (is_too_late) problem(words().say("gifts.is_theirs"));
}

void Core::handle_intent(const DrawFromJar&) {
  if (!is_paired()) return;
  if (!appreciations_.draw(gift_moment(), around_.random)) return problem(words().say("gifts.jar_empty"));
  save_gifts();
  changed();
}

void Core::handle_intent(const LookAtGifts&) {
  if (!is_paired()) return;
  appreciations_.look();
  save_gifts();
  changed();
}

}  // namespace twinlamp::client
