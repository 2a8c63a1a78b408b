#include "tests/bench/soak/couple.h"

#include <stdexcept>
#include <utility>

namespace twinlamp::bench::soak {

namespace {

constexpr std::uint64_t posts_under_way = 32;
constexpr std::uint64_t looked_up = 8;  // one in so many
constexpr std::uint32_t body_sizes[] = {200, 200, 200, 1000, 4000};
constexpr auto login_may_take = std::chrono::seconds(20);

std::uint64_t nanoseconds(Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

}  // namespace

Couple::Couple(Surroundings around, std::uint32_t number)
    : around_(around), room_(number), room_id_(room_id_of(room_.keys[0].public_key, room_.keys[1].public_key)) {
  for (std::uint8_t slot = 0; slot < 2; ++slot) members_[slot] = std::make_unique<Member>(*this, slot);
}

void Couple::tick(Time now) {
  if (latch_ && latch_->is_over()) {
    if (latch_->outcome[0] != latch_->outcome[1]) members_[0]->breach("the two heard different ends of a latch");
    ++(latch_->outcome[0] == LatchPlay::Outcome::released ? around_.tally.released : around_.tally.cancelled);
    latch_.reset();
    next_latch_ = now + span_of(around_.dice.around(around_.rates.latch_every));
  }
  if (!latch_ && !calm_ && now >= next_latch_) begin_latch(now);
  for (auto& member : members_) member->tick(now);
}

void Couple::begin_latch(Time now) {
  auto& dice = around_.dice;
  LatchPlay play;
  play.id = dice.random().bytes<16>();
  for (int slot = 0; slot < 2; ++slot) {
    play.scalar[slot] = random_scalar(dice.random());
    play.lock[slot] = *multiply_base(play.scalar[slot]);
    play.seal[slot] = dice.random().bytes<32>();
    play.at[slot] = now + span_of(dice.around(0.5));
  }
  if (dice.once_in(5)) {
    play.canceller = static_cast<std::uint8_t>(dice.below(2));
    play.cancel_at = std::max(play.at[0], play.at[1]) + span_of(dice.between(-0.02, 0.02));  // a race
  } else if (dice.once_in(5)) {
    play.owner = static_cast<std::uint8_t>(dice.below(2));
  }
  latch_ = std::move(play);
  for (auto& member : members_) member->latch_put_ = member->latch_cancelled_ = false;
}

bool Couple::is_at_rest() const {
  if (!calm_ || latch_) return false;
  for (const auto& member : members_) {
    if (!member->is_here() || !member->has_told_all() || member->received() != member->partner().made()) return false;
  }
  return true;
}

std::string Couple::unrest() const {
  std::string text = "couple " + std::to_string(room_.number) + (latch_ ? ", a latch open" : "");
  for (const auto& member : members_) {
    text += "; slot " + std::to_string(member->slot_) + (member->is_here() ? " here" : " not here") + ", " +
            std::to_string(member->made_) + " posts, " + std::to_string(member->told_) + " kept, " +
            std::to_string(member->partner().received_) + " delivered";
  }
  return text;
}

void Couple::forget_relay() {
  ++epoch_;
  latch_.reset();
  for (auto& member : members_) member->forget_relay();
}

Member::Member(Couple& couple, std::uint8_t slot) : couple_(couple), slot_(slot) {}

Member& Member::partner() const {
  return *couple_.members_[1 - slot_];
}

void Member::breach(const std::string& what) const {
  couple_.around_.tally.breach("couple " + std::to_string(couple_.room_.number) + ", slot " + std::to_string(slot_) +
                               ": " + what);
}

void Member::tick(Time now) {
  switch (state_) {
    case State::away:
      if ((now >= until_ || couple_.calm_) && couple_.around_.relay.port() != 0) connect(now);
      return;
    case State::connecting:
      if (now >= until_) leave(now);
      return;
    case State::asleep:
      if (now < until_) return;
      state_ = State::here;
      leaves_at_ = now + span_of(couple_.around_.dice.around(couple_.around_.rates.absence_every));
      couple_.around_.net.wake(*peer_);
      return;
    case State::here:
      return act(now);
  }
}

void Member::connect(Time now) {
  auto& around = couple_.around_;
  try {
    peer_ = around.net.open(around.relay.port(), couple_.room_, slot_, *this, last_);
  } catch (const std::runtime_error&) {  // it has just been killed
    return leave(now + span_of(0.1));
  }
  is_cut_ = false;
  state_ = State::connecting;
  until_ = now + login_may_take;
}

void Member::leave(Time until) {
  is_cut_ = true;
  if (couple_.latch_) couple_.latch_->both_put = {};
  couple_.around_.net.drop(std::move(peer_));
  state_ = State::away;
  until_ = until;
}

void Member::cut() {
  if (state_ == State::here || state_ == State::connecting)
    leave(Clock::now() + span_of(couple_.around_.dice.around(0.5)));
}

void Member::sleep(Time until) {
  if (state_ != State::here) return;
  state_ = State::asleep;
  until_ = until;
  is_cut_ = true;  // the relay gives it up
  couple_.around_.net.put_to_sleep(*peer_);
}

void Member::forget_relay() {
  leave(Clock::now());
  posts_.clear();
  first_ = made_ = sent_ = told_ = received_ = last_ = unacked_ = highest_told_ = 0;
}

void Member::on_ready(LoadPeer&) {
  const auto now = Clock::now();
  auto& around = couple_.around_;
  ++around.tally.logins;
  state_ = State::here;
  sent_ = told_;
  unacked_ = 0;
  latch_put_ = latch_cancelled_ = false;
  paused_until_ = now;
  next_post_ = now + span_of(around.dice.around(around.rates.post_every));
  next_live_ = now + span_of(around.dice.around(around.rates.live_every));
  leaves_at_ = now + span_of(around.dice.around(around.rates.absence_every));
}

void Member::on_ended(LoadPeer&) {
  auto& around = couple_.around_;
  if (state_ == State::connecting) {
    ++around.tally.refused_logins;
  } else if (!is_cut_ && around.relay.port() != 0) {
    breach("a connection that nobody had cut was ended");
  }
  ++around.tally.ends;
  leave(Clock::now() + span_of(around.dice.between(0.05, 0.5)));
}

void Member::act(Time now) {
  auto& around = couple_.around_;
  if (!couple_.calm_) {
    if (now >= leaves_at_) return leave(now + span_of(around.dice.around(3)));
    if (now >= next_post_) make_post();
    if (now >= next_live_) send_live(now);
  }
  send_posts(now);
  work_latch(now);
  peer_->flush();
}

void Member::send(const wire::Frame& frame) {
  const auto text = frame.SerializeAsString();
  peer_->queue(bytes_of(text));
}

Bytes Member::client_id(std::uint64_t number) const {
  ByteWriter out;
  out.u32(couple_.room_.number).u16(static_cast<std::uint16_t>(couple_.epoch_)).u16(slot_).u64(number);
  return out.take();
}

std::string Member::body(std::uint64_t number, std::uint32_t size) const {
  std::string text(text_of(client_id(number)));
  text.resize(size, static_cast<char>('a' + number % 26));
  return text;
}

void Member::make_post() {
  auto& around = couple_.around_;
  posts_.push_back({body_sizes[around.dice.below(std::size(body_sizes))], 0, 0, {}});
  ++made_;
  next_post_ += span_of(around.dice.around(around.rates.post_every));
}

void Member::send_posts(Time now) {
  if (now < paused_until_) return;
  for (; sent_ < made_ && sent_ - told_ < posts_under_way; ++sent_) {
    auto& post = *find(sent_);
    post.sent = now;
    wire::Frame frame;
    frame.mutable_post()->set_client_id(to_string(client_id(sent_)));
    frame.mutable_post()->set_body(body(sent_, post.size));
    send(frame);
  }
}

void Member::send_live(Time now) {
  auto& around = couple_.around_;
  ByteWriter out;
  out.u64(++live_sent_).u64(nanoseconds(now)).raw(std::string(200, 'l'));
  wire::Frame frame;
  frame.mutable_live()->set_body(to_string(out.view()));
  send(frame);
  ++around.tally.lives_sent;
  next_live_ += span_of(around.dice.around(around.rates.live_every));
}

void Member::work_latch(Time now) {
  auto& play = couple_.latch_;
  if (!play || play->outcome[slot_] != LatchPlay::Outcome::open) return;
  wire::Frame frame;
  if (play->canceller == slot_ && now >= play->cancel_at) {  // from here on it never pays again
    if (std::exchange(latch_cancelled_, true)) return;
    frame.mutable_latch_cancel()->set_latch_id(to_string(play->id));
    return send(frame);
  }
  if (now < play->at[slot_] || std::exchange(latch_put_, true)) return;
  auto& put = *frame.mutable_latch_put();
  put.set_latch_id(to_string(play->id));
  put.set_lock_mine(to_string(play->lock[slot_]));
  put.set_seal_mine(to_string(play->seal[slot_]));
  put.set_scalar(to_string(play->scalar[slot_].view()));
  put.set_mode(play->owner == slot_ ? wire::LATCH_OPEN : wire::LATCH_CLOSED);
  if (play->owner != slot_) {
    put.set_lock_partner(to_string(play->lock[1 - slot_]));
    put.set_seal_partner(to_string(play->seal[1 - slot_]));
  }
  if (play->owner == 1 - slot_) put.set_blob(std::string(300, 'b'));
  play->was_put[slot_] = true;
  play->both_put = play->was_put[1 - slot_] && partner().is_here() ? now : Time{};
  send(frame);
}

void Member::on_message(LoadPeer&, ByteView message) {
  wire::Frame frame;
  if (!frame.ParseFromArray(message.data(), static_cast<int>(message.size()))) return breach("a frame that is none");
  switch (frame.kind_case()) {
    case wire::Frame::kPosted:
      return on_posted(frame.posted());
    case wire::Frame::kDeliver:
      return on_deliver(frame.deliver());
    case wire::Frame::kLive:
      return on_live(frame.live().body());
    case wire::Frame::kLatchState:
      return on_latch(frame.latch_state());
    case wire::Frame::kError:
      return on_error(frame.error());
    default:
      return;
  }
}

void Member::on_posted(const wire::Posted& posted) {
  auto& around = couple_.around_;
  ByteReader id(bytes_of(posted.client_id()));
  id.u64();
  const auto number = id.u64();
  if (id.failed() || to_bytes(bytes_of(posted.client_id())) != client_id(number) || number > told_ || number >= made_)
    return breach("an answer to a post that was not the next one");
  auto* post = find(number);
  if (number < told_) {
    ++around.tally.repeated_posts;
    if (post && post->seq != posted.seq()) breach("one post was told two numbers");
    return;
  }
  if (posted.seq() <= highest_told_) breach("a number did not grow");
  highest_told_ = posted.seq();
  ++told_;
  ++around.tally.posts;
  if (!is_cut_) around.tally.felt(&Pauses::post, Clock::now() - post->sent);
  if (post->came_as != 0 && post->came_as != posted.seq())
    breach("a post was delivered under another number than was told");
  post->seq = posted.seq();
  auto* witness = around.relay.witness();
  if (witness != nullptr && around.dice.once_in(looked_up)) {
    const auto kept = witness->has(*last_kept());
    if (kept == false) breach("a post was said to be kept before it was committed");
    around.tally.seen_in_database += kept ? 1 : 0;
  }
  forget_old_posts();
}

std::optional<KeptPost> Member::last_kept() const {
  if (told_ == 0) return std::nullopt;
  return KeptPost{couple_.room_id_, static_cast<std::uint8_t>(1 - slot_), client_id(told_ - 1), highest_told_};
}

void Member::on_deliver(const wire::Deliver& deliver) {
  auto& around = couple_.around_;
  auto& sender = partner();
  auto* post = sender.find(received_);
  if (deliver.seq() <= last_) return breach("a delivery went back");
  if (post == nullptr || deliver.body() != sender.body(received_, post->size))
    return breach("what came is not the partner's next post: one is lost, repeated, changed or out of order");
  if (post->seq != 0 && post->seq != deliver.seq()) breach("a post was delivered under another number than was told");
  post->came_as = deliver.seq();
  last_ = deliver.seq();
  ++received_;
  ++around.tally.deliveries;
  sender.forget_old_posts();
  if (++unacked_ < 5 && around.dice.once_in(3)) return;  // goes with a later one; at the end the next login says it
  unacked_ = 0;
  wire::Frame ack;
  ack.mutable_ack()->set_seq(last_);
  send(ack);
}

void Member::forget_old_posts() {
  while (first_ < made_ && posts_.front().seq != 0 && posts_.front().came_as != 0) {
    posts_.pop_front();
    ++first_;
  }
}

void Member::on_live(const std::string& body) {
  auto& around = couple_.around_;
  ByteReader in(bytes_of(body));
  const auto number = in.u64(), sent = in.u64();
  if (in.failed() || number <= live_seen_ || in.rest().size() != 200)
    return breach("a live frame was changed, repeated or out of order");
  live_seen_ = number;
  ++around.tally.lives_come;
  if (!is_cut_) around.tally.felt(&Pauses::live, Clock::now() - Time(std::chrono::nanoseconds(sent)));
}

void Member::on_latch(const wire::LatchState& state) {
  auto& around = couple_.around_;
  auto& play = couple_.latch_;
  wire::Frame ack;
  ack.mutable_latch_ack()->set_latch_id(state.latch_id());
  if (state.status() == wire::LatchState::RELEASED) send(ack);
  if (!play || state.latch_id() != to_string(play->id)) return;  // one that both know the end of, repeated
  auto& outcome = play->outcome[slot_];
  const auto before = outcome;
  switch (state.status()) {
    case wire::LatchState::WAITING:
      return;
    case wire::LatchState::RELEASED:
      if (state.scalar_0() != to_string(play->scalar[0].view()) ||
          state.scalar_1() != to_string(play->scalar[1].view()) || state.seal_0() != to_string(play->seal[0]) ||
          state.seal_1() != to_string(play->seal[1]))
        breach("a release is not what the two have paid in");
      if (!play->was_put[0] || !play->was_put[1]) breach("a latch opened before both had paid");
      outcome = LatchPlay::Outcome::released;
      break;
    case wire::LatchState::CANCELLED:
      if (!play->canceller) breach("a latch was cancelled by nobody");
      outcome = LatchPlay::Outcome::cancelled;
      break;
    default:
      return breach("a latch was answered with status " + std::to_string(state.status()));
  }
  if (before != LatchPlay::Outcome::open && before != outcome) breach("a latch ended in two ways");
  if (before != LatchPlay::Outcome::open) return;
  if (play->both_put != Time{} && !is_cut_) around.tally.felt(&Pauses::latch, Clock::now() - play->both_put);
  auto* witness = around.relay.witness();
  if (witness == nullptr || !around.dice.once_in(looked_up)) return;
  const auto kept = witness->has_decided(couple_.room_id_, bytes_of(state.latch_id()));
  if (kept == false) breach("a latch's end was told before it was committed");
  around.tally.seen_in_database += kept ? 1 : 0;
}

void Member::on_error(const wire::Error& error) {
  const auto soon = Clock::now() + span_of(1);
  if (!error.client_id().empty()) {
    ++couple_.around_.tally.refused_posts;
    sent_ = told_;
    paused_until_ = soon;
  } else if (!error.latch_id().empty() && couple_.latch_ &&
             couple_.latch_->outcome[slot_] == LatchPlay::Outcome::open) {
    latch_put_ = latch_cancelled_ = false;
    couple_.latch_->at[slot_] = soon;
    if (couple_.latch_->canceller == slot_) couple_.latch_->cancel_at = std::max(couple_.latch_->cancel_at, soon);
    couple_.latch_->both_put = {};
  }
  if (error.code() == wire::Error::MALFORMED || error.code() == wire::Error::UNAUTHENTIC)
    breach("an honest frame was refused: " + error.text());
}

}  // namespace twinlamp::bench::soak
