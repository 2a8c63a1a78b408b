// LeftRooms: the rooms that were left here, until each has been erased at its relay. client/store/leaving.h keeps them
// over restarts; a Leaver each asks.
//
// Its owner (Core) says when: erase_all() after a start, after leaving, and whenever a relay may have come nearer; what
// is under way goes on. What cannot be done now is done by a later call, or after the next start. It knows nothing of
// its owner. On the Loop's thread; nothing is called back but what end() was given. The caller holds the profile's
// lock.
#pragma once

#include "client/app/home_relay.h"
#include "client/app/leaver.h"
#include "client/store/leaving.h"

namespace twinlamp::client {

class LeftRooms {
public:
  // Where a room's relay is, besides the address that is kept with it.
  struct Ways {
    std::string given;  // for this start, instead (AppOptions::relay); may be empty
    std::string ca_file;
    // If it is one of ours, on this laptop; else null.
    std::function<const HomeRelayFacts*(const PublicKey& relay_id)> find_near;
  };

  // All outlive it, and so does what find_near asks.
  LeftRooms(Loop& loop, Random& random, ProfilePlace place, Ways ways);

  // The pair that is here, as one that is left; where there is none, the one whose leaving was cut off behind that. If
  // even its file cannot be written (a full disk), the room is erased now, with erase(), or stays at the relay until it
  // is forgotten there. Unset: nobody was paired.
  std::optional<Leaving> set_aside();
  void erase_all();
  void erase(Leaving room);  // also one without a file
  void let_go();             // of what a backup has taken back: its file is no more
  // Those at a relay where nobody is left to be told.
  void forget(const std::function<bool(const PublicKey& relay_id)>& is_nobody_left);
  std::size_t size() const { return leavings(place_).size(); }

  // With the app: `done` comes when none is left, or after this time; from inside, if there is none. From then on
  // nothing begins. `done` may not destroy this.
  void end(std::chrono::milliseconds patience, std::function<void()> done);

private:
  std::optional<std::string> address_of(const MemberRecord& record) const;
  bool is_given_for(const MemberRecord& record) const;
  void drop(const Path& file);
  void handle_erased(const Path& file);
  bool is_empty() const { return leavers_.empty() && size() == 0; }
  void finish();

  Loop& loop_;
  Random& random_;
  ProfilePlace place_;
  Ways ways_;
  std::vector<std::unique_ptr<Leaver>> leavers_;
  Loop::Timer patience_;
  std::function<void()> done_;
  bool is_over_ = false;
};

}  // namespace twinlamp::client
