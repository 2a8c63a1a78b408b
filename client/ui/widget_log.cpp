#include "client/ui/widget_log.h"

#include <algorithm>
#include <cstdio>

namespace twinlamp::ui {
namespace {

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", unsigned(c));
      out += escaped;
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_rect(std::string& out, const Rect& rect, float x, float y) {
  char text[96];
  std::snprintf(text, sizeof text, "[%.0f,%.0f,%.0f,%.0f]", double(rect.x + x), double(rect.y + y), double(rect.width),
                double(rect.height));
  out += text;
}

void append_widget(std::string& out, const Widget& widget, float x, float y) {
  out += "{\"role\":";
  append_string(out, widget.role);
  out += ",\"label\":";
  append_string(out, widget.label);
  if (!widget.value.empty()) out += ",\"value\":", append_string(out, widget.value);
  out += std::string(",\"enabled\":") + (widget.enabled ? "true" : "false");
  if (widget.focused) out += ",\"focused\":true";
  if (widget.selected) out += ",\"selected\":true";
  if (widget.layer > 0) out += ",\"layer\":" + std::to_string(widget.layer);
  out += ",\"rect\":";
  append_rect(out, widget.rect, x, y);
  out += ",\"visible\":";
  append_rect(out, widget.visible, x, y);
  out += '}';
}

}  // namespace

bool Rect::overlaps(const Rect& other) const {
  return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
}

void WidgetLog::begin_frame(std::string_view screen) {
  screen_ = screen;
  widgets_.clear();
}

const Widget* WidgetLog::find(std::string_view label, std::string_view role) const {
  const auto found = std::find_if(widgets_.begin(), widgets_.end(), [&](const Widget& widget) {
    return widget.label == label && (role.empty() || widget.role == role);
  });
  return found == widgets_.end() ? nullptr : &*found;
}

std::string WidgetLog::to_json(float origin_x, float origin_y) const {
  std::string out = "{\"screen\":";
  append_string(out, screen_);
  out += ",\"widgets\":[";
  for (std::size_t i = 0; i < widgets_.size(); ++i) {
    if (i > 0) out += ',';
    append_widget(out, widgets_[i], origin_x, origin_y);
  }
  return out + "]}";
}

}  // namespace twinlamp::ui
