#include "client/cli/input.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace twinlamp::cli {
namespace {

void overwrite(char* first, std::size_t size) {
  volatile char* at = first;
  for (std::size_t i = 0; i < size; ++i) at[i] = 0;
}

// Appending would let the string move, and leave its old place as it was.
void append(std::string& text, const char* first, std::size_t size) {
  if (text.capacity() - text.size() < size) {
    std::string larger;
    larger.reserve(2 * (text.size() + size));
    larger = text;
    text.swap(larger);
    wipe(larger);
  }
  text.append(first, size);
}

}  // namespace

void wipe(std::string& text) {
  text.resize(text.capacity());
  overwrite(text.data(), text.size());
  text.clear();
}

Input::~Input() {
  overwrite(buffer_.data(), buffer_.size());
}

bool Input::fill() {
  for (;;) {
    const auto got = ::read(descriptor_, buffer_.data(), buffer_.size());
    if (got < 0 && errno == EINTR) continue;
    begin_ = 0;
    end_ = got > 0 ? static_cast<std::size_t>(got) : 0;
    return end_ > 0;
  }
}

bool Input::next(std::string& line) {
  wipe(line);
  bool any = false;
  while (begin_ < end_ || (!has_ended_ && fill())) {
    any = true;
    auto* const first = buffer_.data() + begin_;
    auto* const last = buffer_.data() + end_;
    auto* const line_end = std::find(first, last, '\n');
    const auto size = static_cast<std::size_t>(line_end - first);
    append(line, first, size);
    overwrite(first, size);
    begin_ += size;
    if (line_end == last) continue;
    ++begin_;
    return true;
  }
  return any;
}

std::string Input::rest(std::size_t limit) {
  std::string text, line;
  while (text.size() <= limit && next(line)) {
    if (!text.empty()) append(text, "\n", 1);
    append(text, line.data(), line.size());
  }
  wipe(line);
  return text;
}

bool Input::waits(std::chrono::milliseconds most) {
  if (begin_ < end_ || has_ended_) return true;
  pollfd input{descriptor_, POLLIN, 0};
  return ::poll(&input, 1, static_cast<int>(most.count())) > 0;
}

Input::Ahead Input::look_ahead() {
  if (!waits(std::chrono::milliseconds(0))) return Ahead::nothing;
  if (begin_ == end_ && !has_ended_) has_ended_ = !fill();
  if (begin_ == end_) return Ahead::end;
  return buffer_[begin_] == '\n' ? Ahead::empty_line : Ahead::something;
}

bool Input::is_terminal() const { return ::isatty(descriptor_) != 0; }

}  // namespace twinlamp::cli
