// What a modified partner tries, in the words of what must hold all the same. All but the flood have worked once.
#include <gtest/gtest.h>

#include "tests/device/modified_partner.h"

namespace twinlamp::test {
namespace {

using std::chrono::seconds;

constexpr std::string_view other_words = "other words, after reading";

TEST(ModifiedPartner, ACloseAndATombstoneDoNotDisarmAnArmedSeal) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.say(partner.close());
  partner.say(ModifiedPartner::erase(mine));
  partner.put(mine, false);
  EXPECT_FALSE(partner.can_read());  // its own close has taken the device's scalar back
  EXPECT_EQ(partner.answer_of_device(), device_words);
}

TEST(ModifiedPartner, ACloseAndATombstoneThatOutrunTheReleaseDoNotKeepTheAnswerFromMe) {
  for (const bool restarts : {false, true}) {
    SCOPED_TRACE(restarts);
    ModifiedPartner partner;
    const auto mine = partner.arm();
    partner.put(mine, false);
    ASSERT_TRUE(partner.can_read());
    partner.say(partner.close());
    partner.say(ModifiedPartner::erase(mine));
    if (restarts) partner.restart();
    partner.hear_relay();
    EXPECT_TRUE(partner.round().is_revealed);
    EXPECT_EQ(partner.answer_of_partner(), partner_words);
  }
}

TEST(ModifiedPartner, ATombstoneDoesNotTakeTheSealOffMyDiskBeforeItOpens) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.say(partner.close());
  partner.say(ModifiedPartner::erase(mine));
  const auto row = *partner.disk().entry(0, mine.header().seq);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->wire, mine.to_wire());
}

TEST(ModifiedPartner, AForgedRevealDoesNotBlankThePartnersAnswer) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  auto bare = partner.write(partner.seal_body(SealMode::apart, "x"));
  bare.erase_body();
  partner.send({bare});
  partner.put(mine, false);
  ASSERT_TRUE(partner.can_read());
  partner.say(partner.reveal(bare.id(), ByteArray<32>{1}));
  EXPECT_FALSE(partner.round().is_revealed);
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
  partner.restart();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(ModifiedPartner, ARevealThatNamesAnErasedSealOfAnotherRoundOpensNothing) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  auto elsewhere = partner.seal_body(SealMode::apart, "x");
  elsewhere.mutable_seal()->set_round_id(std::string(16, 'q'));
  const auto odd = partner.say(elsewhere);
  partner.say(ModifiedPartner::erase(odd));
  partner.restart();
  partner.put(mine, false);
  partner.say(partner.reveal(odd.id(), ByteArray<32>{1}));
  EXPECT_FALSE(partner.round().is_revealed);
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::bad_reveal));
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(ModifiedPartner, ASealSentWithoutItsBodyDoesNotKeepOutTheOneTheLatchCarries) {
  ModifiedPartner partner;
  partner.arm_open();
  const auto mine = partner.write(partner.seal_body(SealMode::apart, partner_words));
  auto bare = mine;
  bare.erase_body();
  partner.send({bare});
  partner.put(mine, true);
  ASSERT_TRUE(partner.can_read());
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

// The scalar opens both texts; only the relay's word tells which of the two was bound when the device's answer opened.
TEST(ModifiedPartner, AnAnswererCannotChangeItsAnswerAfterReading) {
  ModifiedPartner partner;
  partner.arm_open();
  const auto body = partner.seal_body(SealMode::apart, partner_words);
  const auto bound = partner.make(partner.next_place(), body);
  partner.put(bound, true);
  ASSERT_TRUE(partner.can_read());
  const auto swapped = partner.say(partner.same_lock_other_words(body, bound, other_words));
  partner.say(partner.reveal(swapped.id(), partner.scalar_of(bound).view()));
  ASSERT_EQ(partner.answer_of_partner(), other_words);  // or the attack is not the one this test is about
  partner.hear_relay();
  EXPECT_EQ(partner.round().sides[0].answer_state, AnswerState::unreadable);
  EXPECT_EQ(partner.answer_of_partner(), "");
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::forked_seal));
  EXPECT_EQ(partner.count(DeviceEvent::Kind::latch_trouble), 1u);
}

TEST(ModifiedPartner, AnAnswererCannotChangeAnAnswerThatIHaveOpened) {
  ModifiedPartner partner;
  partner.arm_open();
  const auto body = partner.seal_body(SealMode::apart, partner_words);
  const auto bound = partner.make(partner.next_place(), body);
  partner.put(bound, true);
  partner.hear_relay();
  ASSERT_EQ(partner.answer_of_partner(), partner_words);
  const auto before = partner.head_at_seal();
  const auto swapped = partner.write_as_if_at(before, partner.same_lock_other_words(body, bound, other_words));
  partner.send({swapped});
  partner.send({partner.write_as_if_at(before, partner.reveal(swapped.id(), partner.scalar_of(bound).view()))});
  EXPECT_NE(partner.answer_of_partner(), other_words);
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::forked_seal));
}

// --- the partner's seal opens without it, and I have answered: it could write any text under my lock

struct OwnerOfAnOpenSeal : testing::Test {
  ModifiedPartner partner;
  std::optional<Entry> own;
  void SetUp() override {
    own = partner.say(partner.seal_body(SealMode::open, partner_words));
    partner.put_open(*own);
    partner.seal(SealMode::apart);
    ASSERT_TRUE(partner.can_read());
    ASSERT_EQ(partner.round().sides[1].answer_state, AnswerState::open);
  }
  void expect_mine_stands() {
    EXPECT_EQ(partner.round().sides[1].answer_state, AnswerState::open);
    EXPECT_EQ(partner.answer_of_device(), device_words);
    EXPECT_FALSE(partner.has_anomaly(AnomalyKind::forked_seal));
  }
};

TEST_F(OwnerOfAnOpenSeal, CannotMakeMyAnswerLookUnreadableWithAForgedCopy) {
  const auto forged = partner.forged_seal_of_device(other_words);
  partner.say(partner.reveal_carrying(*own, {forged, {}}));
  expect_mine_stands();
  const auto own_signature = sign_seal_entry(partner.record(0).self_key, partner.latch_id(), forged).signature;
  partner.say(partner.reveal_carrying(*own, {forged, own_signature}));
  expect_mine_stands();
  partner.restart();
  expect_mine_stands();
}

TEST_F(OwnerOfAnOpenSeal, CannotMoveMySignatureToAnotherEntry) {
  const auto genuine = partner.seal_entry_of_device();
  const auto signature = sign_seal_entry(partner.record(1).self_key, partner.latch_id(), genuine).signature;
  partner.say(partner.reveal_carrying(*own, {partner.forged_seal_of_device(other_words), signature}));
  expect_mine_stands();
  partner.say(partner.reveal_carrying(*own, {genuine, signature}));  // the true one changes nothing
  expect_mine_stands();
}

TEST_F(OwnerOfAnOpenSeal, CannotMakeMyAnswerLookUnreadableWithAForgedCopyBeforeItOpensHere) {
  ModifiedPartner early;
  const auto seal = early.say(early.seal_body(SealMode::open, partner_words));
  early.put_open(seal);
  ASSERT_TRUE(early.device().seal(early.round_id(), bytes_of(device_words), SealMode::apart, early.now()));
  early.drive();
  ASSERT_TRUE(early.can_read());
  early.say(early.reveal_carrying(seal, {early.forged_seal_of_device(other_words), {}}));
  EXPECT_FALSE(early.round().is_revealed);
  EXPECT_TRUE(early.has_anomaly(AnomalyKind::bad_reveal));
  early.hear_relay();
  EXPECT_EQ(early.answer_of_partner(), partner_words);
  EXPECT_EQ(early.round().sides[1].answer_state, AnswerState::open);
}

TEST(ModifiedPartner, ABlobThatItsAuthorHasNotSignedOpensNothing) {
  ModifiedPartner partner;
  partner.arm_open();
  const auto bound = partner.make(partner.next_place(), partner.seal_body(SealMode::apart, partner_words));
  partner.put(bound, true);
  partner.spoil_signature();
  partner.hear_relay();
  EXPECT_FALSE(partner.round().is_revealed);
  EXPECT_EQ(partner.count(DeviceEvent::Kind::latch_trouble), 1u);
}

TEST(ModifiedPartner, AnotherSealKeyInALaterProfileDisownsNothing) {
  ModifiedPartner partner;
  partner.arm_open();
  wire::Body profile;
  profile.mutable_profile()->set_display_name("Noor");
  profile.mutable_profile()->set_seal_key(std::string(32, 'k'));
  partner.say(profile);
  partner.put(partner.make(partner.next_place(), partner.seal_body(SealMode::apart, partner_words)), true);
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(ModifiedPartner, AStaleCloseDoesNotLoseMySeal) {
  ModifiedPartner partner;
  const auto before = partner.device_head();
  ASSERT_TRUE(partner.device().set_profile({"Samuel", {}, {}, 1}, partner.now()));
  partner.arm_open();
  partner.send({partner.write_as_if_at(before, partner.close())});
  EXPECT_TRUE(partner.round().closing);
  EXPECT_EQ(partner.answer_of_device(), device_words);
  partner.put(partner.make(partner.next_place(), partner.seal_body(SealMode::apart, partner_words)), true);
  EXPECT_FALSE(partner.can_read());
}

TEST(ModifiedPartner, ASealThatCrossesAPassIsToldAndKept) {
  ModifiedPartner partner;
  const auto before = partner.device_head();
  ASSERT_TRUE(partner.device().set_profile({"Samuel", {}, {}, 1}, partner.now()));
  partner.seal(SealMode::apart);
  partner.send({partner.write_as_if_at(before, partner.close())});
  EXPECT_TRUE(partner.round().closing);
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::late_seal));
  EXPECT_EQ(partner.answer_of_device(), device_words);
}

TEST(ModifiedPartner, ARoundUnderWayCannotBeErasedFromUnderMySeal) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  const auto opening = partner.disk().entry(0, 2);  // after its profile
  ASSERT_TRUE(opening && *opening);
  partner.say(ModifiedPartner::erase(*Entry::parse((*opening)->wire)));
  partner.restart();
  ASSERT_TRUE(partner.round().has_sealed(1));
  partner.put(mine, false);
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(ModifiedPartner, ALaterVersionDoesNotHideMySealedAnswer) {
  ModifiedPartner partner;
  partner.seal(SealMode::apart);
  partner.say(partner.seal_body(SealMode::apart, "x", 1));
  EXPECT_TRUE(partner.round().has_sealed(1));
  EXPECT_EQ(partner.answer_of_device(), device_words);
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::wrong_latch_id));
}

TEST(ModifiedPartner, AReleaseOfASealFarAheadOfItsLogAddsNothingHoweverOftenItIsRepeated) {
  ModifiedPartner partner;
  partner.arm_open();
  auto place = partner.next_place();
  place.seq += 5000;
  place.lamport += 9000;
  partner.put(partner.make(place, partner.seal_body(SealMode::apart, "far")), true);
  const auto before = partner.entries_of_device();
  for (int i = 0; i < 20; ++i) partner.repeat_release();
  EXPECT_EQ(partner.entries_of_device(), before);
  EXPECT_GE(partner.count(DeviceEvent::Kind::latch_trouble), 1u);
  EXPECT_FALSE(partner.round().is_revealed);
}

Entry naming_a_head_that_never_was(ModifiedPartner& partner) {
  auto place = partner.next_place();
  place.peer_seq = 99;
  place.peer_hash[0] ^= 1;
  place.lamport += 50;
  return partner.make(place, ModifiedPartner::covered());
}

Entry forking_its_own_log(ModifiedPartner& partner) {
  auto place = partner.next_place();
  place.prev[0] ^= 1;
  return partner.make(place, ModifiedPartner::covered());
}

// Reads the device's answer after a claim that would have frozen it, and says what the device then has.
void expect_that_a_lie_keeps_nothing_back(Entry (*lie)(ModifiedPartner&), DeviceEvent::Kind told) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.send({lie(partner)});
  EXPECT_FALSE(partner.device().is_frozen());
  EXPECT_EQ(partner.count(told), 1u);
  partner.restart();
  partner.send({lie(partner)});
  partner.put(mine, false);
  ASSERT_TRUE(partner.can_read());
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(ModifiedPartner, AnEntryThatNamesAHeadThatNeverWasDoesNotFreezeMe) {
  expect_that_a_lie_keeps_nothing_back(&naming_a_head_that_never_was, DeviceEvent::Kind::restored);
}

TEST(ModifiedPartner, AnEntryThatForksItsLogDoesNotFreezeMe) {
  expect_that_a_lie_keeps_nothing_back(&forking_its_own_log, DeviceEvent::Kind::partner_forked);
}

TEST(ModifiedPartner, AnAnswerTooLargeForAnOpenSealIsRefusedAtOnce) {
  ModifiedPartner partner;
  partner.say(partner.seal_body(SealMode::open, partner_words));
  const std::string words(limits::answer_open + 1, 'x');
  const auto sealed = partner.device().seal(partner.round_id(), bytes_of(words), SealMode::apart, partner.now());
  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error().code, ErrorCode::too_large);
  EXPECT_FALSE(partner.round().has_sealed(1));
}

void flood(ModifiedPartner& partner, const wire::Body& odd, std::size_t count) {
  constexpr std::size_t to_an_envelope = 128;
  for (std::size_t sent = 0; sent < count; sent += to_an_envelope) {
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < to_an_envelope; ++i) entries.push_back(partner.write(odd));
    partner.send(entries);
  }
}

wire::Body relax_of_no_round() {
  wire::Body odd;
  odd.mutable_relax()->set_round_id("x");
  return odd;
}

TEST(ModifiedPartner, AFloodOfOddEntriesDoesNotHideASecondSeal) {
  ModifiedPartner partner;
  flood(partner, relax_of_no_round(), 2 * round_limits::anomalies);
  partner.say(partner.seal_body(SealMode::apart, "one"));
  partner.say(partner.seal_body(SealMode::apart, "two"));
  flood(partner, relax_of_no_round(), 2 * round_limits::anomalies);
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::second_seal));
  EXPECT_EQ(partner.round().void_seals, 1u);
  const auto& known = partner.device().state().anomalies;
  ASSERT_EQ(known.size(), 2u);
  EXPECT_EQ(known.back().kind, AnomalyKind::unknown_round);
  EXPECT_EQ(known.back().count, 4 * round_limits::anomalies);
}

// --- the relay

std::size_t latch_frames(ModifiedPartner& partner) {
  std::size_t count = 0;
  while (const auto* transaction = partner.device().poll_transaction()) {
    EXPECT_TRUE(partner.disk().commit(*transaction));
    partner.device().handle_committed(partner.now());
  }
  while (auto frame = partner.device().poll_frame()) count += frame->has_latch_put() || frame->has_latch_get();
  return count;
}

void say_that_the_room_has_ended(ModifiedPartner& partner, std::optional<Bytes> farewell) {
  wire::Frame erased, ended;
  if (farewell) {
    erased.mutable_room_erased()->set_farewell(to_string(*farewell));
    ASSERT_TRUE(partner.device().handle_frame(erased, partner.now()));
  }
  ended.mutable_error()->set_code(wire::Error::ENDED);
  ASSERT_TRUE(partner.device().handle_frame(ended, partner.now()));
  partner.drive();
}

TEST(HostileRelay, ABareEndIsToldAsTheRelaysWordAndNotAsThePartners) {
  ModifiedPartner partner;
  auto flipped = partner.record(0).farewell(0);
  flipped.back() ^= 1;
  auto stranger = partner.record(0);
  stranger.latch_seed = Key(ByteArray<32>{1});
  for (const auto& farewell : {std::optional<Bytes>(), std::optional(Bytes()), std::optional(flipped),
                               std::optional(partner.record(0).farewell(1)), std::optional(stranger.farewell(0))}) {
    say_that_the_room_has_ended(partner, farewell);
    EXPECT_EQ(partner.count(DeviceEvent::Kind::pair_ended), 0u);
  }
  EXPECT_GE(partner.count(DeviceEvent::Kind::room_ended), 5u);
  partner.seal(SealMode::apart);  // and everything goes on as far as the relay lets it
  EXPECT_EQ(partner.answer_of_device(), device_words);
}

TEST(ModifiedPartner, OneWhoStallsReadsNothingAndMyAnswerCanBeTakenBack) {
  ModifiedPartner partner;
  const auto mine = partner.arm();  // and now it does not hand its own scalar over
  partner.pass(seconds(3600));
  partner.restart();
  EXPECT_FALSE(partner.can_read());
  EXPECT_FALSE(partner.round().is_revealed);
  ASSERT_TRUE(partner.device().close(partner.round_id(), partner.now()));
  partner.drive();
  partner.hear_relay();
  EXPECT_TRUE(partner.round().closing);
  partner.put(mine, false);
  EXPECT_FALSE(partner.can_read());
  EXPECT_EQ(partner.answer_of_device(), device_words);
}

TEST(HostileRelay, OneThatWithholdsTheReleaseIsHealedByThePartnersReveal) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.put(mine, false);  // both are bound; the relay tells the device nothing
  partner.restart();
  EXPECT_FALSE(partner.round().is_revealed);
  EXPECT_EQ(partner.answer_of_partner(), "");
  partner.say(partner.reveal(mine.id(), partner.scalar_of(mine).view()));
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(HostileRelay, OneThatRollsItsDatabaseBackOpensAllTheSameAndNothingElse) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.lose_database();
  EXPECT_FALSE(partner.can_read());
  partner.restart();  // says its PUT again
  partner.put(mine, false);
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
  partner.lose_database();  // after the reveal: what is open stays open
  partner.restart();
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(HostileRelay, OneThatPutsADatabaseOfBeforeInPlaceOpensForBothOrForNobody) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  const auto waiting = partner.database();  // the device's PUT alone
  partner.put(mine, false);
  partner.roll_back(waiting);
  partner.restart();
  partner.hear_relay();
  EXPECT_FALSE(partner.round().is_revealed);
  partner.put(mine, false);
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
  partner.roll_back(waiting);  // after the reveal: what is open stays open
  partner.restart();
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST(HostileRelay, OneThatPutsADatabaseOfBeforeACancelInPlaceOpensForBothOrForNobody) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  const auto waiting = partner.database();
  ASSERT_TRUE(partner.device().close(partner.round_id(), partner.now()));
  partner.drive();
  partner.hear_relay();
  ASSERT_TRUE(partner.round().closing);
  partner.roll_back(waiting);
  partner.restart();
  partner.hear_relay();
  EXPECT_FALSE(partner.can_read()) << "without the partner's own PUT";
  partner.put(mine, false);
  partner.hear_relay();
  EXPECT_EQ(partner.can_read(), partner.answer_of_partner() == partner_words);
}

TEST(HostileRelay, OneThatForgotACancelGetsNoPutAgain) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  ASSERT_TRUE(partner.device().close(partner.round_id(), partner.now()));
  partner.drive();
  partner.lose_database();  // before it has answered, and the tombstone with it
  partner.restart();
  partner.put(mine, false);
  partner.restart();
  EXPECT_FALSE(partner.can_read());
  partner.hear_relay();
  EXPECT_TRUE(partner.round().closing);
}

TEST(ModifiedPartner, AFarewellOfThePartnerEndsThePair) {
  ModifiedPartner partner;
  const auto farewell = partner.record(0).farewell(0);
  EXPECT_LE(farewell.size(), limits::farewell);
  say_that_the_room_has_ended(partner, farewell);
  EXPECT_EQ(partner.count(DeviceEvent::Kind::pair_ended), 1u);
  EXPECT_EQ(partner.count(DeviceEvent::Kind::room_ended), 0u);
}

TEST(HostileRelay, ARefusingRelayIsNotAskedInALoop) {
  ModifiedPartner partner;
  partner.arm();
  auto& device = partner.device();
  const auto at = partner.now();
  device.handle_offline(at);
  device.handle_logged_in({}, at);
  ASSERT_EQ(latch_frames(partner), 1u);
  wire::Frame refusal;
  refusal.mutable_error()->set_code(wire::Error::UNAVAILABLE);
  refusal.mutable_error()->set_retry_after(5);
  refusal.mutable_error()->set_latch_id(to_string(partner.latch_id()));
  std::size_t asked = 0;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(device.handle_frame(refusal, at));
    asked += latch_frames(partner);
  }
  EXPECT_EQ(asked, 0u);
  device.handle_time({at.mono + seconds(6), at.wall + seconds(6)});
  EXPECT_EQ(latch_frames(partner), 1u);  // and it is not forgotten either
}

}  // namespace
}  // namespace twinlamp::test
