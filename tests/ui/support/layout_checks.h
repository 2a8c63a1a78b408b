// What must hold of any picture, from what the widgets have recorded: nothing lies over something else, nothing is cut
// off, nothing leaves the window.
//
// What has scrolled out of sight is not looked at: scroll, and check again.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/ui.h"

namespace twinlamp::ui::test {

struct LayoutRules {
  // Roles that lie around others.
  std::set<std::string, std::less<>> holders{"dialog", "row", "card", "overlap", "progress", "grid"};
  // What may end in an ellipsis: previews of what people wrote.
  std::set<std::string, std::less<>> may_be_cut;
};

inline std::string described(const Widget& widget) {
  const auto& r = widget.visible;
  const auto whole = [](float x) { return std::to_string(int(x)); };
  return widget.role + " \"" + widget.label.substr(0, 40) + "\" at " + whole(r.x) + "," + whole(r.y) + " " +
         whole(r.width) + "x" + whole(r.height);
}

inline bool holds(const Rect& outer, const Rect& inner) {
  return outer.grown(1).contains(inner.x, inner.y) && inner.right() <= outer.right() + 1 &&
         inner.bottom() <= outer.bottom() + 1;
}

// By more than a hair.
inline bool lies_over(const Rect& a, const Rect& b) {
  const float wide = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const float tall = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return wide > 1.5f && tall > 1.5f;
}

inline bool is_seen(const Widget& widget) {
  return widget.visible.width > 1 && widget.visible.height > 1;
}

inline void find_overlaps(const std::vector<Widget>& seen, const LayoutRules& rules, std::vector<std::string>& found) {
  for (std::size_t i = 0; i < seen.size(); ++i) {
    for (std::size_t j = i + 1; j < seen.size(); ++j) {
      const auto &a = seen[i], &b = seen[j];
      if (a.layer != b.layer || !lies_over(a.visible, b.visible)) continue;
      const bool held = (rules.holders.contains(a.role) && holds(a.rect, b.visible)) ||
                        (rules.holders.contains(b.role) && holds(b.rect, a.visible));
      if (!held) found.push_back(described(a) + " lies over " + described(b));
    }
  }
}

// One sentence for each breach in the picture that was drawn last.
inline std::vector<std::string> layout_breaches(Ui& ui, const LayoutRules& rules = {}) {
  std::vector<std::string> found;
  std::vector<Widget> seen;
  for (const auto& widget : ui.log().widgets())
    if (is_seen(widget)) seen.push_back(widget);
  const auto window = ui.window();
  for (const auto& widget : seen) {
    if (widget.rect.x < -0.5f || widget.rect.right() > window.width + 0.5f)
      found.push_back(described(widget) + " leaves the window");
    else if (widget.layer > 0 && (widget.role == "notice" || widget.role == "problem") && widget.rect.y < -0.5f)
      found.push_back(described(widget) + " begins above the window");
    else if (widget.visible.width < widget.rect.width - 1.5f)
      found.push_back(described(widget) + " is cut off at a side");
  }
  for (const auto& text : ui.layouts().cut())
    if (!rules.may_be_cut.contains(text)) found.push_back("cut: \"" + text.substr(0, 60) + '"');
  find_overlaps(seen, rules, found);
  return found;
}

}  // namespace twinlamp::ui::test
