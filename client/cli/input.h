// Standard input by lines. What has been handed out is overwritten in here: people type answers and passphrases into
// it, and the standard streams keep what they have read.
//
// A line may be of any length and hold any bytes; the last one need not end with a line break. From one thread only.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace twinlamp::cli {

void wipe(std::string& text);  // overwrites all of its memory, and empties it

class Input {
public:
  explicit Input(int descriptor) : descriptor_(descriptor), buffer_(capacity) {}
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // False: nothing is left. `line` is overwritten either way.
  bool next(std::string& line);
  // All that is left, without the final line break. At most `limit` bytes and a little more, so that too much is
  // noticed.
  std::string rest(std::size_t limit);
  // Whether next() would return at once; waits so long for that.
  bool waits(std::chrono::milliseconds most);
  // What next() would return, without waiting for it and without taking it.
  enum class Ahead { nothing, empty_line, something, end };
  Ahead look_ahead();
  bool is_terminal() const;

private:
  static constexpr std::size_t capacity = 4096;
  bool fill();  // false: the end

  int descriptor_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;  // what is read and not handed out
  bool has_ended_ = false;           // look_ahead() has seen it: of a terminal it is told once only
};

}  // namespace twinlamp::cli
