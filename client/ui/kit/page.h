// A page that scrolls, by wheel and by keys, with one column in its middle; a card that lies on it; a dialog above all
// of it.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/kit/flow.h"

namespace twinlamp::ui {

class Page {
public:
  // Fills `area`; the column is at most `widest` em.
  Page(Ui& ui, std::string_view id, const Rect& area, float widest, bool centred_vertically = false);
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

private:
  void scroll_by_keys();
  void draw_more_below();

  Ui& ui_;
  Rect area_;
  Pen outer_;
  WidgetId key_;
  float top_ = 0;
};

enum class PanelKind { raised, sunken, outlined };

class Panel {
public:
  explicit Panel(Ui& ui, PanelKind kind = PanelKind::raised, float padding = 1.4f);
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;

private:
  Ui& ui_;
  Pen outer_;
  PanelKind kind_;
  float padding_;
  ImDrawListSplitter layers_;
};

class Dialog {
public:
  // Covers the window; only what is drawn while it lives can be pressed, and the keyboard does not leave it. Draw first
  // what Enter may do.
  Dialog(Ui& ui, std::string_view title);
  ~Dialog();
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;

  bool wants_to_close() const { return escaped_; }

private:
  Ui& ui_;
  Pen outer_;
  std::string title_;
  bool escaped_ = false;
  WidgetId key_ = 0;
  float top_ = 0;
  ImDrawListSplitter layers_;
};

// Title of a page, with what it is about.
void page_title(Ui& ui, std::string_view title, std::string_view about = {});
void divider(Ui& ui);

}  // namespace twinlamp::ui
