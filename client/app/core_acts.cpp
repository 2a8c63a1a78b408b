// What a person does with cards and rounds.
#include "client/app/core.h"
#include "client/app/exchange.h"
#include "client/app/practices/desire.h"
#include "client/app/practices/open_up.h"
#include "client/content/answer_codec.h"
#include "client/content/utf8.h"
#include "protocol/round/wish_draw.h"

namespace twinlamp::client {
namespace {

constexpr std::chrono::minutes quiet_look{1};  // whether the quiet hours are over

std::optional<RoundId> round_id(const std::string& hex) {
  Bytes id;
  if (!from_hex(hex, id) || id.size() != sizeof(RoundId)) return std::nullopt;
  return to_array<16>(id);
}

// As typed or pasted, made storable.
Answer cleaned(Answer answer) {
  const auto clean = [](std::string& text) {
    if (is_utf8(text)) text = clean_text(text);
  };
  if (auto* text = std::get_if<TextAnswer>(&answer)) clean(text->text);
  if (auto* feeling = std::get_if<FeelingAnswer>(&answer)) {
    clean(feeling->word);
    clean(feeling->note);
  }
  if (auto* list = std::get_if<ListAnswer>(&answer))
    for (auto& line : list->lines) clean(line);
  if (auto* guess = std::get_if<GuessAnswer>(&answer)) {
    clean(guess->mine_text);
    clean(guess->guess_text);
  }
  return answer;
}

}  // namespace

bool Core::act(const Act& input) {
  if (!is_paired()) {
    problem(words().say(stage_ == Stage::locked ? "act.locked" : "act.unpaired"));
    return false;
  }
  if (opened_->has_ended) {
    problem(words().say("act.ended"));
    return false;
  }
  if (auto taken = opened_->driver->give(input); !taken) {
    problem(words_for_act(taken.error(), opened_->driver->device().is_frozen(), words()));
    return false;
  }
  changed();
  return !opened_->driver->is_stuck();  // else on_stuck() has told, and it is done once the disk takes it
}

bool Core::act_in(const std::string& round, const RoundAct& input) {
  const auto id = round_id(round);
  if (!id) {
    problem(words().say("act.no_round"));
    return false;
  }
  if (is_paired() && !is_shown(*id)) {
    problem(words().say("act.no_round"));
    return false;
  }
  return act([&](Device& device, Now now) { return input(device, *id, now); });
}

bool Core::act_in(const std::string& round, std::string_view text, const RoundAct& input) {
  if (is_utf8(text)) return act_in(round, input);
  problem(words().say("act.bad_text"));
  return false;
}

const twinlamp::Round* Core::find_round(const std::string& id) {
  const auto parsed = round_id(id);
  const auto* round = parsed && is_paired() ? opened_->driver->device().state().rounds.find(*parsed) : nullptr;
  if (round != nullptr && !is_shown(*round)) round = nullptr;
  if (round == nullptr) problem(words().say("act.no_round"));
  if (round != nullptr) note_act_in(*round);
  return round;
}

namespace {

// A wish list is opened with what it is about: the same draw on both devices.
Result<RoundId> open_card(Device& device, const Card& card, Now now) {
  if (card.kind != CardKind::wishes) return device.open_round(facts_of(card), card.prompt, now);
  std::vector<std::string> all;
  if (card.items)
    for (const auto& item : *card.items) all.push_back(item.id);
  const auto drawn = draw_wishes(device.state(), card.id, all, card.batch);
  return device.open_wishes(facts_of(card), card.prompt, drawn, wishes_quota(drawn.size()), now);
}

}  // namespace

void Core::handle_intent(const AskCard& intent) {
  const auto* card = wording_->catalogue.find(intent.card);
  if (card == nullptr || (card->practice == desire_practice && !shows_desire())) return problem(words().say("act.no_card"));
  if (is_paired() && !is_within_depth(opened_->driver->device().state(), *card)) return problem(words().say("act.too_deep"));
  act([&](Device& device, Now now) -> Result<void> {
    auto opened = open_card(device, *card, now);
    if (!opened) return opened.error();
    return {};
  });
}

void Core::handle_intent(const NextSuggestion&) {
  Model model;
  builder_.fill(model);
  if (!model.tonight) return problem(words().say("act.no_suggestion"));
  act([&](Device& device, Now now) { return device.next_suggestion(model.tonight->card.id, now); });
}

void Core::handle_intent(const SaveDraft& intent) {
  const auto* round = find_round(intent.round);
  if (round == nullptr) return;
  const auto me = opened_->driver->device().record().slot;
  if (!may_write(*round, me)) return problem(words().say("act.no_draft"));
  if (auto kept = opened_->drafts.set(round->id, intent.answer); !kept) return problem(words().say("act.answer_too_long"));
  if (intent.at_once) {
    save_drafts();
  } else {
    save_drafts_soon();
  }
  changed();
}

void Core::handle_intent(const SealAnswer& intent) {
  const auto* round = find_round(intent.round);
  if (round == nullptr) return;
  const auto id = round->id;
  if (const auto* wishes = std::get_if<WishesAnswer>(&intent.answer); wishes != nullptr && round->wishes)
    return handle_intent(SealWishes{intent.round, wishes->wishes, intent.mode == SealMode::together});
  const auto answer = cleaned(intent.answer);
  const auto card = card_of(wording_->catalogue, *round);
  if (auto wrong = validate(card, answer, wording_->catalogue.feelings(), words()); !wrong.empty()) return problem(std::move(wrong));
  auto bytes = answer_to_bytes(answer);
  if (!bytes) return problem(words().say("act.unsealable"));
  if (may_write(*round, opened_->driver->device().record().slot)) static_cast<void>(opened_->drafts.set(id, answer));
  const auto mode = static_cast<twinlamp::SealMode>(intent.mode);
  const auto sealing = SecretBytes(bytes->begin(), bytes->end());
  sodium_memzero(bytes->data(), bytes->size());
  // The draft goes only when the seal is on the disk: until then it is all that a crash would leave.
  if (act([&](Device& device, Now now) { return device.seal(id, sealing, mode, now); })) {
    opened_->drafts.set_passed(id, false);
    opened_->drafts.remove(id);
  }
  changed();
  save_drafts_soon();  // not now: the seal is on its way, and a draft beside it is not shown
}

void Core::handle_intent(const PassRound& intent) {
  const auto* round = find_round(intent.round);
  if (round == nullptr) return;
  if (!may_write(*round, opened_->driver->device().record().slot)) return problem(words().say("act.no_pass"));
  opened_->drafts.set_passed(round->id, true);
  save_drafts();
  changed();
}

void Core::handle_intent(const RelaxRound& intent) {
  act_in(intent.round, [](Device& device, const RoundId& id, Now now) { return device.relax(id, now); });
}
void Core::handle_intent(const SayBack& intent) {
  act_in(intent.round, intent.text, [&](Device& device, const RoundId& id, Now now) { return device.say_back(id, clean_text(intent.text), now); });
}
void Core::handle_intent(const Confirm& intent) {
  act_in(intent.round, intent.clarification,
         [&](Device& device, const RoundId& id, Now now) { return device.confirm(id, intent.yes, clean_text(intent.clarification), now); });
}
void Core::handle_intent(const React& intent) {
  act_in(intent.round, intent.reaction, [&](Device& device, const RoundId& id, Now now) { return device.react(id, reaction_to_send(clean_text(intent.reaction), words()), now); });
}
void Core::handle_intent(const client::FollowUp& intent) {
  act_in(intent.round, intent.question, [&](Device& device, const RoundId& id, Now now) { return device.ask(id, clean_text(intent.question), now); });
}
void Core::handle_intent(const Reply& intent) {
  act_in(intent.round, intent.text, [&](Device& device, const RoundId& id, Now now) { return device.reply(id, clean_text(intent.text), now); });
}
void Core::handle_intent(const Add& intent) {
  act_in(intent.round, intent.text, [&](Device& device, const RoundId& id, Now now) { return device.add(id, clean_text(intent.text), now); });
}
// A device that is frozen takes this one act; to any other it says why it takes none.
void Core::handle_intent(const GoOnWithoutIt&) {
  if (!is_paired()) return problem(words().say("act.unpaired"));
  if (auto done = opened_->driver->give([](Device& device, Now now) { return device.go_on_without_it(now); }); !done)
    return problem(words().say("repair.no_question"));
  changed();
}
void Core::handle_intent(const RenewKeys&) {
  act([](Device& device, Now now) { return device.renew_keys(now); });
}
void Core::handle_intent(const CloseRound& intent) {
  act_in(intent.round, [](Device& device, const RoundId& id, Now now) { return device.close(id, now); });
}

// --- presence

void Core::handle_intent(const SetLamp& intent) {
  if (!opened_) return;
  opened_->settings.lamp_lit = intent.lit;
  save_settings();
  tell_presence();
  mark(false);
}

void Core::handle_intent(const SetInFront& intent) {
  in_front_ = intent.in_front;
  tell_presence();
  look_at_announcements();
  if (in_front_ && is_paired()) changed();  // much may have become due meanwhile
}

void Core::handle_intent(const Writing&) {
  if (!is_paired() || !is_lamp_lit()) return;
  opened_->driver->give([](Device& device, Now now) { device.handle_writing(now); });
  const bool was_shown = std::exchange(last_key_, around_.clock.now().mono).has_value();
  writing_timer_ = around_.loop.post_after(writing_shows, [this] {
    last_key_.reset();
    mark(false);
  });
  if (!was_shown) mark(false);
}

// --- what waits for a person who looks elsewhere

Announcer::Moment Core::moment() const {
  const auto now = around_.clock.now();
  const auto local = std::chrono::floor<std::chrono::minutes>(now.wall) + around_.clock.utc_offset(now.wall);
  const auto minute = local - std::chrono::floor<std::chrono::days>(local);
  auto chosen = open_settings_.notifications;
  chosen.on = chosen.on && !open_settings_.paused;
  return {chosen, in_front_, is_hidden_, static_cast<int>(minute.count()), now.mono, words().say("event.something")};
}

void Core::announce() {
  announcer_.handle_ready(moment());
  look_at_announcements();
}

// What waits at the relay comes again with every connection, and devices say some things by themselves, which a locked one cannot tell apart.
void Core::announce_while_locked() {
  if (!std::exchange(announced_while_locked_, true)) announce();
}

void Core::look_at_announcements() {
  announcer_.handle_moment(moment());
  quiet_timer_.cancel();
  if (announcer_.is_waiting()) quiet_timer_ = around_.loop.post_after(quiet_look, [this] { look_at_announcements(); });
}

}  // namespace twinlamp::client
