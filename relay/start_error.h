// Why the relay cannot start: one plain sentence for its operator that names the flag or file and says what to do.
// Caught once, in main.
#pragma once

#include <stdexcept>

namespace twinlamp::relay {

struct StartError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace twinlamp::relay
