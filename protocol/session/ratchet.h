// The Double Ratchet with header encryption (Signal, "The Double Ratchet Algorithm", revision 4, section 4).
//
// Each message has a key of its own, and a stranger cannot even see which message of which chain it is. Slot 0 of the
// pair is Alice and sends first; slot 1 is Bob and cannot send before Alice's first message has come.
// Foreign bytes: any failure leaves the state untouched, byte for byte. Copies are cheap: skipped keys are shared.
// Sans-IO, not thread-safe, no clock: skipped keys go when used, or the oldest when there are limits::skipped_keys.
#pragma once

#include <memory>
#include <optional>

#include "protocol/crypto/keys.h"

namespace twinlamp {

// What both sides start from: HKDF output of the pairing, or of an epoch (session/epoch.h).
struct RatchetSeed {
  Key root;
  Key header_alice;     // header key of Alice's first sending chain
  Key next_header_bob;  // header key of Bob's first sending chain
};

class Ratchet {
public:
  static constexpr std::size_t header_box_size = 24 + 40 + 16;        // nonce, {key, PN, N}, tag
  static constexpr std::size_t overhead = header_box_size + 24 + 16;  // what encrypt() adds to a plaintext
  static constexpr std::uint32_t max_gap = 4096;  // messages of one chain that may be missing at once

  // unauthentic if the partner's key is of small order.
  static Result<Ratchet> alice(const RatchetSeed& seed, const PublicKey& partner_key, Random& random);
  static Ratchet bob(const RatchetSeed& seed, const AgreementKeys& my_key);

  bool can_send() const { return state_.can_send; }

  // The state has moved on when this returns: store it before the message leaves. out_of_order if !can_send().
  Result<Bytes> encrypt(ByteView plaintext, ByteView ad, Random& random);
  // unauthentic for anything not from the partner, and for a message that was already decrypted.
  Result<SecretBytes> decrypt(ByteView message, ByteView ad, Random& random);

  // Holds every key in the clear: goes only into rows sealed at rest.
  SecretBytes serialise() const;
  static Result<Ratchet> parse(ByteView bytes);

  std::size_t skipped_count() const { return skipped_.size(); }

private:
  struct State {
    bool can_send = false;     // partner_key, send_chain and send_header are set
    bool can_receive = false;  // receive_chain and receive_header are set
    AgreementKeys my_key;
    PublicKey partner_key{};
    Key root, send_chain, receive_chain;
    Key send_header, receive_header, next_send_header, next_receive_header;
    std::uint32_t sent = 0, received = 0, previous_sent = 0;  // Ns, Nr, PN of the specification
  };
  struct SkippedKey {
    SkippedKey(Key h, std::uint32_t n, Key m) : header(std::move(h)), number(n), message(std::move(m)) {}
    Key header;
    std::uint32_t number;
    Key message;
  };
  using Skipped = std::vector<std::shared_ptr<const SkippedKey>>;  // oldest first; a chain's keys are neighbours
  struct Header {
    PublicKey key;
    std::uint32_t previous_count, number;
  };

  static std::optional<Header> open_header(const Key& key, ByteView box);
  static Result<void> skip_until(State& state, std::uint32_t number, Skipped& skipped);
  static Result<void> turn(State& state, const PublicKey& partner_key, Random& random);
  // Moves `state` to the header's message and yields its key.
  static Result<Key> advance(State& state, ByteView header_box, Skipped& skipped, Random& random);
  // The place of the skipped key that fits the header, or skipped_.size().
  std::size_t find_skipped(ByteView header_box) const;
  void keep(const Skipped& added);

  State state_;
  Skipped skipped_;
};

}  // namespace twinlamp
