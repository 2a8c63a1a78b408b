// A round of a practice that both have answered, and what each then does in it, on two devices' journals.
#pragma once

#include <gtest/gtest.h>

#include "protocol/practice/step.h"
#include "tests/journal/couple.h"

namespace twinlamp::test {

class PracticeTest : public testing::Test {
protected:
  Couple couple;
  RoundId id{};

  void begin(std::uint32_t practice, std::uint32_t depth = 3) {
    couple.profile(0, "Noor");
    couple.profile(1, "Sam");
    couple.sync();
    id = couple.play_to_reveal("card", depth, practice);
  }

  struct What {
    std::uint32_t choice = 0;
    std::string text = {};
    EntryId about = {};
  };
  // Written, whether or not it may be.
  Entry step(Slot slot, StepKind kind, const What& what) {
    wire::Body body;
    auto& out = *body.mutable_step();
    out.set_round_id(to_string(id));
    out.set_kind(number_of(kind));
    out.set_choice(what.choice);
    out.set_text(what.text);
    if (what.about != EntryId{}) out.set_about(to_string(what.about));
    return couple.write(slot, body);
  }
  // Both have everything.
  Entry said(Slot slot, StepKind kind, const What& what) {
    auto entry = step(slot, kind, what);
    couple.sync();
    return entry;
  }
  const Round& round(Slot slot = 0) {
    state = couple.state_of(slot);
    return round_of(state, id);
  }
  std::size_t steps() { return round().steps.size(); }
  bool may(Slot slot, StepKind kind, const What& what) {
    Step wanted;
    wanted.author = slot;
    wanted.kind = number_of(kind);
    wanted.choice = what.choice;
    wanted.said.text = what.text;
    wanted.about = what.about;
    return may_take_step(round(slot), wanted);
  }
  // Said back, and confirmed.
  void hear(Slot listener) {
    couple.say_back(listener, id, "that you are afraid");
    couple.sync();
    couple.confirm(partner_of(listener), id, true);
    couple.sync();
  }
  void hear_both() {
    hear(0);
    hear(1);
  }

  PairState state;
};

}  // namespace twinlamp::test
