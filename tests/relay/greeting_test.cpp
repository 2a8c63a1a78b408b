// The first WebSocket message of whatever answers at an address.
#include "relay/commands/greeting.h"

#include <gtest/gtest.h>

#include "protocol/base/bytes.h"

namespace twinlamp::relay::test {
namespace {

std::string heard(std::uint8_t kind, std::uint8_t size, const std::string& rest) {
  return to_string(ByteWriter().u8(kind).u8(size).raw(rest).view());
}

TEST(Greeting, ReadsTheFirstMessageWholeOrNotAtAll) {
  EXPECT_EQ(first_message(heard(0x82, 5, "helloand more")), "hello");
  EXPECT_EQ(first_message(heard(0x82, 125, std::string(125, 'h'))), std::string(125, 'h'));
  EXPECT_EQ(first_message(heard(0x82, 126, std::string("\x00\x7e", 2) + std::string(126, 'h'))), std::string(126, 'h'));
  const auto whole = heard(0x82, 126, std::string("\x00\x8c", 2) + std::string(140, 'h'));
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(first_message(whole.substr(0, size))) << size;
  EXPECT_EQ(first_message(whole), std::string(140, 'h'));
}

TEST(Greeting, TakesNoOtherFrameForAMessage) {
  const std::string much(300, 'h');
  EXPECT_FALSE(first_message(heard(0x82, 127, much))) << "a length of eight bytes is no length of 127";
  EXPECT_FALSE(first_message(heard(0x82, 0x80 | 5, much))) << "masked, which a server never does";
  EXPECT_FALSE(first_message(heard(0x82, 126, std::string("\x00\x05", 2) + much))) << "five bytes say so in one";
  for (const std::uint8_t kind : {0x81, 0x02, 0x80, 0x88, 0x89}) EXPECT_FALSE(first_message(heard(kind, 5, much))) << int{kind};
}

}  // namespace
}  // namespace twinlamp::relay::test
