// The relay's store: requests go in, results are posted back; what they mean is in protocol/room/store_ops.h.
//
// The contract that every implementation keeps and tests/relay/store_contract.h checks:
//  - `ok` to a change comes after the commit and survives kill -9 and a power cut;
//  - one room's requests take effect, and its results come back, in the order of submission;
//  - `unavailable` to any request means that nothing was changed; a store that was unavailable recovers by itself;
//  - nothing is atomic across two requests.
// Nothing here names SQL: a replicated log with one stream a mailbox and one key a latch can stand behind it.
#pragma once

#include <functional>
#include <vector>

#include "protocol/room/store_ops.h"

namespace twinlamp::relay {

class Store {
public:
  // Results of one or more commits, in order. Called on a thread of the store's choosing; must not block or throw.
  using OnResults = std::function<void(std::vector<store::Result>)>;

  virtual ~Store() = default;
  // Never blocks on a disk. Every submitted request is answered exactly once, at the latest by the destructor
  // (`unavailable` to what it could not do any more).
  virtual void submit(store::Request request) = 0;
};

}  // namespace twinlamp::relay
