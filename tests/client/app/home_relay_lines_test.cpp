// What a home relay says, without one: home_relay_test.cpp has the real one.
#include <gtest/gtest.h>

#include "client/app/home_relay.h"

namespace twinlamp::client::test {
namespace {

class HomeRelayLines : public testing::Test {
protected:
  HomeRelayLines() {
    home_.start();
    for (const auto& line : {"relay " + to_base64url(PublicKey{7}), std::string("port 7420"), std::string("addresses 1"), std::string("address internet 2001:db8::1 eth0"), std::string("ready")})
      home_.on_child_line(line);
    EXPECT_TRUE(home_.is_running());
  }

  Loop loop_;
  SeededRandom random_{1};
  HomeRelay home_{loop_, random_, {"/nowhere/twinlamp-relay", "/nowhere", {}}, [] {}};
};

TEST_F(HomeRelayLines, WhatIsOfNoSenseChangesNothing) {
  for (const auto* line : {"port 0", "port 65536", "port", "relay short", "relay", "addresses many", "addresses", "address moon 1.2.3.4 x", "told a 2", "", " "}) {
    home_.on_child_line(line);
    EXPECT_TRUE(home_.is_running()) << line;
    EXPECT_EQ(home_.facts().port, 7420) << line;
    EXPECT_EQ(home_.facts().relay_id, PublicKey{7}) << line;
    EXPECT_EQ(home_.facts().addresses.size(), 1u) << line;
    EXPECT_TRUE(home_.told().empty()) << line;
  }
}

}  // namespace
}  // namespace twinlamp::client::test
