#include "client/content/words.h"

#include <toml++/toml.h>

#include <array>
#include <cassert>
#include <cstdlib>
#include <map>
#include <mutex>
#include <span>

#include "client/content/built_in.h"
#include "client/content/deck_text.h"
#include "client/content/plural.h"

namespace twinlamp::client {
namespace {

using Forms = std::vector<std::pair<std::string, std::string>>;  // form, sentence; a plain sentence has the form ""
using Sentences = std::map<std::string, Forms, std::less<>>;

constexpr std::array<std::string_view, 3> form_names{"one", "many", "other"};
const std::string nothing;

bool is_form_name(std::string_view name) {
  for (const auto form : form_names)
    if (name == form) return true;
  return false;
}

bool is_plural(const toml::table& table) {
  if (table.empty()) return false;
  for (auto&& [name, node] : table)
    if (!is_form_name(std::string_view(name)) || !node.is_string()) return false;
  return table.contains("other");
}

class Reader {
public:
  Reader(Sentences& sentences, std::vector<std::string>& problems) : sentences_(sentences), problems_(problems) {}

  void read(const std::string& key, const toml::node& node) {
    if (const auto* text = node.as_string()) return put(key, {{"", text->get()}});
    if (const auto* list = node.as_array()) return read_list(key, *list);
    const auto* table = node.as_table();
    if (table == nullptr) return void(problems_.push_back(key + ": it is no text; write it in \"quotes\"."));
    if (is_plural(*table)) return read_plural(key, *table);
    for (auto&& [name, child] : *table) {
      if (is_form_name(std::string_view(name)) && child.is_string())
        problems_.push_back(key + ": a plural needs `other`, and no keys beside `one`, `many` and `other`.");
      read(key.empty() ? std::string(name) : key + "." + std::string(name), child);
    }
  }

private:
  void read_list(const std::string& key, const toml::array& list) {
    std::size_t place = 0;
    for (const auto& each : list) read(key + "." + std::to_string(place++), each);
  }

  void read_plural(const std::string& key, const toml::table& table) {
    Forms forms;
    for (const auto form : form_names)
      if (const auto* text = table.get_as<std::string>(form)) forms.emplace_back(form, text->get());
    put(key, std::move(forms));
  }

  void put(const std::string& key, Forms forms) {
    for (const auto& [form, text] : forms)
      if (text.empty()) return void(problems_.push_back(key + ": it is empty."));
    sentences_[key] = std::move(forms);
  }

  Sentences& sentences_;
  std::vector<std::string>& problems_;
};

std::string filled(std::string_view sentence, std::span<const WordsPlace> places) {
  std::string out;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    out += sentence.substr(0, open);
    if (open == sentence.npos) break;
    sentence.remove_prefix(open);
    const auto close = sentence.find('}');
    const WordsPlace* given = nullptr;
    for (const auto& place : places)
      if (close != sentence.npos && place.name() == sentence.substr(1, close - 1)) given = &place;
    // What is given is never read as a place itself: a partner may be called "{count}".
    out += given ? given->text() : std::string(sentence.substr(0, close == sentence.npos ? close : close + 1));
    if (close == sentence.npos) break;
    sentence.remove_prefix(close + 1);
  }
  return out;
}

// Whether the sentence is the pattern with something in its places: "The folder {folder} cannot be written." What stands there is found by
// the next fixed part, so places never touch.
bool matches(std::string_view sentence, std::string_view pattern, std::vector<WordsPlace>& places) {
  places.clear();
  for (;;) {
    const auto open = pattern.find('{');
    if (open == pattern.npos) return sentence == pattern;
    if (!sentence.starts_with(pattern.substr(0, open))) return false;
    const auto close = pattern.find('}', open);
    const auto name = pattern.substr(open + 1, close - open - 1);
    sentence.remove_prefix(open);
    pattern.remove_prefix(close + 1);
    const auto next = pattern.substr(0, pattern.find('{'));
    const bool is_last = next.size() == pattern.size();
    const auto end = is_last ? (sentence.ends_with(next) ? sentence.size() - next.size() : sentence.npos) : sentence.find(next);
    if (end == sentence.npos) return false;
    places.emplace_back(name, sentence.substr(0, end));
    sentence.remove_prefix(end);
  }
}

std::string_view text_of_built_in(std::string_view language) {
  for (const auto& file : built_in_words())
    if (file.language == language) return file.text;
  return {};
}

}  // namespace

struct Words::Table {
  std::string language;
  Sentences sentences;
  std::shared_ptr<const Table> english;           // null for English itself
  std::map<std::string, std::string, std::less<>> by_english;  // English sentence -> key, of plain sentences
  std::vector<std::pair<std::string, std::string>> patterns;   // the same of faults that have places

  const Forms* find(std::string_view key) const {
    if (const auto found = sentences.find(key); found != sentences.end()) return &found->second;
    return english ? english->find(key) : nullptr;
  }
};

Words Words::read(std::string_view language, std::string_view text, std::vector<std::string>& problems) {
  auto table = std::make_shared<Table>();
  table->language = language;
  if (language != "en") table->english = built_in("en").table_;
  if (const auto fault = check_deck_text(text)) {
    problems.push_back("line " + std::to_string(fault->line) + ": " + fault->text);
  } else if (const auto parsed = toml::parse(text); !parsed) {
    problems.push_back("line " + std::to_string(parsed.error().source().begin.line) + ": " + std::string(parsed.error().description()));
  } else {
    Reader(table->sentences, problems).read({}, parsed.table());
  }
  const auto& original = table->english ? *table->english : *table;
  for (const auto& [key, forms] : original.sentences)
    if (forms.size() == 1) {
      table->by_english.emplace(forms.front().second, key);
      if (key.starts_with("fault.") && forms.front().second.find('{') != std::string::npos) table->patterns.emplace_back(forms.front().second, key);
    }
  return Words(std::move(table));
}

Words Words::built_in(std::string_view language) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Table>, std::less<>> known;  // read once: immutable, so sharing shows nowhere
  if (text_of_built_in(language).empty()) language = "en";
  {
    std::lock_guard lock(mutex);
    if (const auto found = known.find(language); found != known.end()) return Words(found->second);
  }
  std::vector<std::string> problems;
  auto words = read(language, text_of_built_in(language), problems);
  assert(problems.empty());
  std::lock_guard lock(mutex);
  known.emplace(language, words.table_);
  return words;
}

const std::string& Words::say(std::string_view key) const {
  const auto* forms = table_->find(key);
  assert(forms != nullptr);
  return forms ? forms->back().second : nothing;
}

std::string Words::say(std::string_view key, std::initializer_list<WordsPlace> places) const {
  const auto* forms = table_->find(key);
  assert(forms != nullptr);
  if (!forms) return {};
  const auto* sentence = &forms->back().second;  // "other", or the only one
  for (const auto& place : places) {
    if (!place.is_count()) continue;
    const auto wanted = plural_form(table_->language, place.number());
    for (const auto& [form, text] : *forms)
      if (form == wanted) sentence = &text;
  }
  return filled(*sentence, std::span(places.begin(), places.size()));
}

const std::string& Words::nth(std::string_view key, std::size_t place) const {
  return say(std::string(key) + "." + std::to_string(place));
}

std::string Words::lines(std::string_view key) const {
  std::string out;
  for (std::size_t place = 0;; ++place) {
    const auto* forms = table_->find(std::string(key) + "." + std::to_string(place));
    if (forms == nullptr) break;
    out += (forms->back().second == " " ? "" : forms->back().second) + "\n";  // a text may not be empty
  }
  assert(!out.empty());
  return out;
}

std::string Words::translated(const std::string& english) const {
  if (const auto found = table_->by_english.find(english); found != table_->by_english.end()) return say(found->second);
  std::vector<WordsPlace> places;
  for (const auto& [pattern, key] : table_->patterns)
    if (matches(english, pattern, places)) return filled(say(key), places);
  return english;
}

const std::string& Words::language() const { return table_->language; }

std::vector<std::string> Words::keys() const {
  std::vector<std::string> out;
  for (const auto& [key, forms] : table_->sentences) out.push_back(key);
  return out;
}

std::vector<std::pair<std::string, std::string>> Words::forms(std::string_view key) const {
  const auto found = table_->sentences.find(key);
  return found == table_->sentences.end() ? Forms{} : found->second;
}

std::vector<std::string> built_in_word_languages() {
  std::vector<std::string> out;
  for (const auto& file : built_in_words()) out.emplace_back(file.language);
  return out;
}

std::string language_of_locale(std::string_view locale) {
  std::string wanted;
  for (const char c : locale.substr(0, locale.find_first_of(".@"))) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    wanted += c == '_' ? '-' : is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  for (const auto& name : {wanted, wanted.substr(0, wanted.find('-'))})
    if (!text_of_built_in(name).empty()) return name;
  return "en";
}

std::string language_of_environment() {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const auto* value = std::getenv(name); value != nullptr && *value != '\0') return language_of_locale(value);
  return "en";
}

}  // namespace twinlamp::client
