#include "client/link/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "client/link/loop_context.h"

extern char** environ;

namespace twinlamp::client {

namespace {

namespace net = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

constexpr std::size_t longest_line = 4096;

struct Pipe {
  int read = -1, write = -1;
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  ~Pipe() {
    if (read >= 0) ::close(read);
    if (write >= 0) ::close(write);
  }
  static int take(int& end) { return std::exchange(end, -1); }
};

// What a service manager told us is not meant for our children.
std::vector<char*> own_environment() {
  std::vector<char*> kept;
  for (char** each = environ; *each != nullptr; ++each) {
    bool is_managers = false;
    for (const char* name : {"NOTIFY_SOCKET=", "LISTEN_PID=", "LISTEN_FDS=", "LISTEN_FDNAMES="})
      is_managers = is_managers || std::strncmp(*each, name, std::strlen(name)) == 0;
    if (!is_managers) kept.push_back(*each);
  }
  kept.push_back(nullptr);
  return kept;
}

// How it is started: posix_spawn's two objects, destroyed in any case.
class Start {
public:
  Start(int input, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGCHLD}) sigaddset(&usual, signal);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Start() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;

  // -1: it cannot be started.
  pid_t run(const fs::path& program, const std::vector<std::string>& arguments) {
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const auto& each : arguments) argv.push_back(const_cast<char*>(each.c_str()));
    argv.push_back(nullptr);
    auto environment = own_environment();
    pid_t pid = -1;
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, argv.data(), environment.data()) == 0 ? pid : -1;
  }

private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

class Child final : public ChildProcess {
public:
  Child(Loop& loop, ChildListener& listener, pid_t pid, int process, int input, int output)
      : listener_(listener),
        pid_(pid),
        process_(loop.context().io, process),
        input_(loop.context().io, input),
        output_(loop.context().io, output) {
    output_.non_blocking(true);
    wait_for_output();
    wait_for_end();
  }

  ~Child() override {
    *is_here_ = false;
    if (pid_ < 0) return;
    kill();
    int status = 0;
    ::waitpid(pid_, &status, 0);
  }

  void close_input() override {
    error_code ignored;
    input_.close(ignored);
  }

  void kill() override {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
  }

  int pid() const override { return pid_; }

private:
  void wait_for_output() {
    output_.async_wait(net::posix::stream_descriptor::wait_read, [this, here = is_here_](error_code error) {
      if (!*here || error || !read_some()) return;
      if (*here) wait_for_output();
    });
  }

  // False: nothing more will come, or this is gone.
  bool read_some() {
    const auto here = is_here_;
    for (;;) {
      error_code error;
      const auto size = output_.read_some(net::buffer(piece_), error);
      if (error) return error == net::error::would_block;
      for (std::size_t i = 0; i < size; ++i) {
        if (piece_[i] != '\n') {
          if (line_.size() < longest_line) line_ += piece_[i];
          continue;
        }
        const auto line = std::exchange(line_, {});
        listener_.on_child_line(line);
        if (!*here) return false;
      }
    }
  }

  void wait_for_end() {
    process_.async_wait(net::posix::stream_descriptor::wait_read, [this, here = is_here_](error_code error) {
      if (!*here || error) return;
      read_some();
      if (!*here) return;
      int status = 0;
      ::waitpid(pid_, &status, 0);
      pid_ = -1;
      error_code ignored;
      output_.close(ignored);
      close_input();
      listener_.on_child_ended(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    });
  }

  ChildListener& listener_;
  pid_t pid_;
  net::posix::stream_descriptor process_, input_, output_;
  std::array<char, 4096> piece_{};
  std::string line_;
  const std::shared_ptr<bool> is_here_ = std::make_shared<bool>(true);
};

bool is_program(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

std::unique_ptr<ChildProcess> ChildProcess::start(Loop& loop, const fs::path& program,
                                                  const std::vector<std::string>& arguments, ChildListener& listener) {
  Pipe input, output;
  if (!input.open() || !output.open()) return nullptr;
  const auto pid = Start(input.read, output.write).run(program, arguments);
  if (pid < 0) return nullptr;
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));  // close-on-exec by itself
  if (process < 0) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return nullptr;
  }
  return std::make_unique<Child>(loop, listener, pid, process, Pipe::take(input.write), Pipe::take(output.read));
}

fs::path find_program(const std::string& name) {
  std::error_code error;
  const auto own = fs::read_symlink("/proc/self/exe", error).parent_path();
  if (!error && is_program(own / name)) return own / name;
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(':'), rest.size());
    const fs::path folder(rest.substr(0, end));
    if (folder.is_absolute() && is_program(folder / name)) return folder / name;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

}  // namespace twinlamp::client
