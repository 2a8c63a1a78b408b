// The same random requests to both stores: every answer must be the same. The store in memory is the model.
#include <gtest/gtest.h>

#include "tests/relay/store/harness.h"

namespace twinlamp::test {
namespace {

class RandomRequests {
public:
  explicit RandomRequests(std::uint64_t seed) : random_(seed) {}

  store::Operation next() {
    const auto slot = static_cast<std::uint8_t>(below(2));
    if (below(40) == 0) ++today_;
    switch (below(16)) {
      case 0: return store::OpenRoom{below(2) == 0, slot, day(today_)};
      case 1:
      case 2:
      case 3:
      case 4: return append(slot);
      case 5:
      case 6: return store::Read{slot, below(40), static_cast<std::uint32_t>(1 + below(6)), below(60)};
      case 7:
      case 8: return store::Acknowledge{slot, below(40)};
      case 9: return store::Raise{slot, below(50)};
      case 10: return store::LatchRead{latch_number(static_cast<std::uint8_t>(below(4)))};
      case 11:
      case 12: return latch();
      case 13: return store::LatchReleases{slot, after(), static_cast<std::uint32_t>(1 + below(3))};
      case 14: return store::HeadWrite{slot, Bytes(below(5), 7)};
      default: return rare(slot);
    }
  }
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

private:
  store::Operation append(std::uint8_t slot) {
    store::Append request{slot, client_number(static_cast<std::uint32_t>(below(60))), body_of(std::string(below(20), 'x')),
                          day(today_), 0, 0, 0};
    if (below(3) == 0) request.max_entries = 1 + below(10);
    if (below(3) == 0) request.max_bytes = 1 + below(100);
    if (below(3) == 0) request.max_room_bytes = 1 + below(400);
    return request;
  }
  store::Operation latch() {
    const auto kind = static_cast<store::LatchKind>(below(3));
    const auto unacked = static_cast<std::uint8_t>(kind == store::LatchKind::released ? 1 + below(3) : 0);
    return store::LatchWrite{latch_number(static_cast<std::uint8_t>(below(4))), below(4),
                             {0, kind, unacked, Bytes(below(9), 3)}, static_cast<std::uint32_t>(below(3)), day(today_), static_cast<std::uint32_t>(below(5)),
                             below(3) == 0 ? 1 + below(20) : 0, below(3) == 0 ? 1 + below(400) : 0};
  }
  std::optional<store::LatchId> after() {
    return below(2) == 0 ? std::nullopt : std::optional(latch_number(static_cast<std::uint8_t>(below(4))));
  }
  store::Operation rare(std::uint8_t slot) {
    if (below(6) == 0) return store::EraseRoom{Bytes(below(4), 1), day(today_)};
    if (below(3) == 0) return store::Sweep{day(today_), std::chrono::days{3}, std::chrono::days{5}, 100, std::chrono::days{4}, std::chrono::days{6}};
    if (below(3) == 0) return store::CountRooms{};
    return store::HeadRead{slot};
  }

  SeededRandom random_;
  int today_ = 0;
};

std::string described(const store::Reply& reply) {
  struct Describe {
    std::string operator()(const std::monostate&) const { return "-"; }
    std::string operator()(const store::RoomInfo& info) const {
      return "room " + std::to_string(info.created) + text(info.created_on) + text(info.mailbox_last) +
             text(info.mailbox_waiting) + text(info.mailbox_acked) + text(info.partner_acked) + to_hex(info.head);
    }
    std::string operator()(const store::Appended& appended) const { return text(appended.seq) + text(appended.repeated); }
    std::string operator()(const store::Entries& page) const {
      auto all = text(page.more);
      for (const auto& entry : page.entries) all += text(entry.seq) + to_string(*entry.body);
      return all;
    }
    std::string operator()(const store::Acknowledged& acknowledged) const { return text(acknowledged.up_to); }
    std::string operator()(const store::Raised& raised) const { return text(raised.last); }
    std::string operator()(const store::LatchRow& row) const {
      return text(row.version) + text(static_cast<std::uint64_t>(row.kind)) + text(row.unacked) + to_hex(row.record);
    }
    std::string operator()(const store::Latches& page) const {
      auto all = text(page.more);
      for (const auto& latch : page.latches) all += to_hex(latch.id) + operator()(latch.row);
      return all;
    }
    std::string operator()(const store::Receipt& receipt) const { return to_hex(receipt.receipt); }
    std::string operator()(const store::Farewell& farewell) const { return to_hex(farewell.farewell); }
    std::string operator()(const store::Swept&) const { return "swept"; }  // how much at once is each store's own affair
    std::string operator()(const store::RoomCount& count) const { return text(count.rooms); }

    static std::string text(std::uint64_t number) { return " " + std::to_string(number); }
    static std::string text(store::Day day) { return " day" + std::to_string(day.time_since_epoch().count()); }
  };
  return std::to_string(reply.index()) + ":" + std::visit(Describe{}, reply);
}

TEST(StoreModel, BothStoresAnswerTheSame) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomRequests requests(seed);
    MemoryHarness memory;
    SqliteHarness sqlite;
    for (store::RequestId id = 1; id <= 1500;) {
      std::vector<store::Request> group;
      for (auto size = 1 + requests.below(30); size > 0; --size, ++id) {
        group.push_back({id, room_number(static_cast<std::uint8_t>(requests.below(3))), requests.next()});
      }
      const auto expected = memory.ask_all(group);
      const auto found = sqlite.ask_all(group);
      ASSERT_EQ(expected.size(), found.size());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        SCOPED_TRACE(testing::Message() << "request " << group[i].id << " operation " << group[i].operation.index());
        ASSERT_EQ(expected[i].status, found[i].status);
        ASSERT_EQ(described(expected[i].reply), described(found[i].reply));
      }
      if (requests.below(10) == 0) sqlite.reopen();
    }
  }
}

}  // namespace
}  // namespace twinlamp::test
