// The parts that need no screen: colours, pacing, focus, the log.
#include <gtest/gtest.h>

#include <algorithm>

#include "client/ui/focus.h"
#include "client/ui/frame_pacer.h"
#include "client/ui/kit/overlap.h"
#include "client/ui/theme.h"
#include "client/ui/widget_log.h"

namespace twinlamp::ui {
namespace {

using namespace std::chrono_literals;

TEST(ThemeTest, MeasuresContrastAsWcagDoes) {
  EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xFFFFFF)), 21, 0.01);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xFFFFFF)), 4.48, 0.01);
}

TEST(ThemeTest, KeepsEveryTextReadableOnWhatItLiesOn) {
  for (const auto name : {PaletteName::evening, PaletteName::morning}) {
    for (const bool sharp : {false, true}) {
      const auto p = make_theme(name, sharp, false).colors;
      for (const auto& text : {p.ink, p.ink_soft, p.ink_faint, p.accent_text, p.problem})
        for (const auto& under : {p.ground_top, p.ground_bottom, p.card, p.sunken})
          EXPECT_GE(contrast(text, under), 4.5f) << int(name) << sharp;
      for (const auto& under : {p.accent, p.accent_hover}) EXPECT_GE(contrast(p.accent_ink, under), 4.5f) << int(name);
      for (const auto& under : {p.quiet, p.quiet_hover, p.selection, lit_tone(p)})
        EXPECT_GE(contrast(p.ink, under), 4.5f) << int(name) << sharp;
      EXPECT_GE(contrast(p.accent_text, mix(p.ground_bottom, p.quiet_hover, 0.7f)), 4.5f) << int(name) << sharp;
      EXPECT_GE(contrast(p.ink_soft, p.quiet), 4.5f) << int(name) << sharp;
      for (const auto& under : {p.ground_top, p.ground_bottom, p.card, p.sunken})
        EXPECT_GE(contrast(p.focus, under), 3.f) << int(name);
    }
  }
}

TEST(ThemeTest, ShowsEdgesAndWhatToPressInStrongContrast) {
  for (const auto name : {PaletteName::evening, PaletteName::morning}) {
    const auto p = make_theme(name, true, false).colors;
    for (const auto& under : {p.ground_top, p.ground_bottom, p.card, p.sunken}) {
      EXPECT_GE(contrast(p.card_edge, under), 3.f) << int(name);
      EXPECT_GE(contrast(p.accent, under), 3.f) << int(name);
      for (const auto& text : {p.ink, p.ink_soft, p.ink_faint}) EXPECT_GE(contrast(text, under), 7.f) << int(name);
    }
  }
}

// Not by much, since it is quiet; but what can be pressed is not to melt into the page.
TEST(ThemeTest, SetsWhatCanBePressedOffFromWhatItLiesOn) {
  for (const auto name : {PaletteName::evening, PaletteName::morning}) {
    const auto p = make_theme(name, false, false).colors;
    for (const auto& under : {p.ground_top, p.ground_bottom, p.card}) {
      const auto either = std::max(contrast(p.quiet, under), contrast(p.card_edge, under));
      EXPECT_GE(either, 1.15f) << int(name);
    }
  }
}

TEST(ThemeTest, DrawsNoFeelingAsBad) {
  for (const auto name : {PaletteName::evening, PaletteName::morning}) {
    for (const bool sharp : {false, true}) {
      const auto p = make_theme(name, sharp, false).colors;
      const auto first = contrast(feeling_tone(p, 0, false), rgb(0x000000));
      for (int i = 0; i < 60; ++i) {
        for (const bool chosen : {false, true})
          EXPECT_GE(contrast(p.ink, feeling_tone(p, float(i) / 60, chosen)), 4.5f) << int(name) << sharp << i;
        // None stands out from the others by its lightness.
        EXPECT_NEAR(contrast(feeling_tone(p, float(i) / 60, false), rgb(0x000000)) / first, 1, 0.15) << int(name) << i;
      }
    }
  }
}

TEST(ThemeTest, TellsTwoPeoplesLinesFromTheGroundAndFromEachOther) {
  for (const auto name : {PaletteName::evening, PaletteName::morning}) {
    for (const bool sharp : {false, true}) {
      const auto p = make_theme(name, sharp, false).colors;
      for (const auto& line : {p.mine, p.partners})
        for (const auto& under : {p.ground_top, p.ground_bottom, p.card, p.sunken})
          EXPECT_GE(contrast(line, under), 3.f) << int(name) << sharp;
      for (const auto& under : {p.ground_top, p.ground_bottom, p.card}) {
        const auto mine = mix(under, p.mine, overlap_tint), partners = mix(under, p.partners, overlap_tint);
        for (const auto& tinted : {mine, partners, mix(mine, p.partners, overlap_tint)})
          EXPECT_GE(contrast(p.ink, tinted), 4.5f) << int(name) << sharp;
      }
    }
  }
}

TEST(FramePacerTest, DrawsAFewFramesAfterAnEventAndThenSleeps) {
  FramePacer pacer;
  auto now = FramePacer::Clock::time_point(1h);
  int drawn = 0;
  for (int i = 0; i < 100; ++i, now += FramePacer::frame + 1ms) {
    if (!pacer.is_due(now)) continue;
    pacer.begin_frame(now);
    ++drawn;
  }
  EXPECT_EQ(drawn, FramePacer::settle_frames);
}

TEST(FramePacerTest, KeepsDrawingWhileSomethingMoves) {
  FramePacer pacer;
  auto now = FramePacer::Clock::time_point(1h);
  for (int i = 0; i < 50; ++i, now += FramePacer::frame) {
    EXPECT_TRUE(pacer.is_due(now));
    pacer.begin_frame(now);
    pacer.animate();
  }
}

TEST(FramePacerTest, WakesAtTheEarliestTimeThatWasAskedFor) {
  FramePacer pacer;
  const auto now = FramePacer::Clock::time_point(1h);
  for (int i = 0; i <= FramePacer::settle_frames; ++i) pacer.begin_frame(now);
  pacer.wake_at(now + 30s);
  pacer.wake_at(now + 10s);
  EXPECT_EQ(pacer.next_frame(), now + 10s);
}

TEST(FramePacerTest, NeverDrawsFasterThanAFrame) {
  FramePacer pacer;
  const auto now = FramePacer::Clock::time_point(1h);
  pacer.begin_frame(now);
  pacer.handle_event();
  EXPECT_FALSE(pacer.is_due(now + 5ms));
}

TEST(FocusTest, GoesRoundInTheOrderOfDrawing) {
  Focus focus;
  Input input;
  const auto frame = [&] {
    focus.begin_frame(input);
    for (const WidgetId id : {5u, 3u, 9u}) focus.add(id);
    focus.end_frame();
  };
  frame();
  std::vector<WidgetId> reached;
  for (int i = 0; i < 4; ++i) {
    input.push({.key = Key::tab});
    frame();
    reached.push_back(focus.current());
  }
  EXPECT_EQ(reached, (std::vector<WidgetId>{5, 3, 9, 5}));
}

TEST(FocusTest, IsLostWithItsWidget) {
  Focus focus;
  Input input;
  focus.begin_frame(input);
  focus.add(1);
  focus.set(1, true);
  focus.end_frame();
  focus.begin_frame(input);
  focus.end_frame();
  EXPECT_EQ(focus.current(), 0u);
}

TEST(WidgetLogTest, WritesJsonThatEscapesWhatItMust) {
  WidgetLog log;
  log.begin_frame("round");
  log.add({.role = "text", .label = "a \"b\"\n\\", .value = {}, .rect = {1, 2, 3, 4}, .visible = {1, 2, 3, 4}});
  EXPECT_EQ(
      log.to_json(10, 20),
      R"({"screen":"round","widgets":[{"role":"text","label":"a \"b\"\u000a\\","enabled":true,"rect":[11,22,3,4],"visible":[11,22,3,4]}]})");
}

}  // namespace
}  // namespace twinlamp::ui
