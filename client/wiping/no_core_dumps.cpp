// A client that crashes leaves nothing of what people wrote on the disk: it writes no core file, and what takes its
// dump instead (a crash reporter gets it whatever the size allowed) is given none of its memory.
//
// Before main(), in the clients' executables alone: there is no moment without it, and no face can forget it. The process
// may still be looked into by its own user, who could read the profile as well.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

__attribute__((constructor)) void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  const int filter = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
  if (filter < 0) return;
  [[maybe_unused]] const auto written = write(filter, "0", 1);  // where it is refused the size stands
  close(filter);
}

}  // namespace
