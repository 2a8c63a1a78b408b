#include "client/code_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocol/pairing/code.h"
#include "protocol/pairing/words.h"

namespace twinlamp::client::test {
namespace {

using Kind = CodeCheck::Kind;
using testing::ElementsAre;
using testing::IsEmpty;

Kind kind_of(std::string_view typed) { return check_code(typed).kind; }

TEST(CodeCompletion, OffersTheWordsThatBeginSo) {
  EXPECT_THAT(complete_code("417-amb"), ElementsAre("amber"));
  EXPECT_THAT(complete_code("417 AMB"), ElementsAre("amber")) << "as anyone types it";
  EXPECT_THAT(complete_code("417-amber-ott"), ElementsAre("otter"));
  EXPECT_THAT(complete_code("417-a", 3).size(), 3u);
  EXPECT_THAT(complete_code("417-a").size(), 6u);
}

TEST(CodeCompletion, OffersTheLongerOfTwoWordsThatBeginAlike) {
  EXPECT_THAT(complete_code("417-act"), IsEmpty()) << "a whole word, though it begins another";
  EXPECT_THAT(complete_code("417-acti"), ElementsAre("action"));
  EXPECT_THAT(complete_code("417-action"), IsEmpty());
}

TEST(CodeCompletion, OffersNothingWhereNoWordIsTyped) {
  for (const auto* typed : {"", "4", "417", "417-", "417-amber-", "amb", "417-zzz", "417-amber-otter-window-a", "-", "417-amber-?"})
    EXPECT_THAT(complete_code(typed), IsEmpty()) << typed;
}

TEST(CodeCompletion, PutsTheWordInThePlaceOfItsBeginning) {
  EXPECT_EQ(with_word("417-amb", "amber"), "417-amber-");
  EXPECT_EQ(with_word("417 Amber, ott", "otter"), "417-amber-otter-");
  EXPECT_EQ(with_word("417-", "amber"), "417-amber-");
  EXPECT_EQ(with_word("417-amber-otter-win", "window"), "417-amber-otter-window") << "nothing is awaited after the third";
  EXPECT_EQ(with_word("417-amber-otter-window-x", "amber"), "417-amber-otter-window-x");
  EXPECT_EQ(with_word("417", "amber"), "417") << "it may be the beginning of 4171";
}

TEST(CodeCompletion, EveryWordIsReachedByFourLettersOfItAndMakesACode) {
  for (std::size_t i = 0; i < words::count; ++i) {
    const std::string word(words::word(i));
    if (word.size() <= 4) continue;
    EXPECT_THAT(complete_code("417-" + word.substr(0, 4)), ElementsAre(word));
    EXPECT_EQ(with_word("417-" + word.substr(0, 4), word), "417-" + word + "-");
  }
}

TEST(CodeCheck, FollowsACodeKeyByKeyWithoutAComplaint) {
  const std::string code = "417-amber-otter-window";
  EXPECT_EQ(kind_of(""), Kind::empty);
  for (std::size_t size = 1; size < code.size(); ++size) EXPECT_EQ(kind_of(code.substr(0, size)), Kind::unfinished) << code.substr(0, size);
  EXPECT_EQ(kind_of(code), Kind::complete);
  EXPECT_EQ(kind_of(code + " "), Kind::complete);
}

TEST(CodeCheck, IsCompleteForJustWhatCanBeSent) {
  for (const auto* typed : {"417-amber-otter-window", "417 Amber Otter Window", "417,amber,otter,window", "417amber-otter-window"}) {
    EXPECT_EQ(kind_of(typed), Kind::complete) << typed;
    EXPECT_TRUE(parse_code(typed)) << typed;
  }
  EXPECT_EQ(kind_of("twinlamp://relay.example:7417/417-amber-otter-window?relay=x"), Kind::complete);
}

TEST(CodeCheck, NamesTheMistypedWordOnceAnotherBegins) {
  EXPECT_EQ(kind_of("417-amb"), Kind::unfinished);
  const auto check = check_code("417-ambre-");
  EXPECT_EQ(check.kind, Kind::unknown_word);
  EXPECT_EQ(check.word, 1);
  EXPECT_EQ(check.typed, "ambre");
  EXPECT_THAT(check.suggestions, testing::Contains("amber"));
  EXPECT_EQ(kind_of("417-amb-"), Kind::unknown_word) << "it was left unfinished";
  EXPECT_EQ(check_code("417-amber-oter-window").word, 2);
}

TEST(CodeCheck, NamesTheWordBeingTypedAsSoonAsItCanBeNone) {
  const auto check = check_code("417-amber-otter-windq");
  EXPECT_EQ(check.kind, Kind::unknown_word);
  EXPECT_EQ(check.word, 3);
  EXPECT_THAT(check.suggestions, testing::Contains("window"));
  EXPECT_THAT(check_code("417-qqqqqqqqqqqqqqqqq").suggestions, IsEmpty());
}

TEST(CodeCheck, SaysWhenTheNumberIsNone) {
  for (const auto* typed : {"amber", "amber-417", "0", "041", "41-", "41-amber", "41723", "41723-amber", "?"}) EXPECT_EQ(kind_of(typed), Kind::bad_number) << typed;
  for (const auto* typed : {"4", "41", "417", "4172", "417-"}) EXPECT_EQ(kind_of(typed), Kind::unfinished) << typed;
}

TEST(CodeCheck, SaysWhenThereIsMoreThanACode) {
  EXPECT_EQ(kind_of("417-amber-otter-window-amber"), Kind::too_many);
  EXPECT_EQ(kind_of(std::string(300, 'a')), Kind::too_long);
  EXPECT_EQ(kind_of("417-" + std::string(300, 'a')), Kind::too_long);
}

TEST(CodeCheck, TakesAnyBytes) {
  constexpr std::string_view keys = "0123456789-- aeiourstlnmb\xc3\xa9\xff\xe2\x80";
  std::uint32_t state = 7;
  for (int round = 0; round < 20'000; ++round) {
    std::string typed;
    for (std::uint32_t length = state % 40; typed.size() < length;) {
      state = state * 1'664'525 + 1'013'904'223;
      typed += keys[(state >> 24) % keys.size()];
    }
    state = state * 1'664'525 + 1'013'904'223;
    const auto check = check_code(typed);
    EXPECT_EQ(check.kind == Kind::complete, static_cast<bool>(parse_code(typed))) << typed;
    for (const auto& word : complete_code(typed)) EXPECT_NE(kind_of(with_word(typed, word)), Kind::empty) << typed;
  }
}

}  // namespace
}  // namespace twinlamp::client::test
