#include "protocol/pairing/invitation.h"

#include <gtest/gtest.h>

namespace twinlamp {
namespace {

constexpr const char* key = "Xl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl4";  // 32 times 0x5e

std::string line(std::string_view rest) { return "twinlamp://" + std::string(rest); }
std::string whole(std::string_view host) { return line(std::string(host) + "/417-amber-otter-window?relay=" + key); }

TEST(Invitation, ReadsAPartnersLine) {
  const auto read = parse_invitation(whole("relay.example:7417"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->host, "relay.example");
  EXPECT_EQ(read->port, 7417);
  PublicKey expected;
  expected.fill(0x5e);
  EXPECT_EQ(read->relay_id, expected);
  EXPECT_EQ(read->binding, Binding::exporter);
  ASSERT_TRUE(read->code);
  EXPECT_EQ(read->code->text(), "417-amber-otter-window");
}

TEST(Invitation, ReadsARelaysLine) {
  const auto read = parse_invitation(line("relay.example:7417/?relay=") + key);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->code);
}

TEST(Invitation, WritesWhatItReads) {
  for (const auto& text : {whole("relay.example:7417"), whole("192.0.2.7:1"), whole("[2001:db8::1]:65535"), whole("relay.example:443") + "&binding=none",
                           line("localhost:7417/?relay=") + key, line("localhost:7417/?relay=") + key + "&binding=none&invite=Ab-_9"}) {
    const auto read = parse_invitation(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->text(), text);
    EXPECT_EQ(*parse_invitation(read->text()), *read);
  }
}

TEST(Invitation, ForgivesBlanksAndCapitals) {
  const auto read = parse_invitation("  TwinLamp://Relay.Example:7417/417-Amber-Otter-Window?relay=" + std::string(key) + "\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->host, "relay.example");
}

TEST(Invitation, TakesItsBindingInEitherOrder) {
  const auto read = parse_invitation(line("r:1/?binding=none&relay=") + key);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->binding, Binding::none);
  EXPECT_EQ(parse_invitation(line("r:1/?binding=exporter&relay=") + key)->binding, Binding::exporter);
}

TEST(Invitation, CarriesTheOperatorsInvite) {
  EXPECT_EQ(parse_invitation(line("r:1/?relay=") + key + "&invite=Moss-and_Fern7")->invite, "Moss-and_Fern7");
  for (const auto& damaged : {std::string(), std::string("a b"), std::string("a%20"), std::string(65, 'a'), std::string("a&invite=b")})
    EXPECT_FALSE(parse_invitation(line("r:1/?relay=") + key + "&invite=" + damaged)) << damaged;
}

TEST(Invitation, NamesAMistypedWord) {
  CodeProblem problem;
  EXPECT_FALSE(parse_invitation(line("r:1/417-amber-oter-window?relay=") + key, &problem));
  EXPECT_EQ(problem.word, 2u);
}

TEST(Invitation, RefusesEverythingElse) {
  const std::string relay = std::string("?relay=") + key;
  for (const auto& bad : {std::string(), std::string("twinlamp:/"), "http://r:1/" + relay, line("r/") + relay, line("r:/") + relay, line(":1/") + relay,
                          line("r:0/") + relay, line("r:65536/") + relay, line("r:-1/") + relay, line("r:1x/") + relay, line("a b:1/") + relay,
                          line("user@r:1/") + relay, line("2001:db8::1:1/") + relay, line("[::1]/") + relay, line("[::1:1/") + relay,
                          line("[zz::]:1/") + relay, line("[1]:1/") + relay, line("-r:1/") + relay, line(std::string(254, 'a') + ":1/") + relay,
                          line("r:1/"), line("r:1/?"), line("r:1/?relay="), line("r:1/?relay=AAAA"), line("r:1/") + relay + "A",
                          line("r:1/") + relay + "=", line("r:1/") + relay + "&relay=" + key, line("r:1/") + relay + "&x=y",
                          line("r:1/") + relay + "&binding=maybe", line("r:1/") + relay + "&binding=none&binding=exporter",
                          line("r:1/") + relay + "&", line("r:1/417-amber/otter-window") + relay + "x",
                          line("r:1/") + relay + std::string(512, ' ') + "x"}) {
    EXPECT_FALSE(parse_invitation(bad)) << bad;
  }
}

TEST(Invitation, RefusesEveryTruncation) {
  const auto text = whole("[2001:db8::1]:7417");
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(parse_invitation(text.substr(0, size))) << text.substr(0, size);
}

TEST(Invitation, SurvivesAnyBytesAfterItsScheme) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    std::string text = whole("relay.example:7417");
    for (int i = 0; i < 3; ++i) text[11 + random.below(text.size() - 11)] = static_cast<char>(random.below(256));
    const auto read = parse_invitation(text);
    if (!read) continue;
    EXPECT_EQ(*parse_invitation(read->text()), *read);
  }
}

}  // namespace
}  // namespace twinlamp
