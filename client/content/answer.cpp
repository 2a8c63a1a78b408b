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

std::string text_fault(std::string_view text, std::size_t most) {
  if (text.size() > most)
    return "This is longer than fits: " + std::to_string(text.size() - most) + " bytes too many. Please shorten it.";
  if (!is_utf8(text) || has_controls(text))
    return "There is a character in it that cannot be sent. Please type that part again.";
  return {};
}

std::string fault(const Card&, const TextAnswer& answer, std::span<const FeelingFamily>) {
  auto unfit = text_fault(answer.text, answer_limits::text);
  if (unfit.empty() && is_blank(answer.text)) return "There is nothing written yet. A few words are enough.";
  return unfit;
}

std::string fault(const Card& card, const ChoiceAnswer& answer, std::span<const FeelingFamily>) {
  if (answer.index < card.options.size()) return {};
  return "Please choose one of the " + std::to_string(card.options.size()) + " options.";
}

std::string fault(const Card& card, const ScaleAnswer& answer, std::span<const FeelingFamily>) {
  if (answer.value >= 1 && answer.value <= card.scale.steps) return {};
  return "Please choose a number from 1 to " + std::to_string(card.scale.steps) + ".";
}

std::string fault(const Card&, const FeelingAnswer& answer, std::span<const FeelingFamily> families) {
  if (find_family(families, answer.family) == nullptr) return "Please choose the family of feelings it belongs to.";
  auto unfit = text_fault(answer.word, answer_limits::word);
  if (!unfit.empty()) return unfit;
  if (is_blank(answer.word)) return "Please choose a word for it, or write your own.";
  if (answer.intensity < 1 || answer.intensity > answer_limits::intensity)
    return "Please say how strong it is, from 1 to 5.";
  return text_fault(answer.note, answer_limits::note);
}

std::string words(const Card&, const TextAnswer& answer, std::span<const FeelingFamily>) {
  return answer.text;
}

std::string words(const Card& card, const ChoiceAnswer& answer, std::span<const FeelingFamily>) {
  if (answer.index < card.options.size()) return card.options[answer.index];
  return "option " + std::to_string(answer.index + 1) + " of an earlier form of this card";
}

std::string words(const Card& card, const ScaleAnswer& answer, std::span<const FeelingFamily>) {
  auto out = std::to_string(answer.value);
  if (answer.value > card.scale.steps) return out + " on an earlier form of this card";
  out += " of " + std::to_string(card.scale.steps);
  if (answer.value == 1) return out + " (" + card.scale.min_label + ")";
  if (answer.value == card.scale.steps) return out + " (" + card.scale.max_label + ")";
  return out + " (1 " + card.scale.min_label + ", " + std::to_string(card.scale.steps) + " " + card.scale.max_label +
         ")";
}

std::string words(const Card&, const FeelingAnswer& answer, std::span<const FeelingFamily> families) {
  const auto* family = find_family(families, answer.family);
  auto out = word_of(answer, family) + " (" + (family == nullptr ? answer.family : family->name) + "), " +
             std::to_string(answer.intensity) + " of " + std::to_string(answer_limits::intensity);
  if (!is_blank(answer.note)) out += "\n" + answer.note;
  return out;
}

}  // namespace

CardKind kind_of(const Answer& answer) {
  return static_cast<CardKind>(answer.index() + 1);
}

std::string validate(const Card& card, const Answer& answer, std::span<const FeelingFamily> families) {
  if (kind_of(answer) != card.kind)
    return "This card is answered by a " + std::string(name_of(card.kind)) + ", not by a " +
           std::string(name_of(kind_of(answer))) + ".";
  return std::visit([&](const auto& value) { return fault(card, value, families); }, answer);
}

std::string full_text(const Card& card, const Answer& answer, std::span<const FeelingFamily> families) {
  return std::visit([&](const auto& value) { return words(card, value, families); }, answer);
}

std::string summary_line(const Card& card, const Answer& answer, std::span<const FeelingFamily> families) {
  return one_line(full_text(card, answer, families), line_most);
}

}  // namespace twinlamp::client
