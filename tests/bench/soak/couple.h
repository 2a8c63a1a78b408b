// A couple of the soak: two apps that post, talk, and open latches, and know of each other what a real couple cannot,
// so that whatever the relay loses, repeats, changes or tells them differently is noticed.
//
// What must hold: every post of which the relay has said that it is kept reaches the partner once, as it was, in order,
// under the number that was told; both hear the same of a latch; live frames keep their order; a connection that
// nobody cut stays.
#pragma once

#include <deque>
#include <optional>

#include "protocol/crypto/group.h"
#include "tests/bench/soak/dice.h"
#include "tests/bench/soak/net.h"
#include "tests/bench/soak/tally.h"
#include "tests/bench/soak/witness.h"

namespace twinlamp::bench::soak {

// What a couple sees of its relay.
class RelayView {
public:
  virtual ~RelayView() = default;
  virtual std::uint16_t port() const = 0;  // 0 = it does not run, or is being stopped
  virtual Witness* witness() = 0;          // may be null
};

struct Rates {
  double post_every = 1, live_every = 0.25, latch_every = 2, absence_every = 60;  // seconds, of one member or couple
};

struct Surroundings {
  Net& net;
  RelayView& relay;
  Tally& tally;
  Dice& dice;
  const Rates& rates;
};

class Couple;

class Member : public PeerEvents {
public:
  Member(Couple& couple, std::uint8_t slot);

  void tick(Time now);
  void cut();              // its network fails
  void sleep(Time until);  // its lid is closed
  void forget_relay();     // another relay comes in its place, and nothing waits at the old one
  bool is_here() const { return state_ == State::here; }
  bool has_told_all() const { return told_ == made_ && sent_ == made_; }
  std::uint64_t made() const { return made_; }
  std::uint64_t received() const { return received_; }
  std::optional<KeptPost> last_kept() const;

  void on_ready(LoadPeer&) override;
  void on_message(LoadPeer&, ByteView message) override;
  void on_ended(LoadPeer&) override;

private:
  friend class Couple;
  enum class State { away, connecting, here, asleep };
  struct Post {
    std::uint32_t size = 0;
    std::uint64_t seq = 0;      // as it was told
    std::uint64_t came_as = 0;  // as it was delivered
    Time sent{};
  };

  void connect(Time now);
  void leave(Time until);
  void act(Time now);
  void send(const wire::Frame& frame);
  void make_post();
  void send_posts(Time now);
  void send_live(Time now);
  void work_latch(Time now);
  void on_posted(const wire::Posted& posted);
  void on_deliver(const wire::Deliver& deliver);
  void on_live(const std::string& body);
  void on_latch(const wire::LatchState& state);
  void on_error(const wire::Error& error);
  Bytes client_id(std::uint64_t number) const;
  std::string body(std::uint64_t number, std::uint32_t size) const;
  Post* find(std::uint64_t number) { return number < first_ || number >= made_ ? nullptr : &posts_[number - first_]; }
  void forget_old_posts();
  void breach(const std::string& what) const;
  Member& partner() const;

  Couple& couple_;
  const std::uint8_t slot_;
  State state_ = State::away;
  std::unique_ptr<LoadPeer> peer_;
  bool is_cut_ = false;  // by us
  Time until_{}, next_post_{}, next_live_{}, leaves_at_{}, paused_until_{};
  std::deque<Post> posts_;  // from first_ on: not yet both told and delivered
  std::uint64_t first_ = 0, made_ = 0, sent_ = 0, told_ = 0;
  std::uint64_t received_ = 0, last_ = 0, unacked_ = 0;
  std::uint64_t live_sent_ = 0, live_seen_ = 0;
  std::uint64_t highest_told_ = 0;
  bool latch_put_ = false, latch_cancelled_ = false;  // the present one, on this connection
};

// One latch that both pay into, and that one of them may cancel at about the same moment.
struct LatchPlay {
  enum class Outcome { open, released, cancelled };
  ByteArray<16> id{};
  Scalar scalar[2];
  Element lock[2]{};
  ByteArray<32> seal[2]{};
  std::optional<std::uint8_t> owner, canceller;  // of an open one; of one that is cancelled
  Time at[2]{}, cancel_at{};
  bool was_put[2]{};
  Time both_put{};  // and both were here
  Outcome outcome[2] = {Outcome::open, Outcome::open};
  bool is_over() const { return outcome[0] != Outcome::open && outcome[1] != Outcome::open; }
};

class Couple {
public:
  Couple(Surroundings around, std::uint32_t number);
  void tick(Time now);
  void calm(bool is_calm) { calm_ = is_calm; }  // nothing new, nobody leaves, all come in
  bool is_at_rest() const;                      // calm, and all has arrived
  void forget_relay();
  Member& member(std::size_t slot) { return *members_[slot]; }
  std::string unrest() const;  // what has not arrived, for people

private:
  friend class Member;
  void begin_latch(Time now);

  Surroundings around_;
  const Room room_;
  const RoomId room_id_;
  std::uint32_t epoch_ = 0;
  bool calm_ = false;
  std::unique_ptr<Member> members_[2];
  std::optional<LatchPlay> latch_;
  Time next_latch_{};
};

}  // namespace twinlamp::bench::soak
