// A partner's client that gives a device which was set back its own entries without their words.
#include <gtest/gtest.h>

#include "protocol/crypto/aead.h"
#include "tests/device/partners_half.h"

namespace twinlamp::test {
namespace {

using std::chrono::seconds;
using Strips = std::function<bool(const Entry&)>;

class StrippedTest : public testing::Test {
protected:
  static Entry entry_at(const MemoryStorage& disk, Slot author, std::uint64_t seq) { return *Entry::parse((*disk.entry(author, seq))->wire); }

  void commit_all() {
    auto& device = partner.device();
    while (const auto* transaction = device.poll_transaction()) {
      ASSERT_TRUE(partner.disk().commit(*transaction));
      device.handle_committed(partner.now());
    }
  }
  void set_back(const MemoryStorage& copy) {
    newest = partner.disk();
    from = *copy.last_seq(1);
    from_theirs = *copy.last_seq(0);
    partner.disk() = copy;
    partner.restart();
    theirs.emplace(partner);
    ASSERT_NO_FATAL_FAILURE(theirs->meet());
  }
  // Everything that the copy lacks, and that there is no more.
  void give_back(const Strips& strips) {
    live::Entries back;
    ASSERT_TRUE(newest.for_each_entry(0, [&](const StoredEntry& row) {
      auto entry = *Entry::parse(row.wire);
      if (row.seq <= (row.author == 1 ? from : from_theirs)) return true;
      if (row.author == 1 && strips(entry)) entry.erase_body();
      back.entries.push_back(to_secret(entry.to_wire()));
      return true;
    }));
    ASSERT_NO_FATAL_FAILURE(theirs->say(back));
    commit_all();
    live::Have have;
    have.mine = *newest.last_seq(0);
    have.head_of_mine = entry_at(newest, 0, have.mine).id();
    have.yours = *newest.last_seq(1);
    have.head_of_yours = entry_at(newest, 1, have.yours).id();
    ASSERT_NO_FATAL_FAILURE(theirs->say(have));
    partner.pass(seconds(30));
    commit_all();
  }

  ModifiedPartner partner;
  MemoryStorage newest;
  std::uint64_t from = 0, from_theirs = 0;
  std::optional<PartnersHalf> theirs;
};

TEST_F(StrippedTest, AnOpeningWithoutItsWordsLetsNobodySealTwice) {
  const CardFacts mine{"values.mine", 1, 7, 1, 1};
  const auto copy = partner.disk();
  const auto id = partner.device().open_round(mine, "?", partner.now());
  ASSERT_TRUE(id);
  partner.drive();
  partner.turn_to(*id);
  const auto first = partner.say(partner.seal_body(SealMode::apart, "before reading"));
  partner.seal(SealMode::apart);
  partner.say(ModifiedPartner::covered());
  partner.put(first, false);
  ASSERT_TRUE(partner.can_read());
  set_back(copy);
  give_back([](const Entry& entry) { return entry.header().is(EntryType::open_round); });
  EXPECT_TRUE(partner.device().is_frozen());
  EXPECT_FALSE(partner.device().open_round(mine, "?", partner.now()));
  EXPECT_FALSE(partner.device().seal(*id, bytes_of("another answer"), SealMode::apart, partner.now()));
  give_back([](const Entry&) { return false; });
  EXPECT_FALSE(partner.device().is_frozen()) << "what it kept back it may still give";
  EXPECT_NE(partner.device().state().rounds.find(*id), nullptr);
  EXPECT_FALSE(partner.device().seal(*id, bytes_of("another answer"), SealMode::apart, partner.now()));
}

TEST_F(StrippedTest, ASealWithoutItsWordsIsMendedByTheWholeOne) {
  const auto copy = partner.disk();
  partner.seal(SealMode::apart);
  set_back(copy);
  give_back([](const Entry& entry) { return entry.header().is(EntryType::seal); });
  EXPECT_TRUE(partner.device().is_frozen());
  give_back([](const Entry&) { return false; });
  EXPECT_FALSE(partner.device().is_frozen());
  EXPECT_EQ(partner.answer_of_device(), device_words);
}

// It keeps a word back for ever, and sends what it likes meanwhile: that costs this device no look through its whole
// log each time.
TEST_F(StrippedTest, AWordThatIsKeptBackCostsNoReadingOfTheWholeLogEachTime) {
  const auto copy = partner.disk();
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(partner.device().next_suggestion("c." + std::to_string(i % 50), partner.now()));
    partner.drive();
  }
  partner.seal(SealMode::apart);
  set_back(copy);
  give_back([](const Entry& entry) { return entry.header().is(EntryType::seal); });
  ASSERT_TRUE(partner.device().is_frozen());
  const auto before = partner.disk().entries_read();
  for (int i = 0; i < 50; ++i) ASSERT_NO_FATAL_FAILURE(theirs->here(i % 2 == 0));
  EXPECT_LT(partner.disk().entries_read() - before, 50u * 8);
  give_back([](const Entry&) { return false; });
  EXPECT_FALSE(partner.device().is_frozen()) << "and it is noticed when it comes";
}

// What I erased myself does not come to life again by the partner's keeping it.
TEST_F(StrippedTest, WordsThatIErasedDoNotComeBack) {
  const auto copy = partner.disk();
  ASSERT_TRUE(partner.device().share_deck("mine", "id = \"mine\"", false, partner.now()));
  partner.drive();
  const auto shared = *partner.disk().last_seq(1);
  const auto whole = entry_at(partner.disk(), 1, shared);
  ASSERT_TRUE(partner.device().erase(shared, partner.now()));
  partner.drive();
  ASSERT_TRUE(entry_at(partner.disk(), 1, shared).is_erased());
  set_back(copy);
  give_back([](const Entry&) { return false; });
  EXPECT_FALSE(partner.device().is_frozen());
  ASSERT_NO_FATAL_FAILURE(theirs->say(live::Entries{{to_secret(whole.to_wire())}}));
  commit_all();
  EXPECT_TRUE(entry_at(partner.disk(), 1, shared).is_erased());
}

// Whoever closes the window right after sealing has told the relay: a backup from before it is found out.
TEST_F(StrippedTest, ASealSetsTheReceiptWithItsOwnCommit) {
  auto& device = partner.device();
  ASSERT_TRUE(device.seal(partner.round_id(), bytes_of(device_words), SealMode::apart, partner.now()));
  commit_all();
  const auto& record = partner.record(1);
  std::uint64_t named = 0;
  for (const auto& frame : frames_of(device)) {
    if (!frame.has_head_set()) continue;
    const auto plain = open_box(record.box_key, ByteWriter().raw("head/1").raw(record.room_id()).take(), bytes_of(frame.head_set().receipt()));
    ASSERT_TRUE(plain);
    named = ByteReader(*plain).u64();
  }
  EXPECT_EQ(named, *partner.disk().last_seq(1));
}

}  // namespace
}  // namespace twinlamp::test
