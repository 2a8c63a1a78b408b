#include "client/cli/input.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <thread>

namespace twinlamp::cli {
namespace {

using std::chrono::milliseconds;

class InputTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_EQ(pipe(ends_), 0);
    input_.emplace(ends_[0]);
  }
  ~InputTest() override {
    close(ends_[0]);
    close_writer();
  }
  void type(std::string_view text) {
    ASSERT_EQ(write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close_writer() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }

  int ends_[2] = {-1, -1};
  std::optional<Input> input_;
  std::string line_;
};

TEST_F(InputTest, GivesLineAfterLineAndTheLastWithoutABreak) {
  type("one\n\nthree");
  close_writer();
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, "one");
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, "");
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, "three");
  EXPECT_FALSE(input_->next(line_));
  EXPECT_EQ(line_, "");
}

TEST_F(InputTest, LooksAheadAndTakesNothing) {
  using Ahead = Input::Ahead;
  EXPECT_EQ(input_->look_ahead(), Ahead::nothing);
  type("\none\n");
  EXPECT_EQ(input_->look_ahead(), Ahead::empty_line);
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, "");
  EXPECT_EQ(input_->look_ahead(), Ahead::something);
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, "one");
  close_writer();
  EXPECT_EQ(input_->look_ahead(), Ahead::end);
  EXPECT_TRUE(input_->waits(milliseconds(0)));
  EXPECT_FALSE(input_->next(line_));
}

TEST_F(InputTest, TakesALineOfAnyLength) {
  const std::string longest(100'000, 'x');
  std::thread writer([&] { type(longest + "\nafter\n"); });
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, longest);
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, "after");
  writer.join();
}

TEST_F(InputTest, GivesAllThatIsLeftWithoutTheFinalBreak) {
  type("first\nA letter,\nof two lines\n");
  close_writer();
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(input_->rest(1000), "A letter,\nof two lines");
}

TEST_F(InputTest, StopsReadingALittleBeyondTheLimit) {
  type("12345\n12345\n12345\n");
  EXPECT_EQ(input_->rest(8), "12345\n12345");
  ASSERT_TRUE(input_->next(line_));
  EXPECT_EQ(line_, "12345");
}

TEST_F(InputTest, WaitsForWhatIsTypedAndSeesWhatIsKept) {
  EXPECT_FALSE(input_->waits(milliseconds(0)));
  type("a\nb\n");
  EXPECT_TRUE(input_->waits(milliseconds(0)));
  ASSERT_TRUE(input_->next(line_));
  EXPECT_TRUE(input_->waits(milliseconds(0))) << "b is in here already";
  ASSERT_TRUE(input_->next(line_));
  EXPECT_FALSE(input_->waits(milliseconds(0)));
}

TEST_F(InputTest, LeavesNothingOfALineBehindTheNextOne) {
  type("a long line about the garden\nlock\n");
  ASSERT_TRUE(input_->next(line_));
  ASSERT_TRUE(input_->next(line_));
  ASSERT_EQ(line_, "lock");
  const std::string_view all(line_.data(), line_.capacity());
  EXPECT_EQ(all.find("garden"), std::string_view::npos);
}

}  // namespace
}  // namespace twinlamp::cli
