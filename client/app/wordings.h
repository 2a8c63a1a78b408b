// What is said in each language, read once: that takes tens of milliseconds, and every model that is published asks for it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "client/app/wording.h"

namespace twinlamp::client {

class Wordings {
public:
  explicit Wordings(std::function<WordingRef(std::string_view language)> read) : read_(std::move(read)) {}

  // The same object each time. An empty language: what is there before one is known.
  const WordingRef& of(std::string_view language) {
    auto& known = known_[std::string(language)];
    if (!known) known = read_(language);
    return known;
  }

private:
  std::function<WordingRef(std::string_view language)> read_;
  std::map<std::string, WordingRef> known_;
};

}  // namespace twinlamp::client
