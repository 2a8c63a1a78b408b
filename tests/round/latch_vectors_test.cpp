#include <gtest/gtest.h>

#include "protocol/round/latch_relay.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

using test::hex_field;
using test::text_field;

template <class Message>
Message message_of(const boost::json::object& step) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(to_string(hex_field(step, "message"))));
  return message;
}

LatchOutcome apply_step(const std::optional<LatchRecord>& record, const boost::json::object& step) {
  const auto slot = step.at("slot").to_number<std::uint8_t>();
  const auto does = text_field(step, "does");
  if (does == "put") return apply_put(record, slot, message_of<wire::LatchPut>(step));
  if (does == "get") return apply_get(record, slot, message_of<wire::LatchGet>(step));
  if (does == "cancel") return apply_cancel(record, slot, message_of<wire::LatchCancel>(step));
  EXPECT_EQ(does, "ack");
  return apply_ack(record, slot, message_of<wire::LatchAck>(step));
}

std::string hex_of(const wire::LatchState& state) { return to_hex(bytes_of(state.SerializeAsString())); }

TEST(LatchVectors, ConversationsAreReproduced) {
  const auto file = test::read_json(test::vector_path("latch.json"));
  for (const auto& value : file.as_object().at("vector").as_object().at("scripts").as_array()) {
    SCOPED_TRACE(text_field(value.as_object(), "name"));
    std::optional<LatchRecord> record;
    for (const auto& each : value.as_object().at("steps").as_array()) {
      const auto& step = each.as_object();
      const auto outcome = apply_step(record, step);
      EXPECT_EQ(hex_of(outcome.reply), text_field(step, "reply"));
      EXPECT_EQ(outcome.record.has_value(), step.at("stored").as_bool());
      EXPECT_EQ(outcome.to_partner.has_value(), step.contains("to_partner"));
      if (outcome.to_partner) {
        EXPECT_EQ(hex_of(*outcome.to_partner), text_field(step, "to_partner"));
      }
      if (outcome.record) record = outcome.record;
    }
  }
}

}  // namespace
}  // namespace twinlamp
