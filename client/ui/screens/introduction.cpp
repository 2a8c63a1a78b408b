#include "client/ui/screens/introduction.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/kit/lamp.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

struct IntroductionPage {
  std::string_view title, about;
};

constexpr std::array<IntroductionPage, 3> pages{{{"introduction.together", "introduction.together_about"},
                                                 {"introduction.sealed", "introduction.sealed_about"},
                                                 {"introduction.private", "introduction.private_about"}}};

// An answer in its envelope, closed by a drop of wax.
void draw_envelope(Ui& ui, ImVec2 at, float wide) {
  const auto& colors = ui.theme.colors;
  const float tall = wide * 0.66f;
  const Rect rect{at.x - wide / 2, at.y - tall, wide, tall};
  const float line = std::max(1.f, ui.em(0.08f));
  shadow(ui, rect, ui.em(0.3f), ui.px(0.4f));
  fill(ui, rect, mix(colors.card, colors.glow, colors.dark ? 0.16f : 0.1f), ui.em(0.3f));
  outline(ui, rect, colors.card_edge, ui.em(0.3f), line);
  const ImVec2 tip{at.x, rect.y + tall * 0.56f};
  ui.draw().AddLine({rect.x + line, rect.y + line}, tip, ui.color(colors.card_edge), line);
  ui.draw().AddLine({rect.right() - line, rect.y + line}, tip, ui.color(colors.card_edge), line);
  ui.draw().AddCircleFilled(tip, wide * 0.1f, ui.color(colors.accent), 32);
  ui.draw().AddCircle(tip, wide * 0.06f, ui.color(with_alpha(colors.accent_ink, 0.5f)), 24, line);
}

// Two lamps; between them, by page: nothing yet, two sealed envelopes, or a line that only the two share.
void draw_scene(Ui& ui, int page) {
  const auto all = ui.take(std::min(ui.px(10), std::floor(ui.window().height * 0.24f)));
  const float middle = all.x + all.width / 2, lamp = all.height * 0.85f;
  const float apart = std::min(ui.em(page == 0 ? 3.6f : 8), all.width / 2 - ui.em(3));
  const float glows = page == 1 ? 0.35f : 0.85f;
  if (page == 2) {
    glow(ui, {middle, all.bottom() - lamp * 0.42f}, apart * 1.3f, with_alpha(ui.theme.colors.glow, 0.22f), 0.3f);
    constexpr int dots = 9;
    for (int i = 0; i < dots; ++i) {
      const float part = (float(i) + 1) / (dots + 1), x = middle + (part * 2 - 1) * apart * 0.72f;
      const float y = all.bottom() - lamp * 0.42f - std::sin(part * 3.14159f) * ui.em(0.9f);
      ui.draw().AddCircleFilled({x, y}, ui.em(0.11f), ui.color(ui.theme.colors.accent_text), 16);
    }
  }
  draw_lamp(ui, middle - apart, all.bottom(), lamp, glows);
  draw_lamp(ui, middle + apart, all.bottom(), lamp, glows);
  if (page != 1) return;
  for (const float side : {-1.f, 1.f})
    draw_envelope(ui, {middle + side * std::min(ui.em(2.4f), apart * 0.36f), all.bottom()},
                  std::min(ui.em(4), apart * 0.6f));
}

// Of title and text: so that the buttons stay where they are from page to page.
float tallest(Ui& ui) {
  float tall = 0;
  for (const auto& page : pages)
    tall = std::max(tall, prose_height(ui, ui.say(page.title), Face::title, ui.pen.width) +
                              prose_height(ui, ui.say(page.about), Face::reading, ui.pen.width));
  return tall;
}

void draw_dots(Ui& ui, int page) {
  const auto line = ui.take(ui.px(1));
  const float step = ui.px(1.1f);
  for (int i = 0; i < int(pages.size()); ++i)
    ui.draw().AddCircleFilled({line.x + line.width / 2 + (float(i) - 1) * step, line.y + line.height / 2}, ui.em(0.22f),
                              ui.color(i == page ? ui.theme.colors.accent : ui.theme.colors.quiet_hover), 20);
  ui.record("progress", ui.say("introduction.place", {{"page", page + 1}, {"pages", int(pages.size())}}), line);
}

}  // namespace

Step draw_introduction(Ui& ui, IntroductionState& state, const Rect& area) {
  const Page page(ui, "introduction", area, 34, true);
  const bool is_last = state.page + 1 == int(pages.size());
  draw_scene(ui, state.page);
  ui.gap(1.4f);
  const auto& each = pages[std::size_t(state.page)];
  const float below = ui.pen.y + tallest(ui) + ui.px(0.4f);
  prose(ui, ui.say(each.title), {.face = Face::title, .align = Align::centre, .role = "title"});
  ui.gap(0.4f);
  prose(ui, ui.say(each.about), {.face = Face::reading, .color = ui.theme.colors.ink_soft, .align = Align::centre});
  ui.pen.y = below;
  ui.gap(1.4f);
  draw_dots(ui, state.page);
  ui.gap(1);
  const Flow flow(ui, Align::centre);
  const bool is_first = state.page == 0;
  const bool next =
      button(ui, ui.say(is_last ? "introduction.begin" : "introduction.next"), {.kind = ButtonKind::main});
  const bool other = button(ui, ui.say(is_first ? "introduction.skip" : "button.back"), {.kind = ButtonKind::plain});
  const bool onward = next || ui.input.take(Key::enter) || ui.input.take(Key::right);
  if ((onward && is_last) || (other && is_first)) return Step::want(client::SeenIntroduction{});
  const bool back = !is_first && (other || ui.input.take(Key::left));
  if (onward == back) return {};
  state.page += onward ? 1 : -1;
  ui.pacer().handle_event();
  return {};
}

}  // namespace twinlamp::ui
