// HomeFarewells: the relays of pairs that were left here, one folder each, while somebody has still to hear of it
// there. HomeFarewell says when one is over; here it goes.
//
// On the Loop's thread. `changed` comes from the loop and from inside wait(); what it does may ask this anything, but
// neither change nor destroy it.
#pragma once

#include "client/app/home_farewell.h"

namespace twinlamp::client {

class HomeFarewells {
public:
  HomeFarewells(Loop& loop, HomeFarewell::Today today, std::function<void()> changed);

  void wait(std::unique_ptr<HomeRelay> relay, const Path& folder);  // a marked one
  void give_up();                                                   // the person waits for nobody
  // With the app: `each_done` comes from the loop, size() times.
  void stop(const std::function<void()>& each_done);

  std::size_t size() const { return waiting_.size(); }
  bool waits() const;
  // What is known of the relay where a pair lived that was left; it may not run yet. Null: it is none of these.
  const HomeRelayFacts* find(const PublicKey& relay_id) const;
  // During `changed`: one of this key has gone, and whoever was to be told there has heard, or never will.
  bool has_gone(const PublicKey& relay_id) const;

private:
  void handle_changed();

  Loop& loop_;
  HomeFarewell::Today today_;
  std::function<void()> changed_;
  std::vector<std::unique_ptr<HomeFarewell>> waiting_;
  Loop::Timer sweep_;  // none of them is destroyed while it speaks
};

}  // namespace twinlamp::client
