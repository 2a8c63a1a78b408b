// Pairing: turns three spoken words into a shared key, confirmed by both sides, and exchanges the devices' long-term keys.
//
//   slot 1 → hello{rB}; slot 0 → share{rA, Ya}; slot 1 → answer{Yb, Tb}; slot 0 verifies → confirm{Ta, box0};
//   slot 1 verifies → finish{box1}. Messages: message.h; keys: secrets.h; CPace: cpace.h.
// Sans-IO: owns no socket, clock or randomness (it draws what it needs once, when made). Feed it messages; drain
// poll_message() before the next input. One wrong word ends it for good: state() is burned, and nothing about the
// words can be learnt from it. Slot 0 counts as having shown its share once that is polled, slot 1 likewise:
// from then on a lost connection burns as well, since a hostile relay could use it as a guess.
#pragma once

#include <optional>

#include "protocol/crypto/aead.h"
#include "protocol/pairing/cpace.h"
#include "protocol/pairing/invitation.h"
#include "protocol/pairing/message.h"
#include "protocol/pairing/secrets.h"

namespace twinlamp {

struct PairingSetup {
  std::uint8_t slot = 0;  // 0 showed the invitation, 1 typed it
  PairingCode code;
  PublicKey relay_id{};
  Binding binding = Binding::exporter;
  DeviceKeys mine;  // the private halves stay with the caller
};

struct PairedKeys {
  std::uint8_t slot = 0;
  DeviceKeys mine, partner;
  PairSecrets secrets;
};

enum class PairingState { working, burned, done };

// Why it burned, as far as a person can act on it.
enum class PairingFailure {
  wrong_words,  // or someone tried to come between: the two cannot be told apart
  broken,       // bytes that no partner's device sends
  version,      // the partner's app speaks another version
  interrupted,  // the connection was lost when a guess could already have been made
};

class Pairing {
public:
  // malformed for a display name or app version that message.h would refuse.
  static Result<Pairing> make(PairingSetup setup, Random& random);

  // On error nothing is sent and the pairing is burned. out_of_order, and no other effect, when it is burned or done.
  Result<void> handle_message(ByteView message);
  std::optional<Bytes> poll_message();     // next message for the partner
  std::optional<PairedKeys> poll_keys();   // once, when both sides have confirmed

  // Burns if my share is out and the pairing is not done; else the same code may be tried again from the start.
  void handle_lost_connection();
  // The partner's device gave the code up (the relay's NameplateClose FAILED). After my proof went out that means wrong words.
  void handle_refusal();

  PairingState state() const;
  std::optional<PairingFailure> failure() const;  // set when burned: the first reason, never replaced

private:
  struct Draws {  // all the randomness of one pairing
    ByteArray<32> nonce{};
    Scalar scalar;
    Nonce24 box_nonce{};
  };
  struct Run {    // what one run knows; wiped when it ends
    Bytes log;    // lv() of every message so far, in order
    Bytes box_ad;  // log before the message in hand, lv() of its head
    Bytes sid;
    cpace::Share share;
    Element theirs{};
    Bytes transcript;
    Secret<64> isk;
    Bytes box0;
    bool share_is_out = false;  // a guess at the words could have been made from here on
  };
  enum class Step { awaiting_hello, awaiting_share, awaiting_answer, awaiting_confirm, awaiting_finish, done, burned };

  Pairing(PairingSetup setup, Draws draws);
  void rewind();
  void offer(PairingMessage message);
  Bytes offer_box(PairingMessage message, const Key& key);
  Result<void> advance(const PairingMessage& message);
  Result<void> on_hello(const PairingMessage& message);
  Result<void> on_share(const PairingMessage& message);
  Result<void> on_answer(const PairingMessage& message);
  Result<void> on_confirm(const PairingMessage& message);
  Result<void> on_finish(const PairingMessage& message);
  void start_run(ByteView ra, ByteView rb);
  Result<void> agree_with(const Element& theirs);
  Hash512 tag_of(const Element& element) const;
  Result<void> check_tag(const PairingMessage& message);
  Result<DeviceKeys> open_partner_box(const PairingMessage& message, const Key& key) const;
  void finish(DeviceKeys partner, ByteView box1);
  void burn(PairingFailure failure);
  void forget();

  PairingSetup setup_;
  Draws draws_;
  Run run_;
  Step step_ = Step::awaiting_hello;
  std::optional<Bytes> outbox_;
  std::optional<PairedKeys> keys_;
  std::optional<PairingFailure> failure_;
};

}  // namespace twinlamp
