#include "tests/sim/honest_seat.h"

#include <algorithm>

#include "protocol/practice/step.h"

namespace twinlamp::sim {
namespace {

using std::chrono::seconds;

const std::vector<CardFacts> cards{{"feelings.a", 1, 1, 1, 1}, {"open-up.a", 1, 2, 1, 1}, {"open-up.b", 1, 2, 3, 1}, {"values.a", 1, 7, 2, 1}};
const CardFacts wish_list{"desire.wishes", 1, practice_number::desire, 1, wishes_kind};
const std::vector<std::string> wishes{"wishes.a", "wishes.b", "wishes.c"};
constexpr std::uint16_t quota = 2;

wire::Body body_of(const Entry& entry) {
  wire::Body body;
  body.ParseFromArray(entry.body().data(), static_cast<int>(entry.body().size()));
  return body;
}

}  // namespace

HonestSeat::HonestSeat(PairRecord record, const Attack& attack, Knowledge& knowledge, WordsOf words_of)
    : attack_(attack),
      record_(std::move(record)),
      knowledge_(knowledge),
      words_of_partner_(std::move(words_of)),
      me_(record_.slot),
      random_(attack.seed * 7 + me_ + 100),
      person_(attack.seed * 7 + me_ + 200),
      fate_(attack.seed * 7 + me_ + 300) {
  private_.desire = person_.below(2) == 0;
  private_.ceiling = static_cast<std::uint8_t>(1 + person_.below(3));
}

HonestSeat::~HonestSeat() = default;

void HonestSeat::start(Now now) {
  auto device = Device::open(record_, disk_, random_, now);
  if (!device) return break_rule(std::string("the device could not be opened: ") + device.error().where);
  device_ = std::move(*device);
  if (!device_->set_profile({me_ == 0 ? "Noor" : "Sam", {}, {}, 1}, now)) break_rule("a profile was refused");
  device_->set_presence(true, true, now);
  device_->set_private(private_, now);
  drain(now);
}

// --- the device

void HonestSeat::handle_logged_in(const wire::LoggedIn& facts, Now now) {
  if (is_down()) return;
  device_->handle_logged_in(facts, now);
  drain(now);
}

void HonestSeat::handle_offline(Now now) {
  if (is_down()) return;
  device_->handle_offline(now);
  drain(now);
}

Result<void> HonestSeat::handle_frame(const wire::Frame& frame, Now now) {
  if (is_down()) return {};
  auto taken = device_->handle_frame(frame, now);
  drain(now);
  return taken;
}

void HonestSeat::handle_time(Now now) {
  if (is_down()) return;
  device_->handle_time(now);
  drain(now);
}

std::optional<MonoTime> HonestSeat::next_deadline() const { return is_down() ? std::nullopt : device_->next_deadline(); }

bool HonestSeat::crashes() {
  if (fate_.below(10'000) >= attack_.crashes) return false;
  device_.reset();
  sealing_.clear();
  voting_.clear();
  return true;
}

bool HonestSeat::commit(Now now) {
  const auto* transaction = device_->poll_transaction();
  if (transaction == nullptr) return false;
  if (crashes()) return false;
  if (!disk_.commit(*transaction)) return false;
  for (const auto& row : transaction->entries) note_entry(row);
  voted_.merge(voting_);
  voting_.clear();
  if (crashes()) return false;
  device_->handle_committed(now);
  return true;
}

void HonestSeat::drain(Now now) {
  while (!is_down() && commit(now)) continue;
  if (is_down()) return;
  while (auto event = device_->poll_event()) told_.insert(event->kind);
  check();
}

std::optional<wire::Frame> HonestSeat::poll_frame(Now now) {
  drain(now);
  if (is_down()) return std::nullopt;
  auto frame = device_->poll_frame();
  if (frame) note_frame(*frame);
  return frame;
}

bool HonestSeat::has_settled() const { return !is_down() && device_->unsent() == 0 && device_->is_caught_up(); }

Step HonestSeat::step() const {
  if (is_down() || state().rounds.size() == 0) return Step::no_round;
  const auto& round = **(state().rounds.end() - 1);
  if (round.closing) return Step::closed;
  if (round.is_revealed) return Step::open;
  if (device_->is_closing(round.id)) return Step::cancelling;
  const bool mine = round.has_answered(me_), theirs = round.has_answered(partner_of(me_));
  if (mine && theirs) return Step::both_sealed;
  return mine ? Step::mine_sealed : theirs ? Step::theirs_sealed : Step::writing;
}

// --- what is on the disk, and what has left

void HonestSeat::note_entry(const StoredEntry& row) {
  const auto entry = Entry::parse(row.wire);
  if (!entry) return break_rule("an entry on the disk does not verify");
  if (row.author == me_) {
    if (entry->is_erased()) break_rule("words of mine were erased, and I had not asked for it");
    if (!mine_.try_emplace(row.seq, entry->id()).second) break_rule("an entry of mine was written over");
  }
  if (!entry->header().is(EntryType::seal) || entry->is_erased()) return;
  const auto seal = body_of(*entry).seal();
  const auto round = to_array<16>(bytes_of(seal.round_id()));
  if (row.author != me_) {
    if (find_round(device_->state(), round) != nullptr && seal.latch_id() == to_string(derive_latch_id(record_.latch_seed, round, 0)))
      bound_.try_emplace(round, entry->id());
  } else {
    note_my_seal(seal, *entry);
  }
}

void HonestSeat::note_my_seal(const wire::Seal& seal, const Entry& entry) {
  const auto round = to_array<16>(bytes_of(seal.round_id()));
  MySeal mine{entry.id(), static_cast<SealMode>(seal.mode()), {}, false};
  if (const auto words = sealing_.find(round); words != sealing_.end()) mine.words = words->second;
  Seal fact;
  fact.latch_id = to_array<16>(bytes_of(seal.latch_id()));
  fact.lock = to_array<32>(bytes_of(seal.lock()));
  fact.boxed_scalar = to_bytes(bytes_of(seal.boxed_scalar()));
  const auto scalar = unbox_scalar(fact, me_, record_.box_key);
  if (!scalar) return break_rule("my own SEAL does not give its scalar back");
  knowledge_.watch(mine.id, scalar->view(), bytes_of(seal.salt()), mine.words);
  if (!sealed_.try_emplace(round, mine).second) break_rule("I have sealed the same round twice");
}

void HonestSeat::note_frame(const wire::Frame& frame) {
  if (frame.has_latch_cancel()) cancelled_.insert(frame.latch_cancel().latch_id());
  if (!frame.has_latch_put()) return;
  const auto& put = frame.latch_put();
  if (cancelled_.contains(put.latch_id())) break_rule("a PUT left after the CANCEL");
  for (auto& [round, mine] : sealed_) {
    if (to_string(mine.id) != put.seal_mine()) continue;
    if (put.mode() == wire::LATCH_OPEN) mine.was_put_open = true;
    if (put.mode() == wire::LATCH_OPEN && mine.mode != SealMode::open) break_rule("a PUT was open, and its SEAL was not");
    if (put.mode() != wire::LATCH_OPEN && !bound_.contains(round)) break_rule("a PUT left before the partner's SEAL was here");
  }
}

std::optional<Bytes> HonestSeat::words_of(const EntryId& seal) const {
  for (const auto& [round, mine] : sealed_)
    if (mine.id == seal) return mine.words;
  return std::nullopt;
}

// --- the person

void HonestSeat::live(Now now, bool is_calm) {
  if (is_down()) return;
  act(now, is_calm);
  drain(now);
}

void HonestSeat::act(Now now, bool is_calm) {
  const bool is_here = is_calm || person_.below(8) != 0;
  if (is_calm || person_.below(6) == 0) device_->set_presence(is_here, is_here, now);
  if (!state().is_confirmed()) return;
  if (!is_calm && person_.below(50) == 0)
    if (auto done = device_->renew_keys(now); !done) break_rule("new keys were refused");
  for (const auto& round : state().rounds) {
    if (round->closing || device_->is_held(round->id) || device_->is_closing(round->id)) continue;
    if (auto done = act_on(*round, now, is_calm); !done) break_rule(std::string("an allowed act was refused: ") + done.error().where);
    return;
  }
  if (static_cast<int>(state().rounds.size()) < attack_.rounds) open_something(now);
}

// So that a round stays where it is to be struck.
bool HonestSeat::waits(Now now) const {
  const auto scene = scene_of(attack_);
  const bool is_victim = me_ == attack_.honest;
  return scene == (is_victim ? Step::theirs_sealed : Step::mine_sealed) && now.mono.time_since_epoch() < seconds(45);
}

// A scalar waits there before the partner has sealed: only of mode open.
bool HonestSeat::is_alone_at_the_relay() const {
  if (scene_of(attack_) != Step::mine_sealed) return false;
  const auto act = attack_.strikes.front().act;
  return act == Act::early_scalar || act == Act::scalar_alone || act == Act::hand_over_keys;
}

void HonestSeat::open_something(Now now) {
  if (state().rounds.size() == 0 && scene_of(attack_) == Step::no_round && now.mono.time_since_epoch() < seconds(20)) return;
  const bool is_asked_for = has_strike(attack_, Act::wrong_proof) || has_strike(attack_, Act::inflated_votes);
  const bool wants_wishes = !is_alone_at_the_relay() && (is_asked_for || attack_.seed % 3 == 0) && times_opened(state(), wish_list.id) == 0;
  const auto& card = cards[person_.below(cards.size())];
  const auto opened = wants_wishes ? device_->open_wishes(wish_list, "What would you enjoy?", wishes, quota, now)
                                   : device_->open_round(card, "What would you like to be asked?", now);
  if (!opened) break_rule(std::string("a round could not be opened: ") + opened.error().where);
}

Result<void> HonestSeat::answer(const Round& round, Now now) {
  const auto id = round.id;  // sealing changes the state, and with it the round
  if (round.wishes) {
    std::vector<match::Vote> votes;
    std::size_t wanted = 0;
    for (std::size_t item = 0; item < round.wishes->items.size(); ++item) {
      const auto vote = wanted < round.wishes->quota ? static_cast<match::Vote>(person_.below(3)) : match::Vote::no;
      wanted += vote != match::Vote::no ? 1 : 0;
      votes.push_back(vote);
    }
    auto done = device_->seal_wishes(id, votes, static_cast<SealMode>(person_.below(2)), now);
    if (done) voting_[id] = votes;
    return done;
  }
  const auto words = "the words of " + std::to_string(me_) + " in " + to_hex(id) + " #" + std::to_string(person_.below(1'000'000));
  auto mode = static_cast<SealMode>(person_.below(3));
  if (is_alone_at_the_relay()) mode = SealMode::open;
  auto done = device_->seal(id, bytes_of(words), mode, now);
  if (done) sealing_[id] = to_bytes(bytes_of(words));
  return done;
}

Result<void> HonestSeat::act_on(const Round& round, Now now, bool is_calm) {
  const auto id = round.id;
  if (may_write(round, me_)) {
    if (device_->my_votes(id) || person_.below(3) == 0 || waits(now)) return {};
    if (person_.below(10) == 0) return device_->close(id, now);
    return answer(round, now);
  }
  if (may_relax(round, me_) && person_.below(3) == 0) return device_->relax(id, now);
  if (may_confirm(round, me_)) return device_->confirm(id, person_.below(3) != 0, "what I meant", now);
  if (may_reply(round, me_)) return device_->reply(id, "my reply", now);
  if (may_say_back(round, me_) && !has_received(round, me_)) return device_->say_back(id, "I heard", now);
  if (may_add(round, me_) && person_.below(5) == 0 && round.sides[me_].additions.empty()) return device_->add(id, "and also", now);
  if (may_close(round, me_) && is_finished(round)) return device_->close(id, now);
  const auto patience = is_calm ? 60U : scene_of(attack_) == Step::cancelling ? 1U : 15U;
  if (may_pass(round, me_) && person_.below(patience) == 0) return device_->close(id, now);
  return {};
}

// --- the rules

void HonestSeat::break_rule(std::string what) { broken_.push_back("slot " + std::to_string(me_) + ": " + std::move(what)); }

void HonestSeat::check() {
  for (const auto& round : state().rounds) {
    if (round->wishes)
      check_wishes(*round);
    else
      check_answers(*round);
  }
  for (const auto& [id, mine] : sealed_) {
    const auto* round = find_round(state(), id);
    if (round == nullptr ? mine.words.size() > 0 : !round->has_sealed(me_) && !round->closing) break_rule("a sealed answer was lost");
  }
  if (state().depth[practice_number::open_up] > private_.ceiling) break_rule("Open up is deeper than my ceiling");
  if (state().desire_is_open && !private_.desire) break_rule("Desire is open, and I never wanted it");
}

void HonestSeat::check_answers(const Round& round) {
  const auto& theirs = round.sides[partner_of(me_)];
  const auto& mine = round.sides[me_];
  if (mine.answer_state == AnswerState::unreadable || mine.answer_state == AnswerState::erased)
    break_rule("my answer was made to look unreadable");
  if (mine.answer_state == AnswerState::open) {
    const auto sealed = sealed_.find(round.id);
    if (sealed == sealed_.end() || !equal(sealed->second.words, mine.answer)) break_rule("another answer of mine opened than I have sealed");
  }
  const auto seen = seen_.find(round.id);
  if (theirs.answer_state != AnswerState::open) return;
  if (!sealed_.contains(round.id)) break_rule("an answer was open before mine was sealed");
  const auto* seal = round.seal_of(partner_of(me_));
  if (seal == nullptr) return break_rule("an answer is open without a SEAL");
  if (const auto bound = bound_.find(round.id); bound != bound_.end() && bound->second != seal->entry_id)
    break_rule("another SEAL opened than was here before mine was handed over");
  const auto words = words_of_partner_(seal->entry_id);
  if (!words || !equal(*words, theirs.answer)) break_rule("another answer opened than was sealed");
  if (seen == seen_.end())
    seen_[round.id] = to_bytes(theirs.answer);
  else if (!equal(seen->second, theirs.answer))
    break_rule("an open answer changed");
}

// Of what I said no to nothing is known, and of what I was curious about not that the other said yes.
void HonestSeat::check_wishes(const Round& round) {
  const auto votes = voted_.find(round.id);
  if (votes != voted_.end() && !round.has_answered(me_) && !round.is_revealed && !round.closing) break_rule("a vote was lost");
  if (!round.is_revealed || round.wishes->is_broken) return;
  if (votes == voted_.end()) return break_rule("a wish list opened before I had voted");
  for (std::size_t item = 0; item < round.wishes->outcome.size(); ++item)
    if (static_cast<int>(round.wishes->outcome[item]) > static_cast<int>(votes->second[item]))
      break_rule("a wish list opened to more than I wanted");
}

}  // namespace twinlamp::sim
