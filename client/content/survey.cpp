#include "client/content/survey.h"

#include <algorithm>
#include <cstdio>

#include "client/content/reading.h"
#include "client/content/rules.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t opening_words = 3, hardest_shown = 10;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, last - first + 1);
}

// A pattern's words may hold *, which is no letter.
std::vector<std::string> pattern_words(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool fits_word(std::string_view pattern, std::string_view word) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == word;
  const auto before = pattern.substr(0, star), after = pattern.substr(star + 1);
  return word.size() >= before.size() + after.size() && word.starts_with(before) && word.ends_with(after);
}

bool stands_at(const BannedPhrase& phrase, const std::vector<std::string>& words, std::size_t at) {
  if (at + phrase.words.size() > words.size()) return false;
  for (std::size_t i = 0; i < phrase.words.size(); ++i)
    if (!fits_word(phrase.words[i], words[at + i])) return false;
  return true;
}

// All that a person reads on a card, each line by itself.
std::vector<std::pair<std::string, std::string>> lines_of(const Card& card) {
  std::vector<std::pair<std::string, std::string>> out{{"prompt", card.prompt}};
  for (const auto& line : card.starters) out.emplace_back("starters", line);
  for (const auto& line : card.options) out.emplace_back("options", line);
  if (!card.scale.min_label.empty()) out.emplace_back("scale", card.scale.min_label);
  if (!card.scale.max_label.empty()) out.emplace_back("scale", card.scale.max_label);
  for (const auto& pair : card.pairs) out.emplace_back("pairs", pair.left), out.emplace_back("pairs", pair.right);
  for (const auto& question : card.follow_ups) out.emplace_back("follow_ups", question);
  if (!card.why.empty()) out.emplace_back("why", card.why);
  return out;
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t count) {
  std::string out;
  for (std::size_t i = from; i < from + count; ++i) out += (out.empty() ? "" : " ") + words[i];
  return out;
}

bool says(const Card& card, const BannedPhrase& phrase) {
  for (const auto& [key, line] : lines_of(card)) {
    const auto words = spoken_words(line);
    for (std::size_t at = 0; at < words.size(); ++at)
      if (stands_at(phrase, words, at)) return true;
  }
  return false;
}

std::set<std::string> grams_of(const Card& card) {
  const auto words = spoken_words(card.prompt);
  std::set<std::string> out;
  if (words.empty()) return out;
  const auto size = std::min(words.size(), survey_limits::gram);
  for (std::size_t at = 0; at + size <= words.size(); ++at) out.insert(joined(words, at, size));
  return out;
}

class Surveyor {
public:
  Surveyor(const Catalogue& catalogue, std::string_view language, std::span<const BannedPhrase> banned)
      : catalogue_(catalogue), language_(language), banned_(banned) {}

  Survey take() {
    for (const auto& card : catalogue_.cards()) {
      count(card);
      look_for_banned(card);
      look_at_reading(card);
    }
    for (const auto& set : catalogue_.item_sets()) look_at_items(set);
    look_for_twins();
    look_at_openings();
    look_at_the_seldom();
    out_.ease = reading_ease(all_, language_);
    if (out_.ease && *out_.ease < survey_limits::ease_of_deck)
      out_.problems.push_back({"the decks", 0, {}, {}, "all prompts together read harder than a child of twelve likes; write shorter."});
    std::sort(hard_.begin(), hard_.end());
    hard_.resize(std::min(hard_.size(), hardest_shown));
    out_.hardest = std::move(hard_);
    return std::move(out_);
  }

private:
  void tell(const Card& card, std::string key, std::string text) {
    out_.problems.push_back({std::string(practice_slug(card.id)) + ".toml", 0, "card \"" + card.id + "\"", std::move(key), std::move(text)});
  }

  void count(const Card& card) {
    ++out_.cells[card.practice][card.depth];
    ++out_.kinds[card.kind][card.practice];
    if (!card.area.empty()) ++out_.areas[card.area];
    out_.about_now += card.about_now ? 1 : 0;
  }

  template <class Tell>
  void look_for_banned(const std::string& place, std::string_view line, Tell tell_it) {
    const auto words = spoken_words(line);
    for (std::size_t at = 0; at < words.size(); ++at)
      for (const auto& phrase : banned_)
        if (!phrase.seldom && !phrase.except.contains(place) && stands_at(phrase, words, at))
          tell_it("\"" + joined(words, at, phrase.words.size()) + "\" has no place on a card (" + phrase.topic + "); say it otherwise.");
  }

  void look_for_banned(const Card& card) {
    for (const auto& [key, line] : lines_of(card))
      look_for_banned(std::string(practice_slug(card.id)), line, [&, where = key](std::string text) { tell(card, where, std::move(text)); });
  }

  void look_at_items(const std::string& set) {
    for (const auto& item : catalogue_.items(set)) {
      ++out_.items[set][item.group];
      for (const auto* line : {&item.text, &item.about})
        look_for_banned(set, *line, [&](std::string text) {
          out_.problems.push_back({"items-" + set + ".toml", 0, "item \"" + item.id + "\"", line == &item.text ? "text" : "about", std::move(text)});
        });
    }
  }

  void look_at_reading(const Card& card) {
    const auto measured = measure(card.prompt, language_);
    all_ += measured;
    const auto ease = reading_ease(measured, language_);
    if (!ease) return;
    hard_.emplace_back(*ease, card.id);
    if (*ease < survey_limits::ease_of_card) tell(card, "prompt", "it is hard to read; use shorter words and sentences.");
  }

  // Each 4-gram once more than in one card counts for each pair of its cards.
  void look_for_twins() {
    std::map<std::string, std::vector<std::size_t>> cards_with;
    std::vector<std::size_t> sizes;
    const auto cards = catalogue_.cards();
    for (std::size_t at = 0; at < cards.size(); ++at) {
      const auto grams = grams_of(cards[at]);
      sizes.push_back(grams.size());
      for (const auto& gram : grams) cards_with[gram].push_back(at);
    }
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> shared;
    for (const auto& [gram, places] : cards_with)
      for (std::size_t i = 0; i < places.size(); ++i)
        for (std::size_t j = i + 1; j < places.size(); ++j) ++shared[{places[i], places[j]}];
    for (const auto& [pair, common] : shared) {
      const auto fewer = std::min(sizes[pair.first], sizes[pair.second]);
      if (static_cast<double>(common) >= survey_limits::shared * static_cast<double>(fewer))
        tell(cards[pair.second], "prompt", "it is nearly the prompt of \"" + cards[pair.first].id + "\"; rewrite one of the two.");
    }
  }

  void look_at_openings() {
    for (const auto& card : catalogue_.cards()) {
      const auto words = spoken_words(card.prompt);
      if (words.size() >= opening_words) ++out_.openings[joined(words, 0, opening_words)];
    }
    std::erase_if(out_.openings, [](const auto& opening) { return opening.second < 2; });
    for (const auto& [opening, times] : out_.openings)
      if (times > std::max(survey_limits::same_opening, catalogue_.cards().size() / 40))
        out_.problems.push_back({"the decks", 0, {}, {}, std::to_string(times) + " prompts begin with \"" + opening + "\"; vary them."});
  }

  void look_at_the_seldom() {
    const auto most = std::max(survey_limits::seldom, catalogue_.cards().size() / 30);
    for (const auto& phrase : banned_) {
      if (!phrase.seldom) continue;
      const auto times = static_cast<std::size_t>(std::ranges::count_if(catalogue_.cards(), [&](const Card& card) {
        return !phrase.except.contains(std::string(practice_slug(card.id))) && says(card, phrase);
      }));
      if (times > most)
        out_.problems.push_back({"the decks", 0, {}, {}, std::to_string(times) + " cards say \"" + joined(phrase.words, 0, phrase.words.size()) +
                                                             "\", and at most " + std::to_string(most) + " may (" + phrase.topic + "); ask otherwise."});
    }
  }

  const Catalogue& catalogue_;
  std::string_view language_;
  std::span<const BannedPhrase> banned_;
  Survey out_;
  Measured all_;
  std::vector<std::pair<double, std::string>> hard_;
};

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text.substr(0, width));
  out.resize(width, ' ');
  return out;
}

std::string right(std::size_t number, std::size_t width) {
  const auto text = number == 0 ? std::string("·") : std::to_string(number);
  const auto shown = number == 0 ? 1 : text.size();
  return std::string(width - std::min(width, shown), ' ') + text;
}

}  // namespace

std::vector<BannedPhrase> read_banned(std::string_view text) {
  constexpr std::string_view except = ", except ", seldom = ", seldom";
  std::vector<BannedPhrase> out;
  std::string topic;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    if (line.front() == '[' && line.back() == ']') {
      topic = line.substr(1, line.size() - 2);
      continue;
    }
    BannedPhrase phrase;
    phrase.topic = topic;
    phrase.seldom = line.ends_with(seldom);
    if (phrase.seldom) line.remove_suffix(seldom.size());
    const auto comma = line.find(except);
    phrase.words = pattern_words(line.substr(0, comma));
    if (comma != std::string_view::npos)
      for (auto& slug : pattern_words(line.substr(comma + except.size()))) phrase.except.insert(std::move(slug));
    out.push_back(std::move(phrase));
  }
  return out;
}

std::size_t Survey::of_practice(std::size_t number) const {
  std::size_t sum = 0;
  for (const auto count : cells[number]) sum += count;
  return sum;
}

std::size_t Survey::of_kind(CardKind kind) const {
  std::size_t sum = 0;
  if (const auto found = kinds.find(kind); found != kinds.end())
    for (const auto count : found->second) sum += count;
  return sum;
}

Survey survey(const Catalogue& catalogue, std::string_view language, std::span<const BannedPhrase> banned) {
  return Surveyor(catalogue, language, banned).take();
}

std::string report(const Survey& survey, const Catalogue& catalogue) {
  std::string out = padded("practice", 16) + "  cards   depth 1    2    3    4    5  ";
  for (const auto& [kind, counts] : survey.kinds) out += "  " + std::string(name_of(kind));
  out += '\n';
  for (const auto& practice : catalogue.practices()) {
    out += padded(practice.slug, 16) + right(survey.of_practice(practice.number), 7) + "     ";
    for (std::size_t depth = 1; depth < Survey::depths; ++depth) out += right(survey.cells[practice.number][depth], 5);
    out += "  ";
    for (const auto& [kind, counts] : survey.kinds) out += right(counts[practice.number], name_of(kind).size() + 2);
    out += '\n';
  }
  out += padded("all", 16) + right(catalogue.cards().size(), 7) + "     ";
  for (std::size_t depth = 1; depth < Survey::depths; ++depth) {
    std::size_t sum = 0;
    for (const auto& cell : survey.cells) sum += cell[depth];
    out += right(sum, 5);
  }
  out += "  ";
  for (const auto& [kind, counts] : survey.kinds) out += right(survey.of_kind(kind), name_of(kind).size() + 2);
  out += "\n\nabout current life: " + std::to_string(survey.about_now) + "\nareas:";
  for (const auto& [area, count] : survey.areas) out += " " + area + " " + std::to_string(count);
  for (const auto& [set, groups] : survey.items) {
    std::size_t sum = 0;
    for (const auto& [group, count] : groups) sum += count;
    out += "\n" + set + ": " + std::to_string(sum);
    for (const auto& [group, count] : groups)
      if (!group.empty()) out += " " + group + " " + std::to_string(count);
  }
  std::array<char, 32> number{};
  if (survey.ease) {
    std::snprintf(number.data(), number.size(), "%.1f", *survey.ease);
    out += "\nreading ease of all prompts: " + std::string(number.data()) + "; the hardest:";
    for (const auto& [ease, id] : survey.hardest) {
      std::snprintf(number.data(), number.size(), "%.0f", ease);
      out += " " + id + " " + number.data();
    }
  }
  std::vector<std::pair<std::size_t, std::string>> openings;
  for (const auto& [opening, times] : survey.openings) openings.emplace_back(times, opening);
  std::sort(openings.rbegin(), openings.rend());
  out += "\nopenings used most:";
  for (std::size_t at = 0; at < std::min<std::size_t>(openings.size(), 8); ++at)
    out += (at == 0 ? " \"" : ", \"") + openings[at].second + "\" " + std::to_string(openings[at].first);
  out += "\n\n";
  for (const auto& problem : survey.problems) out += problem.sentence() + "\n";
  return out + "Problems: " + std::to_string(survey.problems.size()) + ".\n";
}

}  // namespace twinlamp::client
