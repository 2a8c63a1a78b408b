// The operator's commands as processes, as a newcomer meets them: what they say, and how they end.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <regex>
#include <thread>

#include "protocol/pairing/invitation.h"
#include "relay/config.h"
#include "relay/identity.h"
#include "relay/invites.h"
#include "relay/private_file.h"
#include "relay/store_schema.h"
#include "relay/store_sqlite.h"
#include "tests/support/network.h"
#include "tests/support/relay_process.h"
#include "tests/support/tls_probe.h"

namespace twinlamp::test {
namespace {

namespace fs = std::filesystem;
const std::string program = TWINLAMP_RELAY;

std::string text_of_file(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

class CommandsTest : public testing::Test {
protected:
  Outcome run(std::vector<std::string> words) const { return run_program(program, words); }
  Outcome on_data(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", data().string()});
    return run(std::move(words));
  }
  fs::path data() const { return folder_ / "relay"; }
  void make_relay() const {
    RelayProcess relay(program, data());
    relay.send_signal(SIGTERM);
    relay.wait();
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  TempFolder folder_;
  client::Loop loop_;
};

TEST_F(CommandsTest, EachHasAHelpAndEndsWithTwoOnWhatItDoesNotKnow) {
  for (const char* command : {"init", "check", "status", "invite", "backup", "restore", "purge"}) {
    const auto help = run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_TRUE(has(help.output, "twinlamp-relay " + std::string(command))) << help.output;
    EXPECT_EQ(run({"help", command}).output, help.output);
    EXPECT_TRUE(has(run({"--help"}).output, "\n  " + std::string(command))) << command;
    const auto odd = run({command, "--bogus"});
    EXPECT_EQ(odd.exit_code, 2) << command;
    EXPECT_TRUE(has(odd.errors, "--bogus")) << odd.errors;
  }
  EXPECT_EQ(run({"dance"}).exit_code, 2);
  EXPECT_EQ(run({"help", "dance"}).exit_code, 2);
}

TEST_F(CommandsTest, InitWritesAFileThatTheRelayTakesWhateverLineIsUncommented) {
  const auto file = folder_ / "relay.toml";
  EXPECT_EQ(run({"init", file.string(), "--name", "lamp.example.org"}).exit_code, 0);
  auto text = text_of_file(file);
  EXPECT_TRUE(has(text, "\nname = \"lamp.example.org\"\n"));
  std::ofstream(folder_ / "x.pem") << "";
  text = std::regex_replace(text, std::regex(R"(\n# ([a-z-]+ = ))"), "\n$1");
  text = std::regex_replace(text, std::regex(R"("/etc/[^"]*")"), "\"" + (folder_ / "x.pem").string() + "\"");
  std::ofstream(file) << text;
  const char* arguments[] = {"twinlamp-relay", "--config", file.c_str()};
  const auto config = *relay::read_config(3, arguments);
  const char* defaults[] = {"twinlamp-relay", "--data", "/tmp"};
  const auto usual = *relay::read_config(3, defaults);
  EXPECT_EQ(config.limits.room.mailbox_entries, usual.limits.room.mailbox_entries);
  EXPECT_EQ(config.listener.max_connections, usual.listener.max_connections);
  EXPECT_EQ(config.listener.port, usual.listener.port);
  EXPECT_EQ(config.invited_only, usual.invited_only);
  EXPECT_EQ(config.log_level, usual.log_level);
}

TEST_F(CommandsTest, InitOverwritesNothingAndKeepsNothingThatTheRelayWouldRefuse) {
  const auto file = folder_ / "relay.toml";
  std::ofstream(file) << "listen = '127.0.0.1:1'\n";
  const auto outcome = run({"init", file.string()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(has(outcome.errors, "stays as it is"));
  EXPECT_EQ(text_of_file(file), "listen = '127.0.0.1:1'\n");
  EXPECT_EQ(run({"init", (folder_ / "bad.toml").string(), "--listen", "nonsense"}).exit_code, 1);
  EXPECT_FALSE(fs::exists(folder_ / "bad.toml"));
}

TEST_F(CommandsTest, CheckIsContentBeforeAndAfterTheFirstStart) {
  const std::vector<std::string> words{"check", "--listen", "127.0.0.1:0", "--name", "localhost"};
  EXPECT_EQ(on_data(words).exit_code, 0);
  EXPECT_FALSE(fs::exists(data()));
  make_relay();
  const auto after = on_data(words);
  EXPECT_EQ(after.exit_code, 0) << after.output;
  for (const char* what :
       {"settings", "data", "identity", "database", "certificate", "disk", "port", "clock", "limits"})
    EXPECT_TRUE(has(after.output, "  " + std::string(what))) << what << after.output;
}

TEST_F(CommandsTest, CheckNamesWhatHasToBeMendedAndHow) {
  make_relay();
  RelayProcess other(program, folder_ / "other");
  const auto taken = "127.0.0.1:" + std::to_string(other.port());
  const std::tuple<std::function<void()>, std::vector<std::string>, const char*, const char*> cases[] = {
      {[] {}, {"--listen", taken}, "MEND  port", "Stop it, or choose another port"},
      {[] {}, {"--listen", "192.0.2.1:7417"}, "MEND  port", "an address of this machine"},
      {[] {}, {"--metrics", taken}, "MEND  metrics", "another port"},
      {[] {}, {"--limit", "connections=900000"}, "look  limits", "ower the limit"},
      {[] {}, {"--new-rooms", "invited"}, "look  invites", "invite new"},
      {[this] { ::chmod(data().c_str(), 0755); }, {}, "look  data", "chmod 700"},
      {[this] { ::chmod((data() / "relay.key").c_str(), 0644); }, {}, "MEND  identity", "chmod 600"},
      {[this] { std::ofstream(data() / "tls.key") << "x"; }, {}, "MEND  certificate", "has to be PEM"},
      {[this] { std::ofstream(data() / "relay.sqlite3") << std::string(5000, 'x'); },
       {},
       "MEND  database",
       "restore FILE"},
      {[] {}, {"--log-level", "loud"}, "MEND  settings", "--log-level"},
  };
  for (const auto& [spoil, flags, line, remedy] : cases) {
    spoil();
    auto words = flags;
    words.insert(words.begin(), "check");
    const auto outcome = on_data(words);
    const auto at = outcome.output.find(line);
    ASSERT_NE(at, std::string::npos) << line << outcome.output;
    EXPECT_TRUE(has(outcome.output.substr(at, outcome.output.find('\n', at) - at), remedy)) << remedy << outcome.output;
    if (line[0] == 'M') {
      EXPECT_EQ(outcome.exit_code, 1) << line;
    }
  }
}

TEST_F(CommandsTest, CheckAsksTheRunningRelayWhereItsInvitationSaysItIs) {
  RelayProcess relay(program, data(), {"--name", "localhost"});
  const auto fine = on_data({"check"});
  EXPECT_TRUE(has(fine.output, "ok    name         this relay answers at localhost:" + std::to_string(relay.port()))) << fine.output;
  const auto renamed = on_data({"check", "--name", "lamp.example.org"});
  EXPECT_TRUE(has(renamed.output, "the running relay says localhost in its invitation")) << renamed.output;
}

TEST_F(CommandsTest, CheckTellsWhateverElseAnswersThere) {
  RelayProcess other(program, folder_ / "other");
  const auto at = [](std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); };
  const auto check_when_named = [&](const std::string& name) {
    const RelayProcess relay(program, data(), {"--name", name});
    return on_data({"check"}).output;
  };
  EXPECT_TRUE(has(check_when_named(at(other.port())), "MEND  name         another relay answers at " + at(other.port()) + ", with the key " + to_base64url(other.relay_id())));
  EXPECT_TRUE(has(check_when_named("nowhere.invalid:7417"), "look  name         nowhere.invalid is not found from here"));
  const auto closed = [&] { return RelayProcess(program, folder_ / "gone").port(); }();
  EXPECT_TRUE(has(check_when_named(at(closed)), "look  name         nothing answers at " + at(closed)));
  fs::create_directory(folder_ / "tls");
  const auto files = relay::load_or_make_certificate(folder_ / "tls");
  ManInTheMiddle proxy(other.port(), files.certificate, files.key);
  EXPECT_TRUE(has(check_when_named(at(proxy.port())), "MEND  name         something before the relay ends TLS at " + at(proxy.port())));
}

TEST_F(CommandsTest, CheckTellsWhatTheNextStartWouldMeetAtThePortOfTheSettings) {
  const auto at = [](std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); };
  const auto free_port = [&] { return RelayProcess(program, folder_ / "gone").port(); }();
  RelayProcess relay(program, data()), other(program, folder_ / "other");
  const auto own = on_data({"check", "--listen", at(relay.port())});
  EXPECT_TRUE(has(own.output, "ok    port")) << own.output;
  const auto taken = on_data({"check", "--listen", at(other.port())});
  EXPECT_TRUE(has(taken.output, "MEND  port")) << taken.output;
  EXPECT_TRUE(has(taken.output, "listens on port " + std::to_string(relay.port()))) << taken.output;
  EXPECT_EQ(taken.exit_code, 1);
  const auto changed = on_data({"check", "--listen", at(free_port)});
  EXPECT_TRUE(has(changed.output, "look  port")) << changed.output;
  EXPECT_TRUE(has(changed.output, "Restart it")) << changed.output;
}

TEST_F(CommandsTest, CheckGoesByWhatTheRunningRelayWasStartedWith) {
  const auto free_port = [&] { return RelayProcess(program, folder_ / "gone").port(); }();
  const RelayProcess relay(program, data(), {"--limit", "connections=900000"}, free_port);
  const auto own = on_data({"check"}).output;
  EXPECT_TRUE(has(own, "ok    settings     those that the running relay was started with")) << own;
  EXPECT_TRUE(has(own, "ok    port")) << own;
  EXPECT_TRUE(has(own, "look  limits")) << own;
  const auto other = on_data({"check", "--limit", "connections=3", "--log-level", "off"}).output;
  EXPECT_TRUE(has(other, "look  settings")) << other;
  EXPECT_TRUE(has(other, "but log-level, limit connections as given here")) << other;
  EXPECT_TRUE(has(other, "up to 3 connections")) << other;
  EXPECT_FALSE(has(on_data({"status", "--raw"}).output, "# argument"));
}

TEST_F(CommandsTest, CheckFindsTheFileOfTheRunningRelayFromWhereThatWasStarted) {
  std::ofstream(folder_ / "own.toml") << "[limits]\nconnections = 77\n";
  const RelayProcess relay(program, data(), {"--config", fs::relative(folder_ / "own.toml").string()});
  const auto said = on_data({"check"}).output;
  EXPECT_TRUE(has(said, "own.toml")) << said;
  EXPECT_TRUE(has(said, "up to 77 connections")) << said;
}

TEST_F(CommandsTest, InitWithAFolderWritesTheFileWhereEveryCommandOnThatFolderFindsIt) {
  const auto made = on_data({"init", "--name", "lamp.example.org"});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  const auto file = (data() / "relay.toml").string();
  EXPECT_TRUE(has(made.output, "Wrote " + file)) << made.output;
  EXPECT_TRUE(has(made.output, "Then: twinlamp-relay check --data " + data().string() + "\n")) << made.output;
  EXPECT_EQ(fs::status(data()).permissions() & fs::perms::all, fs::perms::owner_all) << "it is to be the relay's folder";
  EXPECT_TRUE(has(on_data({"check"}).output, "ok    settings     from " + file));
  EXPECT_EQ(on_data({"init"}).exit_code, 1) << "it is there already";
  const auto words = data().string();
  const char* arguments[] = {"twinlamp-relay", "--data", words.c_str()};
  EXPECT_EQ(relay::read_config(3, arguments)->name, "lamp.example.org");
  EXPECT_EQ(relay::read_config(3, arguments)->data, data());
  make_relay();
  EXPECT_EQ(on_data({"purge", "--yes"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(file)) << "the settings stay";
  EXPECT_TRUE(has(run({"init", "--help"}).output, "relay.toml in the folder of --data"));
  EXPECT_TRUE(has(run({"--help"}).output, "relay.toml in that folder"));
}

// As the script calls it, and on the same folder: what is told can be typed as it stands.
TEST_F(CommandsTest, EveryCommandThatIsToldIsOneThatWorksAsItStands) {
  make_relay();
  ::setenv("TWINLAMP_CALLED", "./twinlamp relay", 1);
  const auto list = on_data({"invite", "list"}), help = run({"check", "--help"}), odd = run({"dance"}), all = run({"--help"});
  const auto asked = on_data({"purge"});
  ::setenv("TWINLAMP_CALLED", "./twinlamp cli", 1);  // of a client that starts one
  const auto by_client = run({"dance"});
  ::unsetenv("TWINLAMP_CALLED");
  EXPECT_TRUE(has(list.output, "'./twinlamp relay invite new --data " + data().string() + "' makes one")) << list.output;
  EXPECT_TRUE(has(help.output, "Usage: ./twinlamp relay check")) << help.output;
  EXPECT_TRUE(has(odd.errors, "./twinlamp relay: There is no command 'dance'. './twinlamp relay --help'")) << odd.errors;
  EXPECT_TRUE(has(all.output, "\n  ./twinlamp relay --name lamp.example.org")) << all.output;
  for (const auto* text : {&list.output, &help.output, &odd.errors, &all.output}) EXPECT_FALSE(has(*text, "{program}")) << *text;
  EXPECT_TRUE(has(by_client.errors, "'twinlamp-relay --help'")) << by_client.errors;
  if (::isatty(STDIN_FILENO) == 0) {
    EXPECT_TRUE(has(asked.errors, "no terminal to ask at. To delete without being asked: ./twinlamp relay purge --yes --data " + data().string())) << asked.errors;
  }
}

TEST_F(CommandsTest, CheckCountsAllTheMemoryThatTheLimitsAllow) {
  const auto needed = [&](const std::string& connections, const std::string& outboxes) {
    const auto said = on_data({"check", "--limit", connections, "--limit", outboxes}).output;
    const auto line = said.substr(said.find("  limits") + 2);
    std::smatch size;
    EXPECT_TRUE(std::regex_search(line, size, std::regex(R"((need[^.]*?) ([0-9.]+) (MiB|GiB) of memory)"))) << said;
    return size.empty() ? 0.0 : std::stod(size[2]) * (size[3] == "GiB" ? 1024 : 1);
  };
  const auto least = needed("connections=1", "outboxes-mib=1");
  EXPECT_GT(least, 64.0);  // what waits for the store
  EXPECT_NEAR(needed("connections=1", "outboxes-mib=301") - least, 300, 1);
  EXPECT_GT(needed("connections=1001", "outboxes-mib=1") - least, 1000 * 110 / 1024.0);
}

TEST_F(CommandsTest, StatusGivesUpOnARelayThatDoesNotAnswer) {
  RelayProcess relay(program, data());
  relay.send_signal(SIGSTOP);
  const auto outcome = on_data({"status"});
  relay.send_signal(SIGCONT);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(has(outcome.errors, "does not answer")) << outcome.errors;
}

// `status` and `check` hold the folder's lock for a moment, to learn whether a relay does.
TEST_F(CommandsTest, AStartingRelayWaitsForWhoeverOnlyLooksAtTheFolder) {
  make_relay();
  const relay::File looking(data() / "relay.lock", O_RDONLY);
  ASSERT_EQ(::flock(looking.get(), LOCK_SH), 0);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THROW(relay::DirectoryLock{data()}, relay::StoreError);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(500));
  std::thread starting([&] { EXPECT_NO_THROW(relay::DirectoryLock{data()}); });
  ::flock(looking.get(), LOCK_UN);
  starting.join();
}

TEST_F(CommandsTest, StatusTellsARunningRelayFromOneThatIsNot) {
  EXPECT_EQ(on_data({"status"}).exit_code, 1);
  RelayProcess relay(program, data());
  const auto running = on_data({"status"});
  EXPECT_EQ(running.exit_code, 0) << running.errors;
  EXPECT_TRUE(has(running.output, "It has been running for")) << running.output;
  EXPECT_TRUE(has(running.output, "twinlamp://")) << running.output;
  EXPECT_TRUE(has(on_data({"status", "--raw"}).output, "twinlamp_rooms 0"));
  relay.kill_hard();
  const auto stopped = on_data({"status"});
  EXPECT_EQ(stopped.exit_code, 3);
  EXPECT_TRUE(has(stopped.output, "No relay runs")) << stopped.output;
}

TEST_F(CommandsTest, InvitesAreSeenByARunningRelayAtOnce) {
  RelayProcess relay(program, data(), {"--new-rooms", "invited"});
  const auto made = on_data({"invite", "new", "--for", "Noor and Sam"});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  const auto begin = made.output.find("twinlamp://");
  const auto line = parse_invitation(made.output.substr(begin, made.output.find('\n', begin) - begin));
  ASSERT_TRUE(line) << made.output;
  EXPECT_EQ(line->port, relay.port());
  EXPECT_FALSE(has(made.output, "takes new pairs from anyone")) << "it does not";
  const auto joins = [&](std::uint64_t pair, const std::string& invite) {
    LinkPeer peer(loop_, pair);
    auto login = PairKeys(pair).login(0);
    login.invite_token = invite;
    peer.link.login(login);
    peer.link.connect(link_config(relay.port(), relay.relay_id()));
    return run_until(loop_, [&] { return peer.link.is_logged_in() || !peer.downs.empty(); }) &&
           peer.link.is_logged_in();
  };
  EXPECT_FALSE(joins(1, ""));
  EXPECT_FALSE(joins(1, "guess"));
  EXPECT_TRUE(joins(1, line->invite));
  EXPECT_FALSE(joins(2, line->invite));  // it was for one pair
  EXPECT_TRUE(joins(1, ""));             // who is here is never asked again
  EXPECT_TRUE(has(on_data({"invite", "list"}).output, "used")) << on_data({"invite", "list"}).output;

  const auto second = on_data({"invite", "new", "--pairs", "0", "--days", "0"});
  const auto id = second.output.substr(7, 6);
  EXPECT_EQ(on_data({"invite", "revoke", id}).exit_code, 0);
  const auto at = second.output.find("twinlamp://");
  EXPECT_FALSE(joins(3, parse_invitation(second.output.substr(at, second.output.find('\n', at) - at))->invite));
  EXPECT_EQ(on_data({"invite", "revoke", id}).exit_code, 1);
}

TEST_F(CommandsTest, InviteSaysHowItIsUsed) {
  make_relay();
  for (const std::vector<std::string>& words : {std::vector<std::string>{"invite"},
                                                {"invite", "dance"},
                                                {"invite", "list", "x"},
                                                {"invite", "new", "--pairs", "-1"},
                                                {"invite", "new", "--days", "soon"},
                                                {"invite", "revoke"}}) {
    const auto outcome = on_data(words);
    EXPECT_EQ(outcome.exit_code, 2) << words.back() << outcome.output;
    EXPECT_FALSE(outcome.errors.empty());
  }
  EXPECT_TRUE(has(on_data({"invite", "list"}).output, "invite new"));
  EXPECT_TRUE(has(on_data({"invite", "new"}).output, "new-rooms = \"invited\""));
}

TEST_F(CommandsTest, BackupIsWholeWhileTheRelayIsWrittenToAndRestoresAsTheSameRelay) {
  PairKeys keys(1);
  const auto file = folder_ / "relay.backup";
  PublicKey id;
  {
    RelayProcess relay(program, data());
    id = relay.relay_id();
    WirePeer noor(loop_, relay.port(), 1);
    ASSERT_TRUE(noor.join(keys, 0));
    for (std::uint8_t i = 1; i <= 100; ++i) noor.post(i);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(noor.next(wire::Frame::kPosted));
    for (std::uint8_t i = 101; i <= 200; ++i) noor.post(i);  // under way while it is copied
    loop_.context().io.poll();
    const auto outcome = on_data({"backup", file.string()});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
    EXPECT_TRUE(has(outcome.output, "1 pair;")) << outcome.output;
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(noor.next(wire::Frame::kPosted));
  }
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto restored = run({"restore", file.string(), "--data", (folder_ / "again").string()});
  ASSERT_EQ(restored.exit_code, 0) << restored.errors;
  RelayProcess relay(program, folder_ / "again");
  EXPECT_EQ(relay.relay_id(), id);
  WirePeer sam(loop_, relay.port(), 2);
  ASSERT_TRUE(sam.join(keys, 1));
  for (std::uint64_t seq = 1; seq <= 100; ++seq) {  // all that was safe before the backup began
    const auto delivered = sam.next(wire::Frame::kDeliver);
    ASSERT_TRUE(delivered);
    ASSERT_EQ(delivered->deliver().seq(), seq);
    wire::Frame ack;
    ack.mutable_ack()->set_seq(seq);
    sam.send(ack);
  }
}

TEST_F(CommandsTest, RootLeavesTheRelayItsFilesAndKeepsTheBackupForItself) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can";
  constexpr uid_t nobody = 65534;
  const auto owner = [](const fs::path& file) {
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
    return status.st_uid;
  };
  make_relay();
  const auto theirs = folder_ / "theirs", again = folder_ / "again";
  fs::create_directory(theirs);
  fs::create_directory(again);
  for (const auto& path : {data(), data() / "relay.key", data() / "relay.sqlite3", theirs, again})
    ASSERT_EQ(::chown(path.c_str(), nobody, nobody), 0);
  EXPECT_EQ(on_data({"invite", "new"}).exit_code, 0);
  EXPECT_EQ(owner(data() / "invites"), nobody);
  EXPECT_EQ(owner(data() / "invites.lock"), nobody);
  EXPECT_EQ(on_data({"backup", (theirs / "relay.backup").string()}).exit_code, 0);
  EXPECT_EQ(owner(theirs / "relay.backup"), 0u);
  for (const char* log : {"relay.sqlite3-wal", "relay.sqlite3-shm"}) {
    if (fs::exists(data() / log)) {
      EXPECT_EQ(owner(data() / log), nobody) << log;
    }
  }
  EXPECT_EQ(run({"restore", (theirs / "relay.backup").string(), "--data", again.string()}).exit_code, 0);
  for (const char* name : {"relay.key", "relay.sqlite3", "invites"}) EXPECT_EQ(owner(again / name), nobody) << name;
}

TEST_F(CommandsTest, BackupAndRestoreRefuseWhatTheyShould) {
  EXPECT_EQ(on_data({"backup"}).exit_code, 2);
  EXPECT_EQ(on_data({"backup", (folder_ / "x").string()}).exit_code, 1);  // there is no relay
  make_relay();
  EXPECT_EQ(on_data({"backup", folder_.path().string()}).exit_code, 1);
  EXPECT_EQ(on_data({"backup", (folder_ / "no/such").string()}).exit_code, 1);
  std::ofstream(folder_ / "kept") << "an older backup";
  std::ofstream(data() / "relay.sqlite3") << std::string(5000, 'x');
  EXPECT_EQ(on_data({"backup", (folder_ / "kept").string()}).exit_code, 1);
  EXPECT_EQ(text_of_file(folder_ / "kept"), "an older backup");
  EXPECT_EQ(on_data({"restore", (folder_ / "kept").string()}).exit_code, 1);  // something is there already
  const auto strange = run({"restore", (folder_ / "kept").string(), "--data", (folder_ / "again").string()});
  EXPECT_EQ(strange.exit_code, 1);
  EXPECT_TRUE(has(strange.errors, "is not a backup")) << strange.errors;
}

TEST_F(CommandsTest, BackupNeverTakesThePlaceOfWhatTheRelayNeeds) {
  make_relay();
  const auto key = text_of_file(data() / "relay.key");
  fs::create_directory_symlink(data(), folder_ / "link");
  RelayProcess relay(program, data());
  for (const auto& file : {data() / "relay.key", data() / "relay.sqlite3", data() / "relay.backup",
                           folder_ / "link/relay.key", data() / "../relay/relay.sqlite3"}) {
    const auto outcome = on_data({"backup", file.string()});
    EXPECT_EQ(outcome.exit_code, 1) << file;
    EXPECT_TRUE(has(outcome.errors, "the relay's own folder")) << outcome.errors;
  }
  EXPECT_EQ(text_of_file(data() / "relay.key"), key);
  EXPECT_FALSE(fs::exists(data() / "relay.backup"));
  fs::create_directory(data() / "backups");
  EXPECT_EQ(on_data({"backup", (data() / "backups/relay.backup").string()}).exit_code, 0);
}

// What a kill in the middle of `restore` leaves: its copy, and of the rest whatever it had come to.
TEST_F(CommandsTest, ARestoreThatWasBrokenOffIsNotStartedAndCanBeRunAgain) {
  make_relay();
  const auto file = folder_ / "relay.backup", again = folder_ / "again";
  ASSERT_EQ(on_data({"backup", file.string()}).exit_code, 0);
  for (const bool has_key : {false, true}) {
    fs::remove_all(again);
    fs::create_directory(again);
    std::ofstream(again / "restored.new") << "half";
    if (has_key) {
      fs::copy_file(data() / "relay.key", again / "relay.key");
      std::ofstream(again / "tls.key.new") << "half";
    }
    const auto started = run({"--listen", "127.0.0.1:0", "--data", again.string()});
    EXPECT_EQ(started.exit_code, 1);
    EXPECT_TRUE(has(started.errors, "was broken off")) << started.errors;
    EXPECT_FALSE(fs::exists(again / "relay.sqlite3"));
    EXPECT_EQ(fs::exists(again / "relay.key"), has_key);  // it has made no identity of its own
    const auto restored = run({"restore", file.string(), "--data", again.string()});
    EXPECT_EQ(restored.exit_code, 0) << restored.errors;
    EXPECT_EQ(text_of_file(again / "relay.key"), text_of_file(data() / "relay.key"));
    EXPECT_FALSE(fs::exists(again / "restored.new"));
    const RelayProcess relay(program, again);
  }
}

TEST_F(CommandsTest, ARestoreThatFailsLeavesNothing) {
  make_relay();
  const auto file = folder_ / "relay.backup", again = folder_ / "again";
  ASSERT_EQ(on_data({"backup", file.string()}).exit_code, 0);
  fs::create_directories(again / "tls.crt.new/in-the-way");
  EXPECT_EQ(run({"restore", file.string(), "--data", again.string()}).exit_code, 1);
  for (const char* name : {"relay.key", "relay.sqlite3", "restored.new"})
    EXPECT_FALSE(fs::exists(again / name)) << name;
}

TEST_F(CommandsTest, RestoreKeepsOthersOutOfTheFolder) {
  make_relay();
  const auto file = folder_ / "relay.backup", again = folder_ / "again";
  ASSERT_EQ(on_data({"backup", file.string()}).exit_code, 0);
  fs::create_directory(again);
  {
    const relay::DirectoryLock other(again);
    EXPECT_EQ(run({"restore", file.string(), "--data", again.string()}).exit_code, 1);
    EXPECT_FALSE(fs::exists(again / "relay.key"));
  }
  EXPECT_EQ(run({"restore", file.string(), "--data", again.string()}).exit_code, 0);
}

// Who restores the relay of a home has no partner's invitation to look the word up in.
TEST_F(CommandsTest, ABackupOfARelayAtHomeHoldsItsWordAndItsPort) {
  make_relay();
  const auto file = folder_ / "relay.backup", again = folder_ / "again";
  std::ofstream(data() / "home.invite") << "a word for partners";
  std::ofstream(data() / "home.port") << "7420\n";
  ASSERT_EQ(on_data({"backup", file.string()}).exit_code, 0);
  ASSERT_EQ(run({"restore", file.string(), "--data", again.string()}).exit_code, 0);
  for (const char* name : {"home.invite", "home.port"}) {
    EXPECT_EQ(text_of_file(again / name), text_of_file(data() / name)) << name;
    EXPECT_EQ(fs::status(again / name).permissions(), fs::perms::owner_read | fs::perms::owner_write) << name;
  }
}

// Installing the package starts a relay, which has made an identity of its own.
TEST_F(CommandsTest, ARelayMovesToAMachineWhereAnEmptyOneHasRunAlready) {
  make_relay();
  const auto file = folder_ / "relay.backup", there = folder_ / "there";
  ASSERT_EQ(on_data({"backup", file.string()}).exit_code, 0);
  RelayProcess(program, there).kill_hard();
  const auto refused = run({"restore", file.string(), "--data", there.string()});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(has(refused.errors, "purge")) << refused.errors;
  EXPECT_EQ(run({"purge", "--yes", "--data", there.string()}).exit_code, 0);
  EXPECT_EQ(run({"restore", file.string(), "--data", there.string()}).exit_code, 0);
  EXPECT_EQ(text_of_file(there / "relay.key"), text_of_file(data() / "relay.key"));
}

TEST_F(CommandsTest, PurgeDeletesWhatABrokenOffWriteHasLeft) {
  make_relay();
  for (const char* name : {"relay.key.new", "tls.key.new", "tls.crt.new", "invites.new", "restored.new",
                           "restored.new-journal", "damaged"})
    std::ofstream(data() / name) << "x";
  EXPECT_EQ(on_data({"purge", "--yes"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(data()));
  fs::create_directory(data());
  std::ofstream(data() / "relay.key.new") << "all that the first start came to";
  EXPECT_EQ(on_data({"purge", "--yes"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(data()));
}

TEST_F(CommandsTest, PurgeDeletesAllOfAStoppedRelayAndNothingElse) {
  {
    RelayProcess relay(program, data());
    EXPECT_EQ(on_data({"purge", "--yes"}).exit_code, 1);
    EXPECT_TRUE(fs::exists(data() / "relay.key"));
  }
  std::ofstream(data() / "mine.txt") << "x";
  EXPECT_EQ(on_data({"purge", "--yes"}).exit_code, 0);
  EXPECT_EQ(std::distance(fs::directory_iterator(data()), fs::directory_iterator()), 1);
  EXPECT_TRUE(fs::exists(data() / "mine.txt"));
  EXPECT_EQ(on_data({"purge", "--yes"}).exit_code, 1);
}

TEST_F(CommandsTest, PurgeAsksFirstAndDeletesNothingWhenNobodyAnswers) {
  make_relay();
  const auto outcome = on_data({"purge"});  // a test's standard input is no terminal, or nobody types the word
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(fs::exists(data() / "relay.key"));
}

}  // namespace
}  // namespace twinlamp::test
