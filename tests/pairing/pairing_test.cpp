#include "protocol/pairing/pairing.h"

#include <gtest/gtest.h>

#include "protocol/pairing/words.h"
#include "tests/pairing/pairing_support.h"
#include "tests/support/hex.h"

namespace twinlamp {
namespace {

using test::Couple;
using test::setup_of;

bool same(const PairSecrets& a, const PairSecrets& b) {
  return a.ratchet_root == b.ratchet_root && a.header_alice == b.header_alice && a.next_header_bob == b.next_header_bob &&
         a.live_psk == b.live_psk && a.latch_seed == b.latch_seed && a.pair_seed == b.pair_seed && a.same_words == b.same_words &&
         a.pattern == b.pattern;
}

void expect_both_burned(Couple& couple) {
  for (auto& machine : couple.machines) {
    machine.handle_lost_connection();  // what the survivor sees when the other gives up
    EXPECT_EQ(machine.state(), PairingState::burned);
    EXPECT_FALSE(machine.poll_keys());
    EXPECT_FALSE(machine.poll_message());
  }
}

// A couple whose setups `change` has altered.
template <class Change>
Couple couple_with(std::uint64_t seed, Change change) {
  SeededRandom random(seed + 1000);
  auto zero = setup_of(0, random), one = setup_of(1, random);
  change(zero, one);
  return Couple(seed, std::move(zero), std::move(one));
}

constexpr int messages = 5;

// ---- the good case

TEST(Pairing, GivesBothSidesTheSameSecrets) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Couple couple(seed);
    couple.run();
    auto a = couple.machines[0].poll_keys(), b = couple.machines[1].poll_keys();
    ASSERT_TRUE(a && b);
    EXPECT_TRUE(same(a->secrets, b->secrets));
  }
}

TEST(Pairing, GivesEachSideTheOthersKeysAndName) {
  SeededRandom random(1);
  const auto zero = setup_of(0, random), one = setup_of(1, random);
  Couple couple(2, zero, one);
  couple.run();
  auto a = couple.machines[0].poll_keys(), b = couple.machines[1].poll_keys();
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->slot, 0);
  EXPECT_EQ(a->mine, zero.mine);
  EXPECT_EQ(a->partner, one.mine);
  EXPECT_EQ(b->slot, 1);
  EXPECT_EQ(b->partner, zero.mine);
}

TEST(Pairing, DerivesSecretsThatAllDiffer) {
  Couple couple(3);
  couple.run();
  const auto s = couple.machines[0].poll_keys()->secrets;
  const Key* keys[] = {&s.ratchet_root, &s.header_alice, &s.next_header_bob, &s.live_psk, &s.latch_seed};
  for (auto* a : keys)
    for (auto* b : keys) EXPECT_EQ(a == b, *a == *b);
  for (auto word : s.same_words) EXPECT_TRUE(words::index_of(word));
}

TEST(Pairing, HandsTheKeysOutOnce) {
  Couple couple(4);
  couple.run();
  EXPECT_TRUE(couple.machines[0].poll_keys());
  EXPECT_FALSE(couple.machines[0].poll_keys());
}

TEST(Pairing, FitsEveryMessageInOneFrame) {
  auto couple = couple_with(5, [](auto& zero, auto& one) {
    zero.mine.name = one.mine.name = std::string(64, 'n');
    zero.mine.app_version = one.mine.app_version = std::string(32, 'v');
  });
  couple.run();
  ASSERT_EQ(couple.sizes.size(), static_cast<std::size_t>(messages));
  for (auto size : couple.sizes) EXPECT_LE(size, max_pairing_message);
}

TEST(Pairing, HidesTheLengthOfANameInTheBox) {
  Couple plain(6);
  plain.run();
  auto named = couple_with(6, [](auto& zero, auto& one) { zero.mine.name = one.mine.name = std::string(64, 'n'); });
  named.run();
  EXPECT_EQ(plain.sizes, named.sizes);
}

TEST(Pairing, IsOverAfterTheKeysAreThere) {
  Couple couple(7);
  couple.run();
  EXPECT_EQ(couple.machines[0].state(), PairingState::done);
  EXPECT_EQ(couple.machines[0].handle_message(Bytes{1}).error().code, ErrorCode::out_of_order);
  couple.machines[0].handle_lost_connection();
  EXPECT_EQ(couple.machines[0].state(), PairingState::done);
}

// ---- what is not the same on both sides

TEST(Pairing, FailsOnceOnBothSidesForAWrongWord) {
  auto couple = couple_with(10, [](auto&, auto& one) { one.code = test::code_of("417-amber-otter-winter"); });
  couple.run();
  EXPECT_EQ(couple.carried, 3);
  EXPECT_EQ(couple.machines[0].failure(), PairingFailure::wrong_words);
  EXPECT_EQ(couple.machines[1].state(), PairingState::working);  // it waits for a confirmation that never comes
  couple.machines[1].handle_refusal();
  EXPECT_EQ(couple.machines[1].failure(), PairingFailure::wrong_words);
  expect_both_burned(couple);
}

TEST(Pairing, FailsForTheSameWordsInAnotherOrder) {
  auto couple = couple_with(11, [](auto&, auto& one) { one.code = test::code_of("417-otter-amber-window"); });
  couple.run();
  expect_both_burned(couple);
}

TEST(Pairing, FailsForAnotherNameplate) {
  auto couple = couple_with(12, [](auto&, auto& one) { one.code.nameplate = 418; });
  couple.run();
  expect_both_burned(couple);
}

TEST(Pairing, FailsForAnotherRelay) {
  auto couple = couple_with(13, [](auto&, auto& one) { one.relay_id[31] ^= 1; });
  couple.run();
  expect_both_burned(couple);
}

TEST(Pairing, FailsForAnotherBinding) {
  auto couple = couple_with(14, [](auto&, auto& one) { one.binding = Binding::none; });
  couple.run();
  expect_both_burned(couple);
}

TEST(Pairing, WorksWithoutABindingIfBothSay) {
  auto couple = couple_with(15, [](auto& zero, auto& one) { zero.binding = one.binding = Binding::none; });
  couple.run();
  EXPECT_TRUE(couple.machines[0].poll_keys());
}

TEST(Pairing, FailsBetweenTwoThatBothShowTheCode) {
  Couple couple(16);
  SeededRandom random(17);
  auto other = test::pairing_of(setup_of(0, random), random);
  const auto hello = couple.machines[1].poll_message();
  ASSERT_TRUE(other.handle_message(*hello));
  ASSERT_TRUE(couple.machines[0].handle_message(*hello));
  EXPECT_FALSE(couple.machines[0].handle_message(*other.poll_message()));
  EXPECT_EQ(couple.machines[0].failure(), PairingFailure::broken);
}

// ---- bytes changed on the way

TEST(Pairing, BurnsAtEveryTruncation) {
  for (int number = 1; number <= messages; ++number)
    for (std::size_t size = 0;; ++size) {
      SCOPED_TRACE(testing::Message() << "message " << number << " cut to " << size);
      Couple couple(20);
      bool cut = false;
      couple.run([&](int n, Bytes& message) {
        cut = cut || (n == number && size < message.size());
        if (n == number && size < message.size()) message.resize(size);
      });
      if (!cut) break;
      EXPECT_FALSE(couple.results.back());
      EXPECT_EQ(couple.results.size(), static_cast<std::size_t>(number));
      const auto receiver = static_cast<std::size_t>(1 - number % 2);
      EXPECT_EQ(couple.machines[receiver].state(), PairingState::burned);
    }
}

TEST(Pairing, GivesNoKeysForAnyFlippedByte) {
  for (int number = 1; number <= messages; ++number)
    for (std::size_t at = 0;; ++at) {
      SCOPED_TRACE(testing::Message() << "message " << number << " byte " << at);
      Couple couple(21);
      bool flipped = false;
      couple.run([&](int n, Bytes& message) {
        if (n != number || at >= message.size()) return;
        message[at] ^= static_cast<std::uint8_t>(1u << (at % 8));
        flipped = true;
      });
      if (!flipped) break;
      EXPECT_FALSE(couple.results.back());
      EXPECT_FALSE(couple.machines[0].poll_keys());
      EXPECT_EQ(couple.machines[0].state() == PairingState::burned || couple.machines[1].state() == PairingState::burned, true);
      // Slot 1 finishes first: a damaged last message leaves it with keys that slot 0 lacks, and the same-words are never compared.
      EXPECT_EQ(couple.machines[1].poll_keys().has_value(), number == messages);
    }
}

TEST(Pairing, BurnsForAByteTooMany) {
  for (int number = 1; number <= messages; ++number) {
    SCOPED_TRACE(testing::Message() << "message " << number);
    Couple couple(22);
    couple.run([&](int n, Bytes& message) {
      if (n == number) message.push_back(0);
    });
    EXPECT_FALSE(couple.results.back());
    EXPECT_EQ(couple.results.size(), static_cast<std::size_t>(number));
  }
}

TEST(Pairing, NoticesOptionsThatWereNotSent) {
  for (int number = 1; number <= messages; ++number) {
    SCOPED_TRACE(testing::Message() << "message " << number);
    Couple couple(23);
    couple.run([&](int n, Bytes& message) {
      if (n != number) return;
      auto parsed = PairingMessage::parse(message);
      ASSERT_TRUE(parsed);
      parsed->options = {1, 2, 3};
      message = parsed->encode();
    });
    EXPECT_FALSE(couple.results.back());
    EXPECT_FALSE(couple.machines[0].poll_keys());
  }
}

TEST(Pairing, SaysWhenTheVersionIsForeign) {
  for (std::size_t at : {0u, 1u}) {  // version, suite
    Couple couple(24);
    couple.run([&](int, Bytes& message) { message[at] = 2; });
    EXPECT_EQ(couple.machines[0].failure(), PairingFailure::version);
  }
}

TEST(Pairing, BurnsForAMessageOutOfTurn) {
  Couple couple(25);
  const auto hello = couple.machines[1].poll_message();
  ASSERT_TRUE(couple.machines[0].handle_message(*hello));
  EXPECT_EQ(couple.machines[0].handle_message(*hello).error().code, ErrorCode::out_of_order);
  EXPECT_EQ(couple.machines[0].failure(), PairingFailure::broken);
  EXPECT_FALSE(couple.machines[0].poll_message());
}

// ---- a modified client, or a relay in between

TEST(Pairing, RejectsItsOwnShareSentBack) {
  Couple couple(30);
  Element share{};
  couple.run([&](int number, Bytes& message) {
    auto parsed = PairingMessage::parse(message);
    ASSERT_TRUE(parsed);
    if (number == 2) share = parsed->element;
    if (number == 3) parsed->element = share;
    message = parsed->encode();
  });
  EXPECT_STREQ(couple.results.back().error().where, "pairing: my own share came back");
  EXPECT_EQ(couple.machines[0].state(), PairingState::burned);
}

TEST(Pairing, RejectsTheIdentityAndBadEncodingsFromEitherSide) {
  const auto not_canonical = to_array<32>(test::hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));
  const auto not_square = to_array<32>(test::hex("2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c"));
  for (int number : {2, 3})
    for (const Element& bad : {Element{}, not_canonical, not_square}) {
      SCOPED_TRACE(testing::Message() << "message " << number << " element " << to_hex(bad));
      Couple couple(31);
      couple.run([&](int n, Bytes& message) {
        auto parsed = PairingMessage::parse(message);
        ASSERT_TRUE(parsed);
        if (n == number) parsed->element = bad;
        message = parsed->encode();
      });
      EXPECT_STREQ(couple.results.back().error().where, "cpace: not an element, or the identity");
      EXPECT_EQ(couple.machines[static_cast<std::size_t>(1 - number % 2)].failure(), PairingFailure::broken);
    }
}

TEST(Pairing, RejectsItsOwnKeysSentBack) {
  auto couple = couple_with(32, [](auto& zero, auto& one) { one.mine.member = zero.mine.member; });
  couple.run();
  EXPECT_EQ(couple.machines[1].failure(), PairingFailure::broken);
}

TEST(Pairing, IsNotFooledByARelayThatPlaysBothSidesWithoutTheWords) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Couple couple(seed);
    SeededRandom random(seed + 500);
    auto between = test::pairing_of(setup_of(1, random, "417-amber-otter-zebra"), random);
    ASSERT_TRUE(couple.machines[0].handle_message(*between.poll_message()));
    ASSERT_TRUE(between.handle_message(*couple.machines[0].poll_message()));
    EXPECT_FALSE(couple.machines[0].handle_message(*between.poll_message()));
    EXPECT_EQ(couple.machines[0].failure(), PairingFailure::wrong_words);
  }
}

// ---- a connection that goes away

TEST(Pairing, MayBeTriedAgainWhenNoShareWasSent) {
  Couple couple(40);
  couple.machines[1].poll_message();
  for (auto& machine : couple.machines) machine.handle_lost_connection();
  couple.run();
  EXPECT_TRUE(couple.machines[0].poll_keys());
}

TEST(Pairing, KeepsAShareThatWasNotSentYet) {
  Couple couple(41);
  ASSERT_TRUE(couple.machines[0].handle_message(*couple.machines[1].poll_message()));
  for (auto& machine : couple.machines) machine.handle_lost_connection();
  couple.run();
  EXPECT_TRUE(couple.machines[0].poll_keys());
}

TEST(Pairing, BurnsWhenTheConnectionIsLostAfterItsShareWasSent) {
  Couple couple(42);
  couple.run([&](int number, Bytes&) {
    if (number == 2) couple.machines[0].handle_lost_connection();
    if (number == 3) couple.machines[1].handle_lost_connection();
  });
  for (auto& machine : couple.machines) EXPECT_EQ(machine.failure(), PairingFailure::interrupted);
}

TEST(Pairing, KeepsTheFirstReason) {
  auto couple = couple_with(43, [](auto&, auto& one) { one.code = test::code_of("417-amber-otter-winter"); });
  couple.run();
  couple.machines[0].handle_lost_connection();
  EXPECT_EQ(couple.machines[0].failure(), PairingFailure::wrong_words);
}

// ---- my own side

TEST(Pairing, RefusesANameThatAPartnerWouldRefuse) {
  SeededRandom random(50);
  for (const auto& name : {std::string(), std::string(65, 'x'), std::string("a\nb"), std::string("\xff"), std::string("\xc2\x85")}) {
    auto setup = setup_of(0, random);
    setup.mine.name = name;
    EXPECT_FALSE(Pairing::make(setup, random)) << to_hex(bytes_of(name));
  }
}

}  // namespace
}  // namespace twinlamp
