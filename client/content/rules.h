// What one card, practice, area or family of feelings must keep by itself. Knows no file and no other card.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/content/card.h"

namespace twinlamp::client {

struct Finding {
  std::string key;   // "prompt"
  std::string text;  // what is wrong and what to do
};
using Findings = std::vector<Finding>;

Findings check(const Card& card);
Findings check(const Practice& practice);
Findings check(const Item& item);
Findings check(const Area& area);
Findings check(const FeelingFamily& family);

// Lower-case ASCII letters and digits in groups joined by single hyphens, at most card_limits::slug long.
bool is_slug(std::string_view text);
// "open-up.first-kitchen" → "open-up"; empty where it is no card id.
std::string_view practice_slug(std::string_view card_id);

// The candidate that `word` was most likely meant to be, or empty.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace twinlamp::client
