#include "client/app/settings.h"

#include <gtest/gtest.h>

#include <limits>

namespace twinlamp::client::test {
namespace {

TEST(Settings, ComeBackAsTheyWere) {
  const auto read = parse_settings(encode_settings({"Noor", "relay.example:7417", 5, false}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->display_name, "Noor");
  EXPECT_EQ(read->relay, "relay.example:7417");
  EXPECT_EQ(read->auto_lock_minutes, 5);
  EXPECT_FALSE(read->lamp_lit);
}

TEST(Settings, AreRefusedAtEveryTruncation) {
  const auto good = encode_settings({"Noor", "r:1", 5, true});
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(parse_settings(ByteView(good).first(size))) << size;
}

TEST(Look, ComesBackAsItWas) {
  const SetLook look{1.25f, SetLook::Palette::evening, true, true};
  const auto read = parse_look(encode_look(look));
  EXPECT_FLOAT_EQ(read.text_scale, 1.25f);
  EXPECT_EQ(read.palette, SetLook::Palette::evening);
  EXPECT_TRUE(read.reduced_motion && read.high_contrast);
}

TEST(Look, KeepsTheLanguageThatWasChosen) {
  SetLook look;
  look.language = "es";
  EXPECT_EQ(parse_look(encode_look(look)).language, "es");
  EXPECT_EQ(parse_look("language xx\n").language, "") << "one that is not spoken here is the environment's";
  EXPECT_EQ(parse_look(encode_look({})).language, "");
}

TEST(Look, FallsBackToWhatIsUsualForAnythingElse) {
  for (const auto* text : {"", "text_scale\n", "text_scale x\npalette pink\n", "\n\n\n", "reduced_motion maybe"}) {
    const auto read = parse_look(text);
    EXPECT_FLOAT_EQ(read.text_scale, 1.0f) << text;
    EXPECT_EQ(read.palette, SetLook::Palette::follow) << text;
    EXPECT_FALSE(read.reduced_motion) << text;
  }
  EXPECT_FLOAT_EQ(parse_look("text_scale 900").text_scale, 2.0f);
  EXPECT_FLOAT_EQ(parse_look("text_scale -4").text_scale, 0.8f);
  EXPECT_FLOAT_EQ(within_bounds({std::numeric_limits<float>::quiet_NaN()}).text_scale, 1.0f);
}

}  // namespace
}  // namespace twinlamp::client::test
