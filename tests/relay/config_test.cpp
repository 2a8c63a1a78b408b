#include "relay/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "relay/start_error.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::test {
namespace {

relay::Config read(std::vector<const char*> flags) {
  flags.insert(flags.begin(), "twinlamp-relay");
  return *relay::read_config(static_cast<int>(flags.size()), flags.data());
}

// The sentence that refuses these flags; empty if they are taken.
std::string refusal(const std::vector<const char*>& flags) {
  try {
    read(flags);
    return "";
  } catch (const relay::StartError& problem) {
    return problem.what();
  }
}

class ConfigTest : public testing::Test {
protected:
  const char* file(const std::string& text) {
    path_ = (folder_ / "relay.toml").string();
    std::ofstream(path_) << text;
    return path_.c_str();
  }
  TempFolder folder_;
  std::string path_;
};

TEST_F(ConfigTest, ListensOnAnyAddressByDefault) {
  const auto config = read({});
  EXPECT_EQ(config.listener.host, "::");
  EXPECT_EQ(config.listener.port, 7417);
  EXPECT_EQ(config.listener.sockets_a_minute, 10u);
}

TEST_F(ConfigTest, ReadsAddressesOfBothKinds) {
  EXPECT_EQ(read({"--listen", "10.0.0.1:80"}).listener.host, "10.0.0.1");
  const auto six = read({"--listen", "[fd00::1]:81"});
  EXPECT_EQ(six.listener.host, "fd00::1");
  EXPECT_EQ(six.listener.port, 81);
}

TEST_F(ConfigTest, ReadsTheNameForTheInvitation) {
  const auto config = read({"--name", "lamp.example.org:443"});
  EXPECT_EQ(config.name, "lamp.example.org");
  EXPECT_EQ(config.name_port, 443);
  EXPECT_EQ(read({"--name", "lamp.example.org"}).name_port, 0);
}

TEST_F(ConfigTest, ReadsTheSameFromAFile) {
  const auto config =
      read({"--config", file("listen = '127.0.0.1:1'\nbehind-proxy = ['10.0.0.5', 'fd00::/8']\n"
                             "invite-token = 'moss'\n[limits]\nmailbox-entries = 5\nmailbox-mib = 2\n")});
  EXPECT_EQ(config.listener.port, 1);
  EXPECT_EQ(config.listener.proxies.size(), 2u);
  EXPECT_TRUE(config.behind_proxy);
  EXPECT_EQ(config.limits.rooms.invite_token, "moss");
  EXPECT_EQ(config.limits.room.mailbox_entries, 5u);
  EXPECT_EQ(config.limits.room.mailbox_bytes, 2u << 20);
}

TEST_F(ConfigTest, LetsAFlagWinOverTheFile) {
  const auto* path = file("listen = '127.0.0.1:1'\n[limits]\nmailbox-entries = 5\nwaiting-latches = 6\n");
  const auto config = read({"--limit", "mailbox-entries=7", "--listen", "127.0.0.1:2", "--config", path});
  EXPECT_EQ(config.listener.port, 2);
  EXPECT_EQ(config.limits.room.mailbox_entries, 7u);
  EXPECT_EQ(config.limits.room.waiting_latches, 6u);
}

TEST_F(ConfigTest, ReadsWhatAProxyDoes) {
  const auto none = read({});
  EXPECT_FALSE(none.behind_proxy);
  EXPECT_TRUE(read({"--behind-proxy", "10.0.0.5"}).behind_proxy);
  const auto through = read({"--behind-proxy", "10.0.0.5", "--proxy-kind", "pass-through"});
  EXPECT_FALSE(through.behind_proxy);
  EXPECT_EQ(through.listener.proxies.size(), 1u);
  const auto http = read({"--behind-proxy", "10.0.0.5", "--proxy-kind", "http", "--proxy-header", "X-Real-IP"});
  EXPECT_TRUE(http.behind_proxy);
  EXPECT_EQ(http.listener.proxy_header, "X-Real-IP");
}

TEST_F(ConfigTest, TakesFiguresOnThisMachineOnly) {
  EXPECT_EQ(read({"--metrics", "127.0.0.1:9417"}).metrics->port, 9417);
  EXPECT_EQ(read({"--metrics", "[::1]:9417"}).metrics->host, "::1");
  EXPECT_FALSE(read({}).metrics);
}

TEST_F(ConfigTest, NamesTheFlagThatIsWrong) {
  const std::pair<std::vector<const char*>, const char*> cases[] = {
      {{"--listne", "x"}, "--listne"},
      {{"extra"}, "extra"},
      {{"--data"}, "--data"},
      {{"--listen", "nonsense"}, "--listen"},
      {{"--listen", "host:80"}, "--listen"},
      {{"--listen", "1.2.3.4:65536"}, "--listen"},
      {{"--listen", "1.2.3.4:"}, "--listen"},
      {{"--listen", "[::1"}, "--listen"},
      {{"--name", ""}, "--name"},
      {{"--name", "a b"}, "--name"},
      {{"--name", "a:0"}, "--name"},
      {{"--limit", "mailbox-entries"}, "--limit"},
      {{"--limit", "mailbox-entries=0"}, "--limit mailbox-entries"},
      {{"--limit", "mailbox-entries=-1"}, "--limit mailbox-entries"},
      {{"--limit", "mailbox-entries=1x"}, "--limit mailbox-entries"},
      {{"--limit", "nothing=1"}, "--limit nothing"},
      {{"--log-level", "loud"}, "--log-level"},
      {{"--behind-proxy", "10.0.0.0/33"}, "--behind-proxy"},
      {{"--behind-proxy", "proxy"}, "--behind-proxy"},
      {{"--invite-token", ""}, "--invite-token"},
      {{"--new-rooms", "nobody"}, "--new-rooms"},
      {{"--metrics", "0.0.0.0:9417"}, "--metrics"},
      {{"--metrics", "127.0.0.1"}, "--metrics"},
      {{"--log-format", "xml"}, "--log-format"},
      {{"--behind-proxy", "10.0.0.5", "--proxy-kind", "magic"}, "--proxy-kind"},
      {{"--proxy-kind", "http"}, "--proxy-kind"},
      {{"--behind-proxy", "10.0.0.5", "--proxy-header", "a b"}, "--proxy-header"},
      {{"--cert", "/x"}, "--key"},
      {{"--cert", "/no/such", "--key", "/no/such"}, "/no/such"},
      {{"--config", "/no/such.toml"}, "/no/such.toml"},
  };
  for (const auto& [flags, named] : cases) {
    EXPECT_NE(refusal(flags).find(named), std::string::npos) << flags.front() << ": " << refusal(flags);
    EXPECT_EQ(refusal(flags).back(), '.') << refusal(flags);
  }
}

TEST_F(ConfigTest, NamesTheKeyOfTheFileThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"listen = 7", "relay.toml: listen"},
      {"lisen = '127.0.0.1:1'", "relay.toml: lisen"},
      {"limits = 7", "relay.toml: limits"},
      {"[limits]\nmailbox-entries = 'many'", "relay.toml: limits.mailbox-entries"},
      {"[limits]\nmailbox-entries = 0", "relay.toml: limits.mailbox-entries"},
      {"behind-proxy = [7]", "relay.toml: behind-proxy"},
      {"config = 'x'", "relay.toml: config"},
      {"listen = '127.0.0.1:1'\n[limits\n", "line 2"},
  };
  for (const auto& [text, named] : cases) {
    EXPECT_NE(refusal({"--config", file(text)}).find(named), std::string::npos)
        << text << ": " << refusal({"--config", path_.c_str()});
  }
}

TEST_F(ConfigTest, AtHomeIsForOneCoupleInAFolderOfItsOwn) {
  const auto config = read({"--home"});
  EXPECT_EQ(config.limits.rooms.total_rooms, 1000u);
  EXPECT_EQ(config.listener.max_connections, 512u);
  EXPECT_EQ(config.listener.sockets_a_minute, 60u);
  EXPECT_EQ(config.data.filename(), "twinlamp-relay-home");
  EXPECT_FALSE(config.is_listen_chosen);
  EXPECT_TRUE(config.own.contains("home"));
}

TEST_F(ConfigTest, AtHomeAFlagAndANamedFileStillWin) {
  const auto* settings = file("data = \"/tmp/ours\"\n[limits]\ntotal-rooms = 3\n");
  const auto config = read({"--home", "--config", settings, "--limit", "connections=8", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(config.limits.rooms.total_rooms, 3u);
  EXPECT_EQ(config.listener.max_connections, 8u);
  EXPECT_EQ(config.data, "/tmp/ours");
  EXPECT_TRUE(config.is_listen_chosen);
}

TEST_F(ConfigTest, AtHomeNoSettingsOfTheMachinesRelayAreRead) {
  const char* before = std::getenv("XDG_CONFIG_HOME");
  const std::string kept = before == nullptr ? "" : before;
  std::filesystem::create_directories(folder_ / "twinlamp-relay");
  std::ofstream(folder_ / "twinlamp-relay/relay.toml") << "name = \"lamp.example.org\"\n";
  ::setenv("XDG_CONFIG_HOME", folder_.path().c_str(), 1);
  EXPECT_EQ(read({"--home"}).name, "");
  EXPECT_TRUE(read({"--home"}).file.empty());
  before == nullptr ? ::unsetenv("XDG_CONFIG_HOME") : ::setenv("XDG_CONFIG_HOME", kept.c_str(), 1);
}

}  // namespace
}  // namespace twinlamp::test
