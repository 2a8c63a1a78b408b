// A device that is flooded, by the relay or by its partner's client, grows by no more than what it keeps on purpose.
#include <gtest/gtest.h>
#include <malloc.h>

#include "protocol/device/device.h"
#include "tests/support/memory_storage.h"
#include "tests/support/pair_records.h"
#include "tests/support/sanitized.h"

namespace twinlamp::sim {
namespace {

constexpr int first = 4000, more = 20'000;
constexpr std::size_t spared = 256 * 1024;  // of 20,000 frames of half a kilobyte

// One that has sealed, so that there is a latch to lie about.
class FloodTest : public testing::Test {
protected:
  FloodTest() {
    device_ = *Device::open(record_, disk_, random_, now());
    EXPECT_TRUE(device_->set_profile({"Noor", {}, {}, 1}, now()));
    device_->handle_logged_in({}, now());
    device_->set_presence(true, true, now());
    drain();
    const auto round = device_->open_round({"open-up.a", 1, 2, 1, 1}, "?", now());
    EXPECT_TRUE(device_->seal(*round, bytes_of("words"), SealMode::open, now()));
    latch_ = to_string(derive_latch_id(record_.latch_seed, *round, 0));
    drain();
  }

  Now now() {
    time_ += std::chrono::milliseconds(1);
    return {MonoTime(time_), WallTime(std::chrono::hours(480'000))};
  }

  void drain() {
    while (const auto* transaction = device_->poll_transaction()) {
      EXPECT_TRUE(disk_.commit(*transaction));
      device_->handle_committed(now());
    }
    while (device_->poll_frame()) ++said_;
    while (device_->poll_event()) continue;
  }

  std::string bytes(std::size_t size) {
    Bytes out(size);
    random_.fill(out);
    return to_string(out);
  }

  // Returns by how much the heap has grown while `more` frames came in.
  template <class Make>
  std::size_t growth_under(Make make) {
    const auto pour = [&](int count) {
      for (int at = 0; at < count; ++at) {
        (void)device_->handle_frame(make(), now());
        device_->handle_time(now());
        drain();
      }
    };
    pour(first);
    said_ = 0;
    const auto before = ::mallinfo2().uordblks;
    pour(more);
    const auto after = ::mallinfo2().uordblks;
    return after > before ? after - before : 0;
  }

  PairRecord record_ = test::paired_records(5)[0];
  test::MemoryStorage disk_;
  SeededRandom random_{9};
  std::chrono::microseconds time_{1'000'000};
  std::unique_ptr<Device> device_;
  std::string latch_;
  std::size_t said_ = 0;
};

TEST_F(FloodTest, ReleasesOfLatchesThatNobodyKnowsCostNoMemory) {
  if (test::is_sanitized) GTEST_SKIP() << "its heap is not the one that is counted";
  EXPECT_LT(growth_under([this] {
              wire::Frame frame;
              auto& state = *frame.mutable_latch_state();
              state.set_latch_id(bytes(16));
              state.set_status(wire::LatchState::RELEASED);
              for (auto* field : {state.mutable_scalar_0(), state.mutable_scalar_1(), state.mutable_seal_0(), state.mutable_seal_1()})
                *field = bytes(32);
              state.set_blob(bytes(400));
              return frame;
            }),
            spared);
}

TEST_F(FloodTest, EveryWordOfTheRelayAboutOneLatchCostsNoMemoryAndFewFrames) {
  if (test::is_sanitized) GTEST_SKIP() << "its heap is not the one that is counted";
  int status = 0;
  EXPECT_LT(growth_under([&] {
              wire::Frame frame;
              frame.mutable_latch_state()->set_latch_id(latch_);
              // All but CANCELLED, which would end it.
              status = (status + 1) % 9;
              frame.mutable_latch_state()->set_status(static_cast<wire::LatchState::Status>(status == wire::LatchState::CANCELLED ? 0 : status));
              return frame;
            }),
            spared);
  EXPECT_LE(said_, static_cast<std::size_t>(more) * 2);  // a PUT or a GET to a word, and never more
}

TEST_F(FloodTest, GarbageInEveryKindOfFrameCostsNoMemory) {
  if (test::is_sanitized) GTEST_SKIP() << "its heap is not the one that is counted";
  std::uint64_t count = 0;
  EXPECT_LT(growth_under([&] {
              wire::Frame frame;
              switch (count++ % 8) {
                case 0: frame.mutable_deliver()->set_seq(count), frame.mutable_deliver()->set_body(bytes(500)); break;
                case 1: frame.mutable_live()->set_body(bytes(500)); break;
                case 2: frame.mutable_posted()->set_client_id(bytes(16)); break;
                case 3: frame.mutable_head()->set_receipt(bytes(120)); break;
                case 4: frame.mutable_presence()->set_online(random_.below(2) == 0); break;
                case 5: frame.mutable_error()->set_code(wire::Error::TOO_FAST), frame.mutable_error()->set_client_id(bytes(16)); break;
                case 6: frame.mutable_room_erased()->set_farewell(bytes(33)); break;
                default: frame.mutable_post()->set_body(bytes(500)); break;
              }
              return frame;
            }),
            spared);
}

}  // namespace
}  // namespace twinlamp::sim
