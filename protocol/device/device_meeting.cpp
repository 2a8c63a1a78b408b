// The meeting: both devices here, and what they say to each other of their journals.
#include <algorithm>

#include "protocol/device/device.h"
#include "protocol/device/device_timing.h"
#include "protocol/journal/sync.h"

namespace twinlamp {
namespace {

using device_timing::have_again;
using device_timing::have_delay;
using device_timing::have_every;
using device_timing::first_have_wait;
using device_timing::longest_have_wait;
using device_timing::sooner;

constexpr std::size_t entries_message = 256 * 1024;

}  // namespace

void Device::drain_meeting(Now now) {
  while (auto event = meeting_.poll_event()) {
    if (!plays_.handle_event(*event, now.mono)) reveals_.handle_event(*event, now.mono);
    if (epochs_.handle_event(*event, now)) session_changed_ = true;
    if (std::holds_alternative<MeetingBegan>(*event) || std::holds_alternative<MeetingEnded>(*event)) {
      repair_.handle_meeting();
      partner_claims_ = 0;
      have_wait_ = first_have_wait;
    }
    if (std::holds_alternative<MeetingBegan>(*event)) {
      sooner(have_due_, now.mono + have_delay);
      tell({DeviceEvent::Kind::presence_changed, {}, {}});
    } else if (std::holds_alternative<MeetingEnded>(*event) || std::holds_alternative<PartnerPresenceChanged>(*event)) {
      tell({DeviceEvent::Kind::presence_changed, {}, {}});
    } else if (const auto* have = std::get_if<live::Have>(&*event)) {
      handle_have(*have, now);
    } else if (const auto* entries = std::get_if<live::Entries>(&*event)) {
      handle_entries(*entries, now);
    }
  }
}

void Device::say_have(Now now) {
  const auto& mine = journal_->mine();
  auto have = have_of(mine, journal_->theirs());
  if (const auto probe = repair_.take_probe(); probe && *probe < mine.head().seq) {
    const auto mark = journal_->marks().mark(record_.slot, *probe);
    have.of_theirs = mark ? *probe : 0;
    have.head_of_theirs = mark ? mark->id : EntryId{};
  }
  live::Have message;
  message.yours = have.of_mine;  // as the listener reads it
  message.head_of_yours = have.head_of_mine;
  message.mine = have.of_theirs;
  message.head_of_mine = have.head_of_theirs;
  meeting_.send(message);
  // A HAVE may be lost, and so may the answer.
  if (!meeting_.is_established()) return;
  const bool lacks = repair_.is_frozen() || journal_->theirs().head().seq < partner_claims_;
  sooner(have_due_, now.mono + (lacks ? have_wait_ : have_every));
  if (lacks) have_wait_ = std::min(have_wait_ * 2, longest_have_wait);
}

void Device::handle_have(const live::Have& have, Now now) {
  if (is_unreadable_ || journal_->is_cut()) return;
  const SyncHave theirs{have.yours, have.head_of_yours, have.mine, have.head_of_mine};
  const auto plan = plan_sync(journal_->mine(), journal_->theirs(), theirs, journal_->marks());
  if (plan.verdict == SyncVerdict::malformed) return;
  repair_.handle_claim(have.yours);
  partner_claims_ = have.mine;
  note_partners_log(plan, have);
  if (plan.verdict == SyncVerdict::fork || plan.verdict == SyncVerdict::i_am_restored) {
    // A claim: only my own entries, given back, prove it. So they are asked for.
    const bool is_fork = plan.verdict == SyncVerdict::fork;
    if (!repair_.is_frozen()) tell({is_fork ? DeviceEvent::Kind::forked : DeviceEvent::Kind::restored, {}, {}});
    if (is_fork) {
      repair_.set_probe(have.yours);
      repair_.handle_contradiction();
    }
    sooner(have_due_, now.mono + have_again);
  }
  give_entries(plan);
  if (plan.wants_theirs) sooner(have_due_, now.mono + have_again);
}

// Is the partner's own log, as it says it stands, less than what is here, or another?
void Device::note_partners_log(const SyncPlan& plan, const live::Have& have) {
  if (plan.shows_two_of_theirs && !partner_is_forked_) tell({DeviceEvent::Kind::partner_forked, {}, {}});
  partner_is_forked_ = plan.shows_two_of_theirs;
  if (have.mine > journal_->theirs().head().seq && !claims_.claim(have.mine, have.head_of_mine, open_)) tell({DeviceEvent::Kind::partner_forked, {}, {}});
  const bool is_behind = plan.shows_two_of_theirs || have.mine < journal_->theirs().head().seq;
  if (is_behind == partner_is_behind_) return;
  partner_is_behind_ = is_behind;
  tell({is_behind ? DeviceEvent::Kind::partner_set_back : DeviceEvent::Kind::partner_caught_up, {}, {}});
}

// Mine that the partner lacks, and theirs that they have lost, in the journal's order: each after all that it names.
// One message for each HAVE, since it brings the next HAVE with it: more at once would fill what a connection and the
// relay hold, and end it.
void Device::give_entries(const SyncPlan& plan) {
  // Not committed yet, or the disk does not answer: the next HAVE asks again.
  const auto read = [&](std::uint8_t author, std::uint64_t seq, std::uint64_t last) {
    std::optional<StoredEntry> entry;
    if (seq > last) return entry;
    if (auto row = storage_.entry(author, seq)) entry = std::move(*row);
    return entry;
  };
  const auto last_of_mine = repair_.is_forked() ? 0 : plan.to;  // which of them the partner has too is not known yet
  const std::uint8_t partner = record_.partner_slot();
  auto mine = read(record_.slot, plan.from, last_of_mine);
  auto theirs = read(partner, first_to_give_back(plan), plan.back_to);
  live::Entries message;
  for (std::size_t size = 0; (mine || theirs) && size <= entries_message;) {
    const auto place = [](const StoredEntry& entry) { return EntryOrder{entry.lamport, entry.author}; };
    const bool takes_mine = mine && (!theirs || place(*mine) < place(*theirs));
    auto& next = takes_mine ? mine : theirs;
    size += next->wire.size();
    message.entries.push_back(to_secret(next->wire));
    next = read(next->author, next->seq + 1, takes_mine ? last_of_mine : plan.back_to);
  }
  if (!message.entries.empty()) meeting_.send(message);
}

// Where their log went two ways it is the last ones that show it: as many as fit.
std::uint64_t Device::first_to_give_back(const SyncPlan& plan) const {
  if (!plan.shows_two_of_theirs) return plan.back_from;
  std::size_t size = 0;
  for (auto seq = plan.back_to; seq > plan.back_from; --seq) {
    if (auto row = storage_.entry(record_.partner_slot(), seq); row && *row) size += (*row)->wire.size();
    if (size > entries_message) return std::min(seq + 1, plan.back_to);
  }
  return plan.back_from;
}

void Device::handle_entries(const live::Entries& entries, Now now) {
  const auto before = journal_->theirs().head().seq;
  for (const auto& entry : entries.entries) take_entry(entry, now);
  if (journal_->theirs().head().seq > before) have_wait_ = first_have_wait;
  sync_brought_ = sync_brought_ || journal_->theirs().head().seq > before;
  sooner(have_due_, now.mono + have_again);  // the partner may have planned only a part
}

}  // namespace twinlamp
