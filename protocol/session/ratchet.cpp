#include "protocol/session/ratchet.h"

#include <algorithm>

#include "protocol/base/limits.h"
#include "protocol/crypto/aead.h"
#include "protocol/crypto/hash.h"
#include "protocol/crypto/hkdf.h"

namespace twinlamp {
namespace {

constexpr std::size_t header_size = 40;

struct RootStep {
  Key root, chain, next_header;
};

// KDF_RK_HE: HKDF-SHA512(salt = rk, ikm = dh, info = "ratchet/1") -> RK, CK, NHK.
RootStep step_root(const Key& root, const Key& agreement) {
  const auto out = hkdf_sha512(root.view(), agreement.view(), bytes_of("ratchet/1"), 96);
  const ByteView all = out;
  return {Key(all.subspan(0, 32)), Key(all.subspan(32, 32)), Key(all.subspan(64, 32))};
}

// KDF_CK: the message key is HMAC-SHA256(ck, 0x01), the next chain key HMAC-SHA256(ck, 0x02).
Key step_chain(Key& chain) {
  static constexpr std::uint8_t message_label = 1, chain_label = 2;
  Key message = hmac_sha256(chain.view(), {ByteView(&message_label, 1)});
  chain = hmac_sha256(chain.view(), {ByteView(&chain_label, 1)});
  return message;
}

Bytes join(ByteView a, ByteView b) {
  return ByteWriter().raw(a).raw(b).take();
}

// The header box ends the associated data and has one length, so the two parts cannot be confused.
Result<SecretBytes> open_body(const Key& key, ByteView message, ByteView ad) {
  const auto header_box = message.first(Ratchet::header_box_size);
  return open_box(key, join(ad, header_box), message.subspan(Ratchet::header_box_size));
}

}  // namespace

Result<Ratchet> Ratchet::alice(const RatchetSeed& seed, const PublicKey& partner_key, Random& random) {
  Ratchet ratchet;
  auto& state = ratchet.state_;
  state.my_key = AgreementKeys::generate(random);
  auto agreement = agree(state.my_key.secret, partner_key);
  if (!agreement) return agreement.error();
  auto step = step_root(seed.root, *agreement);
  state.root = std::move(step.root);
  state.send_chain = std::move(step.chain);
  state.next_send_header = std::move(step.next_header);
  state.partner_key = partner_key;
  state.send_header = seed.header_alice;
  state.next_receive_header = seed.next_header_bob;
  state.can_send = true;
  return ratchet;
}

Ratchet Ratchet::bob(const RatchetSeed& seed, const AgreementKeys& my_key) {
  Ratchet ratchet;
  auto& state = ratchet.state_;
  state.my_key = my_key;
  state.root = seed.root;
  state.next_send_header = seed.next_header_bob;
  state.next_receive_header = seed.header_alice;
  return ratchet;
}

Result<Bytes> Ratchet::encrypt(ByteView plaintext, ByteView ad, Random& random) {
  if (!state_.can_send) return Error{ErrorCode::out_of_order, "ratchet: the partner's first message has not come"};
  if (state_.sent == UINT32_MAX) return Error{ErrorCode::refused, "ratchet: chain is full"};
  const auto header = ByteWriter().raw(state_.my_key.public_key).u32(state_.previous_sent).u32(state_.sent).take();
  auto message = seal_box(state_.send_header, random, {}, header);
  const auto key = step_chain(state_.send_chain);
  ++state_.sent;
  const auto body = seal_box(key, random, join(ad, message), plaintext);
  message.insert(message.end(), body.begin(), body.end());
  return message;
}

Result<SecretBytes> Ratchet::decrypt(ByteView message, ByteView ad, Random& random) {
  if (message.size() < overhead) return Error{ErrorCode::malformed, "ratchet: message is too short"};
  const auto header_box = message.first(header_box_size);
  if (const auto at = find_skipped(header_box); at < skipped_.size()) {
    auto plaintext = open_body(skipped_[at]->message, message, ad);
    if (plaintext) skipped_.erase(skipped_.begin() + static_cast<std::ptrdiff_t>(at));
    return plaintext;
  }
  State next = state_;
  Skipped added;
  auto key = advance(next, header_box, added, random);
  if (!key) return key.error();
  auto plaintext = open_body(*key, message, ad);
  if (!plaintext) return plaintext;
  state_ = std::move(next);
  keep(added);
  return plaintext;
}

std::optional<Ratchet::Header> Ratchet::open_header(const Key& key, ByteView box) {
  const auto plaintext = open_box(key, {}, box);
  if (!plaintext || plaintext->size() != header_size) return std::nullopt;
  ByteReader reader(*plaintext);
  Header header{};
  header.key = reader.array<32>();
  header.previous_count = reader.u32();
  header.number = reader.u32();
  return header;
}

Result<Key> Ratchet::advance(State& state, ByteView header_box, Skipped& skipped, Random& random) {
  std::optional<Header> header;
  if (state.can_receive) header = open_header(state.receive_header, header_box);
  if (!header) {
    header = open_header(state.next_receive_header, header_box);
    if (!header) return Error{ErrorCode::unauthentic, "ratchet: header"};
    TWINLAMP_TRY(skip_until(state, header->previous_count, skipped));
    TWINLAMP_TRY(turn(state, header->key, random));
  }
  if (header->number == UINT32_MAX) return Error{ErrorCode::refused, "ratchet: chain is full"};
  if (header->number < state.received) return Error{ErrorCode::unauthentic, "ratchet: message was already used"};
  TWINLAMP_TRY(skip_until(state, header->number, skipped));
  ++state.received;
  return step_chain(state.receive_chain);
}

// Keeps the keys of the messages before `number`, or the last of them if they are more than are kept at all.
Result<void> Ratchet::skip_until(State& state, std::uint32_t number, Skipped& skipped) {
  if (!state.can_receive || number <= state.received) return {};
  if (number - state.received > max_gap) return Error{ErrorCode::refused, "ratchet: too many messages are missing"};
  for (; state.received < number; ++state.received) {
    auto key = step_chain(state.receive_chain);
    if (number - state.received > limits::skipped_keys) continue;
    skipped.push_back(std::make_shared<SkippedKey>(state.receive_header, state.received, std::move(key)));
  }
  return {};
}

// DHRatchetHE: a new receiving chain for the partner's new key, then a new sending chain for a new key of ours.
Result<void> Ratchet::turn(State& state, const PublicKey& partner_key, Random& random) {
  auto agreement = agree(state.my_key.secret, partner_key);
  if (!agreement) return agreement.error();
  auto receiving = step_root(state.root, *agreement);
  state.my_key = AgreementKeys::generate(random);
  agreement = agree(state.my_key.secret, partner_key);
  if (!agreement) return agreement.error();
  auto sending = step_root(receiving.root, *agreement);

  state.previous_sent = state.sent;
  state.sent = 0;
  state.received = 0;
  state.send_header = std::move(state.next_send_header);
  state.receive_header = std::move(state.next_receive_header);
  state.partner_key = partner_key;
  state.receive_chain = std::move(receiving.chain);
  state.next_receive_header = std::move(receiving.next_header);
  state.root = std::move(sending.root);
  state.send_chain = std::move(sending.chain);
  state.next_send_header = std::move(sending.next_header);
  state.can_send = state.can_receive = true;
  return {};
}

std::size_t Ratchet::find_skipped(ByteView header_box) const {
  for (std::size_t at = 0; at < skipped_.size();) {
    const auto& key = skipped_[at]->header;
    const auto header = open_header(key, header_box);
    for (; at < skipped_.size() && skipped_[at]->header == key; ++at)
      if (header && header->number == skipped_[at]->number) return at;
    if (header) break;  // of this chain, and not skipped
  }
  return skipped_.size();
}

void Ratchet::keep(const Skipped& added) {
  skipped_.insert(skipped_.end(), added.begin(), added.end());
  if (skipped_.size() > limits::skipped_keys)
    skipped_.erase(skipped_.begin(), skipped_.end() - static_cast<std::ptrdiff_t>(limits::skipped_keys));
}

}  // namespace twinlamp
