// What the terminal client says: one thing a line, no colour, no redrawing, so that a screen reader and a script can follow.
//
// With --json each event is one JSON object a line on standard output; otherwise its sentences. Problems go to standard error in
// plain words (with --json also as an event). On a terminal a mark shows that a line may be typed; what is said while it
// stands goes below it. Safe to call from one thread only.
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
  // `has_prompt`: a person types at a terminal and reads what is said.
  explicit Printer(bool json, bool has_prompt = false) : json_(json), has_prompt_(has_prompt && !json) {}

  // The same said twice: as an object, or as lines of words.
  void event(std::string_view name, const Fields& fields, std::string_view words);
  void say(std::string_view words);      // words only: prompts and explanations; silent with --json
  void problem(std::string_view words);  // what happened and what to do
  void prompt();             // a line may be typed: shows so, unless it is shown already
  void typed(bool a_line);   // it was typed, and the cursor is below it; or the input has ended beside the mark
  void interrupted();        // by Ctrl-C: the cursor stands behind its mark
  bool is_json() const { return json_; }

private:
  void put(std::FILE* to, std::string_view text);

  bool json_, has_prompt_, stands_at_prompt_ = false;
};

}  // namespace twinlamp::cli
