#include "client/ui/kit/line_list.h"

#include "client/ui/kit/button.h"
#include "client/ui/kit/choice.h"

namespace twinlamp::ui {

void LineList::set(const std::vector<std::string>& lines, std::optional<std::size_t> marked) {
  lines_.clear();
  for (const auto& line : lines) {
    add();
    lines_.back().editor.set_text(line);
  }
  marked_ = marked;
}

std::vector<std::string> LineList::texts() const {
  std::vector<std::string> out;
  for (const auto& line : lines_) out.push_back(line.editor.text());
  return out;
}

void LineList::remove(std::size_t place) {
  lines_.erase(lines_.begin() + std::ptrdiff_t(place));
  if (marked_ == place) marked_.reset();
  if (marked_ && *marked_ > place) --*marked_;
}

bool LineList::draw_line(Ui& ui, const LineListLook& look, std::size_t place) {
  const auto number = std::to_string(place + 1);
  const auto result = field(ui, ui.say("lines.line", {{"number", number}}), lines_[place],
                            {.placeholder = place == 0 ? look.placeholder : std::string_view()});
  bool changed = result.changed;
  if (result.submitted) {
    if (place + 1 == lines_.size() && lines_.size() < look.most) add();
    if (place + 1 < lines_.size()) lines_[place + 1].wants_focus = true;
    ui.pacer().handle_event();
  }
  if (!look.mark.empty()) {
    ui.gap(0.4f);
    const Flow flow(ui, Align::left, 0.5f);
    if (chip(ui, look.mark, marked_ == place, number) && marked_ != place) marked_ = place, changed = true;
  }
  return changed;
}

bool LineList::draw(Ui& ui, const LineListLook& look) {
  while (lines_.size() < look.least) add();
  bool changed = false;
  std::optional<std::size_t> out;
  for (std::size_t place = 0; place < lines_.size(); ++place) {
    if (place > 0) ui.gap(0.8f);
    changed = draw_line(ui, look, place) || changed;
    if (lines_.size() == look.least) continue;
    ui.gap(0.2f);
    const Flow flow(ui);
    const auto label = ui.say("lines.remove", {{"number", place + 1}});
    if (button(ui, label, {.kind = ButtonKind::plain})) out = place;
  }
  if (lines_.size() < look.most) {
    ui.gap(0.8f);
    const Flow flow(ui);
    if (button(ui, ui.say("lines.add"))) {
      add();
      lines_.back().wants_focus = true;
      ui.pacer().handle_event();
    }
  }
  if (!out) return changed;
  remove(*out);
  ui.pacer().handle_event();
  return true;
}

}  // namespace twinlamp::ui
