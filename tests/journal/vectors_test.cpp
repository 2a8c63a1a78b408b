#include <gtest/gtest.h>

#include "protocol/journal/entry.h"
#include "protocol/round/seal.h"
#include "protocol/round/state.h"
#include "tests/journal/fixed_random.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

using test::hex_field;
using test::text_field;

// The file has to outlive what is read from it.
struct VectorFile {
  boost::json::value file;
  const boost::json::object& vector;
  explicit VectorFile(const char* name)
      : file(test::read_json(test::vector_path(name))), vector(file.as_object().at("vector").as_object()) {}
};

Key key_field(const boost::json::object& object, const char* name) { return Key(hex_field(object, name)); }
std::uint64_t number(const boost::json::object& object, const char* name) { return object.at(name).to_number<std::uint64_t>(); }

TEST(JournalVectors, RoundIdsAreReproduced) {
  const VectorFile file("journal.json");
  const auto pair_seed = key_field(file.vector, "pair_seed");
  for (const auto& value : file.vector.at("rounds").as_array()) {
    const auto& round = value.as_object();
    const auto id = derive_round_id(pair_seed, text_field(round, "card_id"), static_cast<std::uint32_t>(number(round, "times_before")));
    EXPECT_EQ(to_hex(id), text_field(round, "round_id"));
  }
}

TEST(JournalVectors, EntriesAreReproduced) {
  const VectorFile file("journal.json");
  for (const auto& value : file.vector.at("entries").as_array()) {
    const auto& expected = value.as_object();
    EntryPlace place;
    place.author = static_cast<std::uint8_t>(number(expected, "author"));
    place.epoch = static_cast<std::uint32_t>(number(expected, "epoch"));
    place.seq = number(expected, "seq");
    place.prev = to_array<32>(hex_field(expected, "prev"));
    place.lamport = number(expected, "lamport");
    place.peer_seq = number(expected, "peer_seq");
    place.peer_hash = to_array<32>(hex_field(expected, "peer_hash"));
    wire::Body body;
    ASSERT_TRUE(body.ParseFromString(to_string(hex_field(expected, "body"))));
    test::FixedRandom random(hex_field(expected, "salt"));
    auto entry = make_entry(place, body, key_field(expected, "self_key"), random);
    EXPECT_EQ(to_hex(entry.id()), text_field(expected, "id"));
    EXPECT_EQ(to_hex(entry.to_wire()), text_field(expected, "wire"));
    entry.erase_body();
    EXPECT_EQ(to_hex(entry.to_wire()), text_field(expected, "erased_wire"));
  }
}

TEST(JournalVectors, EntriesAreParsed) {
  const VectorFile file("journal.json");
  for (const auto& value : file.vector.at("entries").as_array()) {
    const auto& expected = value.as_object();
    const auto entry = Entry::parse(hex_field(expected, "wire"));
    ASSERT_TRUE(entry);
    EXPECT_EQ(to_hex(entry->id()), text_field(expected, "id"));
    EXPECT_TRUE(entry->is_tagged_by(key_field(expected, "self_key")));
  }
}

TEST(SealVectors, SealsAndBlobsAreReproduced) {
  const VectorFile file("seal.json");
  const auto latch_seed = key_field(file.vector, "latch_seed");
  for (const auto& value : file.vector.at("seals").as_array()) {
    const auto& expected = value.as_object();
    SealContext context;
    context.round_id = to_array<16>(hex_field(expected, "round_id"));
    context.version = static_cast<std::uint32_t>(number(expected, "version"));
    context.latch_id = derive_latch_id(latch_seed, context.round_id, context.version);
    context.slot = static_cast<Slot>(number(expected, "slot"));
    EXPECT_EQ(to_hex(context.latch_id), text_field(expected, "latch_id"));
    test::FixedRandom random(hex_field(expected, "random"));
    const auto seal = make_seal(context, static_cast<SealMode>(number(expected, "mode")), hex_field(expected, "answer"),
                                key_field(expected, "box_key"), random);
    ASSERT_TRUE(seal);
    EXPECT_EQ(to_hex(bytes_of(seal->lock())), text_field(expected, "lock"));
    EXPECT_EQ(to_hex(bytes_of(seal->ciphertext())), text_field(expected, "ciphertext"));
    EXPECT_EQ(to_hex(bytes_of(seal->boxed_scalar())), text_field(expected, "boxed_scalar"));
    const auto entry = Entry::parse(hex_field(expected, "seal_entry"));
    ASSERT_TRUE(entry);
    EXPECT_EQ(to_hex(make_open_blob(latch_seed, context.latch_id, context.slot, *entry)), text_field(expected, "blob"));
  }
}

TEST(SealVectors, SignaturesAndSignedBlobsAreReproduced) {
  const VectorFile file("seal-signature.json");
  const auto latch_seed = key_field(file.vector, "latch_seed");
  for (const auto& value : file.vector.at("seals").as_array()) {
    const auto& expected = value.as_object();
    const auto slot = static_cast<Slot>(number(expected, "slot"));
    const auto latch_id = to_array<16>(hex_field(expected, "latch_id"));
    const auto self_key = key_field(expected, "self_key");
    EXPECT_EQ(to_hex(derive_seal_keys(self_key).public_key), text_field(expected, "seal_key"));
    const auto entry = Entry::parse(hex_field(expected, "seal_entry"));
    ASSERT_TRUE(entry);
    const auto seal = sign_seal_entry(self_key, latch_id, *entry);
    EXPECT_EQ(to_hex(seal.signature), text_field(expected, "signature"));
    EXPECT_EQ(to_hex(make_signed_blob(latch_seed, latch_id, slot, seal)), text_field(expected, "signed_blob"));
    const auto opened =
        open_signed_blob(latch_seed, latch_id, slot, entry->id(), to_array<32>(hex_field(expected, "seal_key")),
                         hex_field(expected, "signed_blob"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->entry.id(), entry->id());
  }
}

TEST(SealVectors, SealsOpen) {
  const VectorFile file("seal.json");
  for (const auto& value : file.vector.at("seals").as_array()) {
    const auto& expected = value.as_object();
    Seal seal;
    seal.latch_id = to_array<16>(hex_field(expected, "latch_id"));
    seal.lock = to_array<32>(hex_field(expected, "lock"));
    seal.salt = to_array<32>(hex_field(expected, "salt"));
    seal.nonce = to_array<24>(hex_field(expected, "nonce"));
    seal.ciphertext = hex_field(expected, "ciphertext");
    const auto answer = open_seal(seal, static_cast<Slot>(number(expected, "slot")), key_field(expected, "u"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(to_hex(*answer), text_field(expected, "answer"));
  }
}

}  // namespace
}  // namespace twinlamp
