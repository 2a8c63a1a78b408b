#include "protocol/pairing/secrets.h"

#include "protocol/crypto/hkdf.h"
#include "protocol/pairing/words.h"

namespace twinlamp {
namespace {

constexpr std::string_view box_label = "twinlamp/pair/1 box keys";
constexpr std::string_view secrets_label = "twinlamp/pair/1 secrets";

Key take_key(ByteReader& reader) { return Key(reader.raw(Key::size())); }

}  // namespace

BoxKeys derive_box_keys(const Secret<64>& isk, ByteView transcript) {
  const auto info = ByteWriter().lv(box_label).raw(transcript).take();
  const auto okm = hkdf_sha512({}, isk.view(), info, 64);
  ByteReader reader(okm);
  auto slot0 = take_key(reader);
  return {.slot0 = std::move(slot0), .slot1 = take_key(reader)};
}

PairSecrets derive_pair_secrets(const Secret<64>& isk, ByteView transcript, ByteView box0, ByteView box1) {
  const auto info = ByteWriter().lv(secrets_label).raw(transcript).lv(box0).lv(box1).take();
  const auto okm = hkdf_sha512({}, isk.view(), info, 216);
  ByteReader reader(okm);
  PairSecrets secrets;
  for (auto* key : {&secrets.ratchet_root, &secrets.header_alice, &secrets.next_header_bob, &secrets.live_psk, &secrets.latch_seed})
    *key = take_key(reader);
  secrets.pair_seed = reader.array<32>();
  for (auto& word : secrets.same_words) word = words::word(reader.u16() % words::count);
  secrets.pattern = reader.array<16>();
  return secrets;
}

}  // namespace twinlamp
