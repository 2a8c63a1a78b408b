#include "client/app/notices.h"

#include <algorithm>

namespace twinlamp::client {

std::uint64_t NoticeBoard::tell(Notice::Kind kind, std::string text) {
  std::erase_if(notices_, [&](const Notice& notice) { return notice.text == text; });
  if (notices_.size() >= most) notices_.erase(notices_.begin());
  notices_.push_back({++last_, kind, std::move(text)});
  return last_;
}

void NoticeBoard::dismiss(std::uint64_t id) {
  std::erase_if(notices_, [&](const Notice& notice) { return notice.id == id; });
}

std::string words_for_act(const Error& error, bool is_frozen) {
  if (is_frozen) return "Nothing can be added here before this device's copy is repaired.";
  switch (error.code) {
    case ErrorCode::refused: return "That is not possible in this round at this moment.";
    case ErrorCode::not_found: return "That round is not known on this device.";
    case ErrorCode::too_large: return "That is longer than can be sent. Make it shorter.";
    case ErrorCode::unavailable: return "The disk did not take it, so nothing was sent. Free some space and try again.";
    default: return "That did not work. Nothing was sent.";
  }
}

std::string words_for_storage(const Error& error) {
  if (error.code == ErrorCode::unavailable)
    return "The disk does not take anything more. What is open stays safe here; free some space, and it goes on by itself.";
  return error.where;
}

std::optional<Notice> notice_for(const DeviceEvent& event) {
  using Kind = DeviceEvent::Kind;
  const auto problem = [](const char* text) { return Notice{0, Notice::Kind::problem, text}; };
  switch (event.kind) {
    case Kind::forked:
      return problem("Your copy and your partner's contradict each other. Nothing that you have read is lost. "
                     "Was this profile copied to another machine? Use only one of the copies.");
    case Kind::restored:
      return problem("This device's copy seems older than what others have seen from you, as after restoring a backup. Nothing that you have read "
                     "is lost.");
    case Kind::mailbox_full: return Notice{0, Notice::Kind::info, "Your partner's mailbox is full. What waits is safe here and is tried again."};
    case Kind::relay_limits: return Notice{0, Notice::Kind::info, "The relay asks to wait a little. It is tried again by itself."};
    case Kind::latch_trouble:
      switch (event.latch) {
        case LatchNews::mismatch: return problem("The two sealed answers do not name each other, so the round cannot open. Close it and ask the card again.");
        case LatchNews::conflict: return problem("The relay holds another key for this round, so it cannot open. Close it and ask the card again.");
        case LatchNews::forked: return problem("Your two devices disagree about what was sealed in this round. Talk about it before you go on.");
        default: return problem("The relay answered with something that does not fit what was sealed. Nothing was opened.");
      }
    case Kind::pair_ended: return Notice{0, Notice::Kind::info, "The pair has ended. What you have opened together stays readable here until you leave too."};
    default: return std::nullopt;
  }
}

std::string words_for(PairingFailure failure) {
  switch (failure) {
    case PairingFailure::wrong_words:
      return "The words were not the same, or someone tried to come between. This code is used up: ask for a new one and say it again.";
    case PairingFailure::broken: return "What came from the other side made no sense. This code is used up: begin again with a new one.";
    case PairingFailure::version: return "Your partner's Twinlamp is of another version. Install the same version on both laptops, then begin again.";
    case PairingFailure::interrupted: return "The connection was lost half-way, so this code is used up. Begin again with a new one.";
  }
  return {};
}

std::string words_for(const CodeProblem& problem) {
  switch (problem.kind) {
    case CodeProblem::Kind::empty: return "Type the code that your partner said: a number and three words.";
    case CodeProblem::Kind::too_long: return "That is longer than a code. A code is a number and three words.";
    case CodeProblem::Kind::no_number: return "The number is missing. A code begins with one, as in 417-amber-otter-window.";
    case CodeProblem::Kind::bad_number: return "The number of a code has three or four digits. Ask your partner to say it again.";
    case CodeProblem::Kind::too_few_words: return "A word is missing. A code has a number and three words.";
    case CodeProblem::Kind::too_many_words: return "That is a word too many. A code has a number and three words.";
    case CodeProblem::Kind::unknown_word: break;
  }
  std::string text = "Word " + std::to_string(problem.word) + " is not one of the code words.";
  for (std::size_t i = 0; i < problem.suggestions.size(); ++i)
    text += (i == 0 ? " Did you mean " : i + 1 == problem.suggestions.size() ? " or " : ", ") + std::string(problem.suggestions[i]);
  return text + (problem.suggestions.empty() ? " Nothing was sent." : "? Nothing was sent.");
}

std::string words_for_pairing_error(const wire::Error& error) {
  switch (error.code()) {
    case wire::Error::NO_NAMEPLATE:
      return "No invitation waits under this number. It may be used up, too old, or on another relay: ask your partner for a new code.";
    case wire::Error::TOO_FAST:
      return "Too many tries from here. Wait " + std::to_string(std::max<std::uint32_t>(1, error.retry_after() / 60)) + " minutes, then begin again.";
    case wire::Error::UNAVAILABLE: return "The relay cannot take a pairing right now. Try again in a minute.";
    case wire::Error::UNSUPPORTED: return "The relay is of another version and cannot pair. Ask whoever runs it.";
    default: return "The relay refused to go on with the pairing. Begin again with a new code.";
  }
}

}  // namespace twinlamp::client
