// A fear in an open round, as both see it: whether it was heard, what would help its owner, and the other's answer to
// exactly that. Facts for both faces.
#pragma once

#include <string>

namespace twinlamp::client {

// TakeStep::choice of StepKind::help_wanted.
enum class Help { unsaid = 0, comfort = 1, company = 2, ideas = 3, nothing = 4 };
inline constexpr int helps = 4;

struct FearView {
  bool is_heard = false;  // said back, and its owner has said "yes, that is it"
  Help wanted = Help::unsaid;
  std::string given;      // the other's answer to that; empty while there is none
};

struct FearsView {
  FearView mine, partners;
  bool may_say_what_helps = false;  // mine was heard
  bool may_help = false;            // the partner has said what would help
};

}  // namespace twinlamp::client
