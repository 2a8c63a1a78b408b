// A modified partner: each field of each step flipped, replaced by another that is valid in itself, swapped, replayed,
// reflected.
#include <gtest/gtest.h>

#include "tests/match/match_couple.h"

namespace twinlamp::match {
namespace {

using test::MatchCouple;

struct Field {
  std::string name;
  std::size_t at = 0;     // in words
  std::size_t count = 0;  // words
  bool is_element = false;
};

// The layout of a step, in words.
std::vector<Field> fields_of(const Terms& terms, std::uint8_t step) {
  const std::size_t n = terms.count, bits = terms.bits(), k = terms.quota;
  switch (step) {
    case 0:
      return {{"list", 0, 1, false}, {"key", 1, 1, true}, {"challenge", 2, 1, false}, {"response", 3, 1, false}};
    case 1:
      return {{"ciphers", 0, 4 * n, true},
              {"bits challenge", 4 * n, 1, false},
              {"bits responses", 4 * n + 1, 5 * n, false},
              {"quota challenge", 9 * n + 1, 1, false},
              {"quota responses", 9 * n + 2, 2 * k + 1, false}};
    case 2:
      return {{"products", 0, 2 * bits, true},
              {"challenge", 2 * bits, 1, false},
              {"responses", 2 * bits + 1, 3 * bits, false}};
    default:
      return {{"shares", 0, bits, true},
              {"lock", bits, 1, true},
              {"challenge", bits + 1, 1, false},
              {"responses", bits + 2, 2, false}};
  }
}

const std::array<std::string_view, step_count> names{
    "match keys: ", "match bits: ", "match product: ", "match shares: "};

Bytes put_word(ByteView step, std::size_t at, ByteView value) {
  auto out = to_bytes(step);
  std::copy(value.begin(), value.end(), out.begin() + static_cast<std::ptrdiff_t>(at * word));
  return out;
}

class Tampering : public testing::Test {
protected:
  Tampering() { honest.say_all(); }

  // What the honest side says of this step of `author` when it is these bytes.
  std::string verdict(Slot author, std::uint8_t step, Bytes bytes) {
    auto said = honest.said;
    said.set(author, step, std::move(bytes));
    // Later steps rest on it: they are not there yet when it is checked.
    Transcript until;
    for (const auto& [who, what] : test::order_of_steps)
      if (what <= step) until.set(who, what, to_bytes(said.step(who, what)));
    const auto checked = check_step(honest.terms, author, step, until);
    return checked ? "sound" : checked.error().where;
  }

  template <class Visit>
  void for_each_word(const Visit& visit) {
    for (const auto& [author, step] : test::order_of_steps)
      for (const auto& field : fields_of(honest.terms, step))
        for (std::size_t at = field.at; at < field.at + field.count; ++at) {
          SCOPED_TRACE(testing::Message()
                       << "slot " << int{author} << ", step " << int{step} << ", " << field.name << ", word " << at);
          visit(author, step, field, at);
        }
  }

  MatchCouple honest{{{Vote::yes, Vote::no, Vote::curious}, {Vote::yes, Vote::yes, Vote::no}, 2}};
  MatchCouple elsewhere{{{Vote::yes, Vote::no, Vote::curious}, {Vote::yes, Vote::yes, Vote::no}, 2, 1, 2}};
};

bool is_named(const std::string& verdict, std::uint8_t step) {
  return verdict.starts_with(names[step]) || (step == 1 && verdict.starts_with("match quota: "));
}

TEST_F(Tampering, FieldsCoverEveryStep) {
  for (const auto& [author, step] : test::order_of_steps) {
    std::size_t words = 0;
    for (const auto& field : fields_of(honest.terms, step)) words += field.count;
    EXPECT_EQ(words * word, step_size(honest.terms, author, step));
    EXPECT_EQ(verdict(author, step, to_bytes(honest.said.step(author, step))), "sound");
  }
}

TEST_F(Tampering, AFlippedBitOfAnyWordIsCaughtByName) {
  for_each_word([&](Slot author, std::uint8_t step, const Field&, std::size_t at) {
    for (const std::size_t bit : {std::size_t{0}, std::size_t{77}, std::size_t{255}}) {
      auto bytes = to_bytes(honest.said.step(author, step));
      bytes[at * word + bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      EXPECT_PRED2(is_named, verdict(author, step, bytes), step);
    }
  });
}

TEST_F(Tampering, AnotherElementOrScalarThatIsValidInItselfIsCaughtByName) {
  for_each_word([&](Slot author, std::uint8_t step, const Field& field, std::size_t at) {
    const auto value = field.is_element ? to_bytes(times_base(number(12345))) : to_bytes(number(12345).view());
    const auto said = verdict(author, step, put_word(honest.said.step(author, step), at, value));
    EXPECT_PRED2(is_named, said, step);
    EXPECT_TRUE(said.ends_with("proof") || said.ends_with("another list")) << said;
  });
}

TEST_F(Tampering, TheIdentityAndUnreducedNumbersAreCaughtAsSuch) {
  Bytes huge(word, 0xff);
  for_each_word([&](Slot author, std::uint8_t step, const Field& field, std::size_t at) {
    if (field.name == "list") return;
    const auto& step_bytes = honest.said.step(author, step);
    const auto said = verdict(author, step, put_word(step_bytes, at, huge));
    EXPECT_TRUE(said.ends_with(field.is_element ? "not an element" : "not a scalar")) << said;
    if (field.is_element) {
      EXPECT_TRUE(verdict(author, step, put_word(step_bytes, at, identity())).ends_with("not an element"));
    }
  });
}

TEST_F(Tampering, WordsSwappedBetweenItemsAreCaught) {
  for_each_word([&](Slot author, std::uint8_t step, const Field& field, std::size_t at) {
    if (at + 1 >= field.at + field.count) return;
    const auto bytes = honest.said.step(author, step);
    for (std::size_t other = at + 1; other < field.at + field.count; ++other) {
      auto swapped = put_word(bytes, at, bytes.subspan(other * word, word));
      swapped = put_word(swapped, other, bytes.subspan(at * word, word));
      EXPECT_PRED2(is_named, verdict(author, step, swapped), step);
    }
  });
}

TEST_F(Tampering, AStepOfAnotherRunIsCaught) {
  elsewhere.say_all();
  for (const auto& [author, step] : test::order_of_steps)
    EXPECT_TRUE(verdict(author, step, to_bytes(elsewhere.said.step(author, step))).ends_with("proof"))
        << int{author} << int{step};
}

TEST_F(Tampering, AStepOfAnotherListIsCaughtAsThat) {
  MatchCouple other({{Vote::yes, Vote::no, Vote::curious}, {Vote::yes, Vote::yes, Vote::no}, 3});
  other.say_until(0, 0);
  EXPECT_EQ(verdict(0, 0, to_bytes(other.said.step(0, 0))), "match keys: another list");
}

TEST_F(Tampering, MyOwnStepsReflectedAreCaught) {
  for (const auto& [author, step] : test::order_of_steps) {
    if (step == 2) continue;  // slot 0 has none that could come back
    const auto partner = static_cast<Slot>(1 - author);
    const auto said = verdict(author, step, to_bytes(honest.said.step(partner, step)));
    EXPECT_PRED2(is_named, said, step);
  }
  EXPECT_EQ(verdict(0, 0, to_bytes(honest.said.step(1, 0))), "match keys: the other's key");
  EXPECT_EQ(verdict(1, 3, to_bytes(honest.said.step(0, 3))), "match shares: the other's lock");
}

TEST_F(Tampering, ABitCopiedFromTheOtherOrShiftedIsCaught) {
  // Slot 1 re-randomises slot 0's bits as its own, so that the result would tell them: it cannot prove them.
  const auto q = common_key(honest.said);
  auto bytes = to_bytes(honest.said.step(1, 1));
  for (std::size_t bit = 0; bit < honest.terms.bits(); ++bit) {
    const auto theirs = bit_of(honest.said, 0, bit);
    bytes = put_word(bytes, 2 * bit, plus(theirs.a, times_base(number(9))));
    bytes = put_word(bytes, 2 * bit + 1, plus(theirs.b, times(number(9), q)));
  }
  EXPECT_EQ(verdict(1, 1, bytes), "match bits: proof");
}

TEST_F(Tampering, ABitOfTwoOrMinusOneIsCaught) {
  for (const auto& value : {number(2), minus(number(0), number(1))}) {
    auto bytes = to_bytes(honest.said.step(0, 1));
    const auto old = bit_of(honest.said, 0, 0);  // of a one
    bytes = put_word(bytes, 1, plus(minus(old.b, generator()), times_base(value)));
    EXPECT_EQ(verdict(0, 1, bytes), "match bits: proof");
  }
}

// Those that know their secrets, and prove as well as they can what is not so.
TEST_F(Tampering, OneWhoWantsMoreThanTheQuotaCannotProveIt) {
  const test::Votes greedy(3, Vote::yes);
  const RunSecret secret(honest.terms, 0, honest.seeds[0], honest.votes[0]);
  EXPECT_EQ(verdict(0, 1, make_bits_step(honest.terms, secret, 0, greedy, honest.said)), "match quota: proof");
}

TEST_F(Tampering, OneWhoMultipliesByOtherVotesThanItSaidCannotProveIt) {
  const RunSecret secret(honest.terms, 1, honest.seeds[1], honest.votes[1]);
  for (const auto& other : {test::Votes(3, Vote::yes), test::Votes(3, Vote::no)})
    EXPECT_EQ(verdict(1, 2, make_product_step(honest.terms, secret, other, honest.said)), "match product: proof");
}

TEST_F(Tampering, AYesWithoutCuriousIsCaught) {
  auto bytes = to_bytes(honest.said.step(0, 1));  // item 0 is a yes: (1, 1) becomes (0, 1)
  bytes = put_word(bytes, 1, minus(bit_of(honest.said, 0, 0).b, generator()));
  EXPECT_EQ(verdict(0, 1, bytes), "match bits: proof");
}

TEST_F(Tampering, AProductWithAnotherBitThanTheEncryptedOneIsCaught) {
  // Slot 1 says no to item 2 in step 1, and multiplies by one in step 2.
  auto bytes = to_bytes(honest.said.step(1, 2));
  const std::size_t bit = 4;
  const auto product = product_of(honest.said, bit), theirs = bit_of(honest.said, 0, bit);
  bytes = put_word(bytes, 2 * bit, plus(product.a, theirs.a));
  bytes = put_word(bytes, 2 * bit + 1, plus(product.b, theirs.b));
  EXPECT_EQ(verdict(1, 2, bytes), "match product: proof");
}

TEST_F(Tampering, ASharePutOffByTheGeneratorIsCaught) {
  for (Slot author : {Slot{0}, Slot{1}}) {
    const auto share = share_of(honest.said, author, 0);
    EXPECT_EQ(verdict(author, 3, put_word(honest.said.step(author, 3), 0, plus(share, generator()))),
              "match shares: proof");
  }
}

TEST_F(Tampering, ABlindUnlikeTheLockIsCaught) {
  EXPECT_EQ(verdict(0, 3, put_word(honest.said.step(0, 3), honest.terms.bits(), times_base(number(77)))),
            "match shares: proof");
}

TEST_F(Tampering, AStepOfAnotherSizeIsCaught) {
  for (const auto& [author, step] : test::order_of_steps) {
    auto bytes = to_bytes(honest.said.step(author, step));
    bytes.push_back(0);
    EXPECT_EQ(verdict(author, step, bytes), "match: a step's size");
    bytes.resize(bytes.size() - 33);
    EXPECT_EQ(verdict(author, step, bytes), "match: a step's size");
  }
}

TEST_F(Tampering, TheQuotaIsProvedForTheSumOfTheBitsThatWereSaid) {
  // A quota proof of another run of the same terms: right in itself, of other bits.
  MatchCouple other({{Vote::no, Vote::no, Vote::no}, {Vote::yes, Vote::yes, Vote::no}, 2});
  other.said.set(0, 0, to_bytes(honest.said.step(0, 0)));
  other.said.set(1, 0, to_bytes(honest.said.step(1, 0)));
  const auto bytes = other.runs[0].make_step(1, other.said);
  auto mixed = to_bytes(honest.said.step(0, 1));
  const auto quota_at = (9 * std::size_t{honest.terms.count} + 1) * word;
  std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(quota_at), bytes.end(),
            mixed.begin() + static_cast<std::ptrdiff_t>(quota_at));
  EXPECT_EQ(verdict(0, 1, mixed), "match quota: proof");
}

}  // namespace
}  // namespace twinlamp::match
