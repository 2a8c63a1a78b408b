#include "tests/support/relay_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "protocol/pairing/invitation.h"

extern char** environ;

namespace twinlamp::test {

namespace {

constexpr int ready_timeout = 60'000;  // milliseconds; a sanitizer build on a busy machine

struct Pipe {
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  int ends[2] = {-1, -1};
};

int spawn(const std::string& program, const std::vector<std::string>& arguments, int output, int errors) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  if (errors >= 0) posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + program);
  return pid;
}

std::string read_all(int descriptor) {
  std::string text;
  char piece[4096];
  for (ssize_t size; (size = ::read(descriptor, piece, sizeof piece)) > 0;)
    text.append(piece, static_cast<std::size_t>(size));
  return text;
}

}  // namespace

Outcome run_program(const std::string& program, const std::vector<std::string>& arguments) {
  Pipe output, errors;
  const int pid = spawn(program, arguments, output.ends[1], errors.ends[1]);
  ::close(output.ends[1]);
  ::close(errors.ends[1]);
  Outcome outcome;
  outcome.output = read_all(output.ends[0]);  // what it says fits into the pipes
  outcome.errors = read_all(errors.ends[0]);
  ::close(output.ends[0]);
  ::close(errors.ends[0]);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

std::size_t relay_threads() {
  const char* threads = std::getenv("TWINLAMP_TEST_RELAY_THREADS");
  return threads == nullptr ? 1 : std::stoul(threads);
}

std::size_t resident_kib(int pid) {
  std::size_t total = 0, pages = 0;
  std::ifstream("/proc/" + std::to_string(pid) + "/statm") >> total >> pages;
  return pages * 4;
}

RelayProcess::RelayProcess(const std::string& program, const std::filesystem::path& data, std::vector<std::string> more,
                           std::uint16_t port) {
  std::vector<std::string> arguments{
      "--listen", "127.0.0.1:" + std::to_string(port), "--data", data.string(), "--log-level", "error",
      "--limit", "connections-an-address=0", "--limit", "threads=" + std::to_string(relay_threads())};
  arguments.insert(arguments.end(), more.begin(), more.end());
  Pipe output;
  pid_ = spawn(program, arguments, output.ends[1], -1);
  ::close(output.ends[1]);
  output_ = output.ends[0];
  read_until_ready(output_);
}

RelayProcess::~RelayProcess() {
  if (pid_ > 0) kill_hard();
  ::close(output_);
}

void RelayProcess::read_until_ready(int descriptor) {
  std::string text;
  while (text.find("Ready.\n") == std::string::npos) {
    pollfd waiting{descriptor, POLLIN, 0};
    char piece[512];
    const auto size = ::poll(&waiting, 1, ready_timeout) == 1 ? ::read(descriptor, piece, sizeof piece) : -1;
    if (size <= 0) throw std::runtime_error("the relay did not become ready");
    text.append(piece, static_cast<std::size_t>(size));
  }
  const auto begin = text.find("twinlamp://");
  const auto invitation = parse_invitation(text.substr(begin, text.find('\n', begin) - begin));
  if (!invitation) throw std::runtime_error("the relay printed no invitation");
  port_ = invitation->port;
  relay_id_ = invitation->relay_id;
}

void RelayProcess::send_signal(int number) {
  ::kill(pid_, number);
}

int RelayProcess::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void RelayProcess::kill_hard() {
  send_signal(SIGKILL);
  wait();
}

}  // namespace twinlamp::test
