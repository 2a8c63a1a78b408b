// The store's contract (relay/store.h, protocol/room/store_ops.h), for every implementation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/relay/store/harness.h"

namespace twinlamp::test {
namespace {

using store::Status;
using testing::ElementsAre;

constexpr std::uint8_t mine = 0;
constexpr std::uint8_t partners = 1;

template <class Harness>
class StoreContract : public testing::Test {
protected:
  Harness harness;
  store::RoomId room = room_number(1);

  store::Result ask(store::Operation operation) { return harness.ask(room, std::move(operation)); }
  template <class Reply>
  Reply reply(store::Operation operation) {
    const auto result = ask(std::move(operation));
    EXPECT_EQ(result.status, Status::ok);
    return std::get<Reply>(result.reply);
  }
  void create() { ASSERT_EQ(ask(store::OpenRoom{true, 0, day(0)}).status, Status::ok); }
  store::RoomInfo info(std::uint8_t slot = mine) { return reply<store::RoomInfo>(store::OpenRoom{false, slot, day(0)}); }

  static store::Append append(std::uint32_t client, std::string_view text, std::uint8_t mailbox = mine) {
    return {mailbox, client_number(client), body_of(text), day(0), 0, 0, 0};
  }
  std::uint64_t seq_of(const store::Append& request) { return reply<store::Appended>(request).seq; }
  std::vector<std::string> texts(std::uint64_t after = 0, std::uint8_t mailbox = mine) {
    std::vector<std::string> found;
    for (const auto& entry : reply<store::Entries>(store::Read{mailbox, after, 1000, 1 << 20}).entries) {
      found.push_back(to_string(*entry.body));
    }
    return found;
  }

  static store::LatchWrite latch(std::uint8_t number, std::uint64_t expected, store::LatchKind kind, std::uint8_t unacked = 0,
                                 std::uint32_t max_waiting = 0) {
    return {latch_number(number), expected, {0, kind, unacked, Bytes{number}}, max_waiting, day(0)};
  }
};

using Implementations = testing::Types<MemoryHarness, SqliteHarness>;
TYPED_TEST_SUITE(StoreContract, Implementations);

TYPED_TEST(StoreContract, KnowsNoRoomThatWasNotMade) {
  EXPECT_EQ(this->ask(store::OpenRoom{false, 0, day(0)}).status, Status::absent);
  EXPECT_EQ(this->ask(this->append(1, "a")).status, Status::absent);
  EXPECT_EQ(this->ask(store::HeadRead{0}).status, Status::absent);
}

TYPED_TEST(StoreContract, MakesARoomOnce) {
  const auto first = this->template reply<store::RoomInfo>(store::OpenRoom{true, 0, day(3)});
  const auto again = this->template reply<store::RoomInfo>(store::OpenRoom{true, 0, day(9)});
  EXPECT_TRUE(first.created);
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.created_on, day(3));
}

TYPED_TEST(StoreContract, NumbersEachMailboxFromOne) {
  this->create();
  EXPECT_EQ(this->seq_of(this->append(1, "a")), 1u);
  EXPECT_EQ(this->seq_of(this->append(2, "b")), 2u);
  EXPECT_EQ(this->seq_of(this->append(1, "c", partners)), 1u);
}

TYPED_TEST(StoreContract, TakesNoEntryAfterOneThatItDoesNotHave) {
  this->create();
  auto second = this->append(2, "b");
  second.after = client_number(1);
  EXPECT_EQ(this->ask(second).status, Status::missing);
  EXPECT_THAT(this->texts(), ElementsAre());
  EXPECT_EQ(this->seq_of(this->append(1, "a")), 1u);
  EXPECT_EQ(this->seq_of(second), 2u);
  this->ask(store::Acknowledge{mine, 2});
  auto third = this->append(3, "c");
  third.after = client_number(2);  // acknowledged, and remembered
  EXPECT_EQ(this->seq_of(third), 3u);
  second.after = client_number(9);
  EXPECT_EQ(this->seq_of(second), 2u) << "a repeated one is known, whatever it says";
}

TYPED_TEST(StoreContract, ReadsInOrderAfterACursor) {
  this->create();
  for (std::uint32_t i = 1; i <= 4; ++i) (void)this->seq_of(this->append(i, std::to_string(i)));
  EXPECT_THAT(this->texts(), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(this->texts(2), ElementsAre("3", "4"));
  EXPECT_THAT(this->texts(4), ElementsAre());
  EXPECT_THAT(this->texts(0, partners), ElementsAre());
}

TYPED_TEST(StoreContract, EndsAPageAtItsNumberOfEntries) {
  this->create();
  for (std::uint32_t i = 1; i <= 3; ++i) (void)this->seq_of(this->append(i, "x"));
  EXPECT_TRUE(this->template reply<store::Entries>(store::Read{mine, 0, 2, 1000}).more);
  EXPECT_FALSE(this->template reply<store::Entries>(store::Read{mine, 0, 3, 1000}).more);
}

TYPED_TEST(StoreContract, EndsAPageAtItsBytesButAlwaysGivesOne) {
  this->create();
  for (std::uint32_t i = 1; i <= 3; ++i) (void)this->seq_of(this->append(i, "12345"));
  const auto tight = this->template reply<store::Entries>(store::Read{mine, 0, 10, 4});
  EXPECT_EQ(tight.entries.size(), 1u);
  EXPECT_TRUE(tight.more);
  EXPECT_EQ(this->template reply<store::Entries>(store::Read{mine, 0, 10, 10}).entries.size(), 2u);
}

TYPED_TEST(StoreContract, StoresARepeatedPostOnce) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  (void)this->seq_of(this->append(2, "b"));
  const auto again = this->template reply<store::Appended>(this->append(1, "a"));
  EXPECT_EQ(again.seq, 1u);
  EXPECT_TRUE(again.repeated);
  EXPECT_THAT(this->texts(), ElementsAre("a", "b"));
}

TYPED_TEST(StoreContract, KnowsARepeatedPostAfterItWasAcknowledged) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  (void)this->ask(store::Acknowledge{mine, 1});
  this->harness.reopen();
  const auto again = this->template reply<store::Appended>(this->append(1, "a"));
  EXPECT_EQ(again.seq, 1u);
  EXPECT_TRUE(again.repeated);
  EXPECT_THAT(this->texts(), ElementsAre());
}

TYPED_TEST(StoreContract, RemembersClientIdsAsFarBackAsItSays) {
  this->create();
  std::vector<store::Request> requests;
  for (std::uint32_t i = 1; i <= store::remembered_posts + 1; ++i) requests.push_back({i, this->room, this->append(i, "x")});
  for (auto& request : requests) {  // acknowledged as they come, so that all may be forgotten
    if (request.id % 200 == 0) request.operation = store::Acknowledge{mine, request.id};
  }
  (void)this->harness.ask_all(std::move(requests));
  EXPECT_TRUE(this->template reply<store::Appended>(this->append(store::remembered_posts + 1, "x")).repeated);
  EXPECT_TRUE(this->template reply<store::Appended>(this->append(3, "x")).repeated);
}

TYPED_TEST(StoreContract, ForgetsWhatWasAcknowledged) {
  this->create();
  for (std::uint32_t i = 1; i <= 3; ++i) (void)this->seq_of(this->append(i, std::to_string(i)));
  EXPECT_EQ(this->template reply<store::Acknowledged>(store::Acknowledge{mine, 2}).up_to, 2u);
  EXPECT_THAT(this->texts(), ElementsAre("3"));
  EXPECT_EQ(this->info(partners).partner_acked, 2u);
  EXPECT_TRUE(this->info().mailbox_waiting);
}

TYPED_TEST(StoreContract, TakesAnAcknowledgementBeyondTheLastAsTheLast) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  EXPECT_EQ(this->template reply<store::Acknowledged>(store::Acknowledge{mine, 99}).up_to, 1u);
  EXPECT_EQ(this->seq_of(this->append(2, "b")), 2u);
  EXPECT_THAT(this->texts(), ElementsAre("b"));
}

TYPED_TEST(StoreContract, NeverTakesAnAcknowledgementBack) {
  this->create();
  for (std::uint32_t i = 1; i <= 3; ++i) (void)this->seq_of(this->append(i, "x"));
  (void)this->ask(store::Acknowledge{mine, 3});
  EXPECT_EQ(this->template reply<store::Acknowledged>(store::Acknowledge{mine, 1}).up_to, 3u);
  EXPECT_FALSE(this->info().mailbox_waiting);
}

TYPED_TEST(StoreContract, HasPlaceAgainAfterALargeAcknowledgement) {
  this->create();
  std::vector<store::Request> requests;
  for (std::uint32_t i = 1; i <= 600; ++i) requests.push_back({i, this->room, this->append(i, "x")});
  (void)this->harness.ask_all(std::move(requests));
  (void)this->ask(store::Acknowledge{mine, 600});
  EXPECT_FALSE(this->info().mailbox_waiting);
  EXPECT_THAT(this->texts(), ElementsAre());
  auto next = this->append(601, "y");
  next.max_entries = 600;
  EXPECT_EQ(this->seq_of(next), 601u);
}

TYPED_TEST(StoreContract, RefusesAnEntryTooMany) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  auto second = this->append(2, "b");
  second.max_entries = 1;
  EXPECT_EQ(this->ask(second).status, Status::full);
  (void)this->ask(store::Acknowledge{mine, 1});
  EXPECT_EQ(this->seq_of(second), 2u);
}

TYPED_TEST(StoreContract, RefusesAByteTooMany) {
  this->create();
  auto five = this->append(1, "12345");
  five.max_bytes = 9;
  EXPECT_EQ(this->ask(five).status, Status::ok);
  five.client_id = client_number(2);
  EXPECT_EQ(this->ask(five).status, Status::full);
  five.max_bytes = 10;
  EXPECT_EQ(this->ask(five).status, Status::ok);
}

TYPED_TEST(StoreContract, RefusesARoomsBytesTooManyWhateverWasAcknowledged) {
  this->create();
  auto five = this->append(1, "12345");
  five.max_room_bytes = 9;
  EXPECT_EQ(this->ask(five).status, Status::ok);
  (void)this->ask(store::Acknowledge{mine, 1});
  five.client_id = client_number(2);
  EXPECT_EQ(this->ask(five).status, Status::room_limit);
}

TYPED_TEST(StoreContract, AnswersARepeatedPostEvenWhereAllIsFull) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  auto again = this->append(1, "a");
  again.max_entries = 1;
  EXPECT_TRUE(this->template reply<store::Appended>(again).repeated);
}

TYPED_TEST(StoreContract, RaisesWhatWaitsAboveWhatTheReaderKnows) {
  this->create();
  for (std::uint32_t i = 1; i <= 3; ++i) (void)this->seq_of(this->append(i, std::to_string(i)));
  (void)this->ask(store::Acknowledge{mine, 1});
  const auto raised = this->template reply<store::Raised>(store::Raise{mine, 500});
  EXPECT_THAT(this->texts(500), ElementsAre("2", "3"));
  EXPECT_EQ(this->info().mailbox_last, raised.last);
  EXPECT_EQ(this->info().mailbox_acked, 500u);
  EXPECT_EQ(this->seq_of(this->append(4, "4")), raised.last + 1);
}

TYPED_TEST(StoreContract, KnowsARepeatedPostByItsRaisedNumber) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  const auto raised = this->template reply<store::Raised>(store::Raise{mine, 50});
  EXPECT_EQ(this->template reply<store::Appended>(this->append(1, "a")).seq, raised.last);
}

TYPED_TEST(StoreContract, RaisesAnEmptyMailbox) {
  this->create();
  EXPECT_EQ(this->template reply<store::Raised>(store::Raise{mine, 7}).last, 7u);
  EXPECT_EQ(this->seq_of(this->append(1, "a")), 8u);
}

TYPED_TEST(StoreContract, DoesNotRaiseWhatIsHighEnough) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  EXPECT_EQ(this->template reply<store::Raised>(store::Raise{mine, 1}).last, 1u);
  EXPECT_THAT(this->texts(), ElementsAre("a"));
}

TYPED_TEST(StoreContract, SetsALatchOnlyOverTheExpectedVersion) {
  this->create();
  using Kind = store::LatchKind;
  EXPECT_EQ(this->template reply<store::LatchRow>(store::LatchRead{latch_number(1)}).version, 0u);
  EXPECT_EQ(this->template reply<store::LatchRow>(this->latch(1, 0, Kind::waiting)).version, 1u);
  const auto lost = this->ask(this->latch(1, 0, Kind::tombstone));
  EXPECT_EQ(lost.status, Status::conflict);
  EXPECT_EQ(std::get<store::LatchRow>(lost.reply).version, 1u);
  EXPECT_EQ(std::get<store::LatchRow>(lost.reply).kind, Kind::waiting);
  EXPECT_EQ(this->template reply<store::LatchRow>(this->latch(1, 1, Kind::tombstone)).version, 2u);
  EXPECT_EQ(this->template reply<store::LatchRow>(store::LatchRead{latch_number(1)}).record, Bytes{1});
}

TYPED_TEST(StoreContract, BoundsTheWaitingLatchesOfARoom) {
  this->create();
  using Kind = store::LatchKind;
  EXPECT_EQ(this->ask(this->latch(1, 0, Kind::waiting, 0, 2)).status, Status::ok);
  EXPECT_EQ(this->ask(this->latch(2, 0, Kind::waiting, 0, 2)).status, Status::ok);
  EXPECT_EQ(this->ask(this->latch(3, 0, Kind::waiting, 0, 2)).status, Status::room_limit);
  EXPECT_EQ(this->ask(this->latch(3, 0, Kind::tombstone, 0, 2)).status, Status::ok);
  EXPECT_EQ(this->ask(this->latch(1, 1, Kind::released, 3, 2)).status, Status::ok);
  EXPECT_EQ(this->ask(this->latch(4, 0, Kind::waiting, 0, 2)).status, Status::ok);
}

TYPED_TEST(StoreContract, BoundsTheLatchesOfARoomOfAnyKind) {
  this->create();
  using Kind = store::LatchKind;
  auto tombstone = this->latch(1, 0, Kind::tombstone);
  tombstone.max_latches = 1;
  EXPECT_EQ(this->ask(tombstone).status, Status::ok);
  tombstone.latch = latch_number(2);
  EXPECT_EQ(this->ask(tombstone).status, Status::room_limit);
  tombstone.latch = latch_number(1);
  tombstone.expected = 1;
  EXPECT_EQ(this->ask(tombstone).status, Status::ok);
}

TYPED_TEST(StoreContract, ListsReleasesThatASlotHasNotAcknowledged) {
  this->create();
  using Kind = store::LatchKind;
  (void)this->ask(this->latch(1, 0, Kind::released, 0b01));
  (void)this->ask(this->latch(2, 0, Kind::released, 0b11));
  (void)this->ask(this->latch(3, 0, Kind::waiting));
  (void)this->ask(this->latch(4, 0, Kind::released, 0b10));
  const auto first = this->template reply<store::Latches>(store::LatchReleases{1, {}, 1});
  ASSERT_EQ(first.latches.size(), 1u);
  EXPECT_EQ(first.latches[0].id, latch_number(2));
  EXPECT_TRUE(first.more);
  const auto rest = this->template reply<store::Latches>(store::LatchReleases{1, first.latches[0].id, 5});
  ASSERT_EQ(rest.latches.size(), 1u);
  EXPECT_EQ(rest.latches[0].id, latch_number(4));
  EXPECT_FALSE(rest.more);
}

TYPED_TEST(StoreContract, KeepsOneHeadForEachSlot) {
  this->create();
  EXPECT_EQ(this->template reply<store::Receipt>(store::HeadRead{0}).receipt, Bytes{});
  EXPECT_EQ(this->ask(store::HeadWrite{0, {1, 2}}).status, Status::ok);
  EXPECT_EQ(this->ask(store::HeadWrite{1, {3}}).status, Status::ok);
  EXPECT_EQ(this->template reply<store::Receipt>(store::HeadRead{0}).receipt, (Bytes{1, 2}));
  EXPECT_EQ(this->info(1).head, Bytes{3});
}

TYPED_TEST(StoreContract, LeavesOnlyATombstoneOfAnErasedRoom) {
  this->create();
  (void)this->seq_of(this->append(1, "a"));
  (void)this->ask(this->latch(1, 0, store::LatchKind::waiting));
  EXPECT_EQ(this->ask(store::EraseRoom{{9, 9}, day(1)}).status, Status::ok);
  this->harness.reopen();
  const std::vector<store::Operation> all{
      store::OpenRoom{true, 0, day(2)}, this->append(2, "b"),  store::Read{mine, 0, 1, 1}, store::Acknowledge{mine, 1},
      store::Raise{mine, 9},            store::HeadRead{0},    store::HeadWrite{0, {1}},   store::LatchRead{latch_number(1)},
      store::LatchReleases{0, {}, 1},   store::EraseRoom{{1}, day(2)}, this->latch(1, 0, store::LatchKind::waiting)};
  for (const auto& operation : all) {
    SCOPED_TRACE(operation.index());
    const auto result = this->ask(operation);
    EXPECT_EQ(result.status, Status::ended);
    EXPECT_EQ(std::get<store::Farewell>(result.reply).farewell, (Bytes{9, 9}));
  }
}

TYPED_TEST(StoreContract, CountsLivingRooms) {
  this->create();
  (void)this->harness.ask(room_number(2), store::OpenRoom{true, 0, day(0)});
  (void)this->ask(store::EraseRoom{{}, day(0)});
  EXPECT_EQ(this->template reply<store::RoomCount>(store::CountRooms{}).rooms, 1u);
}

TYPED_TEST(StoreContract, SweepsEntriesWhenTheirLifeIsOver) {
  this->create();
  (void)this->seq_of(this->append(1, "old"));
  auto young = this->append(2, "young");
  young.today = day(1);
  (void)this->seq_of(young);
  (void)this->ask(store::Sweep{day(30), std::chrono::days{30}, std::chrono::days{90}, 100});
  EXPECT_THAT(this->texts(), ElementsAre("old", "young"));
  (void)this->ask(store::Sweep{day(31), std::chrono::days{30}, std::chrono::days{90}, 100});
  EXPECT_THAT(this->texts(), ElementsAre("young"));
  auto third = this->append(3, "third");
  third.max_entries = 2;
  EXPECT_EQ(this->seq_of(third), 3u);
}

TYPED_TEST(StoreContract, SweepsLatchesOfEveryKindThatHaveNotChangedForLong) {
  this->create();
  using Kind = store::LatchKind;
  (void)this->seq_of(this->append(1, "a"));
  (void)this->ask(this->latch(1, 0, Kind::waiting));
  (void)this->ask(this->latch(2, 0, Kind::released, 1));
  (void)this->ask(this->latch(3, 0, Kind::tombstone));
  (void)this->ask(this->latch(4, 0, Kind::waiting));
  auto changed = this->latch(4, 1, Kind::released, 3);
  changed.today = day(1);
  (void)this->ask(changed);
  const auto is_there = [&](std::uint8_t number) {
    return this->template reply<store::LatchRow>(store::LatchRead{latch_number(number)}).version != 0;
  };
  (void)this->ask(store::Sweep{day(90), std::chrono::days{30}, std::chrono::days{90}, 100});
  for (const std::uint8_t number : {1, 2, 3, 4}) EXPECT_TRUE(is_there(number)) << int{number};
  (void)this->ask(store::Sweep{day(91), std::chrono::days{30}, std::chrono::days{90}, 100});
  for (const std::uint8_t number : {1, 2, 3}) EXPECT_FALSE(is_there(number)) << int{number};
  EXPECT_TRUE(is_there(4));
  EXPECT_EQ(this->ask(this->latch(1, 0, Kind::waiting, 0, 1)).status, Status::ok) << "what was swept does not wait any more";
}

TYPED_TEST(StoreContract, BoundsTheBytesOfARoomsLatches) {
  this->create();
  using Kind = store::LatchKind;
  const auto write = [&](std::uint8_t number, std::uint64_t expected, Kind kind, std::size_t size) {
    auto request = this->latch(number, expected, kind);
    request.row.record = Bytes(size, std::uint8_t{7});
    request.max_latch_bytes = 100;
    return this->ask(request).status;
  };
  EXPECT_EQ(write(1, 0, Kind::waiting, 60), Status::ok);
  EXPECT_EQ(write(2, 0, Kind::waiting, 41), Status::room_limit);
  EXPECT_EQ(write(2, 0, Kind::waiting, 30), Status::ok);
  EXPECT_EQ(write(1, 1, Kind::released, 71), Status::room_limit) << "one that grows is bounded, too";
  EXPECT_EQ(write(1, 1, Kind::released, 70), Status::ok);
  EXPECT_EQ(write(3, 0, Kind::tombstone, 5), Status::ok) << "a cancelled one must not wait";
  EXPECT_EQ(write(1, 2, Kind::tombstone, 3), Status::ok);
  EXPECT_EQ(write(4, 0, Kind::waiting, 60), Status::ok);
}

TYPED_TEST(StoreContract, CountsLatchesWithWhatWasPostedInARoomsFirstWeek) {
  this->create();
  using Kind = store::LatchKind;
  auto five = this->append(1, "12345");
  five.max_room_bytes = 10;
  EXPECT_EQ(this->ask(five).status, Status::ok);
  auto latch = this->latch(1, 0, Kind::waiting);
  latch.row.record = Bytes(4, std::uint8_t{7});
  latch.max_room_bytes = 10;
  EXPECT_EQ(this->ask(latch).status, Status::ok);
  latch.latch = latch_number(2);
  EXPECT_EQ(this->ask(latch).status, Status::room_limit);
  five.client_id = client_number(2);
  EXPECT_EQ(this->ask(five).status, Status::room_limit);
  latch.row.kind = Kind::tombstone;
  EXPECT_EQ(this->ask(latch).status, Status::ok);
}

TYPED_TEST(StoreContract, SweepsRoomsInWhichNothingWasEverPosted) {
  this->create();
  (void)this->ask(this->latch(1, 0, store::LatchKind::waiting));
  (void)this->ask(store::Raise{mine, 9});
  const auto used = room_number(2), young = room_number(3);
  (void)this->harness.ask(used, store::OpenRoom{true, 0, day(0)});
  (void)this->harness.ask(used, this->append(1, "a"));
  (void)this->harness.ask(young, store::OpenRoom{true, 0, day(1)});
  (void)this->ask(store::Sweep{day(30)});
  EXPECT_EQ(this->template reply<store::RoomCount>(store::CountRooms{}).rooms, 3u);
  (void)this->ask(store::Sweep{day(31)});
  EXPECT_EQ(this->template reply<store::RoomCount>(store::CountRooms{}).rooms, 2u);
  EXPECT_EQ(this->ask(store::HeadRead{0}).status, Status::absent);
  this->create();
  EXPECT_EQ(this->info().mailbox_last, 0u);
  EXPECT_EQ(this->template reply<store::LatchRow>(store::LatchRead{latch_number(1)}).version, 0u);
}

TYPED_TEST(StoreContract, ForgetsAnEndedRoomAfterAYearUnlessBothHadPosted) {
  const auto both = room_number(2), one = room_number(1);
  for (const auto& one_of : {both, one}) {
    (void)this->harness.ask(one_of, store::OpenRoom{true, 0, day(0)});
    (void)this->harness.ask(one_of, this->append(1, "a", mine));
  }
  (void)this->harness.ask(both, this->append(1, "a", partners));
  for (const auto& one_of : {both, one}) (void)this->harness.ask(one_of, store::EraseRoom{{9}, day(0)});
  const auto status_of = [&](const store::RoomId& one_of) { return this->harness.ask(one_of, store::OpenRoom{false, 0, day(0)}).status; };
  (void)this->ask(store::Sweep{day(365)});
  this->harness.reopen();
  EXPECT_EQ(status_of(one), Status::ended);
  for (int i = 0; i < 3; ++i) (void)this->ask(store::Sweep{day(366)});
  EXPECT_EQ(status_of(one), Status::absent);
  (void)this->ask(store::Sweep{day(10'000)});
  EXPECT_EQ(status_of(both), Status::ended);
}

TYPED_TEST(StoreContract, SweepsInBoundedSteps) {
  this->create();
  for (std::uint32_t i = 1; i <= 5; ++i) (void)this->seq_of(this->append(i, std::to_string(i)));
  const store::Sweep two{day(100), std::chrono::days{30}, std::chrono::days{90}, 2};
  EXPECT_TRUE(this->template reply<store::Swept>(two).more);
  EXPECT_EQ(this->texts().size(), 3u);
}

TYPED_TEST(StoreContract, AnswersARoomsRequestsOnceAndInOrder) {
  this->create();
  std::vector<store::Request> requests;
  for (std::uint32_t i = 0; i < 200; ++i) {
    requests.push_back({1000 + i, this->room, i % 3 == 0 ? store::Operation(store::HeadRead{0}) : this->append(i, "x")});
  }
  const auto results = this->harness.ask_all(std::move(requests));
  ASSERT_EQ(results.size(), 200u);
  for (std::uint32_t i = 0; i < 200; ++i) EXPECT_EQ(results[i].id, 1000 + i);
}

TYPED_TEST(StoreContract, HasEverythingThereAfterItWasOpenedAgain) {
  this->create();
  for (std::uint32_t i = 1; i <= 3; ++i) (void)this->seq_of(this->append(i, std::to_string(i)));
  (void)this->ask(store::Acknowledge{mine, 1});
  (void)this->ask(this->latch(1, 0, store::LatchKind::released, 2));
  (void)this->ask(store::HeadWrite{1, {5}});
  this->harness.reopen();
  EXPECT_THAT(this->texts(), ElementsAre("2", "3"));
  EXPECT_EQ(this->info().mailbox_last, 3u);
  EXPECT_EQ(this->info(1).head, Bytes{5});
  EXPECT_EQ(this->template reply<store::Latches>(store::LatchReleases{1, {}, 5}).latches.size(), 1u);
}

TYPED_TEST(StoreContract, KeepsAnEmptyBody) {
  this->create();
  (void)this->seq_of(this->append(1, ""));
  EXPECT_THAT(this->texts(), ElementsAre(""));
}

}  // namespace
}  // namespace twinlamp::test
