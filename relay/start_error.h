// Why the relay cannot start: one plain sentence for its operator that names the flag or file and says what to do.
// Caught once, in main.
#pragma once

#include <stdexcept>

namespace twinlamp::relay {

struct StartError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The flags themselves are wrong: the exit code is 2, as everywhere.
struct UsageError : StartError {
  using StartError::StartError;
};

}  // namespace twinlamp::relay
