// What a Device takes of its own person in a practice, and what it makes of a modified partner's steps.
#include <gtest/gtest.h>

#include "protocol/practice/fears.h"
#include "tests/device/modified_partner.h"

namespace twinlamp::test {
namespace {

constexpr Slot sam = 1;  // the device; the partner is 0

struct FearBetweenDevices : testing::Test {
  ModifiedPartner partner{3, 3};
  Device& device = partner.device();

  void SetUp() override {
    const auto mine = partner.arm();
    partner.put(mine, false);
    partner.hear_relay();
    ASSERT_TRUE(partner.round().is_revealed);
  }
  bool takes(StepKind kind, std::uint32_t choice, const std::string& text) {
    Step step;
    step.kind = number_of(kind);
    step.choice = choice;
    step.said.text = text;
    const bool taken = static_cast<bool>(device.take_step(partner.round_id(), step, partner.now()));
    partner.drive();
    return taken;
  }
  void partner_steps(StepKind kind, std::uint32_t choice, const std::string& text) {
    wire::Body body;
    auto& step = *body.mutable_step();
    step.set_round_id(std::string(text_of(partner.round_id())));
    step.set_kind(number_of(kind));
    step.set_choice(choice);
    step.set_text(text);
    partner.say(body);
  }
  void partner_says_back() {
    wire::Body body;
    body.mutable_say_back()->set_round_id(std::string(text_of(partner.round_id())));
    body.mutable_say_back()->set_text("that you are afraid");
    partner.say(body);
  }
  void partner_confirms() {
    wire::Body body;
    body.mutable_confirm()->set_round_id(std::string(text_of(partner.round_id())));
    body.mutable_confirm()->set_yes(true);
    partner.say(body);
  }
};

TEST_F(FearBetweenDevices, TheDeviceRefusesToFixBeforeItIsWanted) {
  EXPECT_FALSE(takes(StepKind::help_given, 0, "Have you tried …"));
  ASSERT_TRUE(device.say_back(partner.round_id(), "that you are afraid", partner.now()));
  partner.drive();
  EXPECT_FALSE(takes(StepKind::help_given, 0, "Have you tried …"));
  partner_confirms();
  EXPECT_FALSE(takes(StepKind::help_given, 0, "Have you tried …"));
  partner_steps(StepKind::help_wanted, 3, "");
  EXPECT_TRUE(takes(StepKind::help_given, 0, "An idea, since you ask."));
  EXPECT_FALSE(takes(StepKind::help_given, 0, "And another."));
}

TEST_F(FearBetweenDevices, AModifiedPartnersFixingIsVoid) {
  partner_steps(StepKind::help_given, 0, "Just do this.");
  partner_says_back();
  partner_steps(StepKind::help_given, 0, "Just do this.");
  ASSERT_TRUE(device.confirm(partner.round_id(), true, "", partner.now()));
  partner.drive();
  partner_steps(StepKind::help_given, 0, "Just do this.");
  EXPECT_TRUE(partner.round().steps.empty());
  EXPECT_TRUE(takes(StepKind::help_wanted, 1, ""));
  partner_steps(StepKind::help_given, 0, "I am here.");
  ASSERT_NE(practice::fear_of(partner.round(), sam).given, nullptr);
  EXPECT_EQ(practice::fear_of(partner.round(), sam).given->said.text, "I am here.");
}

TEST_F(FearBetweenDevices, IsNotClosedAsHeardBeforeItWasHelped) {
  ASSERT_TRUE(device.say_back(partner.round_id(), "that you are afraid", partner.now()));
  partner.drive();
  partner_confirms();
  partner_says_back();
  ASSERT_TRUE(device.confirm(partner.round_id(), true, "", partner.now()));
  partner.drive();
  EXPECT_FALSE(device.close(partner.round_id(), partner.now())) << "nobody has said yet what would help";
  EXPECT_TRUE(takes(StepKind::help_wanted, 4, ""));
  partner_steps(StepKind::help_wanted, 4, "");
  EXPECT_TRUE(device.close(partner.round_id(), partner.now()));
  partner.drive();
  EXPECT_TRUE(partner.round().closing);
}

}  // namespace
}  // namespace twinlamp::test
