// Feelings, as both faces show them: what each of the two has named, day by day, today's check-in, and what might come next. Plain values.
//
// No feeling is good or bad here, and no number is one's score: the strength is how strong it was.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace twinlamp::client {

struct FeelingDay {
  std::chrono::sys_days day;
  int strength = 0;       // 1 to 5
  std::string word;       // in this person's language, or their own word
};

// A card that suits what both have just said, computed on this device alone.
struct FeelingsOffer {
  std::string card, prompt, practice_name;
};

struct FeelingsFacts {
  enum class Evening { unknown, high, low, apart };  // of the last check-in, both answers together

  std::string card;                         // of the daily check-in; empty where the decks have none
  std::vector<FeelingDay> mine, partners;   // by day, the last of each
  std::string last;                         // the last check-in that both have opened, as a round; empty: none yet
  std::chrono::sys_days last_day{};
  Evening evening = Evening::unknown;
  std::vector<FeelingsOffer> offers;        // at most three
};
using FeelingsRef = std::shared_ptr<const FeelingsFacts>;

// The last twelve weeks day by day; or all of the time, week by week.
enum class FeelingsSpan { weeks, months };

struct FeelingsPoint {
  std::chrono::sys_days day;           // of a week: its Monday
  float strength = 0;                  // of a week: on average
  std::vector<std::string> words;      // of a week: the three that came most often, the most frequent first
};

std::vector<FeelingsPoint> feelings_points(std::span<const FeelingDay> days, FeelingsSpan span, std::chrono::sys_days now);

}  // namespace twinlamp::client
