// What laying out text needs, together: the fonts and the shaper. One for a window; not thread-safe.
#pragma once

#include "client/text/font_set.h"
#include "client/text/shaper.h"

namespace twinlamp::text {

struct Typesetter {
  FontSet fonts;
  Shaper shaper;
};

}  // namespace twinlamp::text
