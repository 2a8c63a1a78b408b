// Whatever two people do, and in whatever order it arrives: both devices show the same.
#include "tests/journal/couple.h"
#include "tests/property/property.h"

namespace twinlamp::test {

// What one of them does next, or what reaches whom.
struct Act {
  int kind, slot, card;
};

}  // namespace twinlamp::test

namespace rc {
template <>
struct Arbitrary<twinlamp::test::Act> {
  static Gen<twinlamp::test::Act> arbitrary() {
    using twinlamp::test::Act;
    return gen::build<Act>(gen::set(&Act::kind, gen::inRange(0, 9)), gen::set(&Act::slot, gen::inRange(0, 2)),
                           gen::set(&Act::card, gen::inRange(0, 3)));
  }
};
}  // namespace rc

namespace twinlamp::test {

void showValue(const Act& act, std::ostream& out) {
  static const char* const kinds[] = {"opens", "seals", "covers", "says back", "confirms", "reacts", "closes", "skips", "hears of the other"};
  out << act.slot << " " << kinds[act.kind] << " (card " << act.card << ")";
}

namespace {

void play(Couple& couple, const std::vector<Act>& acts) {
  for (const auto& act : acts) {
    const auto slot = Slot(act.slot);
    const auto card = "open-up.card-" + std::to_string(act.card);
    const auto round = derive_round_id(couple.keys.pair_seed, card, 0);
    switch (act.kind) {
      case 0: couple.open(slot, card); break;
      case 1: couple.seal(slot, round, "an answer"); break;
      case 2: couple.cover(slot); break;
      case 3: couple.say_back(slot, round, "what I heard"); break;
      case 4: couple.confirm(slot, round, act.card != 0, "not quite"); break;
      case 5: couple.react(slot, round, "thank you"); break;
      case 6: couple.close(slot, round, act.card == 1); break;
      case 7: couple.skip(slot, card); break;
      default: couple.deliver(Slot(1 - slot)); break;
    }
  }
}

RC_GTEST_PROP(JournalProperty, BothDevicesShowTheSameOnceEverythingHasArrived, (const std::vector<Act>& acts)) {
  Couple couple;
  play(couple, acts);
  couple.sync();
  RC_ASSERT(fingerprint(couple.state_of(0)) == fingerprint(couple.state_of(1)));
}

RC_GTEST_PROP(JournalProperty, TheOrderOfArrivalDoesNotMatter, (const std::vector<Act>& acts, const std::vector<bool>& turns)) {
  Couple couple;
  play(couple, acts);
  couple.sync();
  // A third reader takes both logs, each in its own order and nothing before what it answers to, interleaved as `turns` says; and
  // every entry twice.
  Shelf reader;
  std::array<std::vector<Entry>, 2> logs;
  for (const auto& entry : couple.journal()) logs[entry.header().author].push_back(entry);
  std::array<std::size_t, 2> at{};
  for (std::size_t turn = 0; at[0] < logs[0].size() || at[1] < logs[1].size(); ++turn) {
    auto author = turn < turns.size() && turns[turn] ? 1u : 0u;
    const auto can_come = [&](std::size_t from) {
      return at[from] < logs[from].size() && logs[from][at[from]].header().peer_seq <= at[1 - from];
    };
    if (!can_come(author)) author = 1 - author;
    const auto& entry = logs[author][at[author]++];
    RC_ASSERT(reader.accept(entry));
    const auto again = reader.accept(entry);
    RC_ASSERT(again && *again == Log::Verdict::duplicate);
  }
  Fold fold(couple.keys);
  RC_ASSERT(fold.refold(reader));
  RC_ASSERT(fingerprint(fold.state()) == fingerprint(couple.state_of(0)));
}

RC_GTEST_PROP(JournalProperty, ASnapshotIsTheStateItWasMadeOf, (const std::vector<Act>& acts)) {
  Couple couple;
  play(couple, acts);
  couple.sync();
  const auto state = couple.state_of(0);
  PairState back;
  RC_ASSERT(state_from_bytes(state_to_bytes(state, {}), back));
  RC_ASSERT(fingerprint(back) == fingerprint(state));
}

}  // namespace
}  // namespace twinlamp::test
