// The partner's client, modified: a program over the real protocol code that has all of the partner's keys.
//
// Left alone it plays along, as an honest client would (so that there is always something to attack); strike() makes it
// do one act of attack.h. It keeps one log as its own, the canonical one: what it lies with is beside it. After stop() it
// does no more of it. What it knows goes into `knowledge`: each frame, each entry that its keys open.
#pragma once

#include <deque>
#include <set>

#include "protocol/device/durable.h"
#include "protocol/device/epoch_keeper.h"
#include "protocol/device/latch_keeper.h"
#include "protocol/device/meeting.h"
#include "protocol/journal/fold.h"
#include "protocol/journal/log.h"
#include "protocol/match/run_secret.h"
#include "tests/sim/attack.h"
#include "tests/sim/knowledge.h"
#include "tests/sim/seat.h"
#include "tests/support/memory_storage.h"

namespace twinlamp::sim {

class HostilePartner : public Seat, private EntryMarks, private EntrySource {
public:
  HostilePartner(PairRecord record, const Attack& attack, Knowledge& knowledge, Now now);
  ~HostilePartner() override;

  void handle_logged_in(const wire::LoggedIn& facts, Now now) override;
  void handle_offline(Now now) override;
  Result<void> handle_frame(const wire::Frame& frame, Now now) override;
  void handle_time(Now now) override;
  void live(Now now, bool is_calm) override;
  std::optional<wire::Frame> poll_frame(Now now) override;
  std::optional<MonoTime> next_deadline() const override;

  bool strike(const Strike& strike, Now now);  // false: not now
  // Its log goes on with one entry more: if another branch of it was shown, that is seen now.
  void stop(Now now);

  const PairState& state() const { return fold_.state(); }  // of its canonical log and what it has of the other
  std::optional<Bytes> words_of(const EntryId& seal) const;
  // Rounds in which what it said of a wish list was no honest run: they may never open.
  const std::set<RoundId>& cheated_in() const { return cheated_in_; }

  // It has shown another log than the one that it keeps: from then on it need not have one that the honest device can follow (README, 7.7).
  bool has_forked() const { return has_forked_; }

private:
  bool has_forked_ = false;
  struct MatchRun {
    Key seed;
    std::vector<match::Vote> votes;
    bool spoils_next = false;
  };
  struct Unstored {  // an exchange of keys of which it keeps nothing
    std::uint32_t number = 0;
    AgreementKeys fresh;
  };

  std::optional<EntryMark> mark(std::uint8_t author, std::uint64_t seq) const override;
  Result<void> for_each_ordered(const EntryOrder& from, const std::function<bool(const Entry&)>& visit) const override;
  void erase_what_was_asked();
  void admit(const Entry& entry);
  void take(ByteView wire);
  Entry write(wire::Body body, Now now);           // into its own log, and out
  void send(const std::vector<Bytes>& entries);    // in envelopes, whatever they are
  Bytes raw_entry(EntryPlace place, std::uint16_t type, ByteView body);
  EntryPlace place() const { return next_place(logs_[me_], logs_[1 - me_], 1); }
  void drain_meeting(Now now);
  void handle_keys(const MeetingEvent& event, Now now);
  void follow_epochs(const SecretBytes& before, Now now);  // `before`: what could be written until then
  void handle_have(const live::Have& have);
  void play_along(Now now);
  void play_matches(Now now);
  void play_match(const Round& round, Now now);
  void handle_latch_state(const wire::LatchState& state, Now now);
  void act_on(const Round& round, Now now);
  void note_seal(const Entry& entry, std::optional<Bytes> words);
  wire::Body seal_body(const Round& round, SealMode mode, ByteView words, const std::optional<Scalar>& scalar = {});
  std::optional<Scalar> my_scalar(const Round& round) const;
  const Round* newest() const;

  // hostile_acts.cpp
  bool strike_journal(const Strike& strike, Now now);
  bool strike_seal(const Strike& strike, Now now);
  bool strike_latch(const Strike& strike, Now now);
  bool strike_channel(const Strike& strike, Now now);
  bool strike_keys(const Strike& strike, Now now);
  bool post_in_an_older_epoch(Now now);
  bool make_an_epoch();
  bool seal_nonsense(const Round& round, Now now);
  bool replay_their_seal(const Round& round, Now now);
  bool seal_twice(const Round& round, Now now);
  bool swap_first_seal(const Round& round, Now now);
  bool forge_reveal(const Round& round, Now now);
  bool put_wrongly(const Round& round);
  bool fork_log(Now now);
  bool open_oddly(Now now);
  bool step_oddly(const Round& round, Now now);
  void say_wrong_head();
  void say_wrong_epoch();

  PairRecord record_;
  Slot me_;
  Knowledge& knowledge_;
  SeededRandom random_, play_, mischief_;
  test::MemoryStorage disk_;
  DurableChannel channel_;
  LatchKeeper latches_;
  Meeting meeting_;
  EpochKeeper epochs_;
  std::array<Log, 2> logs_{Log(0), Log(1)};
  Fold fold_;
  std::vector<LogHead> heads_;                       // of its own log, after each entry
  std::map<RoundId, MatchRun> runs_;
  std::set<RoundId> cheated_in_;
  std::map<EntryId, std::optional<Bytes>> words_;    // of each of its SEALs; none: nobody can read them
  std::deque<wire::Frame> frames_;
  std::vector<EpochShare> heard_shares_;
  std::vector<SecretBytes> older_channels_;          // what could still be written in each epoch that is over
  std::optional<Unstored> unstored_;
  bool is_online_ = false, inflates_ = false, has_made_epoch_ = false;
  std::optional<MonoTime> silent_until_, absurd_until_, answers_from_, keyless_until_;
};

}  // namespace twinlamp::sim
