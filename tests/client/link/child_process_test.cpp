#include "client/link/child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "tests/support/temp_folder.h"

namespace twinlamp::test {
namespace {

using client::ChildProcess;
using namespace std::chrono_literals;

class ChildProcessTest : public testing::Test, protected client::ChildListener {
protected:
  // A script of /bin/sh, until it has ended or `enough` lines have come.
  std::unique_ptr<ChildProcess> start(const std::string& script) {
    return ChildProcess::start(loop_, "/bin/sh", {"-c", script}, *this);
  }
  void run() {
    const auto too_long = loop_.post_after(60s, [this] { loop_.stop(); });
    loop_.run();
  }
  void on_child_line(std::string_view line) override {
    lines_.emplace_back(line);
    if (on_line_) on_line_();
  }
  void on_child_ended(int code) override {
    code_ = code;
    loop_.stop();
  }

  client::Loop loop_;
  std::vector<std::string> lines_;
  std::function<void()> on_line_;
  std::optional<int> code_;
};

TEST_F(ChildProcessTest, TellsEachLineAndThenTheEnd) {
  const auto child = start("echo one; echo two words; printf 'cut'; exit 3");
  ASSERT_TRUE(child);
  run();
  EXPECT_EQ(lines_, (std::vector<std::string>{"one", "two words"}));
  EXPECT_EQ(code_, 3);
  EXPECT_EQ(child->pid(), -1);
}

TEST_F(ChildProcessTest, EndsAChildThatReadsItsInputByClosingIt) {
  const auto child = start("echo ready; cat; echo over");
  on_line_ = [&] { child->close_input(); };
  run();
  EXPECT_EQ(lines_, (std::vector<std::string>{"ready", "over"}));
  EXPECT_EQ(code_, 0);
}

TEST_F(ChildProcessTest, TellsWhichSignalEndedIt) {
  const auto child = start("echo ready; cat");
  on_line_ = [&] { child->kill(); };
  run();
  EXPECT_EQ(code_, 128 + SIGKILL);
}

TEST_F(ChildProcessTest, HandsOverNoDescriptorOfOurs) {
  const TempFolder folder;
  std::ofstream(folder / "open") << "x";
  const int leaky = ::open((folder / "open").c_str(), O_RDONLY);  // without close-on-exec, as a library may do
  ASSERT_GE(leaky, 0);
  const auto child = start("for each in /proc/$$/fd/*; do readlink $each; done");  // what it had open to list them is gone by then
  run();
  EXPECT_EQ(lines_.size(), 3u);
  for (const auto& line : lines_) EXPECT_EQ(line.find(folder.path().string()), std::string::npos) << line;
  ::close(leaky);
}

TEST_F(ChildProcessTest, StartsItWithNoSignalBlockedAndOutOfReachOfOurTerminal) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  const auto child = start("grep SigBlk /proc/self/status; cut -d' ' -f5 /proc/$$/stat; echo $$");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  run();
  ASSERT_EQ(lines_.size(), 3u);
  EXPECT_EQ(lines_[0], "SigBlk:\t0000000000000000");
  EXPECT_EQ(lines_[1], lines_[2]);  // a group of its own
}

TEST_F(ChildProcessTest, LeavesNoneBehindWhenItIsDestroyed) {
  auto child = start("echo ready; sleep 600");
  pid_t pid = child->pid();
  on_line_ = [&] {
    child.reset();
    loop_.stop();
  };
  run();
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
  EXPECT_FALSE(code_);
}

TEST_F(ChildProcessTest, CutsALineThatHasNoEnd) {
  const auto child = start("head -c 100000 /dev/zero | tr '\\0' x; echo; echo next");
  run();
  ASSERT_EQ(lines_.size(), 2u);
  EXPECT_EQ(lines_[0].size(), 4096u);
  EXPECT_EQ(lines_[1], "next");
}

TEST_F(ChildProcessTest, SaysThatAProgramCannotBeStarted) {
  EXPECT_FALSE(ChildProcess::start(loop_, "/no/such/program", {}, *this));
}

TEST(FindProgram, LooksBesideOurselvesThenWhereCommandsAreFound) {
  const TempFolder folder;
  const std::string name = "a-lamp-program";
  const auto file = folder / name;
  std::ofstream(file) << "#!/bin/sh\n";
  const std::string before = std::getenv("PATH");
  ::setenv("PATH", ("relative:" + folder.path().string() + ":" + before).c_str(), 1);
  EXPECT_TRUE(client::find_program(name).empty());  // it cannot be run
  ::chmod(file.c_str(), 0755);
  EXPECT_EQ(client::find_program(name), file);
  ::setenv("PATH", before.c_str(), 1);
  EXPECT_TRUE(client::find_program(name).empty());
  EXPECT_EQ(client::find_program("link_test").filename(), "link_test");  // this program's own folder
}

}  // namespace
}  // namespace twinlamp::test
