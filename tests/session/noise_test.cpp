#include "protocol/session/noise.h"

#include "tests/session/session_support.h"
#include "tests/support/hex.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

using test::hex_field;
using test::text;
using test::text_field;

Bytes hex_item(const boost::json::object& object, const std::string& list, std::size_t index) {
  return test::hex(object.at(list).as_array().at(index).as_string());
}

// Gives the bytes that a vector fixes for the ephemeral key.
struct FixedRandom : Random {
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::uint8_t> out) override {
    ASSERT_EQ(out.size(), bytes_.size());
    std::copy(bytes_.begin(), bytes_.end(), out.begin());
  }
  Bytes bytes_;
};

// The published files list one psk for each psk token, in the order of the name.
void read_psks(const boost::json::object& vector, const std::string& side, NoiseHandshake::Keys& keys) {
  const auto name = text_field(vector, "protocol_name");
  std::size_t next = 0;
  const auto read = [&] { return Key(hex_item(vector, side + "_psks", next++)); };
  if (name.find("psk0") != name.npos) keys.psk0 = read();
  if (name.find("psk2") != name.npos) keys.psk2 = read();
}

NoiseHandshake side_of(const boost::json::object& vector, const NoiseProtocol& protocol, const std::string& side) {
  NoiseHandshake::Keys keys;
  keys.mine = AgreementKeys::from_secret(Key(hex_field(vector, (side + "_static").c_str())));
  keys.partner = to_array<32>(hex_field(vector, (side + "_remote_static").c_str()));
  read_psks(vector, side, keys);
  return {protocol, side == "init", std::move(keys), hex_field(vector, (side + "_prologue").c_str())};
}

void run_vector(const boost::json::object& vector) {
  const auto name = text_field(vector, "protocol_name");
  const NoiseProtocol protocol{name, name.find("SHA256") != name.npos};
  std::array handshakes{side_of(vector, protocol, "init"), side_of(vector, protocol, "resp")};
  std::array randoms{FixedRandom(hex_field(vector, "init_ephemeral")),
                     FixedRandom(hex_field(vector, "resp_ephemeral"))};
  std::vector<NoiseTransport> transports;
  const auto& messages = vector.at("messages").as_array();
  ASSERT_GE(messages.size(), 4u);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    SCOPED_TRACE(testing::Message() << "message " << i);
    const auto payload = hex_field(messages[i].as_object(), "payload");
    const auto ciphertext = hex_field(messages[i].as_object(), "ciphertext");
    const auto from = i % 2, to = 1 - from;
    if (i < 2) {
      const auto written = handshakes[from].write_message(payload, randoms[from]);
      ASSERT_TRUE(written);
      EXPECT_EQ(to_hex(*written), to_hex(ciphertext));
      const auto read = handshakes[to].read_message(ciphertext);
      ASSERT_TRUE(read);
      EXPECT_TRUE(equal(*read, payload));
      continue;
    }
    if (transports.empty())
      for (const auto& handshake : handshakes) transports.push_back(handshake.transport());
    const auto counter = transports[from].next_counter();
    EXPECT_EQ(to_hex(transports[from].seal(payload)->ciphertext), to_hex(ciphertext));
    const auto opened = transports[to].open(counter, ciphertext);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(equal(*opened, payload));
  }
  for (const auto& handshake : handshakes) {
    ASSERT_TRUE(handshake.is_finished());
    if (vector.contains("handshake_hash")) {
      EXPECT_EQ(to_hex(handshake.handshake_hash()), text_field(vector, "handshake_hash"));
    }
  }
}

TEST(NoiseVectors, OfEveryPublishedKkPatternAgree) {
  const auto file = test::read_json(test::vector_path("noise-kk-25519-chachapoly.json"));
  int ran = 0, ours = 0;
  for (const auto& each : file.as_object().at("vectors").as_array()) {
    const auto& vector = each.as_object();
    const auto name = text_field(vector, "protocol_name");
    SCOPED_TRACE(name + " of " + text_field(vector, "_file"));
    run_vector(vector);
    ++ran;
    ours += name == noise_live.name ? 1 : 0;
  }
  EXPECT_EQ(ran, 10);
  EXPECT_EQ(ours, 1);
}

struct NoiseTest : testing::Test {
  SeededRandom random{1};
  std::array<AgreementKeys, 2> identities{AgreementKeys::generate(random), AgreementKeys::generate(random)};
  Key psk = random.secret<32>();

  NoiseHandshake side(std::size_t slot) {
    return {noise_live, slot == 0, {identities[slot], identities[1 - slot].public_key, psk, {}}, text("prologue")};
  }
  NoiseHandshake initiator = side(0), responder = side(1);
};

TEST_F(NoiseTest, GivesBothSidesTheSameHashAndCrossedKeys) {
  ASSERT_TRUE(responder.read_message(*initiator.write_message(text("one"), random)));
  ASSERT_TRUE(initiator.read_message(*responder.write_message(text("two"), random)));
  ASSERT_TRUE(initiator.is_finished() && responder.is_finished());
  EXPECT_EQ(initiator.handshake_hash(), responder.handshake_hash());
  EXPECT_EQ(initiator.handshake_hash().size(), 64u);
  auto one = initiator.transport(), two = responder.transport();
  const auto there = *one.seal(text("there"));
  EXPECT_EQ(test::words(*two.open(there.counter, there.ciphertext)), "there");
  const auto back = *two.seal(text("back"));
  EXPECT_EQ(test::words(*one.open(back.counter, back.ciphertext)), "back");
}

TEST_F(NoiseTest, KeepsToTheTurns) {
  EXPECT_FALSE(responder.write_message({}, random));
  const auto first = *initiator.write_message({}, random);
  EXPECT_FALSE(initiator.write_message({}, random));
  ASSERT_TRUE(responder.read_message(first));
  EXPECT_FALSE(responder.read_message(first));
  ASSERT_TRUE(initiator.read_message(*responder.write_message({}, random)));
  EXPECT_FALSE(initiator.write_message({}, random));
  EXPECT_FALSE(responder.read_message(first));
}

TEST_F(NoiseTest, IsAsItWasAfterAnyByteOfAMessageIsFlipped) {
  const auto first = *initiator.write_message(text("payload"), random);
  test::with_each_byte_flipped(first, [&](ByteView bad) { EXPECT_FALSE(responder.read_message(bad)); });
  test::with_each_truncation(first, [&](ByteView bad) { EXPECT_FALSE(responder.read_message(bad)); });
  ASSERT_TRUE(responder.read_message(first));
  const auto second = *responder.write_message(text("payload"), random);
  test::with_each_byte_flipped(second, [&](ByteView bad) { EXPECT_FALSE(initiator.read_message(bad)); });
  test::with_each_truncation(second, [&](ByteView bad) { EXPECT_FALSE(initiator.read_message(bad)); });
  EXPECT_TRUE(initiator.read_message(second));
}

TEST_F(NoiseTest, FailsUnderAnotherPsk) {
  const auto first = *initiator.write_message({}, random);
  psk = random.secret<32>();
  EXPECT_FALSE(side(1).read_message(first));
}

TEST_F(NoiseTest, RefusesAnEphemeralKeyOfSmallOrder) {
  auto first = *initiator.write_message({}, random);
  std::fill_n(first.begin(), 32, std::uint8_t{0});
  EXPECT_FALSE(responder.read_message(first));
}

struct NoiseTransportTest : testing::Test {
  SeededRandom random{2};
  Key one = random.secret<32>(), two = random.secret<32>();
  NoiseTransport sender{one, two}, receiver{two, one};
};

TEST_F(NoiseTransportTest, BearsGapsButNoStepBack) {
  std::vector<NoiseTransport::Sealed> sealed;
  for (int i = 0; i < 4; ++i) sealed.push_back(*sender.seal(text("x")));
  for (auto [index, opens] : {std::pair{1, true}, {1, false}, {0, false}, {3, true}, {2, false}}) {
    const auto& message = sealed[static_cast<std::size_t>(index)];
    EXPECT_EQ(static_cast<bool>(receiver.open(message.counter, message.ciphertext)), opens) << index;
  }
}

TEST_F(NoiseTransportTest, StaysAsItWasWhenATagIsWrong) {
  const auto sealed = *sender.seal(text("x"), text("ad"));
  EXPECT_FALSE(receiver.open(sealed.counter, sealed.ciphertext, text("other")));
  EXPECT_FALSE(receiver.open(sealed.counter + 5, sealed.ciphertext, text("ad")));
  test::with_each_byte_flipped(sealed.ciphertext,
                               [&](ByteView bad) { EXPECT_FALSE(receiver.open(sealed.counter, bad, text("ad"))); });
  EXPECT_TRUE(receiver.open(sealed.counter, sealed.ciphertext, text("ad")));
}

TEST_F(NoiseTransportTest, NeverUsesTheReservedCounter) {
  const auto sealed = *sender.seal(text("x"));
  EXPECT_EQ(receiver.open(UINT64_MAX, sealed.ciphertext).error().code, ErrorCode::out_of_order);
}

}  // namespace
}  // namespace twinlamp
