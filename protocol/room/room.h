// Room: the relay's machine for one pair. Forwards, stores and times opaque bytes, and works the latch.
//
// Sans-IO: feed it members, frames, store results and time; drain poll_output() after each input, in order. It keeps no
// envelope in memory beyond a window of what is being delivered; all that must survive is in the store.
// The rule: Posted, Deliver, a latch's state, Head and RoomErased leave only after the store has said `ok`.
// A member's bad frame is answered with Error{MALFORMED} and closes that member's connection; nothing else changes.
// One thread at a time; destroy it when is_idle(): a new one takes up where it was from the store.
#pragma once

#include <memory>
#include <optional>
#include <variant>

#include "protocol/base/time.h"
#include "protocol/room/login.h"
#include "protocol/room/output.h"
#include "protocol/room/room_limits.h"
#include "protocol/room/store_ops.h"

namespace twinlamp {

// The store has answered this connection's login, before the member hears of it. `created`: it made the room for it; count it
// (RoomsPolicy::on_created).
struct RoomOpened {
  ConnectionId connection = 0;
  bool created = false;
};

// A member whose login has verified. `may_create` says whether a room that is not there yet may be made for it; else it is
// refused with refusal_text and refusal_retry_after.
struct Join {
  ConnectionId connection = 0;
  std::uint8_t slot = 0;
  std::uint64_t resume_after = 0;
  bool may_create = false;
  std::uint32_t refusal_retry_after = 3600;  // of a store that takes no new ones
  const char* refusal_text = "This relay takes no new rooms at present.";
};

class Room {
public:
  using Output = std::variant<SendFrame, CloseConnection, store::Request, RoomOpened>;

  Room(const RoomId& id, const RoomLimits& limits);
  ~Room();
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  void handle_join(const Join& join, const Now& now);
  void handle_leave(ConnectionId connection, const Now& now);  // the socket is gone; unknown ones are ignored
  void handle_frame(ConnectionId connection, wire::Frame frame, const Now& now);
  // A live frame by the size of its body alone; returns to whom it is to be forwarded, before what poll_output() then has.
  std::optional<ConnectionId> handle_live(ConnectionId connection, std::size_t body, const Now& now);
  void handle_result(store::Result result, const Now& now);  // results of requests that it did not make are ignored
  void handle_time(const Now& now);

  std::optional<Output> poll_output();
  std::optional<MonoTime> next_deadline() const;  // when handle_time has something to do
  bool is_idle() const;                           // nobody here, nothing asked of the store
  const RoomId& id() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace twinlamp
