// What of the partner's opens at last: the entry in an open latch's blob, sealed with the keys that a modified client has, and the answer's bytes.
// Input: kind u8 | of a blob: what is inside it; of an answer: practice u8, kind u8, steps u8 | the answer.
#include <cmath>

#include "protocol/crypto/hkdf.h"
#include "protocol/round/mood.h"
#include "protocol/round/seal.h"
#include "tests/fuzz/target.h"
#include "tests/support/pair_records.h"

namespace twinlamp::fuzz {
namespace {

constexpr LatchId latch{7};
constexpr Slot author = 1;

const PairRecord& partner() {
  static const auto record = test::paired_records(4)[author];
  return record;
}

Entry some_entry(const wire::Body& body) {
  SeededRandom random(4);
  EntryPlace place;
  place.author = author;
  return make_entry(place, body, partner().self_key, random);
}

// As seal.h lays it out, around any bytes and under any name; signed as its author would.
Bytes sealed(ByteView inside, const EntryId& named) {
  const auto context = ByteWriter().raw("open").raw(latch).u8(author).take();
  const auto key = hkdf_secret<32>({}, partner().room_seed().view(), context);
  const auto blob = aead_encrypt(key, to_array<24>(ByteView(named).first(24)), context, inside);
  return ByteWriter().u8(2).raw(blob).raw(sign_seal(derive_seal_keys(partner().self_key), latch, author, named)).take();
}

void check_blob(ByteView inside) {
  const auto entry = Entry::parse(inside);
  const auto named = entry ? entry->id() : EntryId{9};
  const auto seal_key = derive_seal_keys(partner().self_key).public_key;
  auto blob = sealed(inside, named);
  const auto opened = open_signed_blob(partner().room_seed(), latch, author, named, seal_key, blob);
  require(bool(opened) == bool(entry), "a blob opens exactly if it holds the entry that it names");
  if (opened) require(opened->entry.id() == named && equal(make_signed_blob(partner().room_seed(), latch, author, *opened), blob), "and is the same made anew");
  require(!open_signed_blob(partner().room_seed(), latch, author, EntryId{8}, seal_key, blob), "none opens under another name");
  require(!open_signed_blob(partner().room_seed(), latch, author, named, {}, blob), "none opens that nobody has signed");
  blob.back() ^= 1;
  require(!open_signed_blob(partner().room_seed(), latch, author, named, seal_key, blob), "none opens with another signature");
  static_cast<void>(open_signed_blob(partner().room_seed(), latch, author, named, seal_key, inside));
}

void check_answer(ByteView input) {
  if (input.size() < 3) return;
  CardFacts card;
  card.practice = input[0];
  card.kind = input[1];
  card.steps = input[2];
  const auto answer = input.subspan(3);
  const std::vector<std::string> gentle{"anxious", "sad"};
  const auto read = read_answer(answer, card, gentle);
  if (read) require(std::isfinite(read->height) && read->height >= 0 && read->height <= 1, "a height lies between low and high");
  Round round;
  round.is_revealed = true;
  for (auto& side : round.sides) {
    side.answer_state = AnswerState::open;
    side.answer = to_secret(answer);
  }
  const auto after = after_round(round, card, gentle);
  require(after != After::apart, "the same answer twice is not far apart");
  require(read || after == After::none, "what cannot be read says nothing");
}

Bytes with_kind(std::uint8_t kind, ByteView rest) { return ByteWriter().u8(kind).raw(rest).take(); }
Bytes answer_with(const CardFacts& card, ByteView rest) {
  return ByteWriter().u8(1).u8(static_cast<std::uint8_t>(card.practice)).u8(static_cast<std::uint8_t>(card.kind)).u8(static_cast<std::uint8_t>(card.steps)).raw(rest).take();
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  SeededRandom random(4);
  const SealContext context{RoundId{1}, 0, latch, author};
  wire::Body seal, covered;
  *seal.mutable_seal() = *make_seal(context, SealMode::open, bytes_of("the sea"), partner().box_key, random);
  covered.mutable_covered();
  auto erased = some_entry(seal);
  erased.erase_body();
  CardFacts scale, choice, feeling, fears;
  scale.kind = fears.kind = response_kind::scale;
  scale.steps = fears.steps = 10;
  fears.practice = practice_number::fears;
  choice.kind = response_kind::choice;
  feeling.kind = response_kind::feeling;
  const auto k = [](const CardFacts& card) { return static_cast<std::uint8_t>(card.kind); };
  return {with_kind(0, some_entry(seal).to_wire()), with_kind(0, some_entry(covered).to_wire()), with_kind(0, erased.to_wire()), with_kind(0, {}),
          answer_with(scale, ByteWriter().u8(k(scale)).u8(1).u8(9).view()), answer_with(fears, ByteWriter().u8(k(fears)).u8(1).u8(2).view()),
          answer_with(choice, ByteWriter().u8(k(choice)).u8(1).u8(3).view()),
          answer_with(feeling, ByteWriter().u8(k(feeling)).u8(1).lv("sad").lv("lost").u8(4).lv("").view()),
          answer_with(feeling, ByteWriter().u8(k(feeling)).u8(1).lv("glad").lv("light").u8(5).lv("a note").view())};
}

void check(ByteView input) {
  if (input.empty()) return;
  (input[0] & 1) == 0 ? check_blob(input.subspan(1)) : check_answer(input.subspan(1));
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
