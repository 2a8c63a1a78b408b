// The layer under Beast, over a pair of connected sockets: what is written in one turn leaves as one, what does not fit
// waits, and every end is told.
#include "relay/channel.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

namespace twinlamp::test {
namespace {

using boost::system::error_code;
using relay::Channel;
using relay::make_work;
using relay::Turn;

class ChannelTest : public testing::Test {
protected:
  // Packets instead of a stream show what left as one.
  void start(int kind = SOCK_SEQPACKET) {
    int ends[2] = {-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, kind | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
    there_ = ends[1];
    channel_.emplace(turn_, relay::make_plain_stream(relay::Descriptor(ends[0])));
  }
  void TearDown() override {
    if (channel_) channel_->cut();
    settle();
    channel_.reset();
    if (there_ >= 0) ::close(there_);
  }
  // All that can happen now.
  void settle() {
    io_.restart();
    while (io_.poll() > 0) continue;
  }
  std::string take(std::size_t most = 1 << 20) {
    std::string text(most, '\0');
    const auto size = ::recv(there_, text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }
  void write(std::string_view text) { channel_->write(bytes_of(text)); }

  struct Outcome {
    int times = 0;
    error_code error;
    std::size_t size = 0;
  };
  relay::WorkPtr into(Outcome& outcome) {
    return make_work(turn_.memory(), [&outcome](error_code error, std::size_t size) {
      ++outcome.times;
      outcome.error = error;
      outcome.size = size;
    });
  }
  void read(Outcome& outcome) { channel_->read(place_, into(outcome)); }

  boost::asio::io_context io_{1};
  Turn turn_{io_};
  std::optional<Channel> channel_;
  int there_ = -1;
  std::array<std::uint8_t, 64> place_{};
};

TEST_F(ChannelTest, SendsWhatWasWrittenInOneTurnAsOne) {
  start();
  write("a");
  write("lamp ");
  write("each");
  EXPECT_EQ(take(), "");  // not before the turn ends
  settle();
  EXPECT_EQ(take(), "alamp each");
  write("again");
  settle();
  EXPECT_EQ(take(), "again");
}

TEST_F(ChannelTest, LetsAllThatFollowsFromATurnJoinIt) {
  start();
  turn_.push(make_work(turn_.memory(), [this] {
    write("one");
    turn_.push(make_work(turn_.memory(), [this] { write("two"); }));
  }));
  settle();
  EXPECT_EQ(take(), "onetwo");
}

TEST_F(ChannelTest, DoesNotGatherWithoutEnd) {
  start(SOCK_STREAM);
  std::string sent;
  for (int i = 0; i < 100; ++i) {
    const std::string piece(1000, static_cast<char>('a' + i % 26));
    write(piece);
    sent += piece;
  }
  EXPECT_LT(channel_->waiting(), sent.size());  // in one turn: a fast reader is not to be dropped for what waits for it
  settle();
  std::string got;
  for (std::string piece; !(piece = take()).empty(); settle()) got += piece;
  EXPECT_EQ(got, sent);
}

TEST_F(ChannelTest, ReadsWhatIsThereOnlyInATurn) {
  start(SOCK_STREAM);
  ASSERT_EQ(::send(there_, "blink", 5, 0), 5);
  Outcome outcome;
  read(outcome);
  EXPECT_EQ(outcome.times, 0);
  settle();
  EXPECT_EQ(outcome.times, 1);
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(text_of(ByteView(place_).first(outcome.size)), "blink");
}

TEST_F(ChannelTest, WaitsForWhatIsNotThereYet) {
  start(SOCK_STREAM);
  for (const std::string_view text : {"first", "second"}) {
    Outcome outcome;
    read(outcome);
    settle();
    EXPECT_EQ(outcome.times, 0);
    ASSERT_GT(::send(there_, text.data(), text.size(), 0), 0);
    settle();
    EXPECT_EQ(outcome.times, 1);
    EXPECT_EQ(outcome.size, text.size());
  }
}

TEST_F(ChannelTest, TellsAReaderOfAnEndThatCameWithTheLastBytes) {
  start(SOCK_STREAM);
  Outcome first, second;
  read(first);
  settle();
  ASSERT_EQ(::send(there_, "last", 4, 0), 4);
  ASSERT_EQ(::shutdown(there_, SHUT_WR), 0);
  settle();
  EXPECT_EQ(first.size, 4u);
  read(second);
  settle();
  EXPECT_EQ(second.times, 1);
  EXPECT_EQ(second.error, boost::asio::error::eof);
}

TEST_F(ChannelTest, KeepsWhatASlowReaderDoesNotTakeAndLosesNothing) {
  start(SOCK_STREAM);
  std::string sent, got;
  for (int i = 0; i < 600; ++i) {
    const std::string piece(1000, static_cast<char>('a' + i % 26));
    write(piece);
    sent += piece;
    settle();
  }
  EXPECT_GT(channel_->waiting(), 0u);
  Outcome written;
  channel_->when_written(into(written));
  settle();
  EXPECT_EQ(written.times, 0);
  for (std::string piece; got.size() < sent.size(); got += piece) {
    piece = take(10'000);
    ASSERT_FALSE(piece.empty()) << got.size();
    settle();
  }
  EXPECT_EQ(got, sent);
  EXPECT_EQ(channel_->waiting(), 0u);
  EXPECT_EQ(written.times, 1);
  EXPECT_FALSE(written.error);
}

TEST_F(ChannelTest, FinishesAfterWhatWasWrittenAndWhenTheOtherSideHasToo) {
  start(SOCK_STREAM);
  Outcome finished;
  write("goodbye");
  channel_->finish(into(finished));
  settle();
  EXPECT_EQ(take(), "goodbye");
  EXPECT_EQ(finished.times, 0);
  ASSERT_EQ(::send(there_, "late", 4, 0), 4);  // thrown away
  ASSERT_EQ(::shutdown(there_, SHUT_WR), 0);
  settle();
  EXPECT_EQ(finished.times, 1);
}

TEST_F(ChannelTest, EndsAllThatIsPendingWhenItIsCut) {
  start(SOCK_STREAM);
  Outcome reading, finishing;
  read(reading);
  write(std::string(1 << 20, 'x'));
  channel_->finish(into(finishing));
  channel_->cut();
  EXPECT_EQ(reading.times, 0);  // not from within
  settle();
  EXPECT_EQ(reading.times, 1);
  EXPECT_EQ(finishing.times, 1);
  EXPECT_TRUE(reading.error);
  EXPECT_TRUE(finishing.error);
  EXPECT_EQ(channel_->waiting(), 0u);
}

TEST_F(ChannelTest, TellsOfAPeerThatIsGone) {
  start(SOCK_STREAM);
  Outcome reading;
  read(reading);
  ::close(std::exchange(there_, -1));
  write("nobody hears this");
  settle();
  EXPECT_EQ(reading.times, 1);
  EXPECT_TRUE(reading.error);
  Outcome late;
  read(late);
  settle();
  EXPECT_EQ(late.times, 1);
  EXPECT_TRUE(late.error);
}

TEST_F(ChannelTest, MayEndWhileOthersOfItsTurnAreReady) {
  start(SOCK_STREAM);
  int ends[2] = {-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
  auto other = std::make_unique<Channel>(turn_, relay::make_plain_stream(relay::Descriptor(ends[0])));
  std::array<std::uint8_t, 8> place{};
  Outcome first, second;
  read(first);
  other->read(place, into(second));
  settle();
  // Whichever is served first cuts the other, whose readiness is then already known.
  ASSERT_EQ(::send(there_, "a", 1, 0), 1);
  ASSERT_EQ(::send(ends[1], "b", 1, 0), 1);
  turn_.push(make_work(turn_.memory(), [&other] { other.reset(); }));
  settle();
  EXPECT_EQ(first.times, 1);
  ::close(ends[1]);
}

TEST_F(ChannelTest, GivesItsBufferToTheNextThatWrites) {
  start();
  write(std::string(3000, 'x'));
  settle();
  auto buffer = turn_.take_buffer();
  EXPECT_GE(buffer.capacity(), 3000u);
  EXPECT_TRUE(buffer.empty());
  turn_.give_buffer(std::move(buffer));
  turn_.trim();
  EXPECT_EQ(turn_.take_buffer().capacity(), 0u);
}

}  // namespace
}  // namespace twinlamp::test
