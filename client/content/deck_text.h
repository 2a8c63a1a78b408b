// What a deck file must keep before toml++ may see it: UTF-8, and ASCII outside of quotes and comments.
//
// toml++ 3.3 runs into undefined behaviour on most letters beyond ASCII outside of quotes (its test for white space
// takes them for unreachable), and on those after a backslash in texts of three quotes. Decks need neither.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace twinlamp::client {

struct TextFault {
  std::size_t line = 0;
  std::string text;  // what is wrong and what to do
};

std::optional<TextFault> check_deck_text(std::string_view text);

}  // namespace twinlamp::client
