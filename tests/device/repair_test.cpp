// A device that was set back, a log that went two ways, keys that were lost: over two real Devices and a relay.
#include "tests/device/met_couple.h"

namespace twinlamp::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class RepairTest : public MetCouple {
protected:
  // And what is written travels by post in both directions.
  void expect_whole(std::uint32_t epoch) {
    expect_in_step();
    for (Slot side : {Slot{0}, Slot{1}}) couple->device(side).set_presence(false, false, couple->now());
    couple->live(seconds(12));  // no meeting any more: the post alone carries
    for (Slot side : {Slot{0}, Slot{1}}) {
      const auto words = "by post " + std::to_string(side) + std::to_string(++said_);
      skip(side, words);
      EXPECT_TRUE(has_skipped(partner_of(side), words)) << "side " << int{side};
      EXPECT_EQ(Entry::parse((*couple->disk(side).entry(side, couple->state(side).last_seq[side]))->wire)->header().epoch, epoch);
    }
    EXPECT_EQ(device(0).unsent() + device(1).unsent(), 0u);
  }

private:
  int said_ = 0;
};

TEST_F(RepairTest, WhatWasLostComesBackFromThePartnerAndNewKeysAreAgreedOn) {
  for (Slot side : {Slot{0}, Slot{1}}) {
    SCOPED_TRACE(testing::Message() << "side " << int{side});
    const auto copy = couple->disk(side);
    for (int i = 0; i < 300; ++i) skip(i % 3 == 0 ? partner_of(side) : side, "c." + std::to_string(side * 1000 + i % 50));
    couple->live(seconds(20));
    const auto before = couple->state(side).last_seq;
    couple->restore(side, copy);
    EXPECT_TRUE(device(side).is_frozen());
    couple->live(seconds(40));
    EXPECT_FALSE(device(side).is_frozen());
    EXPECT_EQ(couple->state(side).last_seq, before);
    EXPECT_TRUE(device(side).repair().done_at);
    EXPECT_EQ(couple->count(side, Kind::restored), 1u);
    EXPECT_EQ(couple->count(partner_of(side), Kind::partner_set_back), 1u);
    EXPECT_EQ(couple->count(partner_of(side), Kind::partner_caught_up), 1u);
    for (Slot each : {Slot{0}, Slot{1}}) EXPECT_EQ(couple->count(each, Kind::keys_renewed), 1u + side);
    expect_whole(2u + side);
    for (Slot each : {Slot{0}, Slot{1}}) device(each).set_presence(true, true, couple->now());
    couple->live(hours(1));  // one by itself an hour
  }
}

TEST_F(RepairTest, WithoutAReceiptThePartnersCopyOfMyEntriesProvesIt) {
  couple->withhold_heads();
  const auto copy = couple->disk(1);
  const auto id = open(0);
  seal(1, id, "what I sealed first");
  couple->restore(1, copy);
  EXPECT_FALSE(device(1).is_frozen()) << "nobody's word but my own freezes";
  couple->live(seconds(30));
  EXPECT_EQ(to_string(*device(1).my_answer(id)), "what I sealed first");
  EXPECT_TRUE(device(1).repair().done_at);
  expect_whole(2);
}

TEST_F(RepairTest, WaitsFrozenForThePartnerOverEveryRestartAndCanNeverSealTwice) {
  const auto id = open(0);
  couple->live(seconds(20));
  const auto copy = couple->disk(1);
  seal(1, id, "what I sealed first");
  couple->live(seconds(20));
  couple->part(0);
  couple->restore(1, copy);
  couple->withhold_heads();  // what it knew once it keeps
  for (int start = 0; start < 3; ++start) {
    EXPECT_TRUE(device(1).is_frozen());
    EXPECT_EQ(device(1).repair().phase, Phase::waits);
    EXPECT_EQ(device(1).seal(id, bytes_of("another"), SealMode::apart, couple->now()).error().code, ErrorCode::unavailable);
    couple->live(minutes(5));
    couple->restart(1);
  }
  couple->come_back(0);
  couple->live(seconds(30));
  EXPECT_FALSE(device(1).is_frozen());
  EXPECT_EQ(to_string(*device(1).my_answer(id)), "what I sealed first");
  seal(0, id, "and mine");
  couple->live(seconds(10));
  EXPECT_EQ(answer(0, id, 1), "what I sealed first");
  EXPECT_EQ(answer(1, id, 0), "and mine");
  expect_whole(2);
}

// A hostile relay, and an old copy that was put back behind the app's back: nothing tells of it before the partner does.
TEST_F(RepairTest, AnOldReceiptHidesASetBackLogUntilThePartnerTellsAndNothingOfItCounts) {
  for (Slot side : {Slot{0}, Slot{1}}) {
    SCOPED_TRACE(testing::Message() << "side " << int{side});
    const Slot other = partner_of(side);
    couple = std::make_unique<DeviceCouple>(side + 9);
    couple->meet();
    const auto id = open(other);
    couple->live(seconds(20));
    const auto copy = couple->disk(side);
    const auto old_receipt = couple->head(side);
    seal(side, id, "what I sealed first");
    couple->live(seconds(20));
    ASSERT_NE(couple->head(side), old_receipt);
    couple->part(other);
    couple->part(side);
    couple->disk(side) = copy;
    couple->restart(side);
    couple->head(side) = old_receipt;
    couple->come_back(side);
    ASSERT_FALSE(device(side).is_frozen()) << "else the old receipt was of no use";
    seal(side, id, "another answer");
    couple->come_back(other);
    couple->live(seconds(60));
    EXPECT_GE(couple->count(other, Kind::partner_forked), 1u);
    EXPECT_FALSE(device(side).is_frozen());
    EXPECT_EQ(to_string(*device(side).my_answer(id)), "what I sealed first");
    seal(other, id, "and mine");
    couple->live(seconds(10));
    EXPECT_EQ(answer(other, id, side), "what I sealed first");
    EXPECT_EQ(answer(side, id, other), "and mine");
    expect_whole(2);
  }
}

// Its receipt is there, so it freezes at its login; what was done before that stays.
TEST_F(RepairTest, WhatWasDoneOnAnOldCopyIsSaidAgainAfterWhatThePartnerHas) {
  for (Slot side : {Slot{0}, Slot{1}}) {
    SCOPED_TRACE(testing::Message() << "side " << int{side});
    couple = std::make_unique<DeviceCouple>(side + 5);
    couple->meet();
    const auto id = open(partner_of(side));
    const auto second = open(partner_of(side), other_card);
    couple->live(seconds(20));
    const auto copy = couple->disk(side);
    seal(side, id, "what I sealed first");
    skip(side, "c.before");
    couple->live(seconds(20));

    couple->part(side);
    couple->disk(side) = copy;
    couple->restart(side);
    seal(side, id, "another answer");      // a second SEAL of one latch
    seal(side, second, "only here");
    skip(side, "c.after");
    skip(side, "c.later");
    couple->come_back(side);
    couple->live(seconds(60));

    EXPECT_FALSE(device(side).is_frozen());
    for (Slot each : {Slot{0}, Slot{1}}) {
      EXPECT_TRUE(has_skipped(each, "c.before"));
      EXPECT_TRUE(has_skipped(each, "c.after"));
      EXPECT_TRUE(has_skipped(each, "c.later"));
      EXPECT_EQ(couple->state(each).rounds.find(id)->void_seals, 0u);
    }
    EXPECT_EQ(to_string(*device(side).my_answer(id)), "what I sealed first");
    EXPECT_EQ(to_string(*device(side).my_answer(second)), "only here");
    seal(partner_of(side), id, "theirs");
    seal(partner_of(side), second, "theirs too");
    couple->live(seconds(10));
    EXPECT_EQ(answer(partner_of(side), id, side), "what I sealed first");
    EXPECT_EQ(answer(partner_of(side), second, side), "only here");
    expect_whole(2);
  }
}

TEST_F(RepairTest, AForkIsFoundHoweverFarBelowItBegan) {
  const auto copy = couple->disk(0);
  for (int i = 0; i < 700; ++i) skip(0, "c." + std::to_string(i % 100));
  couple->withhold_heads();
  couple->live(seconds(20));
  couple->part(0);
  couple->disk(0) = copy;
  couple->restart(0);
  for (int i = 0; i < 900; ++i) skip(0, "d." + std::to_string(i % 40));
  couple->come_back(0);
  couple->live(minutes(2));
  EXPECT_FALSE(device(0).is_frozen());
  for (Slot each : {Slot{0}, Slot{1}}) {
    EXPECT_TRUE(has_skipped(each, "c.99"));
    EXPECT_TRUE(has_skipped(each, "d.39"));
  }
  expect_whole(2);
}

TEST_F(RepairTest, AForkIsFoundAfterMoreThanOneMessageHolds) {
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(device(0).share_deck("ours", std::to_string(i) + std::string(30'000, '#'), false, couple->now()));
    couple->settle();
  }
  couple->live(seconds(20));
  const auto copy = couple->disk(0);
  skip(0, "c.there");
  couple->withhold_heads();
  couple->live(seconds(20));
  couple->part(0);
  couple->disk(0) = copy;
  couple->restart(0);
  skip(0, "c.here");
  couple->come_back(0);
  couple->live(minutes(2));
  EXPECT_FALSE(device(0).is_frozen());
  for (Slot each : {Slot{0}, Slot{1}}) EXPECT_TRUE(has_skipped(each, "c.there") && has_skipped(each, "c.here"));
  expect_whole(2);
}

TEST_F(RepairTest, BothRestoredAndARelayThatLostAllComeTogetherAgain) {
  const std::array copies{couple->disk(0), couple->disk(1)};
  const auto id = open(0);
  seal(0, id, "mine");
  couple->live(seconds(20));
  const auto later = couple->disk(1);
  seal(1, id, "theirs");
  couple->live(seconds(20));
  couple->lose_relay();
  couple->withhold_heads();  // and the receipts that a login gives it anew
  couple->restore(0, copies[0], true);
  couple->restore(1, later, true);
  EXPECT_TRUE(device(0).is_frozen() || device(1).is_frozen());
  couple->live(seconds(60));
  EXPECT_EQ(to_string(*device(0).my_answer(id)), "mine");
  expect_whole(2);
}

// Both had sealed, and the relay had both keys; then neither disk has the answers any more. Both seal again, and what the relay opens is not that.
TEST_F(RepairTest, ARoundThatTheRelayOpenedForAnswersNobodyHasAnyMoreIsNamedAndClosed) {
  const auto id = open(0);
  couple->live(seconds(20));
  const std::array copies{couple->disk(0), couple->disk(1)};
  seal(0, id, "of before");
  seal(1, id, "of before too");
  couple->withhold_heads();
  for (Slot side : {Slot{0}, Slot{1}}) couple->part(side);
  for (Slot side : {Slot{0}, Slot{1}}) {
    couple->forget_mail(side);
    couple->head(side).clear();
    couple->restore(side, copies[side]);
  }
  for (Slot side : {Slot{0}, Slot{1}}) couple->come_back(side);
  couple->live(minutes(2));
  for (Slot side : {Slot{0}, Slot{1}}) {
    if (device(side).repair().phase == Phase::asks) {
      ASSERT_TRUE(device(side).go_on_without_it(couple->now()));
    }
  }
  couple->live(minutes(2));
  seal(0, id, "of now");
  seal(1, id, "of now too");
  couple->live(minutes(1));
  for (Slot side : {Slot{0}, Slot{1}}) {
    EXPECT_FALSE(couple->state(side).rounds.find(id)->is_revealed);
    std::size_t told = 0;
    for (const auto& event : couple->events(side)) told += event.kind == Kind::latch_trouble && event.round == id;
    EXPECT_GE(told, 1u) << "side " << int{side};
    EXPECT_EQ(told, couple->count(side, Kind::latch_trouble)) << "each names its round";
  }
  ASSERT_TRUE(device(1).close(id, couple->now()));
  couple->live(minutes(1));
  for (Slot side : {Slot{0}, Slot{1}}) EXPECT_TRUE(couple->state(side).rounds.find(id)->closing);
}

// Mailboxes are not for ever: what nobody has any more is a person's to let go.
TEST_F(RepairTest, AsksWhenThePartnerHasNoMoreThanIHaveAndGoesOnWithoutTheRest) {
  const auto copy = couple->disk(1);
  couple->part(0);
  skip(1, "c.lost");
  couple->live(seconds(20));
  couple->forget_mail(0);
  couple->restore(1, copy);
  couple->come_back(0);
  couple->live(seconds(10));
  EXPECT_TRUE(device(1).is_frozen());
  EXPECT_EQ(device(1).repair().phase, Phase::fetches);
  EXPECT_EQ(device(1).go_on_without_it(couple->now()).error().code, ErrorCode::refused);
  couple->live(seconds(30));
  EXPECT_EQ(device(1).repair().phase, Phase::asks);
  EXPECT_TRUE(device(1).go_on_without_it(couple->now()));
  couple->live(seconds(30));
  expect_whole(2);
}

// A receipt that names what was let go proves nothing any more, whoever serves it again.
TEST_F(RepairTest, AReceiptThatWasGivenUpFreezesNoSecondTime) {
  const auto copy = couple->disk(1);
  couple->part(0);
  skip(1, "c.lost");
  couple->live(seconds(20));
  couple->forget_mail(0);
  couple->restore(1, copy);
  const auto receipt = couple->head(1);
  couple->come_back(0);
  couple->live(seconds(40));
  ASSERT_TRUE(device(1).go_on_without_it(couple->now()));
  couple->live(seconds(30));
  for (int longer = 0; longer < 2; ++longer) {
    couple->head(1) = receipt;
    couple->restart(1);
    couple->settle();
    EXPECT_FALSE(device(1).is_frozen());
    skip(1, "c.new" + std::to_string(longer));
  }
}

// The second of two backups is put back after the first one was used: the two logs contradict each other, and nothing of the wrong one leaves.
TEST_F(RepairTest, NothingIsPutForALogThatContradictsThePartnersBeforeItIsMended) {
  const auto id = open(0);
  couple->withhold_heads();
  couple->live(seconds(20));
  const auto first = couple->disk(1);
  couple->part(1);
  skip(1, "x.1");
  skip(1, "x.2");
  ASSERT_TRUE(device(1).seal(id, bytes_of("only in the second backup"), SealMode::open, couple->now()));
  couple->settle();
  const auto second = couple->disk(1);
  couple->disk(1) = first;
  couple->restart(1);
  couple->come_back(1);
  skip(1, "y.1");
  couple->live(seconds(20));
  const auto asked = couple->latches();
  couple->restore(1, second, true);
  EXPECT_TRUE(device(1).is_frozen());
  for (int i = 0; i < 20'000 && device(1).is_frozen(); ++i) {
    couple->live(milliseconds(1));
    if (device(1).is_frozen()) {
      ASSERT_EQ(couple->latches(), asked);
    }
  }
  ASSERT_FALSE(device(1).is_frozen());
  EXPECT_EQ(couple->count(1, Kind::forked), 1u);
  couple->live(seconds(30));
  EXPECT_TRUE(has_skipped(0, "x.2") && has_skipped(1, "y.1")) << "and what was put aside is said again";
  EXPECT_FALSE(device(1).is_frozen());
  for (Slot author : {Slot{0}, Slot{1}}) EXPECT_EQ(head(0, author), head(1, author));
}

// --- keys

// A backup taken between "stored" and "shared" of an epoch: it was shared and used since.
TEST_F(RepairTest, AnEpochThatWasUnfinishedInTheBackupIsNeverPostedIn) {
  for (Slot side : {Slot{0}, Slot{1}}) {
    SCOPED_TRACE(testing::Message() << "side " << int{side});
    couple = std::make_unique<DeviceCouple>(side + 11u);
    couple->meet();
    couple->live(seconds(20));
    std::optional<MemoryStorage> copy;
    couple->on_commit = [&](Slot who) {
      if (who != side || copy) return;
      const auto channel = DurableChannel::restore(couple->record(side), **couple->disk(side).value(Device::session_key), *couple->disk(side).outbox());
      if (channel && channel->unshared() != nullptr) copy = couple->disk(side);
    };
    ASSERT_TRUE(device(side).renew_keys(couple->now()));
    couple->live(seconds(10));
    ASSERT_TRUE(copy);
    for (int i = 0; i < 5; ++i) {
      skip(side, "c." + std::to_string(i));
      skip(partner_of(side), "d." + std::to_string(i));
    }
    couple->live(seconds(20));
    couple->on_commit = {};
    couple->restore(side, *copy, true);
    couple->live(seconds(60));
    expect_whole(3);
  }
}

TEST_F(RepairTest, APersonMayAskForNewKeysAtAnyTime) {
  for (std::uint32_t epoch = 2; epoch < 5; ++epoch) {
    ASSERT_TRUE(device(epoch % 2).renew_keys(couple->now()));
    couple->live(seconds(10));
    EXPECT_EQ(device(0).repair().phase, Phase::none);
    expect_whole(epoch);
    for (Slot each : {Slot{0}, Slot{1}}) device(each).set_presence(true, true, couple->now());
    couple->live(seconds(10));
  }
}

TEST_F(RepairTest, NewKeysAreAgreedOnWhereverEitherCrashes) {
  for (Slot side : {Slot{0}, Slot{1}})
    for (Slot asks : {Slot{0}, Slot{1}})
      for (const bool after : {false, true})
        for (std::uint64_t commit = 1; commit < 12; ++commit) {
          SCOPED_TRACE(testing::Message() << "side " << int{side} << (after ? " after" : " before") << " commit " << commit << ", asked by " << int{asks});
          couple = std::make_unique<DeviceCouple>(commit);
          couple->meet();
          couple->live(seconds(3));
          couple->crash_at({side, commit, after});
          static_cast<void>(device(asks).renew_keys(couple->now()));
          couple->live(seconds(2));
          for (Slot each : {Slot{0}, Slot{1}}) static_cast<void>(device(each).next_suggestion("c.1", couple->now()));
          couple->live(seconds(60));
          if (device(asks).epoch() == 1) {  // it crashed before it had kept what its person asked for
            EXPECT_TRUE(couple->has_crashed());
            ASSERT_TRUE(device(asks).renew_keys(couple->now()));
            couple->live(seconds(60));
          }
          EXPECT_EQ(device(0).epoch(), device(1).epoch());
          EXPECT_GE(device(0).epoch(), 2u);
          couple->crash_at({});
          expect_whole(device(0).epoch());
          if (HasFailure()) return;
        }
}

TEST_F(RepairTest, AStateThatIsLostOrDoesNotVerifyIsAgreedOnAnew) {
  for (Slot side : {Slot{0}, Slot{1}})
    for (const bool is_altered : {false, true}) {
      SCOPED_TRACE(testing::Message() << "side " << int{side} << (is_altered ? ", altered" : ", gone"));
      couple = std::make_unique<DeviceCouple>(3);
      couple->meet();
      skip(side, "c.1");
      couple->live(seconds(20));
      Transaction loss;
      loss.values[Device::session_key] = is_altered ? std::optional(SecretBytes(40, 7)) : std::nullopt;
      ASSERT_TRUE(couple->disk(side).commit(loss));
      couple->restart(side);
      skip(side, "c.2");
      skip(partner_of(side), "c.3");
      couple->live(seconds(40));
      EXPECT_TRUE(has_skipped(partner_of(side), "c.2"));
      EXPECT_TRUE(has_skipped(side, "c.3"));
      expect_whole(2);
    }
}

TEST_F(RepairTest, WhatWaitsInTheOutboxIsEncryptedAfresh) {
  couple->hold_posts(true);
  skip(0, "c.1");
  skip(0, "c.2");
  const auto before = *couple->disk(0).outbox();
  ASSERT_EQ(before.size(), 2u);
  ASSERT_TRUE(device(0).renew_keys(couple->now()));
  couple->live(seconds(10));
  const auto after = *couple->disk(0).outbox();
  ASSERT_FALSE(after.empty());
  for (const auto& row : after) {
    EXPECT_EQ(row.epoch, 2u);
    for (const auto& old : before) EXPECT_NE(row.client_id, old.client_id);
  }
  couple->hold_posts(false);
  couple->live(seconds(5));
  expect_whole(2);
}

TEST_F(RepairTest, ByItselfItAsksOnceAnHourAndAClockThatJumpedLocksNothing) {
  const auto lose = [this] {
    Transaction loss;
    loss.values[Device::session_key] = std::nullopt;
    ASSERT_TRUE(couple->disk(0).commit(loss));
    couple->restart(0);
    couple->live(minutes(2));
  };
  lose();
  EXPECT_EQ(device(0).epoch(), 2u);
  lose();
  EXPECT_EQ(device(0).repair().phase, Phase::keys) << "not within the hour";
  couple->live(minutes(50));
  EXPECT_EQ(device(1).epoch(), 2u);
  couple->live(minutes(10));
  EXPECT_EQ(device(1).epoch(), 3u);
  lose();
  EXPECT_EQ(device(1).epoch(), 3u);
  couple->set_wall_back(hours(24 * 365));
  couple->live(minutes(1));
  EXPECT_EQ(device(1).epoch(), 4u);
}

TEST_F(RepairTest, ARatchetThatNoLongerFitsIsFoundByWhatComesWithoutIt) {
  // The state of an earlier day, and everything else of today.
  const auto old = *couple->disk(1).value(Device::session_key);
  for (int i = 0; i < 3; ++i) {
    skip(0, "a." + std::to_string(i));
    skip(1, "b." + std::to_string(i));
  }
  couple->live(seconds(20));
  Transaction swap;
  swap.values[Device::session_key] = old;
  ASSERT_TRUE(couple->disk(1).commit(swap));
  couple->restart(1);
  couple->live(seconds(5));
  for (int i = 0; i < 8; ++i) {
    skip(0, "c." + std::to_string(i));
    couple->live(seconds(3));
  }
  couple->live(seconds(30));
  EXPECT_EQ(device(0).epoch(), 2u);
  expect_whole(2);
}

}  // namespace
}  // namespace twinlamp::test
