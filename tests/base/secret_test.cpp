#include "protocol/base/secret.h"

#include <gtest/gtest.h>

#include <thread>

namespace twinlamp {
namespace {

Key key_of(std::uint8_t byte) {
  Key key;
  std::fill_n(key.data(), Key::size(), byte);
  return key;
}
bool is_all(const std::uint8_t* at, std::size_t size, std::uint8_t byte) {
  return std::all_of(at, at + size, [byte](std::uint8_t each) { return each == byte; });
}

TEST(Secret, IsZeroAtFirst) { EXPECT_TRUE(Key().is_zero()); }

TEST(Secret, IsZeroAfterItWasMovedAway) {
  auto key = key_of(7);
  const Key taken = std::move(key);
  EXPECT_TRUE(key.is_zero());  // NOLINT(bugprone-use-after-move): the contract of Secret
  EXPECT_EQ(taken, key_of(7));
}

TEST(Secret, IsCopiedWhole) {
  const auto key = key_of(7);
  auto copy = key;
  EXPECT_EQ(copy, key);
  copy.data()[31] ^= 1;
  EXPECT_FALSE(copy == key);
}

TEST(Secret, BytesAreEqualByTheirLengthAndEveryByte) {
  const SecretBytes bytes(40, 7);
  auto other = bytes;
  EXPECT_EQ(bytes, other);
  for (std::size_t at = 0; at < other.size(); ++at) {
    other[at] ^= 1;
    EXPECT_NE(bytes, other) << at;
    other[at] ^= 1;
  }
  other.push_back(7);
  EXPECT_NE(bytes, other);
  EXPECT_EQ(std::vector<SecretBytes>{bytes}, std::vector<SecretBytes>{bytes});
}

// The block of a small secret is taken again at once by the next of its size: what is left of it can be read there.
TEST(Secret, IsWipedWhenItIsGivenBack) {
  constexpr std::size_t size = 1024;
  auto* first = static_cast<std::uint8_t*>(locked_allocate(size));
  std::fill_n(first, size, std::uint8_t{0xaa});
  locked_free(first, size);
  auto* second = static_cast<std::uint8_t*>(locked_allocate(size));
  ASSERT_EQ(first, second);
  // A free block holds one pointer of the pool, then nothing of what was there.
  EXPECT_TRUE(is_all(second + sizeof(void*), size - sizeof(void*), 0));
  locked_free(second, size);
}

TEST(Secret, OfAVectorIsWipedWhenItGrows) {
  SecretBytes bytes(512, 0xbb);
  const auto* old = bytes.data();
  bytes.resize(4096, 0xcc);
  ASSERT_NE(bytes.data(), old);
  auto* again = static_cast<std::uint8_t*>(locked_allocate(512));
  ASSERT_EQ(again, old);
  EXPECT_TRUE(is_all(again + sizeof(void*), 512 - sizeof(void*), 0));
  locked_free(again, 512);
}

TEST(LockedMemory, GivesEverySizeABlockOfItsOwn) {
  std::vector<std::pair<std::uint8_t*, std::size_t>> blocks;
  std::uint8_t mark = 1;
  for (std::size_t size : {1u, 31u, 32u, 33u, 64u, 1000u, 4096u, 65536u, 65537u, 200000u})
    for (int i = 0; i < 3; ++i) {
      auto* block = static_cast<std::uint8_t*>(locked_allocate(size));
      std::fill_n(block, size, mark++);
      blocks.emplace_back(block, size);
    }
  mark = 1;
  for (auto [block, size] : blocks) EXPECT_TRUE(is_all(block, size, mark++)) << size;
  for (auto [block, size] : blocks) locked_free(block, size);
}

TEST(LockedMemory, TakesNothingBack) { locked_free(nullptr, 32); }

TEST(LockedMemory, IsSharedByThreads) {
  std::vector<std::thread> threads;
  std::array<bool, 4> whole{};
  for (std::size_t t = 0; t < whole.size(); ++t)
    threads.emplace_back([t, &whole] {
      whole[t] = true;
      for (int i = 0; i < 2000; ++i) {
        const auto key = key_of(static_cast<std::uint8_t>(t + 1));
        whole[t] = whole[t] && is_all(key.data(), Key::size(), static_cast<std::uint8_t>(t + 1));
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(whole, (std::array<bool, 4>{true, true, true, true}));
}

}  // namespace
}  // namespace twinlamp
