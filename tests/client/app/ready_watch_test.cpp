#include "client/app/ready_watch.h"

#include <gtest/gtest.h>

#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

class ReadyWatchTest : public testing::Test {
protected:
  // The partner's log has grown by an entry, with what it did.
  bool news_after(const std::function<void(twinlamp::Round&)>& act) {
    act(*state_.rounds.edit(id_));
    ++state_.last_seq[partner];
    return watch_.has_news(state_, me);
  }
  void SetUp() override {
    auto round = round_of(light);
    round.opened_by = me;
    id_ = round.id;
    state_.rounds.add(std::move(round));
    watch_.start(state_, me);
  }

  PairState state_;
  ReadyWatch watch_;
  RoundId id_{};
};

TEST_F(ReadyWatchTest, TakesWhatWasThereAtFirstForSeen) {
  seal(*state_.rounds.edit(id_), partner);
  state_.last_seq[partner] = 9;
  watch_.start(state_, me);
  EXPECT_FALSE(watch_.has_news(state_, me));
  EXPECT_FALSE(news_after([](twinlamp::Round&) {}));
}

TEST_F(ReadyWatchTest, SeesWhatThePartnerDoesOnce) {
  EXPECT_TRUE(news_after([](twinlamp::Round& r) { seal(r, partner); }));
  EXPECT_FALSE(watch_.has_news(state_, me));
  EXPECT_TRUE(news_after([](twinlamp::Round& r) { r.sides[partner].say_backs.push_back({said(1, "so"), {}}); }));
  EXPECT_TRUE(news_after([](twinlamp::Round& r) { r.sides[partner].reactions.push_back({said(1, "so"), {}}); }));
  EXPECT_TRUE(news_after([](twinlamp::Round& r) { r.sides[partner].follow_ups.push_back({said(1, "why?"), {}}); }));
  EXPECT_TRUE(news_after([](twinlamp::Round& r) { r.sides[partner].additions.push_back(said(1, "and")); }));
  EXPECT_FALSE(watch_.has_news(state_, me));
}

TEST_F(ReadyWatchTest, SeesWhatThePartnerAnswersMe) {
  auto& round = *state_.rounds.edit(id_);
  round.sides[me].say_backs.push_back({said(1, "so"), {}});
  round.sides[me].follow_ups.push_back({said(2, "why?"), {}});
  EXPECT_TRUE(news_after([](twinlamp::Round& r) { r.sides[me].say_backs[0].verdict = Verdict{true, {}}; }));
  EXPECT_TRUE(news_after([](twinlamp::Round& r) { r.sides[me].follow_ups[0].replies.push_back(said(3, "because")); }));
}

TEST_F(ReadyWatchTest, SeesARoundThatThePartnerOpens) {
  state_.rounds.add(round_of(light, 2));
  ++state_.last_seq[partner];
  EXPECT_TRUE(watch_.has_news(state_, me));
}

TEST_F(ReadyWatchTest, SeesNothingInARoundThatIsNotShown) {
  const auto is_light = [](const twinlamp::Round& round) { return round.card_id == light; };
  state_.rounds.add(round_of("desire.first-noticed", 2));
  ++state_.last_seq[partner];
  EXPECT_FALSE(watch_.has_news(state_, me, is_light));
  seal(*state_.rounds.edit(id_), partner);
  ++state_.last_seq[partner];
  EXPECT_TRUE(watch_.has_news(state_, me, is_light));
}

TEST_F(ReadyWatchTest, SeesNothingInWhatIDoMyself) {
  EXPECT_FALSE(news_after([](twinlamp::Round& r) { seal(r, me); }));
  EXPECT_FALSE(news_after([](twinlamp::Round& r) { r.sides[me].reactions.push_back({said(1, "so"), {}}); }));
}

TEST_F(ReadyWatchTest, SeesNothingInAClose) {
  EXPECT_FALSE(news_after([](twinlamp::Round& r) { close(r); }));
}

TEST_F(ReadyWatchTest, SeesNothingInAnEntryThatChangesNoRound) {
  ++state_.last_seq[partner];
  EXPECT_FALSE(watch_.has_news(state_, me));
}

}  // namespace
}  // namespace twinlamp::client::test
