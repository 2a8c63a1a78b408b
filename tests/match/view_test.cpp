// What somebody who said no has in their hands: everything that was said, their own secrets, and in the end both
// blinds.
//
// Out of all of it every number is computed that two operations can give, and those that coincide are looked at: a
// scheme that leaks through its values (two that are equal for a yes and not for a no, as where a Diffie-Hellman value
// is computed again) shows here. What a yes learns by design shows too: so the test can see.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/match/match_couple.h"

namespace twinlamp::match {
namespace {

using test::MatchCouple;

struct View {
  std::vector<Element> base, derived;
};

void add_transcript(View& view, const MatchCouple& couple) {
  const auto& said = couple.said;
  const auto h3 = product_hash(couple.terms, said);
  view.base = {generator(), key_of(said, 0), key_of(said, 1), common_key(said)};
  for (std::size_t bit = 0; bit < couple.terms.bits(); ++bit) {
    for (Slot slot : {Slot{0}, Slot{1}}) {
      const auto cipher = bit_of(said, slot, bit);
      view.base.push_back(cipher.a);
      view.base.push_back(cipher.b);
      view.base.push_back(
          minus(share_of(said, slot, bit), times(couple.runs[slot].blind(), blind_base(h3, slot, bit))));  // unblinded
    }
    const auto product = product_of(said, bit);
    view.base.push_back(product.a);
    view.base.push_back(product.b);
  }
}

// The pattern of who equals whom among all sums, differences and multiples by one's own secrets.
std::vector<std::size_t> pattern(const MatchCouple& couple, Slot me) {
  View view;
  add_transcript(view, couple);
  const RunSecret secret(couple.terms, me, couple.seeds[me], couple.votes[me]);
  const auto h1 = keys_hash(couple.terms, couple.said), h2 = bits_hash(couple.terms, couple.said);
  std::vector<Scalar> mine{secret.key(), secret.blind()};
  for (std::size_t bit = 0; bit < couple.terms.bits(); ++bit) {
    mine.push_back(secret.drawn("rho", h1, bit));
    mine.push_back(secret.drawn("sigma", h2, bit));
  }
  auto all = view.base;
  for (const auto& element : view.base)
    for (const auto& scalar : mine) all.push_back(times(scalar, element));
  std::vector<std::size_t> classes;
  std::map<Element, std::size_t> first;
  const auto note = [&](const Element& element) {
    classes.push_back(first.emplace(element, first.size()).first->second);
  };
  for (const auto& element : all) note(element);
  for (std::size_t a = 0; a < all.size(); ++a)
    for (const auto& element : view.base) {
      note(plus(all[a], element));
      note(minus(all[a], element));
    }
  return classes;
}

std::vector<std::size_t> pattern_of(Vote mine, Vote theirs, Slot me) {
  MatchCouple couple(me == 0 ? test::Setting{{mine}, {theirs}} : test::Setting{{theirs}, {mine}});
  couple.say_all();
  EXPECT_TRUE(couple.check_all());
  return pattern(couple, me);
}

TEST(MatchView, OfOneWhoSaidNoHasNothingThatTellsTheOthersVote) {
  for (Slot me : {Slot{0}, Slot{1}}) {
    const auto when_no = pattern_of(Vote::no, Vote::no, me);
    EXPECT_EQ(pattern_of(Vote::no, Vote::yes, me), when_no) << "slot " << int{me};
    EXPECT_EQ(pattern_of(Vote::no, Vote::curious, me), when_no) << "slot " << int{me};
  }
}

TEST(MatchView, OfOneWhoIsCuriousDoesNotTellCuriousFromYes) {
  for (Slot me : {Slot{0}, Slot{1}}) {
    const auto when_curious = pattern_of(Vote::curious, Vote::curious, me);
    EXPECT_EQ(pattern_of(Vote::curious, Vote::yes, me), when_curious) << "slot " << int{me};
    EXPECT_NE(pattern_of(Vote::curious, Vote::no, me), when_curious) << "slot " << int{me};
  }
}

TEST(MatchView, OfAYesTellsTheOthersVoteAsItMust) {
  for (Slot me : {Slot{0}, Slot{1}}) {
    const auto when_no = pattern_of(Vote::yes, Vote::no, me);
    EXPECT_NE(pattern_of(Vote::yes, Vote::curious, me), when_no);
    EXPECT_NE(pattern_of(Vote::yes, Vote::yes, me), pattern_of(Vote::yes, Vote::curious, me));
  }
}

// The same values, told by their bits: over many runs no bit of the partner's words leans to one vote.
TEST(MatchView, NoBitOfThePartnersWordsLeansToAVote) {
  constexpr int runs = 60;
  std::array<std::vector<int>, 2> ones;
  for (const Vote theirs : {Vote::no, Vote::yes}) {
    auto& counts = ones[theirs == Vote::yes ? 1 : 0];
    for (std::uint8_t seed = 1; seed <= runs; ++seed) {
      MatchCouple couple({{Vote::no}, {theirs}, 0, seed});
      couple.say_all();
      Bytes words;
      for (std::uint8_t step = 1; step < step_count; ++step)
        words.insert(words.end(), couple.said.step(1, step).begin(), couple.said.step(1, step).end());
      counts.resize(words.size() * 8);
      for (std::size_t bit = 0; bit < counts.size(); ++bit) counts[bit] += (words[bit / 8] >> (bit % 8)) & 1;
    }
  }
  // A fair bit differs by more than 7 standard deviations (of the difference, sqrt(runs / 2)) once in 10^11.
  const double most = 7.0 * std::sqrt(runs / 2.0);
  for (std::size_t bit = 0; bit < ones[0].size(); ++bit) ASSERT_LE(std::abs(ones[0][bit] - ones[1][bit]), most) << bit;
}

}  // namespace
}  // namespace twinlamp::match
