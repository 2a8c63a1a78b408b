#include "protocol/pairing/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace twinlamp {
namespace {

std::vector<std::string> all_words() {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < words::count; ++i) all.emplace_back(words::word(i));
  return all;
}

TEST(Words, AreThreeToEightLowerCaseLetters) {
  for (const auto& word : all_words()) {
    EXPECT_GE(word.size(), 3u) << word;
    EXPECT_LE(word.size(), 8u) << word;
    EXPECT_TRUE(std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) << word;
  }
}

TEST(Words, DifferInTheirFirstFourLetters) {
  std::set<std::string> fronts;
  for (const auto& word : all_words()) EXPECT_TRUE(fronts.insert(word.substr(0, 4)).second) << word;
}

TEST(Words, AreFoundByTheirIndexAndBack) {
  for (std::size_t i = 0; i < words::count; ++i) EXPECT_EQ(words::index_of(words::word(i)), i);
}

TEST(Words, OfOthersAreNotFound) {
  for (const char* other : {"", "ambe", "amberr", "Amber", "zzzz", "aaaa", "bear"}) EXPECT_FALSE(words::index_of(other)) << other;
}

TEST(Words, AreCompletedFromFourLettersToOne) {
  for (const auto& word : all_words())
    EXPECT_EQ(words::completions(word.substr(0, 4), 1).front(), word);
  EXPECT_EQ(words::completions("ambe", 9), std::vector<std::string_view>{"amber"});
}

TEST(Words, AreOfferedInOrderAndNoMoreThanAsked) {
  const auto few = words::completions("b", 5), many = words::completions("b", 1000);
  EXPECT_EQ(few.size(), 5u);
  EXPECT_GT(many.size(), 100u);
  EXPECT_TRUE(std::is_sorted(many.begin(), many.end()));
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  EXPECT_TRUE(std::all_of(many.begin(), many.end(), [](auto word) { return word[0] == 'b'; }));
}

TEST(Words, AreNotOfferedForNothing) { EXPECT_TRUE(words::completions("", 5).empty()); }

TEST(Words, AreGuessedFromOneSlip) {
  EXPECT_EQ(words::closest("ambre"), "amber");    // swapped
  EXPECT_EQ(words::closest("oter"), "otter");     // left out
  EXPECT_EQ(words::closest("windoww"), "window");  // added
  EXPECT_EQ(words::closest("lantirn"), "lantern");  // changed
}

TEST(Words, AreTheirOwnClosest) {
  for (const auto& word : all_words()) EXPECT_EQ(words::closest(word), word);
}

TEST(Words, AreNotGuessedFromFarAway) {
  for (const char* far : {"", "qqqqqqq", "xylophonist", "abcdefghijklmnopqrstuvwxyz"}) EXPECT_FALSE(words::closest(far)) << far;
}

}  // namespace
}  // namespace twinlamp
