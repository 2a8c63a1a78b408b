#include "client/app/keepsake_index.h"

#include <sodium.h>

#include <algorithm>

#include "client/content/fold.h"

namespace twinlamp::client {
namespace {

void add_answer(std::string& text, const std::optional<AnswerView>& answer) {
  if (!answer) return;
  text += answer->words + '\n';
  for (const auto& addition : answer->additions) text += addition + '\n';
}

}  // namespace

const std::string& KeepsakeIndex::text_of(const Keepsake::Line& line) {
  auto& kept = texts_[line->id];
  if (kept.line == line) return kept.folded;
  std::string text = line->prompt + '\n' + line->practice_name + '\n' + line->date + '\n' + line->month + '\n';
  if (const auto round = find_(line->id)) {
    add_answer(text, round->mine);
    add_answer(text, round->partners);
    for (const auto& said : round->exchange) text += said.text + '\n';
  }
  kept = {line, fold(text)};
  sodium_memzero(text.data(), text.size());
  return kept.folded;
}

KeepsakeRef KeepsakeIndex::search(const KeepsakeRef& all, const std::string& words) {
  std::lock_guard lock(mutex_);
  if (all->empty()) forget();
  const auto wanted = folded_words(words);
  if (wanted.empty()) return all;
  std::vector<Keepsake::Line> found;
  for (const auto& line : all->lines()) {
    const auto& text = text_of(line);
    if (std::all_of(wanted.begin(), wanted.end(), [&](const auto& word) { return text.find(word) != std::string::npos; })) found.push_back(line);
  }
  return std::make_shared<const Keepsake>(std::move(found));
}

void KeepsakeIndex::clear() {
  std::lock_guard lock(mutex_);
  forget();
}

void KeepsakeIndex::forget() {
  for (auto& [id, text] : texts_) sodium_memzero(text.folded.data(), text.folded.size());
  texts_.clear();
}

}  // namespace twinlamp::client
