#include "client/app/home_faults.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

using State = HomeRelayFacts::State;
using Fault = HomeRelayFacts::Fault;

HomeRelayFacts relay(State state, Fault fault = Fault::none) {
  HomeRelayFacts facts;
  facts.state = state;
  facts.fault = fault;
  return facts;
}

// At which of so many failures in a row it is told.
std::vector<int> told(HomeFaults& faults, Fault fault, int failures = 8) {
  std::vector<int> at;
  for (int number = 1; number <= failures; ++number)
    if (faults.handle(relay(State::failed, fault))) at.push_back(number);
  return at;
}

TEST(HomeFaultsTest, WhatOnlyThePersonCanMendIsToldAtOnceAndOnce) {
  for (const auto fault : {Fault::not_installed, Fault::too_old, Fault::data}) {
    HomeFaults faults;
    EXPECT_EQ(told(faults, fault), std::vector<int>{1});
  }
}

TEST(HomeFaultsTest, WhatMayPassByItselfIsToldWhenItHasNot) {
  for (const auto fault : {Fault::port_taken, Fault::runs_already}) {
    HomeFaults faults;
    EXPECT_EQ(told(faults, fault), std::vector<int>{4});
  }
}

TEST(HomeFaultsTest, OneThatEndedByItselfIsBackBeforeAnybodyHears) {
  HomeFaults faults;
  EXPECT_EQ(told(faults, Fault::ended), std::vector<int>());
}

TEST(HomeFaultsTest, AfterItHasRunItIsToldAgain) {
  HomeFaults faults;
  EXPECT_EQ(told(faults, Fault::data), std::vector<int>{1});
  EXPECT_FALSE(faults.handle(relay(State::running)));
  EXPECT_EQ(told(faults, Fault::data), std::vector<int>{1});
}

TEST(HomeFaultsTest, SaysWhichPortOrFolderAndEndsWhereThereIsNoMoreToSay) {
  const auto words = Words::built_in("en");
  auto taken = relay(State::failed, Fault::port_taken);
  taken.port = 7420;
  EXPECT_NE(words_for_home(taken, "/home/noor/relay", words).find("7420"), std::string::npos);
  const auto damaged = words_for_home(relay(State::failed, Fault::data), "/home/noor/relay", words);
  EXPECT_NE(damaged.find("/home/noor/relay"), std::string::npos);
  EXPECT_FALSE(damaged.ends_with(' '));
}

}  // namespace
}  // namespace twinlamp::client::test
