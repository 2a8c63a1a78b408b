// Agrees on a new epoch with the partner, inside the live session: REKEY, KEYS, EPOCH_READY (session/epoch.h).
//
// A number is used for one exchange only: once a device has stored an epoch it gives no other keys for it, and asks for the next one instead. So
// what both have stored under a number is the same, whatever was lost on the way; and what only one has stored is never posted in.
//   asks     REKEY(n) and KEYS(n), again after 2, 4, 8, 16 seconds while the session stands and nothing has come of it
//   stored   EPOCH_READY(n) after the commit, then REKEY(n, unsure) with it after the same pauses, until the partner is known to have it
//   answers  REKEY(n, unsure) with EPOCH_READY(n), or where n is not here with REKEY of the next number; any REKEY or KEYS of a new n with KEYS(n)
// What is kept: why an epoch is wanted, and when the last automatic one was done: at most one in an hour by the wall clock. A clock that was
// set back ends the hour. Foreign: an exchange that does not verify changes nothing but costs its session's turn. Not thread-safe.
#pragma once

#include <optional>

#include "protocol/device/durable.h"
#include "protocol/device/meeting.h"

namespace twinlamp {

class EpochKeeper {
public:
  static constexpr const char* key = "epochs";
  static constexpr std::chrono::hours pause{1};          // between automatic ones
  static constexpr std::uint32_t most_ahead = 1024;      // by how much the partner may raise the number at once
  static constexpr int most_in_a_session = 8;            // exchanges; more are not answered

  // `meeting`, `durable` and `random` outlive this.
  EpochKeeper(std::uint8_t slot, Meeting& meeting, DurableChannel& durable, Random& random)
      : slot_(slot), meeting_(meeting), durable_(durable), random_(random) {}
  Result<void> load(const Storage& storage);  // corrupt: what is stored

  // The reason that weighs most stays: lost keys hold posts back, a person does not wait for the hour.
  void want(RekeyReason reason, Transaction& transaction);
  const std::optional<RekeyReason>& wanted() const { return wanted_; }
  bool is_under_way() const { return wanted_ || durable_.unshared() != nullptr; }

  // Messages of the meeting. True if the durable state has changed: it goes into the same transaction.
  bool handle_event(const MeetingEvent& event, Now now);
  // `may_ask`: my log is whole.
  void handle_time(Now now, bool may_ask);
  void handle_committed();  // an epoch that was stored may be spoken of
  // Call when durable.take_changed() said so. True if one was wanted, and is here now.
  bool handle_changed(Now now, Transaction& transaction);
  std::optional<MonoTime> next_deadline() const;

private:
  struct Offer {  // my half of an exchange, of this session
    std::uint32_t number = 0;
    AgreementKeys fresh, ratchet;
    bool is_done = false;  // stored: my half is only given again
  };

  void handle(const Rekey& rekey);
  bool handle(const EpochShare& share);
  bool handle(const EpochReady& ready);
  bool may_begin(std::uint32_t number) const;
  bool is_its_hour(Now now) const;
  void ask(std::uint32_t number, RekeyReason reason);
  void give_keys(std::uint32_t number);
  void say_ready(const DurableChannel::Epoch& epoch);
  void store(Transaction& transaction) const;

  std::uint8_t slot_;
  Meeting& meeting_;
  DurableChannel& durable_;
  Random& random_;
  std::optional<RekeyReason> wanted_;
  std::optional<WallTime> last_;     // automatic one
  std::optional<Offer> offer_;
  bool is_new_ = false;              // stored, not yet committed
  std::optional<MonoTime> due_;
  std::chrono::seconds wait_{2};
  int exchanges_ = 0;                // of this session
};

}  // namespace twinlamp
