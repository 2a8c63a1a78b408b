// What the person does. Each act checks the round's own predicates, appends one entry, and settles.
#include "protocol/base/limits.h"
#include "protocol/device/device.h"
#include "protocol/device/device_timing.h"
#include "protocol/practice/dates.h"
#include "protocol/practice/step.h"
#include "protocol/round/day_turn.h"

namespace twinlamp {
namespace {

std::string id_text(ByteView id) { return std::string(text_of(id)); }

constexpr std::size_t reaction_limit = 64;
constexpr std::size_t prompt_limit = 600;
constexpr std::size_t card_id_limit = 80;

}  // namespace

Result<void> Device::may_act() const {
  if (handed_) return Error{ErrorCode::unavailable, "device: a commit is awaited"};
  if (is_frozen()) return Error{ErrorCode::unavailable, "device: frozen"};
  return {};
}

Result<const Round*> Device::round_for(const RoundId& id, bool (*may)(const Round&, Slot)) const {
  TWINLAMP_TRY(may_act());
  const auto* round = state().rounds.find(id);
  if (round == nullptr) return Error{ErrorCode::not_found, "round"};
  if (is_held(id) || is_closing(id) || !may(*round, record_.slot)) return Error{ErrorCode::refused, "round: not now"};
  return round;
}

Result<void> Device::append(wire::Body body, Now now) {
  TWINLAMP_TRY(may_act());
  body.set_wall_ms(now.wall.time_since_epoch().count());
  body.set_utc_offset_minutes(static_cast<std::int32_t>(utc_offset_.count()));
  if (body.ByteSizeLong() > limits::entry_body) return Error{ErrorCode::too_large, "entry"};
  const auto entry = journal_->append(std::move(body), durable_.epoch(), open_, random_);
  note(entry);
  state_changed_ = true;
  snapshot_due_ = now.mono + device_timing::snapshot_delay;
  return {};
}

Result<void> Device::set_profile(const Profile& profile, Now now) {
  TWINLAMP_TRY(may_act());
  if (profile.display_name.size() > limits::display_name || profile.next.size() > 2)
    return Error{ErrorCode::too_large, "profile"};
  const auto& known = state().profiles[record_.slot];
  const auto same_shift = [](const OffsetShift& a, const OffsetShift& b) {
    return a.at == b.at && a.offset == b.offset;
  };
  if (known && state().seal_keys[record_.slot] && known->display_name == profile.display_name &&
      known->content_version == profile.content_version && state().offset[record_.slot] == profile.utc_offset &&
      std::equal(known->next.begin(), known->next.end(), profile.next.begin(), profile.next.end(), same_shift))
    return {};
  utc_offset_ = profile.utc_offset;
  wire::Body body;
  body.mutable_profile()->set_display_name(profile.display_name);
  body.mutable_profile()->set_content_version(profile.content_version);
  body.mutable_profile()->set_seal_key(id_text(derive_seal_keys(record_.self_key).public_key));
  for (const auto& shift : profile.next) {
    auto* next = body.mutable_profile()->add_next_offset();
    next->set_at_wall_ms(shift.at.time_since_epoch().count());
    next->set_utc_offset_minutes(static_cast<std::int32_t>(shift.offset.count()));
  }
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

// Slot 0 speaks for both while they meet; else whoever notices, and the later entry says the same.
Result<void> Device::agree_day_turn(Now now) {
  TWINLAMP_TRY(may_act());
  if (!owes_day_turn(state(), now.wall) || (record_.slot == 1 && is_meeting())) return {};
  wire::Body body;
  for (const auto& each : best_day_turn(state(), now.wall)) {
    auto* change = body.mutable_day_turn()->add_change();
    change->set_from_ms(each.from.time_since_epoch().count());
    change->set_minute(each.minute);
  }
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<RoundId> Device::open_round(const CardFacts& card, std::string_view prompt, Now now) {
  if (card.kind == wishes_kind) return Error{ErrorCode::refused, "card: a wish list needs its items"};
  return append_opening(card, prompt, {}, 0, now);
}

// What comes again every day does not wait for the last time to be closed, nor does the next date; and a day that nobody has answered is over
// with it. What the partner has sealed waits for this person's answer, though, however old it is.
bool Device::gives_way(const Round& round, const CardFacts& card, Now now) const {
  if (round.is_revealed) return card.daily || card.id == practice::date_card;
  return card.daily && !round.has_sealed(record_.partner_slot()) && pair_day(state(), round.opened_at) < pair_day(state(), now.wall);
}

Result<RoundId> Device::append_opening(const CardFacts& card, std::string_view prompt, const std::vector<std::string>& items, std::uint16_t quota,
                                       Now now) {
  TWINLAMP_TRY(may_act());
  if (card.id.empty() || card.id.size() > card_id_limit || prompt.size() > prompt_limit)
    return Error{ErrorCode::too_large, "card"};
  std::optional<RoundId> given_up;
  for (const auto& round : state().rounds) {
    if (round->card_id != card.id || round->closing || is_closing(round->id)) continue;
    if (!gives_way(*round, card, now)) return round->id;  // it is open already
    if (!round->is_revealed) given_up = round->id;
  }
  if (given_up) TWINLAMP_TRY(give_up(*state().rounds.find(*given_up), now));
  const auto before = times_opened(state(), card.id);
  const auto id = derive_round_id(record_.pair_seed, card.id, before);
  wire::Body body;
  auto* open = body.mutable_open_round();
  open->set_round_id(id_text(id));
  open->set_card_id(card.id);
  open->set_card_version(card.version);
  open->set_practice(card.practice);
  open->set_depth(card.depth);
  open->set_kind(card.kind);
  open->set_prompt(std::string(prompt));
  open->set_times_before(before);
  for (const auto& item : items) open->add_items(item);
  if (!items.empty()) open->set_quota(quota);
  TWINLAMP_TRY(append(std::move(body), now));
  if (card.id != quiet_card) settle(now);  // a quiet run begins within a settling
  return id;
}

Result<void> Device::seal(const RoundId& id, ByteView answer, SealMode mode, Now now) {
  auto round = round_for(id, &may_write);
  if (!round) return round.error();
  if ((*round)->wishes) return Error{ErrorCode::refused, "seal: a wish list takes votes"};
  const auto* partner = (*round)->seal_of(record_.partner_slot());
  // The same latch as the partner's, if it is under way: version 0, as long as nothing of this round was cancelled.
  const std::uint32_t version = partner != nullptr ? partner->version : 0;
  // It must fit into the latch's blob, or it could never open.
  if (partner != nullptr && partner->mode == SealMode::open && answer.size() > limits::answer_open)
    return Error{ErrorCode::too_large, "seal: answer to an open one"};
  SealContext context{id, version, derive_latch_id(record_.latch_seed, id, version), record_.slot};
  auto seal = make_seal(context, mode, answer, record_.box_key, random_);
  if (!seal) return seal.error();
  wire::Body body;
  *body.mutable_seal() = std::move(*seal);
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<void> Device::relax(const RoundId& id, Now now) {
  auto round = round_for(id, &may_relax);
  if (!round) return round.error();
  wire::Body body;
  body.mutable_relax()->set_round_id(id_text(id));
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<void> Device::append_words(const RoundId& id, bool (*may)(const Round&, Slot), std::string_view text, std::size_t limit,
                                  const std::function<void(wire::Body&)>& fill, Now now) {
  auto round = round_for(id, may);
  if (!round) return round.error();
  if (text.size() > limit) return Error{ErrorCode::too_large, "words"};
  wire::Body body;
  fill(body);
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<void> Device::say_back(const RoundId& id, std::string_view text, Now now) {
  if (text.empty()) return Error{ErrorCode::refused, "say back: empty"};
  return append_words(id, &may_say_back, text, limits::short_text, [&](wire::Body& body) {
    body.mutable_say_back()->set_round_id(id_text(id));
    body.mutable_say_back()->set_text(std::string(text));
  }, now);
}

Result<void> Device::confirm(const RoundId& id, bool yes, std::string_view clarification, Now now) {
  return append_words(id, &may_confirm, clarification, limits::short_text, [&](wire::Body& body) {
    body.mutable_confirm()->set_round_id(id_text(id));
    body.mutable_confirm()->set_yes(yes);
    body.mutable_confirm()->set_clarification(std::string(clarification));
  }, now);
}

Result<void> Device::react(const RoundId& id, std::string_view reaction, Now now) {
  if (reaction.empty()) return Error{ErrorCode::refused, "reaction: empty"};
  return append_words(id, &may_react, reaction, reaction_limit, [&](wire::Body& body) {
    body.mutable_react()->set_round_id(id_text(id));
    body.mutable_react()->set_reaction(std::string(reaction));
  }, now);
}

Result<void> Device::ask(const RoundId& id, std::string_view question, Now now) {
  if (question.empty()) return Error{ErrorCode::refused, "question: empty"};
  return append_words(id, &may_ask, question, limits::short_text, [&](wire::Body& body) {
    body.mutable_follow_up()->set_round_id(id_text(id));
    body.mutable_follow_up()->set_question(std::string(question));
  }, now);
}

Result<void> Device::reply(const RoundId& id, std::string_view text, Now now) {
  if (text.empty()) return Error{ErrorCode::refused, "reply: empty"};
  return append_words(id, &may_reply, text, limits::short_text, [&](wire::Body& body) {
    body.mutable_reply()->set_round_id(id_text(id));
    body.mutable_reply()->set_text(std::string(text));
  }, now);
}

Result<void> Device::add(const RoundId& id, std::string_view text, Now now) {
  if (text.empty()) return Error{ErrorCode::refused, "addition: empty"};
  return append_words(id, &may_add, text, limits::short_text, [&](wire::Body& body) {
    body.mutable_addition()->set_round_id(id_text(id));
    body.mutable_addition()->set_text(std::string(text));
  }, now);
}

Result<void> Device::close(const RoundId& id, Now now) {
  TWINLAMP_TRY(may_act());
  const auto* round = state().rounds.find(id);
  if (round == nullptr) return Error{ErrorCode::not_found, "round"};
  const bool is_answered = (may_close(*round, record_.slot) && is_finished(*round)) || may_lay_aside(*round, now.wall);
  if (is_held(id) || is_closing(id) || (!is_answered && !may_pass(*round, record_.slot)))
    return Error{ErrorCode::refused, "round: not now"};
  if (is_answered) {
    wire::Body body;
    body.mutable_close_round()->set_round_id(id_text(id));
    body.mutable_close_round()->set_answered(true);
    TWINLAMP_TRY(append(std::move(body), now));
  } else {
    TWINLAMP_TRY(give_up(*round, now));
  }
  settle(now);
  return {};
}

// Closes it unanswered. Where there is a latch the relay decides between this and a release that is under way; until it has spoken the round is closing.
Result<void> Device::give_up(const Round& round, Now now) {
  const auto id = round.id;
  if (round.latch() != nullptr) {
    latches_.cancel(round.latch()->latch_id, id, open_);
    tell({DeviceEvent::Kind::state_changed, {}, {}});
    return {};
  }
  wire::Body body;
  body.mutable_close_round()->set_round_id(id_text(id));
  return append(std::move(body), now);
}

Result<void> Device::next_suggestion(std::string_view card_id, Now now) {
  if (card_id.empty() || card_id.size() > card_id_limit) return Error{ErrorCode::too_large, "card"};
  wire::Body body;
  body.mutable_next_suggestion()->set_card_id(std::string(card_id));
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

Result<void> Device::erase(std::uint64_t seq, Now now) {
  const auto mark = journal_->marks().mark(record_.slot, seq);
  if (!mark) return Error{ErrorCode::not_found, "erase: no such entry of mine"};
  wire::Body body;
  body.mutable_tombstone()->add_entry_id(id_text(mark->id));
  body.mutable_tombstone()->add_seq(seq);
  TWINLAMP_TRY(append(std::move(body), now));
  settle(now);
  return {};
}

void Device::set_presence(bool lamp_lit, bool in_front, Now now) {
  meeting_.set_presence(lamp_lit, in_front, now.mono);
  settle(now);
}

void Device::handle_writing(Now now) { meeting_.handle_writing(now.mono); }

Result<SecretBytes> Device::my_answer(const RoundId& id) const {
  const auto* round = state().rounds.find(id);
  if (round == nullptr) return Error{ErrorCode::not_found, "round"};
  const auto& side = round->sides[record_.slot];
  if (side.answer_state == AnswerState::open) return side.answer;
  const auto* seal = round->seal_of(record_.slot);
  if (seal == nullptr) return Error{ErrorCode::not_found, "seal"};
  auto scalar = unbox_scalar(*seal, record_.slot, record_.box_key);
  if (!scalar) return scalar.error();
  return open_seal(*seal, record_.slot, *scalar);
}

}  // namespace twinlamp
