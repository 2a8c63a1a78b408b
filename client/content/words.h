// What the program says, in one person's language: every sentence of both faces by its key, from client/content/ui/<language>.toml.
//
//   words.say("lock.open")                            "Unlock"
//   words.say("tonight.asked_by", {{"name", name}})   {name} in the sentence is what is given
//   words.say("home.evenings", {{"count", 37}})       the plural form by `count`, and {count} in the sentence
//
// A value: cheap to copy, immutable, read by any thread. The files are compiled in. A key that a language lacks is said in English; one
// that English lacks is our own bug (tests/client/content/words_test.cpp and tests/lint keep both from happening).
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace twinlamp::client {

// What stands for {name} in a sentence. A number also chooses the plural form where the name is "count".
class WordsPlace {
public:
  WordsPlace(std::string_view name, std::string_view text) : name_(name), text_(text) {}
  template <class Integer, class = std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>>>
  WordsPlace(std::string_view name, Integer number)
      : name_(name), text_(std::to_string(number)), number_(static_cast<long long>(number)), is_number_(true) {}

  std::string_view name() const { return name_; }
  const std::string& text() const { return text_; }
  bool is_count() const { return is_number_ && name_ == "count"; }
  long long number() const { return number_; }

private:
  std::string_view name_;
  std::string text_;
  long long number_ = 0;
  bool is_number_ = false;
};

class Words {
public:
  // English; cheap, since a language is read once and then shared.
  Words() : Words(built_in("en")) {}
  static Words built_in(std::string_view language);  // "es", "pt-br"; English where the language is not there
  // Reads one language's file; what is wrong in it is left out and told in `problems`.
  static Words read(std::string_view language, std::string_view toml, std::vector<std::string>& problems);

  // The sentence as it stands in the file. Lives as long as any copy of these words.
  const std::string& say(std::string_view key) const;
  std::string say(std::string_view key, std::initializer_list<WordsPlace> places) const;
  // One of a list, by its place from 0: the months, the days of the week.
  const std::string& nth(std::string_view key, std::size_t place) const;

  // The whole list, a line each.
  std::string lines(std::string_view key) const;

  // A sentence that a lower layer wrote in English, in this language; as it is where the catalogue does not know it. Those of [fault]
  // may have places: what the lower layer put there is found and put into this language's sentence.
  std::string translated(const std::string& english) const;

  const std::string& language() const;
  std::vector<std::string> keys() const;  // sorted, without the plural forms' own names
  // The forms of one key: {"", text}, or a plural's {"one", text}, {"other", text}. Empty where the key is not there.
  std::vector<std::pair<std::string, std::string>> forms(std::string_view key) const;

private:
  struct Table;
  explicit Words(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
  std::shared_ptr<const Table> table_;
};

// The languages that are compiled in, sorted; each with the name it gives itself under "language.name".
std::vector<std::string> built_in_word_languages();

// Which of them a person's environment asks for: LC_ALL, LC_MESSAGES or LANG, the first that is set ("es_MX.UTF-8"). English for anything else.
std::string language_of_environment();
std::string language_of_locale(std::string_view locale);

}  // namespace twinlamp::client
