// Noise KK handshakes and transport (Noise Protocol Framework, revision 34): 25519, ChaChaPoly, SHA-512.
//
// Twinlamp speaks noise_live below and nothing else. The machine also takes the other place of a psk, and SHA-256, so
// that it can be held against every published KK vector.
// Foreign bytes: a message that fails leaves the handshake or transport as it was. Sans-IO, not thread-safe.
#pragma once

#include <optional>

#include "protocol/crypto/hash.h"
#include "protocol/crypto/keys.h"

namespace twinlamp {

struct NoiseProtocol {
  std::string_view name;
  bool sha256 = false;
};
inline constexpr NoiseProtocol noise_live{"Noise_KKpsk0_25519_ChaChaPoly_SHA512"};

// Section 5.1 and 5.2: the cipher key, the chaining key and the running hash.
class NoiseSymmetric {
public:
  explicit NoiseSymmetric(const NoiseProtocol& protocol);

  void mix_hash(ByteView data);
  void mix_key(ByteView material);
  void mix_key_and_hash(ByteView material);
  Bytes encrypt_and_hash(ByteView plaintext);
  Result<SecretBytes> decrypt_and_hash(ByteView ciphertext);
  std::pair<Key, Key> split() const;  // initiator's sending key, responder's sending key
  ByteView hash() const { return hash_; }

private:
  std::vector<SecretBytes> derive(ByteView material, std::uint8_t outputs) const;
  void set_key(ByteView output);
  std::size_t hash_size() const { return sha256_ ? 32 : 64; }

  bool sha256_;
  Bytes hash_;
  SecretBytes chaining_key_;
  Key key_;
  std::uint64_t nonce_ = 0;
  bool has_key_ = false;
};

// After the handshake: explicit counters, strictly increasing, gaps allowed (section 11.4, without reordering).
class NoiseTransport {
public:
  struct Sealed {
    std::uint64_t counter;
    Bytes ciphertext;
  };

  NoiseTransport(Key send, Key receive) : send_(std::move(send)), receive_(std::move(receive)) {}

  std::uint64_t next_counter() const { return sent_; }  // the one that seal() uses next
  // refused after 2^64 - 2 messages.
  Result<Sealed> seal(ByteView plaintext, ByteView ad = {});
  // out_of_order for a counter that is not above all that were opened; unauthentic if the tag does not verify.
  Result<SecretBytes> open(std::uint64_t counter, ByteView ciphertext, ByteView ad = {});

private:
  Key send_, receive_;
  std::uint64_t sent_ = 0;
  std::uint64_t expected_ = 0;  // the smallest counter that is still acceptable
};

class NoiseHandshake {
public:
  struct Keys {
    AgreementKeys mine;
    PublicKey partner{};
    std::optional<Key> psk0;  // before the first message's tokens
    std::optional<Key> psk2;  // after the second message's tokens
  };

  // Precondition: the psks are those that the protocol's name says.
  NoiseHandshake(const NoiseProtocol& protocol, bool is_initiator, Keys keys, ByteView prologue);

  // The initiator writes first, then each side in turn; out_of_order otherwise. Random gives the ephemeral key.
  Result<Bytes> write_message(ByteView payload, Random& random);
  Result<SecretBytes> read_message(ByteView message);

  bool is_finished() const { return messages_ == 2; }
  // Precondition for both: is_finished().
  NoiseTransport transport() const;
  Bytes handshake_hash() const { return to_bytes(symmetric_.hash()); }

private:
  using Ephemerals = std::pair<AgreementKeys, PublicKey>;  // mine, the partner's

  bool writes_next() const { return is_initiator_ == (messages_ == 0); }
  Result<void> mix_tokens(NoiseSymmetric& symmetric, const Ephemerals& ephemerals) const;
  static Result<void> mix_agreement(NoiseSymmetric& symmetric, const Key& mine, const PublicKey& theirs);
  void accept(NoiseSymmetric symmetric, Ephemerals ephemerals);

  bool is_initiator_;
  Keys keys_;
  NoiseSymmetric symmetric_;
  Ephemerals ephemerals_;
  int messages_ = 0;
};

}  // namespace twinlamp
