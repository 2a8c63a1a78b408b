// Nameplates: the number in front of the code words, where two strangers to the relay find each other once.
//
//   free -allocate-> WAITING -claim-> JOINED -close, a lost connection, ten minutes-> burned
// Whatever happens, a nameplate joins two connections at most once; a burned one is told to whoever is still there
// and rests until its ten minutes are over. Messages are forwarded at once and never kept.
// Sans-IO; single thread. Random numbers, so that guessing is as good as it gets; joins are limited for an address, and
// a failed claim counts as a join.
#pragma once

#include <map>
#include <optional>
#include <deque>
#include <variant>

#include "protocol/base/random.h"
#include "protocol/base/time.h"
#include "protocol/room/address.h"
#include "protocol/room/output.h"

namespace twinlamp {

struct NameplateLimits {
  std::chrono::seconds life{600};
  std::size_t table = 2000;               // waiting, joined and resting, all addresses together
  std::uint32_t joins_a_minute = 5;       // allocations and claims of one address
  std::uint32_t joins_a_day = 30;
  std::uint32_t messages = 16;            // one connection's, in one pairing
  std::size_t message_bytes = 900;
  std::size_t remembered_addresses = 65'536;
};

class Nameplates {
public:
  using Output = std::variant<SendFrame, CloseConnection>;

  // `random` outlives this.
  Nameplates(NameplateLimits limits, Random& random);

  // One of the nameplate frames, before or after login; any other is answered as MALFORMED and closes.
  void handle_frame(ConnectionId connection, const AddressKey& address, const wire::Frame& frame, MonoTime now);
  void handle_leave(ConnectionId connection, MonoTime now);  // unknown ones are ignored
  void handle_time(MonoTime now);

  std::optional<Output> poll_output();
  std::optional<MonoTime> next_deadline() const;
  bool holds(ConnectionId connection) const { return number_of_.contains(connection); }

private:
  enum class State { waiting, joined, resting };
  struct Plate {
    State state = State::waiting;
    ConnectionId sides[2] = {0, 0};
    std::uint32_t messages[2] = {0, 0};
    MonoTime ends{};
  };

  void allocate(ConnectionId connection, const AddressKey& address, MonoTime now);
  void claim(ConnectionId connection, const AddressKey& address, std::uint32_t number, MonoTime now);
  void forward(ConnectionId connection, const wire::NameplateMessage& message);
  void close(ConnectionId connection, wire::NameplateClose::Reason reason);
  void burn(std::uint32_t number, ConnectionId except, wire::NameplateClose::Reason reason);
  bool may_join(ConnectionId connection, const AddressKey& address, MonoTime now);
  std::optional<std::uint32_t> free_number();
  void refuse(ConnectionId connection, wire::Error::Code code, std::uint32_t retry_after, const char* text);
  void fail(ConnectionId connection, const char* text);
  void send(ConnectionId to, wire::Frame frame);

  NameplateLimits limits_;
  Random& random_;
  AddressCounter joins_minute_;
  AddressCounter joins_day_;
  std::map<std::uint32_t, Plate> plates_;
  std::deque<std::uint32_t> in_order_;  // their numbers as they were given out: all live as long, so the first ends first
  std::map<ConnectionId, std::uint32_t> number_of_;
  std::deque<Output> outputs_;
};

}  // namespace twinlamp
