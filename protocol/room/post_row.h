// The order of one member's posts: none is stored before one that was sent earlier and refused, or the partner's log
// would have a gap that only a live meeting mends. Holds the ids of posts that are on their way to the store or were
// refused, in the order of their first sending.
//
// A refused one waits until it comes again, and all behind it are refused until then. One at the front that has not
// come for longer than `patience` when another does was given up (its client has encrypted its row afresh): the row
// begins behind it. Not thread-safe.
#pragma once

#include <optional>

#include "protocol/base/queue.h"
#include "protocol/base/time.h"
#include "protocol/room/store_ops.h"

namespace twinlamp {

class PostRow {
public:
  static constexpr std::size_t most = 1024;             // remembered; what is refused beyond keeps its place by not being there
  static constexpr std::chrono::seconds patience{30};

  struct Verdict {
    bool may_go = false;
    std::optional<store::ClientId> after;  // that the store must know before it takes this one
  };
  // A post has come, and goes to the store if it may.
  Verdict take(const store::ClientId& id, MonoTime now);
  // One has come that is refused whatever the row says.
  void refuse(const store::ClientId& id, MonoTime now);
  // The store's word on one that went there.
  void handle_stored(const store::ClientId& id);
  void handle_refused(const store::ClientId& id, MonoTime now);

private:
  struct Post {
    store::ClientId id{};
    std::uint32_t under_way = 0;  // how often it is asked of the store at this moment
    MonoTime refused_at{};
    bool is_refused() const { return under_way == 0; }
  };
  Post* find(const store::ClientId& id);  // posts_.end(): not there
  void forget_given_up(const store::ClientId& but, MonoTime now);

  Queue<Post> posts_;
};

}  // namespace twinlamp
