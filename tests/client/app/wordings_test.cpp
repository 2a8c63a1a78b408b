#include "client/app/wordings.h"

#include <gtest/gtest.h>

#include <vector>

namespace twinlamp::client {
namespace {

TEST(Wordings, ReadEachLanguageOnceHoweverOftenItIsAskedFor) {
  std::vector<std::string> read;
  Wordings wordings([&](std::string_view language) {
    read.emplace_back(language);
    return std::make_shared<const Wording>();
  });
  const auto english = wordings.of("en");
  const auto spanish = wordings.of("es");
  EXPECT_NE(english, spanish);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(wordings.of("en"), english);
    EXPECT_EQ(wordings.of("es"), spanish);
  }
  EXPECT_EQ(read, (std::vector<std::string>{"en", "es"}));
}

}  // namespace
}  // namespace twinlamp::client
