#include "protocol/session/ratchet.h"

#include <algorithm>
#include <map>
#include <set>

#include "protocol/base/limits.h"
#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

using test::RatchetCouple;
using test::text;
using test::words;

const auto ad = test::text("room and slot");

Bytes send(Ratchet& from, std::string_view what, Random& random) {
  return *from.encrypt(bytes_of(what), ad, random);
}

TEST(Ratchet, CarriesAConversationBothWays) {
  RatchetCouple couple(1);
  for (int i = 0; i < 20; ++i) {
    const auto there = send(couple.alice, "there " + std::to_string(i), couple.random);
    EXPECT_EQ(words(*couple.bob.decrypt(there, ad, couple.random)), "there " + std::to_string(i));
    const auto back = send(couple.bob, "back " + std::to_string(i), couple.random);
    EXPECT_EQ(words(*couple.alice.decrypt(back, ad, couple.random)), "back " + std::to_string(i));
  }
}

TEST(Ratchet, LetsBobSendOnlyAfterAlicesFirstMessage) {
  RatchetCouple couple(2);
  EXPECT_TRUE(couple.alice.can_send());
  EXPECT_FALSE(couple.bob.can_send());
  const auto refused = couple.bob.encrypt(text("too soon"), ad, couple.random);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::out_of_order);
  ASSERT_TRUE(couple.bob.decrypt(send(couple.alice, "first", couple.random), ad, couple.random));
  EXPECT_TRUE(couple.bob.can_send());
}

TEST(Ratchet, AddsTheSameOverheadToEveryMessage) {
  RatchetCouple couple(3);
  for (std::size_t size : {0, 1, 1000})
    EXPECT_EQ(couple.alice.encrypt(Bytes(size), ad, couple.random)->size(), size + Ratchet::overhead);
}

TEST(Ratchet, AcceptsAnEmptyPlaintext) {
  RatchetCouple couple(4);
  const auto message = send(couple.alice, "", couple.random);
  const auto plaintext = couple.bob.decrypt(message, ad, couple.random);
  ASSERT_TRUE(plaintext);
  EXPECT_TRUE(plaintext->empty());
}

TEST(Ratchet, RefusesAMessageThatCameBefore) {
  RatchetCouple couple(5);
  const auto message = send(couple.alice, "once", couple.random);
  ASSERT_TRUE(couple.bob.decrypt(message, ad, couple.random));
  const auto before = couple.bob.serialise();
  EXPECT_FALSE(couple.bob.decrypt(message, ad, couple.random));
  EXPECT_EQ(couple.bob.serialise(), before);
}

TEST(Ratchet, RefusesASkippedMessageTheSecondTime) {
  RatchetCouple couple(6);
  const auto first = send(couple.alice, "first", couple.random);
  ASSERT_TRUE(couple.bob.decrypt(send(couple.alice, "second", couple.random), ad, couple.random));
  EXPECT_EQ(couple.bob.skipped_count(), 1u);
  EXPECT_EQ(words(*couple.bob.decrypt(first, ad, couple.random)), "first");
  EXPECT_EQ(couple.bob.skipped_count(), 0u);
  EXPECT_FALSE(couple.bob.decrypt(first, ad, couple.random));
}

TEST(Ratchet, RefusesOtherAssociatedData) {
  RatchetCouple couple(7);
  const auto message = send(couple.alice, "bound", couple.random);
  EXPECT_FALSE(couple.bob.decrypt(message, text("another room"), couple.random));
  EXPECT_TRUE(couple.bob.decrypt(message, ad, couple.random));
}

TEST(Ratchet, DoesNotReadItsOwnMessages) {
  RatchetCouple couple(8);
  EXPECT_FALSE(couple.alice.decrypt(send(couple.alice, "echo", couple.random), ad, couple.random));
}

TEST(Ratchet, DoesNotReadAnotherCouplesMessages) {
  RatchetCouple couple(9), strangers(10);
  EXPECT_FALSE(couple.bob.decrypt(send(strangers.alice, "hello", couple.random), ad, couple.random));
}

// A message of each kind: of a skipped key, of the current chain with a gap, and of a chain not seen before.
struct Prepared {
  RatchetCouple couple{11};
  Bytes skipped, with_gap, of_new_chain;
  Prepared() {
    auto& [random, alice, bob] = couple;
    skipped = send(alice, "skipped", random);
    EXPECT_TRUE(bob.decrypt(send(alice, "read", random), ad, random));
    (void)send(alice, "lost", random);
    with_gap = send(alice, "after a gap", random);
    EXPECT_TRUE(alice.decrypt(send(bob, "turn", random), ad, random));
    (void)send(alice, "lost in the new chain", random);
    of_new_chain = send(alice, "of a new chain", random);
  }
};

TEST(Ratchet, KeepsItsStateWhenAnyByteOfAMessageIsFlipped) {
  Prepared p;
  const auto before = p.couple.bob.serialise();
  for (const auto& message : {p.skipped, p.with_gap, p.of_new_chain}) {
    test::with_each_byte_flipped(message, [&](ByteView bad) {
      EXPECT_FALSE(p.couple.bob.decrypt(bad, ad, p.couple.random));
      EXPECT_EQ(p.couple.bob.serialise(), before);
    });
    EXPECT_TRUE(Ratchet(p.couple.bob).decrypt(message, ad, p.couple.random));
  }
}

TEST(Ratchet, KeepsItsStateWhenAMessageIsCutShort) {
  Prepared p;
  const auto before = p.couple.bob.serialise();
  for (const auto& message : {p.skipped, p.with_gap, p.of_new_chain})
    test::with_each_truncation(message, [&](ByteView bad) {
      EXPECT_FALSE(p.couple.bob.decrypt(bad, ad, p.couple.random));
      EXPECT_EQ(p.couple.bob.serialise(), before);
    });
}

TEST(Ratchet, GivesACopyALifeOfItsOwn) {
  Prepared p;
  const auto before = p.couple.bob.serialise();
  auto copy = p.couple.bob;
  ASSERT_TRUE(copy.decrypt(p.skipped, ad, p.couple.random));
  ASSERT_TRUE(copy.decrypt(p.of_new_chain, ad, p.couple.random));
  EXPECT_EQ(p.couple.bob.serialise(), before);
  EXPECT_NE(copy.serialise(), before);
}

TEST(Ratchet, KeepsTheNewestSkippedKeysAndNoMoreThanTheLimit) {
  RatchetCouple couple(12);
  std::vector<Bytes> sent;
  for (std::size_t i = 0; i < limits::skipped_keys + 10; ++i)
    sent.push_back(send(couple.alice, std::to_string(i), couple.random));
  ASSERT_TRUE(couple.bob.decrypt(sent.back(), ad, couple.random));
  EXPECT_EQ(couple.bob.skipped_count(), limits::skipped_keys);
  EXPECT_FALSE(couple.bob.decrypt(sent[8], ad, couple.random));
  EXPECT_EQ(words(*couple.bob.decrypt(sent[9], ad, couple.random)), "9");
  EXPECT_EQ(couple.bob.skipped_count(), limits::skipped_keys - 1);
}

TEST(Ratchet, ForgetsTheOldestSkippedKeysOfEarlierChainsFirst) {
  RatchetCouple couple(13);
  auto& [random, alice, bob] = couple;
  const auto oldest = send(alice, "oldest", random);
  ASSERT_TRUE(bob.decrypt(send(alice, "read", random), ad, random));
  ASSERT_TRUE(alice.decrypt(send(bob, "turn", random), ad, random));
  std::vector<Bytes> sent;
  for (std::size_t i = 0; i < limits::skipped_keys + 1; ++i) sent.push_back(send(alice, std::to_string(i), random));
  ASSERT_TRUE(bob.decrypt(sent.back(), ad, random));
  EXPECT_EQ(bob.skipped_count(), limits::skipped_keys);
  EXPECT_FALSE(bob.decrypt(oldest, ad, random));
  EXPECT_TRUE(bob.decrypt(sent.front(), ad, random));
}

TEST(Ratchet, ForgetsAsManyAsThereAreTooMany) {
  RatchetCouple couple(19);
  auto& random = couple.random;
  std::vector<Bytes> sent;
  const auto skip_300 = [&] {
    for (int i = 0; i < 300; ++i) sent.push_back(send(couple.alice, "skipped", random));
    ASSERT_TRUE(couple.bob.decrypt(send(couple.alice, "read", random), ad, random));
  };
  skip_300();
  ASSERT_TRUE(couple.alice.decrypt(send(couple.bob, "turn", random), ad, random));
  skip_300();
  EXPECT_EQ(couple.bob.skipped_count(), limits::skipped_keys);
  EXPECT_FALSE(couple.bob.decrypt(sent[600 - limits::skipped_keys - 1], ad, random));
  EXPECT_TRUE(couple.bob.decrypt(sent[600 - limits::skipped_keys], ad, random));
}

TEST(Ratchet, RefusesAGapThatIsTooWideAndStaysAsItWas) {
  RatchetCouple couple(14);
  for (std::uint32_t i = 0; i < Ratchet::max_gap; ++i) (void)send(couple.alice, "lost", couple.random);
  auto just_within = send(couple.alice, "within", couple.random);
  const auto beyond = send(couple.alice, "beyond", couple.random);
  const auto before = couple.bob.serialise();
  EXPECT_EQ(couple.bob.decrypt(beyond, ad, couple.random).error().code, ErrorCode::refused);
  EXPECT_EQ(couple.bob.serialise(), before);
  EXPECT_TRUE(couple.bob.decrypt(just_within, ad, couple.random));
}

TEST(Ratchet, RefusesAPartnersKeyOfSmallOrder) {
  SeededRandom random(15);
  EXPECT_FALSE(Ratchet::alice({}, PublicKey{}, random));
}

TEST(Ratchet, TakesANewKeyWithEveryTurn) {
  RatchetCouple couple(16);
  auto& [random, alice, bob] = couple;
  std::set<SecretBytes> states{bob.serialise()};
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(bob.decrypt(send(alice, "there", random), ad, random));
    ASSERT_TRUE(alice.decrypt(send(bob, "back", random), ad, random));
    EXPECT_TRUE(states.insert(bob.serialise()).second);
  }
}

TEST(RatchetState, ComesBackFromBytesAndGoesOn) {
  Prepared p;
  const auto stored = p.couple.bob.serialise();
  auto restored = Ratchet::parse(stored);
  ASSERT_TRUE(restored);
  EXPECT_EQ(restored->serialise(), stored);
  for (const auto& message : {p.of_new_chain, p.skipped, p.with_gap})
    EXPECT_TRUE(restored->decrypt(message, ad, p.couple.random));
}

TEST(RatchetState, ComesBackFromBytesBeforeTheFirstMessage) {
  RatchetCouple couple(17);
  auto alice = *Ratchet::parse(couple.alice.serialise());
  auto bob = *Ratchet::parse(couple.bob.serialise());
  EXPECT_FALSE(bob.can_send());
  EXPECT_TRUE(bob.decrypt(send(alice, "first", couple.random), ad, couple.random));
}

TEST(RatchetState, IsRefusedWhenCutShortOrTooLong) {
  Prepared p;
  auto stored = p.couple.bob.serialise();
  test::with_each_truncation(stored, [](ByteView bad) { EXPECT_FALSE(Ratchet::parse(bad)); });
  stored.push_back(0);
  EXPECT_FALSE(Ratchet::parse(stored));
}

TEST(RatchetState, IsRefusedInAnotherVersion) {
  auto stored = RatchetCouple(18).alice.serialise();
  stored[0] = 2;
  EXPECT_EQ(Ratchet::parse(stored).error().code, ErrorCode::corrupt);
}

TEST(RatchetState, IsRefusedWithAFlagThatIsNotKnown) {
  auto stored = RatchetCouple(20).alice.serialise();
  stored[1] |= 4;
  EXPECT_FALSE(Ratchet::parse(stored));
}

TEST(RatchetState, IsReadOrRefusedButNeverMisreadWhenAByteIsFlipped) {
  Prepared p;
  test::with_each_byte_flipped(p.couple.bob.serialise(), [](ByteView bad) {
    if (const auto ratchet = Ratchet::parse(bad)) {
      EXPECT_TRUE(equal(ratchet->serialise(), bad));
    }
  });
}

// Whatever the network does, a message is read exactly once or not at all, and only as it was written.
class Schedule {
public:
  explicit Schedule(std::uint64_t seed) : couple_(seed), choice_(seed + 1'000'000) {}

  void run(int steps) {
    for (int i = 0; i < steps && !testing::Test::HasFailure(); ++i) step();
    for (auto& side : sides_)
      while (!side.in_flight.empty()) deliver(side, 0);
    for (const auto& side : sides_) EXPECT_EQ(side.read.size() + side.lost, side.written.size());
  }

private:
  struct Side {
    Ratchet* me;
    Ratchet* partner;
    std::vector<std::string> written;
    std::vector<std::pair<std::size_t, Bytes>> in_flight;
    std::set<std::size_t> read;
    std::size_t lost = 0;
  };

  void step() {
    auto& side = sides_[choice_.below(2)];
    const auto what = choice_.below(10);
    if (what < 5) return write(side);
    if (side.in_flight.empty()) return;
    const auto at = choice_.below(4) == 0 ? choice_.below(side.in_flight.size()) : 0;
    if (what == 5) return lose(side, at);
    if (what == 6) side.in_flight.push_back(side.in_flight[at]);  // the network says it twice
    if (what == 7) *side.partner = *Ratchet::parse(side.partner->serialise());
    deliver(side, at);
  }
  void write(Side& side) {
    if (!side.me->can_send()) return;
    side.written.push_back("message " + std::to_string(side.written.size()));
    side.in_flight.emplace_back(side.written.size() - 1, send(*side.me, side.written.back(), couple_.random));
  }
  void lose(Side& side, std::size_t at) {
    const auto number = side.in_flight[at].first;
    side.in_flight.erase(side.in_flight.begin() + static_cast<std::ptrdiff_t>(at));
    const auto is_number = [&](const auto& message) { return message.first == number; };
    if (!side.read.contains(number) && std::none_of(side.in_flight.begin(), side.in_flight.end(), is_number))
      ++side.lost;
  }
  void deliver(Side& side, std::size_t at) {
    const auto [number, message] = side.in_flight[at];
    side.in_flight.erase(side.in_flight.begin() + static_cast<std::ptrdiff_t>(at));
    const auto plaintext = side.partner->decrypt(message, ad, couple_.random);
    EXPECT_EQ(static_cast<bool>(plaintext), side.read.insert(number).second) << "message " << number;
    if (plaintext) {
      EXPECT_EQ(words(*plaintext), side.written[number]);
    }
  }

  RatchetCouple couple_;
  SeededRandom choice_;
  std::array<Side, 2> sides_{
      {{&couple_.alice, &couple_.bob, {}, {}, {}, 0}, {&couple_.bob, &couple_.alice, {}, {}, {}, 0}}};
};

TEST(RatchetProperty, ReadsEveryMessageOnceUnderLossReorderAndDuplication) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Schedule(seed).run(300);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace twinlamp
