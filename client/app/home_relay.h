// HomeRelay: the relay that this laptop runs for the two, as the app's child (twinlamp-relay --home --lines).
//
// Finds the installed program, never fetches one. It dies with the app: its input is our pipe. When it ends by itself it
// is started again after a while, longer each time. On the Loop's thread; nothing blocks; `changed` comes from the loop.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/link/backoff.h"
#include "client/link/child_process.h"
#include "client/model.h"
#include "protocol/crypto/keys.h"

namespace twinlamp::client {

// What it says of itself.
struct HomeRelayFacts {
  enum class State { off, starting, running, failed };
  enum class Fault { none, not_installed, too_old, port_taken, runs_already, data, ended };

  State state = State::off;
  Fault fault = Fault::none;   // failed: why; it is tried again all the same
  std::string sentence;        // of the relay, in English; may be empty
  PublicKey relay_id{};        // running
  std::string invite;          // running: opens a new room there; empty = none is needed
  std::uint16_t port = 0;      // running, or as it last was
  struct Address {
    HomeAddressView::Reach reach;
    std::string host, interface;
    friend bool operator==(const Address&, const Address&) = default;
  };
  std::vector<Address> addresses;  // the best first, for two who are far apart; of the last list that was whole
};

class HomeRelay : private ChildListener {
public:
  struct Place {
    std::filesystem::path program;  // empty: as find_program() finds it, at each try
    std::filesystem::path data;
    std::chrono::milliseconds patience{10'000};  // with one that is asked to end
  };
  struct Told {
    std::string room;  // in hexadecimal
    std::uint8_t slot = 0;
    friend bool operator==(const Told&, const Told&) = default;
  };

  // All outlive it.
  HomeRelay(Loop& loop, Random& random, Place place, std::function<void()> changed);
  void on_changed(std::function<void()> changed) { changed_ = std::move(changed); }  // in place of what was given before

  void start();  // again is harmless
  // Asks it to end; `done` comes from the loop when it has, or was killed because it took too long. At once: none runs.
  void stop(std::function<void()> done = {});

  const HomeRelayFacts& facts() const { return facts_; }
  // Who of a room that has ended has heard of it, since this was made; also from one that is on its way out.
  const std::vector<Told>& told() const { return told_; }
  bool is_running() const { return facts_.state == HomeRelayFacts::State::running; }
  int pid() const { return child_ ? child_->pid() : -1; }  // -1: none
  // What it says, a line. One that is not understood, or of no sense, changes nothing.
  void on_child_line(std::string_view line) override;

private:
  void launch();
  void fail(HomeRelayFacts::Fault fault, std::string sentence = {});
  void handle_failed(std::string_view line);
  void handle_address(std::string_view line);
  void handle_told(std::string_view line);
  void on_child_ended(int code) override;
  MonoTime now() const;
  void tell();

  Loop& loop_;
  Place place_;
  std::function<void()> changed_, stopped_;
  Backoff backoff_;
  HomeRelayFacts facts_;
  std::optional<HomeRelayFacts::Fault> said_fault_;
  std::string said_sentence_;
  std::vector<HomeRelayFacts::Address> coming_;
  std::vector<Told> told_;
  std::size_t awaited_ = 0;
  bool is_wanted_ = false;
  std::unique_ptr<ChildProcess> child_;
  Loop::Timer again_, patience_, telling_;
};

}  // namespace twinlamp::client
