#include "protocol/session/live.h"

#include <cassert>

#include "protocol/base/limits.h"
#include "protocol/crypto/pad.h"

namespace twinlamp {
namespace {

enum FrameType : std::uint8_t { hello = 1, answer = 2, data = 3, poke = 4 };
enum Kind : std::uint8_t { confirm = 1, confirmed = 2, whole = 3, piece = 4 };

constexpr std::size_t max_plaintext = limits::live_piece - 1;  // with its padding mark: 16 KiB
constexpr std::size_t piece_bytes = max_plaintext - 9;
constexpr std::size_t max_pieces = (LiveSession::max_message + piece_bytes - 1) / piece_bytes;
constexpr std::size_t max_waiting_frames = 512;
constexpr int max_confirms = 4;
constexpr std::chrono::seconds shortest_pause{1};
static_assert(LiveSession::header_size + limits::live_piece + 16 <= limits::live_frame);

Bytes make_frame(FrameType type, const ByteArray<8>& id, std::uint64_t counter, ByteView body) {
  return ByteWriter().u8(type).raw(id).u64(counter).raw(body).take();
}

}  // namespace

struct LiveSession::Header {
  std::uint8_t type = 0;
  HandshakeId id{};
  std::uint64_t counter = 0;
  ByteView bytes;  // of the header itself
  ByteView body;
};

struct LiveSession::Attempt {
  HandshakeId id;
  NoiseHandshake handshake;
  Bytes frame;
};

struct LiveSession::Channel {
  Channel(const HandshakeId& handshake_id, const NoiseHandshake& handshake)
      : id(handshake_id), transport(handshake.transport()), hash(handshake.handshake_hash()) {}

  struct Assembly {
    std::uint32_t message_id;
    std::uint16_t next, count;
    SecretBytes bytes;
  };

  HandshakeId id;
  NoiseTransport transport;
  Bytes hash;
  Bytes answer_frame;  // slot 1: for a HELLO that comes again
  bool heard = false;  // a frame of the partner has verified
  std::optional<Assembly> assembly;
};

LiveSession::LiveSession(Config config, Random& random) : config_(std::move(config)), random_(random) {
  assert(config_.slot <= 1);
}
LiveSession::LiveSession(LiveSession&&) noexcept = default;
LiveSession& LiveSession::operator=(LiveSession&&) noexcept = default;
LiveSession::~LiveSession() = default;

NoiseHandshake LiveSession::make_handshake(const HandshakeId& id) const {
  const auto prologue = ByteWriter().raw("live/1").lv(config_.prologue).raw(id).take();
  return {noise_live, config_.slot == 0, {config_.identity, config_.partner, config_.psk, {}}, prologue};
}

void LiveSession::set_retry(MonoTime now) {
  deadline_ = now + shortest_pause * (1 << std::min(tries_, 4));
  ++tries_;
}

void LiveSession::handle_partner_online(MonoTime now) {
  online_ = true;
  tries_ = 0;
  if (config_.slot == 0)
    begin(now);
  else if (!current_)
    set_retry(now);
}

void LiveSession::handle_partner_offline(MonoTime) {
  if (current_) events_.push_back(LiveEvent::lost);
  online_ = false;
  attempt_.reset();
  current_.reset();
  pending_.reset();
  previous_.reset();
  deadline_.reset();
  began_.reset();
  frames_.clear();
}

void LiveSession::begin(MonoTime now) {
  const auto id = random_.get().bytes<8>();
  auto handshake = make_handshake(id);
  const auto message = handshake.write_message({}, random_);
  if (!message) return;  // the partner's identity is of small order: there will never be a session
  attempt_ = std::make_unique<Attempt>(Attempt{id, std::move(handshake), make_frame(hello, id, 0, *message)});
  frames_.push_back(attempt_->frame);
  began_ = now;
  tries_ = 0;
  set_retry(now);
}

void LiveSession::handle_time(MonoTime now) {
  if (!deadline_ || now < *deadline_) return;
  deadline_.reset();
  if (attempt_) {
    frames_.push_back(attempt_->frame);
  } else if (config_.slot == 1 && !current_) {
    frames_.push_back(make_frame(poke, random_.get().bytes<8>(), 0, {}));
  } else if (config_.slot == 0 && current_ && !current_->heard) {
    if (tries_ > max_confirms) return begin(now);
    const std::uint8_t plaintext = confirm;
    (void)send_plaintext(*current_, {&plaintext, 1});  // fails only when the counter is used up
  } else {
    return;
  }
  set_retry(now);
}

Result<void> LiveSession::handle_frame(ByteView frame, MonoTime now) {
  ByteReader reader(frame);
  Header header{reader.u8(), reader.array<8>(), reader.u64(), {}, reader.rest()};
  if (reader.failed() || frame.size() > limits::live_frame) return Error{ErrorCode::malformed, "live: frame"};
  header.bytes = frame.first(header_size);
  if (!online_) return Error{ErrorCode::out_of_order, "live: the partner is not online"};
  if (header.type == data) return handle_data(header, now);
  if (header.counter != 0) return Error{ErrorCode::malformed, "live: frame"};
  if (header.type == hello && config_.slot == 1) return handle_hello(header, now);
  if (header.type == answer && config_.slot == 0) return handle_answer(header, now);
  if (header.type == poke && config_.slot == 0 && header.body.empty()) return handle_poke(now);
  return Error{ErrorCode::malformed, "live: frame is of no known type"};
}

// A HELLO can be replayed, so it replaces no session: what it makes is pending until a DATA frame verifies on it.
Result<void> LiveSession::handle_hello(const Header& header, MonoTime now) {
  if (current_ && current_->id == header.id) return Error{ErrorCode::out_of_order, "live: HELLO of this session"};
  if (pending_ && pending_->id == header.id) {
    frames_.push_back(pending_->answer_frame);
    return {};
  }
  auto handshake = make_handshake(header.id);
  if (auto payload = handshake.read_message(header.body); !payload) return payload.error();
  const auto message = handshake.write_message({}, random_);
  if (!message) return message.error();
  pending_ = std::make_unique<Channel>(header.id, handshake);
  pending_->answer_frame = make_frame(answer, header.id, 0, *message);
  frames_.push_back(pending_->answer_frame);
  if (!current_) {
    tries_ = 1;  // slot 0 is at it: no need to poke soon
    set_retry(now);
  }
  return {};
}

Result<void> LiveSession::handle_answer(const Header& header, MonoTime now) {
  if (!attempt_ || attempt_->id != header.id) return Error{ErrorCode::out_of_order, "live: ANSWER to no HELLO"};
  if (auto payload = attempt_->handshake.read_message(header.body); !payload) return payload.error();
  if (current_ && current_->heard) previous_ = std::move(current_);
  establish(std::make_unique<Channel>(header.id, attempt_->handshake));
  attempt_.reset();
  const std::uint8_t plaintext = confirm;
  TWINLAMP_TRY(send_plaintext(*current_, {&plaintext, 1}));
  tries_ = 0;
  set_retry(now);
  return {};
}

// Nobody signs a POKE, so it costs one handshake a second at the most.
Result<void> LiveSession::handle_poke(MonoTime now) {
  if (began_ && now < *began_ + shortest_pause) return {};
  if (!attempt_) begin(now);
  return {};
}

void LiveSession::establish(std::unique_ptr<Channel> channel) {
  current_ = std::move(channel);
  events_.push_back(LiveEvent::established);
}

Result<void> LiveSession::handle_data(const Header& header, MonoTime now) {
  Channel* channel = nullptr;
  for (auto* candidate : {current_.get(), pending_.get(), previous_.get()})
    if (candidate != nullptr && candidate->id == header.id) channel = candidate;
  if (channel == nullptr) return Error{ErrorCode::not_found, "live: DATA of no session"};
  const auto padded = channel->transport.open(header.counter, header.body, header.bytes);
  if (!padded) return padded.error();
  note_heard(*channel, now);
  const auto plaintext = unpad(*padded);
  if (!plaintext) return plaintext.error();
  return handle_plaintext(*channel, *plaintext);
}

void LiveSession::note_heard(Channel& channel, MonoTime now) {
  last_heard_ = now;
  channel.heard = true;
  if (&channel == pending_.get()) establish(std::move(pending_));
  if (&channel != current_.get()) return;
  previous_.reset();
  if (!attempt_) deadline_.reset();
}

Result<void> LiveSession::handle_plaintext(Channel& channel, ByteView plaintext) {
  ByteReader reader(plaintext);
  const auto kind = reader.u8();
  if (kind == confirm && config_.slot == 1) {
    const std::uint8_t reply = confirmed;
    return send_plaintext(channel, {&reply, 1});
  }
  if (kind == confirmed && config_.slot == 0) return {};
  if (kind == whole) {
    messages_.push_back(to_secret(reader.rest()));
    return {};
  }
  if (kind == piece) return handle_piece(channel, reader.rest());
  return Error{ErrorCode::malformed, "live: plaintext is of no known kind"};
}

// Pieces come in order; where one is missing the message is lost, which is no error.
Result<void> LiveSession::handle_piece(Channel& channel, ByteView bytes) {
  ByteReader reader(bytes);
  const auto message_id = reader.u32();
  const auto index = reader.u16(), count = reader.u16();
  const auto part = reader.rest();
  const bool is_last = index + 1 == count;
  if (reader.failed() || count < 2 || count > max_pieces || index >= count || part.empty() ||
      part.size() > piece_bytes || (!is_last && part.size() != piece_bytes) ||
      index * piece_bytes + part.size() > max_message)
    return Error{ErrorCode::malformed, "live: piece"};
  auto& assembly = channel.assembly;
  if (index == 0) {
    assembly = Channel::Assembly{message_id, 0, count, {}};
    assembly->bytes.reserve(count * piece_bytes);
  }
  if (!assembly || assembly->message_id != message_id || assembly->next != index || assembly->count != count) {
    assembly.reset();
    return {};
  }
  assembly->bytes.insert(assembly->bytes.end(), part.begin(), part.end());
  ++assembly->next;
  if (is_last) {
    messages_.push_back(std::move(assembly->bytes));
    assembly.reset();
  }
  return {};
}

Result<void> LiveSession::send(ByteView message) {
  if (!current_) return Error{ErrorCode::out_of_order, "live: no session"};
  if (message.size() > max_message) return Error{ErrorCode::too_large, "live: message"};
  if (frames_.size() + max_pieces > max_waiting_frames) return Error{ErrorCode::unavailable, "live: too much waits"};
  SecretBytes plaintext;
  if (message.size() < max_plaintext) {
    plaintext.push_back(whole);
    plaintext.insert(plaintext.end(), message.begin(), message.end());
    return send_plaintext(*current_, plaintext);
  }
  const auto count = static_cast<std::uint16_t>((message.size() + piece_bytes - 1) / piece_bytes);
  const auto id = next_message_id_++;
  for (std::uint16_t index = 0; index < count; ++index) {
    const auto header = ByteWriter().u8(piece).u32(id).u16(index).u16(count).take();
    const auto rest = message.subspan(index * piece_bytes);
    const auto part = rest.first(std::min(rest.size(), piece_bytes));
    plaintext = to_secret(header);
    plaintext.insert(plaintext.end(), part.begin(), part.end());
    TWINLAMP_TRY(send_plaintext(*current_, plaintext));
  }
  return {};
}

Result<void> LiveSession::send_plaintext(Channel& channel, ByteView plaintext) {
  const auto counter = channel.transport.next_counter();
  auto frame = make_frame(data, channel.id, counter, {});
  const auto sealed = channel.transport.seal(pad(plaintext, live_padded_size(plaintext.size())), frame);
  if (!sealed) return sealed.error();
  frame.insert(frame.end(), sealed->ciphertext.begin(), sealed->ciphertext.end());
  frames_.push_back(std::move(frame));
  return {};
}

namespace {
template <class T>
std::optional<T> take_first(std::deque<T>& queue) {
  if (queue.empty()) return std::nullopt;
  std::optional<T> first(std::move(queue.front()));
  queue.pop_front();
  return first;
}
}  // namespace

std::optional<Bytes> LiveSession::poll_frame() {
  return take_first(frames_);
}
std::optional<SecretBytes> LiveSession::poll_message() {
  return take_first(messages_);
}
std::optional<LiveEvent> LiveSession::poll_event() {
  return take_first(events_);
}
std::optional<MonoTime> LiveSession::next_deadline() const {
  return deadline_;
}

const Bytes& LiveSession::handshake_hash() const {
  assert(current_);
  return current_->hash;
}

}  // namespace twinlamp
