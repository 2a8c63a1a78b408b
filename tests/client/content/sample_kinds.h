// A good deck with a card of every kind that is not in sample_deck.h, and the items they draw from.
#pragma once

#include "tests/client/content/sample_deck.h"

namespace twinlamp::client::test {

// Line 1 is the first card's.
inline constexpr std::string_view kinds_toml = R"([[card]]
id = "open-up.some"
version = 1
depth = 1
kind = "choices"
prompt = "Which of these are you?"
options = ["early", "late", "in between"]
most = 2

[[card]]
id = "open-up.order"
version = 1
depth = 1
kind = "ranking"
prompt = "Which comes first?"
options = ["sea", "hills", "woods"]

[[card]]
id = "open-up.three"
version = 1
depth = 1
kind = "list"
prompt = "Two truths and a wish."
lines = [3, 3]
marked = true
follow_ups = ["When was that?", "Who knows of it?"]

[[card]]
id = "open-up.tea"
version = 1
depth = 1
kind = "guess"
prompt = "Tea or coffee?"
options = ["tea", "coffee"]
after = ["apart"]

[[card]]
id = "open-up.song"
version = 1
depth = 1
kind = "guess"
prompt = "Which song is yours this week?"
about_now = true
daily = true

[[card]]
id = "open-up.sort"
version = 1
depth = 1
kind = "sort"
prompt = "What matters to you?"
items = "values"

[[card]]
id = "open-up.wishes"
version = 1
depth = 1
kind = "wishes"
prompt = "What would you like?"
items = "values"
batch = 5

[[card]]
id = "open-up.quick"
version = 1
depth = 1
kind = "pairs"
prompt = "This or that?"
pairs = [["sea", "hills"], ["tea", "coffee"], ["early", "late"], ["sweet", "salty"], ["letter", "call"],
         ["train", "plane"], ["rain", "snow"], ["film", "book"], ["city", "village"], ["now", "later"]]
needs = ["open-up.song", "action"]
)";

inline constexpr std::string_view items_toml = R"([[item]]
id = "values.loyalty"
text = "Loyalty"
about = "Staying, also when it is hard."

[[item]]
id = "values.play"
text = "Play"

[[item]]
id = "values.calm"
text = "Calm"
group = "rest"
minutes = 7

[[item]]
id = "values.work"
text = "Work"

[[item]]
id = "values.truth"
text = "Truth"
)";

inline LoadedCatalogue load_kinds(std::string cards = std::string(kinds_toml), std::string items = std::string(items_toml)) {
  const std::vector<DeckFile> files{{"items-values.toml", std::move(items)},
                                    {"open-up.toml", std::move(cards)},
                                    {"practices.toml", std::string(practices_toml)}};
  return load_catalogue(files);
}

}  // namespace twinlamp::client::test
