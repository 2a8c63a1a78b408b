// A process that is killed just before its n-th change of a file: fork, ptrace, SIGKILL. For "at every moment" tests.
//
// `work` runs in a child of one thread, and must end it by returning. What counts is every system call that makes, writes, names, unnames or syncs a
// file; the call that is due is never made.
#pragma once

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

namespace twinlamp::test {

enum class Killed { yes, finished, impossible };  // impossible: nobody may trace here

#if defined(__x86_64__)
inline bool changes_a_file(const user_regs_struct& registers) {
  switch (registers.orig_rax) {
    case SYS_openat: return (registers.rdx & (O_CREAT | O_TRUNC)) != 0;
    case SYS_open: return (registers.rsi & (O_CREAT | O_TRUNC)) != 0;
    case SYS_write: case SYS_pwrite64: case SYS_writev: case SYS_pwritev: case SYS_ftruncate: case SYS_fallocate:
    case SYS_rename: case SYS_renameat: case SYS_renameat2: case SYS_link: case SYS_linkat: case SYS_unlink: case SYS_unlinkat:
    case SYS_mkdir: case SYS_mkdirat: case SYS_rmdir: case SYS_fsync: case SYS_fdatasync: return true;
    default: return false;
  }
}

inline Killed run_and_kill_at(std::uint64_t moment, const std::function<void()>& work) {
  const auto child = ::fork();
  if (child == 0) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(77);
    ::raise(SIGSTOP);
    work();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status)) return Killed::impossible;
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  bool is_entry = true;
  for (std::uint64_t seen = 0;;) {
    if (::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) != 0) return Killed::impossible;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? Killed::finished : Killed::impossible;
    if (WIFSIGNALED(status)) return Killed::impossible;
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != (SIGTRAP | 0x80)) continue;
    user_regs_struct registers{};
    if (is_entry && ::ptrace(PTRACE_GETREGS, child, nullptr, &registers) == 0 && changes_a_file(registers) && ++seen == moment) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return Killed::yes;
    }
    is_entry = !is_entry;
  }
}
#else
inline Killed run_and_kill_at(std::uint64_t, const std::function<void()>&) { return Killed::impossible; }
#endif

}  // namespace twinlamp::test
