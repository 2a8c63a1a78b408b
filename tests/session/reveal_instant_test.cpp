#include "protocol/session/reveal_instant.h"

#include <algorithm>
#include <functional>

#include "tests/session/session_support.h"

namespace twinlamp {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// Two machines, a path with a delay and clocks that differ, in virtual time. `drop` says which messages are lost.
struct RevealTest : testing::Test {
  struct Side {
    std::optional<RevealInstant> machine;
    ClockEstimate clock;
    microseconds offset{};          // of this clock from true time
    std::optional<MonoTime> shown;  // in true time
  };
  struct Letter {
    MonoTime due;
    std::size_t to;
    LiveMessage message;
  };

  LatchId latch{1, 2, 3};
  MonoTime now{10h};
  microseconds delay = 40ms;  // one way
  std::array<Side, 2> sides;
  std::vector<Letter> post;
  std::vector<LiveMessage> said;
  bool is_live = true;
  WhenAlone when_alone = WhenAlone::shows;
  std::function<bool(const LiveMessage&)> drop = [](const auto&) { return false; };

  void SetUp() override { start(); }
  void start() {
    sides[0].offset = 3h;
    sides[1].offset = -2h + 77us;
    for (std::uint8_t slot : {0, 1}) {
      sides[slot].machine.emplace(slot, latch, sides[slot].clock, when_alone);
      sides[slot].shown.reset();
      sides[slot].clock.reset();
      measure(slot);
    }
    post.clear(), said.clear();
    is_live = true;
  }
  // A probe that was held up by `late` on its way there: it errs by half of that.
  void measure(std::size_t slot, microseconds late = {}) {
    auto& side = sides[slot];
    const auto probe = side.clock.make_probe(now + side.offset);
    const auto there = now + delay + late + sides[1 - slot].offset;
    ASSERT_TRUE(side.clock.handle_reply(ClockEstimate::answer(probe, there, there), now + 2 * delay + late + side.offset));
  }
  MonoTime local(std::size_t slot) const { return now + sides[slot].offset; }
  RevealInstant& machine(std::size_t slot) { return *sides[slot].machine; }

  void open(std::size_t slot) {
    machine(slot).handle_opened(local(slot));
    if (!is_live) machine(slot).handle_live_lost(local(slot));
    collect();
  }
  void collect() {
    for (std::size_t slot : {0, 1}) {
      while (auto message = machine(slot).poll_message()) {
        said.push_back(*message);
        if (is_live && !drop(*message)) post.push_back({now + delay, 1 - slot, *message});
      }
      if (machine(slot).is_shown() && !sides[slot].shown) sides[slot].shown = now;
    }
  }
  void hand_over(const Letter& letter) {
    auto& side = sides[letter.to];
    const auto at = local(letter.to);
    if (const auto* m = std::get_if<live::LatchReady>(&letter.message)) side.machine->handle_ready(*m, at);
    if (const auto* m = std::get_if<live::Propose>(&letter.message)) side.machine->handle_propose(*m, at);
    if (const auto* m = std::get_if<live::Ack>(&letter.message)) side.machine->handle_ack(*m, at);
    if (const auto* m = std::get_if<live::Go>(&letter.message)) side.machine->handle_go(*m, at);
    collect();
  }
  void run_until(MonoTime until) {
    collect();
    for (;;) {
      auto next = until;
      for (const auto& letter : post) next = std::min(next, letter.due);
      for (std::size_t slot : {0, 1})
        if (const auto deadline = machine(slot).next_deadline()) next = std::min(next, *deadline - sides[slot].offset);
      now = std::max(now, next);
      auto due = std::find_if(post.begin(), post.end(), [&](const auto& letter) { return letter.due <= now; });
      if (due != post.end()) {
        const auto letter = *due;
        post.erase(due);
        hand_over(letter);
        continue;
      }
      for (std::size_t slot : {0, 1}) machine(slot).handle_time(local(slot));
      collect();
      if (now >= until) return;
    }
  }
  void run(microseconds time) { run_until(now + time); }
  void lose_session() {
    is_live = false;
    post.clear();
    for (std::size_t slot : {0, 1}) machine(slot).handle_live_lost(local(slot));
    collect();
  }
  template <class Message>
  int count() const {
    return static_cast<int>(
        std::count_if(said.begin(), said.end(), [](const auto& m) { return std::holds_alternative<Message>(m); }));
  }
  microseconds apart() const { return std::chrono::abs(*sides[0].shown - *sides[1].shown); }
  bool both_shown() const { return sides[0].shown && sides[1].shown; }
};

template <class Message>
auto drops() {
  return [](const LiveMessage& m) { return std::holds_alternative<Message>(m); };
}
template <class Message>
auto drops_first(int number) {
  return [left = number](const LiveMessage& m) mutable { return std::holds_alternative<Message>(m) && left-- > 0; };
}

TEST_F(RevealTest, ShowsOnBothAtTheSameInstantThreeSecondsAhead) {
  open(0), open(1);
  run(10s);
  ASSERT_TRUE(both_shown());
  EXPECT_LT(apart(), 1ms);
  EXPECT_GE(*sides[0].shown - MonoTime(10h), 3s);
  EXPECT_LE(*sides[0].shown - MonoTime(10h), 3s + 4 * delay);
}

TEST_F(RevealTest, KeepsFourDelaysAheadOnASlowPath) {
  delay = 600ms;
  start();
  open(0), open(1);
  run(30s);
  ASSERT_TRUE(both_shown());
  EXPECT_LT(apart(), 1ms);
  EXPECT_GE(*sides[0].shown - MonoTime(10h), 4 * 2 * delay);
}

TEST_F(RevealTest, WaitsForTheOneWhoOpensLater) {
  for (std::size_t first : {0, 1}) {
    start();
    open(first);
    run(2s);
    EXPECT_FALSE(sides[first].shown);
    open(1 - first);
    run(10s);
    ASSERT_TRUE(both_shown());
    EXPECT_LT(apart(), 1ms);
  }
}

TEST_F(RevealTest, StartsTheCountdownAtOnceWhenTheSecondOpens) {
  for (std::size_t first : {0, 1}) {
    start();
    open(first);
    run(1500ms);
    const auto opened = now;
    open(1 - first);
    run(10s);
    ASSERT_TRUE(both_shown());
    EXPECT_LE(*sides[0].shown - opened, 3s + delay);
  }
}

TEST_F(RevealTest, AgreesOnOpeningToAProposalThatCameBefore) {
  open(0);
  run(5s + 2 * delay);
  ASSERT_EQ(count<live::Propose>(), 1);
  open(1);
  run(10s);
  ASSERT_TRUE(both_shown());
  EXPECT_LT(apart(), 1ms);
  EXPECT_EQ(count<live::Propose>(), 1);
}

TEST_F(RevealTest, DoesNotAgreeToAProposalOlderThanTheLast) {
  open(1);
  const auto instant = to_wire_time(local(0) + 3s);
  machine(1).handle_propose({latch, 2, instant}, local(1));
  machine(1).handle_propose({latch, 1, instant - 1}, local(1));
  collect();
  EXPECT_EQ(count<live::Ack>(), 1);
}

TEST_F(RevealTest, ShowsAtOnceOnAGoThatComesAfterTheInstant) {
  drop = drops<live::Go>();
  open(0), open(1);
  run(4s);
  ASSERT_FALSE(machine(1).is_shown());
  const auto go =
      std::find_if(said.begin(), said.end(), [](const auto& m) { return std::holds_alternative<live::Go>(m); });
  ASSERT_NE(go, said.end());
  machine(1).handle_go(std::get<live::Go>(*go), local(1));
  EXPECT_TRUE(machine(1).is_shown());
}

TEST_F(RevealTest, ForgetsWithTheSessionWhatWasSaidBeforeOpening) {
  machine(1).handle_propose({latch, 1, to_wire_time(local(0) + 3s)}, local(1));
  machine(0).handle_ready({latch}, local(0));
  lose_session();
  is_live = true;
  open(0), open(1);
  EXPECT_EQ(count<live::Ack>(), 0);
  EXPECT_EQ(count<live::Propose>(), 0);
}

TEST_F(RevealTest, TellsTheInstantBeforehandForTheCountdown) {
  open(0), open(1);
  run(1s);
  ASSERT_TRUE(machine(0).expected() && machine(1).expected());
  EXPECT_FALSE(both_shown());
  const auto difference = (*machine(0).expected() - sides[0].offset) - (*machine(1).expected() - sides[1].offset);
  EXPECT_LT(std::chrono::abs(difference), 1ms);
}

TEST_F(RevealTest, GoesByTheBetterMeasureThatComesDuringTheCountdown) {
  for (const microseconds later : {100ms, 2000ms}) {  // agreed and without the GO, and with it
    SCOPED_TRACE(later.count());
    start();
    sides[1].clock.reset();
    measure(1, 160ms);
    open(0), open(1);
    run(later);
    const auto first = *machine(1).expected();
    measure(1);
    machine(1).handle_time(local(1));
    EXPECT_EQ(std::chrono::abs(*machine(1).expected() - first), 80ms);
    run(5s);
    ASSERT_TRUE(both_shown());
    EXPECT_LT(apart(), 1ms);
  }
}

TEST_F(RevealTest, AWorseMeasureMovesNothing) {
  open(0), open(1);
  run(1s);
  const auto first = *machine(1).expected();
  measure(1, 160ms);
  machine(1).handle_time(local(1));
  EXPECT_EQ(*machine(1).expected(), first);
}

TEST_F(RevealTest, ALieAboutTheClockMovesTheMomentByTheMarginAtMost) {
  for (const auto lie : {-1h, 1h}) {
    start();
    open(0), open(1);
    run(1s);
    const auto first = *machine(1).expected();
    delay = 1ms;
    sides[0].offset += lie;
    measure(1);
    sides[0].offset -= lie;
    machine(1).handle_time(local(1));
    EXPECT_EQ(std::chrono::abs(*machine(1).expected() - first), RevealInstant::go_margin);
    delay = 40ms;
    run(5s);
    EXPECT_TRUE(both_shown());
    EXPECT_LE(apart(), RevealInstant::go_margin);
  }
}

TEST_F(RevealTest, BearsTheLossOfOneMessageOfEachKind) {
  const std::vector<std::function<bool(const LiveMessage&)>> losses{
      drops_first<live::LatchReady>(1), drops_first<live::Propose>(1), drops_first<live::Ack>(1),
      drops_first<live::Go>(1),         drops_first<live::Propose>(2), drops_first<live::Ack>(2)};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    SCOPED_TRACE(i);
    start();
    drop = losses[i];
    open(0), open(1);
    run(20s);
    ASSERT_TRUE(both_shown());
    EXPECT_LT(apart(), 1ms);
  }
}

TEST_F(RevealTest, ProposesThreeTimesAndThenShows) {
  drop = drops<live::Ack>();
  open(0), open(1);
  run(2s);
  EXPECT_FALSE(sides[0].shown);
  run(2s);
  EXPECT_EQ(count<live::Propose>(), 3);
  EXPECT_TRUE(sides[0].shown);
}

TEST_F(RevealTest, ProposesEachTimeForALaterInstant) {
  drop = drops<live::Ack>();
  open(0), open(1);
  run(4s);
  std::vector<live::Propose> proposals;
  for (const auto& message : said)
    if (const auto* m = std::get_if<live::Propose>(&message)) proposals.push_back(*m);
  ASSERT_EQ(proposals.size(), 3u);
  for (std::size_t i = 1; i < 3; ++i) {
    EXPECT_EQ(proposals[i].number, proposals[i - 1].number + 1);
    EXPECT_GT(proposals[i].instant, proposals[i - 1].instant);
  }
}

TEST_F(RevealTest, ShowsWhenTheGoComesLate) {
  drop = drops_first<live::Go>(2);  // the first, and the answer to the ACK at T - 0.5 s
  open(0), open(1);
  run(20s);
  ASSERT_TRUE(both_shown());
  EXPECT_GE(*sides[1].shown, *sides[0].shown);
  EXPECT_LE(apart(), 500ms);
}

TEST_F(RevealTest, NeverShowsOnSlotOneBeforeTheGo) {
  drop = drops<live::Go>();
  open(0), open(1);
  run(5s);
  EXPECT_TRUE(sides[0].shown);
  EXPECT_FALSE(sides[1].shown);
}

TEST_F(RevealTest, ShowsInTheEndThoughNoGoEverComes) {
  drop = drops<live::Go>();
  open(0), open(1);
  run(20s);
  EXPECT_TRUE(both_shown());
}

TEST_F(RevealTest, ShowsInTheEndThoughNothingComesAcross) {
  drop = [](const auto&) { return true; };
  for (std::size_t only : {0, 1}) {
    start();
    open(only);
    run(20s);
    EXPECT_TRUE(sides[only].shown) << only;
    EXPECT_FALSE(sides[1 - only].shown);
  }
}

TEST_F(RevealTest, ShowsAtOnceWhenTheLiveSessionIsLostAtAnyMoment) {
  for (auto moment = 0ms; moment < 3s; moment += 37ms) {
    SCOPED_TRACE(moment.count());
    start();
    open(0), open(1);
    run(moment);
    lose_session();
    EXPECT_TRUE(both_shown());
  }
}

TEST_F(RevealTest, ShowsAtOnceWithoutALiveSession) {
  is_live = false;
  open(0);
  EXPECT_TRUE(sides[0].shown);
  EXPECT_FALSE(sides[1].shown);
}

TEST_F(RevealTest, ShowsNothingThatIsNotOpenedYet) {
  lose_session();
  EXPECT_FALSE(sides[0].shown || sides[1].shown);
  is_live = true;
  open(0);
  run(20s);  // slot 0 gives up waiting
  EXPECT_TRUE(sides[0].shown);
  EXPECT_FALSE(sides[1].shown);
}

TEST_F(RevealTest, LetsThePartnerShowAtOnceWhoOpensAfterTheOtherHasShown) {
  open(0);
  run(20s);
  ASSERT_TRUE(sides[0].shown);
  open(1);
  run(1s);
  EXPECT_TRUE(sides[1].shown);
}

TEST_F(RevealTest, DoesNotAgreeWithoutKnowingTheClock) {
  sides[1].clock.reset();
  open(0), open(1);
  run(1s);
  EXPECT_GE(count<live::Propose>(), 1);
  EXPECT_EQ(count<live::Ack>(), 0);
  run(20s);
  EXPECT_TRUE(both_shown());
}

TEST_F(RevealTest, DoesNotAgreeToAnInstantThatIsPastOrFarAway) {
  open(1);
  for (const microseconds ahead : {microseconds(-1h), 0us, 400ms + 0us, 41s + 0us, microseconds(1h)}) {
    said.clear();
    machine(1).handle_propose({latch, 1, to_wire_time(local(0) + ahead)}, local(1));
    collect();
    EXPECT_EQ(count<live::Ack>(), 0);
  }
}

TEST_F(RevealTest, IgnoresAnotherLatchAndMessagesOfTheWrongSide) {
  open(0), open(1);
  const LatchId other{9};
  machine(1).handle_go({other, 1, 0}, local(1));
  machine(0).handle_go({latch, 1, 0}, local(0));
  machine(0).handle_propose({latch, 3, to_wire_time(local(0) + 3s)}, local(0));
  machine(1).handle_ack({latch, 1, 0}, local(1));
  collect();
  EXPECT_FALSE(sides[0].shown || sides[1].shown);
  run(10s);
  EXPECT_LT(apart(), 1ms);
}

TEST_F(RevealTest, IgnoresAnAckForAnEarlierProposal) {
  open(0), open(1);
  drop = [](const auto&) { return true; };
  run(1s);  // two proposals are out
  std::vector<live::Propose> proposals;
  for (const auto& message : said)
    if (const auto* m = std::get_if<live::Propose>(&message)) proposals.push_back(*m);
  ASSERT_EQ(proposals.size(), 2u);
  machine(0).handle_ack({latch, 1, proposals[0].instant}, local(0));
  collect();
  EXPECT_EQ(count<live::Go>(), 0);
  machine(0).handle_ack({latch, 2, proposals[1].instant}, local(0));
  collect();
  EXPECT_EQ(count<live::Go>(), 1);
}

// A modified slot 0 has shown, and would hide the answers from the other for as long as it likes.
TEST_F(RevealTest, ShowsInTheEndThoughThePartnerPutsItOffAgainAndAgain) {
  for (const bool counts : {false, true}) {
    start();
    open(1);
    for (int turn = 1; turn <= 12 && !sides[1].shown; ++turn) {
      const auto number = static_cast<std::uint8_t>(counts ? turn : 1);
      machine(1).handle_propose({latch, number, to_wire_time(local(0) + 39s)}, local(1));
      run(30s);
    }
    EXPECT_TRUE(sides[1].shown) << counts;
  }
}

TEST_F(RevealTest, ShowsOnBothInEverySchedule) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    delay = microseconds(random.below(400'000));
    start();
    const auto loss = random.below(80);
    drop = [&](const auto&) { return random.below(100) < loss; };
    const auto first = random.below(2);
    open(first);
    run(microseconds(random.below(4'000'000)));
    open(1 - first);
    if (random.below(5) == 0) {
      run(microseconds(random.below(4'000'000)));
      lose_session();
    }
    run(60s);
    EXPECT_TRUE(both_shown());
    EXPECT_FALSE(machine(0).next_deadline());
    EXPECT_FALSE(machine(1).next_deadline());
  }
}

// The beginning of a live game: it needs two.
struct GameInstantTest : RevealTest {
  void SetUp() override {
    when_alone = WhenAlone::waits;
    start();
  }
  void leave(std::size_t slot) {
    machine(slot).handle_left();
    collect();
  }
};

TEST_F(GameInstantTest, BeginsOnBothAtOneInstantWhoeverIsReadyFirst) {
  for (std::size_t first : {0, 1}) {
    start();
    open(first);
    run(40s);
    ASSERT_FALSE(sides[first].shown) << "alone there is no game";
    open(1 - first);
    run(10s);
    ASSERT_TRUE(both_shown()) << first;
    EXPECT_LT(apart(), 1ms);
  }
}

TEST_F(GameInstantTest, NeverBeginsForOneWhoLeftBeforeTheOtherWasReady) {
  for (std::size_t first : {0, 1}) {
    start();
    open(first);
    run(2s);
    leave(first);
    open(1 - first);
    run(40s);
    EXPECT_FALSE(sides[0].shown || sides[1].shown) << first;
    open(first);
    run(10s);
    EXPECT_TRUE(both_shown()) << "and begins once both are";
  }
}

TEST_F(GameInstantTest, BeginsOnBothThoughAllIsLostOnceItWasAgreed) {
  open(0), open(1);
  run(1s);
  ASSERT_TRUE(machine(0).is_agreed() && machine(1).is_agreed());
  lose_session();
  run(10s);
  ASSERT_TRUE(both_shown());
  EXPECT_LT(apart(), 1ms);
}

TEST_F(GameInstantTest, IsTooLateToLeaveOnceAgreed) {
  open(0), open(1);
  run(1s);
  leave(0), leave(1);
  run(10s);
  EXPECT_TRUE(both_shown());
}

TEST_F(GameInstantTest, BeginsTogetherThoughAnyMessageIsLostOnce) {
  const std::pair<const char*, std::function<bool(const LiveMessage&)>> losses[] = {
      {"ready", drops_first<live::LatchReady>(1)},
      {"propose", drops_first<live::Propose>(1)},
      {"ack", drops_first<live::Ack>(1)},
      {"go", drops_first<live::Go>(1)}};
  for (const auto& [name, loss] : losses) {
    start();
    drop = loss;
    open(0), open(1);
    run(30s);
    ASSERT_TRUE(both_shown()) << name;
    EXPECT_LT(apart(), 1ms) << name;
  }
}

TEST_F(GameInstantTest, WaitsOnOverALostSession) {
  open(1);
  run(1s);
  lose_session();
  run(5s);
  EXPECT_FALSE(sides[1].shown);
  is_live = true;
  open(0);
  run(10s);
  ASSERT_TRUE(both_shown());
  EXPECT_LT(apart(), 1ms);
}

TEST_F(GameInstantTest, WaitsWhereNoMomentIsTaken) {
  drop = drops<live::Ack>();
  open(0), open(1);
  run(60s);
  EXPECT_FALSE(sides[0].shown || sides[1].shown);
}

}  // namespace
}  // namespace twinlamp
