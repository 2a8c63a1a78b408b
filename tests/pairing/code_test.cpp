#include "protocol/pairing/code.h"

#include <gtest/gtest.h>

#include "protocol/base/random.h"
#include "protocol/pairing/typed_text.h"
#include "protocol/pairing/words.h"

namespace twinlamp {
namespace {

using Kind = CodeProblem::Kind;

std::string parsed(std::string_view text) {
  const auto code = parse_code(text);
  return code ? code->text() : std::string("refused: ") + code.error().where;
}
CodeProblem problem_of(std::string_view text) {
  CodeProblem problem;
  EXPECT_FALSE(parse_code(text, &problem)) << text;
  return problem;
}

constexpr const char* amber = "417-amber-otter-window";

TEST(Code, ReadsItsOwnForm) { EXPECT_EQ(parsed(amber), amber); }

TEST(Code, ReadsEveryCodeItWrites) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto code = make_code(static_cast<std::uint32_t>(100 + random.below(9900)), random);
    const auto again = parse_code(code.text());
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, code);
  }
}

TEST(Code, IsTheSameHoweverItIsTyped) {
  for (const char* typed : {"417 amber otter window", "  417 - Amber - OTTER - window \n", "417--amber---otter-window-", "417, amber, otter, window.",
                            "417_amber_otter_window", "417\tamber\xC2\xA0otter\xE3\x80\x80window", "417amber otter window",
                            "417\xE2\x80\x93" "amber\xE2\x80\x94otter\xE2\x88\x92window",          // en dash, em dash, minus
                            "\xEF\xBC\x94\xEF\xBC\x91\xEF\xBC\x97\xEF\xBC\x8D" "amber otter window",  // fullwidth
                            "417 \xEF\xBC\xA1mber \xEF\xBD\x8Ftter window",
                            "\xD9\xA4\xD9\xA1\xD9\xA7 amber otter window",                            // Arabic digits
                            "417 am\xC2\xAD" "ber\xE2\x80\x8B otter window\xEF\xBB\xBF",             // soft hyphen, zero width
                            "417 \xF0\x9D\x90\x80mber otter window"})                                  // mathematical bold A
    EXPECT_EQ(parsed(typed), amber) << typed;
}

TEST(Code, NamesTheWordThatIsWrong) {
  EXPECT_EQ(problem_of("417-ambre-otter-window").word, 1u);
  EXPECT_EQ(problem_of("417-amber-oter-window").word, 2u);
  const auto third = problem_of("417-amber-otter-windoww");
  EXPECT_EQ(third.kind, Kind::unknown_word);
  EXPECT_EQ(third.word, 3u);
  EXPECT_EQ(third.suggestions, std::vector<std::string_view>{"window"});
}

TEST(Code, NamesAWrongWordBeforeAMissingOne) {
  const auto problem = problem_of("417-amber-oter");
  EXPECT_EQ(problem.kind, Kind::unknown_word);
  EXPECT_EQ(problem.word, 2u);
}

TEST(Code, SuggestsTheWordThatWasBegun) {
  EXPECT_EQ(problem_of("417-ambe-otter-window").suggestions, std::vector<std::string_view>{"amber"});
}

TEST(Code, SuggestsAtMostThree) { EXPECT_EQ(problem_of("417-b-otter-window").suggestions.size(), 3u); }

TEST(Code, SaysWhatElseIsWrong) {
  EXPECT_EQ(problem_of("").kind, Kind::empty);
  EXPECT_EQ(problem_of(" - ").kind, Kind::empty);
  EXPECT_EQ(problem_of("amber-otter-window").kind, Kind::no_number);
  EXPECT_EQ(problem_of("417").kind, Kind::too_few_words);
  EXPECT_EQ(problem_of("417-amber-otter").kind, Kind::too_few_words);
  EXPECT_EQ(problem_of("417-amber-otter-window-amber").kind, Kind::too_many_words);
  EXPECT_EQ(problem_of(std::string(257, '4')).kind, Kind::too_long);
}

TEST(Code, WantsThreeOrFourDigitsWithoutALeadingZero) {
  for (const char* number : {"41", "41700", "0417", "099", "99999999999999999999"})
    EXPECT_EQ(problem_of(std::string(number) + "-amber-otter-window").kind, Kind::bad_number) << number;
  EXPECT_EQ(parsed("100-amber-otter-window"), "100-amber-otter-window");
  EXPECT_EQ(parsed("9999-amber-otter-window"), "9999-amber-otter-window");
}

TEST(Code, TakesNoLetterThatOnlyLooksAlike) {
  EXPECT_EQ(problem_of("417-\xD0\xB0mber-otter-window").word, 1u);  // Cyrillic a
  EXPECT_EQ(problem_of("417-\xC3\xA4mber-otter-window").word, 1u);  // a with dots
}

TEST(Code, SurvivesAnyBytes) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    Bytes noise(random.below(80));
    random.fill(noise);
    const auto plain = typed_to_ascii(text_of(noise));
    EXPECT_LE(plain.size(), noise.size() * 3);
    for (char c : plain) EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '?') << c;
    EXPECT_FALSE(parse_code(text_of(noise)));
  }
}

TEST(Code, IsNormalisedOnceForGood) {
  for (const char* typed : {"417 Amber", "  417--am", "417 amber o", "a?b", "417amber-"}) {
    const auto once = normalise_code(typed);
    EXPECT_EQ(normalise_code(once), once) << typed;
  }
}

TEST(Code, GivesItsWordsAsThePassword) {
  EXPECT_EQ(text_of(parse_code(amber)->password()), "amber-otter-window");
}

TEST(Code, DrawsItsWordsFromTheWholeList) {
  SeededRandom random(1);
  std::uint16_t least = 0xffff, most = 0;
  for (int i = 0; i < 4000; ++i)
    for (auto word : make_code(100, random).words) {
      least = std::min(least, word);
      most = std::max(most, word);
    }
  EXPECT_EQ(least, 0);
  EXPECT_EQ(most, words::count - 1);
}

}  // namespace
}  // namespace twinlamp
