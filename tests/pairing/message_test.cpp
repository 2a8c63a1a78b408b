#include "protocol/pairing/message.h"

#include <gtest/gtest.h>

#include "protocol/base/limits.h"
#include "protocol/crypto/pad.h"
#include "tests/pairing/pairing_support.h"
#include "tests/support/hex.h"

namespace twinlamp {
namespace {

DeviceKeys some_keys() {
  SeededRandom random(1);
  return test::setup_of(0, random).mine;
}
// What DeviceKeys::encode() pads, so that a test can write it wrongly.
bool parses(const DeviceKeys& keys) { return static_cast<bool>(DeviceKeys::parse(keys.encode())); }

TEST(PairingMessage, ReadsBackEveryKind) {
  for (std::uint8_t kind = 1; kind <= 5; ++kind) {
    SCOPED_TRACE(static_cast<int>(kind));
    SeededRandom random(kind);
    PairingMessage message;
    message.kind = static_cast<PairingMessageKind>(kind);
    message.options = {7, 8};
    if (kind <= 2) message.nonce = random.bytes<32>();
    if (kind == 2 || kind == 3) message.element = random.bytes<32>();
    if (kind == 3 || kind == 4) message.tag = random.bytes<64>();
    if (kind >= 4) message.box = Bytes(300, 9);
    const auto read = PairingMessage::parse(message.encode());
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, message);
  }
}

TEST(PairingMessage, RefusesForeignVersionsByThatName) {
  auto bytes = PairingMessage{}.encode();
  bytes[0] = 2;
  EXPECT_EQ(PairingMessage::parse(bytes).error().code, ErrorCode::refused);
  bytes[0] = 1;
  bytes[1] = 0;
  EXPECT_EQ(PairingMessage::parse(bytes).error().code, ErrorCode::refused);
}

TEST(PairingMessage, RefusesUnknownKindsAndTooMuch) {
  auto bytes = PairingMessage{}.encode();
  for (int kind : {0, 6, 255}) {
    bytes[2] = static_cast<std::uint8_t>(kind);
    EXPECT_EQ(PairingMessage::parse(bytes).error().code, ErrorCode::malformed) << kind;
  }
  PairingMessage large;
  large.kind = PairingMessageKind::finish;
  large.box.resize(max_pairing_message);
  EXPECT_FALSE(PairingMessage::parse(large.encode()));
  PairingMessage optional;
  optional.options.resize(257);
  EXPECT_FALSE(PairingMessage::parse(optional.encode()));
}

TEST(DeviceKeys, AreReadBack) {
  auto keys = some_keys();
  keys.features = 0x80000001;
  const auto read = DeviceKeys::parse(keys.encode());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, keys);
}

TEST(DeviceKeys, AreRefusedAtEveryTruncation) {
  const auto bytes = some_keys().encode();
  const auto plain = *unpad(bytes);
  for (std::size_t size = 0; size < plain.size(); ++size) EXPECT_FALSE(DeviceKeys::parse(pad(plain.first(size), 256))) << size;
}

TEST(DeviceKeys, HaveTheSameSizeWhateverTheName) {
  auto keys = some_keys();
  for (std::size_t size = 1; size <= limits::display_name; ++size) {
    keys.name.assign(size, 'n');
    EXPECT_EQ(keys.encode().size(), 256u);
  }
}

TEST(DeviceKeys, AreRefusedWithAKeyOfSmallOrder) {
  const auto eight = to_array<32>(test::hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"));
  for (const PublicKey& bad : {PublicKey{}, eight}) {
    auto keys = some_keys();
    keys.identity = bad;
    EXPECT_FALSE(parses(keys));
    keys = some_keys();
    keys.first_ratchet = bad;
    EXPECT_FALSE(parses(keys));
  }
  auto keys = some_keys();
  keys.member = {1};  // the identity of Ed25519
  EXPECT_FALSE(parses(keys));
}

TEST(DeviceKeys, AreRefusedWithAnUnprintableVersion) {
  auto keys = some_keys();
  keys.app_version = "1\n2";
  EXPECT_FALSE(parses(keys));
  keys.app_version = std::string(33, '1');
  EXPECT_FALSE(parses(keys));
}

TEST(DisplayName, MayBeAnyScript) {
  for (const char* name : {"Noor", "Zo\xC3\xAB", "\xD9\x86\xD9\x88\xD8\xB1", "\xE3\x81\x95\xE3\x81\x8F\xE3\x82\x89", "\xF0\x9F\x8C\x99 Sam"})
    EXPECT_TRUE(is_display_name(name)) << name;
}

TEST(DisplayName, IsWellFormedUtf8WithoutControlCharacters) {
  for (const char* name : {"", "a\x1b[2J", "a\x7f", "\xC2\x9B", "\x80", "\xC0\xAF", "\xC3", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF",
                           "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "ok\xFF"})
    EXPECT_FALSE(is_display_name(name)) << to_hex(bytes_of(name));
  EXPECT_FALSE(is_display_name(std::string("a\0b", 3)));
}

TEST(DisplayName, FitsItsLimitInBytes) {
  EXPECT_TRUE(is_display_name(std::string(64, 'a')));
  EXPECT_FALSE(is_display_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace twinlamp
