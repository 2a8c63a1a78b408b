// What the terminal client says: one thing a line, no colour, no redrawing, so that a screen reader and a script can follow.
//
// With --json each event is one JSON object a line on standard output; otherwise its sentences. Problems go to standard error in
// plain words (with --json also as an event). Safe to call from one thread only.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::cli {

// The fields of one event, in order.
class Fields {
public:
  Fields& text(std::string_view name, std::string_view value);
  Fields& number(std::string_view name, long long value);
  Fields& flag(std::string_view name, bool value);
  Fields& list(std::string_view name, const std::vector<std::string>& values);
  const std::string& json() const { return json_; }  // `"a":1,"b":"c"`

private:
  void begin(std::string_view name);
  std::string json_;
};

std::string json_string(std::string_view text);  // quoted and escaped; bad UTF-8 becomes U+FFFD

class Printer {
public:
  explicit Printer(bool json) : json_(json) {}

  // The same said twice: as an object, or as lines of words.
  void event(std::string_view name, const Fields& fields, std::string_view words);
  void say(std::string_view words);      // words only: prompts and explanations; silent with --json
  void problem(std::string_view words);  // what happened and what to do
  bool is_json() const { return json_; }

private:
  bool json_;
};

}  // namespace twinlamp::cli
