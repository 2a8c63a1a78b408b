// What a modified partner writes in my name, or says of my log.
#include <gtest/gtest.h>

#include "tests/device/modified_partner.h"

namespace twinlamp::test {
namespace {

// The next entry of the device's own log, as nearly right as somebody without its self key can make it.
Entry entry_in_my_name(ModifiedPartner& partner, const wire::Body& body) {
  EntryPlace place;
  const auto& head = partner.device_head();
  place.author = 1;
  place.epoch = 1;
  place.seq = head.seq + 1;
  place.prev = head.id;
  place.peer_seq = partner.next_place().seq - 1;
  place.peer_hash = partner.next_place().prev;
  place.lamport = std::max(head.lamport, partner.next_place().lamport);
  return partner.make(place, body);
}

TEST(ForeignHand, AnEntryInMyNameIsNotLetIntoMyLog) {
  ModifiedPartner partner;
  partner.say(partner.seal_body(SealMode::apart, partner_words));
  const auto before = partner.device().state().last_seq[1];
  partner.send({entry_in_my_name(partner, partner.close())});
  EXPECT_EQ(partner.device().state().last_seq[1], before);
  EXPECT_FALSE(partner.round().closing);
}

TEST(ForeignHand, ASealInMyNameBindsMeToNothing) {
  ModifiedPartner partner;
  auto body = partner.seal_body(SealMode::apart, "words that I never wrote");
  partner.send({entry_in_my_name(partner, body)});
  EXPECT_FALSE(partner.round().has_sealed(1));
  partner.seal(SealMode::apart);
  EXPECT_EQ(partner.answer_of_device(), device_words);
}

TEST(ForeignHand, ATagThatIsNotMadeWithMyKeyIsNoneOfMine) {
  ModifiedPartner partner;
  EXPECT_FALSE(entry_in_my_name(partner, ModifiedPartner::covered()).is_tagged_by(partner.record(1).self_key));
  partner.seal(SealMode::apart);
  EXPECT_TRUE(partner.seal_entry_of_device().is_tagged_by(partner.record(1).self_key));
}

// The relay cannot look into a blob: a partner can read an open answer and keep its own back. It is told of, and bound all the same.
class UnpaidOpenSeal : public testing::Test {
protected:
  UnpaidOpenSeal() {
    partner.arm_open();
    named = partner.make(partner.next_place(), partner.seal_body(SealMode::apart, partner_words));
    partner.put(*named, true);
    partner.spoil_signature();
    partner.hear_relay();
  }
  ModifiedPartner partner;
  std::optional<Entry> named;  // in its PUT, and in nobody's journal
};

TEST_F(UnpaidOpenSeal, OpensNothingAndIsTold) {
  EXPECT_TRUE(partner.can_read());  // mode open is trust: the page says so
  EXPECT_FALSE(partner.round().is_revealed);
  EXPECT_EQ(partner.count(DeviceEvent::Kind::latch_trouble), 1u);
  EXPECT_EQ(partner.answer_of_device(), device_words);
}

TEST_F(UnpaidOpenSeal, OpensOnceTheSealThatWasNamedComes) {
  partner.send({*named});
  partner.repeat_release();
  EXPECT_EQ(partner.answer_of_partner(), partner_words);
}

TEST_F(UnpaidOpenSeal, NeverOpensToAnotherAnswerThanTheOneThatWasNamed) {
  partner.say(partner.seal_body(SealMode::apart, "thought of after reading"));
  partner.repeat_release();
  EXPECT_EQ(partner.answer_of_partner(), "");
  EXPECT_TRUE(partner.has_anomaly(AnomalyKind::forked_seal));  // the relay's own copy of the blob is whole, and shows both
}

}  // namespace
}  // namespace twinlamp::test
