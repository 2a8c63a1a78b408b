#include "protocol/pairing/pairing.h"

#include <utility>

namespace twinlamp {
namespace {

constexpr ByteArray<2> associated_data = {pairing_version, pairing_suite};  // ADa and ADb

// CI binds the run to one relay, one way of logging in to it, one nameplate and the two roles.
Bytes channel(const PairingSetup& setup) {
  const auto binding = static_cast<std::uint8_t>(setup.binding);
  return ByteWriter()
      .lv("twinlamp/pair/1")
      .lv(setup.relay_id)
      .lv(ByteView(&binding, 1))
      .lv(std::to_string(setup.code.nameplate))
      .lv("shows")
      .lv("types")
      .take();
}

}  // namespace

Result<Pairing> Pairing::make(PairingSetup setup, Random& random) {
  assert(setup.slot < 2);
  // What I would refuse from a partner I do not send.
  if (!DeviceKeys::parse(setup.mine.encode())) return Error{ErrorCode::malformed, "pairing: my name, version or keys"};
  Draws draws;
  draws.nonce = random.bytes<32>();
  draws.scalar = random_scalar(random);
  draws.box_nonce = random.bytes<24>();
  return Pairing(std::move(setup), std::move(draws));
}

Pairing::Pairing(PairingSetup setup, Draws draws) : setup_(std::move(setup)), draws_(std::move(draws)) { rewind(); }

// Nothing that could serve as a guess has left yet, so the same draws may be used again.
void Pairing::rewind() {
  run_ = Run{};
  outbox_.reset();
  step_ = setup_.slot == 0 ? Step::awaiting_hello : Step::awaiting_share;
  if (setup_.slot == 1) offer({.kind = PairingMessageKind::hello, .nonce = draws_.nonce});
}

Result<void> Pairing::handle_message(ByteView bytes) {
  if (state() != PairingState::working) return Error{ErrorCode::out_of_order, "pairing: over"};
  const auto message = PairingMessage::parse(bytes);
  if (!message) {
    burn(message.error().code == ErrorCode::refused ? PairingFailure::version : PairingFailure::broken);
    return message.error();
  }
  run_.box_ad = ByteWriter().raw(run_.log).lv(message->head()).take();
  run_.log = ByteWriter().raw(run_.log).lv(bytes).take();
  auto result = advance(*message);
  if (!result) burn(PairingFailure::broken);  // an earlier, more precise reason stays
  return result;
}

Result<void> Pairing::advance(const PairingMessage& message) {
  using Kind = PairingMessageKind;
  if (step_ == Step::awaiting_hello && message.kind == Kind::hello) return on_hello(message);
  if (step_ == Step::awaiting_share && message.kind == Kind::share) return on_share(message);
  if (step_ == Step::awaiting_answer && message.kind == Kind::answer) return on_answer(message);
  if (step_ == Step::awaiting_confirm && message.kind == Kind::confirm) return on_confirm(message);
  if (step_ == Step::awaiting_finish && message.kind == Kind::finish) return on_finish(message);
  return Error{ErrorCode::out_of_order, "pairing: not this message now"};
}

Result<void> Pairing::on_hello(const PairingMessage& message) {
  start_run(draws_.nonce, message.nonce);
  offer({.kind = PairingMessageKind::share, .nonce = draws_.nonce, .element = run_.share.element});
  step_ = Step::awaiting_answer;
  return {};
}

Result<void> Pairing::on_share(const PairingMessage& message) {
  start_run(message.nonce, draws_.nonce);
  TWINLAMP_TRY(agree_with(message.element));
  offer({.kind = PairingMessageKind::answer, .element = run_.share.element, .tag = tag_of(run_.share.element)});
  step_ = Step::awaiting_confirm;
  return {};
}

Result<void> Pairing::on_answer(const PairingMessage& message) {
  TWINLAMP_TRY(agree_with(message.element));
  TWINLAMP_TRY(check_tag(message));
  const auto keys = derive_box_keys(run_.isk, run_.transcript);
  run_.box0 = offer_box({.kind = PairingMessageKind::confirm, .tag = tag_of(run_.share.element)}, keys.slot0);
  step_ = Step::awaiting_finish;
  return {};
}

Result<void> Pairing::on_confirm(const PairingMessage& message) {
  TWINLAMP_TRY(check_tag(message));
  const auto keys = derive_box_keys(run_.isk, run_.transcript);
  auto partner = open_partner_box(message, keys.slot0);
  if (!partner) return partner.error();
  run_.box0 = message.box;
  const auto box1 = offer_box({.kind = PairingMessageKind::finish}, keys.slot1);
  finish(*std::move(partner), box1);
  return {};
}

Result<void> Pairing::on_finish(const PairingMessage& message) {
  auto partner = open_partner_box(message, derive_box_keys(run_.isk, run_.transcript).slot1);
  if (!partner) return partner.error();
  finish(*std::move(partner), message.box);
  return {};
}

void Pairing::start_run(ByteView ra, ByteView rb) {
  run_.sid = ByteWriter().raw(ra).raw(rb).take();
  const auto generator = cpace::generator(setup_.code.password(), channel(setup_), run_.sid);
  run_.share = cpace::share(generator, draws_.scalar);
}

Result<void> Pairing::agree_with(const Element& theirs) {
  if (theirs == run_.share.element) return Error{ErrorCode::unauthentic, "pairing: my own share came back"};
  run_.theirs = theirs;
  const auto& mine = run_.share.element;
  run_.transcript = setup_.slot == 0 ? cpace::transcript(mine, associated_data, theirs, associated_data)
                                     : cpace::transcript(theirs, associated_data, mine, associated_data);
  auto isk = cpace::session_key(run_.sid, run_.share.secret, theirs, run_.transcript);
  if (!isk) return isk.error();
  run_.isk = *std::move(isk);
  return {};
}

Hash512 Pairing::tag_of(const Element& element) const {
  return cpace::confirmation(cpace::confirmation_key(run_.sid, run_.isk), element, associated_data);
}

Result<void> Pairing::check_tag(const PairingMessage& message) {
  if (equal_constant_time(message.tag, tag_of(run_.theirs))) return {};
  burn(PairingFailure::wrong_words);
  return Error{ErrorCode::unauthentic, "pairing: the words differ"};
}

Result<DeviceKeys> Pairing::open_partner_box(const PairingMessage& message, const Key& key) const {
  const auto plain = open_box(key, run_.box_ad, message.box);
  if (!plain) return plain.error();
  auto partner = DeviceKeys::parse(*plain);
  if (partner && (partner->identity == setup_.mine.identity || partner->member == setup_.mine.member))
    return Error{ErrorCode::unauthentic, "pairing: my own keys came back"};
  return partner;
}

void Pairing::offer(PairingMessage message) {
  outbox_ = message.encode();
  run_.log = ByteWriter().raw(run_.log).lv(*outbox_).take();
}

// The box covers every message before it and its own message's head. Yields the box as it is sent.
Bytes Pairing::offer_box(PairingMessage message, const Key& key) {
  const auto ad = ByteWriter().raw(run_.log).lv(message.head()).take();
  const auto sealed = aead_encrypt(key, draws_.box_nonce, ad, setup_.mine.encode());
  message.box = ByteWriter().raw(draws_.box_nonce).raw(sealed).take();
  auto box = message.box;
  offer(std::move(message));
  return box;
}

void Pairing::finish(DeviceKeys partner, ByteView box1) {
  keys_ = PairedKeys{.slot = setup_.slot,
                     .mine = setup_.mine,
                     .partner = std::move(partner),
                     .secrets = derive_pair_secrets(run_.isk, run_.transcript, run_.box0, box1)};
  step_ = Step::done;
  forget();
}

std::optional<Bytes> Pairing::poll_message() {
  if (outbox_ && (step_ == Step::awaiting_answer || step_ == Step::awaiting_confirm)) run_.share_is_out = true;
  return std::exchange(outbox_, std::nullopt);
}

std::optional<PairedKeys> Pairing::poll_keys() { return std::exchange(keys_, std::nullopt); }

void Pairing::handle_lost_connection() {
  if (state() != PairingState::working) return;
  if (run_.share_is_out)
    burn(PairingFailure::interrupted);
  else
    rewind();
}

void Pairing::handle_refusal() {
  if (state() != PairingState::working) return;
  const bool proof_is_out = step_ == Step::awaiting_confirm && run_.share_is_out;
  burn(proof_is_out ? PairingFailure::wrong_words : PairingFailure::broken);
}

PairingState Pairing::state() const {
  if (step_ == Step::burned) return PairingState::burned;
  return step_ == Step::done ? PairingState::done : PairingState::working;
}

std::optional<PairingFailure> Pairing::failure() const { return failure_; }

void Pairing::burn(PairingFailure failure) {
  if (!failure_) failure_ = failure;
  step_ = Step::burned;
  outbox_.reset();
  forget();
}

void Pairing::forget() {
  run_ = Run{};
  draws_ = Draws{};
  setup_.code = PairingCode{};
}

}  // namespace twinlamp
