#include "protocol/session/live_message.h"

#include <set>

#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

template <std::size_t N>
ByteArray<N> filled(std::uint8_t value) {
  ByteArray<N> out;
  out.fill(value);
  return out;
}

std::vector<LiveMessage> one_of_each() {
  constexpr std::int64_t t = 1'234'567'890'123;
  return {live::Presence{true, false, true},
          live::Probe{7, -5},
          live::ProbeReply{7, -5, t, t + 9},
          live::Have{12, 30, filled<32>(1), filled<32>(2)},
          live::Entries{{SecretBytes(3, 1), SecretBytes(200, 2)}},
          live::LatchReady{filled<16>(3)},
          live::Propose{filled<16>(4), 1, t},
          live::Ack{filled<16>(5), 2, t},
          live::Go{filled<16>(6), 3, t},
          Rekey{2, RekeyReason::restored_backup},
          Rekey{7, RekeyReason::unsure},
          EpochShare{2, filled<32>(7), filled<32>(8)},
          EpochReady{2, filled<16>(9)},
          live::Unknown{200}};
}

TEST(LiveMessage, ComesBackFromItsBytes) {
  for (const auto& message : one_of_each()) {
    SCOPED_TRACE(message.index());
    const auto parsed = parse_live_message(encode_live_message(message));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, message);
  }
}

TEST(LiveMessage, OfEachKindIsInTheTest) {
  std::set<std::size_t> kinds;
  for (const auto& message : one_of_each()) kinds.insert(message.index());
  EXPECT_EQ(kinds.size(), std::variant_size_v<LiveMessage>);
}

TEST(LiveMessage, IsRefusedWhenCutShort) {
  for (const auto& message : one_of_each()) {
    if (std::holds_alternative<live::Entries>(message)) continue;  // below: whole entries may be missing
    SCOPED_TRACE(message.index());
    test::with_each_truncation(encode_live_message(message),
                               [](ByteView bad) { EXPECT_FALSE(parse_live_message(bad)); });
  }
}

TEST(LiveMessage, IsRefusedWithAByteTooMany) {
  for (const auto& message : one_of_each()) {
    if (std::holds_alternative<live::Unknown>(message)) continue;
    SCOPED_TRACE(message.index());
    auto bytes = encode_live_message(message);
    bytes.push_back(0);
    EXPECT_FALSE(parse_live_message(bytes));
  }
}

TEST(LiveMessage, HasOneEncodingOnly) {
  for (const auto& message : one_of_each()) {
    SCOPED_TRACE(message.index());
    test::with_each_byte_flipped(encode_live_message(message), [](ByteView changed) {
      const auto parsed = parse_live_message(changed);
      if (parsed && !std::holds_alternative<live::Unknown>(*parsed)) {
        EXPECT_TRUE(equal(encode_live_message(*parsed), changed));
      }
    });
  }
}

TEST(LiveMessage, OfAnUnknownTypeIsNoError) {
  for (int type : {0, 13, 100, 255}) {
    const auto parsed = parse_live_message(Bytes{static_cast<std::uint8_t>(type), 1, 2, 3});
    ASSERT_TRUE(parsed);
    EXPECT_EQ(std::get<live::Unknown>(*parsed).type, type);
  }
}

TEST(LiveMessage, KeepsTheEntriesThatAreWhole) {
  const live::Entries message{{SecretBytes(3, 1), SecretBytes(200, 2)}};
  std::size_t accepted = 0;
  test::with_each_truncation(encode_live_message(message), [&](ByteView bad) {
    if (const auto parsed = parse_live_message(bad)) {
      EXPECT_EQ(std::get<live::Entries>(*parsed).entries.size(), 1u);
      ++accepted;
    }
  });
  EXPECT_EQ(accepted, 1u);
  EXPECT_FALSE(parse_live_message(Bytes{5, 0}));  // an empty entry
}

TEST(LiveMessage, RefusesTimesThatNoClockShows) {
  for (const auto time : {std::int64_t{1} << 54, -(std::int64_t{1} << 54), INT64_MAX, INT64_MIN})
    EXPECT_FALSE(parse_live_message(encode_live_message(live::Probe{1, time})));
}

TEST(LiveMessage, RefusesReservedValues) {
  EXPECT_FALSE(parse_live_message(Bytes{1, 8}));                                              // a flag of presence
  EXPECT_FALSE(parse_live_message(encode_live_message(Rekey{2, RekeyReason{0}})));            // no reason
  EXPECT_FALSE(parse_live_message(encode_live_message(live::Propose{filled<16>(1), 0, 1})));  // no number
}

}  // namespace
}  // namespace twinlamp
