// Two flows with a relay's nameplate in between, in this file.
#include "client/app/pairing_flow.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

using Step = PairingView::Step;
using Close = wire::NameplateClose;

class PairingFlowTest : public testing::Test {
protected:
  static RelayAddress relay_address() {
    RelayAddress address;
    address.host = "relay.example";
    address.port = 7417;
    return address;
  }
  PairingFlow invite() { return PairingFlow::invite({"Noor", relay_address()}, random_); }
  PairingFlow join(const std::string& code) {
    return PairingFlow::join({"Sam", relay_address()}, *parse_code(code), random_);
  }
  void allocate(PairingFlow& noor) {
    noor.handle_connected(relay_);
    ASSERT_TRUE(noor.poll_frame()->has_nameplate_allocate());
    wire::Frame frame;
    frame.mutable_nameplate_allocated()->set_nameplate(417);
    frame.mutable_nameplate_allocated()->set_expires_in_seconds(600);
    noor.handle_frame(frame, {});
  }
  void claim(PairingFlow& noor, PairingFlow& sam) {
    sam.handle_connected(relay_);
    EXPECT_EQ(sam.poll_frame()->nameplate_claim().nameplate(), 417u);
    wire::Frame claimed;
    claimed.mutable_nameplate_claimed();
    noor.handle_frame(claimed, {});
    sam.handle_frame(claimed, {});
  }
  // Forwards at most `most` frames; a close goes to the other side and ends it.
  int forward(PairingFlow& noor, PairingFlow& sam, int most = 100) {
    int count = 0;
    for (bool moved = true; moved && count < most;) {
      moved = false;
      for (auto [from, to] : {std::pair{&sam, &noor}, {&noor, &sam}}) {
        auto frame = count < most ? from->poll_frame() : std::nullopt;
        if (!frame) continue;
        to->handle_frame(*frame, {});
        moved = true;
        ++count;
      }
    }
    return count;
  }
  LinkDown lost() const { return {LinkDown::Reason::lost, "lost", std::nullopt}; }

  SeededRandom random_{9};
  RelayFacts relay_{PublicKey{1, 2, 3}, Binding::exporter};
};

TEST_F(PairingFlowTest, ShowsTheCodeAndTheInvitation) {
  auto noor = invite();
  allocate(noor);
  EXPECT_EQ(noor.view().step, Step::showing_code);
  EXPECT_TRUE(noor.view().code.starts_with("417-"));
  const auto line = parse_invitation(noor.view().invitation);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->host, "relay.example");
  EXPECT_EQ(line->relay_id, relay_.relay_id);
  EXPECT_EQ(line->code->text(), noor.view().code);
  EXPECT_EQ(*noor.view().expires, std::chrono::steady_clock::time_point(std::chrono::minutes(10)));
}

TEST_F(PairingFlowTest, LeavesBothWithRecordsThatBelongTogether) {
  auto noor = invite();
  allocate(noor);
  auto sam = join(noor.view().code);
  claim(noor, sam);
  forward(noor, sam);
  auto a = noor.poll_pair(), b = sam.poll_pair();
  ASSERT_TRUE(a && b);
  EXPECT_EQ(noor.view().step, Step::comparing_words);
  EXPECT_EQ(a->same_words, b->same_words);
  EXPECT_EQ(a->pattern, b->pattern);
  EXPECT_EQ(a->record.slot, 0);
  EXPECT_EQ(b->record.slot, 1);
  EXPECT_EQ(a->record.room_id(), b->record.room_id());
  EXPECT_EQ(a->record.partner_name, "Sam");
  EXPECT_EQ(b->record.partner_name, "Noor");
  EXPECT_EQ(a->record.partner_identity, b->record.identity.public_key);
  EXPECT_EQ(b->record.partner_first_ratchet, a->record.first_ratchet.public_key);
  EXPECT_EQ(a->record.pair_seed, b->record.pair_seed);
  EXPECT_FALSE(a->record.self_key == b->record.self_key);
  EXPECT_FALSE(noor.poll_pair());
}

TEST_F(PairingFlowTest, KeepsWhatWaitsForTheWordsAcrossARestart) {
  auto noor = invite();
  allocate(noor);
  auto sam = join(noor.view().code);
  claim(noor, sam);
  forward(noor, sam);
  const auto pair = *noor.poll_pair();
  const auto bytes = pair.encode();
  const auto read = PendingPair::parse(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->record.encode(), pair.record.encode());
  EXPECT_EQ(read->same_words, pair.same_words);
  EXPECT_EQ(read->pattern, pair.pattern);
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(PendingPair::parse(ByteView(bytes).first(size))) << size;
}

TEST_F(PairingFlowTest, TellsBothThatAWrongWordUsedTheCodeUp) {
  auto noor = invite();
  allocate(noor);
  auto sam = join(noor.view().code == "417-amber-otter-window" ? "417-otter-amber-window" : "417-amber-otter-window");
  claim(noor, sam);
  forward(noor, sam);
  for (auto* flow : {&noor, &sam}) {
    EXPECT_EQ(flow->view().step, Step::failed);
    EXPECT_NE(flow->view().problem.find("not the same"), std::string::npos) << flow->view().problem;
    EXPECT_FALSE(flow->poll_pair());
  }
}

TEST_F(PairingFlowTest, SaysSoWhereverTheConnectionIsLost) {
  for (int steps = 0; steps < 5; ++steps) {
    SCOPED_TRACE(steps);
    auto noor = invite();
    allocate(noor);
    auto sam = join(noor.view().code);
    claim(noor, sam);
    forward(noor, sam, steps);
    for (auto* flow : {&noor, &sam}) {
      flow->handle_down(lost());
      const bool is_done = flow->view().step == Step::comparing_words;
      EXPECT_TRUE(is_done || (flow->has_failed() && !flow->view().problem.empty()));
    }
    EXPECT_FALSE(steps == 0 && !noor.has_failed());
  }
}

TEST_F(PairingFlowTest, SaysWhatTheRelayRefuses) {
  for (const auto& [code, part] : {std::pair{wire::Error::NO_NAMEPLATE, "No invitation waits"}, {wire::Error::TOO_FAST, "Too many tries"},
                                   {wire::Error::UNAVAILABLE, "cannot take a pairing right now"}}) {
    auto sam = join("417-amber-otter-window");
    sam.handle_connected(relay_);
    wire::Frame frame;
    frame.mutable_error()->set_code(code);
    sam.handle_frame(frame, {});
    EXPECT_NE(sam.view().problem.find(part), std::string::npos) << sam.view().problem;
  }
}

TEST_F(PairingFlowTest, SaysThatACodeHasBecomeTooOld) {
  auto noor = invite();
  allocate(noor);
  wire::Frame frame;
  frame.mutable_nameplate_close()->set_reason(Close::EXPIRED);
  noor.handle_frame(frame, {});
  EXPECT_NE(noor.view().problem.find("too old"), std::string::npos);
}

TEST_F(PairingFlowTest, SaysThatTheRelayCannotBeReached) {
  auto noor = invite();
  noor.handle_down({LinkDown::Reason::unreachable, "", std::nullopt});
  EXPECT_NE(noor.view().problem.find("relay.example:7417 cannot be reached"), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::client::test
