#include "protocol/session/live.h"

#include <cassert>

namespace twinlamp {
namespace {

constexpr std::size_t max_waiting_frames = 512;
constexpr std::size_t most_frames_of_a_message = 40;
constexpr int max_confirms = 4;
constexpr std::chrono::seconds shortest_pause{1};

}  // namespace

struct LiveSession::Attempt {
  LiveHandshakeId id;
  NoiseHandshake handshake;
  Bytes frame;
};

struct LiveSession::Channel : LiveChannel {
  using LiveChannel::LiveChannel;
  Bytes answer_frame;     // slot 1: for a HELLO that comes again
  bool is_heard = false;  // a frame of the partner has verified
};

LiveSession::LiveSession(Config config, Random& random) : config_(std::move(config)), random_(random) {
  assert(config_.slot <= 1);
}
LiveSession::LiveSession(LiveSession&&) noexcept = default;
LiveSession& LiveSession::operator=(LiveSession&&) noexcept = default;
LiveSession::~LiveSession() = default;

NoiseHandshake LiveSession::make_handshake(const LiveHandshakeId& id) const {
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
  attempt_ = std::make_unique<Attempt>(
      Attempt{id, std::move(handshake), make_live_frame(LiveFrameType::hello, id, 0, *message)});
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
    frames_.push_back(make_live_frame(LiveFrameType::poke, random_.get().bytes<8>(), 0, {}));
  } else if (config_.slot == 0 && current_ && !current_->is_heard) {
    if (tries_ > max_confirms) return begin(now);
    say(*current_, LiveKind::confirm);
  } else {
    return;
  }
  set_retry(now);
}

Result<void> LiveSession::handle_frame(ByteView bytes, MonoTime now) {
  const auto frame = parse_live_frame(bytes);
  if (!frame) return frame.error();
  if (!online_) return Error{ErrorCode::out_of_order, "live: the partner is not online"};
  if (frame->type == LiveFrameType::data) return handle_data(*frame, now);
  if (frame->type == LiveFrameType::hello && config_.slot == 1) return handle_hello(*frame, now);
  if (frame->type == LiveFrameType::answer && config_.slot == 0) return handle_answer(*frame, now);
  if (frame->type == LiveFrameType::poke && config_.slot == 0) return handle_poke(now);
  return Error{ErrorCode::malformed, "live: frame is not for this slot"};
}

// A HELLO can be replayed, so it replaces no session: what it makes is pending until a DATA frame verifies on it.
Result<void> LiveSession::handle_hello(const LiveFrame& frame, MonoTime now) {
  if (current_ && current_->id() == frame.id) return Error{ErrorCode::out_of_order, "live: HELLO of this session"};
  if (pending_ && pending_->id() == frame.id) {
    frames_.push_back(pending_->answer_frame);
    return {};
  }
  auto handshake = make_handshake(frame.id);
  if (auto payload = handshake.read_message(frame.body); !payload) return payload.error();
  const auto message = handshake.write_message({}, random_);
  if (!message) return message.error();
  pending_ = std::make_unique<Channel>(frame.id, handshake);
  pending_->answer_frame = make_live_frame(LiveFrameType::answer, frame.id, 0, *message);
  frames_.push_back(pending_->answer_frame);
  if (!current_) {
    tries_ = 1;  // slot 0 is at it: no need to poke soon
    set_retry(now);
  }
  return {};
}

Result<void> LiveSession::handle_answer(const LiveFrame& frame, MonoTime now) {
  if (!attempt_ || attempt_->id != frame.id) return Error{ErrorCode::out_of_order, "live: ANSWER to no HELLO"};
  if (auto payload = attempt_->handshake.read_message(frame.body); !payload) return payload.error();
  if (current_ && current_->is_heard) previous_ = std::move(current_);
  establish(std::make_unique<Channel>(frame.id, attempt_->handshake));
  attempt_.reset();
  say(*current_, LiveKind::confirm);
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

Result<void> LiveSession::handle_data(const LiveFrame& frame, MonoTime now) {
  Channel* channel = nullptr;
  for (auto* candidate : {current_.get(), pending_.get(), previous_.get()})
    if (candidate != nullptr && candidate->id() == frame.id) channel = candidate;
  if (channel == nullptr) return Error{ErrorCode::not_found, "live: DATA of no session"};
  auto opened = channel->open(frame);
  if (!opened) return opened.error();
  note_heard(*channel, now);
  if (opened->kind == LiveKind::confirm && config_.slot == 1) say(*channel, LiveKind::confirmed);
  if (opened->message) messages_.push_back(std::move(*opened->message));
  return {};
}

void LiveSession::note_heard(Channel& channel, MonoTime now) {
  last_heard_ = now;
  channel.is_heard = true;
  if (&channel == pending_.get()) establish(std::move(pending_));
  if (&channel != current_.get()) return;
  previous_.reset();
  if (!attempt_) deadline_.reset();
}

Result<void> LiveSession::send(ByteView message) {
  if (!current_) return Error{ErrorCode::out_of_order, "live: no session"};
  if (message.size() > max_message) return Error{ErrorCode::too_large, "live: message"};
  if (frames_.size() + most_frames_of_a_message > max_waiting_frames)
    return Error{ErrorCode::unavailable, "live: too much waits"};
  auto sealed = current_->seal_message(message);
  if (!sealed) return sealed.error();
  std::move(sealed->begin(), sealed->end(), std::back_inserter(frames_));
  return {};
}

// Fails only when all counters are used up: then the partner hears no more, and the session ends as any silent one.
void LiveSession::say(Channel& channel, LiveKind word) {
  if (auto frame = channel.seal_word(word)) frames_.push_back(std::move(*frame));
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
  return current_->hash();
}

}  // namespace twinlamp
