#include "client/backup/backup_file.h"

#include "protocol/crypto/hash.h"
#include "tests/client/backup/some_profile.h"

namespace twinlamp::client::test {
namespace {

// Three pieces, the first byte of each its number.
class BackupFileTest : public testing::Test {
protected:
  BackupFileTest() : salt_(random_.bytes<16>()), master_(*backup_master(cheap, salt_, passphrase)), sealer_(master_, cheap, salt_) {
    for (std::uint8_t i = 0; i < 3; ++i) {
      Bytes piece(backup_piece, 7);
      piece[0] = i;
      pieces_.push_back(sealer_.seal(piece, i == 2));
    }
  }
  Bytes file() const {
    auto bytes = sealer_.head();
    for (const auto& piece : pieces_) bytes.insert(bytes.end(), piece.begin(), piece.end());
    return bytes;
  }
  // What is told; empty: nothing is wrong.
  static std::string told(ByteView bytes, std::string_view words = passphrase) {
    const auto head = parse_backup_head(bytes.first(std::min(bytes.size(), backup_head_size)));
    if (!head) return head.error().where;
    const auto master = backup_master(head->cost, head->salt, words);
    if (!master) return master.error().where;
    auto opener = BackupOpener::begin(*head, *master);
    if (!opener) return opener.error().where;
    auto rest = bytes.subspan(backup_head_size);
    const auto source = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
      const auto size = std::min(out.size(), rest.size());
      std::copy_n(rest.begin(), size, out.begin());
      rest = rest.subspan(size);
      return size;
    };
    std::uint8_t next = 0;
    const auto opened = open_backup_pieces(source, std::move(*opener), [&](const SecretBytes& piece) {
      EXPECT_EQ(piece[0], next++);
      return Result<void>();
    });
    return opened ? "" : opened.error().where;
  }

  static constexpr auto cut = "The end of this backup is missing: it was not copied whole. Use another copy of it.";
  static constexpr auto damaged = "This backup was damaged or altered after it was made. Use another copy of it.";
  static constexpr auto damaged_head = "The beginning of this backup is damaged. Use another copy of it.";
  static constexpr auto foreign = "This file is no backup of Twinlamp's.";
  static constexpr auto wrong = "That passphrase does not open this backup.";
  static constexpr auto added = "Something was added to the end of this backup. Use another copy of it.";
  static constexpr auto newer = "This backup was made by a newer Twinlamp. Install that version or a later one.";

  SeededRandom random_{3};
  ByteArray<16> salt_;
  Key master_;
  BackupSealer sealer_;
  std::vector<Bytes> pieces_;
};

TEST_F(BackupFileTest, OpensWithItsPassphraseAndNoOther) {
  EXPECT_EQ(sealer_.head().size(), backup_head_size);
  EXPECT_EQ(told(file()), "");
  EXPECT_EQ(told(file(), "four lamps on a quiet sil"), wrong);
  EXPECT_EQ(told(file(), ""), wrong);
}

TEST_F(BackupFileTest, TellsAFlippedBitOfTheHeadFromAWrongPassphrase) {
  for (std::size_t at = 0; at < backup_head_size; ++at) {
    SCOPED_TRACE(at);
    for (const int bit : {0, 4, 7}) {
      auto bytes = file();
      bytes[at] ^= static_cast<std::uint8_t>(1 << bit);
      const auto said = told(bytes);
      if (at < 16)
        EXPECT_EQ(said, foreign);
      else if (at == 16)
        EXPECT_TRUE(said == newer || said == damaged_head) << said;
      else
        EXPECT_EQ(said, damaged_head);
    }
  }
}

TEST_F(BackupFileTest, TellsAFlippedBitOfAnyPieceFromAMissingEnd) {
  const auto whole = file();
  for (std::size_t at = backup_head_size; at < whole.size(); at += 1021) {
    auto bytes = whole;
    bytes[at] ^= 0x10;
    EXPECT_EQ(told(bytes), damaged) << at;
  }
}

TEST_F(BackupFileTest, NamesAMissingEndWhereverItIsCut) {
  const auto whole = file();
  for (std::size_t size = 0; size < backup_head_size; ++size) EXPECT_EQ(told(ByteView(whole).first(size)), size < 16 ? foreign : cut) << size;
  for (std::size_t size = backup_head_size; size < whole.size(); size += 977) EXPECT_EQ(told(ByteView(whole).first(size)), cut) << size;
  for (std::size_t count = 0; count < 3; ++count) EXPECT_EQ(told(ByteView(whole).first(backup_head_size + count * sealed_piece)), cut) << count;
  EXPECT_EQ(told(ByteView(whole).first(whole.size() - 1)), cut);
}

TEST_F(BackupFileTest, NamesWhatWasAdded) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{1000}, sealed_piece, sealed_piece * 2}) {
    auto bytes = file();
    bytes.resize(bytes.size() + size);
    EXPECT_EQ(told(bytes), added) << size;
  }
  pieces_.push_back(pieces_[0]);
  EXPECT_EQ(told(file()), added);
}

TEST_F(BackupFileTest, RefusesPiecesInAnotherOrderTwiceOrOfAnotherFile) {
  std::swap(pieces_[0], pieces_[1]);
  EXPECT_EQ(told(file()), damaged);
  std::swap(pieces_[0], pieces_[1]);
  pieces_.insert(pieces_.begin(), pieces_[0]);
  EXPECT_EQ(told(file()), damaged);
  pieces_.erase(pieces_.begin(), pieces_.begin() + 2);  // the first is gone
  EXPECT_EQ(told(file()), damaged);
  BackupSealer other(master_, cheap, salt_);
  pieces_ = {other.seal(Bytes(backup_piece), true)};
  EXPECT_EQ(told(file()), damaged);
}

TEST_F(BackupFileTest, ComputesNothingForAHeadThatIsOutOfBounds) {
  const auto with_cost = [&](std::uint32_t operations, std::uint64_t memory) {
    const auto& head = sealer_.head();
    auto before = ByteWriter().raw(ByteView(head).first(17)).u32(operations).u64(memory).raw(ByteView(head).subspan(29, 16 + 24 + 32)).take();
    const auto checksum = blake2b_128({before});
    before.insert(before.end(), checksum.begin(), checksum.end());
    return parse_backup_head(before);
  };
  ASSERT_TRUE(with_cost(cheap.operations, cheap.memory));
  const std::pair<std::uint32_t, std::uint64_t> cases[] = {{0, 1u << 20}, {17, 1u << 20}, {~0u, 1u << 20}, {1, 0}, {1, 8191}, {1, (1u << 30) + 1}, {1, ~std::uint64_t{0}}};
  for (const auto& [operations, memory] : cases) {
    const auto head = with_cost(operations, memory);
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().code, ErrorCode::malformed);
    EXPECT_STREQ(head.error().where, "This backup asks for more memory or time than Twinlamp's ever do. Somebody has altered it.");
    EXPECT_FALSE(backup_master({operations, memory}, salt_, passphrase));
  }
}

TEST_F(BackupFileTest, CostsAGuesserAtLeastWhatLibsodiumCallsModerate) {
  EXPECT_GE(backup_cost().operations, 3u);
  EXPECT_GE(backup_cost().memory, std::uint64_t{256} << 20);
}

TEST_F(BackupFileTest, IsAnotherFileEachTimeUnderTheSamePassphrase) {
  const BackupSealer again(master_, cheap, salt_);
  EXPECT_NE(again.head(), sealer_.head());
}

}  // namespace
}  // namespace twinlamp::client::test
