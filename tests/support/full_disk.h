// A disk that takes no more while this lives, made with the system's limit on the size of files: of the whole process.
#pragma once

#include <sys/resource.h>

#include <csignal>

namespace twinlamp::test {

class FullDisk {
public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit tight{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

private:
  rlimit before_{};
};

}  // namespace twinlamp::test
