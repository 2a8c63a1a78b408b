#include "tests/session/session_vectors.h"

#include <boost/json/array.hpp>
#include <map>
#include <stdexcept>

#include "protocol/crypto/hash.h"
#include "protocol/session/envelope.h"
#include "protocol/session/epoch.h"
#include "protocol/session/live.h"
#include "protocol/session/live_message.h"

namespace twinlamp::test {
namespace {

namespace json = boost::json;

class RecordingRandom : public Random {
public:
  explicit RecordingRandom(Random& source) : source_(source) {}
  void fill(std::span<std::uint8_t> out) override {
    source_.fill(out);
    parts_.emplace_back(to_hex(out));
  }
  json::array take() { return std::move(parts_); }

private:
  Random& source_;
  json::array parts_;
};

// Long texts of the vectors: byte i is 7 i mod 251.
Bytes pattern(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(7 * i % 251);
  return out;
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().where);
  return std::move(*result);
}

json::object seed_object(const RatchetSeed& seed, const AgreementKeys& bob_key) {
  return {{"root", to_hex(seed.root.view())},
          {"header_alice", to_hex(seed.header_alice.view())},
          {"next_header_bob", to_hex(seed.next_header_bob.view())},
          {"bob_secret", to_hex(bob_key.secret.view())}};
}

RatchetSeed random_seed(Random& random) {
  RatchetSeed seed;
  seed.root = random.secret<32>();
  seed.header_alice = random.secret<32>();
  seed.next_header_bob = random.secret<32>();
  return seed;
}

// A conversation of two ratchets; messages are known by their sender and number.
class Conversation {
public:
  explicit Conversation(RecordingRandom& random) : random_(random) {
    const auto seed = random_seed(random_);
    const auto bob_key = AgreementKeys::generate(random_);
    object_ = seed_object(seed, bob_key);
    object_["random"] = random_.take();
    alice_ = must(Ratchet::alice(seed, bob_key.public_key, random_));
    bob_ = Ratchet::bob(seed, bob_key);
    step("alice", "begin", {{"state", to_hex(alice_.serialise())}});
    step("bob", "begin", {{"state", to_hex(bob_.serialise())}});
  }
  void send(const std::string& by, const std::string& name, std::string_view plaintext) {
    auto& ratchet = side(by);
    messages_[name] = must(ratchet.encrypt(bytes_of(plaintext), bytes_of(name), random_));
    plaintexts_[name] = to_hex(bytes_of(plaintext));
    step(by, "send",
         {{"message", name},
          {"ad", to_hex(bytes_of(name))},
          {"plaintext", plaintexts_[name]},
          {"bytes", to_hex(messages_[name])},
          {"state", to_hex(ratchet.serialise())}});
  }
  void receive(const std::string& by, const std::string& name) {
    auto& ratchet = side(by);
    const auto plaintext = ratchet.decrypt(messages_[name], bytes_of(name), random_);
    if (to_hex(must(plaintext)) != plaintexts_[name]) throw std::runtime_error("another plaintext");
    step(by, "receive", {{"message", name}, {"state", to_hex(ratchet.serialise())}});
  }
  json::object take() {
    object_["steps"] = std::move(steps_);
    return std::move(object_);
  }

private:
  Ratchet& side(const std::string& by) { return by == "alice" ? alice_ : bob_; }
  void step(const std::string& by, const std::string& what, json::object details) {
    json::object step{{"by", by}, {"does", what}};
    for (auto& [key, value] : details) step[key] = value;
    step["random"] = random_.take();
    steps_.push_back(std::move(step));
  }

  RecordingRandom& random_;
  Ratchet alice_ = Ratchet::bob({}, {}), bob_ = alice_;
  std::map<std::string, Bytes> messages_;
  std::map<std::string, std::string> plaintexts_;
  json::object object_;
  json::array steps_;
};

}  // namespace

json::object ratchet_vector(Random& source) {
  RecordingRandom random(source);
  Conversation talk(random);
  talk.send("alice", "a0", "Good morning.");
  talk.receive("bob", "a0");
  talk.send("bob", "b0", "Good evening!");
  talk.receive("alice", "b0");
  talk.send("alice", "a1", "one");
  talk.send("alice", "a2", "two, which comes last of all");
  talk.send("alice", "a3", "three");
  talk.receive("bob", "a3");  // a1 and a2 are skipped
  talk.receive("bob", "a1");
  talk.send("bob", "b1", "");
  talk.send("bob", "b2", "an empty one went before this");
  talk.receive("alice", "b2");
  talk.send("alice", "a4", "of a new chain");
  talk.receive("bob", "a4");
  talk.receive("alice", "b1");
  talk.receive("bob", "a2");  // from two chains ago
  return talk.take();
}

json::object envelope_vector(Random& source) {
  RecordingRandom random(source);
  const auto seed = random_seed(random);
  const auto bob_key = AgreementKeys::generate(random);
  json::object object = seed_object(seed, bob_key);
  object["random"] = random.take();
  auto alice = must(Ratchet::alice(seed, bob_key.public_key, random));
  object["alice_random"] = random.take();
  const auto context = ByteWriter().raw(ByteArray<16>{0xaa, 0xbb}).u8(0).take();
  object["context"] = to_hex(context);

  const Bytes short_entry = to_bytes(bytes_of("a short entry"));
  const Bytes entry = pattern(300), long_entry = pattern(130'000);
  json::array payloads;
  const std::vector<ByteView> entries{short_entry, entry, long_entry};
  for (const auto& payload : must(pack_entries(entries, random))) {
    json::object each{{"pack_random", random.take()}};
    each["payload_size"] = payload.size();
    each["payload_hash"] = to_hex(blake2b_256({payload}));
    const auto envelope = must(seal_envelope(alice, 5, context, payload, random));
    each["random"] = random.take();
    each["envelope_size"] = envelope.size();
    each["envelope_hash"] = to_hex(blake2b_256({envelope}));
    if (envelope.size() < 2000) each["envelope"] = to_hex(envelope);
    payloads.push_back(std::move(each));
  }
  object["epoch"] = 5;
  object["entries"] = json::array{{{"text", "a short entry"}}, {{"pattern", 300}}, {{"pattern", 130'000}}};
  object["payloads"] = std::move(payloads);
  return object;
}

namespace {

json::object epoch_object(RecordingRandom& random, const Bytes& handshake_hash) {
  const auto alice = AgreementKeys::generate(random), bob = AgreementKeys::generate(random);
  const auto secrets = must(derive_epoch(handshake_hash, alice, bob.public_key, 2));
  return {{"random", random.take()},
          {"alice_fresh_secret", to_hex(alice.secret.view())},
          {"bob_fresh_secret", to_hex(bob.secret.view())},
          {"epoch", 2},
          {"root", to_hex(secrets.seed.root.view())},
          {"header_alice", to_hex(secrets.seed.header_alice.view())},
          {"next_header_bob", to_hex(secrets.seed.next_header_bob.view())},
          {"check", to_hex(secrets.check)}};
}

json::array live_messages() {
  const auto id = [](std::uint8_t value) {
    LatchId out;
    out.fill(value);
    return out;
  };
  const auto key = [](std::uint8_t value) {
    ByteArray<32> out;
    out.fill(value);
    return out;
  };
  json::array out;
  const auto add = [&out](const char* name, json::object fields, const LiveMessage& message) {
    out.push_back(json::object{{"type", name}, {"fields", fields}, {"bytes", to_hex(encode_live_message(message))}});
  };
  add("PRESENCE", {{"flags", 5}}, live::Presence{true, false, true});
  add("PROBE", {{"id", 7}, {"t1", -5}}, live::Probe{7, -5});
  add("PROBE_REPLY", {{"id", 7}, {"t1", -5}, {"t2", 1234567890123}, {"t3", 1234567890132}},
      live::ProbeReply{7, -5, 1234567890123, 1234567890132});
  add("HAVE", {{"yours", 12}, {"mine", 300}, {"head_of_yours", to_hex(key(1))}, {"head_of_mine", to_hex(key(2))}},
      live::Have{12, 300, key(1), key(2)});
  add("ENTRIES", {{"entries", json::array{"010101", to_hex(pattern(200))}}},
      live::Entries{{SecretBytes(3, 1), to_secret(pattern(200))}});
  add("LATCH_READY", {{"latch_id", to_hex(id(3))}}, live::LatchReady{id(3)});
  add("PROPOSE", {{"latch_id", to_hex(id(4))}, {"n", 1}, {"T", 99}}, live::Propose{id(4), 1, 99});
  add("ACK", {{"latch_id", to_hex(id(5))}, {"n", 2}, {"T", 100}}, live::Ack{id(5), 2, 100});
  add("GO", {{"latch_id", to_hex(id(6))}, {"n", 3}, {"T", 101}}, live::Go{id(6), 3, 101});
  add("REKEY", {{"epoch", 2}, {"reason", 1}}, Rekey{2, RekeyReason::restored_backup});
  add("KEYS", {{"epoch", 2}, {"fresh_key", to_hex(key(7))}, {"ratchet_key", to_hex(key(8))}},
      EpochShare{2, key(7), key(8)});
  add("EPOCH_READY", {{"epoch", 2}, {"check", to_hex(id(9))}}, EpochReady{2, id(9)});
  return out;
}

}  // namespace

json::object live_vector(Random& source) {
  RecordingRandom random(source);
  const std::array identities{AgreementKeys::generate(random), AgreementKeys::generate(random)};
  const auto psk = random.secret<32>();
  const auto prologue = to_bytes(bytes_of("the room and the version"));
  json::object object{{"secret_0", to_hex(identities[0].secret.view())},
                      {"secret_1", to_hex(identities[1].secret.view())},
                      {"psk", to_hex(psk.view())},
                      {"prologue", to_hex(prologue)}};
  object["random"] = random.take();
  LiveSession zero({0, identities[0], identities[1].public_key, psk, prologue}, random);
  LiveSession one({1, identities[1], identities[0].public_key, psk, prologue}, random);
  const MonoTime now{};

  json::array frames;
  const auto carry = [&](LiveSession& from, LiveSession& to, const char* what) {
    while (const auto frame = from.poll_frame()) {
      json::object each{{"from", &from == &zero ? 0 : 1}, {"what", what}, {"random", random.take()}};
      each["frame_hash"] = to_hex(blake2b_256({*frame}));
      if (frame->size() < 2000) each["frame"] = to_hex(*frame);
      if (const auto taken = to.handle_frame(*frame, now); !taken) throw std::runtime_error(taken.error().where);
      frames.push_back(std::move(each));
    }
  };
  one.handle_partner_online(now);
  zero.handle_partner_online(now);
  carry(zero, one, "HELLO");
  carry(one, zero, "ANSWER");
  carry(zero, one, "CONFIRM");
  carry(one, zero, "CONFIRMED");
  const auto say = [&](LiveSession& from, LiveSession& to, const Bytes& message) {
    if (const auto sent = from.send(message); !sent) throw std::runtime_error(sent.error().where);
    carry(from, to, message.size() < 16'000 ? "WHOLE" : "PIECE");
  };
  say(zero, one, to_bytes(bytes_of("hello from slot 0")));
  say(one, zero, pattern(300));
  say(one, zero, pattern(20'000));
  object["frames"] = std::move(frames);
  object["handshake_hash"] = to_hex(zero.handshake_hash());
  object["epoch"] = epoch_object(random, zero.handshake_hash());
  object["messages"] = live_messages();
  return object;
}

// Of three epochs: what is derived, and the first envelope of each slot in it. Slot 1 speaks once it has heard slot 0.
json::object epoch_vector(Random& source) {
  RecordingRandom random(source);
  const ByteArray<16> room{0xaa, 0xbb};
  const auto context = [&room](std::uint8_t slot) { return ByteWriter().raw(room).u8(slot).take(); };
  json::array epochs;
  for (const std::uint32_t number : {2U, 3U, 0x01020304U}) {
    const auto handshake_hash = random.bytes<64>();
    const auto zero = AgreementKeys::generate(random), one = AgreementKeys::generate(random), ratchet = AgreementKeys::generate(random);
    json::object each{{"epoch", number}, {"random", random.take()}};
    each["handshake_hash"] = to_hex(handshake_hash);
    each["fresh_secret_0"] = to_hex(zero.secret.view());
    each["fresh_secret_1"] = to_hex(one.secret.view());
    each["bob_secret"] = to_hex(ratchet.secret.view());
    const auto secrets = must(derive_epoch(handshake_hash, zero, one.public_key, number));
    each["root"] = to_hex(secrets.seed.root.view());
    each["header_alice"] = to_hex(secrets.seed.header_alice.view());
    each["next_header_bob"] = to_hex(secrets.seed.next_header_bob.view());
    each["check"] = to_hex(secrets.check);
    auto alice = must(Ratchet::alice(secrets.seed, ratchet.public_key, random));
    auto bob = Ratchet::bob(secrets.seed, ratchet);
    const auto payloads = [&random](std::string_view text) {
      const std::vector<ByteView> entries{bytes_of(text)};
      return must(pack_entries(entries, random));
    };
    const auto first = must(seal_envelope(alice, number, context(0), payloads("said first in it").front(), random));
    each["alice_random"] = random.take();
    each["envelope_0"] = to_hex(first);
    must(open_envelope(bob, must(parse_envelope(first)), context(0), random));
    const auto second = must(seal_envelope(bob, number, context(1), payloads("and answered").front(), random));
    each["bob_random"] = random.take();
    each["envelope_1"] = to_hex(second);
    epochs.push_back(std::move(each));
  }
  return {{"epochs", std::move(epochs)}};
}

namespace {
// Randomness is written down in document order, wherever it was used.
void collect_random(const json::value& value, std::deque<Bytes>& parts) {
  if (const auto* array = value.if_array()) {
    for (const auto& each : *array) collect_random(each, parts);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [key, each] : *object) {
      if (!key.ends_with("random")) {
        collect_random(each, parts);
        continue;
      }
      for (const auto& part : each.as_array()) {
        Bytes bytes;
        if (!from_hex(std::string_view(part.as_string()), bytes)) throw std::runtime_error("not hexadecimal");
        parts.push_back(std::move(bytes));
      }
    }
  }
}
}  // namespace

ReplayedRandom::ReplayedRandom(const json::object& vector) {
  collect_random(vector, parts_);
}

void ReplayedRandom::fill(std::span<std::uint8_t> out) {
  if (parts_.empty() || parts_.front().size() != out.size())
    throw std::runtime_error("the scene asks for other randomness than the file holds");
  std::copy(parts_.front().begin(), parts_.front().end(), out.begin());
  parts_.pop_front();
}

}  // namespace twinlamp::test
