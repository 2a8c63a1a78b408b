#include "protocol/room/live_frame.h"

#include <gtest/gtest.h>

#include "protocol/wire/relay.pb.h"

namespace twinlamp {
namespace {

Bytes live(std::size_t body) {
  wire::Frame frame;
  frame.mutable_live()->set_body(std::string(body, 'l'));
  const auto text = frame.SerializeAsString();
  return to_bytes(bytes_of(text));
}

TEST(LiveFrame, IsKnownByItsBytesAtEverySize) {
  for (std::size_t size = 1; size < 20'000; ++size) ASSERT_EQ(plain_live_body(live(size)), size);
}

TEST(LiveFrame, IsNotWhatIsCutShortOrTooLong) {
  const auto whole = live(300);
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(plain_live_body(ByteView(whole).first(size)));
  auto longer = whole;
  longer.push_back(0);
  EXPECT_FALSE(plain_live_body(longer));
}

// Whatever is taken for plain, the parser takes for the same; the rest may be anything.
TEST(LiveFrame, AgreesWithTheParserWhateverBitIsTurned) {
  for (const std::size_t size : {1u, 5u, 118u, 130u, 300u}) {
    const auto whole = live(size);
    for (std::size_t bit = 0; bit < 8 * std::min<std::size_t>(whole.size(), 12); ++bit) {
      auto turned = whole;
      turned[bit / 8] = static_cast<std::uint8_t>(turned[bit / 8] ^ (1u << (bit % 8)));
      const auto body = plain_live_body(turned);
      if (!body) continue;
      wire::Frame frame;
      ASSERT_TRUE(frame.ParseFromArray(turned.data(), static_cast<int>(turned.size())));
      ASSERT_TRUE(frame.has_live());
      EXPECT_EQ(frame.live().body().size(), *body);
      EXPECT_EQ(to_bytes(bytes_of(frame.SerializeAsString())), turned);
    }
  }
}

TEST(LiveFrame, IsNotPlainWhenWrittenInAnotherWay) {
  EXPECT_TRUE(plain_live_body(Bytes{0xf2, 0x01, 3, 0x0a, 1, 'l'}));
  EXPECT_FALSE(plain_live_body(Bytes{0xf2, 0x01, 0x83, 0x00, 0x0a, 1, 'l'}));  // a length in more bytes than it needs
  EXPECT_FALSE(plain_live_body(Bytes{0xf2, 0x01, 4, 0x0a, 0x81, 0x00, 'l'}));  // likewise
  EXPECT_FALSE(plain_live_body(Bytes{0xf2, 0x01, 2, 0x0a, 0}));                // an empty body
  EXPECT_FALSE(plain_live_body(Bytes{0xf2, 0x01, 5, 0x10, 7, 0x0a, 1, 'l'}));  // a field that is not known
  EXPECT_FALSE(plain_live_body(Bytes{0xf2, 0x01, 3, 0x0a, 1, 'l', 0xf2, 0x01, 0}));   // twice
  EXPECT_FALSE(plain_live_body(Bytes{0xf2, 0x01, 0x80, 0x80, 0x80, 0x80, 0x0a, 1}));  // a length without an end
}

}  // namespace
}  // namespace twinlamp
