// One person's device, paired: everything between the person, the partner and the relay, without a socket, a clock or a file.
//
// Inputs: what the person does, what the relay says, time. Outputs, to be drained after each input, in this order:
//   poll_transaction() → commit it → handle_committed();   then poll_frame() and poll_event() until empty; next_deadline().
// Nothing that depends on a transaction leaves before its commit; a frame lost on the way is sent again after the next login. If a commit
// fails, try the same transaction again, or drop the Device and open it anew: until then every input answers `unavailable`. A Deliver that
// was refused so, and those after it, are neither taken nor acknowledged on that connection: log in again once the commit has succeeded.
// Several inputs may be given before poll_transaction(): they share one commit.
// A relay's or partner's bytes: on an error the state is unchanged; only a breach of the relay's own wire asks to drop the connection.
// Single-threaded. Holds both people's words in memory: destroy it to lock.
#pragma once

#include <deque>
#include <memory>
#include <set>

#include "protocol/device/claims.h"
#include "protocol/device/durable.h"
#include "protocol/device/epoch_keeper.h"
#include "protocol/device/journal_keeper.h"
#include "protocol/device/latch_keeper.h"
#include "protocol/device/match_keeper.h"
#include "protocol/device/meeting.h"
#include "protocol/device/play_keeper.h"
#include "protocol/device/repair_keeper.h"
#include "protocol/device/reveal_keeper.h"
#include "protocol/journal/sync.h"
#include "protocol/round/quiet.h"
#include "protocol/round/tonight.h"
#include "protocol/wire/relay.pb.h"

namespace twinlamp {

struct DeviceEvent {
  enum class Kind {
    state_changed,       // state() differs
    presence_changed,    // partner_presence(), meeting
    opening,             // a round counts down: opens_at()
    opened,              // a round's answers may be shown
    play_begins,         // both are ready for a round's live game: play_begins_at()
    unsent_changed,      // unsent(), is_caught_up()
    forked,              // others claim to have another log of mine than I do; frozen only on my own proof (repair())
    partner_forked,      // the partner's log went two ways: here the branch stays that came first
    restored,            // others claim to know more of my log than I do; frozen only on my own proof (repair())
    repair_changed,      // repair() differs
    keys_renewed,        // the two devices have agreed on new keys
    partner_set_back,    // the partner's device came back with less of its own journal than is known here: it is given back
    partner_caught_up,   // and is whole again
    latch_trouble,       // `latch` says which: the relay or the partner's client misbehaves
    match_trouble,       // a wish list was given up: `why` names what of the partner's does not verify
    pair_ended,          // the partner has ended the pair: its farewell verifies
    room_ended,          // the relay says that the room has ended, and nothing proves it: nothing may be deleted on its word
    mailbox_full,        // the partner's mailbox: tried again by itself
    relay_limits,        // the relay asks to wait: tried again by itself
  };
  Kind kind;
  RoundId round{};
  LatchNews latch = LatchNews::none;
  const char* why = nullptr;  // of match_trouble: a literal
};

// How this device mends itself after it was set back, or after two copies of it were used.
struct Repair {
  enum class Phase : std::uint8_t {
    none,
    waits,     // frozen: the partner is not here (or one of the lamps is out)
    fetches,   // frozen: my entries come back from the partner, `have` of `of`
    asks,      // frozen: the partner has no more, and something that I once wrote is still missing: go_on_without_it()
    keys,      // new keys are being agreed on; everything else works
  };
  Phase phase = Phase::none;
  std::uint64_t have = 0, of = 0;
  bool inherits = false;     // this device is new, in the place of a lost one
  std::optional<WallTime> done_at;  // of the last one that came to its end
  friend bool operator==(const Repair&, const Repair&) = default;
};

class Device {
public:
  static constexpr const char* session_key = "session";

  // A new pair, right after both have confirmed the same words: its first transaction holds the first entry (the profile).
  // Restores what is stored otherwise. All references outlive the Device. corrupt: what is stored does not verify.
  // A session state that is lost or does not verify is no error: new keys are agreed on at the next meeting.
  // `was_restored`: the client has put a backup back, and has not told the device yet: it is frozen until the partner has shown what it has.
  static Result<std::unique_ptr<Device>> open(PairRecord record, const Storage& storage, Random& random, Now now, bool was_restored = false);

  const PairRecord& record() const { return record_; }
  const PairState& state() const { return journal_->state(); }
  const LogHead& head_of_theirs() const { return journal_->theirs().head(); }  // the partner's log, as far as it is here

  // --- the relay
  void handle_logged_in(const wire::LoggedIn& facts, Now now);
  void handle_offline(Now now);
  Result<void> handle_frame(const wire::Frame& frame, Now now);
  void handle_time(Now now);
  void handle_suspend(Now now);

  // --- the person. `refused`: not now (see the predicates in round.h); too_large; not_found; unavailable: see above, or frozen.
  struct Profile {
    std::string display_name;
    std::chrono::minutes utc_offset{};
    std::vector<OffsetShift> next;  // at most 2
    std::uint32_t content_version = 0;
  };
  Result<void> set_profile(const Profile& profile, Now now);  // appends only when something differs
  void set_utc_offset(std::chrono::minutes offset) { utc_offset_ = offset; }
  Result<void> share_deck(std::string_view name, std::string_view text, bool removed, Now now);  // my own cards; too_large, or a name of no sense
  Result<void> agree_day_turn(Now now);                         // appends only when the pair owes it to its clocks
  Result<RoundId> open_round(const CardFacts& card, std::string_view prompt, Now now);
  Result<void> seal(const RoundId& round, ByteView answer, SealMode mode, Now now);
  // Wish lists (kind 10): see protocol/match/run.h. Votes are final; from them on the two devices go on by themselves, and the answer opens like any
  // other, but for the votes: only what both want. malformed: a list or votes of no sense, another quota than wishes_quota(), or more votes than that; refused: mode open.
  Result<RoundId> open_wishes(const CardFacts& card, std::string_view prompt, const std::vector<std::string>& items, std::uint16_t quota, Now now);
  Result<void> seal_wishes(const RoundId& round, const std::vector<match::Vote>& votes, SealMode mode, Now now);
  std::optional<std::vector<match::Vote>> my_votes(const RoundId& round) const;  // until the reveal
  // What quiet runs (round/quiet.h) answer from; kept by the client. Until it is given this device begins none and takes part in none, and says no
  // vote of a Desire list. Without desire those play all-no: silently, and at once, as far as the encrypted votes (step 1) are not out.
  void set_private(const PrivateSettings& settings, Now now);
  Result<void> relax(const RoundId& round, Now now);
  Result<void> say_back(const RoundId& round, std::string_view text, Now now);
  Result<void> confirm(const RoundId& round, bool yes, std::string_view clarification, Now now);
  Result<void> react(const RoundId& round, std::string_view reaction, Now now);
  Result<void> ask(const RoundId& round, std::string_view question, Now now);
  Result<void> reply(const RoundId& round, std::string_view text, Now now);
  Result<void> add(const RoundId& round, std::string_view text, Now now);
  // What a practice does: see protocol/practice. not_found: the round; refused: not this step, or not now.
  Result<void> take_step(const RoundId& round, const Step& step, Now now);  // kind, choice, said.text, about and moment are read
  Result<void> send_gift(const Gift& gift, Now now);                        // all but from, seq, id, sent and remarks is read
  Result<ItemId> put_item(const std::optional<ItemId>& known, const ListItem& item, Now now);  // none known: a new one
  Result<void> remark(ByteView about, std::uint16_t kind, std::string_view text, Now now);     // a gift's id or an item's
  Result<void> close(const RoundId& round, Now now);  // answered if both have received, else unanswered (cancels a latch first)
  Result<void> next_suggestion(std::string_view card_id, Now now);
  Result<void> erase(std::uint64_t seq, Now now);  // the words of one of my own entries, on both devices
  void set_presence(bool lamp_lit, bool in_front, Now now);
  void handle_writing(Now now);
  // In Repair::Phase::asks; refused otherwise. What nobody has any more stays lost, and the rest goes on.
  Result<void> go_on_without_it(Now now);
  Result<void> renew_keys(Now now);  // at the next meeting, or at once
  // The pair goes on with a new device of the partner's, under `next` (continue_pair(), renewal.h): what is sealed and not opened yet is closed, and what was
  // on its way is given to that device instead. Commit what this returns together with `next`, and open the Device anew: this one takes nothing
  // more. A log that was set back goes on as it is: nobody can give anything back. refused: an heir that has not got it all; unavailable.
  Result<Transaction> renew(const PairRecord& next, Now now);

  // For the live game of a round that is not sealed yet; none: no more, unless it has been agreed when it begins. refused: not now.
  Result<void> set_ready(const std::optional<RoundId>& round, Now now);
  // Once agreed, in this device's monotonic time; the same instant as the partner's.
  std::optional<MonoTime> play_begins_at(const RoundId& round) const;

  // My own sealed answer, before the reveal too. not_found, or unauthentic where its key is gone.
  Result<SecretBytes> my_answer(const RoundId& round) const;
  const std::optional<live::Presence>& partner_presence() const { return meeting_.partner(); }
  bool is_meeting() const { return meeting_.is_established(); }
  bool is_held(const RoundId& round) const;                       // opened, but its instant has not come
  std::optional<MonoTime> opens_at(const RoundId& round) const { return reveals_.opens_at(round); }
  bool is_closing(const RoundId& round) const;                    // a cancel is on its way
  std::size_t unsent() const { return durable_.waiting(); }
  bool is_caught_up() const { return is_online_ && !backlog_; }  // all that waited at the login is here
  // A new device of the partner's has been agreed on, and has written nothing yet.
  bool is_partner_new() const { return state().renewals > 0 && !state().seal_keys[record_.partner_slot()]; }
  bool is_frozen() const { return repair_.is_frozen() || is_unreadable_; }
  Repair repair() const;
  std::uint32_t epoch() const { return durable_.epoch(); }  // whose keys what is posted now has

  // --- outputs
  const Transaction* poll_transaction();  // null when there is nothing to commit; the same one until handle_committed()
  void handle_committed(Now now);
  std::optional<wire::Frame> poll_frame();
  std::optional<DeviceEvent> poll_event();
  std::optional<MonoTime> next_deadline() const;

private:
  Device(PairRecord record, const Storage& storage, Random& random, std::unique_ptr<JournalKeeper> journal, DurableChannel durable,
         LatchKeeper latches, MatchKeeper matches, Now now);

  Result<void> may_act() const;
  Result<const Round*> round_for(const RoundId& id, bool (*may)(const Round&, Slot)) const;
  Result<void> append(wire::Body body, Now now);
  Result<RoundId> append_opening(const CardFacts& card, std::string_view prompt, const std::vector<std::string>& items, std::uint16_t quota,
                                 Now now);
  Result<void> give_up(const Round& round, Now now);
  bool gives_way(const Round& round, const CardFacts& card, Now now) const;  // to a new one of its card
  Result<void> append_words(const RoundId& round, bool (*may)(const Round&, Slot), std::string_view text, std::size_t limit,
                            const std::function<void(wire::Body&)>& fill, Now now);
  void note(const Entry& entry);
  void settle(Now now);                 // after every input: covers, envelopes, snapshot, events
  void post_my_entries();
  void flush_row_removals(Now now);
  void run_latches();
  void run_matches(Now now);
  bool run_match(const RoundId& id, Now now);
  void run_quietly(Now now);
  void vote_as_of_now();
  LatchId wishes_latch(const RoundId& round) const;

  Result<void> handle_deliver(const wire::Deliver& deliver, Now now);
  void handle_posted(const wire::Posted& posted, Now now);
  void handle_relay_error(const wire::Error& error, Now now);
  void handle_room_ended(ByteView farewell);
  void handle_latch_state(const wire::LatchState& state, Now now);
  void retry_latch_states(Now now);
  void drain_meeting(Now now);
  void handle_have(const live::Have& have, Now now);
  void give_entries(const SyncPlan& plan);
  std::uint64_t first_to_give_back(const SyncPlan& plan) const;
  void note_partners_log(const SyncPlan& plan, const live::Have& have);
  void handle_entries(const live::Entries& entries, Now now);
  void say_have(Now now);
  void take_entry(ByteView wire, Now now);
  void send_head(Now now);
  void check_head(ByteView receipt, Now now);
  std::optional<LogHead> open_receipt(ByteView receipt) const;  // its seq and id
  bool is_newest_head(ByteView receipt) const;
  void freeze(bool is_forked, const RepairKeeper::Goal& goal, std::uint64_t head, Now now);  // `head`: my last entry that was here before
  void hold_keys();
  void take_own(const Entry& entry, Now now);
  void take_words(const Entry& entry, Now now);
  void find_fork(const Entry& entry, Now now);
  void cut_log(std::uint64_t seq, Now now);
  void try_thaw(Now now);
  std::set<EntryId> bare_of_mine() const;
  bool lacks_own_words() const { return !bare_of_mine().empty(); }
  bool is_inherited(const Entry& entry) const;
  void say_again(std::vector<RepairKeeper::Aside> aside);
  bool would_be_void(const wire::Body& body) const;
  void handle_new_keys(Now now);
  void count_undecipherable(Now now);
  void tell(DeviceEvent event);
  void hold_frame(wire::Frame frame);

  PairRecord record_;
  const Storage& storage_;
  Random& random_;
  std::unique_ptr<JournalKeeper> journal_;
  DurableChannel durable_;
  LatchKeeper latches_;
  MatchKeeper matches_;
  Meeting meeting_;
  RevealKeeper reveals_;
  PlayKeeper plays_;
  EpochKeeper epochs_;
  RepairKeeper repair_;
  Claims claims_;

  bool is_online_ = false;
  bool is_unreadable_ = false;   // the disk did not give back what an erasure or a cut needs: until the next start
  bool asks_ = false;            // Repair::Phase::asks
  bool partner_is_behind_ = false, partner_is_forked_ = false;  // by its last HAVE
  struct Bare {  // of my entries after `from`, up to `to`: see bare_of_mine()
    std::uint64_t from = 0, to = 0;
    std::set<EntryId> ids;
  };
  mutable Bare bare_;
  int undecipherable_ = 0;       // envelopes in a row
  bool sync_brought_ = false;    // an entry, since the first of those
  Repair told_repair_;
  bool was_forked_ = false;      // since it froze: told
  bool has_ended_ = false;       // by the partner's farewell
  bool missed_deliver_ = false;  // since the login, for want of a commit: what follows it waits for the next login too
  bool session_changed_ = false, state_changed_ = false;
  bool owes_head_ = false;       // the relay's receipt names less than it should
  std::chrono::minutes utc_offset_{};
  std::optional<PrivateSettings> private_;
  Transaction open_;                              // collects until poll_transaction()
  std::optional<Transaction> handed_;             // being committed
  std::vector<PostId> rows_done_;                 // taken by the relay; leave the disk with the next transaction
  std::optional<std::uint64_t> backlog_;          // the mailbox's newest seq at the login, until it has come
  std::optional<MonoTime> rows_due_, snapshot_due_, have_due_, head_due_, latches_due_;
  std::uint64_t partner_claims_ = 0;              // of its own log, in this meeting
  std::chrono::seconds have_wait_{2};
  std::vector<RoundId> newly_revealed_;
  std::map<LatchId, wire::LatchState> early_states_;  // releases whose SEAL is not here yet
  std::deque<wire::Frame> held_frames_, frames_;
  std::deque<DeviceEvent> held_events_, events_;
};

}  // namespace twinlamp
