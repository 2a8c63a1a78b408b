// A small good deck for tests, which each test then spoils in one place.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <vector>

#include "client/content/catalogue.h"

namespace twinlamp::client::test {

inline constexpr std::string_view practices_toml = R"([[practice]]
number = 2
slug = "open-up"
name = "Open up"
about = "One. Two."

[[area]]
id = "past"
name = "The past"
)";

inline constexpr std::string_view words_toml = R"([[family]]
id = "calm"
name = "Calm"
words = ["at ease", { id = "safe", word = "safe" }]
)";

// Line 1 is the first card's.
inline constexpr std::string_view cards_toml = R"([[card]]
id = "open-up.first-kitchen"
version = 1
depth = 3
kind = "text"
area = "past"
prompt = "Take me into the first kitchen you remember."
starters = ["It smells of …"]
why = "Because."

[[card]]
id = "open-up.anger"
version = 2
depth = 2
kind = "choice"
about_now = true
prompt = "What did you learn to do with anger?"
options = ["say it", "swallow it"]

[[card]]
id = "open-up.ease"
version = 1
depth = 5
kind = "scale"
receive = "react"
prompt = "How easy is it?"
scale = { min = "hard", max = "easy", steps = 7 }

[[card]]
id = "open-up.now"
version = 1
depth = 1
kind = "feeling"
receive = "say-back"
prompt = "What is it like?"
)";

// The first `what` becomes `with`. A test that names what is not there is wrong.
inline std::string with(std::string_view text, std::string_view what, std::string_view instead) {
  std::string out(text);
  const auto found = out.find(what);
  assert(found != std::string::npos);
  return out.replace(found, what.size(), instead);
}

inline LoadedCatalogue load_sample(std::string cards = std::string(cards_toml),
                                   std::string practices = std::string(practices_toml),
                                   std::string words = std::string(words_toml)) {
  const std::vector<DeckFile> files{
      {"open-up.toml", std::move(cards)}, {"practices.toml", std::move(practices)}, {"words.toml", std::move(words)}};
  return load_catalogue(files);
}

inline std::string sentences(const std::vector<Problem>& problems) {
  std::string out;
  for (const auto& problem : problems) out += problem.sentence() + "\n";
  return out;
}

}  // namespace twinlamp::client::test
