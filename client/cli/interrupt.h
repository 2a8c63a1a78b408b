// Ctrl-C while a command at the prompt waits: it ends the waiting, and not the program. One at a time, on the terminal's thread.
#pragma once

#include <csignal>

namespace twinlamp::cli {

class Interrupt {
public:
  Interrupt();
  ~Interrupt();  // from now on Ctrl-C does what it did before
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  bool was_pressed() const;

private:
  struct sigaction before_ {};
};

}  // namespace twinlamp::cli
