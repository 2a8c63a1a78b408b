#include "relay/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <regex>

#include "tests/support/temp_folder.h"

namespace twinlamp::test {
namespace {

using relay::LogFormat;
using relay::LogLevel;

// What is written to standard error meanwhile.
template <class Call>
std::string said(Call call) {
  TempFolder folder;
  const auto path = folder / "log";
  const int kept = ::dup(STDERR_FILENO);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  ::dup2(file, STDERR_FILENO);
  call();
  ::dup2(kept, STDERR_FILENO);
  ::close(file);
  ::close(kept);
  relay::start_log(LogLevel::off);
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Log, SaysADayAMinuteALevelAndWhatHappened) {
  const auto text = said([] {
    relay::start_log(LogLevel::info);
    log(LogLevel::info, "stopping; connections", 5);
  });
  EXPECT_TRUE(std::regex_match(text, std::regex(R"(\d{4}-\d\d-\d\d \d\d:\d\d info stopping; connections: 5\n)")))
      << text;
}

TEST(Log, WritesOneObjectALineAsJson) {
  const auto text = said([] {
    relay::start_log(LogLevel::info, LogFormat::json);
    log(LogLevel::info, "stopping; connections", 5);
    log(LogLevel::warning, "a \"quoted\" \\ word");
    log(LogLevel::error, "store", Error{ErrorCode::corrupt, "page"});
  });
  const std::string time = R"(\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\dZ",)";
  const std::regex expected(time + R"("level":"info","event":"stopping; connections","count":5\}\n)" + time +
                            R"("level":"warning","event":"a \\"quoted\\" \\\\ word"\}\n)" + time +
                            R"("level":"error","event":"store","error":"page"\}\n)");
  EXPECT_TRUE(std::regex_match(text, expected)) << text;
}

TEST(Log, IsSilentBelowItsLevel) {
  EXPECT_EQ(said([] {
              relay::start_log(LogLevel::warning);
              log(LogLevel::info, "nothing");
            }),
            "");
}

}  // namespace
}  // namespace twinlamp::test
