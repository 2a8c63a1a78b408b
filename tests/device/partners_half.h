// The partner's half of a meeting with a real Device, by hand.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/session/live.h"
#include "protocol/session/live_message.h"
#include "tests/device/modified_partner.h"

namespace twinlamp::test {

inline std::vector<wire::Frame> frames_of(Device& device) {
  std::vector<wire::Frame> frames;
  while (auto frame = device.poll_frame()) frames.push_back(std::move(*frame));
  return frames;
}

class PartnersHalf {
public:
  explicit PartnersHalf(ModifiedPartner& partner) : partner_(partner), session_(config(partner), random_) {}

  // Both lamps lit; the device's window is in front.
  void meet() {
    wire::Frame online;
    online.mutable_presence()->set_online(true);
    partner_.device().set_presence(true, true, partner_.now());
    ASSERT_TRUE(partner_.device().handle_frame(online, partner_.now()));
    session_.handle_partner_online(partner_.now().mono);
    exchange();
    ASSERT_TRUE(partner_.device().is_meeting());
  }
  void here(bool in_front) {
    live::Presence presence;
    presence.lamp_lit = true;
    presence.in_front = in_front;
    say(presence);
    ASSERT_TRUE(partner_.device().partner_presence());
  }
  void say(const LiveMessage& message) {
    ASSERT_TRUE(session_.send(encode_live_message(message)));
    exchange();
  }
  template <class Message>
  std::size_t heard() {
    return static_cast<std::size_t>(std::count_if(heard_.begin(), heard_.end(), [](const LiveMessage& message) { return std::holds_alternative<Message>(message); }));
  }
  template <class Message>
  Message last() {
    const auto found = std::find_if(heard_.rbegin(), heard_.rend(), [](const LiveMessage& message) { return std::holds_alternative<Message>(message); });
    return found == heard_.rend() ? Message{} : std::get<Message>(*found);
  }
  std::vector<wire::Frame> take_frames() { return std::exchange(others_, {}); }  // of the device, but the live ones

private:
  static LiveSession::Config config(ModifiedPartner& partner) {
    const auto& record = partner.record(0);
    return {0, record.identity, record.partner_identity, record.live_psk,
            ByteWriter().raw("twinlamp/live/1").raw(record.room_id()).take()};
  }
  void exchange() {
    for (int turn = 0; turn < 6; ++turn) {
      while (auto bytes = session_.poll_frame()) {
        wire::Frame frame;
        frame.mutable_live()->set_body(to_string(*bytes));
        ASSERT_TRUE(partner_.device().handle_frame(frame, partner_.now()));
      }
      for (auto& frame : frames_of(partner_.device())) {
        if (frame.has_live())
          static_cast<void>(session_.handle_frame(bytes_of(frame.live().body()), partner_.now().mono));
        else
          others_.push_back(std::move(frame));
      }
      while (auto bytes = session_.poll_message())
        if (auto message = parse_live_message(*bytes)) heard_.push_back(*message);
    }
  }

  ModifiedPartner& partner_;
  SeededRandom random_{11};
  LiveSession session_;
  std::vector<LiveMessage> heard_;
  std::vector<wire::Frame> others_;
};

}  // namespace twinlamp::test
