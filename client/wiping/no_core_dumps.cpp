// A client that crashes leaves nothing of what people wrote on the disk, and no other program looks into it: it writes no core file, what takes
// its dump instead (a crash reporter gets it whatever the size allowed) is given none of its memory, and the kernel lets nobody trace it or
// read its memory but root. Its own user's other programs could read the profile's files as well; behind a passphrase they could not.
//
// Before main(), in the clients' executables alone: there is no moment without it, and no face can forget it. What a client starts (a relay at
// home) begins anew, and forbids it for itself.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

__attribute__((constructor)) void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  const int filter = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
  if (filter >= 0) {
    [[maybe_unused]] const auto written = write(filter, "0", 1);  // where it is refused the size stands
    close(filter);
  }
  prctl(PR_SET_DUMPABLE, 0);  // last: what is in /proc/self belongs to root from here on
}

}  // namespace
