#include "protocol/session/envelope.h"

#include "protocol/base/limits.h"
#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

using test::RatchetCouple;
using test::text;

const auto context = text("a room, slot 0");

struct EnvelopeTest : testing::Test {
  RatchetCouple couple{1};
  Bytes seal(ByteView payload, std::uint32_t epoch = 1) {
    return *seal_envelope(couple.alice, epoch, context, payload, couple.random);
  }
  Result<SecretBytes> open(ByteView bytes) {
    const auto envelope = parse_envelope(bytes);
    if (!envelope) return envelope.error();
    return open_envelope(couple.bob, *envelope, context, couple.random);
  }
};

TEST_F(EnvelopeTest, BringsThePayloadAndTheEpochAcross) {
  const auto bytes = seal(text("payload"), 7);
  EXPECT_EQ(parse_envelope(bytes)->epoch, 7u);
  EXPECT_EQ(test::words(*open(bytes)), "payload");
}

TEST_F(EnvelopeTest, TellsTheBucketByItsSizeAndNoMore) {
  const std::size_t fixed = Envelope::header_size + Ratchet::overhead;
  for (auto [size, bucket] : {std::pair{1, 1}, {1023, 1}, {1024, 4}, {4095, 4}, {4096, 16}, {16384, 64}, {65535, 64}})
    EXPECT_EQ(seal(Bytes(static_cast<std::size_t>(size))).size(), fixed + static_cast<std::size_t>(bucket) * 1024);
}

TEST_F(EnvelopeTest, StaysWithinTheLimitOfAPost) {
  EXPECT_LE(seal(Bytes(Envelope::max_payload)).size(), limits::envelope);
}

TEST_F(EnvelopeTest, RefusesAPayloadThatNoBucketHoldsAndLeavesTheRatchet) {
  const auto before = couple.alice.serialise();
  const auto sealed = seal_envelope(couple.alice, 1, context, Bytes(Envelope::max_payload + 1), couple.random);
  EXPECT_EQ(sealed.error().code, ErrorCode::too_large);
  EXPECT_EQ(couple.alice.serialise(), before);
}

TEST_F(EnvelopeTest, IsRefusedWithAnyByteFlippedAndLeavesTheRatchet) {
  const auto bytes = seal(text("payload"));
  const auto before = couple.bob.serialise();
  test::with_each_byte_flipped(bytes, [&](ByteView bad) {
    EXPECT_FALSE(open(bad));
    EXPECT_EQ(couple.bob.serialise(), before);
  });
  EXPECT_TRUE(open(bytes));
}

TEST_F(EnvelopeTest, IsRefusedWhenCutShortOrTooLong) {
  auto bytes = seal(text("payload"));
  test::with_each_truncation(bytes, [&](ByteView bad) { EXPECT_FALSE(parse_envelope(bad)); });
  bytes.push_back(0);
  EXPECT_FALSE(parse_envelope(bytes));
}

TEST_F(EnvelopeTest, IsRefusedTheSecondTime) {
  const auto bytes = seal(text("payload"));
  EXPECT_TRUE(open(bytes));
  EXPECT_FALSE(open(bytes));
}

TEST_F(EnvelopeTest, IsRefusedInAnotherRoomOrFromAnotherSlot) {
  const auto bytes = seal(text("payload"));
  EXPECT_FALSE(open_envelope(couple.bob, *parse_envelope(bytes), text("a room, slot 1"), couple.random));
}

TEST_F(EnvelopeTest, IsRefusedUnderAnotherEpoch) {
  auto bytes = seal(text("payload"), 1);
  bytes[4] = 2;
  EXPECT_FALSE(open(bytes));
}

TEST_F(EnvelopeTest, LeavesTheRatchetWhenThePaddingHasNoMark) {
  const auto ad = ByteWriter().raw("envelope/1").u8(1).u32(1).lv(context).take();
  const auto unmarked = *couple.alice.encrypt(Bytes(1024), ad, couple.random);
  const auto before = couple.bob.serialise();
  EXPECT_FALSE(open(ByteWriter().u8(1).u32(1).raw(unmarked).view()));
  EXPECT_EQ(couple.bob.serialise(), before);
}

struct PackTest : testing::Test {
  SeededRandom random{2};
  Unpacker unpacker;

  Bytes entry(std::size_t size) {
    Bytes bytes(size);
    random.fill(bytes);
    return bytes;
  }
  Result<std::vector<SecretBytes>> pack(const std::vector<Bytes>& entries) {
    return pack_entries(std::vector<ByteView>(entries.begin(), entries.end()), random);
  }
  std::vector<Bytes> unpack(const std::vector<SecretBytes>& payloads) {
    std::vector<Bytes> entries;
    for (const auto& payload : payloads) {
      const auto got = *unpacker.handle_payload(payload);
      for (const auto& whole : got) entries.push_back(to_bytes(whole));
    }
    return entries;
  }
};

TEST_F(PackTest, PutsManySmallEntriesIntoOnePayload) {
  const std::vector<Bytes> entries{entry(10), entry(200), entry(3000)};
  const auto payloads = pack(entries);
  ASSERT_EQ(payloads->size(), 1u);
  EXPECT_EQ(unpack(*payloads), entries);
}

TEST_F(PackTest, KeepsTheOrderAndTheBytesOfEntriesOfEverySize) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    random = SeededRandom(seed);
    std::vector<Bytes> entries;
    for (auto i = random.below(12) + 1; i > 0; --i) entries.push_back(entry(random.below(1u << random.below(19)) + 1));
    const auto payloads = pack(entries);
    for (const auto& payload : *payloads) EXPECT_LE(payload.size(), Envelope::max_payload);
    EXPECT_EQ(unpack(*payloads), entries);
  }
}

TEST_F(PackTest, FitsTheLongestWholeEntryExactly) {
  const std::vector<Bytes> longest{entry(Envelope::max_payload - 4)};  // one kind byte, three of length
  const auto payloads = pack(longest);
  ASSERT_EQ(payloads->size(), 1u);
  EXPECT_EQ((*payloads)[0].size(), Envelope::max_payload);
  EXPECT_EQ(pack({entry(Envelope::max_payload - 3)})->size(), 2u);
}

TEST_F(PackTest, CutsALongEntryIntoChunksThatMayComeInAnyOrder) {
  const std::vector<Bytes> entries{entry(5 * chunk_size + 17)};
  auto payloads = *pack(entries);
  ASSERT_EQ(payloads.size(), 6u);
  std::reverse(payloads.begin(), payloads.end());
  EXPECT_EQ(unpack(payloads), entries);
}

TEST_F(PackTest, RefusesEntriesOutOfBounds) {
  EXPECT_EQ(pack({entry(max_packed_entry)})->size(), 18u);
  EXPECT_EQ(pack({entry(max_packed_entry + 1)}).error().code, ErrorCode::too_large);
  EXPECT_EQ(pack({Bytes{}}).error().code, ErrorCode::malformed);
}

TEST_F(PackTest, LetsANewTransferTakeThePlaceOfAnUnfinishedOne) {
  const auto first = *pack({entry(2 * chunk_size)});
  const std::vector<Bytes> second_entry{entry(2 * chunk_size)};
  const auto second = *pack(second_entry);
  EXPECT_TRUE(unpack({first[0]}).empty());
  EXPECT_EQ(unpack(second), second_entry);
  EXPECT_TRUE(unpack({first[1]}).empty());
}

TEST_F(PackTest, RefusesEveryTruncationOfEntries) {
  const auto payload = (*pack({entry(300)}))[0];
  test::with_each_truncation(payload, [&](ByteView bad) { EXPECT_FALSE(unpacker.handle_payload(bad)); });
}

TEST_F(PackTest, RefusesGarbageWithoutForgettingTheTransfer) {
  const std::vector<Bytes> entries{entry(2 * chunk_size + 5)};
  const auto payloads = *pack(entries);
  EXPECT_TRUE(unpack({payloads[0]}).empty());
  const auto before = unpacker.serialise();
  const auto chunk = [&](std::uint16_t index, std::uint16_t count, std::size_t size) {
    return ByteWriter().u8(2).raw(ByteView(payloads[0]).subspan(1, 8)).u16(index).u16(count).raw(Bytes(size)).take();
  };
  const std::vector<Bytes> garbage{{},
                                   {0},
                                   {1},
                                   {1, 0},
                                   {1, 5, 1, 2},
                                   {3, 1, 1},
                                   chunk(0, 3, chunk_size),       // came before
                                   chunk(1, 4, chunk_size),       // another count
                                   chunk(3, 3, 5),                // beyond the count
                                   chunk(0, 1, 5),                // one chunk is none
                                   chunk(1, 3, chunk_size - 1),   // not full, not the last
                                   chunk(2, 3, chunk_size + 1),   // more than full
                                   chunk(2, 3, 0),                // empty
                                   chunk(1, 0xffff, chunk_size),  // more than an entry may have
                                   chunk(17, 18, chunk_size)};    // longer than an entry may be
  for (const auto& bad : garbage) {
    EXPECT_FALSE(unpacker.handle_payload(bad));
    EXPECT_EQ(unpacker.serialise(), before);
  }
  EXPECT_EQ(unpack({payloads[1], payloads[2]}), entries);
}

TEST_F(PackTest, RefusesATransferThatIsLongerThanAnEntryMayBe) {
  const auto last = [](std::size_t size) { return ByteWriter().u8(2).u64(1).u16(17).u16(18).raw(Bytes(size)).take(); };
  const auto room_left = max_packed_entry - 17 * chunk_size;
  EXPECT_FALSE(unpacker.handle_payload(last(room_left + 1)));
  EXPECT_TRUE(unpacker.handle_payload(last(room_left)));
}

TEST_F(PackTest, RefusesAStoredUnpackerThatHoldsACompleteTransfer) {
  const auto part = [](std::uint16_t index, std::size_t size) {
    return ByteWriter().u16(index).lv(Bytes(size)).take();
  };
  const auto head = ByteWriter().u8(1).u64(1).u16(2).raw(part(0, chunk_size)).take();
  EXPECT_TRUE(Unpacker::parse(head));
  EXPECT_FALSE(Unpacker::parse(ByteWriter().raw(head).raw(part(1, 5)).take()));
}

TEST_F(PackTest, StoresTheUnpackerBetweenAnyTwoChunks) {
  const std::vector<Bytes> entries{entry(3 * chunk_size + 1)};
  std::vector<Bytes> got;
  const auto payloads = *pack(entries);
  for (const auto& payload : payloads) {
    auto restored = Unpacker::parse(unpacker.serialise());
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->serialise(), unpacker.serialise());
    unpacker = *restored;
    const auto whole = *unpacker.handle_payload(payload);
    for (const auto& each : whole) got.push_back(to_bytes(each));
  }
  EXPECT_EQ(got, entries);
  EXPECT_EQ(unpacker.serialise().size(), 1u);
}

TEST_F(PackTest, RefusesAStoredUnpackerThatIsCutShort) {
  const auto payloads = *pack({entry(chunk_size + 6000)});
  ASSERT_TRUE(unpacker.handle_payload(payloads[1]));
  const auto stored = unpacker.serialise();
  std::size_t accepted = 0;
  test::with_each_truncation(stored, [&](ByteView bad) { accepted += Unpacker::parse(bad) ? 1 : 0; });
  EXPECT_EQ(accepted, 1u);  // the version alone: no transfer
}

}  // namespace
}  // namespace twinlamp
