#include "client/content/answer.h"

#include <algorithm>

#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t line_most = 80;

const FeelingFamily* find_family(std::span<const FeelingFamily> families, std::string_view id) {
  const auto found = std::ranges::find(families, id, &FeelingFamily::id);
  return found == families.end() ? nullptr : &*found;
}

// A listed word in this device's language, an own word as it was written.
std::string word_of(const FeelingAnswer& answer, const FeelingFamily* family) {
  if (family == nullptr) return answer.word;
  const auto found = std::ranges::find(family->words, answer.word, &FeelingWord::id);
  return found == family->words.end() ? answer.word : found->word;
}

std::string text_fault(std::string_view text, std::size_t most, const Words& words) {
  if (text.size() > most)
    return words.say("answer.too_long", {{"count", text.size() - most}});
  if (!is_utf8(text) || has_controls(text))
    return words.say("answer.bad_character");
  return {};
}

std::string fault(const Card&, const TextAnswer& answer, std::span<const FeelingFamily>, const Words& words) {
  auto unfit = text_fault(answer.text, answer_limits::text, words);
  if (unfit.empty() && is_blank(answer.text)) return words.say("answer.nothing");
  return unfit;
}

std::string fault(const Card& card, const ChoiceAnswer& answer, std::span<const FeelingFamily>, const Words& words) {
  if (answer.index < card.options.size()) return {};
  return words.say("answer.choose", {{"count", card.options.size()}});
}

std::string fault(const Card& card, const ScaleAnswer& answer, std::span<const FeelingFamily>, const Words& words) {
  if (answer.value >= 1 && answer.value <= card.scale.steps) return {};
  return words.say("answer.number", {{"steps", card.scale.steps}});
}

std::string fault(const Card&, const FeelingAnswer& answer, std::span<const FeelingFamily> families, const Words& words) {
  if (find_family(families, answer.family) == nullptr) return words.say("answer.family");
  auto unfit = text_fault(answer.word, answer_limits::word, words);
  if (!unfit.empty()) return unfit;
  if (is_blank(answer.word)) return words.say("answer.word");
  if (answer.intensity < 1 || answer.intensity > answer_limits::intensity)
    return words.say("answer.strength");
  return text_fault(answer.note, answer_limits::note, words);
}

std::string told(const Card&, const TextAnswer& answer, std::span<const FeelingFamily>, const Words&) {
  return answer.text;
}

std::string told(const Card& card, const ChoiceAnswer& answer, std::span<const FeelingFamily>, const Words& words) {
  if (answer.index < card.options.size()) return card.options[answer.index];
  return words.say("answer.earlier_option", {{"place", answer.index + 1}});
}

std::string told(const Card& card, const ScaleAnswer& answer, std::span<const FeelingFamily>, const Words& words) {
  if (answer.value > card.scale.steps) return words.say("answer.earlier_step", {{"value", answer.value}});
  const auto out = words.say("answer.of", {{"value", answer.value}, {"steps", card.scale.steps}});
  if (answer.value == 1) return out + " (" + card.scale.min_label + ")";
  if (answer.value == card.scale.steps) return out + " (" + card.scale.max_label + ")";
  return out + " (1 " + card.scale.min_label + ", " + std::to_string(card.scale.steps) + " " + card.scale.max_label +
         ")";
}

std::string told(const Card&, const FeelingAnswer& answer, std::span<const FeelingFamily> families, const Words& words) {
  const auto* family = find_family(families, answer.family);
  auto out = word_of(answer, family) + " (" + (family == nullptr ? answer.family : family->name) + "), " +
             words.say("answer.of", {{"value", answer.intensity}, {"steps", answer_limits::intensity}});
  if (!is_blank(answer.note)) out += "\n" + answer.note;
  return out;
}

}  // namespace

CardKind kind_of(const Answer& answer) {
  return static_cast<CardKind>(answer.index() + 1);
}

std::string validate(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words) {
  if (kind_of(answer) != card.kind)
    return words.say("answer.other_kind", {{"kind", words.say("answer.kind." + std::string(name_of(card.kind)))},
                                           {"other", words.say("answer.kind." + std::string(name_of(kind_of(answer))))}});
  return std::visit([&](const auto& value) { return fault(card, value, families, words); }, answer);
}

std::string full_text(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words) {
  return std::visit([&](const auto& value) { return told(card, value, families, words); }, answer);
}

std::string summary_line(const Card& card, const Answer& answer, std::span<const FeelingFamily> families, const Words& words) {
  return one_line(full_text(card, answer, families, words), line_most);
}

}  // namespace twinlamp::client
