// A Device between a disk that the test drives by hand and a relay that says what the test wants.
#include "protocol/device/device.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/crypto/aead.h"
#include "tests/device/modified_partner.h"
#include "tests/device/partners_half.h"

namespace twinlamp::test {
namespace {

using std::chrono::seconds;
using Kind = wire::Frame::KindCase;

std::size_t count(const std::vector<wire::Frame>& frames, Kind kind) {
  const auto is_it = [kind](const wire::Frame& frame) { return frame.kind_case() == kind; };
  return static_cast<std::size_t>(std::count_if(frames.begin(), frames.end(), is_it));
}

void commit(ModifiedPartner& partner) {
  const auto* transaction = partner.device().poll_transaction();
  ASSERT_NE(transaction, nullptr);
  ASSERT_TRUE(partner.disk().commit(*transaction));
  partner.device().handle_committed(partner.now());
}

// Nothing while the transaction waits or is under way; one frame of this kind after it.
void expect_only_after_commit(ModifiedPartner& partner, Kind kind) {
  EXPECT_EQ(count(frames_of(partner.device()), kind), 0u);
  ASSERT_NE(partner.device().poll_transaction(), nullptr);
  EXPECT_EQ(count(frames_of(partner.device()), kind), 0u);
  commit(partner);
  EXPECT_EQ(count(frames_of(partner.device()), kind), 1u);
}

TEST(Device, PostsNothingBeforeItsCommit) {
  ModifiedPartner partner;
  ASSERT_TRUE(partner.device().next_suggestion("c.9", partner.now()));
  expect_only_after_commit(partner, Kind::kPost);
}

TEST(Device, AcknowledgesNothingBeforeItsCommit) {
  ModifiedPartner partner;
  const auto frame = partner.deliver({partner.write(ModifiedPartner::covered())});
  ASSERT_TRUE(partner.device().handle_frame(frame, partner.now()));
  expect_only_after_commit(partner, Kind::kAck);
}

std::uint64_t newest_ack(Device& device) {
  std::uint64_t newest = 0;
  for (const auto& frame : frames_of(device)) newest = std::max(newest, frame.ack().seq());
  return newest;
}

// Acks are cumulative: the next one would have the relay delete what came while a commit was stuck.
TEST(Device, NeverAcknowledgesPastADeliverThatItRefused) {
  ModifiedPartner partner;
  auto& device = partner.device();
  const auto before = partner.deliver({partner.write(ModifiedPartner::covered())});
  const auto refused = partner.deliver({partner.write(ModifiedPartner::covered())});
  const auto after = partner.deliver({partner.write(ModifiedPartner::covered())});
  ASSERT_TRUE(device.handle_frame(before, partner.now()));
  ASSERT_NE(device.poll_transaction(), nullptr);  // and its commit fails for a while
  EXPECT_EQ(device.handle_frame(refused, partner.now()).error().code, ErrorCode::unavailable);
  commit(partner);
  EXPECT_EQ(device.handle_frame(after, partner.now()).error().code, ErrorCode::unavailable);
  EXPECT_EQ(device.poll_transaction(), nullptr);
  EXPECT_EQ(newest_ack(device), before.deliver().seq());

  device.handle_offline(partner.now());
  device.handle_logged_in({}, partner.now());  // everything that was not acknowledged comes again
  for (const auto& frame : {refused, after}) {
    ASSERT_TRUE(device.handle_frame(frame, partner.now()));
    if (device.poll_transaction() != nullptr) commit(partner);
  }
  EXPECT_EQ(newest_ack(device), after.deliver().seq());
  EXPECT_EQ(device.state().last_seq[0], partner.last_seq());
}

TEST(Device, HandsNoScalarOverBeforeItsCommit) {
  ModifiedPartner partner;
  partner.say(partner.seal_body(SealMode::apart, partner_words));
  partner.seal(SealMode::apart);
  const auto frame = partner.deliver({partner.write(ModifiedPartner::covered())});
  ASSERT_TRUE(partner.device().handle_frame(frame, partner.now()));
  expect_only_after_commit(partner, Kind::kLatchPut);
}

TEST(Device, CancelsNothingBeforeItsCommit) {
  ModifiedPartner partner;
  partner.arm();
  ASSERT_TRUE(partner.device().close(partner.round_id(), partner.now()));
  expect_only_after_commit(partner, Kind::kLatchCancel);
}

TEST(Device, AFailedCommitHandsOutTheSameTransactionAgain) {
  ModifiedPartner partner;
  auto& device = partner.device();
  ASSERT_TRUE(device.next_suggestion("c.9", partner.now()));
  const auto* first = device.poll_transaction();
  ASSERT_NE(first, nullptr);
  const auto entries = first->entries.size(), rows = first->outbox_added.size();
  EXPECT_EQ(device.next_suggestion("c.10", partner.now()).error().code, ErrorCode::unavailable);
  EXPECT_EQ(device.handle_frame(wire::Frame(), partner.now()).error().code, ErrorCode::unavailable);
  const auto* again = device.poll_transaction();
  EXPECT_EQ(again, first);
  EXPECT_EQ(again->entries.size(), entries);
  EXPECT_EQ(again->outbox_added.size(), rows);
  commit(partner);
  EXPECT_TRUE(device.next_suggestion("c.10", partner.now()));
}

wire::Post only_post(const std::vector<wire::Frame>& frames) {
  EXPECT_EQ(count(frames, Kind::kPost), 1u);
  for (const auto& frame : frames)
    if (frame.has_post()) return frame.post();
  return {};
}

std::unique_ptr<Device> opened_again(ModifiedPartner& partner, const Storage& disk, Random& random) {
  auto device = Device::open(partner.record(1), disk, random, partner.now());
  EXPECT_TRUE(device);
  return std::move(*device);
}

TEST(Device, ARestartResendsTheStoredBytesUnchanged) {
  ModifiedPartner partner;
  ASSERT_TRUE(partner.device().next_suggestion("c.9", partner.now()));
  commit(partner);
  const auto sent = only_post(frames_of(partner.device()));  // and the relay never answers
  SeededRandom other_random(99);
  const auto device = opened_again(partner, partner.disk(), other_random);
  device->handle_logged_in({}, partner.now());
  const auto resent = only_post(frames_of(*device));
  EXPECT_EQ(resent.client_id(), sent.client_id());
  EXPECT_EQ(resent.body(), sent.body());
}

wire::Frame refusal_of(const wire::Post& post) {
  wire::Frame frame;
  frame.mutable_error()->set_code(wire::Error::MAILBOX_FULL);
  frame.mutable_error()->set_retry_after(60);
  frame.mutable_error()->set_client_id(post.client_id());
  return frame;
}

std::vector<std::string> posted_by(Device& device) {
  std::vector<std::string> ids;
  for (const auto& frame : frames_of(device))
    if (frame.has_post()) ids.push_back(frame.post().client_id());
  return ids;
}

TEST(Device, ARefusedPostHoldsBackThoseBehindItAndLeavesFirst) {
  ModifiedPartner partner;
  auto& device = partner.device();
  std::vector<std::string> sent;
  for (const auto* card : {"c.1", "c.2", "c.3"}) {
    ASSERT_TRUE(device.next_suggestion(card, partner.now()));
    commit(partner);
    for (auto& id : posted_by(device)) sent.push_back(std::move(id));
  }
  ASSERT_EQ(sent.size(), 3u);
  wire::Post first;
  first.set_client_id(sent[0]);
  ASSERT_TRUE(device.handle_frame(refusal_of(first), partner.now()));
  EXPECT_TRUE(posted_by(device).empty());
  const auto later = partner.now();
  device.handle_time({later.mono + seconds(61), later.wall + seconds(61)});
  EXPECT_EQ(posted_by(device), sent);
}

TEST(Device, HasNoMoreThanAWindowOfPostsWithoutAnAnswer) {
  ModifiedPartner partner;
  auto& device = partner.device();
  std::size_t sent = 0;
  for (std::size_t i = 0; i < DurableChannel::window + 8; ++i) {
    ASSERT_TRUE(device.next_suggestion("c." + std::to_string(100 + i), partner.now()));
    commit(partner);
    sent += posted_by(device).size();
  }
  EXPECT_EQ(sent, DurableChannel::window);
}

// --- erasure

Entry opened_and_erased(ModifiedPartner& partner) {
  const auto mine = partner.arm();
  partner.put(mine, false);
  partner.hear_relay();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
  partner.say(ModifiedPartner::erase(mine));
  return mine;
}

TEST(Device, ErasedWordsAreGoneFromTheStateAtOnceAndAfterARestart) {
  ModifiedPartner partner;
  opened_and_erased(partner);
  for (const bool restarts : {false, true}) {
    if (restarts) partner.restart();
    EXPECT_EQ(partner.round().sides[0].answer_state, AnswerState::erased) << restarts;
    EXPECT_EQ(partner.answer_of_partner(), "") << restarts;
  }
}

TEST(Device, ErasedWordsAreGoneFromTheDisk) {
  ModifiedPartner partner;
  const auto mine = opened_and_erased(partner);
  const auto row = *partner.disk().entry(0, mine.header().seq);
  ASSERT_TRUE(row);
  const auto entry = Entry::parse(row->wire);
  ASSERT_TRUE(entry);
  EXPECT_TRUE(entry->is_erased());
  EXPECT_EQ(entry->id(), mine.id());
}

// Enough entries of both that the fold's tail has passed the round, and a snapshot is due.
void write_until_a_snapshot(ModifiedPartner& partner) {
  for (int i = 0; i < 300; ++i) {
    partner.say(ModifiedPartner::covered());
    ASSERT_TRUE(partner.device().set_profile({i % 2 == 0 ? "Samuel" : "Sam", {}, {}, 1}, partner.now()));
    partner.drive();
  }
  partner.pass(seconds(10));
}

// What one tombstone full of ids that nobody has costs, in entries read.
std::uint64_t cost_of_an_idle_tombstone(ModifiedPartner& partner) {
  wire::Body body;
  for (std::size_t i = 0; i < round_limits::tombstone_ids; ++i) {
    body.mutable_tombstone()->add_entry_id(std::string(32, 'n'));
    body.mutable_tombstone()->add_seq(1 + i % partner.last_seq());
  }
  const auto before = partner.disk().entries_read();
  partner.say(body);
  return partner.disk().entries_read() - before;
}

TEST(Device, ATombstoneOfUnknownEntriesCostsTheSameHoweverLongTheJournal) {
  ModifiedPartner young, old;
  for (int i = 0; i < 500; ++i) old.say(ModifiedPartner::covered());
  const auto cost = cost_of_an_idle_tombstone(young);
  EXPECT_LE(cost, round_limits::tombstone_ids + 4);
  EXPECT_LE(cost_of_an_idle_tombstone(old), round_limits::tombstone_ids + 4);
}

TEST(Device, ErasesItsOwnWordsAndNoOneElses) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.put(mine, false);
  partner.hear_relay();
  ASSERT_EQ(partner.round().sides[1].answer_state, AnswerState::open);
  EXPECT_EQ(partner.device().erase(10'000, partner.now()).error().code, ErrorCode::not_found);
  ASSERT_TRUE(partner.device().erase(partner.seal_entry_of_device().header().seq, partner.now()));
  partner.drive();
  EXPECT_EQ(partner.round().sides[1].answer_state, AnswerState::erased);
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

bool snapshot_holds(ModifiedPartner& partner, std::string_view words) {
  const auto snapshot = *partner.disk().value("snapshot");
  EXPECT_TRUE(snapshot);
  return snapshot && to_string(*snapshot).find(words) != std::string::npos;
}

TEST(Device, ASnapshotThatHoldsErasedWordsGoesWithThem) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.put(mine, false);
  partner.hear_relay();
  write_until_a_snapshot(partner);
  ASSERT_TRUE(snapshot_holds(partner, partner_words));  // or the rest proves nothing
  partner.say(ModifiedPartner::erase(mine));
  EXPECT_FALSE(*partner.disk().value("snapshot"));
}

TEST(Device, ErasedWordsAreNotInTheNextSnapshot) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.put(mine, false);
  partner.hear_relay();
  write_until_a_snapshot(partner);
  ASSERT_TRUE(snapshot_holds(partner, partner_words));  // or the rest proves nothing
  partner.say(ModifiedPartner::erase(mine));
  write_until_a_snapshot(partner);
  EXPECT_FALSE(snapshot_holds(partner, partner_words));
  partner.restart();
  EXPECT_EQ(partner.answer_of_partner(), "");
}

// --- what the device knows of itself

std::string head_receipt(ModifiedPartner& partner) {
  partner.device().handle_time({MonoTime(seconds(3600)), WallTime(seconds(1'700'003'600))});
  if (partner.device().poll_transaction() != nullptr) commit(partner);
  for (const auto& frame : frames_of(partner.device()))
    if (frame.has_head_set()) return frame.head_set().receipt();
  ADD_FAILURE() << "no head receipt";
  return {};
}

TEST(Device, AHeadReceiptOfANewerHeadFreezesARestoredBackup) {
  ModifiedPartner partner;
  const auto backup = partner.disk();
  ASSERT_TRUE(partner.device().next_suggestion("c.9", partner.now()));
  partner.drive();
  wire::LoggedIn facts;
  facts.set_head(head_receipt(partner));

  SeededRandom random(5);
  const auto newest = opened_again(partner, partner.disk(), random);
  newest->handle_logged_in(facts, partner.now());
  EXPECT_FALSE(newest->is_frozen());

  const auto restored = opened_again(partner, backup, random);
  restored->handle_logged_in(facts, partner.now());
  EXPECT_TRUE(restored->is_frozen());
  EXPECT_EQ(restored->next_suggestion("c.10", partner.now()).error().code, ErrorCode::unavailable);
}

// Else its next start would find its own old head at the relay, and would seal a second time.
TEST(Device, AFrozenDeviceLeavesTheReceiptThatFrozeItAtTheRelay) {
  ModifiedPartner partner;
  const auto backup = partner.disk();
  ASSERT_TRUE(partner.device().next_suggestion("c.9", partner.now()));
  partner.drive();
  wire::LoggedIn facts;
  facts.set_head(head_receipt(partner));

  SeededRandom random(5);
  const auto restored = opened_again(partner, backup, random);
  restored->handle_logged_in(facts, partner.now());
  ASSERT_TRUE(restored->is_frozen());
  for (int minute = 0; minute < 5; ++minute) {
    partner.pass(seconds(60));
    restored->handle_time(partner.now());
    EXPECT_EQ(count(frames_of(*restored), Kind::kHeadSet), 0u);
  }
}

TEST(Device, AHeadReceiptThatIsNotMineFreezesNothing) {
  ModifiedPartner partner;
  wire::LoggedIn facts;
  facts.set_head(std::string(120, 'x'));
  partner.device().handle_logged_in(facts, partner.now());
  EXPECT_FALSE(partner.device().is_frozen());
}

TEST(Device, AgreesOnTheDayTurnOnceAndAgainWhenSomebodysClockShifts) {
  ModifiedPartner partner;
  auto& device = partner.device();
  ASSERT_TRUE(device.state().is_confirmed());
  ASSERT_TRUE(device.agree_day_turn(partner.now()));
  const auto agreed = device.state().day_turn;
  ASSERT_FALSE(agreed.empty());
  commit(partner);
  ASSERT_TRUE(device.agree_day_turn(partner.now()));
  EXPECT_EQ(device.state().day_turn, agreed);
  EXPECT_EQ(device.poll_transaction(), nullptr) << "nothing new to say";

  Device::Profile moved{"Sam", std::chrono::hours(-6), {}, 1};
  ASSERT_TRUE(device.set_profile(moved, partner.now()));
  ASSERT_TRUE(device.agree_day_turn(partner.now()));
  EXPECT_NE(device.state().day_turn, agreed);
}

TEST(Device, IsCaughtUpOnceAllThatWaitedAtTheLoginIsHere) {
  ModifiedPartner partner;
  auto& device = partner.device();
  device.handle_offline(partner.now());
  EXPECT_FALSE(device.is_caught_up());
  const auto one = partner.deliver({partner.write(ModifiedPartner::covered())});
  const auto two = partner.deliver({partner.write(ModifiedPartner::covered())});
  wire::LoggedIn facts;
  facts.set_mailbox_last(two.deliver().seq());
  device.handle_logged_in(facts, partner.now());
  EXPECT_FALSE(device.is_caught_up());
  ASSERT_TRUE(device.handle_frame(one, partner.now()));
  partner.drive();
  EXPECT_FALSE(device.is_caught_up());
  ASSERT_TRUE(device.handle_frame(two, partner.now()));
  partner.drive();
  EXPECT_TRUE(device.is_caught_up());
}

// --- the lamp

std::size_t live_frames_within_a_minute(ModifiedPartner& partner, bool lamp_lit) {
  auto& device = partner.device();
  wire::LoggedIn facts;
  facts.set_partner_online(true);
  device.handle_offline(partner.now());
  device.set_presence(lamp_lit, true, partner.now());
  device.handle_logged_in(facts, partner.now());
  device.handle_writing(partner.now());
  std::size_t frames = 0;
  for (int second = 0; second < 60; ++second) {
    const auto at = partner.now();
    device.handle_time({at.mono + seconds(second), at.wall + seconds(second)});
    frames += count(frames_of(device), Kind::kLive);
  }
  return frames;
}

TEST(Device, ALampThatIsOutSendsNoPresenceFrame) {
  ModifiedPartner lit, out;
  EXPECT_GT(live_frames_within_a_minute(lit, true), 0u);  // or the other count proves nothing
  EXPECT_EQ(live_frames_within_a_minute(out, false), 0u);
}

// --- the countdown

TEST(Device, HandsItsScalarOverTogetherOnlyWithBothWindowsInFront) {
  ModifiedPartner partner;
  partner.say(partner.seal_body(SealMode::together, partner_words));
  partner.seal(SealMode::together);
  partner.say(ModifiedPartner::covered());
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(theirs.here(false));
  EXPECT_EQ(count(theirs.take_frames(), Kind::kLatchPut), 0u) << "the partner looks elsewhere";
  partner.device().set_presence(true, false, partner.now());
  ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  EXPECT_EQ(count(theirs.take_frames(), Kind::kLatchPut), 0u) << "I look elsewhere";
  partner.device().set_presence(true, true, partner.now());
  ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  EXPECT_EQ(count(theirs.take_frames(), Kind::kLatchPut), 1u);
}

TEST(Device, APartnerWhoIsSilentIsNotThere) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  partner.pass(seconds(20));
  EXPECT_TRUE(partner.device().partner_presence());
  partner.pass(seconds(6));
  EXPECT_FALSE(partner.device().partner_presence());
}

TEST(Device, ALampThatIsOutHearsNobody) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(theirs.here(false));
  partner.device().set_presence(false, false, partner.now());
  live::Presence in_front;
  in_front.lamp_lit = in_front.in_front = true;
  ASSERT_NO_FATAL_FAILURE(theirs.say(in_front));
  const auto& known = partner.device().partner_presence();
  EXPECT_FALSE(known && known->in_front);
}

TEST(Device, NeitherShowsNorTakesAnActBeforeItsInstant) {
  ModifiedPartner partner;
  auto& device = partner.device();
  const auto mine = partner.arm();
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  partner.put(mine, false);
  partner.hear_relay();
  ASSERT_TRUE(partner.round().is_revealed);
  EXPECT_TRUE(device.is_held(partner.round_id()));
  EXPECT_EQ(device.react(partner.round_id(), "warm", partner.now()).error().code, ErrorCode::refused);
  partner.pass(seconds(10));
  EXPECT_FALSE(device.is_held(partner.round_id()));
  EXPECT_TRUE(device.react(partner.round_id(), "warm", partner.now()));
}

TEST(Device, CountsDownByTheBestMeasureOfThePartnersClockThatItHas) {
  ModifiedPartner partner;
  auto& device = partner.device();
  const auto mine = partner.arm();
  PartnersHalf theirs(partner);
  // Answered as if it had come when it was sent, or half way between sending and hearing.
  const auto answer = [&](bool half_way) {
    const auto asked = theirs.last<live::Probe>();
    const auto heard = to_wire_time(partner.now().mono);  // nearly: each look at the clock is a tenth of a second later
    const auto at = half_way ? (asked.t1 + heard) / 2 : asked.t1;
    theirs.say(live::ProbeReply{asked.id, asked.t1, at, at});
  };
  const auto off = [&](MonoTime moment) { return std::chrono::abs(device.opens_at(partner.round_id()).value() - moment); };
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  for (int i = 0; i < 3; ++i) partner.now();
  ASSERT_NO_FATAL_FAILURE(answer(false));
  ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  partner.put(mine, false);
  partner.hear_relay();
  const auto moment = partner.now().mono + seconds(3);
  ASSERT_NO_FATAL_FAILURE(theirs.say(live::Propose{partner.round().latch()->latch_id, 1, to_wire_time(moment)}));
  ASSERT_EQ(theirs.heard<live::Ack>(), 1u);
  EXPECT_GT(off(moment), std::chrono::milliseconds(200));
  for (const auto probes = theirs.heard<live::Probe>(); theirs.heard<live::Probe>() == probes;) {
    device.handle_time(partner.now());
    ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  }
  ASSERT_NO_FATAL_FAILURE(answer(true));
  EXPECT_LE(off(moment), std::chrono::milliseconds(100));
}

TEST(Device, RemembersSixtyFourMomentsThatAPartnerInventsAndShowsWithoutOneBeyond) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  for (std::uint8_t i = 0; i < 64; ++i) ASSERT_NO_FATAL_FAILURE(theirs.say(live::Propose{LatchId{i, 1}, 1, 0}));
  partner.put(mine, false);
  partner.hear_relay();
  EXPECT_FALSE(partner.device().is_held(partner.round_id()));
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

Entry stored_entry(const MemoryStorage& disk, std::uint64_t seq) { return *Entry::parse((*disk.entry(1, seq))->wire); }

wire::Frame receipt_of(ModifiedPartner& partner, std::uint64_t seq, const EntryId& id) {
  SeededRandom random(5);
  const auto ad = ByteWriter().raw("head/1").raw(partner.record(1).room_id()).take();
  const auto plain = ByteWriter().u64(seq).raw(id).u64(0).raw(EntryId{}).take();
  wire::Frame head;
  head.mutable_head()->set_receipt(to_string(seal_box(partner.record(1).box_key, random, ad, plain)));
  return head;
}

// As if the relay had kept a receipt of a log that has 99 entries.
void freeze(ModifiedPartner& partner) {
  ASSERT_TRUE(partner.device().handle_frame(receipt_of(partner, 99, EntryId{}), partner.now()));
  ASSERT_TRUE(partner.device().is_frozen());
}

TEST(Device, ADiskThatDoesNotAnswerProvesNoRestoredBackup) {
  ModifiedPartner partner;
  for (int i = 0; i < 2100; ++i) {  // more than are remembered
    ASSERT_TRUE(partner.device().set_profile({i % 2 == 0 ? "Samuel" : "Sam", {}, {}, 1}, partner.now()));
    partner.drive();
  }
  const auto first = Entry::parse((*partner.disk().entry(1, 1))->wire);
  ASSERT_TRUE(first);
  partner.disk().fail_reads(true);
  ASSERT_TRUE(partner.device().handle_frame(receipt_of(partner, 1, first->id()), partner.now()));
  EXPECT_FALSE(partner.device().is_frozen());
  partner.disk().fail_reads(false);
  ASSERT_TRUE(partner.device().handle_frame(receipt_of(partner, 1, first->id()), partner.now()));
  EXPECT_FALSE(partner.device().is_frozen());
  ASSERT_TRUE(partner.device().handle_frame(receipt_of(partner, 1, EntryId{1}), partner.now()));
  EXPECT_TRUE(partner.device().is_frozen()) << "another entry in its place";
}

// Both may be frozen at once: so each goes on giving the other what it needs.
TEST(Device, AFrozenDeviceAnswersHavesTakesThePartnersEntriesAndSaysNothingItself) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(freeze(partner));
  partner.drive();
  live::Have have;  // all of its own, and nothing of mine
  have.mine = partner.last_seq();
  have.head_of_mine = partner.next_place().prev;
  ASSERT_NO_FATAL_FAILURE(theirs.say(have));
  EXPECT_EQ(theirs.heard<live::Entries>(), 1u);
  const auto mine = partner.device().state().last_seq[1];
  partner.write(partner.seal_body(SealMode::apart, partner_words));
  const auto covers = partner.write(ModifiedPartner::covered());
  ASSERT_NO_FATAL_FAILURE(theirs.say(live::Entries{{to_secret(covers.to_wire())}}));
  EXPECT_EQ(partner.device().state().last_seq[0], partner.last_seq() - 2) << "a gap";
  EXPECT_EQ(partner.device().state().last_seq[1], mine);
}

// --- two logs of the partner's

live::Have have_of(const ModifiedPartner& partner) {
  live::Have have;
  have.mine = partner.last_seq();
  have.head_of_mine = partner.next_place().prev;
  have.yours = partner.device_head().seq;
  have.head_of_yours = partner.device_head().id;
  return have;
}

TEST(Device, TellsThatThePartnersLogWentTwoWaysOnceItsHaveShowsIt) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  const auto true_one = have_of(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.say(true_one));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 0u);
  auto another = true_one;
  another.head_of_mine[0] ^= 1;
  for (int i = 0; i < 3; ++i) ASSERT_NO_FATAL_FAILURE(theirs.say(another));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u) << "said thrice, told once";
  EXPECT_FALSE(partner.device().is_frozen());
}

// What it contradicts of mine at the same time must not hide it.
TEST(Device, TellsThatThePartnersLogWentTwoWaysThoughTheHaveContradictsMineToo) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(freeze(partner));  // of what it says of mine nothing is told now
  auto another = have_of(partner);
  another.head_of_yours[0] ^= 1;
  ASSERT_NO_FATAL_FAILURE(theirs.say(another));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 0u);
  another.head_of_mine[0] ^= 1;
  ASSERT_NO_FATAL_FAILURE(theirs.say(another));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u);
}

// It shows one log, and lets another one come: over a restart too.
TEST(Device, TellsOfAnEntryThatComesInThePlaceOfTheOneThatAHaveHadNamed) {
  for (const bool restarts : {false, true}) {
    SCOPED_TRACE(restarts);
    ModifiedPartner partner;
    {
      PartnersHalf theirs(partner);
      ASSERT_NO_FATAL_FAILURE(theirs.meet());
      auto of_another = have_of(partner);
      of_another.mine += 2;
      of_another.head_of_mine = EntryId{1, 2, 3};
      ASSERT_NO_FATAL_FAILURE(theirs.say(of_another));
      partner.drive();
    }
    if (restarts) partner.restart();
    partner.say(ModifiedPartner::covered());
    EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 0u);
    partner.say(ModifiedPartner::covered());
    EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u);
    EXPECT_FALSE(partner.device().is_frozen());
    partner.say(ModifiedPartner::covered());
    EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u) << "told once";
  }
}

TEST(Device, TellsOfTwoHavesThatNameTwoEntriesOfOnePlaceThatIsNotHereYet) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  auto ahead = have_of(partner);
  ahead.mine += 5;
  ahead.head_of_mine = EntryId{1};
  ASSERT_NO_FATAL_FAILURE(theirs.say(ahead));
  ASSERT_NO_FATAL_FAILURE(theirs.say(ahead));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 0u);
  ahead.head_of_mine = EntryId{2};
  ASSERT_NO_FATAL_FAILURE(theirs.say(ahead));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u);
}

TEST(Device, AnEntryThatComesAsAHaveHadNamedItIsNoForkAndIsForgotten) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  const auto first = partner.write(ModifiedPartner::covered()), second = partner.write(ModifiedPartner::covered());
  ASSERT_NO_FATAL_FAILURE(theirs.say(have_of(partner)));
  partner.drive();
  EXPECT_TRUE(*partner.disk().value(Claims::key));
  partner.send({first, second});
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 0u);
  EXPECT_FALSE(*partner.disk().value(Claims::key));
}

TEST(Device, RemembersTheNearestOfAllThatHavesInvent) {
  ModifiedPartner partner;
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  auto ahead = have_of(partner);
  const auto here = ahead.mine;
  for (std::uint64_t far = 400; far > 0; far -= 4) {
    ahead.mine = here + far;
    ahead.head_of_mine = EntryId{9};
    ASSERT_NO_FATAL_FAILURE(theirs.say(ahead));
  }
  partner.drive();
  EXPECT_EQ((*partner.disk().value(Claims::key))->size(), 1 + Claims::most_kept * 40);
  for (int i = 0; i < 4; ++i) partner.say(ModifiedPartner::covered());
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u);
}

// The envelope is acknowledged: what it shows does not come again.
TEST(Device, TellsThatThePartnersLogWentTwoWaysWhileFrozenToo) {
  ModifiedPartner partner;
  auto of_mine = partner.next_place(), of_its_own = of_mine;
  ASSERT_GT(of_mine.peer_seq, 0u);
  of_mine.peer_hash[0] ^= 1;
  of_its_own.prev[0] ^= 1;
  ASSERT_NO_FATAL_FAILURE(freeze(partner));
  partner.send({partner.make(of_mine, ModifiedPartner::covered())});
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 0u);
  EXPECT_EQ(partner.count(DeviceEvent::Kind::forked), 0u) << "it contradicts mine, and that is being looked into";
  partner.send({partner.make(of_its_own, ModifiedPartner::covered())});
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u);
}

TEST(Device, TellsOfAnotherBranchOfThePartnersWhereASealWithoutItsWordsStandsOnIt) {
  ModifiedPartner partner;
  auto place = partner.next_place();
  place.prev[0] ^= 1;
  auto seal = partner.make(place, partner.seal_body(SealMode::apart, partner_words));
  seal.erase_body();
  partner.send({seal});
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u);
}

// Set back, I am shown another entry in the place of the one that I had followed; my own, given back, says so.
TEST(Device, MyOwnEntryShowsThatThePartnersLogWentTwoWays) {
  ModifiedPartner partner;
  const auto copy = partner.disk();
  const auto place = partner.next_place();
  partner.say(ModifiedPartner::covered());
  ASSERT_TRUE(partner.device().next_suggestion("c.1", partner.now()));
  partner.drive();
  const auto mine = stored_entry(partner.disk(), *copy.last_seq(1) + 1);
  ASSERT_EQ(mine.header().peer_seq, place.seq);
  partner.disk() = copy;
  partner.restart();
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  const auto another = partner.make(place, ModifiedPartner::covered());
  ASSERT_NO_FATAL_FAILURE(theirs.say(live::Entries{{to_secret(another.to_wire())}}));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 0u);
  ASSERT_NO_FATAL_FAILURE(theirs.say(live::Entries{{to_secret(mine.to_wire())}}));
  partner.drive();
  EXPECT_EQ(partner.count(DeviceEvent::Kind::partner_forked), 1u);
  EXPECT_FALSE(partner.device().is_frozen());
}

// --- what the partner gives back

live::Have all_of(const ModifiedPartner& partner, const MemoryStorage& newest) {
  live::Have have;
  have.mine = partner.last_seq();
  have.head_of_mine = partner.next_place().prev;
  have.yours = *newest.last_seq(1);
  have.head_of_yours = stored_entry(newest, have.yours).id();
  return have;
}

TEST(Device, AnEntryOfMyLogThatIsNotMineProvesNothingAndIsNotTaken) {
  ModifiedPartner partner;
  auto& device = partner.device();
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  const auto before = device.state().last_seq[1];
  auto place = partner.next_place();  // with the partner's self key, at the end of my log
  const auto& mine = partner.device_head();
  place = {1, 1, mine.seq + 1, mine.id, std::max(mine.lamport, place.lamport) + 1, partner.last_seq(), place.prev};
  ASSERT_NO_FATAL_FAILURE(theirs.say(live::Entries{{to_secret(partner.make(place, ModifiedPartner::covered()).to_wire())}}));
  EXPECT_FALSE(device.is_frozen());
  EXPECT_EQ(device.state().last_seq[1], before);
}

// Else its client could have me seal again what I have sealed.
TEST(Device, ASealThatCameBackWithoutItsWordsIsMissingUnlessIErasedIt) {
  for (const bool is_stripped : {false, true}) {
    SCOPED_TRACE(is_stripped);
    ModifiedPartner partner;
    const auto copy = partner.disk();
    partner.seal(SealMode::apart);
    const auto newest = partner.disk();
    partner.disk() = copy;
    partner.restart();
    auto& device = partner.device();
    PartnersHalf theirs(partner);
    ASSERT_NO_FATAL_FAILURE(theirs.meet());
    live::Entries back;
    for (auto seq = *copy.last_seq(1) + 1; seq <= *newest.last_seq(1); ++seq) {
      auto entry = stored_entry(newest, seq);
      if (is_stripped && entry.header().is(EntryType::seal)) entry.erase_body();
      back.entries.push_back(to_secret(entry.to_wire()));
    }
    ASSERT_FALSE(back.entries.empty());
    ASSERT_NO_FATAL_FAILURE(theirs.say(back));
    EXPECT_TRUE(device.is_frozen()) << "my own entry proves it";
    partner.drive();
    ASSERT_NO_FATAL_FAILURE(theirs.say(all_of(partner, newest)));
    partner.pass(seconds(1));
    EXPECT_EQ(device.is_frozen(), is_stripped);
    if (!is_stripped) {
      EXPECT_EQ(partner.answer_of_device(), device_words);
    }
    partner.pass(seconds(30));
    if (is_stripped) {
      EXPECT_EQ(device.go_on_without_it(partner.now()).error().code, ErrorCode::refused);
    }
  }
}

TEST(Device, ABranchThatWasGivenUpProvesNothingASecondTime) {
  ModifiedPartner partner;
  const auto copy = partner.disk();
  ASSERT_TRUE(partner.device().next_suggestion("c.1", partner.now()));
  partner.drive();
  const auto theirs_holds = partner.disk();
  partner.disk() = copy;
  partner.restart();
  auto& device = partner.device();
  ASSERT_TRUE(device.next_suggestion("c.2", partner.now()));
  ASSERT_NE(device.poll_transaction(), nullptr);
  ASSERT_TRUE(partner.disk().commit(*device.poll_transaction()));
  device.handle_committed(partner.now());
  const auto given_up = stored_entry(partner.disk(), *copy.last_seq(1) + 1);
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  const auto entry = stored_entry(theirs_holds, *copy.last_seq(1) + 1);
  for (int i = 0; i < 2; ++i) {  // it shows the fork; then it is taken
    ASSERT_NO_FATAL_FAILURE(theirs.say(live::Entries{{to_secret(entry.to_wire())}}));
    if (device.poll_transaction() != nullptr) commit(partner);
  }
  EXPECT_TRUE(device.is_frozen());
  ASSERT_NO_FATAL_FAILURE(theirs.say(all_of(partner, theirs_holds)));
  if (device.poll_transaction() != nullptr) commit(partner);
  EXPECT_FALSE(device.is_frozen());
  const auto skipped = device.state().skipped;
  EXPECT_EQ(skipped, (std::vector<std::string>{"c.1", "c.2"}));
  ASSERT_NO_FATAL_FAILURE(theirs.say(live::Entries{{to_secret(given_up.to_wire())}}));
  EXPECT_FALSE(device.is_frozen());
  EXPECT_EQ(device.state().skipped, skipped);
}

TEST(Device, AFrozenDeviceSaysNothingOfALatch) {
  for (const bool is_frozen : {false, true}) {
    ModifiedPartner partner;
    auto& device = partner.device();
    partner.say(partner.seal_body(SealMode::apart, partner_words));
    partner.seal(SealMode::apart);
    if (is_frozen) freeze(partner);
    ASSERT_EQ(device.is_frozen(), is_frozen);
    device.handle_offline(partner.now());
    device.handle_logged_in({}, partner.now());
    EXPECT_EQ(count(frames_of(device), Kind::kLatchGet), is_frozen ? 0u : 1u);
  }
}

TEST(Device, HoldsBackWhatItHasOpenedUntilThatIsOnTheDisk) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.put(mine, false);
  ASSERT_TRUE(partner.hear_relay_without_commit());
  ASSERT_TRUE(partner.round().is_revealed);
  EXPECT_TRUE(partner.device().is_held(partner.round_id()));
  partner.drive();
  EXPECT_FALSE(partner.device().is_held(partner.round_id()));
}

TEST(Device, TakesNoActOnARoundThatIsBeingCancelled) {
  ModifiedPartner partner;
  partner.say(partner.seal_body(SealMode::together, partner_words));
  partner.seal(SealMode::together);
  auto& device = partner.device();
  ASSERT_TRUE(device.close(partner.round_id(), partner.now()));
  commit(partner);
  ASSERT_TRUE(device.is_closing(partner.round_id()));
  EXPECT_EQ(device.relax(partner.round_id(), partner.now()).error().code, ErrorCode::refused);
  EXPECT_EQ(device.close(partner.round_id(), partner.now()).error().code, ErrorCode::refused);
}

TEST(Device, WhatWasShownIsNotHeldBackAgainByARevealAfterARestart) {
  ModifiedPartner partner;
  const auto mine = partner.arm();
  partner.put(mine, false);
  partner.hear_relay();
  ASSERT_EQ(partner.answer_of_partner(), partner_words);
  ASSERT_FALSE(partner.device().is_held(partner.round_id()));
  partner.restart();
  PartnersHalf theirs(partner);
  ASSERT_NO_FATAL_FAILURE(theirs.meet());
  ASSERT_NO_FATAL_FAILURE(theirs.here(true));
  partner.say(partner.reveal(mine.id(), partner.scalar_of(mine).view()));
  EXPECT_FALSE(partner.device().is_held(partner.round_id()));
}

// The relay and the partner could tell from a POKE that someone is here.
TEST(Device, ALampThatGoesOutWhileAMeetingBeginsSaysNothingMore) {
  ModifiedPartner partner;
  auto& device = partner.device();
  wire::LoggedIn facts;
  facts.set_partner_online(true);
  device.set_presence(true, true, partner.now());
  device.handle_logged_in(facts, partner.now());
  partner.drive();
  device.set_presence(false, false, partner.now());
  const auto start = partner.now();
  std::size_t frames = count(frames_of(device), Kind::kLive);
  for (int second = 0; second < 60; ++second) {
    device.handle_time({start.mono + seconds(second), start.wall + seconds(second)});
    frames += count(frames_of(device), Kind::kLive);
  }
  EXPECT_EQ(frames, 0u);
}

}  // namespace
}  // namespace twinlamp::test
