// What mends this device: my entries back from the partner, a log that went another way, new keys. The rules stand in repair_keeper.h and epoch_keeper.h.
#include <algorithm>
#include <map>
#include <set>

#include "protocol/base/limits.h"
#include "protocol/device/device.h"
#include "protocol/device/device_timing.h"
#include "protocol/round/quiet.h"

namespace twinlamp {
namespace {

using device_timing::have_again;
using device_timing::snapshot_delay;
using device_timing::sooner;

constexpr int most_undecipherable = 4;  // in a row, and entries come that they should have brought: the ratchet is wedged

std::uint64_t anomalies_of(const PairState& state) {
  std::uint64_t count = 0;
  for (const auto& anomaly : state.anomalies) count += anomaly.count;
  return count;
}

// The round that a body is about; zeros where it is about none.
RoundId round_of(const std::string& id) { return id.size() == sizeof(RoundId) ? to_array<16>(bytes_of(id)) : RoundId{}; }

// Where an entry that is said again has its new place.
using Moved = std::map<EntryId, std::pair<EntryId, std::uint64_t>>;

void rename_id(std::string& id, const Moved& moved) {
  if (id.size() != sizeof(EntryId)) return;
  if (const auto found = moved.find(to_array<32>(bytes_of(id))); found != moved.end()) id = to_string(found->second.first);
}

void rename(wire::Body& body, const Moved& moved) {
  if (body.has_step()) rename_id(*body.mutable_step()->mutable_about(), moved);
  if (body.has_remark()) rename_id(*body.mutable_remark()->mutable_about(), moved);
  if (!body.has_tombstone()) return;
  auto& tombstone = *body.mutable_tombstone();
  for (int i = 0; i < std::min(tombstone.entry_id_size(), tombstone.seq_size()); ++i) {
    const auto& id = tombstone.entry_id(i);
    const auto found = id.size() == sizeof(EntryId) ? moved.find(to_array<32>(bytes_of(id))) : moved.end();
    if (found == moved.end()) continue;
    tombstone.set_seq(i, found->second.second);
    tombstone.set_entry_id(i, to_string(found->second.first));
  }
}

// Of a kind that this version knows, and not longer than it was: a store that was changed, or that a newer version has written, may hold others.
bool is_an_entry(const wire::Body& body) {
  return body.kind_case() != wire::Body::KIND_NOT_SET && body.ByteSizeLong() <= limits::entry_body;
}

// What the device says by itself whenever it is owed, is not said again for it.
bool is_said_by_itself(const wire::Body& body) {
  return body.has_covered() || body.has_match_step() || (body.has_open_round() && body.open_round().card_id() == quiet_card);
}

}  // namespace

// --- frozen

void Device::freeze(bool is_forked, const RepairKeeper::Goal& goal, std::uint64_t head, Now now) {
  if (repair_.is_frozen()) {
    repair_.raise_goal(goal, open_);
    if (repair_.is_inheriting() && !durable_.is_held()) hold_keys();
    if (is_forked && !std::exchange(was_forked_, true)) tell({DeviceEvent::Kind::forked, {}, {}});
    return;
  }
  repair_.freeze(is_forked, goal, head, open_);
  hold_keys();
  was_forked_ = is_forked;
  sooner(have_due_, now.mono + have_again);
  tell({is_forked ? DeviceEvent::Kind::forked : DeviceEvent::Kind::restored, {}, {}});
}

// The keys of an old copy were used already.
void Device::hold_keys() {
  epochs_.want(RekeyReason::restored_backup, open_);
  durable_.hold(true);
  durable_.drop_unshared();
  session_changed_ = true;
}

// The next entry of the lost device's log, on the partner's word: its last one's id was agreed on when the two paired, and the chain leads there.
bool Device::is_inherited(const Entry& entry) const {
  const auto seq = entry.header().seq;
  return repair_.is_inheriting() && seq > journal_->mine().head().seq && seq <= record_.inherited_seq &&
         (seq < record_.inherited_seq || entry.id() == record_.inherited_id);
}

// My own entry, from the partner: with my self tag it is my own word, and what it proves nobody else could have made.
void Device::take_own(const Entry& entry, Now now) {
  if (repair_.is_frozen() && !journal_->is_cut() && journal_->is_here(entry)) return take_words(entry, now);
  const bool inherited = is_inherited(entry);
  if (!(inherited || entry.is_tagged_by(record_.self_key)) || repair_.is_abandoned(entry.id()) || journal_->is_cut()) return;
  const auto head = journal_->mine().head().seq;
  switch (journal_->take_back(entry, inherited, open_)) {
    case JournalKeeper::Taken::taken:
      if (!inherited) freeze(false, {entry.header().seq, entry.id()}, head, now);
      note(entry);
      state_changed_ = true;
      snapshot_due_ = now.mono + snapshot_delay;
      break;
    case JournalKeeper::Taken::gap:
      if (!inherited && entry.header().seq > head) freeze(false, {entry.header().seq, entry.id()}, head, now);
      sooner(have_due_, now.mono + have_again);
      break;
    case JournalKeeper::Taken::fork: find_fork(entry, now); break;
    // I have once followed another entry of the partner's than the one that is here: its log went two ways, and is not mine to mend.
    case JournalKeeper::Taken::other_peer: tell({DeviceEvent::Kind::partner_forked, {}, {}}); break;
    case JournalKeeper::Taken::duplicate:
    case JournalKeeper::Taken::i_am_restored:
    case JournalKeeper::Taken::refused: break;
  }
}

// `entry` is mine, and not what my log has in its place. Below the first such one both logs are the same.
void Device::find_fork(const Entry& entry, Now now) {
  const auto& head = journal_->mine().head();
  const auto below = entry.header().seq - 1;
  if (below > head.seq) return;
  const auto mark = below == 0 ? std::optional(EntryMark{}) : journal_->marks().mark(record_.slot, below);
  if (!mark) return;  // the disk does not answer: the next HAVE brings it again
  freeze(true, {}, head.seq, now);
  if (mark->id == entry.header().prev) return cut_log(below, now);
  repair_.set_probe(below);
  sooner(have_due_, now.mono + have_again);
}

// From here on it is a log that was set back: what follows comes from the partner, and what was here is said again after it.
void Device::cut_log(std::uint64_t seq, Now now) {
  auto given_up = journal_->cut_mine(seq, open_);
  if (!given_up) return;
  repair_.put_aside(*given_up, open_);
  repair_.handle_cut(seq, open_);
  bare_ = {};
  durable_.begin_epoch(0, open_);
  durable_.set_enveloped(std::min(durable_.enveloped(), seq));
  session_changed_ = state_changed_ = true;
  newly_revealed_.clear();
  sooner(have_due_, now.mono + have_again);
}

// It is here already, by its id. If its words are not, and no word of mine has erased them, they come now.
void Device::take_words(const Entry& entry, Now now) {
  if (entry.is_erased() || !journal_->is_bare(entry.header().seq, open_) || !bare_of_mine().contains(entry.id())) return;
  journal_->give_words(entry, open_);
  if (entry.header().is(EntryType::tombstone))
    bare_ = {};  // what it erases is looked at anew
  else
    bare_.ids.erase(entry.id());
  state_changed_ = true;
  snapshot_due_ = now.mono + snapshot_delay;
}

// Of what came back while this is frozen: without its words, and no TOMBSTONE of mine that came with its own words
// erases it. Nobody else erases my entries, so the partner's client has stripped it. Without a SEAL, or the opening of
// its round, the fold would let me seal again. An entry is looked at once: the partner must not be able to have the
// whole log read for each word that it says.
std::set<EntryId> Device::bare_of_mine() const {
  const auto last = journal_->mine().head().seq;
  if (bare_.from != repair_.from() || bare_.to > last) bare_ = {repair_.from(), repair_.from(), {}};
  for (auto seq = bare_.to + 1; seq <= last; ++seq) {
    auto entry = journal_->find_mine(seq, open_);
    if (!entry) return {EntryId{}};  // the disk does not answer: nothing is known to be whole
    bare_.to = seq;
    if (entry->is_erased()) bare_.ids.insert(entry->id());
    wire::Body body;
    if (bare_.ids.empty() || !entry->header().is(EntryType::tombstone) ||
        !body.ParseFromArray(entry->body().data(), static_cast<int>(entry->body().size())))
      continue;
    for (const auto& id : body.tombstone().entry_id())
      if (id.size() == sizeof(EntryId)) bare_.ids.erase(to_array<32>(bytes_of(id)));
  }
  return bare_.ids;
}

void Device::try_thaw(Now now) {
  if (!repair_.is_frozen() || journal_->is_cut() || !open_.entries.empty()) return;
  const auto& head = journal_->mine().head();
  const bool has_all = repair_.has_all_of_partner(head);
  const bool lacks = has_all && (repair_.is_forked() || !repair_.has_goal(head, journal_->marks(), record_.slot) || lacks_own_words() ||
                                (repair_.is_inheriting() && state().renewals < record_.renewals));
  asks_ = repair_.is_stuck(lacks && !repair_.is_inheriting(), now.mono);  // an heir that went on without a part would fork its log
  if (!has_all || lacks) return;
  auto aside = repair_.thaw(now.wall, open_);
  // The partner has all of it. Slot 0 posts its last one again: slot 1 cannot speak in a new epoch before it has heard it.
  durable_.set_enveloped(record_.slot == 0 && head.seq > 0 ? head.seq - 1 : head.seq);
  session_changed_ = state_changed_ = true;
  say_again(std::move(aside));
  latches_.handle_login();  // of every latch the relay is asked anew
  sooner(head_due_, now.mono);
}

// --- what was put aside

bool Device::would_be_void(const wire::Body& body) const {
  auto trial = state();
  const auto before = anomalies_of(trial);
  apply_entry(trial, make_entry(next_place(journal_->mine(), journal_->theirs(), durable_.epoch()), body, record_.self_key, random_));
  return anomalies_of(trial) != before;
}

void Device::say_again(std::vector<RepairKeeper::Aside> aside) {
  Moved moved;
  for (auto& one : aside) {
    auto& body = one.body;
    if (!is_an_entry(body) || is_said_by_itself(body)) continue;
    if (body.has_close_round()) {
      // With a SEAL of mine on the partner's branch, closing is the relay's to decide.
      const auto* round = find_round(state(), round_of(body.close_round().round_id()));
      if (round == nullptr || round->closing) continue;
      if (!round->is_revealed && round->latch() != nullptr) {
        latches_.cancel(round->latch()->latch_id, round->id, open_);
        continue;
      }
    }
    rename(body, moved);
    if (would_be_void(body)) continue;
    const auto entry = journal_->append(body, durable_.epoch(), open_, random_);
    moved[one.id] = {entry.id(), entry.header().seq};
    note(entry);
    if (!body.has_seal()) continue;
    // Where a mode is open my scalar may lie at the relay already, under the id that this SEAL had before: such a latch cannot open any more.
    const auto* round = find_round(state(), round_of(body.seal().round_id()));
    const auto* theirs = round->seal_of(record_.partner_slot());
    if (body.seal().mode() == wire::Seal::OPEN || (theirs != nullptr && theirs->mode == SealMode::open))
      latches_.cancel(round->latch()->latch_id, round->id, open_);
  }
}

// --- keys

void Device::count_undecipherable(Now) {
  ++undecipherable_;
  if (undecipherable_ < most_undecipherable || !sync_brought_) return;
  undecipherable_ = 0;
  sync_brought_ = false;
  epochs_.want(RekeyReason::lost_state, open_);
}

void Device::handle_new_keys(Now now) {
  durable_.begin_epoch(journal_->mine().head().seq, open_);
  epochs_.handle_changed(now, open_);
  undecipherable_ = 0;
  session_changed_ = true;
  tell({DeviceEvent::Kind::keys_renewed, {}, {}});
  tell({DeviceEvent::Kind::unsent_changed, {}, {}});
}

Result<void> Device::renew_keys(Now now) {
  TWINLAMP_TRY(may_act());
  epochs_.want(RekeyReason::person_asked, open_);
  settle(now);
  return {};
}

// --- what a person is told, and asked

Repair Device::repair() const {
  Repair facts;
  facts.done_at = repair_.done_at();
  facts.inherits = repair_.is_inheriting();
  if (!is_frozen()) {
    facts.phase = epochs_.is_under_way() ? Repair::Phase::keys : Repair::Phase::none;
    return facts;
  }
  facts.have = journal_->mine().head().seq;
  facts.of = std::max({repair_.goal().seq, repair_.claim().value_or(0), facts.have});
  facts.phase = !meeting_.is_established() ? Repair::Phase::waits : asks_ ? Repair::Phase::asks : Repair::Phase::fetches;
  return facts;
}

Result<void> Device::go_on_without_it(Now now) {
  if (handed_) return Error{ErrorCode::unavailable, "device: a commit is awaited"};
  if (repair().phase != Repair::Phase::asks || lacks_own_words()) return Error{ErrorCode::refused, "repair: nothing is missing, or it may still come"};
  repair_.give_up_goal(open_);
  settle(now);
  return {};
}

// --- a new device in the place of the partner's

Result<Transaction> Device::renew(const PairRecord& next, Now now) {
  if (handed_ || is_unreadable_ || journal_->is_cut()) return Error{ErrorCode::unavailable, "device: a commit is awaited"};
  if (repair_.is_inheriting() || next.slot != record_.slot) return Error{ErrorCode::refused, "renewal: nothing to give, or the other's place"};
  if (repair_.is_frozen()) {
    say_again(repair_.thaw(now.wall, open_));
    retry_latch_states(now);  // what was released opens before it would be closed
  }
  wire::Body body;
  body.mutable_renewal();
  TWINLAMP_TRY(append(std::move(body), now));
  auto durable = DurableChannel::fresh(next, random_);
  if (!durable) return durable.error();
  // The new device fetches everything in the first meeting. Slot 0 posts its last entry all the same: it lets slot 1 speak by post.
  const auto last = journal_->mine().head().seq;
  durable->set_enveloped(record_.slot == 0 ? last - 1 : last);
  auto rows = storage_.outbox();
  if (!rows) return rows.error();
  open_.outbox_added.clear();
  for (const auto& row : *rows) open_.outbox_removed.push_back(row.client_id);
  open_.values[session_key] = durable->state();
  // What the lost device had said of its log beyond what is here, too: the new one writes another there.
  for (const auto* key : {EpochKeeper::key, LatchKeeper::cancelling_key, MatchKeeper::runs_key, Claims::key})
    open_.values[key] = std::nullopt;
  auto renewed = std::exchange(open_, {});
  handed_.emplace();
  return renewed;
}

}  // namespace twinlamp
