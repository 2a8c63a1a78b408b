#include "relay/invites.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <thread>

#include "relay/log.h"
#include "relay/shared_policy.h"
#include "relay/start_error.h"
#include "tests/support/count_syncs.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::test {
namespace {

using relay::Invite;
using relay::InviteBook;
using relay::InviteFile;
using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days first_day{days(20'000)};

Invite invite(std::string_view token, std::uint32_t rooms = 1) {
  return {relay::invite_hash(token), first_day, std::nullopt, rooms, 0, "Noor and Sam"};
}

class InvitesTest : public testing::Test {
protected:
  InvitesTest() { relay::start_log(relay::LogLevel::off); }
  void add(const Invite& one) const {
    file_.change([&](std::vector<Invite>& invites) { invites.push_back(one); });
  }
  InviteBook book() {
    return InviteBook(folder_.path(), [this] { return day_; }, pause_);
  }
  TempFolder folder_;
  InviteFile file_{folder_.path()};
  sys_days day_ = first_day;
  std::chrono::seconds pause_{0};
};

TEST_F(InvitesTest, WritesWhatItReads) {
  auto limited = invite("b", 0);
  limited.last_day = first_day + days(30);
  limited.used = 7;
  const std::vector<Invite> all{invite("a"), limited};
  EXPECT_EQ(*relay::parse_invites(relay::invites_text(all)), all);
  EXPECT_TRUE(relay::parse_invites(relay::invites_text({}))->empty());
}

TEST_F(InvitesTest, TakesNoTruncatedFileForAWholeOne) {
  const auto text = relay::invites_text({invite("a")});
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto read = relay::parse_invites(std::string_view(text).substr(0, size));
    EXPECT_TRUE(!read || read->empty()) << size;
  }
}

TEST_F(InvitesTest, TakesNoNameThatATerminalWouldActUpon) {
  for (const char* name : {"Noor\x1b[2J", "Noor\rSam", "Noor\x7f", "\tNoor"}) {
    auto odd = invite("a");
    odd.name = name;
    EXPECT_FALSE(relay::parse_invites(relay::invites_text({odd}))) << name;
  }
}

TEST_F(InvitesTest, KeepsNoTokenInItsFile) {
  add(invite("moss-and-fern"));
  std::ifstream file(file_.path());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(text.find("moss"), std::string::npos);
  EXPECT_NE(text.find("Noor and Sam"), std::string::npos);
}

TEST_F(InvitesTest, AcceptsOnlyWhatIsWritten) {
  add(invite("fern"));
  auto invites = book();
  EXPECT_TRUE(invites.accepts("fern"));
  EXPECT_FALSE(invites.accepts("moss"));
  EXPECT_FALSE(invites.accepts(""));
}

TEST_F(InvitesTest, SeesAtOnceWhatAnotherProcessMakesAndRevokes) {
  auto invites = book();
  EXPECT_FALSE(invites.accepts("fern"));
  add(invite("fern"));
  EXPECT_TRUE(invites.accepts("fern"));
  file_.change([](std::vector<Invite>& all) { all.clear(); });
  EXPECT_FALSE(invites.accepts("fern"));
}

TEST_F(InvitesTest, AreSpentByTheRoomsThatAreMadeWithThem) {
  add(invite("fern", 2));
  auto invites = book();
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(invites.accepts("fern"));
    invites.hold("fern");
    invites.use("fern");
    invites.keep();
  }
  EXPECT_FALSE(invites.accepts("fern"));
  EXPECT_EQ(file_.read().front().used, 2u);
  EXPECT_FALSE(book().accepts("fern"));
}

TEST_F(InvitesTest, MakeNoMoreRoomsThanTheyMayHoweverManyShowThemAtOnce) {
  add(invite("fern"));
  auto invites = book();
  ASSERT_TRUE(invites.accepts("fern"));
  invites.hold("fern");
  EXPECT_FALSE(invites.accepts("fern"));
  invites.release("fern");
  EXPECT_TRUE(invites.accepts("fern"));
}

TEST_F(InvitesTest, EndWithTheirLastDay) {
  auto limited = invite("fern", 0);
  limited.last_day = first_day + days(1);
  add(limited);
  auto invites = book();
  day_ = first_day + days(1);
  EXPECT_TRUE(invites.accepts("fern"));
  day_ = first_day + days(2);
  EXPECT_FALSE(invites.accepts("fern"));
}

TEST_F(InvitesTest, HoldAsTheyWereWhenTheirFileIsDamagedLater) {
  add(invite("fern", 0));
  auto invites = book();
  ASSERT_TRUE(invites.accepts("fern"));
  std::ofstream(file_.path()) << "nonsense";
  EXPECT_TRUE(invites.accepts("fern"));
  EXPECT_THROW(book(), relay::StartError);
}

TEST_F(InvitesTest, CountWhatCouldNotBeWrittenAsUsedAllTheSame) {
  add(invite("fern"));
  auto invites = book();
  invites.accepts("fern");
  invites.hold("fern");
  std::filesystem::create_directory(folder_ / "invites.new");  // where the fresh file would be written
  invites.use("fern");
  invites.keep();
  EXPECT_FALSE(invites.accepts("fern"));
  EXPECT_EQ(file_.read().front().used, 0u);
  std::filesystem::remove(folder_ / "invites.new");
  invites.keep();
  EXPECT_FALSE(invites.accepts("fern"));
  EXPECT_EQ(file_.read().front().used, 1u);
}

// On a full disk each login would else wait for it.
TEST_F(InvitesTest, AreNotTriedToBeWrittenAgainAtEachLogin) {
  pause_ = std::chrono::hours(1);
  add(invite("fern"));
  auto invites = book();
  invites.accepts("fern");
  invites.hold("fern");
  std::filesystem::create_directory(folder_ / "invites.new");
  invites.use("fern");
  invites.keep();
  std::filesystem::remove(folder_ / "invites.new");
  invites.keep();
  EXPECT_FALSE(invites.accepts("fern"));
  EXPECT_EQ(file_.read().front().used, 0u);
}

// A login waits for it.
TEST_F(InvitesTest, AreUsedWithOneSync) {
  add(invite("fern"));
  auto invites = book();
  invites.accepts("fern");
  invites.hold("fern");
  const auto before = syncs_so_far();
  invites.use("fern");
  invites.keep();
  EXPECT_EQ(syncs_so_far(), before + 1);
}

// A disk that takes its time for one, until another has been asked.
class SlowInvites : public Invites {
public:
  bool accepts(std::string_view) override { return true; }
  void hold(std::string_view) override {}
  void release(std::string_view) override {}
  void use(std::string_view) override { is_used_ = true; }
  void keep() override {
    if (!is_used_.exchange(false)) return;
    is_writing.set_value();
    let_go.get_future().wait();
  }
  std::promise<void> is_writing, let_go;

private:
  std::atomic<bool> is_used_{false};
};

TEST_F(InvitesTest, LetNobodyElseWaitForTheirDisk) {
  SlowInvites slow;
  RoomsPolicyLimits limits;
  limits.invites = &slow;
  relay::SharedPolicy policy(limits);
  const auto answer = policy.ask({}, "fern", MonoTime{});
  ASSERT_TRUE(answer.hold);
  std::thread made([&] { policy.on_created(*answer.hold); });
  slow.is_writing.get_future().wait();
  EXPECT_TRUE(policy.ask({}, "moss", MonoTime{}).admission.allowed);  // returns, while the first still writes
  EXPECT_EQ(policy.rooms(), 1u);
  slow.let_go.set_value();
  made.join();
}

TEST_F(InvitesTest, AreCountedOnceHoweverManyThreadsUseThem) {
  constexpr int threads = 4, each = 8;
  add(invite("fern", threads * each));
  auto invites = book();
  std::vector<std::thread> lanes;
  for (int i = 0; i < threads; ++i)
    lanes.emplace_back([&invites] {
      for (int room = 0; room < each; ++room) {
        EXPECT_TRUE(invites.accepts("fern"));
        invites.hold("fern");
        invites.use("fern");
        invites.keep();
      }
    });
  for (auto& lane : lanes) lane.join();
  invites.keep();
  EXPECT_FALSE(invites.accepts("fern"));
  EXPECT_EQ(file_.read().front().used, static_cast<std::uint32_t>(threads * each));
}

}  // namespace
}  // namespace twinlamp::test
