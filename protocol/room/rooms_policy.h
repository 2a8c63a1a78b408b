// RoomsPolicy: who may make a new room here. Existing rooms are never refused.
//
// An address is an opaque key (the server hashes it under a key of its own run; a /64 for IPv6). Memory only, bounded,
// forgotten after a day. No I/O; single thread.
#pragma once

#include <string>
#include <string_view>

#include "protocol/base/time.h"
#include "protocol/room/address.h"

namespace twinlamp {

// The operator's invites, kept by the server: who holds one may make so many rooms. All by the token that a login shows.
class Invites {
public:
  virtual ~Invites() = default;
  virtual bool accepts(std::string_view token) = 0;  // it is known, still good, and has a room left
  // Between a login and its room's making: so that one token, shown by many at once, makes no more rooms than it may.
  virtual void hold(std::string_view token) = 0;
  virtual void release(std::string_view token) = 0;
  virtual void use(std::string_view token) = 0;  // what was held has become a room
  // After use(), and now and then: whatever has to be written down is. May take as long as a disk does, and from any thread, beside
  // the others.
  virtual void keep() {}
};

struct RoomsPolicyLimits {
  std::uint32_t new_rooms_a_day = 10;     // for one address
  std::uint64_t total_rooms = 100'000;    // refuses new rooms first
  std::size_t remembered_addresses = 65'536;
  std::string invite_token;               // one word for everybody; empty = none is asked for
  Invites* invites = nullptr;             // set: an invite is asked for, or the word above. Outlives the policy
};

struct Admission {
  bool allowed = false;
  std::uint32_t retry_after = 0;  // seconds; 0 = not by waiting
  const char* text = "";          // a literal for Error{NEW_ROOMS_REFUSED}
};

// What one login holds until it is known whether it has made a room.
struct RoomHold {
  AddressKey address{};
  MonoTime at{};
  std::string invite;  // empty: none was asked for
};

class RoomsPolicy {
public:
  RoomsPolicy(RoomsPolicyLimits limits, std::uint64_t existing_rooms);

  // Changes nothing.
  Admission may_create(const AddressKey& address, std::string_view invite_token, MonoTime now);
  // At each login to which may_create() said yes: a place for the room that it may make is taken from now on, so that however
  // many log in at once, and whoever has gone meanwhile, no more are made than may be. Ends by release() or on_created().
  RoomHold hold(const AddressKey& address, std::string_view token, MonoTime now);
  void release(const RoomHold& hold);     // no room was made for it
  void on_created(const RoomHold& hold);  // one was
  void on_counted(std::uint64_t existing_rooms) { rooms_ = existing_rooms; }  // after housekeeping
  std::uint64_t rooms() const { return rooms_; }

private:
  bool is_common_word(std::string_view token) const;
  bool is_invited(std::string_view token) const;

  RoomsPolicyLimits limits_;
  std::uint64_t rooms_;
  std::uint64_t held_ = 0;  // may become rooms
  AddressCounter created_;
};

}  // namespace twinlamp
