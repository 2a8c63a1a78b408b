// Why our relay on this laptop cannot be had: in words, and when a person hears of it who has not asked.
#pragma once

#include "client/app/home_relay.h"
#include "client/content/words.h"

namespace twinlamp::client {

std::string words_for_home(const HomeRelayFacts& relay, const std::filesystem::path& folder, const Words& words);

class HomeFaults {
public:
  // After each change of its state. True: the person is to hear of this one; once for each time that it has run.
  bool handle(const HomeRelayFacts& relay);

private:
  int failures_ = 0;  // in a row
};

}  // namespace twinlamp::client
