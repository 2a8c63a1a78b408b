// One run of the terminal client: the app behind its port, and waiting for what an intent leads to.
//
// wake() may be called from any thread; everything else from the terminal's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "client/cli/printer.h"
#include "client/cli/program_name.h"
#include "client/content/words.h"
#include "client/model.h"

namespace twinlamp::cli {

class Session {
public:
  explicit Session(std::chrono::seconds patience) : patience_(patience) {}
  // The commands that are said name the program as it was called: see program_name.h.
  void bind(client::AppPort& port, const ProgramName& name = {}) {
    port_ = &port;
    words_ = words_naming(name, client::Words::built_in(model()->settings.language));
  }
  const client::Words& words() const { return words_; }  // in the language of the profile

  void wake();
  client::ModelRef model() const { return port_->model(); }
  client::RoundRef round(const std::string& id) const { return port_->round(id); }
  client::KeepsakeRef search(const std::string& words) const { return port_->search(words); }
  void send(client::Intent intent) { port_->send(std::move(intent)); }

  // Sends, then waits until `done` holds, a problem is told, or patience ends. Empty = done, else the sentence for the person.
  std::string attempt(client::Intent intent, const std::function<bool(const client::Model&)>& done) { return attempt(std::move(intent), done, patience_); }
  std::string attempt(client::Intent intent, const std::function<bool(const client::Model&)>& done, std::chrono::seconds patience);
  // True if it came to hold in time. A zero patience looks once.
  bool wait(const std::function<bool(const client::Model&)>& holds, std::chrono::seconds patience);
  bool wait(const std::function<bool(const client::Model&)>& holds) { return wait(holds, patience_); }
  // Sleeps until the model changes or the time is over.
  void wait_for_change(std::uint64_t seen_version, std::chrono::milliseconds most);

  // The notice that attempt() has returned last: the person has been told.
  std::uint64_t told_notice() const { return told_notice_; }
  std::chrono::seconds patience() const { return patience_; }

private:
  client::AppPort* port_ = nullptr;
  client::Words words_;
  std::chrono::seconds patience_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t wakes_ = 0, told_notice_ = 0;
};

}  // namespace twinlamp::cli
