// Writes tests/vectors/journal.json, seal.json, seal-signature.json or latch.json to standard output:
// `make_journal_vectors journal|seal|signature|latch`.
// For a new vector only; those in tests/vectors are frozen.
#include <boost/json/serialize.hpp>
#include <boost/json/src.hpp>
#include <cstdio>

#include "protocol/round/latch_relay.h"
#include "tests/journal/couple.h"

namespace twinlamp::test {
namespace {

using boost::json::array;
using boost::json::object;

object of_entry(const Entry& entry, const Key& self_key) {
  const auto& header = entry.header();
  auto erased = entry;
  erased.erase_body();
  const auto wire = entry.to_wire();
  return {{"author", header.author}, {"epoch", header.epoch}, {"seq", header.seq}, {"prev", to_hex(header.prev)},
          {"lamport", header.lamport}, {"peer_seq", header.peer_seq}, {"peer_hash", to_hex(header.peer_hash)},
          {"type", header.type}, {"self_key", to_hex(self_key.view())}, {"body", to_hex(entry.body())},
          {"salt", to_hex(ByteView(wire).subspan(entry_header_size + 1, 32))}, {"body_hash", to_hex(header.body_hash)},
          {"self_tag", to_hex(header.self_tag)}, {"id", to_hex(entry.id())}, {"wire", to_hex(wire)},
          {"erased_wire", to_hex(erased.to_wire())}};
}

object journal() {
  Couple couple(20261123);
  couple.profile(0, "Noor");
  couple.profile(1, "Sam");
  couple.sync();
  const auto round = couple.open(1, "open-up.first-kitchen");
  couple.sync();
  couple.cover(0);
  couple.sync();
  couple.relax(1, round);
  couple.say_back(0, round, "You miss the sea.");
  array entries, rounds;
  for (const auto& entry : couple.journal()) entries.push_back(of_entry(entry, couple.self_key[entry.header().author]));
  for (const std::uint32_t times : {0u, 1u, 258u})
    rounds.push_back(object{{"card_id", "open-up.first-kitchen"}, {"times_before", times},
                            {"round_id", to_hex(derive_round_id(couple.keys.pair_seed, "open-up.first-kitchen", times))}});
  return {{"pair_seed", to_hex(couple.keys.pair_seed.view())}, {"rounds", rounds}, {"entries", entries}};
}

object of_seal(Couple& couple, Slot slot, const RoundId& round, const std::string& answer, SealMode mode, std::uint32_t version) {
  const auto random = couple.random.bytes<64 + 32 + 24 + 24>();
  struct Once : Random {
    ByteView rest;
    void fill(std::span<std::uint8_t> out) override {
      ensure(rest.size() >= out.size());
      std::copy_n(rest.begin(), out.size(), out.begin());
      rest = rest.subspan(out.size());
    }
  } once;
  once.rest = random;
  const auto latch_id = derive_latch_id(couple.keys.latch_seed, round, version);
  const auto body = make_seal({round, version, latch_id, slot}, mode, bytes_of(answer), couple.box_key[slot], once);
  ensure(static_cast<bool>(body) && once.rest.empty());
  wire::Body whole;
  *whole.mutable_seal() = *body;
  const auto entry = couple.write(slot, whole);
  const auto hex_of = [](const std::string& text) { return to_hex(bytes_of(text)); };
  return {{"round_id", to_hex(round)}, {"version", version}, {"slot", slot}, {"mode", static_cast<int>(mode)},
          {"box_key", to_hex(couple.box_key[slot].view())}, {"answer", hex_of(answer)}, {"random", to_hex(random)},
          {"latch_id", to_hex(latch_id)}, {"u", to_hex(couple.scalar_of(entry).view())}, {"lock", hex_of(body->lock())},
          {"salt", hex_of(body->salt())}, {"nonce", hex_of(body->nonce())}, {"ciphertext", hex_of(body->ciphertext())},
          {"boxed_scalar", hex_of(body->boxed_scalar())}, {"seal_entry", to_hex(entry.to_wire())}, {"seal_id", to_hex(entry.id())},
          {"blob", to_hex(make_open_blob(couple.keys.latch_seed, latch_id, slot, entry))}};
}

object seal() {
  Couple couple(20261124);
  const auto round = couple.open(0, "open-up.first-kitchen");
  couple.sync();
  array seals;
  seals.push_back(of_seal(couple, 0, round, "The sea, and you reading.", SealMode::together, 0));
  seals.push_back(of_seal(couple, 1, round, "", SealMode::apart, 0));
  seals.push_back(of_seal(couple, 1, round, std::string(1025, 'x'), SealMode::open, 1));
  return {{"latch_seed", to_hex(couple.keys.latch_seed.view())}, {"seals", seals}};
}

object signature() {
  Couple couple(20261125);
  const auto round = couple.open(0, "open-up.first-kitchen");
  couple.sync();
  array seals;
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    const auto entry = couple.seal(slot, round, slot == 0 ? "The sea, and you reading." : "", SealMode::apart);
    const auto latch_id = derive_latch_id(couple.keys.latch_seed, round, 0);
    const auto seal = couple.signed_seal(entry);
    seals.push_back(object{{"slot", slot},
                           {"self_key", to_hex(couple.self_key[slot].view())},
                           {"seal_key", to_hex(derive_seal_keys(couple.self_key[slot]).public_key)},
                           {"latch_id", to_hex(latch_id)},
                           {"seal_entry", to_hex(entry.to_wire())},
                           {"seal_id", to_hex(entry.id())},
                           {"signature", to_hex(seal.signature)},
                           {"signed_blob", to_hex(make_signed_blob(couple.keys.latch_seed, latch_id, slot, seal))}});
  }
  return {{"latch_seed", to_hex(couple.keys.latch_seed.view())}, {"seals", seals}};
}

// A conversation of two members with one relay, each request answered before the next.
class Script {
public:
  explicit Script(const std::string& name) { out_ = {{"name", name}, {"steps", array{}}}; }

  void put(Slot slot, const wire::LatchPut& message) { step(slot, "put", message, apply_put(record_, slot, message)); }
  template <class Message>
  void send(Slot slot, const char* does, const std::string& latch_id,
            LatchOutcome (*apply)(const std::optional<LatchRecord>&, std::uint8_t, const Message&)) {
    Message message;
    message.set_latch_id(latch_id);
    step(slot, does, message, apply(record_, slot, message));
  }
  object take() { return std::move(out_); }

private:
  template <class Message>
  void step(Slot slot, const char* does, const Message& message, LatchOutcome outcome) {
    if (outcome.record) record_ = outcome.record;
    const auto hex_of = [](const auto& any) { return to_hex(bytes_of(any.SerializeAsString())); };
    object step{{"slot", slot}, {"does", does}, {"message", hex_of(message)}, {"reply", hex_of(outcome.reply)},
                {"stored", outcome.record.has_value()}};
    if (outcome.to_partner) step["to_partner"] = hex_of(*outcome.to_partner);
    out_["steps"].as_array().push_back(step);
  }
  object out_;
  std::optional<LatchRecord> record_;
};

object latch() {
  SeededRandom random(20261125);
  const auto latch_id = to_string(random.bytes<16>());
  const std::array<Scalar, 2> u{random_scalar(random), random_scalar(random)};
  const std::array<std::string, 2> seal{to_string(random.bytes<32>()), to_string(random.bytes<32>())};
  const auto closed = [&](Slot slot, bool is_open = false) {
    wire::LatchPut put;
    put.set_latch_id(latch_id);
    put.set_mode(is_open ? wire::LATCH_OPEN : wire::LATCH_CLOSED);
    put.set_lock_mine(to_string(*multiply_base(u[slot])));
    put.set_seal_mine(seal[slot]);
    put.set_scalar(to_string(u[slot].view()));
    if (is_open) return put;
    put.set_lock_partner(to_string(*multiply_base(u[1 - slot])));
    put.set_seal_partner(seal[1 - slot]);
    return put;
  };
  auto garbage = closed(1), mismatch = closed(1), blob = closed(1), replay = closed(1);
  garbage.set_scalar(to_string(u[0].view()));
  mismatch.set_seal_mine(to_string(random.bytes<32>()));
  blob.set_blob("any bytes");
  replay.set_lock_mine(closed(0).lock_mine());
  array scripts;
  {
    Script script("both open together");
    script.put(0, closed(0));
    script.put(0, closed(0));
    script.send(0, "get", latch_id, apply_get);
    script.send(1, "get", latch_id, apply_get);
    script.put(1, closed(1));
    script.send(0, "cancel", latch_id, apply_cancel);
    script.send(0, "ack", latch_id, apply_ack);
    script.send(1, "ack", latch_id, apply_ack);
    script.put(1, closed(1));
    scripts.push_back(script.take());
  }
  {
    Script script("garbage, replay and mismatch store nothing");
    script.put(0, closed(0));
    script.put(1, garbage);
    script.put(1, replay);
    script.put(1, mismatch);
    script.put(0, closed(0, true));
    script.put(1, closed(1));
    scripts.push_back(script.take());
  }
  {
    Script script("a tombstone takes no put");
    script.send(1, "cancel", latch_id, apply_cancel);
    script.put(0, closed(0));
    script.put(1, closed(1));
    script.send(0, "get", latch_id, apply_get);
    scripts.push_back(script.take());
  }
  {
    Script script("open without me");
    script.put(0, closed(0, true));
    script.put(1, closed(1, true));
    script.put(1, closed(1));
    script.put(1, blob);
    script.send(0, "get", latch_id, apply_get);
    script.send(1, "ack", latch_id, apply_ack);
    script.send(0, "ack", latch_id, apply_ack);
    script.send(0, "get", latch_id, apply_get);
    scripts.push_back(script.take());
  }
  return {{"scripts", scripts}};
}

}  // namespace
}  // namespace twinlamp::test

int main(int argc, char** argv) {
  using namespace twinlamp::test;
  const std::string_view what = argc == 2 ? argv[1] : "";
  boost::json::object file{{"about", ""}, {"source", "our own; written once by make_journal_vectors, then frozen"}, {"licence", "MIT"}};
  if (what == "journal") {
    file["about"] = "Round ids, and entries of both logs in the order of the journal: fields, body, salt; the header's hashes, the id, both wire forms.";
    file["vector"] = journal();
  } else if (what == "seal") {
    file["about"] = "SEALs: the answer, the random bytes (64 for u, 32 e, 24 nonce, 24 of the box), all that follows from them, and the blob of \"open without me\".";
    file["vector"] = seal();
  } else if (what == "signature") {
    file["about"] =
        "SEALs that answer an open latch: the author's seal key, its signature, and the signed blob that the latch "
        "carries.";
    file["vector"] = signature();
  } else if (what == "latch") {
    file["about"] = "Conversations of two members with the relay's latch: messages as protobuf, what the sender and the partner are told, whether the record changed.";
    file["vector"] = latch();
  } else {
    return std::fputs("usage: make_journal_vectors journal|seal|signature|latch\n", stderr), 2;
  }
  std::puts(boost::json::serialize(file).c_str());
}
