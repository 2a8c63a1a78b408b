#include "tests/device/modified_partner.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/crypto/hkdf.h"
#include "protocol/crypto/pad.h"
#include "protocol/journal/sync.h"

namespace twinlamp::test {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view card = "c.1";
constexpr std::int64_t wall_start = 1'700'000'000'000;

std::string text(ByteView bytes) { return to_string(bytes); }

wire::Body parsed(const Entry& entry) {
  wire::Body body;
  EXPECT_TRUE(body.ParseFromArray(entry.body().data(), static_cast<int>(entry.body().size())));
  return body;
}

const std::string* latch_id_of(const wire::Frame& frame) {
  switch (frame.kind_case()) {
    case wire::Frame::kLatchPut: return &frame.latch_put().latch_id();
    case wire::Frame::kLatchGet: return &frame.latch_get().latch_id();
    case wire::Frame::kLatchCancel: return &frame.latch_cancel().latch_id();
    case wire::Frame::kLatchAck: return &frame.latch_ack().latch_id();
    default: return nullptr;
  }
}

auto answer_to(const wire::Frame& frame, const std::optional<LatchRecord>& known, Slot from) {
  switch (frame.kind_case()) {
    case wire::Frame::kLatchPut: return apply_put(known, from, frame.latch_put());
    case wire::Frame::kLatchGet: return apply_get(known, from, frame.latch_get());
    case wire::Frame::kLatchCancel: return apply_cancel(known, from, frame.latch_cancel());
    default: return apply_ack(known, from, frame.latch_ack());
  }
}

}  // namespace

ModifiedPartner::ModifiedPartner(std::uint32_t practice, std::uint32_t depth)
    : practice_(practice),
      depth_(depth),
      round_id_(derive_round_id(records_[0].pair_seed, card, 0)),
      latch_id_(derive_latch_id(records_[0].latch_seed, round_id_, 0)),
      channel_(*DurableChannel::fresh(records_[0], random_)) {
  channel_.handle_logged_in();
  device_ = *Device::open(records_[1], disk_, device_random_, now());
  EXPECT_TRUE(device_->set_profile({"Sam", {}, {}, 1}, now()));
  log_in();
  wire::Body profile;
  profile.mutable_profile()->set_display_name("Noor");
  profile.mutable_profile()->set_seal_key(text(derive_seal_keys(records_[0].self_key).public_key));
  say(profile);
  say(open_round());
}

// --- the device

Now ModifiedPartner::now() {
  time_ += milliseconds(100);
  return {MonoTime(time_), WallTime(milliseconds(wall_start) + time_)};
}

void ModifiedPartner::pass(milliseconds time) {
  time_ += time;
  device_->handle_time(now());
  drive();
}

void ModifiedPartner::restart() {
  device_ = *Device::open(records_[1], disk_, device_random_, now());
  log_in();
}

void ModifiedPartner::log_in() {
  device_->handle_logged_in({}, now());
  drive();
}

void ModifiedPartner::drive() {
  for (bool busy = true; busy;) {
    busy = false;
    while (const auto* transaction = device_->poll_transaction()) {
      busy = true;
      EXPECT_TRUE(disk_.commit(*transaction));
      device_->handle_committed(now());
    }
    while (auto frame = device_->poll_frame()) {
      busy = true;
      take_frame(*frame);
    }
    drain_events();
  }
}

void ModifiedPartner::drain_events() {
  while (auto event = device_->poll_event()) events_.push_back(event->kind);
}

void ModifiedPartner::seal(SealMode mode) {
  ASSERT_TRUE(device_->seal(round_id_, bytes_of(device_words), mode, now()));
  drive();
  hear_relay();
}

const Round& ModifiedPartner::round() {
  static const Round none;
  const auto* found = device_->state().rounds.find(round_id_);
  return found == nullptr ? none : *found;
}

std::string ModifiedPartner::answer_of_partner() { return text(round().sides[0].answer); }

std::string ModifiedPartner::answer_of_device() {
  const auto answer = device_->my_answer(round_id_);
  return answer ? text(*answer) : std::string();
}

bool ModifiedPartner::has_anomaly(AnomalyKind kind) {
  const auto& all = device_->state().anomalies;
  return std::any_of(all.begin(), all.end(), [kind](const Anomaly& anomaly) { return anomaly.kind == kind; });
}

std::size_t ModifiedPartner::count(DeviceEvent::Kind kind) const {
  return static_cast<std::size_t>(std::count(events_.begin(), events_.end(), kind));
}

// --- the relay

void ModifiedPartner::take_frame(const wire::Frame& frame) {
  if (frame.has_post()) return take_post(frame.post());
  if (latch_id_of(frame) != nullptr) take_latch_frame(frame);
}

void ModifiedPartner::take_post(const wire::Post& post) {
  if (auto entries = channel_.handle_envelope(bytes_of(post.body()), random_)) {
    for (const auto& bytes : *entries) {
      auto entry = Entry::parse(bytes);
      ASSERT_TRUE(entry);
      device_log_.append(*entry);
      seen_.push_back(*entry);
    }
  }
  wire::Frame posted;
  posted.mutable_posted()->set_client_id(post.client_id());
  EXPECT_TRUE(device_->handle_frame(posted, now()));
}

void ModifiedPartner::take_latch_frame(const wire::Frame& frame) {
  auto& known = latches_[to_array<16>(bytes_of(*latch_id_of(frame)))];
  const auto outcome = answer_to(frame, known, 1);
  if (outcome.record) known = outcome.record;
  if (outcome.to_partner) told_partner_ = *outcome.to_partner;
  if (!frame.has_latch_ack()) tell_device(outcome.reply);
}

void ModifiedPartner::tell_device(const wire::LatchState& state) {
  wire::Frame frame;
  *frame.mutable_latch_state() = state;
  told_device_.push_back(std::move(frame));
}

void ModifiedPartner::hear_relay() {
  while (!told_device_.empty()) {
    const auto frame = told_device_.front();
    told_device_.pop_front();
    EXPECT_TRUE(device_->handle_frame(frame, now()));
    drive();
  }
}

bool ModifiedPartner::hear_relay_without_commit() {
  if (told_device_.empty()) return false;
  const auto frame = told_device_.front();
  told_device_.pop_front();
  return static_cast<bool>(device_->handle_frame(frame, now()));
}

void ModifiedPartner::spoil_signature() {
  for (auto& frame : told_device_)
    if (!frame.latch_state().blob().empty()) frame.mutable_latch_state()->mutable_blob()->back() ^= 1;
}

void ModifiedPartner::lose_database() {
  latches_.clear();
  told_device_.clear();
}

void ModifiedPartner::roll_back(Latches saved) {
  latches_ = std::move(saved);
  told_device_.clear();
}

void ModifiedPartner::repeat_release() {
  tell_device(latch_state_for(latches_[latch_id_], 1, latch_id_));
  hear_relay();
}

// --- the partner's journal

wire::Body ModifiedPartner::open_round() const {
  wire::Body body;
  auto* open = body.mutable_open_round();
  open->set_round_id(text(round_id_));
  open->set_card_id(std::string(card));
  open->set_practice(practice_);
  open->set_depth(depth_);
  open->set_kind(1);
  open->set_prompt("?");
  return body;
}

wire::Body ModifiedPartner::seal_body(SealMode mode, std::string_view words, std::uint32_t version) {
  const SealContext context{round_id_, version, derive_latch_id(records_[0].latch_seed, round_id_, version), 0};
  wire::Body body;
  *body.mutable_seal() = *make_seal(context, mode, bytes_of(words), records_[0].box_key, random_);
  return body;
}

wire::Body ModifiedPartner::same_lock_other_words(const wire::Body& seal, const Entry& sealed, std::string_view words) {
  auto body = seal;
  reseal(body, scalar_of(sealed), 0, words);
  return body;
}

void ModifiedPartner::reseal(wire::Body& body, const Scalar& scalar, Slot author, std::string_view words) {
  const auto salt = random_.bytes<32>();
  const auto nonce = random_.bytes<24>();
  SecretBytes ikm = to_secret(scalar.view());
  ikm.insert(ikm.end(), salt.begin(), salt.end());
  const auto context = ByteWriter().raw("seal/1").raw(latch_id_).u8(author).take();
  const auto padded = pad(bytes_of(words), *answer_bucket(words.size()));
  body.mutable_seal()->set_salt(text(salt));
  body.mutable_seal()->set_nonce(text(nonce));
  body.mutable_seal()->set_ciphertext(text(aead_encrypt(hkdf_secret<32>({}, ikm, context), nonce, context, padded)));
}

wire::Body ModifiedPartner::reveal(const EntryId& my_seal, ByteView my_scalar) const {
  wire::Body body;
  auto* reveal = body.mutable_reveal();
  reveal->set_round_id(text(round_id_));
  reveal->set_latch_id(text(latch_id_));
  reveal->set_scalar_0(text(my_scalar));
  reveal->set_scalar_1(told_partner_->scalar_1());
  reveal->set_seal_0(text(my_seal));
  reveal->set_seal_1(told_partner_->seal_1());
  return body;
}

wire::Body ModifiedPartner::close() const {
  wire::Body body;
  body.mutable_close_round()->set_round_id(text(round_id_));
  return body;
}

wire::Body ModifiedPartner::covered() {
  wire::Body body;
  body.mutable_covered();
  return body;
}

wire::Body ModifiedPartner::erase(const Entry& entry) {
  wire::Body body;
  body.mutable_tombstone()->add_entry_id(text(entry.id()));
  body.mutable_tombstone()->add_seq(entry.header().seq);
  return body;
}

EntryPlace ModifiedPartner::next_place() const { return twinlamp::next_place(log_, device_log_, 1); }

Entry ModifiedPartner::make(const EntryPlace& place, const wire::Body& body) {
  auto stamped = body;
  if (stamped.wall_ms() == 0) stamped.set_wall_ms(wall_start);
  return make_entry(place, stamped, records_[0].self_key, random_);
}

Entry ModifiedPartner::write(const wire::Body& body) {
  const auto entry = make(next_place(), body);
  log_.append(entry);
  return entry;
}

Entry ModifiedPartner::write_as_if_at(const LogHead& device_head, const wire::Body& body) {
  const auto entry = make(twinlamp::next_place(log_, Log(1, device_head), 1), body);
  log_.append(entry);
  return entry;
}

LogHead ModifiedPartner::head_at_seal() const {
  Log log(1);
  for (const auto& entry : seen_) {
    log.append(entry);
    if (entry.header().is(EntryType::seal)) break;
  }
  return log.head();
}

Entry ModifiedPartner::say(const wire::Body& body) {
  auto entry = write(body);
  send({entry});
  return entry;
}

wire::Frame ModifiedPartner::deliver(const std::vector<Entry>& entries) {
  std::vector<Bytes> wires;
  for (const auto& entry : entries) wires.push_back(entry.to_wire());
  const std::vector<ByteView> views(wires.begin(), wires.end());
  Transaction transaction;
  EXPECT_TRUE(channel_.post(views, 1, transaction, random_));
  EXPECT_EQ(transaction.outbox_added.size(), 1u);
  const auto& row = transaction.outbox_added.front();
  channel_.handle_posted(row.client_id);
  wire::Frame frame;
  frame.mutable_deliver()->set_seq(++delivered_);
  frame.mutable_deliver()->set_body(text(row.envelope));
  return frame;
}

void ModifiedPartner::send(const std::vector<Entry>& entries) {
  EXPECT_TRUE(device_->handle_frame(deliver(entries), now()));
  drive();
}

// --- the latch

void ModifiedPartner::turn_to(const RoundId& round) {
  round_id_ = round;
  latch_id_ = derive_latch_id(records_[0].latch_seed, round, 0);
  told_partner_.reset();
}

Seal ModifiedPartner::fact_of(const Entry& entry) const {
  const auto body = parsed(entry);
  const auto& wire = body.seal();
  Seal seal;
  seal.entry_id = entry.id();
  seal.latch_id = latch_id_;
  seal.lock = to_array<32>(bytes_of(wire.lock()));
  seal.salt = to_array<32>(bytes_of(wire.salt()));
  seal.nonce = to_array<24>(bytes_of(wire.nonce()));
  seal.ciphertext = to_bytes(bytes_of(wire.ciphertext()));
  seal.boxed_scalar = to_bytes(bytes_of(wire.boxed_scalar()));
  return seal;
}

Entry ModifiedPartner::seal_entry_of_device() const {
  for (const auto& entry : seen_)
    if (entry.header().is(EntryType::seal)) return entry;
  ADD_FAILURE() << "the device has not sealed";
  return seen_.front();
}

Seal ModifiedPartner::seal_of_device() const {
  return fact_of(seal_entry_of_device());
}

Scalar ModifiedPartner::scalar_of(const Entry& my_seal) const {
  return *unbox_scalar(fact_of(my_seal), 0, records_[0].box_key);
}

void ModifiedPartner::put(const Entry& my_seal, bool with_blob) {
  const auto mine = fact_of(my_seal), theirs = seal_of_device();
  LatchFacts facts;
  facts.round_id = round_id_;
  facts.latch_id = latch_id_;
  facts.me = 0;
  facts.mine = &mine;
  facts.partner = &theirs;
  const auto action = with_blob ? LatchAction::put_blob : LatchAction::put;
  auto& known = latches_[latch_id_];
  const auto signed_seal = sign_seal_entry(records_[0].self_key, latch_id_, my_seal);
  const auto frame = make_put(action, facts, scalar_of(my_seal), records_[0].latch_seed, &signed_seal);
  const auto outcome = apply_put(known, 0, frame);
  if (outcome.record) known = outcome.record;
  told_partner_ = outcome.reply;
  if (outcome.to_partner) tell_device(*outcome.to_partner);
}

void ModifiedPartner::put_open(const Entry& my_seal) {
  const auto mine = fact_of(my_seal);
  LatchFacts facts;
  facts.latch_id = latch_id_;
  facts.mine = &mine;
  auto& known = latches_[latch_id_];
  const auto frame = make_put(LatchAction::put_open, facts, scalar_of(my_seal), records_[0].latch_seed, nullptr);
  const auto outcome = apply_put(known, 0, frame);
  if (outcome.record) known = outcome.record;
}

Scalar ModifiedPartner::scalar_of_device() const {
  return Scalar(bytes_of(told_partner_->scalar_1()));
}

Entry ModifiedPartner::forged_seal_of_device(std::string_view words) {
  auto body = parsed(seal_entry_of_device());
  reseal(body, scalar_of_device(), 1, words);
  return make(twinlamp::next_place(device_log_, log_, 1), body);
}

wire::Body ModifiedPartner::reveal_carrying(const Entry& my_seal, const SignedSeal& seal) const {
  auto body = reveal(my_seal.id(), scalar_of(my_seal).view());
  body.mutable_reveal()->set_seal_1(text(seal.entry.id()));
  body.mutable_reveal()->set_seal_entry(text(seal.entry.to_wire()));
  body.mutable_reveal()->set_seal_signature(text(seal.signature));
  return body;
}

bool ModifiedPartner::can_read() {
  if (!told_partner_ || told_partner_->scalar_1().size() != sizeof(Element)) return false;
  const auto words = open_seal(seal_of_device(), 1, Scalar(bytes_of(told_partner_->scalar_1())));
  return words && text(*words) == device_words;
}

Entry ModifiedPartner::arm() {
  const auto mine = say(seal_body(SealMode::apart, partner_words));
  seal(SealMode::apart);
  say(covered());
  hear_relay();
  return mine;
}

void ModifiedPartner::arm_open() { seal(SealMode::open); }

}  // namespace twinlamp::test
