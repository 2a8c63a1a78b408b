// What a keystroke costs in a long answer: 20,000 characters as one paragraph, and as forty. CPU of the window's
// thread, without drawing.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "client/text/editor.h"
#include "client/text/layout.h"

namespace {

using namespace twinlamp::text;

double keystroke(const std::u32string& sample, bool paragraphs) {
  static Typesetter setter;
  Editor editor;
  std::u32string text;
  while (text.size() < 20'000) {
    text += sample;
    if (paragraphs && text.size() / 500 != (text.size() - sample.size()) / 500) text += U'\n';
  }
  editor.insert(std::u32string_view(text));
  Layout layout;
  layout.set(editor.points(), {Family::book, 19.5f}, 640, setter);
  editor.move_to(10'000, false);
  std::vector<double> times;
  for (int i = 0; i < 101; ++i) {
    const auto before = std::chrono::steady_clock::now();
    editor.insert(std::u32string_view(U"aeiou " + i % 6, 1));
    layout.set(editor.points(), {Family::book, 19.5f}, 640, setter);
    static_cast<void>(layout.x_of(layout.row_of(editor.caret()), editor.caret()));
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count());
  }
  std::nth_element(times.begin(), times.begin() + 50, times.end());
  return times[50];
}

}  // namespace

int main() {
  const std::u32string latin = U"I went down to the harbour again, because the light was like the one you described. ";
  const std::u32string mixed =
      U"The sea, שלום וברכה, مرحبا بك, नमस्ते दोस्त, 海で待つ, ขอบคุณมาก 👩‍👩‍👧‍👦 "
      U"and "
      U"more. ";
  std::printf(
      "one key in 20,000 characters, median of 101: one paragraph %.2f ms, forty paragraphs %.2f ms, many scripts %.2f "
      "ms\n",
      keystroke(latin, false), keystroke(latin, true), keystroke(mixed, false));
  return 0;
}
