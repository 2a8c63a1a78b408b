#include "client/text/emoji.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "client/content/fold.h"
#include "client/content/words.h"
#include "client/text/breaks.h"
#include "client/text/emoji_table.h"
#include "client/text/layout.h"
#include "client/text/typesetter.h"
#include "client/text/unicode.h"

namespace twinlamp::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Each emoji of Unicode's own file, with its English name.
std::map<std::string, std::string> listed() {
  std::ifstream file("/usr/share/unicode/emoji/emoji-test.txt");
  std::map<std::string, std::string> found;
  for (std::string line; std::getline(file, line);) {
    if (line.find("; fully-qualified") == std::string::npos) continue;
    std::u32string points;
    for (std::size_t at = 0; at < line.find(';'); at = line.find_first_not_of(' ', line.find(' ', at)))
      points.push_back(char32_t(std::stoul(line.substr(at), nullptr, 16)));
    const auto name = line.find(' ', line.find(" E", line.find('#')) + 1);
    found[encode(points)] = line.substr(name + 1);
  }
  return found;
}

std::vector<std::string_view> texts_of(const std::vector<EmojiId>& ids) {
  std::vector<std::string_view> texts;
  std::transform(ids.begin(), ids.end(), std::back_inserter(texts), emoji_text);
  return texts;
}

std::vector<std::string_view> find(std::string_view query, std::string_view language = "en", std::size_t most = 6,
                                   EmojiMatch match = EmojiMatch::beginnings) {
  return texts_of(find_emoji(query, language, most, match));
}

EmojiId id_of(std::string_view text) {
  for (std::size_t i = 0; i < emoji_count(); ++i)
    if (emoji_text(EmojiId(i)) == text) return EmojiId(i);
  ADD_FAILURE() << "no emoji " << text;
  return 0;
}

TEST(EmojiTest, HoldsEveryEmojiOfUnicodesListOnce) {
  const auto all = listed();
  ASSERT_GT(all.size(), 3000u) << "Debian's package unicode-data has it";
  std::multiset<std::string> held;
  for (std::size_t i = 0; i < emoji_count(); ++i) {
    held.emplace(emoji_text(EmojiId(i)));
    for (const auto& variant : emoji_variants(EmojiId(i))) held.emplace(variant.text);
  }
  EXPECT_EQ(held.size(), all.size());
  for (const auto& [text, name] : all) EXPECT_EQ(held.count(text), 1u) << text << ' ' << name;
}

TEST(EmojiTest, CallsEachAsUnicodeDoes) {
  const auto all = listed();
  for (std::size_t i = 0; i < emoji_count(); ++i)
    EXPECT_EQ(emoji_name(EmojiId(i), "en"), all.at(std::string(emoji_text(EmojiId(i)))));
}

TEST(EmojiTest, HoldsNothingThatIsNotOneGrapheme) {
  for (std::size_t i = 0; i < emoji_count(); ++i) {
    const auto points = decode(emoji_text(EmojiId(i)));
    const auto flags = find_breaks(points, std::uint8_t(Break::grapheme));
    EXPECT_EQ(std::count_if(flags.begin(), flags.end(), [](auto f) { return has_break(f, Break::grapheme); }), 2)
        << emoji_text(EmojiId(i));
  }
}

TEST(EmojiTest, DrawsEveryOneOfThem) {
  Typesetter setter;
  const Style style{Family::book, 20};
  const auto draw = [&](std::string_view text) {
    Layout layout;
    layout.set(decode(text), style, 1e6f, setter);
    for (const auto& piece : layout.row(0).pieces) {
      EXPECT_EQ(piece.shaped->glyphs.size(), 1u) << text << " falls apart";
      for (const auto& glyph : piece.shaped->glyphs) EXPECT_NE(glyph.id, 0u) << text;
    }
    EXPECT_EQ(layout.row(0).pieces.size(), 1u) << text;
  };
  for (std::size_t i = 0; i < emoji_count(); ++i) {
    draw(emoji_text(EmojiId(i)));
    for (const auto& variant : emoji_variants(EmojiId(i))) draw(variant.text);
  }
}

TEST(EmojiTest, StandsInNineGroupsWithoutGap) {
  std::size_t next = 0;
  for (std::size_t group = 0; group < emoji_group_count; ++group) {
    const auto [first, last] = emoji_group(group);
    EXPECT_EQ(first, next);
    EXPECT_LT(first, last);
    next = last;
  }
  EXPECT_EQ(next, emoji_count());
}

TEST(EmojiTest, HasNamesInEveryLanguageOfTheProgram) {
  for (const auto& language : client::built_in_word_languages()) {
    const auto rows = emoji_names();
    const auto names =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.language == language; });
    ASSERT_NE(names, rows.end()) << language;
    ASSERT_EQ(names->of.size(), emoji_count());
  }
  EXPECT_EQ(emoji_name(id_of("❤️"), "es"), "corazón rojo");
  EXPECT_EQ(emoji_name(id_of("❤️"), "tlh"), "red heart");
}

// The table is folded when it is made, the query when it is asked.
TEST(EmojiTest, FoldsItsNamesAsASearchDoes) {
  for (const auto& names : emoji_names()) {
    for (const auto& each : names.of) {
      auto expected = client::fold(each.name), held = std::string(each.phrases.substr(0, each.phrases.find('|')));
      const auto drop = [](std::string& text) {
        std::erase_if(text, [](char c) { return std::string_view(" -_:,.").find(c) != std::string_view::npos; });
      };
      drop(expected), drop(held);
      EXPECT_EQ(held, expected);
    }
  }
}

TEST(EmojiTest, IsFoundByTheBeginningOfAName) {
  EXPECT_EQ(find("hear").front(), "❤️");
  EXPECT_EQ(find("avoca"), (std::vector<std::string_view>{"🥑"}));
  EXPECT_EQ(find("joy").front(), "😂");
  EXPECT_EQ(find("red_heart").front(), "❤️");
  EXPECT_EQ(find("HEART-EYES").front(), "😍");
  EXPECT_EQ(find("hear", "en", 6).size(), 6u);
}

TEST(EmojiTest, IsFoundBySeveralWordsInAnyOrder) {
  EXPECT_EQ(find("tears joy").front(), "😂");
  EXPECT_EQ(find("joy tears").front(), "😂");
}

TEST(EmojiTest, IsFoundInsideAWordOnlyWhereAsked) {
  EXPECT_THAT(find("vocad"), IsEmpty());
  EXPECT_THAT(find("vocad", "en", 6, EmojiMatch::anywhere), ElementsAre("🥑"));
}

TEST(EmojiTest, IsFoundInSpanishWithoutItsAccentsAndInEnglishAfterThat) {
  EXPECT_EQ(find("corazón", "es").front(), "❤️");
  EXPECT_EQ(find("corazon", "es").front(), "❤️");
  EXPECT_EQ(find("aguacate", "es").front(), "🥑");
  EXPECT_EQ(find("avocado", "es").front(), "🥑");
}

TEST(EmojiTest, IsNotFoundByNothing) {
  for (const auto* query : {"", " ", "__", "-", "|", "qqqq"}) EXPECT_THAT(find(query), IsEmpty()) << query;
  EXPECT_THAT(find("\xFF\xFE", "en", 6, EmojiMatch::anywhere), IsEmpty());
}

TEST(EmojiTest, FindsEveryOneByItsWholeName) {
  for (const std::string_view language : {"en", "es"}) {
    for (std::size_t i = 0; i < emoji_count(); ++i) {
      const auto name = emoji_name(EmojiId(i), language);
      auto plain = std::string(name);
      for (auto& c : plain)
        if (c == ':' || c == ',' || c == '.') c = ' ';
      const auto found = find_emoji(plain, language, 40, EmojiMatch::beginnings);
      EXPECT_NE(std::find(found.begin(), found.end(), EmojiId(i)), found.end()) << name;
    }
  }
}

TEST(EmojiTest, TakesASkinTone) {
  const auto wave = id_of("👋");
  EXPECT_EQ(emoji_variants(wave).size(), skin_tone_count);
  EXPECT_EQ(emoji_with_tones(wave, 0), "👋");
  EXPECT_EQ(emoji_with_tones(wave, 1), "👋🏻");
  EXPECT_EQ(emoji_with_tones(wave, 5), "👋🏿");
  EXPECT_EQ(emoji_with_tones(id_of("🥑"), 3), "🥑");
}

TEST(EmojiTest, TakesOneToneForEachOfTwo) {
  const auto couple = id_of("👩‍❤️‍👨");
  EXPECT_EQ(emoji_variants(couple).size(), 25u);
  EXPECT_EQ(emoji_with_tones(couple, 2), "👩🏼‍❤️‍👨🏼");
  EXPECT_EQ(emoji_with_tones(couple, 2, 2), "👩🏼‍❤️‍👨🏼");
  EXPECT_EQ(emoji_with_tones(couple, 1, 5), "👩🏻‍❤️‍👨🏿");
  EXPECT_EQ(emoji_with_tones(id_of("💑"), 1, 5), "🧑🏻‍❤️‍🧑🏿");
}

TEST(EmojiTest, KnowsTheUsualOnes) {
  std::set<EmojiId> seen;
  for (const auto id : usual_emoji()) {
    ASSERT_LT(id, emoji_count());
    EXPECT_TRUE(seen.insert(id).second) << emoji_text(id);
  }
  EXPECT_EQ(emoji_text(usual_emoji().front()), "❤️");
}

std::string asked(std::u32string_view text) {
  const auto query = emoji_query(text, text.size());
  return query ? std::to_string(query->begin) + ' ' + query->name : "none";
}

TEST(EmojiQueryTest, IsANameBehindAColon) {
  EXPECT_EQ(asked(U":he"), "0 he");
  EXPECT_EQ(asked(U"I :hear"), "2 hear");
  EXPECT_EQ(asked(U"one\n:red_heart"), "4 red_heart");
  EXPECT_EQ(asked(U"(:corazón"), "1 corazón");
  EXPECT_EQ(asked(U"❤️:corazo\u0301n"), "2 corazo\u0301n");
}

TEST(EmojiQueryTest, IsNoTimeNoAddressNoSmileyAndNothingBehindASpace) {
  for (const auto* text :
       {U"", U":", U":h", U"at 10:30", U"https:ab", U"https://ab", U"::ab", U": he", U":he ", U":30x", U":)", U":-)"})
    EXPECT_EQ(asked(text), "none") << encode(text);
}

TEST(EmojiQueryTest, EndsAtTheCaret) {
  const auto query = emoji_query(U"a :heart b", 6);
  ASSERT_TRUE(query);
  EXPECT_EQ(query->name, "hea");
  EXPECT_FALSE(emoji_query(U"a :heart b", 3));
  EXPECT_TRUE(emoji_query(U":he", 99));
}

TEST(EmojiQueryTest, IsNeverLongerThanAName) {
  EXPECT_FALSE(emoji_query(U":" + std::u32string(5000, U'a'), 5001));
}

}  // namespace
}  // namespace twinlamp::text
