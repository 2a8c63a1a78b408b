// The pairing code as people say and type it: `417-amber-otter-window`, a nameplate and three words.
//
// Forgiving in form, strict in content: any case, spaces, commas or any Unicode dash between the parts, and letters and digits
// in their compatibility forms (fullwidth, mathematical, ligatures; protocol/README.md lists them) are the same code, as
// NFKC and lower case would make them. Since every word is ASCII no Unicode library is needed: a character that has no
// ASCII letter, digit or separator behind it is part of no word. Nothing is sent before all three words are in the list.
#pragma once

#include <array>
#include <string>

#include "protocol/base/result.h"
#include "protocol/base/secret.h"

namespace twinlamp {

struct PairingCode {
  std::uint32_t nameplate = 0;           // 100 to 9999, given out by the relay
  std::array<std::uint16_t, 3> words{};  // indices into the list

  std::string text() const;   // 417-amber-otter-window
  SecretBytes password() const;  // amber-otter-window: CPace's PRS
  friend bool operator==(const PairingCode&, const PairingCode&) = default;
};

class Random;
PairingCode make_code(std::uint32_t nameplate, Random& random);  // precondition: 100 <= nameplate <= 9999

// What is wrong with a typed code, exactly enough for a person to mend it.
struct CodeProblem {
  enum class Kind { empty, too_long, no_number, bad_number, unknown_word, too_few_words, too_many_words };
  Kind kind = Kind::empty;
  std::size_t word = 0;                      // unknown_word: 1 to 3
  std::vector<std::string_view> suggestions{};  // unknown_word: from the list, best first, at most 3; may be empty
};

// `problem` (optional) is set on error only.
Result<PairingCode> parse_code(std::string_view text, CodeProblem* problem = nullptr);

// The code as far as it is typed, in its one written form: lower case, ASCII, single '-'. For completion while typing.
std::string normalise_code(std::string_view text);

}  // namespace twinlamp
