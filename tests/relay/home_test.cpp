// `twinlamp-relay --home` as a process: what it says to the program that started it, and that it never outlives it.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "protocol/base/bytes.h"
#include "protocol/pairing/invitation.h"
#include "tests/support/network.h"
#include "tests/support/relay_process.h"
#include "tests/support/temp_folder.h"

extern char** environ;

namespace twinlamp::test {
namespace {

const std::string program = TWINLAMP_RELAY;
using namespace std::chrono_literals;
constexpr int patience = 60'000;  // milliseconds; reached only when something is broken

// A relay at home, held by its input.
class HomeProcess {
public:
  HomeProcess(const std::filesystem::path& data, std::vector<std::string> more = {}) {
    int input[2], output[2];
    if (::pipe2(input, O_CLOEXEC) != 0 || ::pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<std::string> words{program, "--home", "--lines", "--log-level", "off", "--data", data.string()};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    if (::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ) != 0)
      throw std::runtime_error("cannot start it");
    posix_spawn_file_actions_destroy(&actions);
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    output_ = output[0];
  }
  ~HomeProcess() {
    if (pid_ > 0) ::kill(pid_, SIGKILL), wait();
    close_input();
    ::close(output_);
  }

  void close_input() {
    if (input_ >= 0) ::close(std::exchange(input_, -1));
  }
  void send_signal(int number) { ::kill(pid_, number); }
  int wait() {
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  // The rest of the first line from now on that begins so. Empty: it ended before.
  std::string line(const std::string& beginning) {
    for (;;) {
      const auto end = text_.find('\n');
      if (end != std::string::npos) {
        const auto found = text_.substr(0, end);
        text_.erase(0, end + 1);
        if (found.starts_with(beginning)) return found.substr(beginning.size());
        continue;
      }
      pollfd waiting{output_, POLLIN, 0};
      char piece[512];
      const auto size = ::poll(&waiting, 1, patience) == 1 ? ::read(output_, piece, sizeof piece) : -1;
      if (size <= 0) return {};
      text_.append(piece, static_cast<std::size_t>(size));
    }
  }
  // The same, while the loop of its clients runs.
  std::string line_while(client::Loop& loop, const std::string& beginning) {
    pollfd waiting{output_, POLLIN, 0};
    EXPECT_TRUE(run_until(loop, [&] { return text_.find(beginning) != std::string::npos || ::poll(&waiting, 1, 0) == 1; }));
    return line(beginning);
  }
  std::uint16_t port() { return static_cast<std::uint16_t>(std::stoi("0" + line("port "))); }

private:
  pid_t pid_ = -1;
  int input_ = -1, output_ = -1;
  std::string text_;
};

// A connection from an address of its own that says nothing.
class Knock {
public:
  Knock(std::uint16_t port, const std::string& from) : handle_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in mine{}, relay{};
    mine.sin_family = relay.sin_family = AF_INET;
    relay.sin_port = htons(port);
    relay.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::inet_pton(AF_INET, from.c_str(), &mine.sin_addr);
    if (::bind(handle_, reinterpret_cast<sockaddr*>(&mine), sizeof mine) == 0) ::connect(handle_, reinterpret_cast<sockaddr*>(&relay), sizeof relay);
  }
  ~Knock() { ::close(handle_); }
  Knock(const Knock&) = delete;
  Knock& operator=(const Knock&) = delete;

private:
  int handle_;
};

class HomeTest : public testing::Test {
protected:
  TempFolder folder_;
  std::filesystem::path data_ = folder_ / "home";
};

TEST_F(HomeTest, SaysToItsProgramWhoItIsAndWhereItCanBeReached) {
  HomeProcess relay(data_);
  Bytes id;
  EXPECT_TRUE(from_base64url(relay.line("relay "), id));
  EXPECT_EQ(id.size(), 32u);
  const auto invite = relay.line("invite ");
  EXPECT_TRUE(is_invite(invite));
  const auto port = relay.port();
  EXPECT_GE(port, 7417);
  const int addresses = std::stoi("0" + relay.line("addresses "));
  ASSERT_GE(addresses, 1);
  bool has_loopback = false;
  for (int i = 0; i < addresses; ++i) has_loopback = relay.line("address ") == "self 127.0.0.1 lo" || has_loopback;
  EXPECT_TRUE(has_loopback);
  EXPECT_EQ(relay.line("ready"), "");

  client::Loop loop;
  WirePeer noor(loop, port, 1);
  noor.show(invite);
  EXPECT_TRUE(noor.join(PairKeys(1), 0));
}

TEST_F(HomeTest, EndsInOrderWhenWhoeverStartedItHasGone) {
  HomeProcess relay(data_);
  relay.line("ready");
  relay.close_input();
  EXPECT_EQ(relay.wait(), 0);
}

TEST_F(HomeTest, EndsWhenItIsAskedTo) {
  HomeProcess relay(data_);
  relay.line("ready");
  relay.send_signal(SIGTERM);
  EXPECT_EQ(relay.wait(), 0);
}

// A terminal window that is closed would else leave it behind, unseen.
TEST_F(HomeTest, EndsWithItsTerminal) {
  HomeProcess relay(data_);
  relay.line("ready");
  relay.send_signal(SIGHUP);
  EXPECT_EQ(relay.wait(), 0);
}

TEST_F(HomeTest, WaitsASecondForTheGoodbyeOfOneWhoDoesNotAnswer) {
  HomeProcess relay(data_);
  const auto invite = relay.line("invite ");
  const auto port = relay.port();
  relay.line("ready");
  client::Loop loop;
  WirePeer noor(loop, port, 1);
  noor.show(invite);
  ASSERT_TRUE(noor.join(PairKeys(1), 0));
  const auto begin = std::chrono::steady_clock::now();
  relay.close_input();
  EXPECT_EQ(relay.wait(), 0);  // nobody runs Noor's loop meanwhile
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 4s);
}

TEST_F(HomeTest, OpensNoRoomForWhoDoesNotKnowItsWord) {
  HomeProcess relay(data_);
  const auto invite = relay.line("invite ");
  const auto port = relay.port();
  relay.line("ready");
  client::Loop loop;
  const PairKeys keys(1);
  WirePeer stranger(loop, port, 1), noor(loop, port, 2), later(loop, port, 3);
  ASSERT_TRUE(stranger.greet());
  stranger.login(keys, 0);
  const auto refused = stranger.next(wire::Frame::kError);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->error().code(), wire::Error::NEW_ROOMS_REFUSED);
  noor.show(invite);
  EXPECT_TRUE(noor.join(keys, 0));
  noor.drop();
  EXPECT_TRUE(later.join(keys, 0));  // the room is there
}

TEST_F(HomeTest, SaysWhenTheOtherHasHeardThatTheirRoomHasEnded) {
  HomeProcess relay(data_);
  const auto invite = relay.line("invite ");
  const auto port = relay.port();
  relay.line("ready");
  client::Loop loop;
  const PairKeys keys(1);
  const auto room = to_hex(room_id_of(keys.members.key_0, keys.members.key_1));
  LinkPeer noor(loop, 1), sam(loop, 2);
  auto login = keys.login(0);
  login.invite_token = invite;
  noor.link.connect(link_config(port, std::nullopt));
  noor.link.login(login);
  ASSERT_TRUE(noor.until_logged_in());
  wire::Frame erase;
  erase.mutable_room_erase()->set_farewell("goodbye");
  noor.link.send(erase);
  ASSERT_TRUE(noor.until_down());
  EXPECT_EQ(relay.line_while(loop, "told "), room + " 0");
  sam.link.connect(link_config(port, std::nullopt));
  sam.link.login(keys.login(1));
  ASSERT_TRUE(sam.until_down());
  EXPECT_EQ(relay.line_while(loop, "told "), room + " 1");
}

TEST_F(HomeTest, DoesNotTakeOneForToldWhoWasGoneBefore) {
  HomeProcess relay(data_);
  const auto invite = relay.line("invite ");
  const auto port = relay.port();
  relay.line("ready");
  client::Loop loop;
  const PairKeys keys(1);
  WirePeer noor(loop, port, 1), sam(loop, port, 2), again(loop, port, 3);
  noor.show(invite);
  ASSERT_TRUE(noor.join(keys, 0));
  ASSERT_TRUE(sam.join(keys, 1));
  wire::Frame erase;
  erase.mutable_room_erase()->set_farewell("goodbye");
  noor.send(erase);
  sam.drop();  // whatever is on its way to it
  ASSERT_TRUE(noor.ends());
  ASSERT_TRUE(again.greet());
  again.login(keys, 1);
  ASSERT_TRUE(again.next(wire::Frame::kRoomErased));
  ASSERT_TRUE(again.ends());
  relay.close_input();
  EXPECT_EQ(relay.wait(), 0);
  int told_sam = 0;
  for (auto told = relay.line("told "); !told.empty(); told = relay.line("told ")) told_sam += told.ends_with(" 1");
  EXPECT_EQ(told_sam, 1);
}

// A port that is open to the internet: strangers from many addresses have taken all places that they can have.
TEST_F(HomeTest, LetsItsCouplePairWhateverStrangersDo) {
  HomeProcess relay(data_);
  const auto invite = relay.line("invite ");
  const auto port = relay.port();
  relay.line("ready");
  client::Loop loop;
  // Rooms, from one who knows no word.
  for (std::uint64_t i = 0; i < 20; ++i) {
    WirePeer stranger(loop, port, 50 + i);
    ASSERT_TRUE(stranger.greet());
    stranger.login(PairKeys(50 + i), 0);
    EXPECT_FALSE(stranger.next(wire::Frame::kLoggedIn));
    stranger.drop();
  }
  // Connections that say nothing, from two hundred addresses: more than there is place for.
  std::vector<std::unique_ptr<Knock>> knocks;
  for (int i = 0; i < 520; ++i) knocks.push_back(std::make_unique<Knock>(port, "127.0.7." + std::to_string(1 + i % 200)));
  // The couple, which pairs: a number, the other's claim, and the room.
  const PairKeys keys(1);
  WirePeer noor(loop, port, 1), sam(loop, port, 2);
  ASSERT_TRUE(noor.greet());
  wire::Frame wish, claim;
  wish.mutable_nameplate_allocate();
  noor.send(wish);
  const auto number = noor.next(wire::Frame::kNameplateAllocated);
  ASSERT_TRUE(number);
  // Few enough that on a busy machine nobody is silent for long meanwhile.
  for (int i = 0; i < 60; ++i) knocks.push_back(std::make_unique<Knock>(port, "127.0.8." + std::to_string(1 + i % 200)));
  ASSERT_TRUE(sam.greet());
  claim.mutable_nameplate_claim()->set_nameplate(number->nameplate_allocated().nameplate());
  sam.send(claim);
  ASSERT_TRUE(noor.next(wire::Frame::kNameplateClaimed));
  ASSERT_TRUE(sam.next(wire::Frame::kNameplateClaimed));
  for (auto* each : {&noor, &sam}) {
    each->show(invite);
    each->login(keys, each == &noor ? 0 : 1);
    EXPECT_TRUE(each->next(wire::Frame::kLoggedIn));
  }
}

TEST_F(HomeTest, KeepsItsPortAndItsNameFromRunToRun) {
  std::string id, invite;
  std::uint16_t port = 0;
  {
    HomeProcess relay(data_);
    id = relay.line("relay ");
    invite = relay.line("invite ");
    port = relay.port();
    relay.line("ready");
    relay.send_signal(SIGKILL);
    EXPECT_EQ(relay.wait(), 128 + SIGKILL);
  }
  HomeProcess again(data_);
  EXPECT_EQ(again.line("relay "), id);
  EXPECT_EQ(again.line("invite "), invite);
  EXPECT_EQ(again.port(), port);
}

TEST_F(HomeTest, TakesTheNextFreePortWhereTheUsualOneIsTaken) {
  HomeProcess first(data_), second(folder_ / "another");
  const auto one = first.port(), other = second.port();
  EXPECT_NE(one, other);
  EXPECT_GE(one, 7417);
  EXPECT_GE(other, 7417);
}

TEST_F(HomeTest, LeavesThePortToOneBesideItThatDoesNotRunJustNow) {
  std::uint16_t known = 0;
  {
    HomeProcess first(data_);
    known = first.port();
    first.line("ready");
    first.send_signal(SIGTERM);
    EXPECT_EQ(first.wait(), 0);
  }
  HomeProcess second(folder_ / "another");
  EXPECT_NE(second.port(), known);
}

TEST_F(HomeTest, RefusesToMoveAwayFromThePortThatThePartnerKnows) {
  std::uint16_t port = 0;
  {
    HomeProcess relay(data_);
    port = relay.port();
    relay.close_input();
    EXPECT_EQ(relay.wait(), 0);
  }
  // Only one that says it does not mind can take it: another relay at home.
  std::filesystem::create_directories(folder_ / "thief");
  std::ofstream(folder_ / "thief/home.port") << port << '\n';
  HomeProcess thief(folder_ / "thief");
  ASSERT_EQ(thief.port(), port);
  thief.line("ready");
  HomeProcess relay(data_);
  EXPECT_EQ(relay.port(), port);
  const auto said = relay.line("failed ");
  EXPECT_TRUE(said.starts_with("port-taken Another program uses port " + std::to_string(port))) << said;
  EXPECT_EQ(relay.wait(), 1);
}

TEST_F(HomeTest, SaysThatOneRunsOnTheSameDataAlready) {
  HomeProcess relay(data_);
  relay.line("ready");
  HomeProcess second(data_);
  EXPECT_TRUE(second.line("failed ").starts_with("runs-already A relay runs on the folder "));
  EXPECT_EQ(second.wait(), 1);
  const auto by_hand = run_program(program, {"--home", "--data", data_.string()});
  EXPECT_EQ(by_hand.exit_code, 1);
  EXPECT_NE(by_hand.errors.find("runs on the folder"), std::string::npos) << by_hand.errors;
}

TEST_F(HomeTest, SaysWhatIsWrongWithItsFolder) {
  std::ofstream(folder_ / "file") << "x";
  HomeProcess relay(folder_ / "file/home");
  EXPECT_TRUE(relay.line("failed ").starts_with("data The folder "));
  EXPECT_EQ(relay.wait(), 1);
}

TEST_F(HomeTest, ReadsNoSettingsOfARelayThatIsNotThisOne) {
  std::ofstream(folder_ / "relay.toml") << "name = \"lamp.example.org\"\n";
  const auto refused = run_program(program, {"--lines", "--data", data_.string()});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.errors.find("--lines goes with --home"), std::string::npos);
}

// The program that started it dies without a word: nobody closes anything on purpose.
TEST_F(HomeTest, EndsWithAParentThatWasKilled) {
  int report[2];
  ASSERT_EQ(::pipe2(report, O_CLOEXEC), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    HomeProcess relay(data_);
    const auto port = relay.port();
    relay.line("ready");
    if (::write(report[1], &port, sizeof port) != sizeof port) ::_exit(1);
    ::pause();
    ::_exit(1);
  }
  std::uint16_t port = 0;
  ASSERT_EQ(::read(report[0], &port, sizeof port), static_cast<ssize_t>(sizeof port));
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  // Its folder is given up when it has ended: another one can run on it.
  bool is_free = false;
  for (int tries = 0; tries < 600 && !is_free; ++tries) {
    HomeProcess next(data_);
    const auto said = next.line("");
    is_free = said.starts_with("relay ");
  }
  EXPECT_TRUE(is_free);
  ::close(report[0]);
  ::close(report[1]);
}

}  // namespace
}  // namespace twinlamp::test
