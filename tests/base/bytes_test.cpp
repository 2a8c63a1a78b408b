#include "protocol/base/bytes.h"

#include <gtest/gtest.h>

#include <limits>

#include "protocol/base/random.h"
#include "tests/support/hex.h"

namespace twinlamp {
namespace {

using test::hex;

Bytes leb128(std::uint64_t value) { return ByteWriter().leb128(value).take(); }

TEST(Hex, IsReadBackInBothCases) {
  Bytes out;
  ASSERT_TRUE(from_hex("00fFaB", out));
  EXPECT_EQ(to_hex(out), "00ffab");
}

TEST(Hex, LeavesTheOutputAloneWhenItIsNotHex) {
  for (const char* bad : {"0", "0g", "g0", "00 ", "0x00", "00:11"}) {
    Bytes out{1};
    EXPECT_FALSE(from_hex(bad, out)) << bad;
    EXPECT_EQ(out, Bytes{1}) << bad;
  }
}

TEST(Base64Url, IsReadBackForEveryLength) {
  SeededRandom random(1);
  for (std::size_t size = 0; size < 70; ++size) {
    Bytes bytes(size), out;
    random.fill(bytes);
    const auto text = to_base64url(bytes);
    EXPECT_EQ(text.find_first_of("+/="), std::string::npos);
    ASSERT_TRUE(from_base64url(text, out)) << text;
    EXPECT_EQ(out, bytes);
  }
}

TEST(Base64Url, HasOneFormOnly) {
  for (const char* bad : {"A", "AA=", "AA==", "AB", "A+A", "A/A", "AA A", "AAA\n"}) {
    Bytes out{1};
    EXPECT_FALSE(from_base64url(bad, out)) << bad;
    EXPECT_EQ(out, Bytes{1}) << bad;
  }
}

TEST(ByteWriter, WritesIntegersBigEndian) {
  const auto bytes = ByteWriter().u8(0x01).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).take();
  EXPECT_EQ(to_hex(bytes), "0102030405060708090a0b0c0d0e0f");
}

TEST(ByteWriter, WritesLengthsAsLeb128) {
  EXPECT_EQ(to_hex(leb128(0)), "00");
  EXPECT_EQ(to_hex(leb128(127)), "7f");
  EXPECT_EQ(to_hex(leb128(128)), "8001");
  EXPECT_EQ(to_hex(leb128(300)), "ac02");
  EXPECT_EQ(to_hex(leb128(std::numeric_limits<std::uint64_t>::max())), "ffffffffffffffffff01");
}

TEST(ByteReader, ReadsWhatTheWriterWrote) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto number = ByteReader(random.bytes<8>()).u64() >> random.below(64);
    Bytes text(random.below(300));
    random.fill(text);
    const auto bytes = ByteWriter().leb128(number).lv(text).u64(number).u16(7).take();
    ByteReader reader(bytes);
    EXPECT_EQ(reader.leb128(), number);
    EXPECT_TRUE(equal(reader.lv(300), text));
    EXPECT_EQ(reader.u64(), number);
    EXPECT_EQ(reader.u16(), 7);
    EXPECT_TRUE(reader.is_done());
  }
}

TEST(ByteReader, FailsForGoodAndYieldsZeros) {
  const Bytes bytes{1, 2, 3};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.u32(), 0u);
  EXPECT_TRUE(reader.failed());
  EXPECT_EQ(reader.u8(), 0);
  EXPECT_TRUE(reader.raw(0).empty());
  EXPECT_EQ(reader.array<2>(), (ByteArray<2>{}));
  EXPECT_FALSE(reader.is_done());
}

TEST(ByteReader, FailsAtEveryTruncation) {
  const auto bytes = ByteWriter().u8(1).u16(2).u32(3).u64(4).lv(std::string_view("hello")).leb128(300).take();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader reader(ByteView(bytes).first(size));
    reader.u8();
    reader.u16();
    reader.u32();
    reader.u64();
    reader.lv(5);
    reader.leb128();
    EXPECT_TRUE(reader.failed()) << size;
  }
}

TEST(ByteReader, RefusesALengthBeyondItsBoundOrItsInput) {
  const auto five = ByteWriter().lv(std::string_view("hello")).take();
  EXPECT_FALSE(ByteReader(five).lv(5).empty());
  EXPECT_TRUE(ByteReader(five).lv(4).empty());
  for (const char* text : {"05", "ffffffffffffffffff01", "ffffffffffffffffffff01"}) {
    const auto bytes = hex(text);
    ByteReader reader(bytes);
    EXPECT_TRUE(reader.lv(std::numeric_limits<std::size_t>::max()).empty());
    EXPECT_TRUE(reader.failed()) << text;
  }
}

TEST(ByteReader, TakesTheShortestLeb128Only) {
  for (const char* text : {"8000", "ff00", "80808000", "ffffffffffffffffff02", "80808080808080808080", "80"}) {
    const auto bytes = hex(text);
    ByteReader reader(bytes);
    reader.leb128();
    EXPECT_TRUE(reader.failed()) << text;
  }
}

TEST(ByteReader, IsNotDoneWhileSomethingIsLeft) {
  const Bytes bytes{1, 2};
  ByteReader reader(bytes);
  reader.u8();
  EXPECT_FALSE(reader.is_done());
  EXPECT_EQ(reader.rest().size(), 1u);
}

TEST(Bytes, AreEqualWhenAllOfThemAre) {
  EXPECT_TRUE(equal(Bytes{}, Bytes{}));
  EXPECT_TRUE(equal(Bytes{1, 2}, Bytes{1, 2}));
  EXPECT_FALSE(equal(Bytes{1, 2}, Bytes{1}));
  EXPECT_FALSE(equal(Bytes{1, 2}, Bytes{1, 3}));
}

}  // namespace
}  // namespace twinlamp
