// The live session: a fresh Noise channel for each meeting, in memory only, over frames that the relay may drop.
//
//   frame = type u8 | handshake id 8 | counter u64 | body
//   1 HELLO   slot 0   Noise message 1, counter 0        2 ANSWER  slot 1   Noise message 2, counter 0
//   3 DATA    both     transport ciphertext              4 POKE    slot 1   empty: "please begin", unauthenticated
//   plaintext of DATA = kind u8 | ..., padded to a multiple of 256: 1 CONFIRM  2 CONFIRMED  3 WHOLE bytes
//                       4 PIECE  message id u32 | index u16 | count u16 | bytes
//
// Slot 0 begins when the partner is online; slot 1 may poke. A session is kept until the first transport message of the
// newer one has verified, so a replayed HELLO replaces nothing. Lost handshake frames are sent again, the same bytes.
// Nothing is resent after that: what a message carries must bear loss (the journal's sync does).
// Foreign bytes: an error changes nothing. Sans-IO, not thread-safe; drain the polls after each input.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "protocol/base/time.h"
#include "protocol/session/live_channel.h"

namespace twinlamp {

enum class LiveEvent {
  established,  // a session stands, or a newer one took its place: what was under way is lost, say everything again
  lost,
};

class LiveSession {
public:
  static constexpr std::size_t max_message = LiveChannel::max_message;

  struct Config {
    std::uint8_t slot = 0;
    AgreementKeys identity;
    PublicKey partner{};
    Key psk;
    Bytes prologue;  // binds the room and the version: the same on both sides
  };

  // `random` must outlive the session.
  LiveSession(Config config, Random& random);
  LiveSession(LiveSession&&) noexcept;
  LiveSession& operator=(LiveSession&&) noexcept;
  ~LiveSession();

  // As the relay says; it is not trusted: the worst it can do by lying is to withhold. "Online" again while online: the
  // partner has connected anew. "Offline" also when our own connection went or our lamp was put out: the meeting is
  // over, and every frame is refused until the partner is online again.
  void handle_partner_online(MonoTime now);
  void handle_partner_offline(MonoTime now);
  Result<void> handle_frame(ByteView frame, MonoTime now);
  void handle_time(MonoTime now);

  // out_of_order when not established, too_large above max_message, unavailable while too many frames wait.
  Result<void> send(ByteView message);

  std::optional<Bytes> poll_frame();
  std::optional<SecretBytes> poll_message();
  std::optional<LiveEvent> poll_event();
  std::optional<MonoTime> next_deadline() const;

  bool is_established() const { return current_ != nullptr; }
  // Of the session that sends. Precondition: is_established().
  const Bytes& handshake_hash() const;
  // When a frame of the partner last verified; none before the first. What silence means is the caller's matter.
  std::optional<MonoTime> last_heard() const { return last_heard_; }

private:
  struct Attempt;  // slot 0: a handshake that waits for its ANSWER
  struct Channel;  // a finished handshake

  NoiseHandshake make_handshake(const LiveHandshakeId& id) const;
  void begin(MonoTime now);
  Result<void> handle_hello(const LiveFrame& frame, MonoTime now);
  Result<void> handle_answer(const LiveFrame& frame, MonoTime now);
  Result<void> handle_poke(MonoTime now);
  Result<void> handle_data(const LiveFrame& frame, MonoTime now);
  void establish(std::unique_ptr<Channel> channel);
  void note_heard(Channel& channel, MonoTime now);
  void say(Channel& channel, LiveKind word);
  void set_retry(MonoTime now);

  Config config_;
  std::reference_wrapper<Random> random_;
  bool online_ = false;
  std::unique_ptr<Attempt> attempt_;
  std::unique_ptr<Channel> current_;   // sends and receives
  std::unique_ptr<Channel> pending_;   // slot 1: answered, nothing verified on it yet
  std::unique_ptr<Channel> previous_;  // slot 0: receives until the partner has spoken on the current one
  std::optional<MonoTime> deadline_;   // of the next retry
  std::optional<MonoTime> began_;
  int tries_ = 0;
  std::optional<MonoTime> last_heard_;
  std::deque<Bytes> frames_;
  std::deque<SecretBytes> messages_;
  std::deque<LiveEvent> events_;
};

}  // namespace twinlamp
