// Searching the keepsake: every word of every line, in memory, made the first time somebody searches.
//
// A line is read once, when it is first searched, and again when it is another line of the same round. Thread-safe. What it holds
// is what people wrote: clear() overwrites it, and a keepsake that has become empty (locked, left) does the same.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "client/model.h"

namespace twinlamp::client {

class KeepsakeIndex {
public:
  using Find = std::function<RoundRef(const std::string& id)>;
  explicit KeepsakeIndex(Find find) : find_(std::move(find)) {}
  ~KeepsakeIndex() { clear(); }

  KeepsakeRef search(const KeepsakeRef& all, const std::string& words);
  void clear();

private:
  struct Text {
    Keepsake::Line line;
    std::string folded;
  };
  const std::string& text_of(const Keepsake::Line& line);
  void forget();

  Find find_;
  std::mutex mutex_;
  std::map<std::string, Text> texts_;
};

}  // namespace twinlamp::client
