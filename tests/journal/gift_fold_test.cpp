// Gifts, shared lists and remarks in the fold.
#include <gtest/gtest.h>

#include <map>

#include "protocol/base/limits.h"
#include "protocol/practice/gift.h"
#include "protocol/practice/shared_list.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;
using test::fingerprint;

struct GiftFoldTest : testing::Test {
  Couple couple;

  PairState state(Slot slot = 0) { return couple.state_of(slot); }
  static wire::Body gift_body(GiftKind kind, const std::string& text, GiftMoment moment = GiftMoment::now) {
    wire::Body body;
    auto& gift = *body.mutable_gift();
    gift.set_kind(static_cast<std::uint32_t>(kind));
    if (kind == GiftKind::compliment) {
      gift.set_did(text);
      gift.set_says("that you notice");
      gift.set_felt("seen");
    } else {
      gift.set_text(text);
    }
    gift.set_moment(static_cast<std::uint32_t>(moment));
    return body;
  }
  Entry give(Slot slot, const std::string& text) { return couple.write(slot, gift_body(GiftKind::compliment, text)); }
  static wire::Body item_body(const ItemId& id, SharedList list, const std::string& text) {
    wire::Body body;
    auto& item = *body.mutable_list_item();
    item.set_item_id(to_string(id));
    item.set_list(static_cast<std::uint32_t>(list));
    item.set_text(text);
    return body;
  }
  Entry put(Slot slot, const ItemId& id, const std::string& text, SharedList list = SharedList::into) {
    return couple.write(slot, item_body(id, list, text));
  }
  template <class Id>
  Entry remark(Slot slot, const Id& about, RemarkKind kind, const std::string& text = {}) {
    wire::Body body;
    body.mutable_remark()->set_about(to_string(about));
    body.mutable_remark()->set_kind(static_cast<std::uint32_t>(kind));
    body.mutable_remark()->set_text(text);
    return couple.write(slot, body);
  }
  bool is_reported(AnomalyKind kind, Slot author = 0) {
    const auto all = state(author).anomalies;
    return std::any_of(all.begin(), all.end(), [&](const Anomaly& anomaly) { return anomaly.kind == kind && anomaly.author == author; });
  }
  // What both devices do with a tombstone: the body goes, and all is folded again.
  void erase(const Entry& entry) {
    couple.tombstone(entry.header().author, {entry});
    couple.sync();
    for (auto& shelf : couple.shelf) {
      ASSERT_TRUE(may_erase(couple.state_of(0), entry.header().type, entry.id()));
      shelf.entries.at(entry.order()).erase_body();
    }
  }
};

constexpr ItemId bread{1}, marathon{0xaa};

TEST_F(GiftFoldTest, AGiftHasAllThatItsGiverSaid) {
  auto body = gift_body(GiftKind::compliment, "You called my mother", GiftMoment::at);
  body.mutable_gift()->set_at_ms(1'700'500'000'000);
  const auto entry = couple.write(1, body);
  couple.sync();
  const auto after = state();
  ASSERT_EQ(after.gifts.size(), 1u);
  const auto& gift = *after.gifts[0];
  EXPECT_EQ(gift.from, 1);
  EXPECT_EQ(gift.kind, static_cast<std::uint16_t>(GiftKind::compliment));
  EXPECT_EQ(gift.did, "You called my mother");
  EXPECT_EQ(gift.says, "that you notice");
  EXPECT_EQ(gift.felt, "seen");
  EXPECT_EQ(gift.id, entry.id());
  EXPECT_EQ(gift.seq, entry.header().seq);
  EXPECT_EQ(gift.moment, static_cast<std::uint8_t>(GiftMoment::at));
  EXPECT_EQ(gift.at, test::wall(1'700'500'000'000));
  EXPECT_EQ(fingerprint(state(0)), fingerprint(state(1)));
}

TEST_F(GiftFoldTest, AGiftWithoutAWordIsVoid) {
  wire::Body body;
  body.mutable_gift()->set_kind(1);
  couple.write(0, body);
  EXPECT_TRUE(state().gifts.empty());
  EXPECT_TRUE(is_reported(AnomalyKind::malformed_body));
}

TEST_F(GiftFoldTest, EachTextOfAGiftHasItsBound) {
  for (const auto set : {&wire::Gift::set_did<std::string>, &wire::Gift::set_says<std::string>, &wire::Gift::set_felt<std::string>,
                         &wire::Gift::set_text<std::string>}) {
    for (const std::size_t over : {0u, 1u}) {
      wire::Body body;
      body.mutable_gift()->set_kind(2);
      (body.mutable_gift()->*set)(std::string(limits::short_text + over, 'x'));
      couple.write(0, body);
    }
  }
  EXPECT_EQ(state().gifts.size(), 4u);
}

TEST_F(GiftFoldTest, AGiftWithAnUnknownMomentIsVoid) {
  auto body = gift_body(GiftKind::affirmation, "I love you");
  body.mutable_gift()->set_moment(3);
  couple.write(0, body);
  EXPECT_TRUE(state().gifts.empty());
}

TEST_F(GiftFoldTest, AGiftOfANewerKindIsKept) {
  auto body = gift_body(GiftKind::affirmation, "of a kind to come");
  body.mutable_gift()->set_kind(200);
  couple.write(0, body);
  ASSERT_EQ(state().gifts.size(), 1u);
  EXPECT_EQ(state().gifts[0]->kind, 200);
}

TEST_F(GiftFoldTest, AGiftThatIsTakenBackIsNowhereAndWhatWasSaidOfItIsVoid) {
  const auto kept = give(0, "kept"), gone = give(0, "taken back");
  couple.sync();
  remark(1, gone.id(), RemarkKind::thanks, "thank you for that");
  couple.sync();
  erase(gone);
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    const auto after = state(slot);
    ASSERT_EQ(after.gifts.size(), 1u);
    EXPECT_EQ(after.gifts[0]->id, kept.id());
    EXPECT_TRUE(after.gifts[0]->remarks.empty());
  }
  EXPECT_EQ(fingerprint(state(0)), fingerprint(state(1)));
}

TEST_F(GiftFoldTest, ThanksStandUnderTheirGift) {
  const auto first = give(0, "one"), second = give(0, "two");
  couple.sync();
  remark(1, first.id(), RemarkKind::thanks, "that made my day");
  couple.sync();
  const auto after = state();
  ASSERT_EQ(after.gifts[0]->remarks.size(), 1u);
  EXPECT_EQ(after.gifts[0]->remarks[0].author, 1);
  EXPECT_EQ(after.gifts[0]->remarks[0].said.text, "that made my day");
  EXPECT_TRUE(after.gifts[1]->remarks.empty());
}

TEST_F(GiftFoldTest, OnePersonsRemarksAboutOneGiftHaveABound) {
  const auto gift = give(0, "one");
  couple.sync();
  for (std::size_t i = 0; i < round_limits::responses + 3; ++i) remark(1, gift.id(), RemarkKind::thanks, "again");
  remark(0, gift.id(), RemarkKind::reply, "and the other still may");
  couple.sync();
  EXPECT_EQ(state().gifts[0]->remarks.size(), round_limits::responses + 1);
  EXPECT_TRUE(is_reported(AnomalyKind::too_many, 1));
}

TEST_F(GiftFoldTest, ARemarkAboutNothingIsVoid) {
  remark(0, EntryId{9}, RemarkKind::thanks);
  remark(0, bread, RemarkKind::ask, "how is it?");
  EXPECT_TRUE(state().gifts.empty());
  EXPECT_TRUE(state().items.empty());
  EXPECT_FALSE(is_reported(AnomalyKind::malformed_body)) << "it may have been taken back meanwhile";
  remark(0, ByteArray<7>{}, RemarkKind::thanks);
  EXPECT_TRUE(is_reported(AnomalyKind::malformed_body));
}

TEST_F(GiftFoldTest, TheNewestEntryOfAnItemCountsAndKeepsItsBeginning) {
  const auto first = put(0, bread, "sourdough");
  remark(0, bread, RemarkKind::reply, "day three");
  const auto newest = put(0, bread, "rye, since the sourdough died");
  const auto after = state();
  const auto& item = *after.items.at({0, bread});
  EXPECT_EQ(item.text, "rye, since the sourdough died");
  EXPECT_EQ(item.seq, newest.header().seq);
  EXPECT_EQ(item.since, test::wall(couple.now_ms - 2 * 60'000));
  EXPECT_EQ(item.remarks.size(), 1u);
  EXPECT_LT(first.header().seq, item.seq);
}

TEST_F(GiftFoldTest, NobodyChangesAnItemOfTheOther) {
  put(0, bread, "sourdough");
  couple.sync();
  put(1, bread, "cake");
  couple.sync();
  EXPECT_EQ(state().items.at({0, bread})->text, "sourdough");
  auto removal = item_body(bread, SharedList::into, "");
  removal.mutable_list_item()->set_removed(true);
  couple.write(1, removal);
  couple.sync();
  const auto after = state();
  const auto& item = *after.items.at({0, bread});
  EXPECT_EQ(item.text, "sourdough");
  EXPECT_FALSE(item.removed);
  EXPECT_EQ(item.owner, 0);
}

// The other knows the id, and has an entry that sorts before mine.
TEST_F(GiftFoldTest, NobodyTakesAnItemByWritingOneOfItsIdIntoThePast) {
  put(0, marathon, "the half marathon");
  put(0, bread, "sourdough");
  put(1, bread, "cake");
  couple.sync();
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    const auto after = state(slot);
    EXPECT_EQ(after.items.at({0, bread})->text, "sourdough");
    EXPECT_EQ(after.items.at({1, bread})->text, "cake");
    EXPECT_TRUE(after.anomalies.empty());
  }
  remark(1, bread, RemarkKind::cheer, "it smells good");
  couple.sync();
  EXPECT_EQ(state().items.at({0, bread})->remarks.size(), 1u) << "a remark is about the other's, where both have one";
  EXPECT_TRUE(state().items.at({1, bread})->remarks.empty());
}

TEST_F(GiftFoldTest, ARemovedItemStillTakesARemarkThatWasOnItsWay) {
  put(0, marathon, "the half marathon", SharedList::coming);
  couple.sync();
  auto removal = item_body(marathon, SharedList::coming, "");
  removal.mutable_list_item()->set_removed(true);
  couple.write(0, removal);
  remark(1, marathon, RemarkKind::cheer, "run!");
  couple.sync();
  const auto after = state();
  const auto& item = *after.items.at({0, marathon});
  EXPECT_TRUE(item.removed);
  EXPECT_TRUE(item.text.empty());
  EXPECT_EQ(item.remarks.size(), 1u);
}

TEST_F(GiftFoldTest, AnItemWithoutATextOrBeyondItsBoundIsVoid) {
  put(0, bread, "");
  put(0, bread, std::string(round_limits::item_text + 1, 'x'));
  auto short_id = item_body(bread, SharedList::into, "x");
  short_id.mutable_list_item()->set_item_id("short");
  couple.write(0, short_id);
  EXPECT_TRUE(state().items.empty());
  put(0, bread, std::string(round_limits::item_text, 'x'));
  EXPECT_EQ(state().items.size(), 1u);
}

TEST_F(GiftFoldTest, OnePersonsItemsHaveABoundAndTheOthersStillFit) {
  const auto number = [](std::size_t i) { return ItemId{std::uint8_t(1 + i / 256), std::uint8_t(i % 256)}; };
  for (std::size_t i = 0; i < round_limits::items + 1; ++i) put(0, number(i), "x");
  put(0, number(3), "one that is there may change");
  couple.sync();
  put(1, marathon, "mine");
  couple.sync();
  const auto after = state();
  EXPECT_EQ(after.items.size(), round_limits::items + 1);
  EXPECT_EQ(after.items.at({0, number(3)})->text, "one that is there may change");
  EXPECT_TRUE(after.items.contains({1, marathon}));
  EXPECT_TRUE(is_reported(AnomalyKind::too_many));
}

TEST_F(GiftFoldTest, WhatWasRemovedFromAListMakesRoom) {
  const auto number = [](std::size_t i) { return ItemId{std::uint8_t(1 + i / 256), std::uint8_t(i % 256)}; };
  for (std::size_t i = 0; i < round_limits::items; ++i) put(0, number(i), "x");
  auto removal = item_body(number(7), SharedList::into, "");
  removal.mutable_list_item()->set_removed(true);
  couple.write(0, removal);
  put(0, bread, "one more");
  EXPECT_TRUE(state().items.contains({0, bread}));
  EXPECT_FALSE(is_reported(AnomalyKind::too_many));
}

TEST_F(GiftFoldTest, AnErasedWordingOfAnItemGivesWayToTheOneBefore) {
  put(0, bread, "sourdough");
  const auto gone = put(0, bread, "a secret");
  couple.sync();
  erase(gone);
  for (const Slot slot : {Slot{0}, Slot{1}}) EXPECT_EQ(state(slot).items.at({0, bread})->text, "sourdough");
}

TEST_F(GiftFoldTest, ASnapshotHoldsThemAll) {
  const auto gift = give(0, "one");
  put(1, marathon, "the half marathon", SharedList::coming);
  couple.sync();
  remark(1, gift.id(), RemarkKind::thanks, "oh");
  remark(0, marathon, RemarkKind::cheer, "run!");
  couple.sync();
  const auto before = state();
  const auto bytes = state_to_bytes(before, {7, 1});
  PairState after;
  ASSERT_TRUE(state_from_bytes(bytes, after));
  ASSERT_EQ(after.gifts.size(), 1u);
  EXPECT_EQ(after.gifts[0]->did, "one");
  EXPECT_EQ(after.gifts[0]->remarks[0].said.text, "oh");
  EXPECT_EQ(after.items.at({1, marathon})->text, "the half marathon");
  EXPECT_EQ(after.items.at({1, marathon})->remarks[0].said.text, "run!");
  EXPECT_EQ(state_to_bytes(after, {7, 1}), bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    PairState cut;
    ASSERT_FALSE(state_from_bytes(ByteView(bytes).first(size), cut)) << "size " << size;
  }
}

TEST_F(GiftFoldTest, AnEarlierStateIsNotChangedByWhatComesLater) {
  const auto gift = give(0, "one");
  couple.sync();
  Fold fold(couple.keys);
  for (const auto& entry : couple.journal()) fold.insert(entry);
  const auto before = fold.state();
  fold.insert(remark(0, gift.id(), RemarkKind::reply, "later"));
  EXPECT_TRUE(before.gifts[0]->remarks.empty());
  EXPECT_EQ(fold.state().gifts[0]->remarks.size(), 1u);
}

// Both write what they like in any order, and hand it over when they like.
TEST_F(GiftFoldTest, BothSeeTheSameWhateverCrosses) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    couple = Couple(seed);
    std::vector<Entry> gifts;
    auto& random = couple.random;
    for (int step = 0; step < 80; ++step) {
      const auto slot = static_cast<Slot>(random.below(2));
      const ItemId item{std::uint8_t(1 + random.below(4))};
      switch (random.below(6)) {
        case 0: couple.deliver(slot); break;
        case 1: gifts.push_back(give(slot, "gift " + std::to_string(step))); break;
        case 2: put(slot, item, "item " + std::to_string(step)); break;
        case 3: remark(slot, item, RemarkKind::ask, "how is it?"); break;
        case 4:
          if (!gifts.empty()) remark(slot, gifts[random.below(gifts.size())].id(), RemarkKind::thanks);
          break;
        default: couple.cover(slot);
      }
    }
    couple.sync();
    EXPECT_EQ(fingerprint(state(0)), fingerprint(state(1)));
  }
}

}  // namespace
}  // namespace twinlamp
