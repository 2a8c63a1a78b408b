// The latch, a device's side: decides when to hand my scalar over, what to make of the relay's answers, and never opens by mistake.
//
// One for each latch, fed with facts of the fold. It holds no scalar: make_put() takes it when a PUT is due. What must survive a crash is
// one bit, is_cancelling(): commit it, then call cancel(); after that no PUT ever leaves. Everything else is found again by asking the relay.
// Foreign: the relay's answers. A release that does not verify changes nothing and is not acknowledged.
#pragma once

#include "protocol/base/result.h"
#include "protocol/round/seal.h"
#include "protocol/round/state.h"
#include "protocol/wire/relay.pb.h"

namespace twinlamp {

struct LatchFacts {
  RoundId round_id{};
  LatchId latch_id{};
  Slot me = 0;
  const Seal* mine = nullptr;      // my first SEAL of this latch
  const Seal* partner = nullptr;   // the partner's
  bool mine_is_covered = false;    // a partner entry names it, with the right hash
  SealMode mode = SealMode::together;  // effective_mode()
  bool both_here = false;          // a live session, both windows in front
  std::uint64_t partner_last_seq = 0;  // of the partner's log, here
  std::optional<PublicKey> partner_seal_key;
  bool is_revealed = false;
  bool is_closed = false;
};

// The facts of a round's latch out of the fold. Empty when the round has no latch of that id.
std::optional<LatchFacts> latch_facts(const PairState& state, const RoundId& round_id, const LatchId& latch_id, Slot me, bool both_here);

enum class LatchAction : std::uint8_t {
  none,       // nothing to do, or nothing to do yet
  put,        // closed: make_put(), send
  put_blob,   // closed, answering an open one: make_put() with the blob of my SEAL entry, send
  put_open,   // open without me: make_put(), send
  get,        // ask the relay what it knows
  cancel,     // send LatchCancel
  ack,        // the REVEAL is in my journal: send LatchAck
};

enum class LatchNews : std::uint8_t {
  none,
  waiting,      // mine is stored
  reveal,       // append `reveal`, commit, and call poll() again: it will say ack
  cancelled,    // by either: append CLOSE_ROUND unanswered if the journal has none
  mismatch,     // the relay says the two do not name each other: tell the person; tried again after the next login
  conflict,     // a different PUT of mine is there (a restored backup): only a cancel helps
  peer_open,    // the partner's is open: waits for the partner's SEAL
  invalid,      // the relay refuses it: a fault of ours or of the relay; tried again after the next login
  forked,       // the latch released another SEAL than the journal has: the partner's client misbehaves
};

struct LatchStep {
  LatchNews news = LatchNews::none;
  std::optional<wire::Reveal> reveal;
};

class LatchClient {
public:
  LatchClient(LatchId latch_id, Slot me, bool is_cancelling = false) : latch_id_(latch_id), me_(me), cancelling_(is_cancelling) {}

  // What to send now. Asked after every change of the facts; says each thing once per login.
  LatchAction poll(const LatchFacts& facts);
  void handle_login();  // a new connection: all may be said again

  // Precondition: the bit is committed. Not undone: a release that comes first still opens.
  void cancel() { cancelling_ = true; }
  bool is_cancelling() const { return cancelling_; }

  // The relay's LatchState. unauthentic: a release that does not open exactly the named SEALs; out_of_order: a release whose SEAL is not in my journal
  // yet; malformed. On error nothing has changed.
  Result<LatchStep> handle_state(const wire::LatchState& state, const LatchFacts& facts, const Key& room_seed);

private:
  Result<LatchStep> handle_released(const wire::LatchState& state, const LatchFacts& facts, const Key& room_seed);

  enum class Asked : std::uint8_t { nothing, get, put, cancel };

  LatchId latch_id_;
  Slot me_;
  bool cancelling_ = false;
  bool cancelled_ = false;          // by the relay's word
  bool must_ask_ = false;           // a PUT of mine that I no longer know of is there
  bool peer_open_ = false;          // mine must be closed
  Asked asked_ = Asked::nothing;    // the strongest that went out since the last login
  bool acked_ = false;              // since the last login
  bool seen_release_ = false, fork_told_ = false;
  bool halted_ = false;             // mismatch, conflict, invalid: until the next login
};

// Precondition: `action` came from poll() with these facts, u opens facts.mine. `my_seal` is read for put_blob only.
wire::LatchPut make_put(LatchAction action, const LatchFacts& facts, const Scalar& u, const Key& room_seed,
                        const SignedSeal* my_seal);

}  // namespace twinlamp
