// What a person at the prompt is told of what happens meanwhile: one line for each thing, and each thing once.
//
// A round is named by its first words; its whole question is said when the partner asks it, and once more when it opens.
#pragma once

#include <map>
#include <string>

#include "client/cli/commands.h"

namespace twinlamp::cli {

class News {
public:
  explicit News(const client::Model& model) { remember(model); }  // what is there already is no news

  // `own`: the command that was done here since the last time. It has said itself what it did.
  void tell(Terminal& terminal, const client::Model& model, const std::string& own);

private:
  struct Known {
    client::RoundPhase phase = client::RoundPhase::writing;
    std::size_t said = 0, added = 0;  // by the partner
    std::string waiting_for;
    bool is_heard = false;
  };

  void tell_connection(Terminal& terminal, const client::Model& model, const std::string& own);
  void tell_people(Terminal& terminal, const client::Model& model);
  void tell_round(Terminal& terminal, const client::Model& model, const client::RoundView& round, const std::string& own);
  void tell_said(Terminal& terminal, const client::Model& model, const client::RoundView& round, const Known& known);
  void tell_gifts(Terminal& terminal, const client::Model& model, const std::string& own);
  void tell_closed(Terminal& terminal, const client::Model& model, const std::string& own);
  void remember(const client::Model& model);

  client::LampState lamp_ = client::LampState::away;
  bool both_confirmed_ = false;
  std::map<std::string, Known> rounds_;
  std::uint64_t notice_ = 0;
  std::string connection_;
  bool has_told_loss_ = false;  // of the connection: that it is back is told too
  client::HomeView::State home_ = client::HomeView::State::off;
  std::size_t fresh_ = 0;      // gifts that nobody here has looked at
  std::string proposed_;       // a date, by the partner: its step
  bool has_date_ = false;
};

}  // namespace twinlamp::cli
