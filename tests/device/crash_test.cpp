// A plain round with a crash at every commit of either side, before it and behind it, in each mode: what was sealed opens on both, as it was written.
#include "tests/device/met_couple.h"

namespace twinlamp::test {
namespace {

using std::chrono::seconds;

class CrashTest : public MetCouple {
protected:
  // As a person does who finds that it is not there.
  RoundId open_until_it_is_there() {
    for (;;) {
      const auto id = device(0).open_round(card, "What would you like to be asked?", couple->now());
      couple->settle();
      if (id && couple->state(0).rounds.find(*id) != nullptr) return *id;
    }
  }
  void seal_until_it_is_there(Slot side, const RoundId& id, std::string_view words, SealMode mode) {
    for (int i = 0; i < 3 && !couple->state(side).rounds.find(id)->has_sealed(side); ++i) {
      static_cast<void>(device(side).seal(id, bytes_of(words), mode, couple->now()));
      couple->settle();
    }
    ASSERT_TRUE(couple->state(side).rounds.find(id)->has_sealed(side));
  }
  void play(SealMode first, SealMode second) {
    const auto id = open_until_it_is_there();
    couple->live(seconds(5));
    ASSERT_NO_FATAL_FAILURE(seal_until_it_is_there(0, id, "Noor's words", first));
    ASSERT_NO_FATAL_FAILURE(seal_until_it_is_there(1, id, "Sam's words", second));
    couple->live(seconds(60));
    for (Slot side : {Slot{0}, Slot{1}}) {
      SCOPED_TRACE(testing::Message() << "as side " << int{side} << " has it");
      EXPECT_TRUE(couple->state(side).rounds.find(id)->is_revealed);
      EXPECT_EQ(couple->state(side).rounds.find(id)->void_seals, 0u);
      EXPECT_EQ(answer(side, id, 0), "Noor's words");
      EXPECT_EQ(answer(side, id, 1), "Sam's words");
      EXPECT_EQ(device(side).unsent(), 0u);
    }
    expect_in_step();
  }
};

TEST_F(CrashTest, AtEveryCommitOfARoundChangesNothingOfWhatOpens) {
  for (const auto& [first, second] : {std::pair{SealMode::together, SealMode::together}, std::pair{SealMode::apart, SealMode::apart},
                                      std::pair{SealMode::open, SealMode::apart}, std::pair{SealMode::open, SealMode::open}})
    for (Slot crashing : {Slot{0}, Slot{1}})
      for (const bool after : {false, true}) {
        std::uint64_t struck = 0;
        for (std::uint64_t commit = 1;; ++commit) {
          SCOPED_TRACE(testing::Message() << "modes " << int(first) << " " << int(second) << ", side " << int{crashing} << ", commit " << commit
                                          << (after ? " after" : " before"));
          couple = std::make_unique<DeviceCouple>(commit);
          couple->meet();
          couple->live(seconds(20));
          couple->crash_at({crashing, commit, after});
          ASSERT_NO_FATAL_FAILURE(play(first, second));
          if (HasFailure()) return;
          if (!couple->has_crashed()) break;
          ++struck;
        }
        EXPECT_GE(struck, 4u) << "its SEAL, what the other sealed, its REVEAL and what becomes of it";
      }
}

}  // namespace
}  // namespace twinlamp::test
