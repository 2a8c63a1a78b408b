#include "protocol/journal/entry.h"

#include <gtest/gtest.h>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;

Entry sample(Couple& couple) { return couple.profile(0, "Noor"); }

TEST(Entry, ComesBackFromItsBytesUnchanged) {
  Couple couple;
  const auto entry = sample(couple);
  const auto parsed = Entry::parse(entry.to_wire());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->header(), entry.header());
  EXPECT_EQ(parsed->id(), entry.id());
  EXPECT_EQ(parsed->to_wire(), entry.to_wire());
}

TEST(Entry, TypeIsTheFieldNumberOfItsKind) {
  Couple couple;
  EXPECT_TRUE(sample(couple).header().is(EntryType::profile));
  EXPECT_TRUE(couple.cover(1).header().is(EntryType::covered));
}

TEST(Entry, EveryTruncationIsRefused) {
  Couple couple;
  const auto wire = sample(couple).to_wire();
  for (std::size_t size = 0; size < wire.size(); ++size) {
    SCOPED_TRACE(testing::Message() << "size " << size);
    EXPECT_FALSE(Entry::parse(ByteView(wire).first(size)));
  }
}

TEST(Entry, AnythingAfterItIsRefused) {
  Couple couple;
  auto wire = sample(couple).to_wire();
  wire.push_back(0);
  EXPECT_FALSE(Entry::parse(wire));
}

TEST(Entry, EveryFlippedBitIsRefusedOrChangesTheId) {
  Couple couple;
  const auto entry = sample(couple);
  const auto wire = entry.to_wire();
  for (std::size_t bit = 0; bit < wire.size() * 8; ++bit) {
    SCOPED_TRACE(testing::Message() << "bit " << bit);
    auto flipped = wire;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    const auto parsed = Entry::parse(flipped);
    if (parsed) {
      EXPECT_NE(parsed->id(), entry.id());
    }
    if (bit / 8 >= entry_header_size) {
      EXPECT_FALSE(parsed);
    }
  }
}

TEST(Entry, KeepsItsIdWhenItsBodyIsErased) {
  Couple couple;
  auto entry = sample(couple);
  const auto id = entry.id();
  entry.erase_body();
  const auto parsed = Entry::parse(entry.to_wire());
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(parsed->is_erased());
  EXPECT_TRUE(parsed->body().empty());
  EXPECT_EQ(parsed->id(), id);
}

TEST(Entry, ErasedFormHoldsNothingOfTheBody) {
  Couple couple;
  auto entry = sample(couple);
  entry.erase_body();
  EXPECT_EQ(entry.to_wire().size(), entry_header_size + 1);
}

TEST(Entry, SelfTagVerifiesUnderTheAuthorsKeyOnly) {
  Couple couple;
  const auto entry = sample(couple);
  EXPECT_TRUE(entry.is_tagged_by(couple.self_key[0]));
  EXPECT_FALSE(entry.is_tagged_by(couple.self_key[1]));
}

TEST(Entry, SelfTagCoversEveryBitBeforeIt) {
  Couple couple;
  const auto entry = sample(couple);
  const auto wire = entry.to_wire();
  for (std::size_t bit = 8; bit < (entry_header_size - 32) * 8; ++bit) {
    auto flipped = wire;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    flipped.resize(entry_header_size);
    flipped.push_back(0);  // erased, so that the body's hash does not get in first
    const auto parsed = Entry::parse(flipped);
    if (parsed) {
      EXPECT_FALSE(parsed->is_tagged_by(couple.self_key[0])) << "bit " << bit;
    }
  }
}

TEST(Entry, BodyAboveTheBoundIsRefused) {
  Couple couple;
  const auto header = to_bytes(sample(couple).header_bytes());
  ByteWriter out;
  out.raw(header).u8(1).raw(Bytes(32)).lv(Bytes(limits::entry_body + 1));
  const auto parsed = Entry::parse(out.view());
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ErrorCode::malformed);
}

TEST(Entry, AnotherBodyUnderTheSameHeaderIsUnauthentic) {
  Couple couple;
  ByteWriter out;
  out.raw(sample(couple).header_bytes()).u8(1).raw(Bytes(32)).lv("other words");
  const auto parsed = Entry::parse(out.view());
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ErrorCode::unauthentic);
}

TEST(Entry, OrderIsLamportFirstThenAuthor) {
  EXPECT_LT((EntryOrder{1, 1}), (EntryOrder{2, 0}));
  EXPECT_LT((EntryOrder{2, 0}), (EntryOrder{2, 1}));
}

}  // namespace
}  // namespace twinlamp
