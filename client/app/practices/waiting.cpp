#include "client/app/practices/waiting.h"

namespace twinlamp::client {

std::optional<Waiting> waits_for_me_in_practice(const RoundView& view) {
  if (view.fears && view.fears->may_help) return Waiting{"waiting.fears.help", true};
  if (view.fears && view.fears->may_say_what_helps) return Waiting{"waiting.fears.say"};
  if (view.dialogue && !view.dialogue->to_answer.empty()) return Waiting{"waiting.dialogue.answer", true};
  return std::nullopt;
}

std::optional<Waiting> waits_for_partner_in_practice(const RoundView& view) {
  if (view.fears && !view.may_close)
    return Waiting{view.fears->partners.wanted == Help::unsaid ? "waiting.fears.for_word" : "waiting.fears.for_help"};
  if (!view.dialogue || view.may_close) return std::nullopt;
  const auto& talk = *view.dialogue;
  if (talk.partners != DialogueEnding::unsaid && talk.mine != talk.partners) return Waiting{"waiting.dialogue.end_with", true};
  if (talk.mine != DialogueEnding::unsaid) return Waiting{"waiting.dialogue.for_end"};
  for (const auto& turn : talk.turns)
    if (turn.asked_by_me && !turn.is_answered) return Waiting{"waiting.dialogue.for_answer"};
  return Waiting{talk.may_ask ? "waiting.dialogue.ask" : "waiting.dialogue.end"};
}

}  // namespace twinlamp::client
