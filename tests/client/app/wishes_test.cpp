// What two people with a real app each, and a relay between, learn of what both want, and of what they keep to
// themselves.
#include <fstream>

#include "tests/client/app/app_fixture.h"
#include "tests/support/spellings.h"

namespace twinlamp::client::test {
namespace {

const std::string wish_list = "desire.wish-list";

class WishesAppTest : public CoupleTest {
protected:
  void pair_with(bool noor_wants, bool sam_wants) {
    start_relay();
    set_up(noor_, "Noor");
    set_up(sam_, "Sam");
    noor_.send(SetDesire{noor_wants});
    sam_.send(SetDesire{sam_wants});
    exchange();
    confirm();
  }
  static bool is_open(const Model& model) { return model.alone.desire_is_open; }

  // Asked by Noor; the id once both have it.
  std::string ask() {
    noor_.send(AskCard{wish_list});
    std::string id;
    const auto has_it = [&id](const Model& model) {
      for (const auto& round : model.open_rounds)
        if (round->card.id == wish_list && round->wishes) id = round->id;
      return !id.empty();
    };
    EXPECT_TRUE(noor_.wait(has_it));
    EXPECT_TRUE(sam_.wait_round(id, [](const RoundView& view) { return view.wishes.has_value(); }));
    return id;
  }
};

TEST_F(WishesAppTest, DesireOpensByItselfOnceBothWantItAndOffIsSilent) {
  pair_with(true, true);
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait(is_open));
  sam_.send(SetDesire{false});
  ASSERT_TRUE(sam_.wait([](const Model& model) { return !model.alone.desire && !model.alone.desire_is_open; }));
  EXPECT_TRUE(is_open(*noor_.model()));
  EXPECT_TRUE(noor_.model()->open_rounds.empty());
  EXPECT_TRUE(noor_.model()->notices.empty());
}

TEST_F(WishesAppTest, WhatIsKeptToOneselfComesBackWithTheProfile) {
  pair_with(true, true);
  sam_.send(SetCeiling{2});
  ASSERT_TRUE(sam_.wait([](const Model& model) { return model.alone.ceiling == 2; }));
  sam_.stop();
  ASSERT_EQ(sam_.start(), "");
  EXPECT_TRUE(sam_.wait([](const Model& model) { return model.alone.ceiling == 2 && model.alone.desire; }));
}

TEST_F(WishesAppTest, AWishListOpensToWhatBothWantAndToNothingElse) {
  pair_with(true, true);
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait(is_open));
  const auto id = ask();
  const auto items = noor_.round(id)->wishes->items;
  EXPECT_EQ(sam_.round(id)->wishes->items, items);
  ASSERT_GE(items.size(), 4u);
  noor_.send(SealWishes{id, {{items[0], Wish::yes}, {items[1], Wish::curious}, {items[2], Wish::yes}}, false});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& view) { return view.phase == RoundPhase::partner_sealed; }));
  ASSERT_TRUE(noor_.wait_round(id, [&](const RoundView& view) { return view.wishes->mine.contains(items[1]); }));
  EXPECT_EQ(noor_.round(id)->wishes->mine.at(items[1]), Wish::curious);
  EXPECT_TRUE(sam_.round(id)->wishes->wanted.empty());
  sam_.send(SealWishes{id, {{items[0], Wish::yes}, {items[1], Wish::yes}, {items[3], Wish::yes}}, false});
  std::vector<Wanted> wanted(items.size(), Wanted::nothing);
  wanted[0] = Wanted::both_yes;
  wanted[1] = Wanted::both_curious;
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait_round(id, [&](const RoundView& view) { return view.wishes->wanted == wanted; }));
    const auto view = person->round(id);
    EXPECT_EQ(view->mine->words, view->partners->words);
    EXPECT_TRUE(view->wishes->mine.empty());
    EXPECT_EQ(view->waiting_for, "It is open. Whoever has read it may close it.");
    EXPECT_FALSE(view->may_add) << "nobody adds to what nobody is to see";
    EXPECT_TRUE(view->may_close);
  }
}

TEST_F(WishesAppTest, MoreThanTheListAllowsIsNotSealed) {
  pair_with(true, true);
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait(is_open));
  const auto id = ask();
  const auto view = noor_.round(id);
  std::map<std::string, Wish> all;
  for (const auto& item : view->wishes->items) all[item] = Wish::yes;
  noor_.send(SealWishes{id, all, false});
  EXPECT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice(std::to_string(view->wishes->most)); }));
  EXPECT_EQ(noor_.round(id)->phase, RoundPhase::writing);
}

// Profiles, their WAL, and the relay's database: what a copy of all three would hold after a run that found nothing.
TEST_F(WishesAppTest, NoFileAnywhereHoldsAVoteAfterARunWithNoMatch) {
  pair_with(true, true);
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait(is_open));
  const auto id = ask();
  const auto items = noor_.round(id)->wishes->items;
  std::map<std::string, Wish> noors, sams;
  std::string votes;  // as a device keeps them while it must
  for (std::size_t at = 0; at < items.size(); ++at) {
    const auto wish = at % 3 == 0 ? Wish::yes : at % 3 == 1 ? Wish::curious : Wish::no;
    noors[items[at]] = wish;
    if (wish == Wish::no) sams[items[at]] = Wish::yes;
    votes.push_back(static_cast<char>(static_cast<int>(wish) - 1));
  }
  noor_.send(SaveDraft{id, WishesAnswer{noors}});
  noor_.send(SealWishes{id, noors, false});
  sam_.send(SealWishes{id, sams, false});
  for (auto* person : {&noor_, &sam_})
    ASSERT_TRUE(person->wait_round(
        id, [&](const RoundView& view) { return view.wishes->wanted == std::vector(items.size(), Wanted::nothing); }));
  noor_.stop();
  sam_.stop();
  for (const auto& words : {votes, items[0], items[1], std::string("desire.wish-list"), std::string("deeper.2")})
    EXPECT_EQ(twinlamp::test::count_spellings(folder_.path(), words), 0u) << words;
  std::ofstream(folder_ / "canary") << "before " << votes << " after";
  EXPECT_EQ(twinlamp::test::count_spellings(folder_.path(), votes), 1u) << "the search itself works";
}

}  // namespace
}  // namespace twinlamp::client::test
