#include "protocol/journal/apply.h"

#include <algorithm>
#include <map>

#include "protocol/base/limits.h"
#include "protocol/journal/fold.h"
#include "protocol/round/day_turn.h"
#include "protocol/round/quiet.h"
#include "protocol/round/wish_draw.h"

namespace twinlamp {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

minutes utc_offset(std::int32_t value) {
  constexpr std::int32_t most = 18 * 60;
  return minutes(std::clamp(value, -most, most));
}

void apply_profile(const Applied& applied, const wire::Profile& body) {
  const bool has_sound_key = body.seal_key().empty() || body.seal_key().size() == sizeof(PublicKey);
  if (body.display_name().size() > limits::display_name || body.next_offset_size() > 2 || !has_sound_key)
    return applied.report(AnomalyKind::malformed_body);
  ProfileFacts facts;
  facts.display_name = body.display_name();
  facts.content_version = body.content_version();
  for (const auto& shift : body.next_offset())
    facts.next.push_back({wall_time(shift.at_wall_ms()), utc_offset(shift.utc_offset_minutes())});
  applied.state.profiles[applied.author()] = std::move(facts);
  // The first one counts: a later one could disown what was signed before. A lost device has nothing left to disown (apply_renewal).
  auto& seal_key = applied.state.seal_keys[applied.author()];
  if (!seal_key && !body.seal_key().empty()) seal_key = to_array<32>(bytes_of(body.seal_key()));
}

bool is_sound(const wire::OpenRound& body) {
  return body.round_id().size() == sizeof(RoundId) && !body.card_id().empty() &&
         body.card_id().size() <= round_limits::card_id && body.prompt().size() <= round_limits::prompt &&
         body.practice() >= 1 && body.practice() < PairState::practices && body.depth() >= 1 && body.depth() <= 5 &&
         body.kind() >= 1 && body.kind() <= 255;
}

std::vector<std::string> items_of(const wire::OpenRound& body) { return {body.items().begin(), body.items().end()}; }

// A wish list names what it is about; what devices ask each other by themselves is one, and always the same.
bool are_sound_wishes(const wire::OpenRound& body) {
  if (body.card_id() == quiet_card) return body.kind() == wishes_kind && are_quiet_items(items_of(body), body.quota());
  if (body.kind() != wishes_kind) return true;
  return static_cast<std::size_t>(body.items_size()) <= match::most_items && match::Terms::are_sound(items_of(body), body.quota());
}

// How many one may want follows from the length: whoever opens a list must not choose what its proof bounds.
bool is_fit_opening(const Applied& applied, const wire::OpenRound& body) {
  if (body.card_id() == quiet_card) return may_follow_quiet_run(applied.state, applied.author(), items_of(body));
  return body.kind() != wishes_kind || body.quota() == wishes_quota(static_cast<std::size_t>(body.items_size()));
}

Round make_round(const Applied& applied, const wire::OpenRound& body) {
  Round round;
  round.id = to_array<16>(bytes_of(body.round_id()));
  round.card_id = body.card_id();
  round.prompt = body.prompt();
  round.card_version = body.card_version();
  round.times_before = body.times_before();
  round.practice = static_cast<std::uint8_t>(body.practice());
  round.depth = static_cast<std::uint8_t>(body.depth());
  round.kind = static_cast<std::uint8_t>(body.kind());
  round.opened_by = applied.author();
  round.opened_at = applied.at;
  if (round.kind == wishes_kind) round.wishes = WishRun{items_of(body), static_cast<std::uint16_t>(body.quota()), {}, {}, false};
  return round;
}

void open_quietly(PairState& state, Round round) {
  round.wishes->is_owed = state.owes_quiet_run;
  state.owes_quiet_run = false;
  state.quiet_rounds.add(std::move(round));
  if (!is_quiet_run_over(state, **state.quiet_rounds.begin())) return;  // what may still open is never dropped
  const auto gone = state.quiet_rounds.drop_oldest_beyond(round_limits::quiet_rounds);
  if (gone) std::erase_if(state.unsettled_seals, [&gone](const auto& seal) { return seal.second == *gone; });
}

void apply_open_round(const Applied& applied, const wire::OpenRound& body) {
  if (!is_sound(body) || !are_sound_wishes(body)) return applied.report(AnomalyKind::malformed_body);
  auto& state = applied.state;
  const auto id = to_array<16>(bytes_of(body.round_id()));
  const auto times_before = times_opened(state, body.card_id());
  if (id != derive_round_id(state.pair_seed, body.card_id(), body.times_before()) || body.times_before() > times_before)
    return applied.report(AnomalyKind::wrong_round_id);
  if (body.times_before() < times_before) return;  // both opened the same one
  if (!is_fit_opening(applied, body)) return applied.report(AnomalyKind::unfit_opening);
  if (body.card_id() == quiet_card && !is_time_for_quiet_run(state, applied.at)) return;
  auto& use = state.cards[body.card_id()];
  use.opened += 1;
  use.last_opened = std::max(use.last_opened, applied.at);
  if (body.card_id() == quiet_card) return open_quietly(state, make_round(applied, body));
  state.rounds.add(make_round(applied, body));
  state.skipped.clear();
}

void apply_next_suggestion(const Applied& applied, const wire::NextSuggestion& body) {
  auto& skipped = applied.state.skipped;
  const bool known = std::find(skipped.begin(), skipped.end(), body.card_id()) != skipped.end();
  if (body.card_id().empty() || body.card_id().size() > round_limits::card_id) return applied.report(AnomalyKind::malformed_body);
  if (known) return;
  if (skipped.size() >= round_limits::skipped) return applied.report(AnomalyKind::too_many);
  skipped.push_back(body.card_id());
}

void apply_day_turn(const Applied& applied, const wire::DayTurn& body) {
  std::vector<DayTurnChange> changes;
  for (const auto& change : body.change()) changes.push_back({wall_time(change.from_ms()), change.minute()});
  if (!is_sound_day_turn(changes)) return applied.report(AnomalyKind::malformed_body);
  take_day_turn(applied.state, changes);
}

// Without it a second one of its author's would be the first, and what was opened would not be opened.
bool is_first_of_two(const PairState& state, Slot author, const EntryId& id) {
  const auto is_it = [&](const Latch& latch) { return latch.has_second[author] && latch.seals[author] && latch.seals[author]->entry_id == id; };
  return std::any_of(state.rounds.begin(), state.rounds.end(),
                     [&](const auto& round) { return std::any_of(round->latches.begin(), round->latches.end(), is_it); });
}

std::vector<Fold::Erasure> apply_tombstone(const Applied& applied, const wire::Tombstone& body) {
  std::vector<Fold::Erasure> allowed;
  if (static_cast<std::size_t>(body.entry_id_size()) > round_limits::tombstone_ids || body.seq_size() != body.entry_id_size()) {
    applied.report(AnomalyKind::malformed_body);
    return allowed;
  }
  for (int at = 0; at < body.entry_id_size(); ++at) {
    const auto& text = body.entry_id(at);
    const auto seq = body.seq(at);
    if (text.size() != sizeof(EntryId) || seq == 0 || seq >= applied.entry.header().seq) {
      applied.report(AnomalyKind::malformed_body);
      continue;
    }
    const auto id = to_array<32>(bytes_of(text));
    if (applied.state.unsettled_seals.contains(id) || is_first_of_two(applied.state, applied.author(), id))
      applied.report(AnomalyKind::refused_erasure);
    else if (!applied.state.erased.contains(id))
      allowed.push_back({applied.author(), seq, id});
  }
  return allowed;
}

std::vector<Fold::Erasure> apply_body(const Applied& applied, const wire::Body& body) {
  switch (body.kind_case()) {
    case wire::Body::kProfile: apply_profile(applied, body.profile()); break;
    case wire::Body::kOpenRound: apply_open_round(applied, body.open_round()); break;
    case wire::Body::kSeal: apply_seal(applied, body.seal()); break;
    case wire::Body::kReveal: apply_reveal(applied, body.reveal()); break;
    case wire::Body::kRelax: apply_relax(applied, body.relax()); break;
    case wire::Body::kSayBack: apply_say_back(applied, body.say_back()); break;
    case wire::Body::kConfirm: apply_confirm(applied, body.confirm()); break;
    case wire::Body::kReact: apply_react(applied, body.react()); break;
    case wire::Body::kFollowUp: apply_follow_up(applied, body.follow_up()); break;
    case wire::Body::kReply: apply_reply(applied, body.reply()); break;
    case wire::Body::kAddition: apply_addition(applied, body.addition()); break;
    case wire::Body::kCloseRound: apply_close(applied, body.close_round()); break;
    case wire::Body::kNextSuggestion: apply_next_suggestion(applied, body.next_suggestion()); break;
    case wire::Body::kStep: apply_step(applied, body.step()); break;
    case wire::Body::kGift: apply_gift(applied, body.gift()); break;
    case wire::Body::kListItem: apply_list_item(applied, body.list_item()); break;
    case wire::Body::kRemark: apply_remark(applied, body.remark()); break;
    case wire::Body::kDayTurn: apply_day_turn(applied, body.day_turn()); break;
    case wire::Body::kMatchStep: apply_match_step(applied, body.match_step()); break;
    case wire::Body::kDeck: apply_deck(applied, body.deck()); break;
    case wire::Body::kRenewal: apply_renewal(applied); break;
    case wire::Body::kTombstone: return apply_tombstone(applied, body.tombstone());
    case wire::Body::kCovered:  // its header has said it all
    case wire::Body::KIND_NOT_SET: break;
  }
  return {};
}

bool is_known(std::uint16_t type) {
  return type >= static_cast<std::uint16_t>(EntryType::profile) && type <= static_cast<std::uint16_t>(EntryType::renewal);
}

void apply_header(PairState& state, const EntryHeader& header) {
  const auto author = header.author;
  state.last_seq[author] = header.seq;
  state.last_lamport[author] = header.lamport;
  auto& covered = state.covered[partner_of(author)];
  covered = std::max(covered, header.peer_seq);
}

}  // namespace

WallTime wall_time(std::int64_t ms) {
  return std::clamp(WallTime(milliseconds(ms)), WallTime{}, last_wall_time);
}

namespace {

void drop_the_oldest_of_the_commonest(std::vector<Anomaly>& all) {
  const auto group = [](const Anomaly& anomaly) { return std::pair(anomaly.kind, anomaly.author); };
  std::map<std::pair<AnomalyKind, Slot>, std::size_t> sizes;
  for (const auto& anomaly : all) sizes[group(anomaly)] += 1;
  const auto commonest =
      std::max_element(sizes.begin(), sizes.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  all.erase(std::find_if(all.begin(), all.end(), [&](const Anomaly& anomaly) { return group(anomaly) == commonest; }));
}

}  // namespace

void Applied::report(AnomalyKind kind, Slot whose) const {
  auto& all = state.anomalies;
  Anomaly anomaly{kind, whose, about, entry.header().seq, entry.id(), 1};
  const auto same = std::find_if(all.begin(), all.end(), [&](const Anomaly& known) {
    return known.kind == kind && known.author == whose && known.round == about;
  });
  if (same != all.end()) {
    anomaly.count += same->count;
    all.erase(same);
  } else if (all.size() >= round_limits::anomalies) {
    drop_the_oldest_of_the_commonest(all);
  }
  all.push_back(anomaly);
}

Round* Applied::round(const std::string& id) const {
  auto* found = id.size() == sizeof(RoundId) ? state.rounds.edit(to_array<16>(bytes_of(id))) : nullptr;
  if (found == nullptr && id.size() == sizeof(RoundId)) found = state.quiet_rounds.edit(to_array<16>(bytes_of(id)));
  if (found == nullptr)
    report(AnomalyKind::unknown_round);
  else
    about = found->id;
  return found;
}

Said Applied::said(const std::string& text) const { return {entry.header().seq, entry.id(), at, text}; }

std::vector<Fold::Erasure> apply_entry(PairState& state, const Entry& entry) {
  const auto& header = entry.header();
  apply_header(state, header);
  Applied applied{state, entry};
  check_carried(applied);
  if (entry.is_erased()) {
    state.erased.emplace(entry.id(), ErasedEntry{header.author, header.type});
    return {};
  }
  wire::Body body;
  const bool parsed = body.ParseFromArray(entry.body().data(), static_cast<int>(entry.body().size()));
  const auto kind = static_cast<std::uint16_t>(body.kind_case());
  const bool is_unknown = kind == 0 && !is_known(header.type);
  if (!parsed || (kind != header.type && !is_unknown)) {
    applied.report(AnomalyKind::malformed_body);
    return {};
  }
  applied.at = wall_time(body.wall_ms());
  applied.offset = utc_offset(body.utc_offset_minutes());
  state.offset[header.author] = applied.offset;
  state.latest = std::max(state.latest, applied.at);
  return apply_body(applied, body);
}

}  // namespace twinlamp
