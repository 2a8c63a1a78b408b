#include "client/app/exchange.h"

#include <gtest/gtest.h>

#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

std::string words(const twinlamp::Round& round) {
  std::string out;
  for (const auto& line : make_exchange(round, me)) out += (line.mine ? "me:" : "they:") + line.text + " ";
  return out;
}

TEST(Exchange, IsEmptyAtFirst) { EXPECT_EQ(words(round_of(light)), ""); }

TEST(Exchange, GoesByTheClockWhereNothingElseDecides) {
  auto round = round_of(light);
  round.sides[me].reactions = {{said(5, "b", 4), std::nullopt}};
  round.sides[partner].reactions = {{said(9, "a", 3), std::nullopt}, {said(10, "c", 5), std::nullopt}};
  EXPECT_EQ(words(round), "they:a me:b they:c ");
}

TEST(Exchange, PutsAReplyAfterItsQuestionWhateverTheClocksSay) {
  auto round = round_of(light);
  round.sides[me].follow_ups = {{said(5, "why?", 30), {said(9, "because", 3)}}};
  round.sides[partner].say_backs = {{said(8, "heard", 2), Verdict{true, said(4, "yes", 1)}}};
  EXPECT_EQ(words(round), "they:heard me:yes me:why? they:because ");
}

TEST(Exchange, KeepsEachAuthorsOwnOrderWhenAClockGoesBack) {
  auto round = round_of(light);
  round.sides[me].reactions = {{said(5, "first", 50), std::nullopt}};
  round.sides[me].say_backs = {{said(6, "second", 1), std::nullopt}};
  EXPECT_EQ(words(round), "me:first me:second ");
}

TEST(Exchange, NamesEachKind) {
  auto round = round_of(light);
  round.sides[me].say_backs = {{said(1, "s"), Verdict{false, said(1, "n", 4)}}, {said(2, "t", 5), Verdict{true, said(2, "y", 6)}}};
  using Kind = ExchangeView::Kind;
  std::vector<Kind> kinds;
  for (const auto& line : make_exchange(round, me)) kinds.push_back(line.kind);
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::say_back, Kind::not_quite, Kind::say_back, Kind::confirmed}));
}

}  // namespace
}  // namespace twinlamp::client::test
