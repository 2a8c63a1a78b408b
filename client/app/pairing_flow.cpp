#include "client/app/pairing_flow.h"

#include "client/app/clock.h"
#include "client/app/notices.h"
#include "protocol/device/renewal.h"

namespace twinlamp::client {
namespace {

using Step = PairingView::Step;
using Close = wire::NameplateClose;

constexpr std::uint8_t pending_version = 1;
constexpr std::size_t max_record = 4096, max_word = 32;

}  // namespace

SecretBytes PendingPair::encode() const {
  SecretBytes out;
  const auto bytes = record.encode();
  out.reserve(bytes.size() + 256);
  const auto put = [&out](ByteView part) { out.insert(out.end(), part.begin(), part.end()); };
  put(ByteWriter().u8(pending_version).leb128(bytes.size()).view());
  put(bytes);
  for (const auto& word : same_words) put(ByteWriter().lv(word).view());
  put(pattern);
  return out;
}

Result<PendingPair> PendingPair::parse(ByteView bytes) {
  ByteReader reader(bytes);
  PendingPair pair;
  const auto version = reader.u8();
  auto record = PairRecord::parse(reader.lv(max_record));
  for (auto& word : pair.same_words) word = to_string(reader.lv(max_word));
  pair.pattern = reader.array<16>();
  if (version != pending_version || !record || !reader.is_done()) return Error{ErrorCode::malformed, "pending pair"};
  pair.record = std::move(*record);
  return pair;
}

PairingFlow::PairingFlow(Setup setup, std::optional<PairingCode> code, Random& random)
    : setup_(std::move(setup)),
      code_(code),
      joins_(code.has_value()),
      random_(random),
      identity_(AgreementKeys::generate(random)),
      first_ratchet_(AgreementKeys::generate(random)),
      member_(SigningKeys::generate(random)) {
  view_.step = Step::exchanging;
}

void PairingFlow::handle_connected(const RelayFacts& relay) {
  if (has_failed() || is_done_) return;
  relay_ = relay;
  wire::Frame frame;
  if (joins_) {
    start_machine(1);
    frame.mutable_nameplate_claim()->set_nameplate(code_->nameplate);
  } else {
    frame.mutable_nameplate_allocate();
  }
  frames_.push_back(std::move(frame));
}

void PairingFlow::handle_frame(const wire::Frame& frame, MonoTime now) {
  if (has_failed() || is_done_) return;
  switch (frame.kind_case()) {
    case wire::Frame::kNameplateAllocated: return handle_allocated(frame.nameplate_allocated(), now);
    case wire::Frame::kNameplateClaimed: return handle_claimed();
    case wire::Frame::kNameplateMessage: return handle_message(bytes_of(frame.nameplate_message().body()));
    case wire::Frame::kNameplateClose: return handle_close(frame.nameplate_close().reason());
    case wire::Frame::kError: return fail(words_for_pairing_error(frame.error(), setup_.words));
    default: return;
  }
}

void PairingFlow::handle_down(const LinkDown& down) {
  if (has_failed() || is_done_) return;
  if (machine_) machine_->handle_lost_connection();
  if (machine_ && machine_->failure()) return fail(words_for(*machine_->failure(), setup_.words));
  if (machine_ && down.reason == LinkDown::Reason::lost) return fail(setup_.words.say("pairing.lost_before"));
  if (down.reason == LinkDown::Reason::unreachable)
    return fail(setup_.words.say("pairing.unreachable", {{"relay", setup_.address.shown()}}));
  fail(setup_.words.translated(down.text));
}

std::optional<wire::Frame> PairingFlow::poll_frame() {
  if (frames_.empty()) return std::nullopt;
  auto frame = std::move(frames_.front());
  frames_.pop_front();
  return frame;
}

std::optional<PendingPair> PairingFlow::poll_pair() { return std::exchange(pair_, std::nullopt); }

void PairingFlow::start_machine(std::uint8_t slot) {
  PairingSetup setup;
  setup.slot = slot;
  setup.code = *code_;
  setup.relay_id = relay_.relay_id;
  setup.binding = relay_.binding;
  setup.mine.identity = identity_.public_key;
  setup.mine.member = member_.public_key;
  setup.mine.first_ratchet = first_ratchet_.public_key;
  setup.mine.name = setup_.name;
  setup.mine.app_version = TWINLAMP_VERSION;
  if (setup_.going_on != nullptr) setup.mine.options = history_of(setup_.going_on->record(), setup_.going_on->head_of_theirs()).encode();
  auto machine = Pairing::make(std::move(setup), random_);
  if (!machine) return fail(setup_.words.say("pairing.bad_name"));
  machine_.emplace(std::move(*machine));
}

void PairingFlow::handle_allocated(const wire::NameplateAllocated& allocated, MonoTime now) {
  const auto number = allocated.nameplate();
  if (joins_ || machine_ || number < 100 || number > 9999) return;
  code_ = make_code(number, random_);
  start_machine(0);
  if (has_failed()) return;
  view_.step = Step::showing_code;
  view_.code = code_->text();
  view_.invitation = Invitation{setup_.address.host, setup_.address.port, relay_.relay_id, relay_.binding, code_, setup_.address.invite}.text();
  view_.expires = to_steady(now) + std::chrono::seconds(std::min<std::uint32_t>(allocated.expires_in_seconds(), 3600));
}

void PairingFlow::handle_claimed() {
  if (!machine_) return;
  view_.step = Step::exchanging;
  drain_machine();
}

void PairingFlow::handle_message(ByteView message) {
  if (!machine_) return;
  if (!machine_->handle_message(message)) {
    send_close(Close::FAILED);
    return fail(words_for(machine_->failure().value_or(PairingFailure::broken), setup_.words));
  }
  drain_machine();
}

void PairingFlow::handle_close(Close::Reason reason) {
  if (reason == Close::EXPIRED) return fail(setup_.words.say("pairing.expired"));
  if (machine_ && reason == Close::FAILED) machine_->handle_refusal();
  if (machine_ && reason == Close::PARTNER_LOST) machine_->handle_lost_connection();
  if (machine_ && machine_->failure()) return fail(words_for(*machine_->failure(), setup_.words));
  fail(setup_.words.say("pairing.partner_left"));
}

void PairingFlow::drain_machine() {
  while (auto message = machine_->poll_message()) {
    wire::Frame frame;
    frame.mutable_nameplate_message()->set_body(std::string(text_of(*message)));
    frames_.push_back(std::move(frame));
  }
  if (auto keys = machine_->poll_keys()) finish(*keys);
}

void PairingFlow::finish(const PairedKeys& keys) {
  PendingPair pair;
  auto& record = pair.record;
  record.slot = keys.slot;
  record.identity = identity_;
  record.member = member_;
  record.first_ratchet = first_ratchet_;
  record.partner_identity = keys.partner.identity;
  record.partner_member = keys.partner.member;
  record.partner_first_ratchet = keys.partner.first_ratchet;
  record.ratchet = {keys.secrets.ratchet_root, keys.secrets.header_alice, keys.secrets.next_header_bob};
  record.live_psk = keys.secrets.live_psk;
  record.latch_seed = keys.secrets.latch_seed;
  record.pair_seed = Key(keys.secrets.pair_seed);
  record.self_key = random_.secret<32>();
  record.box_key = random_.secret<32>();
  record.relay_id = relay_.relay_id;
  record.binding = static_cast<std::uint8_t>(relay_.binding);
  record.partner_name = keys.partner.name;
  record.relay_address = setup_.address.kept();
  if (!settle_history(record, keys.partner.options)) return;
  for (std::size_t i = 0; i < 4; ++i) pair.same_words[i] = std::string(keys.secrets.same_words[i]);
  pair.pattern = keys.secrets.pattern;
  is_done_ = true;
  machine_.reset();
  if (!joins_) send_close(Close::DONE);  // slot 0 is the last to hear
  view_ = PairingView{};
  view_.step = Step::comparing_words;
  view_.same_words = pair.same_words;
  view_.pattern = pair.pattern;
  pair_ = std::move(pair);
}

bool PairingFlow::settle_history(PairRecord& record, ByteView options) {
  const auto theirs = PairHistory::parse(options);
  const bool is_given = static_cast<bool>(theirs), is_told = is_given || theirs.error().code != ErrorCode::not_found;
  if (setup_.going_on == nullptr && !is_told) return true;
  Result<PairRecord> renewed = Error{ErrorCode::refused, "renewal"};
  if (setup_.going_on != nullptr && !is_told) renewed = continue_pair(setup_.going_on->record(), record);
  if (setup_.going_on == nullptr && is_given) renewed = inherit_pair(*theirs, record);
  if (renewed) {
    record = std::move(*renewed);
    return true;
  }
  const bool both = setup_.going_on != nullptr && is_told;
  send_close(Close::FAILED);
  fail(setup_.words.say(both ? "renewal.both_have_it" : "renewal.wrong_way"));
  return false;
}

void PairingFlow::fail(std::string problem) {
  machine_.reset();
  view_ = PairingView{};
  view_.step = Step::failed;
  view_.problem = std::move(problem);
}

void PairingFlow::send_close(Close::Reason reason) {
  wire::Frame frame;
  frame.mutable_nameplate_close()->set_reason(reason);
  frames_.push_back(std::move(frame));
}

}  // namespace twinlamp::client
