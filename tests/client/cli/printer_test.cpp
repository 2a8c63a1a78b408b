#include "client/cli/printer.h"

#include <gtest/gtest.h>

namespace twinlamp::cli {
namespace {

std::string said(Printer printer, const std::function<void(Printer&)>& what) {
  testing::internal::CaptureStdout();
  what(printer);
  return testing::internal::GetCapturedStdout();
}

TEST(Printer, ShowsThatALineMayBeTypedAndPutsNewsBelow) {
  EXPECT_EQ(said(Printer(false, true),
                 [](Printer& printer) {
                   printer.prompt();
                   printer.prompt();
                   printer.say("Sam reacts: warm");
                   printer.prompt();
                   printer.typed(true);
                   printer.say("Said.");
                 }),
            "> \nSam reacts: warm\n> Said.\n")
      << "the terminal itself shows the line break that was typed";
}

TEST(Printer, EndsTheLineWhereTheInputEnds) {
  EXPECT_EQ(said(Printer(false, true),
                 [](Printer& printer) {
                   printer.prompt();
                   printer.typed(false);
                 }),
            "> \n");
}

TEST(Printer, ShowsNoPromptToAScript) {
  for (auto printer : {Printer(true, true), Printer(false, false)})
    EXPECT_EQ(said(printer, [](Printer& each) { each.prompt(), each.typed(false); }), "");
}

}  // namespace
}  // namespace twinlamp::cli
