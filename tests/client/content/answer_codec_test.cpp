#include "client/content/answer_codec.h"

#include <gtest/gtest.h>

#include "protocol/base/limits.h"
#include "protocol/base/random.h"
#include "tests/support/hex.h"

namespace twinlamp::client {
namespace {

const FeelingAnswer tender{"close", "tender", 4, "Your voice, late.\nThen rain."};

const SortAnswer sorted{{{"values.calm", Pile::most}, {"values.play", Pile::most}, {"values.work", Pile::least}},
                        {"values.play", "values.calm"}};
const PairsAnswer quick{{Pick::left, Pick::right, Pick::late, Pick::left, Pick::left, Pick::right, Pick::right, Pick::left,
                         Pick::late, Pick::right}};

std::vector<Answer> one_of_each() {
  return {TextAnswer{"The sea, and you reading. \U0001F30A"},
          ChoiceAnswer{6},
          ScaleAnswer{10},
          tender,
          ChoicesAnswer{{0, 3, 11}},
          RankingAnswer{{2, 0, 1, 3}},
          ListAnswer{{"I sang in a choir.", "Ich kann jodeln. \U0001F3D4", "I fly."}, 2},
          GuessAnswer{1, 6, {}, {}},
          GuessAnswer{GuessAnswer::unset, GuessAnswer::unset, "fog", "the river"},
          sorted,
          quick};
}

TEST(AnswerCodec, GivesBackWhatWasWritten) {
  for (const auto& answer : one_of_each()) {
    const auto bytes = answer_to_bytes(answer);
    ASSERT_TRUE(bytes);
    const auto again = answer_from_bytes(*bytes);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, answer);
  }
}

TEST(AnswerCodec, BeginsWithTheKindAndTheVersion) {
  EXPECT_EQ(to_hex(*answer_to_bytes(TextAnswer{"hé"})), "01010368c3a9");
  EXPECT_EQ(to_hex(*answer_to_bytes(ChoiceAnswer{2})), "020102");
  EXPECT_EQ(to_hex(*answer_to_bytes(ScaleAnswer{7})), "030107");
  EXPECT_EQ(to_hex(*answer_to_bytes(FeelingAnswer{"calm", "safe", 5, "n"})),
            "04010463616c6d0473616665"
            "05"
            "016e");
  EXPECT_EQ(to_hex(*answer_to_bytes(ChoicesAnswer{{0, 2, 11}})), "05010805");
  EXPECT_EQ(to_hex(*answer_to_bytes(RankingAnswer{{2, 0, 1}})), "060103020001");
  EXPECT_EQ(to_hex(*answer_to_bytes(ListAnswer{{"a", "b"}, 1})), "07010201610162"
                                                                "01");
  EXPECT_EQ(to_hex(*answer_to_bytes(GuessAnswer{3, 0, {}, {}})), "0801010300");
  EXPECT_EQ(to_hex(*answer_to_bytes(GuessAnswer{GuessAnswer::unset, GuessAnswer::unset, "a", "b"})), "08010201610162");
  EXPECT_EQ(to_hex(*answer_to_bytes(SortAnswer{{{"v.a", Pile::most}}, {"v.a"}})), "090101"
                                                                                  "03762e6101"
                                                                                  "01"
                                                                                  "03762e61");
  EXPECT_EQ(to_hex(*answer_to_bytes(quick)), "0b0101020301010202010302");
}

TEST(AnswerCodec, NeverSealsWishes) {
  const WishesAnswer wishes{{{"wishes.dance", Wish::yes}, {"wishes.swim", Wish::no}}};
  EXPECT_FALSE(answer_to_bytes(wishes));
  const auto draft = draft_to_bytes(wishes);
  ASSERT_TRUE(draft);
  EXPECT_FALSE(answer_from_bytes(*draft));
  EXPECT_EQ(*draft_from_bytes(*draft), Answer(wishes));
}

TEST(AnswerCodec, RefusesEveryTruncation) {
  for (const auto& answer : one_of_each()) {
    const auto bytes = answer_to_bytes(answer);
    for (std::size_t size = 0; size < bytes->size(); ++size)
      EXPECT_FALSE(answer_from_bytes(ByteView(*bytes).first(size))) << "kind " << int((*bytes)[0]) << ", size " << size;
  }
}

TEST(AnswerCodec, RefusesAnythingAfterTheEnd) {
  for (const auto& answer : one_of_each()) {
    auto bytes = *answer_to_bytes(answer);
    bytes.push_back(0);
    EXPECT_FALSE(answer_from_bytes(bytes));
  }
}

// A flipped byte is refused, or it is another answer with exactly these bytes: there is never a second spelling.
TEST(AnswerCodec, HasOneSpellingForEveryFlippedByte) {
  for (const auto& answer : one_of_each()) {
    const auto bytes = *answer_to_bytes(answer);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      for (int flip = 1; flip < 256; ++flip) {
        auto flipped = bytes;
        flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ flip);
        const auto read = answer_from_bytes(flipped);
        if (!read) continue;
        EXPECT_NE(*read, answer);
        EXPECT_EQ(to_hex(*answer_to_bytes(*read)), to_hex(flipped)) << "byte " << i << " ^ " << flip;
      }
  }
}

TEST(AnswerCodec, HasOneSpellingForRandomBytes) {
  std::size_t accepted = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    for (int i = 0; i < 1000; ++i) {
      Bytes bytes(random.below(24));
      random.fill(bytes);
      for (auto& byte : bytes) byte = byte % 2 == 0 ? byte % 8 : byte;  // small lengths and values, and anything
      if (bytes.size() > 2) bytes[0] = static_cast<std::uint8_t>(random.below(13)), bytes[1] = 1;
      const auto read = draft_from_bytes(bytes);
      if (!read) continue;
      ++accepted;
      EXPECT_EQ(to_hex(*draft_to_bytes(*read)), to_hex(bytes));
    }
  }
  EXPECT_GT(accepted, 100u) << "random bytes must reach the accepting branch";
}

TEST(AnswerCodec, TakesTheLongestTextAndNotOneByteMore) {
  const auto longest = answer_to_bytes(TextAnswer{std::string(answer_limits::text, 'a')});
  ASSERT_TRUE(longest);
  EXPECT_LE(longest->size(), limits::answer);
  EXPECT_TRUE(answer_from_bytes(*longest));
  const auto longer = answer_to_bytes(TextAnswer{std::string(answer_limits::text + 1, 'a')});
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().code, ErrorCode::too_large);
}

TEST(AnswerCodec, FitsTheOpenModeWithItsLongestText) {
  EXPECT_LE(answer_to_bytes(TextAnswer{std::string(answer_limits::text_open, 'a')})->size(), limits::answer_open);
}

TEST(AnswerCodec, RefusesMoreBytesThanAnAnswerHas) {
  const auto read = answer_from_bytes(Bytes(limits::answer + 1, 1));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::too_large);
}

TEST(AnswerCodec, RefusesALengthThatItsBytesDoNotHave) {
  EXPECT_FALSE(answer_from_bytes(test::hex("0101ffffffffffffffffff01")));
  EXPECT_FALSE(
      answer_from_bytes(test::hex("01018100"
                                  "61")));  // one, not in its shortest form
}

TEST(AnswerCodec, RefusesTextThatIsNotUtf8BothWays) {
  EXPECT_FALSE(answer_to_bytes(TextAnswer{"\xC3"}));
  EXPECT_FALSE(answer_from_bytes(test::hex("010101c3")));
  EXPECT_FALSE(answer_to_bytes(FeelingAnswer{"calm", "\xFF", 1, ""}));
  EXPECT_FALSE(answer_to_bytes(FeelingAnswer{"calm", "safe", 1, "\xED\xA0\x80"}));
}

TEST(AnswerCodec, RefusesCharactersThatSteerATerminal) {
  EXPECT_FALSE(answer_to_bytes(TextAnswer{"a\x1B[2J"}));
  EXPECT_FALSE(
      answer_from_bytes(test::hex("010101"
                                  "1b")));
  EXPECT_FALSE(
      answer_from_bytes(test::hex("010102"
                                  "c29b")));
  EXPECT_TRUE(answer_to_bytes(TextAnswer{"one\n\ttwo"}));
}

TEST(AnswerCodec, RefusesValuesOutsideEveryCard) {
  EXPECT_FALSE(answer_to_bytes(ChoiceAnswer{7}));
  EXPECT_FALSE(answer_to_bytes(ScaleAnswer{0}));
  EXPECT_FALSE(answer_to_bytes(ScaleAnswer{11}));
  EXPECT_FALSE(answer_to_bytes(FeelingAnswer{"calm", "safe", 0, ""}));
  EXPECT_FALSE(answer_to_bytes(FeelingAnswer{"calm", "safe", 6, ""}));
  EXPECT_FALSE(answer_to_bytes(FeelingAnswer{"Calm!", "safe", 1, ""}));
  EXPECT_FALSE(answer_to_bytes(FeelingAnswer{"calm", std::string(answer_limits::word + 1, 'w'), 1, ""}));
  EXPECT_FALSE(answer_to_bytes(FeelingAnswer{"calm", "safe", 1, std::string(answer_limits::note + 1, 'n')}));
  EXPECT_FALSE(answer_from_bytes(test::hex("020107")));
  EXPECT_FALSE(answer_from_bytes(test::hex("030100")));
}

TEST(AnswerCodec, RefusesChoicesAndRankingsOutsideEveryCard) {
  EXPECT_FALSE(answer_to_bytes(ChoicesAnswer{{12}}));
  EXPECT_FALSE(draft_to_bytes(ChoicesAnswer{{1, 1}}));
  EXPECT_FALSE(draft_to_bytes(ChoicesAnswer{{2, 1}}));
  EXPECT_FALSE(answer_from_bytes(test::hex("05011000")));  // bit 12
  EXPECT_FALSE(draft_to_bytes(RankingAnswer{{0, 0, 1}}));
  EXPECT_FALSE(draft_to_bytes(RankingAnswer{{0, 1, 3}}));
  EXPECT_FALSE(draft_to_bytes(RankingAnswer{{0, 1, 2, 3, 4, 5, 6, 7}}));
}

TEST(AnswerCodec, RefusesListsAndGuessesOutsideEveryCard) {
  EXPECT_FALSE(draft_to_bytes(ListAnswer{std::vector<std::string>(11, "a"), 0}));
  EXPECT_FALSE(draft_to_bytes(ListAnswer{{"a", "b"}, 3}));
  EXPECT_FALSE(draft_to_bytes(ListAnswer{{"one\ntwo"}, 0}));
  EXPECT_FALSE(draft_to_bytes(ListAnswer{{std::string(answer_limits::line + 1, 'a')}, 0}));
  EXPECT_FALSE(draft_to_bytes(GuessAnswer{7, 0, {}, {}}));
  EXPECT_FALSE(draft_to_bytes(GuessAnswer{0, 1, "and words", {}}));
  EXPECT_FALSE(draft_from_bytes(test::hex("080101ffff")));  // nothing chosen is spelled as no words
  EXPECT_FALSE(draft_from_bytes(test::hex("0801030000")));
}

TEST(AnswerCodec, RefusesPilesAndPicksThatAreNone) {
  EXPECT_FALSE(draft_to_bytes(SortAnswer{{{"no id", Pile::most}}, {}}));
  EXPECT_FALSE(draft_to_bytes(SortAnswer{{{"v.a", Pile(0)}}, {}}));
  EXPECT_FALSE(draft_to_bytes(SortAnswer{{{"v.a", Pile::some}}, {"v.a"}})) << "only the top pile is ranked";
  EXPECT_FALSE(draft_to_bytes(SortAnswer{{{"v.a", Pile::most}, {"v.b", Pile::most}}, {"v.a", "v.a"}}));
  EXPECT_FALSE(draft_from_bytes(test::hex("090102"
                                          "03762e6201"
                                          "03762e6101"
                                          "00")))
      << "items descend";
  EXPECT_FALSE(draft_from_bytes(test::hex("0b0101020301010202010304")));
}

TEST(AnswerCodec, TakesTheLargestSort) {
  SortAnswer largest;
  for (std::size_t i = 0; i < card_limits::items; ++i)
    largest.piles[std::string(card_limits::slug, 'v') + "." + std::string(card_limits::slug - 3, 'i') + std::to_string(100 + i)] =
        Pile::most;
  for (const auto& [item, pile] : largest.piles)
    if (largest.ranked.size() < card_limits::top) largest.ranked.push_back(item);
  const auto bytes = answer_to_bytes(largest);
  ASSERT_TRUE(bytes);
  EXPECT_LE(bytes->size(), limits::answer);
  EXPECT_EQ(*answer_from_bytes(*bytes), Answer(largest));
}

TEST(AnswerCodec, RefusesUnknownKindsAndVersions) {
  EXPECT_FALSE(answer_from_bytes(test::hex("000101")));
  EXPECT_FALSE(answer_from_bytes(test::hex("0c0101")));
  EXPECT_FALSE(answer_from_bytes(test::hex("020200")));
}

TEST(AnswerCodec, RefusesAnUnfinishedAnswerButKeepsItAsADraft) {
  for (const Answer& draft :
       {Answer(TextAnswer{}), Answer(ScaleAnswer{}), Answer(FeelingAnswer{}),
        Answer(FeelingAnswer{"", "", 0, "only a note yet"}), Answer(FeelingAnswer{"calm", "", 3, ""}),
        Answer(ChoicesAnswer{}), Answer(RankingAnswer{}), Answer(ListAnswer{}), Answer(ListAnswer{{"one", ""}, 0}),
        Answer(GuessAnswer{}), Answer(GuessAnswer{1, GuessAnswer::unset, {}, {}}),
        Answer(GuessAnswer{GuessAnswer::unset, GuessAnswer::unset, "mine", {}}), Answer(SortAnswer{}),
        Answer(SortAnswer{{{"v.a", Pile::most}}, {}}), Answer(PairsAnswer{})}) {
    EXPECT_FALSE(answer_to_bytes(draft));
    const auto bytes = draft_to_bytes(draft);
    ASSERT_TRUE(bytes);
    EXPECT_FALSE(answer_from_bytes(*bytes));
    EXPECT_EQ(*draft_from_bytes(*bytes), draft);
  }
}

}  // namespace
}  // namespace twinlamp::client
