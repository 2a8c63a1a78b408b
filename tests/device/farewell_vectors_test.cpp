#include <gtest/gtest.h>

#include "protocol/device/pair_record.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp::test {
namespace {

TEST(FarewellVectors, FarewellsAreReproduced) {
  const auto file = read_json(vector_path("farewell.json"));
  const auto& vector = file.as_object().at("vector").as_object();
  PairRecord record;  // slot 0's
  record.member.public_key = to_array<32>(hex_field(vector, "member_key_0"));
  record.partner_member = to_array<32>(hex_field(vector, "member_key_1"));
  record.latch_seed = Key(hex_field(vector, "latch_seed"));
  EXPECT_EQ(to_hex(record.room_id()), text_field(vector, "room_id"));
  EXPECT_EQ(to_hex(record.farewell(0)), text_field(vector, "farewell_0"));
  EXPECT_EQ(to_hex(record.farewell(1)), text_field(vector, "farewell_1"));
}

}  // namespace
}  // namespace twinlamp::test
