// Any round, for any thread: open ones as the app has built them, closed ones built when somebody asks (there may be ten thousand).
#pragma once

#include <map>
#include <mutex>

#include "client/app/round_view.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

class RoundShelf {
public:
  explicit RoundShelf(WordingRef wording) : wording_(std::move(wording)) {}

  void speak(WordingRef wording);  // closed rounds from now on; open ones as they are put here next
  void put_open(RoundRef view);
  void put_closed(Rounds::Pointer round, Slot me);
  void clear();
  void show_desire(bool shows);  // else its rounds are not to be found
  RoundRef find(const std::string& id) const;  // null if unknown
  RoundRef look_at(const std::string& id) const;  // the same, without keeping what it makes of a closed one

private:
  struct Place {
    Rounds::Pointer source;  // of a closed one
    Slot me = 0;
    RoundRef view;
  };

  RoundRef make(const Place& place) const;
  bool is_hidden(const Place& place) const;

  mutable std::mutex mutex_;
  WordingRef wording_;
  bool shows_desire_ = false;
  mutable std::map<std::string, Place> places_;
};

}  // namespace twinlamp::client
