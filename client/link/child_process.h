// ChildProcess: another program, started without a shell, that we speak to by lines, on the Loop's thread.
//
// It gets the read end of a pipe as its input and the write end of one as its output, /dev/null for its errors, and
// none of our other descriptors; no signal is blocked in it, and a Ctrl-C of our terminal does not reach it. Nothing
// here blocks but the destructor, which kills a child that has not ended and collects it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/link/loop.h"

namespace twinlamp::client {

class ChildListener {
public:
  virtual ~ChildListener() = default;
  // From the loop only, never from inside a call. A line of more than 4 KiB is cut.
  virtual void on_child_line(std::string_view line) = 0;
  // Once, after its last line: its exit code, or 128 + the signal that ended it. It may destroy the ChildProcess.
  virtual void on_child_ended(int code) = 0;
};

class ChildProcess {
public:
  // Null: it cannot be started. The loop and the listener outlive it.
  static std::unique_ptr<ChildProcess> start(Loop& loop, const std::filesystem::path& program,
                                             const std::vector<std::string>& arguments, ChildListener& listener);
  virtual ~ChildProcess() = default;

  virtual void close_input() = 0;  // the way to ask it to end
  virtual void kill() = 0;
  virtual int pid() const = 0;
};

// A program of this name: beside our own, else in the folders that are searched for commands. Empty: there is none.
std::filesystem::path find_program(const std::string& name);

}  // namespace twinlamp::client
