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

std::string words_for_act(const Error& error, bool is_frozen, const Words& words) {
  if (is_frozen) return words.say("act.frozen");
  switch (error.code) {
    case ErrorCode::refused: return words.say("act.refused");
    case ErrorCode::not_found: return words.say("act.no_round");
    case ErrorCode::too_large: return words.say("act.too_large");
    case ErrorCode::unavailable: return words.say("act.disk");
    default: return words.say("act.failed");
  }
}

std::string words_for_repair(const Repair& repair, const std::string& partner, const Words& words) {
  const bool waits_for_history = repair.inherits && repair.phase == Repair::Phase::waits;
  if (waits_for_history) return words.say("renewal.waits", {{"partner", partner}});
  if (repair.inherits && repair.phase == Repair::Phase::fetches)
    return words.say("renewal.fetches", {{"partner", partner}, {"have", repair.have}, {"of", repair.of}});
  switch (repair.phase) {
    case Repair::Phase::none: return {};
    case Repair::Phase::waits: return words.say("repair.waits", {{"partner", partner}});
    case Repair::Phase::fetches: return words.say("repair.fetches", {{"have", repair.have}, {"of", repair.of}});
    case Repair::Phase::asks: return words.say("repair.asks", {{"partner", partner}});
    case Repair::Phase::keys: return words.say("repair.keys");
  }
  return {};
}

namespace {

std::string words_for_disk(const Error& error, const char* full, const Words& words) {
  auto told = words.translated(error.where);
  const bool is_full = error.code == ErrorCode::unavailable && told != words.say("fault.disk_unreadable");
  return is_full ? words.say(full) : told;
}

}  // namespace

std::string words_for_storage(const Error& error, const Words& words) { return words_for_disk(error, "storage.full", words); }

std::string words_for_accepting(const Error& error, const Words& words) { return words_for_disk(error, "pairing.disk", words); }

namespace {

const std::string& words_for_latch(const DeviceEvent& event, const Words& words) {
  switch (event.latch) {
    case LatchNews::mismatch: return words.say("event.latch.mismatch");
    case LatchNews::conflict: return words.say("event.latch.conflict");
    case LatchNews::forked: return words.say("event.latch.forked");
    default: return words.say(event.round == RoundId{} ? "event.latch.misfit" : "event.latch.misfit_here");
  }
}

}  // namespace

std::optional<Notice> notice_for(const DeviceEvent& event, const Words& words, bool partner_is_new) {
  using Kind = DeviceEvent::Kind;
  const auto problem = [](const std::string& text) { return Notice{0, Notice::Kind::problem, text}; };
  const auto info = [](const std::string& text) { return Notice{0, Notice::Kind::info, text}; };
  switch (event.kind) {
    case Kind::forked: return problem(words.say("event.forked"));
    case Kind::partner_forked: return problem(words.say("event.partner_forked"));
    case Kind::restored: return problem(words.say("event.restored"));
    case Kind::partner_set_back: return info(words.say(partner_is_new ? "renewal.partner_fetches" : "event.partner_set_back"));
    case Kind::partner_caught_up: return info(words.say(partner_is_new ? "renewal.partner_whole" : "event.partner_caught_up"));
    case Kind::keys_renewed: return info(words.say("event.keys_renewed"));
    case Kind::mailbox_full: return info(words.say("event.mailbox_full"));
    case Kind::relay_limits: return info(words.say("event.relay_limits"));
    case Kind::latch_trouble: return problem(words_for_latch(event, words));
    case Kind::match_trouble: return problem(words.say("event.wishes"));
    case Kind::pair_ended: return info(words.say("event.pair_ended"));
    case Kind::room_ended: return problem(words.say("event.room_ended"));
    default: return std::nullopt;
  }
}

std::string words_for(PairingFailure failure, const Words& words) {
  switch (failure) {
    case PairingFailure::wrong_words: return words.say("pairing.wrong_words");
    case PairingFailure::broken: return words.say("pairing.broken");
    case PairingFailure::version: return words.say("pairing.version");
    case PairingFailure::interrupted: return words.say("pairing.interrupted");
  }
  return {};
}

std::string words_for(const CodeProblem& problem, const Words& words) {
  switch (problem.kind) {
    case CodeProblem::Kind::empty: return words.say("code.empty");
    case CodeProblem::Kind::too_long: return words.say("code.too_long");
    case CodeProblem::Kind::no_number: return words.say("code.no_number");
    case CodeProblem::Kind::bad_number: return words.say("code.bad_number");
    case CodeProblem::Kind::too_few_words: return words.say("code.too_few_words");
    case CodeProblem::Kind::too_many_words: return words.say("code.too_many_words");
    case CodeProblem::Kind::unknown_word: break;
  }
  std::string guesses;
  for (std::size_t i = 0; i < problem.suggestions.size(); ++i)
    guesses += (i == 0 ? "" : i + 1 == problem.suggestions.size() ? words.say("code.or") : ", ") + std::string(problem.suggestions[i]);
  if (guesses.empty()) return words.say("code.unknown_word", {{"place", problem.word}});
  return words.say("code.mistyped_word", {{"place", problem.word}, {"guesses", guesses}});
}

std::string words_for_pairing_error(const wire::Error& error, const Words& words) {
  switch (error.code()) {
    case wire::Error::NO_NAMEPLATE: return words.say("pairing.no_nameplate");
    case wire::Error::TOO_FAST: return words.say("pairing.too_fast", {{"count", std::max<std::uint32_t>(1, error.retry_after() / 60)}});
    case wire::Error::UNAVAILABLE: return words.say("pairing.unavailable");
    case wire::Error::UNSUPPORTED: return words.say("pairing.unsupported");
    default: return words.say("pairing.refused");
  }
}

}  // namespace twinlamp::client
