#include "client/cli/interrupt.h"

namespace twinlamp::cli {
namespace {

volatile std::sig_atomic_t pressed = 0;

void notice(int) { pressed = 1; }

}  // namespace

Interrupt::Interrupt() {
  pressed = 0;
  struct sigaction mine {};
  mine.sa_handler = notice;
  sigaction(SIGINT, &mine, &before_);
}

Interrupt::~Interrupt() { sigaction(SIGINT, &before_, nullptr); }

bool Interrupt::was_pressed() const { return pressed != 0; }

}  // namespace twinlamp::cli
