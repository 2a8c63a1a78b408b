// The one thing that two do together for a value they share, from its suggestion to the word about it a week later.
// Facts for both faces.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace twinlamp::client {

// TakeStep::choice of StepKind::check_back.
enum class CheckBack { unsaid = 0, done = 1, half = 2, not_yet = 3 };
inline constexpr int check_backs = 3;

// Of one round.
struct ValuesView {
  std::string my_suggestion, partners_suggestion;  // each one's newest, while nothing is agreed
  std::string partners_suggestion_id;
  std::string action;                              // agreed by both; empty until then
  bool may_suggest = false, may_agree = false;
  bool may_check_back = false;                     // something was agreed; whether it is time says ActionView::is_due
  CheckBack mine = CheckBack::unsaid, partners = CheckBack::unsaid;
};

// One that was agreed, in any round.
struct ActionView {
  std::string round, action, prompt, agreed_on;    // agreed_on: a local date
  bool is_due = false;                             // a week has passed: it wants a word from me
  CheckBack mine = CheckBack::unsaid, partners = CheckBack::unsaid;
};

struct ValuesFacts {
  std::vector<ActionView> actions;                 // newest first
};
// What both have sorted, side by side: what matters most to one, to both, to the other, and where they differ. Nothing is
// counted or scored.
struct ValueDifference {
  std::string value;
  bool high_for_me = false;  // else for the partner
};
struct ValuesPicture {
  std::vector<std::string> mine, shared, partners;  // of the pile "most": one's own dearest, and all that both hold
  std::vector<std::string> first_for_both;          // among the dearest of both
  std::vector<ValueDifference> differences;         // the widest first, at most eight
};

using ValuesRef = std::shared_ptr<const ValuesFacts>;

}  // namespace twinlamp::client
