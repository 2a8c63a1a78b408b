#include "client/store/member_file.h"

#include <gtest/gtest.h>

#include "tests/support/pair_records.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

MemberRecord sample() { return member_of(twinlamp::test::paired_records(1)[1]); }

TEST(MemberFile, ComesBackAsItWasWritten) {
  twinlamp::test::TempFolder folder;
  EXPECT_FALSE(*read_member_file(folder / "member"));
  ASSERT_TRUE(write_member_file(folder / "member", sample()));
  const auto read = read_member_file(folder / "member");
  ASSERT_TRUE(read && *read);
  EXPECT_EQ(encode_member(**read), encode_member(sample()));
  EXPECT_EQ((*read)->relay_address, "127.0.0.1:1");
}

TEST(MemberFile, HoldsNoOtherSecretOfThePair) {
  const auto record = twinlamp::test::paired_records(1)[1];
  const auto bytes = encode_member(member_of(record));
  for (const auto* secret : {&record.identity.secret, &record.latch_seed, &record.live_psk, &record.self_key, &record.box_key, &record.ratchet.root})
    EXPECT_EQ(std::search(bytes.begin(), bytes.end(), secret->view().begin(), secret->view().begin() + 8), bytes.end());
}

TEST(MemberFile, IsRefusedAtEveryTruncation) {
  const auto good = encode_member(sample());
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(parse_member(ByteView(good).first(size))) << size;
}

TEST(MemberFile, OneOfVersionOneIsReadWithoutAFarewell) {
  auto old = encode_member(sample());
  old.resize(old.size() - 1 - sample().farewell.size());
  old[15] = 1;  // after the magic
  const auto read = parse_member(old);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->farewell.empty());
  EXPECT_EQ(read->relay_address, sample().relay_address);
}

TEST(MemberFile, IsRefusedWhenTheKeyDoesNotFitItsSeed) {
  auto bad = encode_member(sample());
  bad[17 + 40] ^= 1;  // in the public half
  EXPECT_FALSE(parse_member(bad));
}

}  // namespace
}  // namespace twinlamp::client::test
