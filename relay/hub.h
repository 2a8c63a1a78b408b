// Hub: brings together the relay's machines: a Room for each pair that is here, the Nameplates, the RoomsPolicy, and
// the store.
//
// Sans-IO but for the store it submits to: members, frames, results and time come in; Members are called, in order,
// from within. Single-threaded but for the three sizes: a relay runs one Hub a thread, with rooms spread by their id
// (lane.h), and only the policy is of all of them. A room is in memory while somebody is in it or waits for the store; otherwise it is in the store
// alone.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "protocol/room/nameplates.h"
#include "protocol/room/room.h"
#include "relay/shared_policy.h"
#include "relay/store.h"

namespace twinlamp::relay {

struct HubLimits {
  RoomLimits room;
  RoomsPolicyLimits rooms;
  NameplateLimits nameplates;
};

// One connection as the Hub sees it. Its calls only queue: they never come back into the Hub.
class Member {
public:
  virtual ~Member() = default;
  virtual void deliver(const wire::Frame& frame) = 0;
  virtual void forward(ByteView frame) = 0;  // the bytes of one
  virtual void dismiss() = 0;                // after what was delivered
};

class Hub {
public:
  using Clock = std::function<Now()>;  // the relay's Calendar

  // `policy`, `random` and `store` outlive this.
  Hub(HubLimits limits, SharedPolicy& policy, Random& random, Store& store, Clock clock);

  ConnectionId add(Member& member, const AddressKey& address);  // the member outlives its place here
  void remove(ConnectionId connection);                         // unknown ones are ignored

  void handle_login(ConnectionId connection, const LoginClaim& claim);
  void handle_frame(ConnectionId connection, wire::Frame frame);  // of one that has logged in
  // A live frame in its plain form goes on as it came, without being taken apart. False: it is not one, and nothing was
  // done.
  bool handle_live(ConnectionId connection, ByteView frame);
  void handle_nameplate(ConnectionId connection, const wire::Frame& frame);
  bool holds_nameplate(ConnectionId connection) const { return nameplates_.holds(connection); }
  void handle_results(std::vector<store::Result> results);
  void handle_time();
  std::optional<MonoTime> next_deadline() const;
  void on_deadline(std::function<void()> call) {
    on_deadline_ = std::move(call);
  }  // after each change that may have moved it

  void begin();  // asks the store how many rooms there are, and sweeps
  void sweep();  // asks the store to forget what has had its time
  void keep_age(WallTime machine);  // and to keep what time it is by the calendar, and by the machine's clock
  // From here on members' frames are to be ignored. When is_drained(), all that was accepted is committed and answered.
  void begin_stop() { stopping_ = true; }
  bool is_stopping() const { return stopping_; }
  bool is_drained() const { return asked_ == 0; }
  void dismiss_all();  // tells every member that the relay is stopping

  // From any thread.
  std::size_t members() const { return members_here_; }
  std::size_t rooms() const { return rooms_here_; }
  std::size_t asked_of_store() const { return asked_; }

private:
  struct Place {
    Member* member = nullptr;
    AddressKey address{};
    std::optional<RoomId> room;
  };
  struct Housed {
    Housed(const RoomId& id, const RoomLimits& limits) : room(id, limits) {}
    Room room;
    std::optional<MonoTime> deadline;
  };

  void drain(Housed& housed);
  void drain_nameplates();
  void carry_out(Room::Output output);
  void submit(store::Request request);
  void settle(Housed& housed);  // its deadline; its eviction: `housed` may be gone after
  void handle_housekeeping(const store::Result& result);
  void ask_housekeeper(store::Operation operation);
  void send(const SendFrame& frame);
  void close(ConnectionId connection);
  void settle_login(const RoomOpened& opened);

  HubLimits limits_;
  Store& store_;
  Clock clock_;
  std::function<void()> on_deadline_ = [] {};
  SharedPolicy& policy_;
  Nameplates nameplates_;
  std::unordered_map<ConnectionId, Place> members_;
  std::map<ConnectionId, RoomHold> holds_;  // from a login until the store has said whether it made a room
  std::map<RoomId, std::unique_ptr<Housed>> rooms_;
  std::set<std::pair<MonoTime, RoomId>> deadlines_;
  ConnectionId last_connection_ = 0;
  store::RequestId last_housekeeping_ = 0;
  std::atomic<std::size_t> asked_{0};  // of the store, and not yet answered
  std::atomic<std::size_t> members_here_{0}, rooms_here_{0};
  bool stopping_ = false;
};

}  // namespace twinlamp::relay
