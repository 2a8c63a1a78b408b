// The real relay as a process: how it starts, refuses to start, stops, and what survives a kill.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>

#include "tests/support/network.h"
#include "tests/support/relay_process.h"
#include "tests/support/sanitized.h"

namespace twinlamp::test {
namespace {

const std::string program = TWINLAMP_RELAY;

class RelayProcessTest : public testing::Test {
protected:
  std::unique_ptr<WirePeer> member(const RelayProcess& relay, std::uint8_t slot) {
    auto peer = std::make_unique<WirePeer>(loop_, relay.port(), ++seed_);
    EXPECT_TRUE(peer->join(keys_, slot));
    return peer;
  }
  void expect_all_delivered(const RelayProcess& relay, int count) {
    auto sam = member(relay, 1);
    for (int seq = 1; seq <= count; ++seq) {
      const auto delivered = sam->next(wire::Frame::kDeliver);
      ASSERT_TRUE(delivered);
      ASSERT_EQ(delivered->deliver().seq(), static_cast<std::uint64_t>(seq));
      wire::Frame ack;
      ack.mutable_ack()->set_seq(delivered->deliver().seq());
      sam->send(ack);
    }
  }

  TempFolder folder_;
  client::Loop loop_;
  PairKeys keys_{1};
  std::uint64_t seed_ = 0;
};

TEST_F(RelayProcessTest, DeliversEverythingItOkdBeforeAKill) {
  std::optional<RelayProcess> relay(std::in_place, program, folder_ / "relay");
  auto noor = member(*relay, 0);
  for (std::uint8_t id = 1; id <= 200; ++id) noor->post(id);
  int accepted = 0;
  while (accepted < 50 && noor->next(wire::Frame::kPosted)) ++accepted;
  relay->send_signal(SIGKILL);
  while (noor->next(wire::Frame::kPosted)) ++accepted;  // those that were under way
  const auto port = relay->port();
  EXPECT_EQ(relay->wait(), 128 + SIGKILL);
  relay.reset();
  relay.emplace(program, folder_ / "relay", std::vector<std::string>{}, port);
  expect_all_delivered(*relay, accepted);
}

TEST_F(RelayProcessTest, StopsOnSigtermWithEverythingKept) {
  std::optional<RelayProcess> relay(std::in_place, program, folder_ / "relay");
  auto noor = member(*relay, 0);
  for (std::uint8_t id = 1; id <= 200; ++id) noor->post(id);
  int accepted = 0;
  while (accepted < 20 && noor->next(wire::Frame::kPosted)) ++accepted;
  relay->send_signal(SIGTERM);
  while (noor->next(wire::Frame::kPosted)) ++accepted;
  EXPECT_EQ(relay->wait(), 0);
  relay.reset();
  relay.emplace(program, folder_ / "relay");
  expect_all_delivered(*relay, accepted);
}

TEST_F(RelayProcessTest, StopsOnCtrlCWithNobodyThere) {
  RelayProcess relay(program, folder_ / "relay");
  relay.send_signal(SIGINT);
  EXPECT_EQ(relay.wait(), 0);
}

TEST_F(RelayProcessTest, GivesMemoryBackWhenACrowdHasLeft) {
  if (is_sanitized) GTEST_SKIP() << "a sanitizer keeps what is freed";
  const RelayProcess relay(program, folder_ / "relay",
                           {"--limit", "sockets-a-minute=0", "--limit", "new-rooms-a-day=1000000"});
  const auto connect = [&](std::size_t count) {
    std::vector<std::unique_ptr<WirePeer>> peers;
    for (std::size_t i = 0; i < count; ++i) {
      const PairKeys couple(i / 2 + 1);
      peers.push_back(std::make_unique<WirePeer>(loop_, relay.port(), i));
      EXPECT_TRUE(peers.back()->join(couple, static_cast<std::uint8_t>(i % 2)));
    }
    return peers;
  };
  connect(4);  // what is needed once
  const auto before = resident_kib(relay.pid());
  auto crowd = connect(300);
  const auto with = resident_kib(relay.pid());
  crowd.clear();
  EXPECT_GT(with, before + 3000);
  EXPECT_TRUE(run_until(loop_, [&] { return resident_kib(relay.pid()) < before + (with - before) / 3; }))
      << before << " KiB before, " << with << " with, " << resident_kib(relay.pid()) << " after";
}

TEST_F(RelayProcessTest, KeepsItsSecretsToItself) {
  RelayProcess relay(program, folder_ / "relay");
  for (const char* name : {"relay.key", "tls.key", "relay.sqlite3"}) {
    struct stat status {};
    ASSERT_EQ(::stat((folder_ / "relay" / name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 077, 0u) << name;
  }
}

TEST_F(RelayProcessTest, RefusesAKeyFileThatOthersCanRead) {
  { RelayProcess relay(program, folder_ / "relay"); }
  ::chmod((folder_ / "relay/relay.key").c_str(), 0644);
  const auto outcome = run_program(program, {"--listen", "127.0.0.1:0", "--data", (folder_ / "relay").string()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.errors.find("chmod 600"), std::string::npos);
}

TEST_F(RelayProcessTest, RefusesADamagedKeyInsteadOfMakingANewOne) {
  { RelayProcess relay(program, folder_ / "relay"); }
  std::ofstream(folder_ / "relay/relay.key", std::ios::trunc) << "short";
  const auto outcome = run_program(program, {"--listen", "127.0.0.1:0", "--data", (folder_ / "relay").string()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.errors.find("relay.key is damaged"), std::string::npos);
}

// Larger than what is read before it starts.
TEST_F(RelayProcessTest, StopsWithASentenceWhenItFindsItsDatabaseDamaged) {
  constexpr std::size_t size = 60'000;
  constexpr int under_way = 10;
  {
    RelayProcess relay(program, folder_ / "relay", {"--limit", "frames-burst=2000",
                                                       "--limit", "first-week-kib=100000", "--limit", "mailbox-mib=64"});
    auto noor = member(relay, 0);
    for (int id = 0; id < 300; ++id) {
      auto frame = post_frame(0, size);
      frame.mutable_post()->mutable_client_id()->replace(0, 2, std::string{static_cast<char>(id), static_cast<char>(id >> 8)});
      noor->send(frame);
      if (id >= under_way) {
        ASSERT_TRUE(noor->next(wire::Frame::kPosted));
      }
    }
    for (int id = 0; id < under_way; ++id) ASSERT_TRUE(noor->next(wire::Frame::kPosted));
    relay.send_signal(SIGTERM);
    EXPECT_EQ(relay.wait(), 0);
  }
  {
    std::fstream damaged(folder_ / "relay/relay.sqlite3", std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 1000; page < 1040; ++page) {
      damaged.seekp(page * 4096);
      damaged << std::string(64, '\x5a');
    }
  }
  constexpr int damaged = 4;  // what the unit never starts again
  const std::vector<std::string> start{"--listen", "127.0.0.1:0", "--data", (folder_ / "relay").string()};
  const auto found = run_program(program, start), again = run_program(program, start);
  for (const auto& outcome : {found, again}) {
    EXPECT_EQ(outcome.exit_code, damaged);
    EXPECT_NE(outcome.errors.find("is damaged. Restore it from a backup"), std::string::npos) << outcome.errors;
  }
  EXPECT_EQ(again.output.find("Ready."), std::string::npos) << "it served a database of which it knew";
  const auto checked = run_program(program, {"check", "--data", (folder_ / "relay").string()});
  EXPECT_NE(checked.output.find("MEND  database"), std::string::npos) << checked.output;

  std::filesystem::rename(folder_ / "relay/relay.sqlite3", folder_ / "away.sqlite3");
  { RelayProcess empty(program, folder_ / "relay"); }
  { RelayProcess empty(program, folder_ / "relay"); }  // the mark went with the file
}

// A small one is read before anything else.
TEST_F(RelayProcessTest, EndsWithACodeOfItsOwnOnADamagedDatabase) {
  {
    RelayProcess relay(program, folder_ / "relay");
    relay.send_signal(SIGTERM);
    EXPECT_EQ(relay.wait(), 0);  // all is in the file, and nothing in a log
  }
  std::ofstream(folder_ / "relay/relay.sqlite3", std::ios::in | std::ios::out | std::ios::binary).seekp(4096)
      << std::string(20'000, '\x5a');
  const auto outcome = run_program(program, {"--listen", "127.0.0.1:0", "--data", (folder_ / "relay").string()});
  EXPECT_EQ(outcome.exit_code, 4) << outcome.errors;
}

TEST_F(RelayProcessTest, SaysWhichPortIsTaken) {
  RelayProcess relay(program, folder_ / "relay");
  const auto place = "127.0.0.1:" + std::to_string(relay.port());
  const auto outcome = run_program(program, {"--listen", place, "--data", (folder_ / "other").string()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.errors.find("another program uses"), std::string::npos);
}

TEST_F(RelayProcessTest, EndsWithTwoOnFlagsThatItDoesNotKnow) {
  const auto outcome = run_program(program, {"--bogus"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find("There is no flag '--bogus'"), std::string::npos);
}

TEST_F(RelayProcessTest, PrintsItsHelpAndVersion) {
  const auto help = run_program(program, {"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* word :
       {"--listen", "--data", "--name", "--cert", "--key", "--config", "--behind-proxy", "--invite-token", "--limit",
        "--log-level", "--version", "mailbox-entries", "sockets-a-minute"}) {
    EXPECT_NE(help.output.find(word), std::string::npos) << word;
  }
  EXPECT_EQ(run_program(program, {"--version"}).output, "twinlamp-relay " TWINLAMP_VERSION "\n");
}

}  // namespace
}  // namespace twinlamp::test
