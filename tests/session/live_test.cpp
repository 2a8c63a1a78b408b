#include "protocol/session/live.h"

#include <algorithm>
#include <functional>

#include "protocol/base/limits.h"
#include "protocol/crypto/pad.h"
#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

using namespace std::chrono_literals;
using test::text;

// Two sessions and the relay between them, in virtual time. `drop` says which frames are lost.
struct LiveCouple {
  explicit LiveCouple(std::uint64_t seed = 1) : random(seed) {
    for (auto& keys : identities) keys = AgreementKeys::generate(random);
    psk = random.secret<32>();
    for (std::uint8_t slot : {0, 1}) sides[slot] = make(slot);
  }
  std::unique_ptr<LiveSession> make(std::uint8_t slot) {
    return std::make_unique<LiveSession>(
        LiveSession::Config{slot, identities[slot], identities[1 - slot].public_key, psk, prologue}, random);
  }
  LiveSession& operator[](std::size_t slot) { return *sides[slot]; }

  void go_online() {
    for (auto& side : sides) side->handle_partner_online(now);
  }
  // Carries frames until none is left.
  void settle() {
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t from : {0, 1})
        while (auto frame = sides[from]->poll_frame()) {
          moved = true;
          log.push_back(*frame);
          if (!drop(from, *frame)) (void)sides[1 - from]->handle_frame(*frame, now);
        }
    }
  }
  void wait(std::chrono::microseconds time) {
    const auto until = now + time;
    for (;;) {
      settle();
      auto next = until;
      for (auto& side : sides)
        if (auto deadline = side->next_deadline()) next = std::min(next, std::max(*deadline, now));
      now = next;
      for (auto& side : sides) side->handle_time(now);
      if (now == until) return settle();
    }
  }
  void meet() {
    go_online();
    settle();
    for (auto& side : sides) {
      ASSERT_TRUE(side->is_established());
      ASSERT_EQ(side->poll_event(), LiveEvent::established);
    }
  }
  // True if a word of each side reaches the other.
  bool talks() {
    for (std::size_t from : {0, 1}) {
      if (!sides[from]->send(text("word"))) return false;
      settle();
      const auto got = sides[1 - from]->poll_message();
      if (!got || test::words(*got) != "word") return false;
    }
    return true;
  }
  bool agree_on_the_session() {
    return sides[0]->is_established() && sides[1]->is_established() &&
           sides[0]->handshake_hash() == sides[1]->handshake_hash();
  }

  SeededRandom random;
  MonoTime now{1h};
  std::array<AgreementKeys, 2> identities;
  Key psk;
  Bytes prologue = text("a room, version 1");
  std::array<std::unique_ptr<LiveSession>, 2> sides;
  std::function<bool(std::size_t, const Bytes&)> drop = [](auto, const auto&) { return false; };
  std::vector<Bytes> log;
};

enum FrameType : std::uint8_t { hello = 1, answer, data, poke };

TEST(LiveSession, MeetsWhenBothAreOnline) {
  LiveCouple couple;
  couple.meet();
  EXPECT_TRUE(couple.agree_on_the_session());
  EXPECT_TRUE(couple.talks());
}

TEST(LiveSession, IsAFreshOneForEachMeeting) {
  LiveCouple couple;
  couple.meet();
  const auto first = couple[0].handshake_hash();
  for (auto& side : couple.sides) {
    side->handle_partner_offline(couple.now);
    EXPECT_EQ(side->poll_event(), LiveEvent::lost);
  }
  couple.meet();
  EXPECT_NE(couple[0].handshake_hash(), first);
}

TEST(LiveSession, RefusesToSendBeforeItStands) {
  LiveCouple couple;
  EXPECT_EQ(couple[0].send(text("too soon")).error().code, ErrorCode::out_of_order);
  couple[0].handle_partner_online(couple.now);
  EXPECT_EQ(couple[0].send(text("too soon")).error().code, ErrorCode::out_of_order);
}

TEST(LiveSession, SaysWhenItIsLost) {
  LiveCouple couple;
  couple.meet();
  couple[0].handle_partner_offline(couple.now);
  EXPECT_EQ(couple[0].poll_event(), LiveEvent::lost);
  EXPECT_FALSE(couple[0].is_established());
  EXPECT_FALSE(couple[0].next_deadline());
  couple[0].handle_partner_offline(couple.now);
  EXPECT_FALSE(couple[0].poll_event());
}

TEST(LiveSession, SendsNothingOfAMeetingThatIsOver) {
  LiveCouple couple;
  couple.meet();
  ASSERT_TRUE(couple[0].send(text("too late")));
  couple[0].handle_partner_offline(couple.now);
  EXPECT_FALSE(couple[0].poll_frame());
}

TEST(LiveSession, SaysNothingWhileThePartnerIsNotOnline) {
  LiveCouple couple;
  couple[0].handle_partner_online(couple.now);
  const auto frame = *couple[0].poll_frame();
  EXPECT_FALSE(couple[1].handle_frame(frame, couple.now));
  EXPECT_FALSE(couple[1].poll_frame());
}

TEST(LiveSession, HidesLengthsInMultiplesOf256) {
  LiveCouple couple;
  couple.meet();
  for (std::size_t size : {0, 1, 200, 254, 255, 256, 1000}) {
    ASSERT_TRUE(couple[0].send(Bytes(size)));
    EXPECT_EQ((couple[0].poll_frame()->size() - LiveFrame::header_size - 16) % 256, 0u) << size;
  }
}

TEST(LiveSession, CarriesMessagesOfEverySizeWithinFramesThatTheRelayTakes) {
  LiveCouple couple;
  couple.meet();
  for (std::size_t size :
       {0ul, 1ul, 255ul, 16381ul, 16382ul, 16383ul, 16384ul, 32748ul, 32749ul, 100'000ul, LiveSession::max_message}) {
    SCOPED_TRACE(size);
    Bytes message(size);
    if (size > 0) couple.random.fill(message);
    couple.log.clear();
    ASSERT_TRUE(couple[1].send(message));
    couple.settle();
    const auto got = couple[0].poll_message();
    ASSERT_TRUE(got);
    EXPECT_TRUE(equal(*got, message));
    for (const auto& frame : couple.log) {
      EXPECT_LE(frame.size(), limits::live_frame);
      EXPECT_LE(frame.size(), LiveFrame::header_size + limits::live_piece + 16);
    }
  }
}

TEST(LiveSession, RefusesAMessageThatIsTooLong) {
  LiveCouple couple;
  couple.meet();
  EXPECT_EQ(couple[0].send(Bytes(LiveSession::max_message + 1)).error().code, ErrorCode::too_large);
}

TEST(LiveSession, RefusesToQueueWithoutEnd) {
  LiveCouple couple;
  couple.meet();
  Result<void> sent;
  for (int i = 0; i < 1000 && sent; ++i) sent = couple[0].send(text("word"));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::unavailable);
}

TEST(LiveSession, LosesAMessageWholeWhenAPieceIsDropped) {
  for (int lost = 0; lost < 4; ++lost) {
    SCOPED_TRACE(testing::Message() << "piece " << lost);
    LiveCouple couple;
    couple.meet();
    int count = 0;
    couple.drop = [&](auto, const auto&) { return count++ == lost; };
    ASSERT_TRUE(couple[0].send(Bytes(60'000)));
    couple.settle();
    EXPECT_FALSE(couple[1].poll_message());
    ASSERT_TRUE(couple[0].send(Bytes(60'000, 7)));
    couple.settle();
    EXPECT_EQ(couple[1].poll_message()->size(), 60'000u);
    EXPECT_FALSE(couple[1].poll_message());
  }
}

TEST(LiveSession, BearsGapsAndRefusesReplaysAndWhatComesLate) {
  LiveCouple couple;
  couple.meet();
  std::vector<Bytes> frames;
  for (const char* word : {"one", "two", "three"}) {
    ASSERT_TRUE(couple[0].send(text(word)));
    frames.push_back(*couple[0].poll_frame());
  }
  EXPECT_TRUE(couple[1].handle_frame(frames[1], couple.now));
  EXPECT_EQ(couple[1].handle_frame(frames[1], couple.now).error().code, ErrorCode::out_of_order);
  EXPECT_EQ(couple[1].handle_frame(frames[0], couple.now).error().code, ErrorCode::out_of_order);
  EXPECT_TRUE(couple[1].handle_frame(frames[2], couple.now));
  EXPECT_EQ(test::words(*couple[1].poll_message()), "two");
  EXPECT_EQ(test::words(*couple[1].poll_message()), "three");
  EXPECT_FALSE(couple[1].poll_message());
}

TEST(LiveSession, DoesNotAcceptItsOwnFrames) {
  LiveCouple couple;
  couple.meet();
  ASSERT_TRUE(couple[0].send(text("echo")));
  EXPECT_FALSE(couple[0].handle_frame(*couple[0].poll_frame(), couple.now));
}

TEST(LiveSession, RemembersWhenThePartnerWasLastHeard) {
  LiveCouple couple;
  EXPECT_FALSE(couple[1].last_heard());
  couple.meet();
  couple.now += 5s;
  ASSERT_TRUE(couple[0].send(text("here")));
  couple.settle();
  EXPECT_EQ(couple[1].last_heard(), couple.now);
  EXPECT_EQ(couple[0].last_heard(), couple.now - 5s);
}

TEST(LiveSession, IsQuietOnceBothHaveSpoken) {
  LiveCouple couple;
  couple.meet();
  EXPECT_FALSE(couple[0].next_deadline());
  EXPECT_FALSE(couple[1].next_deadline());
}

// Every frame of the first meeting lost in turn, and every pair of them.
TEST(LiveHandshake, SurvivesTheLossOfAnyTwoFrames) {
  for (int first = 0; first < 8; ++first)
    for (int second = first; second < 8; ++second) {
      SCOPED_TRACE(testing::Message() << "lost: " << first << " and " << second);
      LiveCouple couple;
      int count = 0;
      couple.drop = [&](auto, const auto&) {
        const int number = count++;
        return number == first || number == second;
      };
      couple.go_online();
      couple.wait(60s);
      EXPECT_TRUE(couple.agree_on_the_session());
      couple.drop = [](auto, const auto&) { return false; };
      EXPECT_TRUE(couple.talks());
      EXPECT_FALSE(couple[0].next_deadline());
    }
}

TEST(LiveHandshake, SurvivesHeavyLossInEverySchedule) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    LiveCouple couple(seed);
    SeededRandom chance(seed + 1000);
    couple.drop = [&](auto, const auto&) { return chance.below(2) == 0; };
    couple.go_online();
    couple.wait(5min);
    EXPECT_TRUE(couple.agree_on_the_session());
    couple.drop = [](auto, const auto&) { return false; };
    EXPECT_TRUE(couple.talks());
  }
}

TEST(LiveHandshake, SendsTheSameBytesAgainAndEverMoreSeldom) {
  LiveCouple couple;
  couple.drop = [](auto, const auto&) { return true; };
  couple[0].handle_partner_online(couple.now);
  couple.wait(60s);
  ASSERT_GE(couple.log.size(), 4u);
  EXPECT_LE(couple.log.size(), 8u);
  for (const auto& frame : couple.log) EXPECT_EQ(frame, couple.log.front());
}

TEST(LiveHandshake, BeginsOnAPokeWhenTheFirstPresenceWasMissed) {
  LiveCouple couple;
  couple.meet();
  couple.sides[1] = couple.make(1);  // slot 1 has started again, and the relay did not say so
  couple.now += 10s;
  couple[1].handle_partner_online(couple.now);
  couple.wait(10s);
  EXPECT_TRUE(couple.agree_on_the_session());
  EXPECT_TRUE(couple.talks());
}

TEST(LiveHandshake, CostsOneHandshakeASecondHoweverManyPokesAreForged) {
  LiveCouple couple;
  couple.meet();
  couple.now += 10s;
  couple.log.clear();
  const auto forged = ByteWriter().u8(poke).u64(0).u64(0).take();
  for (int i = 0; i < 1000; ++i) {
    couple.now += 1ms;
    ASSERT_TRUE(couple[0].handle_frame(forged, couple.now));
    couple.settle();
  }
  EXPECT_EQ(std::count_if(couple.log.begin(), couple.log.end(), [](const auto& frame) { return frame[0] == hello; }),
            1);
}

TEST(LiveHandshake, KeepsTheSessionUntilTheNewerOneHasVerified) {
  LiveCouple couple;
  couple.meet();
  const auto old = couple[1].handshake_hash();
  couple[0].handle_partner_online(couple.now);  // slot 0 begins anew
  ASSERT_TRUE(couple[1].handle_frame(*couple[0].poll_frame(), couple.now));
  EXPECT_EQ(couple[1].handshake_hash(), old);
  EXPECT_TRUE(couple[1].send(text("still on the old one")));

  const auto answer_frame = *couple[1].poll_frame();
  const auto late = *couple[1].poll_frame();
  ASSERT_TRUE(couple[0].handle_frame(answer_frame, couple.now));
  EXPECT_NE(couple[0].handshake_hash(), old);
  EXPECT_TRUE(couple[0].handle_frame(late, couple.now));
  EXPECT_EQ(test::words(*couple[0].poll_message()), "still on the old one");

  EXPECT_TRUE(couple[1].send(text("the last on the old one")));
  const auto too_late = *couple[1].poll_frame();

  couple.settle();
  EXPECT_TRUE(couple.agree_on_the_session());
  EXPECT_EQ(couple[1].poll_event(), LiveEvent::established);
  EXPECT_TRUE(couple.talks());
  EXPECT_FALSE(couple[0].handle_frame(too_late, couple.now));
}

TEST(LiveHandshake, GoesOnTryingWhileTheOldSessionTalks) {
  LiveCouple couple;
  couple.meet();
  const auto old = couple[0].handshake_hash();
  couple[0].handle_partner_online(couple.now);
  (void)couple[0].poll_frame();  // the HELLO is lost
  ASSERT_TRUE(couple[1].send(text("still on the old one")));
  couple.wait(10s);
  EXPECT_NE(couple[0].handshake_hash(), old);
  EXPECT_TRUE(couple.agree_on_the_session());
}

TEST(LiveHandshake, IsNotDisturbedByTheHelloOfTheSameSessionAgain) {
  LiveCouple couple;
  couple.meet();
  EXPECT_FALSE(couple[1].handle_frame(couple.log.front(), couple.now));
  EXPECT_TRUE(couple.talks());
}

TEST(LiveHandshake, AnswersARepeatedHelloWithTheSameBytes) {
  LiveCouple couple;
  couple.go_online();
  const auto frame = *couple[0].poll_frame();
  ASSERT_TRUE(couple[1].handle_frame(frame, couple.now));
  ASSERT_TRUE(couple[1].handle_frame(frame, couple.now));
  const auto first = *couple[1].poll_frame();
  EXPECT_EQ(couple[1].poll_frame(), first);
}

// Slot 1 has a session and so does not poke; what it had answered was pushed out by a replay.
TEST(LiveHandshake, BeginsAnewWhenNobodyConfirms) {
  LiveCouple couple;
  couple.meet();
  const auto oldest = couple.log.front();
  couple[0].handle_partner_online(couple.now);
  couple.settle();  // a second session, so that the first HELLO is of none
  couple[0].handle_partner_online(couple.now);
  ASSERT_TRUE(couple[1].handle_frame(*couple[0].poll_frame(), couple.now));
  ASSERT_TRUE(couple[1].handle_frame(oldest, couple.now));
  couple.settle();
  EXPECT_FALSE(couple.agree_on_the_session());
  couple.wait(60s);
  EXPECT_TRUE(couple.agree_on_the_session());
}

TEST(LiveHandshake, ReplacesNothingForAReplayedHello) {
  LiveCouple couple;
  couple.meet();
  const auto old_hello = couple.log.front();
  ASSERT_EQ(old_hello[0], hello);
  couple[0].handle_partner_online(couple.now);
  couple.settle();
  (void)couple[0].poll_event(), (void)couple[1].poll_event();
  const auto hash = couple[1].handshake_hash();
  EXPECT_TRUE(couple[1].handle_frame(old_hello, couple.now));  // it is genuine, but nothing will follow it
  couple.settle();
  EXPECT_EQ(couple[1].handshake_hash(), hash);
  EXPECT_FALSE(couple[1].poll_event());
  EXPECT_TRUE(couple.talks());
}

TEST(LiveHandshake, RecoversWhenAReplayedHelloPushedTheRealOneOut) {
  LiveCouple couple;
  couple.meet();
  const auto old_hello = couple.log.front();
  for (auto& side : couple.sides) side->handle_partner_offline(couple.now);
  couple.go_online();
  ASSERT_TRUE(couple[1].handle_frame(*couple[0].poll_frame(), couple.now));
  ASSERT_TRUE(couple[1].handle_frame(old_hello, couple.now));
  couple.wait(60s);
  EXPECT_TRUE(couple.agree_on_the_session());
  EXPECT_TRUE(couple.talks());
}

TEST(LiveHandshake, RefusesAnAnswerToAnEarlierHello) {
  LiveCouple couple;
  couple[1].handle_partner_online(couple.now);
  couple[0].handle_partner_online(couple.now);
  ASSERT_TRUE(couple[1].handle_frame(*couple[0].poll_frame(), couple.now));
  const auto stale = *couple[1].poll_frame();
  couple[0].handle_partner_online(couple.now);  // the handshakes cross
  EXPECT_FALSE(couple[0].handle_frame(stale, couple.now));
  EXPECT_FALSE(couple[0].is_established());
  couple.settle();
  EXPECT_TRUE(couple.agree_on_the_session());
}

TEST(LiveHandshake, FailsWithAnotherPskPrologueOrIdentity) {
  for (int what = 0; what < 3; ++what) {
    LiveCouple couple;
    if (what == 0) couple.psk = couple.random.secret<32>();
    if (what == 1) couple.prologue = text("another room");
    if (what == 2) couple.identities[1] = AgreementKeys::generate(couple.random);
    couple.sides[1] = couple.make(1);
    couple.go_online();
    couple.wait(30s);
    EXPECT_FALSE(couple[0].is_established());
    EXPECT_FALSE(couple[1].is_established());
  }
}

TEST(LiveFrames, AreRefusedWithAnyByteFlippedAndNothingIsLost) {
  LiveCouple couple;
  couple.go_online();
  for (std::size_t to : {1, 0, 1, 0}) {  // HELLO, ANSWER, CONFIRM, CONFIRMED
    const auto frame = *couple[1 - to].poll_frame();
    test::with_each_byte_flipped(frame, [&](ByteView bad) {
      EXPECT_FALSE(couple[to].handle_frame(bad, couple.now));
      EXPECT_FALSE(couple[to].poll_event());
    });
    test::with_each_truncation(frame, [&](ByteView bad) { EXPECT_FALSE(couple[to].handle_frame(bad, couple.now)); });
    ASSERT_TRUE(couple[to].handle_frame(frame, couple.now));
    while (couple[to].poll_event()) {
    }
  }
  EXPECT_TRUE(couple.talks());
}

TEST(LiveFrames, AreRefusedWhenOfNoKnownTypeOrTooLong) {
  LiveCouple couple;
  couple.meet();
  for (std::uint8_t type : {0, 1, 5, 255})
    EXPECT_FALSE(couple[0].handle_frame(ByteWriter().u8(type).u64(0).u64(0).take(), couple.now));
  for (std::uint8_t type : {2, 4})
    EXPECT_FALSE(couple[1].handle_frame(ByteWriter().u8(type).u64(0).u64(0).take(), couple.now));
  EXPECT_FALSE(couple[0].handle_frame(Bytes(limits::live_frame + 1, poke), couple.now));
}

// A partner who holds the keys and misuses them: pieces that break the bounds.
struct ForgedPieceTest : testing::Test {
  LiveCouple couple;
  std::optional<NoiseTransport> transport;
  ByteArray<8> id{};

  void SetUp() override {
    id = couple.random.bytes<8>();
    const auto prologue = ByteWriter().raw("live/1").lv(couple.prologue).raw(id).take();
    NoiseHandshake partner(noise_live, true, {couple.identities[0], couple.identities[1].public_key, couple.psk, {}},
                           prologue);
    couple[1].handle_partner_online(couple.now);
    const auto first = *partner.write_message({}, couple.random);
    ASSERT_TRUE(couple[1].handle_frame(ByteWriter().u8(hello).raw(id).u64(0).raw(first).take(), couple.now));
    ASSERT_TRUE(partner.read_message(ByteView(*couple[1].poll_frame()).subspan(LiveFrame::header_size)));
    transport = partner.transport();
  }
  Result<void> say(ByteView plaintext) {
    auto frame = ByteWriter().u8(data).raw(id).u64(transport->next_counter()).take();
    const auto sealed = transport->seal(pad(plaintext, live_padded_size(plaintext.size())), frame);
    return couple[1].handle_frame(ByteWriter().raw(frame).raw(sealed->ciphertext).take(), couple.now);
  }
  Result<void> say_piece(std::uint16_t index, std::uint16_t count, std::size_t size, std::uint32_t message_id = 9) {
    return say(ByteWriter().u8(4).u32(message_id).u16(index).u16(count).raw(Bytes(size)).take());
  }
  static constexpr std::size_t full = 16 * 1024 - 10;
};

TEST_F(ForgedPieceTest, AreRefusedOutOfBounds) {
  EXPECT_FALSE(say_piece(0, 0, full));
  EXPECT_FALSE(say_piece(0, 1, full));
  EXPECT_FALSE(say_piece(2, 2, full));
  EXPECT_FALSE(say_piece(0, 2, full - 1));
  EXPECT_FALSE(say_piece(0, 2, 0));
  EXPECT_FALSE(say_piece(0, 34, full));
  EXPECT_FALSE(say({}));
  EXPECT_FALSE(say(Bytes{1, 1}));
  EXPECT_FALSE(say(Bytes{77}));
  EXPECT_FALSE(couple[1].poll_message());
}

TEST_F(ForgedPieceTest, CannotMakeAMessageLongerThanTheLimit) {
  for (std::uint16_t i = 0; i < 32; ++i) ASSERT_TRUE(say_piece(i, 33, full));
  EXPECT_FALSE(say_piece(32, 33, LiveSession::max_message - 32 * full + 1));
  EXPECT_FALSE(couple[1].poll_message());
}

TEST_F(ForgedPieceTest, CannotBeMixedFromTwoMessages) {
  ASSERT_TRUE(say_piece(0, 3, full));
  ASSERT_TRUE(say_piece(1, 2, full));
  EXPECT_FALSE(couple[1].poll_message());
  ASSERT_TRUE(say_piece(0, 2, full));
  ASSERT_TRUE(say_piece(1, 2, 1, 10));
  EXPECT_FALSE(couple[1].poll_message());
  ASSERT_TRUE(say_piece(0, 2, full));
  ASSERT_TRUE(say_piece(1, 2, 1));
  EXPECT_EQ(couple[1].poll_message()->size(), full + 1);
}

}  // namespace
}  // namespace twinlamp
