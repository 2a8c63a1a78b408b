// Relay frames from a member: the room and its store, whatever a logged-in client sends. Input: lv(frame) of alternating members.
#include "protocol/base/limits.h"
#include "protocol/room/room.h"
#include "relay/store_memory.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  ByteWriter out;
  const auto add = [&](const wire::Frame& frame) { out.lv(frame.SerializeAsString()); };
  wire::Frame frame;
  frame.mutable_post()->set_client_id(std::string(16, 'p'));
  frame.mutable_post()->set_body("sealed");
  add(frame);
  frame.mutable_ack()->set_seq(1);
  add(frame);
  frame.mutable_live()->set_body("live");
  add(frame);
  frame.mutable_latch_cancel()->set_latch_id(std::string(16, 'l'));
  add(frame);
  frame.mutable_latch_get()->set_latch_id(std::string(16, 'l'));
  add(frame);
  frame.mutable_head_set()->set_receipt("head");
  add(frame);
  frame.mutable_head_get();
  add(frame);
  frame.mutable_ping()->set_token(7);
  add(frame);
  frame.mutable_room_erase()->set_farewell("bye");
  add(frame);
  return {out.take()};
}

void check(ByteView input) {
  Room room(RoomId{}, RoomLimits{});
  relay::MemoryStore store;
  const Now now{MonoTime(std::chrono::seconds(100)), WallTime(std::chrono::hours(480000))};
  const auto drain = [&] {
    for (int turn = 0; turn < 100; ++turn) {
      while (auto output = room.poll_output())
        if (auto* request = std::get_if<store::Request>(&*output)) store.submit(std::move(*request));
      if (!store.has_waiting()) return;
      for (auto& result : store.commit()) room.handle_result(std::move(result), now);
    }
    require(false, "a room comes to rest");
  };
  for (std::uint8_t slot = 0; slot < 2; ++slot) {
    Join join;
    join.connection = slot + 1u;
    join.slot = slot;
    join.may_create = true;
    room.handle_join(join, now);
  }
  drain();
  ByteReader reader(input);
  for (int count = 0; count < 64 && !reader.rest().empty(); ++count) {
    const auto bytes = reader.lv(limits::frame);
    wire::Frame frame;
    if (reader.failed() || !frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) continue;
    room.handle_frame(static_cast<ConnectionId>(count % 2 + 1), std::move(frame), now);
    drain();
  }
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
