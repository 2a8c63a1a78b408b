// RoomsPolicy: who may make a new room here. Existing rooms are never refused.
//
// An address is an opaque key (the server hashes it under a key of its own run; a /64 for IPv6). Memory only, bounded,
// forgotten after a day. No I/O; single thread.
#pragma once

#include <string>

#include "protocol/base/time.h"
#include "protocol/room/address.h"

namespace twinlamp {

struct RoomsPolicyLimits {
  std::uint32_t new_rooms_a_day = 10;     // for one address
  std::uint64_t total_rooms = 100'000;    // refuses new rooms first
  std::size_t remembered_addresses = 65'536;
  std::string invite_token;               // empty = none is asked for
};

struct Admission {
  bool allowed = false;
  std::uint32_t retry_after = 0;  // seconds; 0 = not by waiting
  const char* text = "";          // a literal for Error{NEW_ROOMS_REFUSED}
};

class RoomsPolicy {
public:
  RoomsPolicy(RoomsPolicyLimits limits, std::uint64_t existing_rooms);

  // Changes nothing: ask at each login, count what was made.
  Admission may_create(const AddressKey& address, std::string_view invite_token, MonoTime now);
  void on_created(const AddressKey& address, MonoTime now);
  void on_counted(std::uint64_t existing_rooms) { rooms_ = existing_rooms; }  // after housekeeping

private:
  RoomsPolicyLimits limits_;
  std::uint64_t rooms_;
  AddressCounter created_;
};

}  // namespace twinlamp
