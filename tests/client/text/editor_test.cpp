#include "client/text/editor.h"

#include <gtest/gtest.h>

#include <random>

#include "client/text/breaks.h"
#include "client/text/unicode.h"

namespace twinlamp::text {
namespace {

Editor with(std::string_view text) {
  Editor editor;
  editor.set_text(text);
  return editor;
}

void type(Editor& editor, std::u32string_view points) {
  for (const auto point : points) editor.insert(std::u32string_view(&point, 1));
}

TEST(EditorTest, TypesAtTheCaret) {
  auto editor = with("ac");
  editor.move(Move::left, false);
  editor.insert("b");
  EXPECT_EQ(editor.text(), "abc");
  EXPECT_EQ(editor.caret(), 2u);
}

TEST(EditorTest, CountsCodePointsAndNotBytes) {
  auto editor = with("Привет");
  editor.move(Move::left, false);
  editor.erase_left();
  EXPECT_EQ(editor.text(), "Привт");
  EXPECT_EQ(editor.size(), 5u);
}

TEST(EditorTest, ShowsBadBytesAsReplacement) {
  Editor editor;
  editor.insert("a\xFF");
  EXPECT_EQ(editor.text(), "a\xEF\xBF\xBD");
}

TEST(EditorTest, TakesNoControlCharacters) {
  Editor editor;
  editor.insert(std::string_view("a\0b\x1B\r\nc", 7));
  EXPECT_EQ(editor.text(), "ab\nc");
}

TEST(EditorTest, KeepsOneLineInOneLine) {
  Editor editor({.one_line = true});
  editor.insert("two\nlines");
  EXPECT_EQ(editor.text(), "two lines");
}

TEST(EditorTest, MovesByWords) {
  auto editor = with("the quiet, don’t");
  editor.move(Move::word_left, false);
  EXPECT_EQ(editor.caret(), 11u);
  editor.move(Move::word_left, false);
  EXPECT_EQ(editor.caret(), 4u);
  editor.move(Move::word_right, false);
  EXPECT_EQ(editor.caret(), 9u);
}

TEST(EditorTest, MovesWithinTheParagraph) {
  auto editor = with("one\ntwo\nthree");
  editor.move_to(5, false);
  editor.move(Move::paragraph_start, false);
  EXPECT_EQ(editor.caret(), 4u);
  editor.move(Move::paragraph_end, false);
  EXPECT_EQ(editor.caret(), 7u);
  editor.move(Move::paragraph_end, false);
  EXPECT_EQ(editor.caret(), 7u);
}

TEST(EditorTest, FindsTheStartOfAnEmptyFirstParagraph) {
  auto editor = with("\nx");
  editor.move_to(0, false);
  editor.move(Move::paragraph_start, false);
  EXPECT_EQ(editor.caret(), 0u);
  editor.move_to(1, false);
  editor.move(Move::paragraph_start, false);
  EXPECT_EQ(editor.caret(), 1u);
}

// A word ends between the two: found by the fuzzer.
TEST(EditorTest, NeverStandsBetweenASignAndWhatItBelongsTo) {
  Editor editor;
  editor.set_text("one \u0601two");  // U+0601 makes one grapheme with the letter behind it, and with the space before it what is no word
  editor.select_word_at(3);
  EXPECT_EQ(editor.selection(), std::pair(std::size_t{3}, std::size_t{6}));
  editor.move(Move::start, false);
  for (int i = 0; i < 4; ++i) {
    editor.move(Move::word_right, false);
    EXPECT_NE(editor.caret(), 5u);
  }
  EXPECT_EQ(editor.caret(), editor.points().size());
}

TEST(EditorTest, ReplacesTheSelection) {
  auto editor = with("hello world");
  editor.select_word_at(8);
  EXPECT_EQ(editor.selected_text(), "world");
  editor.insert("you");
  EXPECT_EQ(editor.text(), "hello you");
}

TEST(EditorTest, CollapsesASelectionToTheSideMovedTo) {
  auto editor = with("abcdef");
  editor.move_to(2, false);
  editor.move_to(4, true);
  editor.move(Move::left, false);
  EXPECT_EQ(editor.caret(), 2u);
  EXPECT_FALSE(editor.has_selection());
}

TEST(EditorTest, ErasesTheSelectionWhicheverKey) {
  for (auto erase : {&Editor::erase_left, &Editor::erase_right, &Editor::erase_word_left, &Editor::erase_word_right}) {
    auto editor = with("abcdef");
    editor.move_to(2, false);
    editor.move_to(4, true);
    (editor.*erase)();
    EXPECT_EQ(editor.text(), "abef");
  }
}

TEST(EditorTest, ErasesNothingAtTheEnds) {
  auto editor = with("ab");
  editor.erase_right();
  editor.erase_word_right();
  editor.move(Move::start, false);
  editor.erase_left();
  editor.erase_word_left();
  EXPECT_EQ(editor.text(), "ab");
  EXPECT_FALSE(editor.can_undo());
}

TEST(EditorTest, CutsAndGivesBackWhatItCut) {
  auto editor = with("keep this");
  editor.select_word_at(6);
  EXPECT_EQ(editor.cut(), "this");
  EXPECT_EQ(editor.text(), "keep ");
}

TEST(EditorTest, UndoesAWordAtATime) {
  Editor editor;
  type(editor, U"two words");
  editor.undo();
  EXPECT_EQ(editor.text(), "two ");
  editor.undo();
  EXPECT_EQ(editor.text(), "");
  EXPECT_FALSE(editor.can_undo());
}

TEST(EditorTest, DoesAgainWhatWasUndone) {
  Editor editor;
  type(editor, U"two words");
  editor.undo();
  editor.redo();
  EXPECT_EQ(editor.text(), "two words");
  EXPECT_FALSE(editor.can_redo());
}

TEST(EditorTest, ForgetsTheUndoneOnceSomethingElseIsTyped) {
  Editor editor;
  type(editor, U"two words");
  editor.undo();
  type(editor, U"x");
  EXPECT_FALSE(editor.can_redo());
  EXPECT_EQ(editor.text(), "two x");
}

TEST(EditorTest, PutsTheSelectionBackWhenItsReplacementIsUndone) {
  auto editor = with("hello world");
  editor.select_word_at(0);
  editor.insert("x");
  editor.undo();
  EXPECT_EQ(editor.text(), "hello world");
  EXPECT_EQ(editor.selected_text(), "hello");
}

TEST(EditorTest, UndoesErasedCharactersTogether) {
  auto editor = with("gone");
  for (int i = 0; i < 4; ++i) editor.erase_left();
  EXPECT_EQ(editor.text(), "");
  editor.undo();
  EXPECT_EQ(editor.text(), "gone");
}

TEST(EditorTest, NeverHoldsMoreBytesThanItsLimit) {
  Editor editor({.bytes = 5});
  EXPECT_FALSE(editor.insert("éééé"));
  EXPECT_EQ(editor.text(), "éé");
  EXPECT_EQ(editor.bytes_left(), 1u);
  EXPECT_TRUE(editor.insert("a"));
  EXPECT_FALSE(editor.insert("b"));
}

TEST(EditorTest, CountsTheSelectionAsRoom) {
  Editor editor({.bytes = 4});
  editor.insert("abcd");
  editor.select_all();
  EXPECT_TRUE(editor.insert("wxyz"));
  EXPECT_EQ(editor.text(), "wxyz");
}

TEST(EditorTest, KeepsNoMemoryOfTheOldTextWhenItIsBegunAnew) {
  Editor editor;
  editor.set_text("A long thought about the garden");
  const auto* memory = editor.points().data();
  editor = Editor{};
  EXPECT_TRUE(editor.empty());
  EXPECT_NE(editor.points().data(), memory) << "its memory would still hold all but the first letter";
  EXPECT_FALSE(editor.can_undo());
}

TEST(EditorTest, ForgetsEverythingWhenWiped) {
  auto editor = with("secret");
  editor.insert("s");
  editor.wipe();
  EXPECT_TRUE(editor.empty());
  EXPECT_FALSE(editor.can_undo());
  EXPECT_EQ(editor.bytes(), 0u);
}

TEST(EditorTest, ChangesItsRevisionWithTheTextOnly) {
  auto editor = with("abc");
  const auto before = editor.revision();
  editor.move(Move::left, false);
  EXPECT_EQ(editor.revision(), before);
  editor.insert("x");
  EXPECT_NE(editor.revision(), before);
}

// Any acts in any order, on random bytes, keep what the header promises; undoing all of them leads back to the
// beginning.
TEST(EditorTest, PassesAnEmojiOfManySignsAsOne) {
  Editor editor;
  editor.set_text("a👩‍👩‍👧‍👦b");
  editor.move(Move::left, false);
  editor.move(Move::left, false);
  EXPECT_EQ(editor.caret(), 1u);
  editor.move_to(4, false);  // in the middle of it
  EXPECT_EQ(editor.caret(), 1u);
  editor.move(Move::right, false);
  editor.erase_left();
  EXPECT_EQ(editor.text(), "ab");
}

TEST(EditorTest, TakesAnAccentBackBeforeItsLetter) {
  Editor editor;
  editor.set_text("e\u0301क्षि");
  editor.erase_left();
  EXPECT_EQ(editor.text(), "e\u0301क्ष");
  editor.move(Move::start, false);
  editor.move(Move::right, false);
  EXPECT_EQ(editor.caret(), 2u);
  editor.erase_left();
  EXPECT_EQ(editor.text(), "eक्ष");
}

TEST(EditorTest, ErasesAFlagWhole) {
  Editor editor;
  editor.set_text("🇪🇸🇯🇵");
  editor.erase_left();
  EXPECT_EQ(editor.text(), "🇪🇸");
  editor.move(Move::start, false);
  editor.erase_right();
  EXPECT_EQ(editor.text(), "");
}

TEST(EditorTest, SelectsAWordAndAParagraph) {
  Editor editor;
  editor.set_text("one don’t two\nnext");
  editor.select_word_at(6);
  EXPECT_EQ(editor.selected_text(), "don’t");
  editor.select_paragraph_at(6);
  EXPECT_EQ(editor.selected_text(), "one don’t two\n");
  editor.select_paragraph_at(16);
  EXPECT_EQ(editor.selected_text(), "next");
}

TEST(EditorTest, MovesByWordsInThai) {
  Editor editor;
  editor.set_text("ทะเลและเธอ");
  editor.move(Move::start, false);
  editor.move(Move::word_right, false);
  EXPECT_EQ(editor.caret(), 4u);
}

TEST(EditorTest, KeepsItsPromisesUnderAnyActs) {
  for (auto seed = 0u; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    Editor editor({.one_line = seed % 5 == 0, .bytes = 200});
    for (int step = 0; step < 120; ++step) {
      std::string bytes(random() % 6, '\0');
      for (auto& byte : bytes) byte = char(random());
      if (random() % 2) bytes = encode(std::u32string(1, U"a\u0301\u200D👩👦🇪🇸क्षि각\n"[random() % 14]));
      const bool selecting = random() % 2;
      switch (random() % 10) {
        case 0:
        case 1:
        case 2:
          editor.insert(bytes);
          break;
        case 3:
          editor.erase_left();
          break;
        case 4:
          editor.erase_word_right();
          break;
        case 5:
          editor.move(Move(random() % 8), selecting);
          break;
        case 6:
          editor.move_to(random() % 300, selecting);
          break;
        case 7:
          editor.undo();
          break;
        case 8:
          editor.redo();
          break;
        case 9:
          editor.select_word_at(random() % 300);
          break;
      }
      ASSERT_LE(editor.caret(), editor.size());
      ASSERT_LE(editor.selection().second, editor.size());
      ASSERT_LE(editor.bytes(), 200u);
      const auto graphemes = find_breaks(editor.points(), std::uint8_t(Break::grapheme));
      ASSERT_TRUE(has_break(graphemes[editor.caret()], Break::grapheme)) << "a caret inside a grapheme";
      ASSERT_EQ(editor.bytes(), editor.text().size());
      ASSERT_EQ(decode(editor.text()), editor.points());
    }
    while (editor.can_undo()) editor.undo();
    EXPECT_EQ(editor.text(), "");
  }
}

TEST(EditorTest, ComesBackToTheLastTextByDoingAllAgain) {
  for (auto seed = 0u; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    Editor editor;
    for (int step = 0; step < 60; ++step) {
      if (random() % 3)
        type(editor, std::u32string(1, char32_t(U'a' + random() % 4)));
      else if (random() % 2)
        editor.erase_left();
      else
        editor.move_to(random() % 20, random() % 2);
    }
    const auto last = editor.text();
    while (editor.can_undo()) editor.undo();
    while (editor.can_redo()) editor.redo();
    EXPECT_EQ(editor.text(), last);
  }
}

}  // namespace
}  // namespace twinlamp::text
