// Values of a store that no device has written: a backup that somebody hands over may hold them.
#include "protocol/base/limits.h"
#include "protocol/device/renewal.h"
#include "tests/device/met_couple.h"

namespace twinlamp::test {
namespace {

using std::chrono::seconds;

class StoredValues : public MetCouple {
protected:
  void put(Slot side, const char* name, ByteView value) {
    Transaction transaction;
    transaction.values[name] = to_secret(value);
    ASSERT_TRUE(couple->disk(side).commit(transaction));
    couple->restart(side);
  }
  // Frozen, with this put aside; then the partner has a new device, and what was put aside is said again.
  std::vector<StoredEntry> said_again(const wire::Body& body) { return said_again(bytes_of(body.SerializeAsString())); }
  std::vector<StoredEntry> said_again(ByteView body) {
    put(0, RepairKeeper::aside_key, ByteWriter().u8(1).raw(EntryId{1}).u64(2).lv(body).view());
    put(0, RepairKeeper::key, ByteWriter().u8(1).u8(1).u64(0).raw(EntryId{}).u64(1).u64(0).view());
    EXPECT_TRUE(device(0).is_frozen());
    const auto next = continue_pair(couple->record(0), paired_records(77)[0]);
    const auto renewed = device(0).renew(*next, couple->now());
    EXPECT_TRUE(renewed);
    return renewed ? renewed->entries : std::vector<StoredEntry>();
  }
};

TEST_F(StoredValues, KeysThatWereRenewedAtNoTimeOfAnyCalendarAreRenewedAgain) {
  for (const auto moment : {INT64_MIN, INT64_MIN + 1, std::int64_t{-1}, INT64_MAX}) {
    SCOPED_TRACE(moment);
    couple = std::make_unique<DeviceCouple>();
    put(0, EpochKeeper::key, ByteWriter().u8(1).u8(1).u8(1).u64(static_cast<std::uint64_t>(moment)).view());
    couple->meet();
    couple->live(seconds(20));
    EXPECT_EQ(couple->count(0, Kind::keys_renewed), 1u);
  }
}

TEST_F(StoredValues, ARepairThatWasDoneAtNoTimeOfAnyCalendarIsForgotten) {
  for (const auto moment : {INT64_MIN, std::int64_t{-1}, INT64_MAX}) {
    put(0, RepairKeeper::key, ByteWriter().u8(1).u8(0).u64(0).raw(EntryId{}).u64(0).u64(static_cast<std::uint64_t>(moment)).view());
    EXPECT_FALSE(device(0).repair().done_at) << moment;
  }
  put(0, RepairKeeper::key, ByteWriter().u8(1).u8(0).u64(0).raw(EntryId{}).u64(0).u64(1'700'000'000'000).view());
  EXPECT_TRUE(device(0).repair().done_at);
}

TEST_F(StoredValues, OfWhatWasPutAsideOnlyWhatIsAnEntryIsSaidAgain) {
  wire::Body skipped;
  skipped.mutable_next_suggestion()->set_card_id("c.1");
  EXPECT_EQ(said_again(skipped).size(), 2u) << "and that the pair goes on";

  wire::Body nothing;
  nothing.set_wall_ms(1'700'000'000'000);
  couple = std::make_unique<DeviceCouple>();
  const auto said = said_again(nothing);
  EXPECT_EQ(said.size(), 1u);
  for (const auto& entry : said) EXPECT_TRUE(Entry::parse(entry.wire));
}

}  // namespace
}  // namespace twinlamp::test
