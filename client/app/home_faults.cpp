#include "client/app/home_faults.h"

namespace twinlamp::client {
namespace {

using State = HomeRelayFacts::State;
using Fault = HomeRelayFacts::Fault;

constexpr int patient_tries = 4;

const char* key_of(Fault fault) {
  switch (fault) {
    case Fault::not_installed:
      return "home.not_installed";
    case Fault::too_old:
      return "home.too_old";
    case Fault::port_taken:
      return "home.port_taken";
    case Fault::runs_already:
      return "home.runs_already";
    case Fault::data:
      return "home.data";
    case Fault::ended:
    case Fault::none:
      break;
  }
  return "home.ended";
}

}  // namespace

std::string words_for_home(const HomeRelayFacts& relay, const std::filesystem::path& folder, const Words& words) {
  auto text = words.say(key_of(relay.fault),
                        {{"port", static_cast<int>(relay.port)}, {"folder", folder.string()}, {"why", relay.sentence}});
  while (text.ends_with(' ')) text.pop_back();  // where there is no more to say
  return text;
}

// What may only be the last run's relay, on its way out, is tried some times before anybody hears of it; and one that
// ended by itself is back before anybody could do anything.
bool HomeFaults::handle(const HomeRelayFacts& relay) {
  if (relay.state == State::running) failures_ = 0;
  if (relay.state != State::failed || relay.fault == Fault::ended) return false;
  const bool may_pass = relay.fault == Fault::port_taken || relay.fault == Fault::runs_already;
  return ++failures_ == (may_pass ? patient_tries : 1);
}

}  // namespace twinlamp::client
