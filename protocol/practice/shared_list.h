// The lists each keeps and the other sees. Numbers of the wire: never renumber.
#pragma once

#include <cstdint>

namespace twinlamp {

enum class SharedList : std::uint16_t {
  into = 1,    // what I am into
  coming = 2,  // what is coming up for me
  visit = 3,   // when we see each other next; the newest of either counts
  area = 4,    // Open up: where I would like to open up; the text is an area's id, the newest of mine counts
};

}  // namespace twinlamp
