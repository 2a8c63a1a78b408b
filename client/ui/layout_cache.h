// What the last frames have laid out: a text that is drawn again is not measured again.
//
// Bounded: when it is full it begins anew. It holds what people wrote, so clear() overwrites it. Not thread-safe.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/text/layout.h"
#include "client/ui/fonts.h"

namespace twinlamp::ui {

class LayoutCache {
public:
  static constexpr float endless = std::numeric_limits<float>::infinity();

  struct Wanted {
    Face face = Face::body;
    float width = endless;  // pixels; endless: one row, newlines become spaces
    bool even = false;      // rows of about one length
    float widest = 0;       // of one row: beyond it an ellipsis; 0 is endless
    friend bool operator==(const Wanted&, const Wanted&) = default;
  };

  // Good until the next call.
  const text::Layout& find(Fonts& fonts, std::string_view utf8, const Wanted& wanted);
  void clear() { kept_.clear(); }
  void begin_frame() { cut_.clear(); }
  // What ends in an ellipsis in this frame, whole. Like the widgets' log: for tests.
  const std::vector<std::string>& cut() const { return cut_; }

private:
  struct Entry;
  std::unordered_map<std::size_t, std::shared_ptr<Entry>> kept_;
  std::vector<std::string> cut_;
  unsigned generation_ = 0;
};

}  // namespace twinlamp::ui
