// The pairing code while it is typed: completion, and the word that is wrong named before anything is sent. Pure, any thread.
//
// For screens, which know nothing of the protocol; the list itself is the protocol's (2048 English words in every language of the app).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::client {

// The listed words that begin as the word being typed (the last one of `typed`) does, in order, at most `most`. Empty where it has no letter
// yet, stands where no word can, or is a whole word: "act" is also the beginning of "action", and a key that takes what is offered must not
// make that of it.
std::vector<std::string> complete_code(std::string_view typed, std::size_t most = 6);

// `typed` with the word being typed replaced by `word`, ready for the next one: "417-amb" and "amber" give "417-amber-". After the third
// nothing is awaited, and nothing is added. Unchanged where no word can stand.
std::string with_word(std::string_view typed, std::string_view word);

struct CodeCheck {
  enum class Kind {
    empty,         // nothing typed yet
    unfinished,    // right so far
    complete,      // may be sent
    bad_number,    // does not begin with a number of three or four digits
    unknown_word,  // `word` says which of the three, `suggestions` what may be meant
    too_many,      // more than a number and three words
    too_long,
  };
  Kind kind = Kind::empty;
  int word = 0;                          // unknown_word: 1 to 3
  std::string typed = {};                // unknown_word: as it was understood
  std::vector<std::string> suggestions = {};  // unknown_word: best first, at most 3; may be empty
  friend bool operator==(const CodeCheck&, const CodeCheck&) = default;
};
// The last word is given time: it is wrong only if no listed word begins so, or something was typed after it. An invitation line
// (with "://") is `complete` as it is: what is wrong with it is told when it is sent.
CodeCheck check_code(std::string_view typed);

}  // namespace twinlamp::client
