// What a live frame costs the heap on its way through the relay: nothing, once there has been one like it. Every malloc
// of this process but the test's own thread is counted, OpenSSL's included.
#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>

#include "relay/record_buffers.h"
#include "tests/support/network.h"

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
}

namespace {
// OpenSSL 3.0 takes three of these for each record (its WPACKET_SUB), from the thread's own cache.
constexpr std::size_t of_openssl = 40;
std::atomic<std::uint64_t> allocations = 0;
thread_local bool is_test_thread = false;
void count(std::size_t size) {
  if (!is_test_thread && size != of_openssl) allocations.fetch_add(1, std::memory_order_relaxed);
}
}  // namespace

extern "C" {
void* malloc(std::size_t size) {
  count(size);
  return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
  count(number * size);
  return __libc_calloc(number, size);
}
void* realloc(void* block, std::size_t size) {
  count(size);
  return __libc_realloc(block, size);
}
}

namespace twinlamp::test {
namespace {

class Forwarding : public testing::Test {
protected:
  Forwarding() { is_test_thread = true; }
  ~Forwarding() override { is_test_thread = false; }

  // So many frames at a time from Noor to Sam and back.
  void pass(int rounds, int at_a_time, std::size_t size) {
    wire::Frame frame;
    frame.mutable_live()->set_body(std::string(size, 'l'));
    for (int round = 0; round < rounds; ++round) {
      auto& from = round % 2 == 0 ? *noor_ : *sam_;
      auto& to = round % 2 == 0 ? *sam_ : *noor_;
      for (int i = 0; i < at_a_time; ++i) from.send(frame);
      for (int i = 0; i < at_a_time; ++i) ASSERT_TRUE(to.next(wire::Frame::kLive));
    }
  }

  static const bool kept_;
  TempFolder folder_;
  RelayThread relay_{relaxed_config(folder_ / "relay")};
  client::Loop loop_;
  PairKeys keys_{1};
  std::unique_ptr<WirePeer> noor_ = std::make_unique<WirePeer>(loop_, relay_.port(), 1);
  std::unique_ptr<WirePeer> sam_ = std::make_unique<WirePeer>(loop_, relay_.port(), 2);
};

const bool Forwarding::kept_ = (relay::keep_record_buffers(), true);  // before anything uses OpenSSL

TEST_F(Forwarding, AllocatesNothingForALiveFrame) {
  ASSERT_TRUE(noor_->join(keys_, 0));
  ASSERT_TRUE(sam_->join(keys_, 1));
  for (const std::size_t size : {20u, 256u, 2000u, 16u * 1024}) {
    pass(20, 8, size);
    const auto before = allocations.load();
    pass(200, 8, size);
    // A buffer may still grow until it has carried as many at once as there are, and on a busy machine that comes late.
    EXPECT_LT(allocations.load() - before, 64u) << "1600 frames of " << size << " bytes";
  }
}

TEST_F(Forwarding, CountsWhatADurablePostTakes) {  // that the count above can fail
  ASSERT_TRUE(noor_->join(keys_, 0));
  const auto before = allocations.load();
  noor_->post(1);
  ASSERT_TRUE(noor_->next(wire::Frame::kPosted));
  EXPECT_GT(allocations.load(), before);
}

}  // namespace
}  // namespace twinlamp::test
