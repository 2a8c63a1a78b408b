#include "protocol/journal/log.h"

#include <gtest/gtest.h>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;
using test::Shelf;

struct LogTest : testing::Test {
  Couple couple;

  Entry make(Slot slot, EntryPlace place, const std::string& name = "x") {
    wire::Body body;
    body.mutable_profile()->set_display_name(name);
    place.author = slot;
    return make_entry(place, body, couple.self_key[slot], couple.random);
  }
  EntryPlace next(Slot slot) { return next_place(couple.shelf[slot].logs[slot], couple.shelf[slot].logs[1 - slot], 0); }
  // What slot 0's device says to an entry of slot 1.
  Result<Log::Verdict> offer(const Entry& entry) { return couple.shelf[0].accept(entry); }
  static ErrorCode code_of(const Result<Log::Verdict>& result) { return result ? ErrorCode::cancelled : result.error().code; }
};

TEST_F(LogTest, TakesEntriesInOrder) {
  couple.profile(1, "Sam");
  couple.cover(1);
  couple.deliver(1);
  EXPECT_EQ(couple.shelf[0].logs[1].head(), couple.shelf[1].logs[1].head());
}

TEST_F(LogTest, SaysDuplicateToWhatItHas) {
  const auto first = couple.profile(1, "Sam");
  const auto second = couple.cover(1);
  couple.deliver(1);
  for (const auto& entry : {first, second}) {
    const auto again = offer(entry);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, Log::Verdict::duplicate);
  }
}

TEST_F(LogTest, AsksForWhatIsMissingBetween) {
  couple.profile(1, "Sam");
  EXPECT_EQ(code_of(offer(couple.cover(1))), ErrorCode::out_of_order);
  EXPECT_EQ(couple.shelf[0].logs[1].head().seq, 0u);
}

TEST_F(LogTest, FindsAForkAtAKnownSeq) {
  const auto place = next(1);
  couple.profile(1, "Sam");
  couple.cover(1);
  couple.deliver(1);
  EXPECT_EQ(code_of(offer(make(1, place, "another Sam"))), ErrorCode::conflict);
}

TEST_F(LogTest, FindsAForkAtItsHead) {
  const auto place = next(1);
  couple.profile(1, "Sam");
  couple.deliver(1);
  EXPECT_EQ(code_of(offer(make(1, place, "another Sam"))), ErrorCode::conflict);
}

TEST_F(LogTest, FindsAForkInThePreviousHash) {
  couple.profile(1, "Sam");
  couple.deliver(1);
  auto place = next(1);
  place.prev[0] ^= 1;
  EXPECT_EQ(code_of(offer(make(1, place))), ErrorCode::conflict);
}

TEST_F(LogTest, IsForkedByAnotherEntryInAPlaceOrBeforeItAndByNothingElse) {
  const auto first = couple.profile(1, "Sam");
  const auto at_head = next(1);
  const auto second = couple.cover(1);
  couple.deliver(1);
  const auto& log = couple.shelf[0].logs[1];
  const auto is_forked_by = [&](const Entry& entry) { return log.is_forked_by(entry, couple.shelf[0]); };
  EXPECT_TRUE(is_forked_by(make(1, at_head)));
  auto other_prev = next(1);
  other_prev.prev[0] ^= 1;
  other_prev.lamport += 1000;  // refused for that too, and it still shows two
  EXPECT_TRUE(is_forked_by(make(1, other_prev)));
  EXPECT_FALSE(is_forked_by(first));
  EXPECT_FALSE(is_forked_by(second));
  EXPECT_FALSE(is_forked_by(make(1, next(1))));
  auto after_a_gap = other_prev;
  ++after_a_gap.seq;
  EXPECT_FALSE(is_forked_by(make(1, after_a_gap)));
  couple.profile(0, "Noor");
  couple.sync();
  auto other_peer = next(1);
  other_peer.peer_hash[5] ^= 1;
  EXPECT_FALSE(is_forked_by(make(1, other_peer)));
}

TEST_F(LogTest, FindsAForkOfMyOwnLogInThePeerHead) {
  couple.profile(0, "Noor");
  couple.sync();
  auto place = next(1);
  ASSERT_EQ(place.peer_seq, 1u);
  place.peer_hash[5] ^= 1;
  EXPECT_EQ(code_of(offer(make(1, place))), ErrorCode::conflict);
}

TEST_F(LogTest, NoticesThatThePartnerHasMoreOfMineThanIHave) {
  couple.profile(0, "Noor");
  couple.deliver(0);
  couple.shelf[0] = Shelf();  // an old backup, from before that entry
  EXPECT_EQ(code_of(offer(couple.profile(1, "Sam"))), ErrorCode::not_found);
}

TEST_F(LogTest, RefusesALamportThatNoHonestDeviceWrites) {
  couple.profile(0, "Noor");
  couple.cover(0);
  couple.profile(1, "Sam");
  couple.sync();
  for (const int step : {-1, 1, 1000}) {
    auto place = next(1);
    place.lamport = static_cast<std::uint64_t>(static_cast<std::int64_t>(place.lamport) + step);
    EXPECT_EQ(code_of(offer(make(1, place))), ErrorCode::malformed) << step;
  }
}

TEST_F(LogTest, RefusesAnEntryWrittenIntoThePast) {
  couple.profile(1, "Sam");
  couple.sync();
  for (int count = 0; count < 5; ++count) couple.cover(0);
  couple.sync();
  auto place = next(1);
  place.lamport = 2;  // as if it had not seen my five
  EXPECT_EQ(code_of(offer(make(1, place))), ErrorCode::malformed);
}

TEST_F(LogTest, RefusesAPeerHeadThatGoesBack) {
  couple.cover(0);
  couple.cover(0);
  couple.sync();
  couple.profile(1, "Sam");
  couple.sync();
  auto place = next(1);
  place.peer_seq = 1;
  place.peer_hash = couple.shelf[0].mark(0, 1)->id;
  EXPECT_EQ(code_of(offer(make(1, place))), ErrorCode::malformed);
}

TEST_F(LogTest, RefusesAnotherAuthor) {
  Log log(1);
  EXPECT_FALSE(log.check(couple.profile(0, "Noor"), couple.shelf[0]));
}

TEST_F(LogTest, IsUnchangedByARefusal) {
  couple.profile(1, "Sam");
  couple.deliver(1);
  const auto before = couple.shelf[0].logs[1].head();
  auto place = next(1);
  place.prev[0] ^= 1;
  ASSERT_FALSE(offer(make(1, place)));
  EXPECT_EQ(couple.shelf[0].logs[1].head(), before);
}

TEST_F(LogTest, VerifiesAcrossAnErasedBody) {
  auto first = couple.profile(1, "Sam");
  couple.cover(1);
  first.erase_body();
  ASSERT_TRUE(offer(first));
  couple.deliver(1);
  EXPECT_EQ(couple.shelf[0].logs[1].head().seq, 2u);
}

}  // namespace
}  // namespace twinlamp
