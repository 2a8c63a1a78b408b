// Overwrites what a string held before it is given back, so that a draft or a passphrase does not stay in freed memory.
#pragma once

#include <string>

namespace twinlamp::text {

template <typename Char>
void wipe(std::basic_string<Char>& text) {
  volatile Char* first = text.data();
  for (std::size_t i = 0; i < text.capacity(); ++i) first[i] = Char{};
  text.clear();
}

}  // namespace twinlamp::text
