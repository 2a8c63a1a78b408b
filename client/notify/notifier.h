// What tells a person who looks elsewhere that something is ready. One notification at a time; a new one takes the place of the old.
//
// Called from the app's thread; never waits for anybody. The text is of generic words: the app never gives it a name or a card.
#pragma once

#include <string>

namespace twinlamp::client {

class Notifier {
public:
  virtual ~Notifier() = default;
  virtual void show(const std::string& text) = 0;
  virtual void withdraw() = 0;  // harmless where nothing is shown
};

}  // namespace twinlamp::client
