#include "client/app/exchange.h"

#include <gtest/gtest.h>

#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

std::string words(const twinlamp::Round& round) {
  std::string out;
  for (const auto& line : make_exchange(round, me, Words())) out += (line.mine ? "me:" : "they:") + line.text + " ";
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

TEST(Exchange, SaysASmallReactionInTheReadersLanguageAndNothingElse) {
  auto round = round_of(light);
  const auto thanks = Words().nth("reactions", 0);
  round.sides[me].reactions = {{said(1, thanks), std::nullopt}};
  round.sides[partner].reactions = {{said(2, "Cancel", 4), std::nullopt}};
  round.sides[partner].say_backs = {{said(3, thanks, 5), std::nullopt}};
  const auto spanish = Words::built_in("es");
  const auto lines = make_exchange(round, me, spanish);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].text, spanish.nth("reactions", 0));
  EXPECT_EQ(lines[1].text, "Cancel");
  EXPECT_EQ(reaction_to_send(spanish.nth("reactions", 0), spanish), thanks);
  EXPECT_EQ(reaction_to_send("Cancelar", spanish), "Cancelar");
  EXPECT_EQ(lines[2].text, thanks) << "words of one's own are never touched";
}

TEST(Exchange, NamesEachKind) {
  auto round = round_of(light);
  round.sides[me].say_backs = {{said(1, "s"), Verdict{false, said(1, "n", 4)}}, {said(2, "t", 5), Verdict{true, said(2, "y", 6)}}};
  using Kind = ExchangeView::Kind;
  std::vector<Kind> kinds;
  for (const auto& line : make_exchange(round, me, Words())) kinds.push_back(line.kind);
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::say_back, Kind::not_quite, Kind::say_back, Kind::confirmed}));
}

}  // namespace
}  // namespace twinlamp::client::test
