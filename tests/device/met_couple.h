// Two who have met, as the tests of what heals and what is renewed begin: what they do, and that both have the same at the end.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/device/device_couple.h"

namespace twinlamp::test {

inline const CardFacts card{"open-up.a", 1, 2, 1, 1}, other_card{"fears.a", 1, 3, 1, 1}, third_card{"values.a", 1, 7, 1, 1};

class MetCouple : public testing::Test {
protected:
  using Kind = DeviceEvent::Kind;
  using Phase = Repair::Phase;

  MetCouple() {
    couple->meet();
    couple->live(std::chrono::seconds(20));
  }
  Device& device(Slot side) { return couple->device(side); }
  RoundId open(Slot side, const CardFacts& which = card) {
    const auto id = device(side).open_round(which, "What would you like to be asked?", couple->now());
    EXPECT_TRUE(id);
    couple->settle();
    return *id;
  }
  void seal(Slot side, const RoundId& id, std::string_view words, SealMode mode = SealMode::apart) {
    const auto done = device(side).seal(id, bytes_of(words), mode, couple->now());
    ASSERT_TRUE(done) << done.error().where;
    couple->settle();
  }
  void skip(Slot side, const std::string& what) {
    const auto done = device(side).next_suggestion(what, couple->now());
    ASSERT_TRUE(done) << done.error().where;
    couple->settle();
  }
  bool has_skipped(Slot side, const std::string& what) {
    const auto& all = couple->state(side).skipped;
    return std::find(all.begin(), all.end(), what) != all.end();
  }
  std::string answer(Slot side, const RoundId& id, Slot whose) {
    const auto* round = couple->state(side).rounds.find(id);
    return round == nullptr ? "(no round)" : to_string(round->sides[whose].answer);
  }
  EntryId head(Slot side, Slot author) {
    const auto last = *couple->disk(side).last_seq(author);
    return last == 0 ? EntryId{} : Entry::parse((*couple->disk(side).entry(author, last))->wire)->id();
  }
  // Both have the same of both logs, and nothing is under way.
  void expect_in_step() {
    for (Slot side : {Slot{0}, Slot{1}}) {
      SCOPED_TRACE(testing::Message() << "side " << int{side});
      EXPECT_FALSE(device(side).is_frozen());
      EXPECT_EQ(device(side).repair().phase, Phase::none);
      EXPECT_TRUE(couple->state(side).anomalies.empty());
      for (Slot author : {Slot{0}, Slot{1}}) EXPECT_EQ(head(side, author), head(1 - side, author));
    }
    EXPECT_EQ(couple->state(0).last_seq, couple->state(1).last_seq);
  }

  std::unique_ptr<DeviceCouple> couple = std::make_unique<DeviceCouple>();
};

}  // namespace twinlamp::test
