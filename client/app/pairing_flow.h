// Pairing as a person meets it: from "invite" or a typed code to two devices that show the same four words.
//
// Drives protocol/pairing over the relay's nameplate frames. Sans-IO: feed it the link's events, drain poll_frame() after each. When it has failed
// or is done it takes nothing more; view() says why in plain words. Single-threaded.
#pragma once

#include <deque>
#include <optional>

#include "client/content/words.h"
#include "client/link/link.h"
#include "client/link/relay_address.h"
#include "client/model.h"
#include "protocol/device/device.h"
#include "protocol/device/pair_record.h"
#include "protocol/pairing/pairing.h"

namespace twinlamp::client {

// What a finished pairing leaves: kept sealed until the person has compared the words.
struct PendingPair {
  static constexpr const char* key = "pairing";

  PairRecord record;
  std::array<std::string, 4> same_words;
  std::array<std::uint8_t, 16> pattern{};

  SecretBytes encode() const;
  static Result<PendingPair> parse(ByteView bytes);
};

class PairingFlow {
public:
  struct Setup {
    std::string name;              // mine
    RelayAddress address;          // of the relay: for the invitation, and kept in the record
    Words words = {};              // for what went wrong
    const Device* going_on = nullptr;  // of a pair whose history this laptop gives to the partner's new one; outlives the flow
  };

  static PairingFlow invite(Setup setup, Random& random) { return PairingFlow(std::move(setup), std::nullopt, random); }
  static PairingFlow join(Setup setup, PairingCode code, Random& random) { return PairingFlow(std::move(setup), code, random); }

  void handle_connected(const RelayFacts& relay);
  void handle_frame(const wire::Frame& frame, MonoTime now);
  void handle_down(const LinkDown& down);

  std::optional<wire::Frame> poll_frame();
  std::optional<PendingPair> poll_pair();  // once
  const PairingView& view() const { return view_; }
  bool has_failed() const { return view_.step == PairingView::Step::failed; }

private:
  PairingFlow(Setup setup, std::optional<PairingCode> code, Random& random);
  void start_machine(std::uint8_t slot);
  void handle_allocated(const wire::NameplateAllocated& allocated, MonoTime now);
  void handle_claimed();
  void handle_message(ByteView message);
  void handle_close(wire::NameplateClose::Reason reason);
  void drain_machine();
  void finish(const PairedKeys& keys);
  bool settle_history(PairRecord& record, ByteView options);  // false: it has failed
  void fail(std::string problem);
  void send_close(wire::NameplateClose::Reason reason);

  Setup setup_;
  std::optional<PairingCode> code_;  // given when joining, made when inviting
  bool joins_;
  Random& random_;
  AgreementKeys identity_, first_ratchet_;
  SigningKeys member_;
  RelayFacts relay_;
  std::optional<Pairing> machine_;
  std::optional<PendingPair> pair_;
  bool is_done_ = false;
  std::deque<wire::Frame> frames_;
  PairingView view_;
};

}  // namespace twinlamp::client
