// App: the composition root. Owns everything of one profile and runs it on its own thread; faces see an AppPort and nothing else.
//
// start_app() reads the profile, takes its lock and starts the loop; destroying the App saves drafts, says goodbye to the relay and joins
// the thread (bounded by a few seconds, also when the relay is gone). All functions may be called from any thread but the App's own.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "client/model.h"

namespace twinlamp::client {

class Clock;
class Notifier;

struct AppOptions {
  std::string profile = "default";  // letters, digits, '-' and '_'; at most 32
  std::filesystem::path home;       // the profile's folder itself; empty = $XDG_DATA_HOME/twinlamp/<profile>
  std::string relay;                // host:port or an invitation line, instead of what the settings say; empty = the settings
  std::string language;             // of cards and words, instead of what the settings say; empty = the settings, else the environment
  std::filesystem::path decks;      // a folder of deck files; empty = the compiled-in ones
  bool host = false;                // switches our relay on this laptop on, as SetHosting does
  std::filesystem::path relay_program = {};  // of that relay; empty = twinlamp-relay beside this program, else as commands are found
  std::string ca_file;              // PEM authorities for a relay behind a proxy; empty = the system's
  std::shared_ptr<Notifier> notifier = {};  // what tells somebody who looks elsewhere that something is ready; none: nothing does
  bool cheap_passphrase = false;    // for tests only: Argon2id at its least cost
  std::shared_ptr<const Clock> clock = {};  // for tests only: any moment, any place; none is the system's
};

class App : public AppPort {
public:
  ~App() override;
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  void send(Intent intent) override;
  ModelRef model() const override;
  RoundRef round(const std::string& id) const override;
  KeepsakeRef search(const std::string& words) const override;

private:
  friend std::variant<std::unique_ptr<App>, std::string> start_app(AppOptions options, std::function<void()> wake);
  class Impl;
  explicit App(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The app, or one plain sentence that says what is wrong and what to do. `wake` is called from the App's thread after each new Model; it
// must only wake somebody up. The model is there at once: fresh, locked, unpaired, paired or ended.
std::variant<std::unique_ptr<App>, std::string> start_app(AppOptions options, std::function<void()> wake);

}  // namespace twinlamp::client
