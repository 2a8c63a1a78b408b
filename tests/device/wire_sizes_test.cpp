// What the sizes and numbers of frames tell the relay, and whoever reads along: a bucket, and no more. Two real Devices, the answers of every kind
// as a client encodes them, and every frame that left.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "client/content/answer_codec.h"
#include "protocol/crypto/pad.h"
#include "protocol/session/live.h"
#include "tests/device/device_couple.h"

namespace twinlamp::test {
namespace {

using match::Vote;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = wire::Frame::KindCase;

// As protocol/README.md publishes them (2.2 and 2.4): written down here, so that a constant that is changed by mistake is found.
constexpr std::size_t envelope_overhead = 125, live_overhead = 17 + 16, hello_size = 17 + 32 + 16, poke_size = 17;
constexpr std::size_t longest_live = live_overhead + 16 * 1024;
const std::set<std::size_t> envelopes{1024 + envelope_overhead, 4096 + envelope_overhead, 16384 + envelope_overhead, 65536 + envelope_overhead};

struct Seen {
  Slot by = 0;
  Kind kind{};
  std::size_t size = 0;
  friend bool operator==(const Seen&, const Seen&) = default;
};
std::ostream& operator<<(std::ostream& out, const Seen& seen) { return out << int{seen.by} << " frame " << int{seen.kind} << " of " << seen.size << " bytes"; }

struct Evening {
  std::vector<Seen> seen;
  std::vector<std::pair<Slot, wire::Frame>> frames;
};

// From `begin` on.
Evening evening_of(const DeviceCouple& couple, std::size_t begin) {
  Evening evening;
  evening.frames.assign(couple.sent().begin() + static_cast<std::ptrdiff_t>(begin), couple.sent().end());
  for (const auto& [by, frame] : evening.frames) evening.seen.push_back({by, frame.kind_case(), frame.ByteSizeLong()});
  return evening;
}

struct Words {
  Bytes answer;
  std::string say_back = "I heard you.", clarification = "Yes, and more.", question = "Since when?", reply = "Since the spring.";
};

CardFacts card(std::uint8_t kind) { return {"open-up.a", 1, 2, 3, kind}; }

void act(DeviceCouple& couple, const Result<void>& done, const char* what) {
  ASSERT_TRUE(done) << what << ": " << done.error().where;
  couple.live(seconds(2));
}

// Asked, sealed by both, opened, received, closed; both are here all the time, or never.
Evening play(const std::array<Words, 2>& words, std::uint8_t kind, SealMode mode, bool meets, seconds at_the_end = seconds(40)) {
  DeviceCouple couple(7);
  const auto begin = couple.sent().size();
  if (meets) couple.meet();
  couple.live(seconds(30));
  const auto round = *couple.device(0).open_round(card(kind), "What would you like to be asked?", couple.now());
  couple.live(seconds(5));
  for (Slot side : {Slot{0}, Slot{1}}) act(couple, couple.device(side).seal(round, words[side].answer, mode, couple.now()), "seal");
  couple.live(seconds(10));
  for (Slot side : {Slot{0}, Slot{1}}) EXPECT_TRUE(find_round(couple.state(side), round)->is_revealed);
  for (Slot side : {Slot{0}, Slot{1}}) act(couple, couple.device(side).say_back(round, words[side].say_back, couple.now()), "say back");
  for (Slot side : {Slot{0}, Slot{1}}) act(couple, couple.device(side).confirm(round, false, words[side].clarification, couple.now()), "confirm");
  for (Slot side : {Slot{0}, Slot{1}}) act(couple, couple.device(side).say_back(round, words[side].say_back, couple.now()), "say back again");
  for (Slot side : {Slot{0}, Slot{1}}) act(couple, couple.device(side).confirm(round, true, "", couple.now()), "confirm");
  act(couple, couple.device(0).ask(round, words[0].question, couple.now()), "ask");
  act(couple, couple.device(1).reply(round, words[1].reply, couple.now()), "reply");
  act(couple, couple.device(1).close(round, couple.now()), "close");
  couple.live(at_the_end);
  EXPECT_EQ(couple.state(0).last_seq, couple.state(1).last_seq);
  return evening_of(couple, begin);
}

bool is_published_live(const wire::Frame& frame) {
  const auto body = frame.live().body();
  const auto parsed = parse_live_frame(bytes_of(body));
  if (!parsed) return false;
  switch (parsed->type) {
    case LiveFrameType::hello:
    case LiveFrameType::answer: return body.size() == hello_size;
    case LiveFrameType::poke: return body.size() == poke_size;
    case LiveFrameType::data:
      return body.size() <= longest_live && body.size() > live_overhead && (body.size() - live_overhead) % 256 == 0;
  }
  return false;
}

// Each frame's kind, and what of it the relay can measure. Gives the sizes that were seen of each kind.
std::map<Kind, std::set<std::size_t>> expect_published(const Evening& evening) {
  std::map<Kind, std::set<std::size_t>> sizes;
  for (const auto& [by, frame] : evening.frames) {
    switch (frame.kind_case()) {
      case Kind::kPost:
        EXPECT_TRUE(envelopes.contains(frame.post().body().size())) << "a post of " << frame.post().body().size() << " bytes";
        sizes[Kind::kPost].insert(frame.post().body().size());
        break;
      case Kind::kLive:
        EXPECT_TRUE(is_published_live(frame)) << "a live frame of " << frame.live().body().size() << " bytes";
        sizes[Kind::kLive].insert(frame.live().body().size());
        break;
      case Kind::kLatchPut:
        if (frame.latch_put().mode() == wire::LATCH_CLOSED && frame.latch_put().blob().empty())
          sizes[Kind::kLatchPut].insert(frame.ByteSizeLong());
        break;
      case Kind::kAck: break;  // one number, which the relay gave
      default: sizes[frame.kind_case()].insert(frame.ByteSizeLong());
    }
  }
  for (const auto kind : {Kind::kLatchPut, Kind::kLatchAck, Kind::kLatchGet, Kind::kLatchCancel, Kind::kHeadSet})
    EXPECT_LE(sizes[kind].size(), 1u) << "frames of kind " << int{kind} << " differ in size";
  return sizes;
}

Bytes encoded(const client::Answer& answer) { return *client::answer_to_bytes(answer); }

client::SortAnswer a_sort(std::size_t most) {
  client::SortAnswer sort;
  for (std::size_t at = 0; at < 40; ++at) {
    const auto item = "values.item-number-" + std::to_string(10 + at);
    sort.piles[item] = at < most ? client::Pile::most : client::Pile::least;
    if (at < std::min<std::size_t>(most, 5)) sort.ranked.push_back(item);
  }
  return sort;
}

// A short and a long one of every kind that is sealed.
std::vector<std::pair<std::uint8_t, std::array<Bytes, 2>>> every_kind() {
  client::PairsAnswer left, right;
  left.picks.fill(client::Pick::left);
  right.picks.fill(client::Pick::late);
  client::GuessAnswer chosen, written;
  chosen.mine = 0, chosen.guess = 1;
  written.mine_text = "the harbour before anyone is up", written.guess_text = std::string(300, 'g');
  return {{1, {encoded(client::TextAnswer{"No."}), encoded(client::TextAnswer{std::string(900, 'x')})}},
          {2, {encoded(client::ChoiceAnswer{0}), encoded(client::ChoiceAnswer{6})}},
          {3, {encoded(client::ScaleAnswer{1}), encoded(client::ScaleAnswer{10})}},
          {4, {encoded(client::FeelingAnswer{"calm", "at-ease", 1, ""}), encoded(client::FeelingAnswer{"sad", "a word of my own", 5, std::string(800, 'n')})}},
          {5, {encoded(client::ChoicesAnswer{{0}}), encoded(client::ChoicesAnswer{{0, 3, 5, 11}})}},
          {6, {encoded(client::RankingAnswer{{0, 1, 2}}), encoded(client::RankingAnswer{{6, 5, 4, 3, 2, 1, 0}})}},
          {7, {encoded(client::ListAnswer{{"one"}, 0}), encoded(client::ListAnswer{{std::string(390, 'a'), std::string(390, 'b')}, 2})}},
          {8, {encoded(chosen), encoded(written)}},
          {9, {encoded(a_sort(3)), encoded(a_sort(30))}},
          {11, {encoded(left), encoded(right)}}};
}

TEST(WireSizes, EveryFrameIsOfAPublishedSizeWhateverIsAnsweredAndHowever) {
  std::map<Kind, std::set<std::size_t>> all;
  const auto add = [&all](const Evening& evening) {
    for (const auto& [kind, sizes] : expect_published(evening)) all[kind].insert(sizes.begin(), sizes.end());
  };
  for (const auto& [kind, answers] : every_kind())
    for (const auto mode : {SealMode::together, SealMode::apart})
      add(play({Words{answers[0]}, Words{answers[1]}}, kind, mode, true));
  // From one byte over each edge of a bucket to the longest.
  for (const std::size_t size : {1u, 1023u, 1024u, 4095u, 4096u, 12'000u, 12'288u, 20'000u, 48u * 1024})
    add(play({Words{Bytes(size, 'x')}, Words{Bytes(1, 'y')}}, 1, SealMode::apart, size % 2 == 0));
  add(play({Words{Bytes(9'000, 'x')}, Words{Bytes(4'000, 'y')}}, 1, SealMode::open, true));
  Words long_ones{Bytes(10, 'x'), std::string(4000, 's'), std::string(3000, 'c'), std::string(2000, 'q'), std::string(4000, 'r')};
  add(play({long_ones, long_ones}, 1, SealMode::apart, true));
  EXPECT_EQ(all[Kind::kPost], (std::set{1024 + envelope_overhead, 4096 + envelope_overhead, 16384 + envelope_overhead, 65536 + envelope_overhead}));
  EXPECT_EQ(all[Kind::kLatchPut].size(), 1u);
  for (const auto kind : {Kind::kLive, Kind::kLatchAck, Kind::kHeadSet, Kind::kAck}) EXPECT_TRUE(kind == Kind::kAck || !all[kind].empty()) << int{kind};
  EXPECT_TRUE(all[Kind::kLive].contains(hello_size) && all[Kind::kLive].contains(live_overhead + 256));
}

// Short words and long ones, and an answer of another kind; all in the smallest bucket.
TEST(WireSizes, TwoEveningsThatDifferInWhatIsWrittenAreTheSameOnTheWire) {
  const Words brief{encoded(client::TextAnswer{"No."}), "So.", "No.", "Why?", "Well."};
  const Words long_one{encoded(client::TextAnswer{std::string(900, 'w')}), std::string(120, 's'), std::string(130, 'c'), std::string(140, 'q'), std::string(150, 'r')};
  auto feeling = brief;
  feeling.answer = encoded(client::FeelingAnswer{"sad", "lonely", 4, std::string(200, 'n')});
  for (const auto mode : {SealMode::together, SealMode::apart}) {
    for (const bool meets : {true, false}) {
      if (!meets && mode == SealMode::together) continue;  // opens in a meeting alone
      const auto first = play({brief, brief}, 1, mode, meets);
      EXPECT_EQ(play({long_one, brief}, 1, mode, meets).seen, first.seen);
      EXPECT_EQ(play({brief, long_one}, 1, mode, meets).seen, first.seen);
      EXPECT_EQ(play({long_one, feeling}, 4, mode, meets).seen, first.seen);
    }
  }
}

// What the test above rests on: a difference that is promised nowhere is seen by it.
TEST(WireSizes, AnAnswerOfTheNextBucketIsSeen) {
  const auto short_one = play({Words{Bytes(10, 'x')}, Words{Bytes(10, 'y')}}, 1, SealMode::apart, true);
  const auto longer = play({Words{Bytes(5000, 'x')}, Words{Bytes(10, 'y')}}, 1, SealMode::apart, true);
  EXPECT_NE(short_one.seen, longer.seen);
}

// --- wish lists

Evening vote(const std::vector<Vote>& by_zero, const std::vector<Vote>& by_one, SealMode mode, bool wanted_by_one) {
  DeviceCouple couple(9);
  couple.set_private(0, {true, 5});
  couple.set_private(1, {wanted_by_one, 5});
  const auto begin = couple.sent().size();
  couple.meet();
  couple.live(seconds(20));
  const auto opened = couple.device(0).open_wishes({"desire.wishes", 1, 4, 1, wishes_kind}, "What would you enjoy?", {"a.a", "a.b", "a.c", "a.d"}, 3, couple.now());
  EXPECT_TRUE(opened);
  couple.live(seconds(3));
  EXPECT_TRUE(couple.device(0).seal_wishes(*opened, by_zero, mode, couple.now()));
  couple.live(seconds(3));
  EXPECT_TRUE(couple.device(1).seal_wishes(*opened, by_one, mode, couple.now()));
  couple.live(seconds(60));
  EXPECT_TRUE(find_round(couple.state(0), *opened)->is_revealed);
  return evening_of(couple, begin);
}

TEST(WireSizes, AWishListIsTheSameOnTheWireWhateverIsVoted) {
  const std::vector<Vote> none(4, Vote::no), some{Vote::yes, Vote::curious, Vote::no, Vote::yes}, others{Vote::no, Vote::yes, Vote::yes, Vote::curious};
  for (const auto mode : {SealMode::together, SealMode::apart}) {
    const auto first = vote(none, none, mode, true);
    expect_published(first);
    EXPECT_EQ(vote(some, none, mode, true).seen, first.seen);
    EXPECT_EQ(vote(some, others, mode, true).seen, first.seen);
    EXPECT_EQ(vote(others, some, mode, true).seen, first.seen);
  }
}

// --- drafts

// A device is told that a key was pressed, never which: so all that can differ is when. Each list is the milliseconds of the keys.
Evening write(const std::vector<int>& keys, bool lamp_lit, bool with_partner = true) {
  DeviceCouple couple(11);
  const auto round = *couple.device(0).open_round(card(1), "What would you like to be asked?", couple.now());
  couple.settle();
  if (with_partner) couple.meet();
  couple.live(seconds(45));
  if (!lamp_lit) couple.device(0).set_presence(false, false, couple.now());
  couple.live(seconds(15));
  const auto begin = couple.sent().size();
  EXPECT_NE(find_round(couple.state(0), round), nullptr);
  int at = 0;
  for (const auto key : keys) {
    couple.live(milliseconds(key - at));
    couple.device(0).handle_writing(couple.now());
    couple.settle();
    at = key;
  }
  couple.live(milliseconds(60'000 - at));
  auto evening = evening_of(couple, begin);
  if (lamp_lit) return evening;
  std::erase_if(evening.seen, [](const Seen& seen) { return seen.by != 0; });
  std::erase_if(evening.frames, [](const auto& sent) { return sent.first != 0; });
  return evening;
}

std::vector<int> keys_every(int pause, int until = 50'000) {
  std::vector<int> keys;
  for (int at = pause; at < until; at += pause) keys.push_back(at);
  return keys;
}

TEST(WireSizes, WritingChangesNoFrameInNumberSizeOrKind) {
  const auto idle = write({}, true);
  EXPECT_FALSE(idle.seen.empty());  // presence, in its time
  for (const auto& keys : {std::vector<int>{3}, keys_every(90), keys_every(700), keys_every(11'000)}) EXPECT_EQ(write(keys, true).seen, idle.seen);
  for (const auto& seen : idle.seen) EXPECT_EQ(seen.kind, Kind::kLive) << seen;
  for (const auto& [by, frame] : idle.frames) EXPECT_EQ(frame.live().body().size(), live_overhead + 256);
}

TEST(WireSizes, WithTheLampOutNothingLeavesWhileOneWrites) {
  for (const bool with_partner : {true, false}) {
    EXPECT_EQ(write({}, false, with_partner).seen, std::vector<Seen>());
    EXPECT_EQ(write(keys_every(90), false, with_partner).seen, std::vector<Seen>());
  }
}

// And the partner is told: the bit goes over, in a frame that looks like every other.
TEST(WireSizes, TheWritingBitIsToldAllTheSame) {
  DeviceCouple couple(11);
  couple.meet();
  couple.live(seconds(15));
  EXPECT_FALSE(couple.device(1).partner_presence()->writing);
  couple.device(0).handle_writing(couple.now());
  couple.live(seconds(10));
  EXPECT_TRUE(couple.device(1).partner_presence()->writing);
}

}  // namespace
}  // namespace twinlamp::test
