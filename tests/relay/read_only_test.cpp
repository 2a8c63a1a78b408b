// The real relay on a disk that is read-only, or becomes so while it runs, as ext4 does when it finds an error.
//
// A file system of the test's own, in a mount namespace of its own; not run where that is not permitted.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "tests/support/network.h"
#include "tests/support/relay_process.h"

namespace twinlamp::test {
namespace {

namespace fs = std::filesystem;
const std::string program = TWINLAMP_RELAY;

class ReadOnlyDisk : public testing::Test {
protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can mount a disk";
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
      GTEST_SKIP() << "no mount namespace may be made here";
    fs::create_directory(disk());
    std::ofstream(image()) << "";
    fs::resize_file(image(), 64 << 20);
    if (!runs("mkfs.ext4 -q " + image().string()) || !mount_disk("loop,errors=remount-ro"))
      GTEST_SKIP() << "no disk may be mounted here";
    mounted_ = true;
  }
  void TearDown() override {
    if (mounted_) runs("umount " + disk().string());
  }

  static bool runs(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;  // NOLINT(cert-env33-c)
  }
  bool mount_disk(const std::string& options) const {
    return runs("mount -o " + options + " " + (options.find("remount") == 0 ? "" : image().string() + " ") +
                disk().string());
  }
  fs::path image() const { return folder_ / "image"; }
  fs::path disk() const { return folder_ / "disk"; }
  fs::path data() const { return disk() / "relay"; }

  // The kernel's own way to try it: the file system acts as if it had found an error in itself.
  bool find_an_error() const {
    std::ifstream mounts("/proc/self/mounts");
    for (std::string device, place, rest; mounts >> device >> place && std::getline(mounts, rest);) {
      if (place != disk()) continue;
      std::ofstream("/sys/fs/ext4/" + fs::path(device).filename().string() + "/trigger_fs_error") << "1" << std::flush;
      std::ofstream probe(disk() / "probe");
      return !probe.is_open();
    }
    return false;
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  const TempFolder folder_;
  client::Loop loop_;
  bool mounted_ = false;
};

TEST_F(ReadOnlyDisk, RefusesToStartOnItAndSaysWhy) {
  {
    RelayProcess relay(program, data());
    relay.send_signal(SIGTERM);
    ASSERT_EQ(relay.wait(), 0);
  }
  ASSERT_TRUE(mount_disk("remount,ro"));
  const auto started = run_program(program, {"--data", data().string(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(started.exit_code, 1);
  EXPECT_TRUE(has(started.errors, "The disk under " + data().string() + " is read-only.")) << started.errors;
  const auto checked = run_program(program, {"check", "--data", data().string(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_TRUE(has(checked.output, "MEND  data         the disk under " + data().string() + " is read-only."))
      << checked.output;
  const auto fresh = run_program(program, {"--data", (disk() / "other").string(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(fresh.exit_code, 1);
  EXPECT_TRUE(has(fresh.errors, "is read-only")) << fresh.errors;
}

TEST_F(ReadOnlyDisk, RefusesPostsHonestlyWhenItBecomesSoWhileItRunsAndKeepsWhatItHadKept) {
  const PairKeys keys(1);
  PublicKey relay_id{};
  {
    RelayProcess relay(program, data());
    relay_id = relay.relay_id();
    WirePeer noor(loop_, relay.port(), 1), sam(loop_, relay.port(), 2);
    ASSERT_TRUE(noor.join(keys, 0));
    ASSERT_TRUE(sam.join(keys, 1));
    noor.post(1);
    ASSERT_TRUE(noor.next(wire::Frame::kPosted));
    if (!find_an_error()) GTEST_SKIP() << "this kernel does not let a file system find an error on purpose";

    noor.post(2);
    const auto refused = noor.next(wire::Frame::kError);
    ASSERT_TRUE(refused) << "the relay did not survive its disk";
    EXPECT_EQ(refused->error().code(), wire::Error::UNAVAILABLE);
    EXPECT_FALSE(refused->error().client_id().empty());
    wire::Frame live;
    live.mutable_live()->set_body("still here?");
    noor.send(live);
    EXPECT_TRUE(sam.next(wire::Frame::kLive)) << "what needs no disk goes on";
    EXPECT_TRUE(has(run_program(program, {"check", "--data", data().string()}).output, "is read-only"));
    relay.send_signal(SIGTERM);
    EXPECT_LT(relay.wait(), 128) << "it was ended by a signal";
    EXPECT_TRUE(has(run_program(program, {"--data", data().string(), "--listen", "127.0.0.1:0"}).errors, "is read-only"));
  }
  ASSERT_TRUE(runs("umount " + disk().string()));
  runs("e2fsck -y " + image().string());
  ASSERT_TRUE(mount_disk("loop"));
  const RelayProcess again(program, data());
  EXPECT_EQ(again.relay_id(), relay_id);
  WirePeer noor(loop_, again.port(), 3), sam(loop_, again.port(), 4);
  ASSERT_TRUE(sam.join(keys, 1));
  const auto first = sam.next(wire::Frame::kDeliver);
  ASSERT_TRUE(first) << "what was kept is lost";
  EXPECT_EQ(first->deliver().seq(), 1u);
  ASSERT_TRUE(noor.join(keys, 0));
  noor.post(2);
  const auto kept = noor.next(wire::Frame::kPosted);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->posted().seq(), 2u);
}

}  // namespace
}  // namespace twinlamp::test
