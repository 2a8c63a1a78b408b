// The meeting: both devices here, and what they say to each other of their journals.
#include "protocol/device/device.h"
#include "protocol/device/device_timing.h"
#include "protocol/journal/sync.h"

namespace twinlamp {
namespace {

using device_timing::have_again;
using device_timing::have_delay;
using device_timing::sooner;

constexpr std::size_t entries_message = 256 * 1024;

}  // namespace

void Device::drain_meeting(Now now) {
  while (auto event = meeting_.poll_event()) {
    if (!plays_.handle_event(*event, now.mono)) reveals_.handle_event(*event, now.mono);
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

void Device::say_have(Now) {
  const auto have = have_of(journal_->mine(), journal_->theirs());
  live::Have message;
  message.yours = have.of_mine;  // as the listener reads it
  message.head_of_yours = have.head_of_mine;
  message.mine = have.of_theirs;
  message.head_of_mine = have.head_of_theirs;
  meeting_.send(message);
}

void Device::handle_have(const live::Have& have, Now now) {
  if (is_frozen_) return;
  const SyncHave theirs{have.yours, have.head_of_yours, have.mine, have.head_of_mine};
  const auto plan = plan_sync(journal_->mine(), journal_->theirs(), theirs, journal_->marks());
  if (plan.verdict == SyncVerdict::fork) return tell({DeviceEvent::Kind::forked, {}, {}});  // a claim, as above
  if (plan.verdict == SyncVerdict::i_am_restored) return tell({DeviceEvent::Kind::restored, {}, {}});
  if (plan.verdict == SyncVerdict::malformed) return;
  live::Entries batch;
  std::size_t size = 0;
  const auto send_batch = [&] {
    if (!batch.entries.empty()) meeting_.send(batch);
    batch.entries.clear();
    size = 0;
  };
  for (auto seq = plan.from; seq <= plan.to; ++seq) {
    auto row = storage_.entry(record_.slot, seq);
    if (!row || !*row) break;  // not committed yet: the next HAVE asks again
    size += (*row)->wire.size();
    batch.entries.push_back(to_secret((*row)->wire));
    if (size > entries_message) send_batch();
  }
  send_batch();
  if (plan.wants_theirs) sooner(have_due_, now.mono + have_again);
}

void Device::handle_entries(const live::Entries& entries, Now now) {
  for (const auto& entry : entries.entries) take_entry(entry, now);
  sooner(have_due_, now.mono + have_again);  // the partner may have planned only a part
}

}  // namespace twinlamp
