// How it plays along; its acts are in hostile_acts.cpp.
#include "tests/sim/hostile_partner.h"

#include <algorithm>

#include "protocol/journal/sync.h"
#include "protocol/match/steps.h"
#include "protocol/practice/step.h"
#include "protocol/round/quiet.h"
#include "protocol/session/live_message.h"

namespace twinlamp::sim {
namespace {

LatchId latch_of(const PairRecord& record, const RoundId& round) { return derive_latch_id(record.latch_seed, round, 0); }

template <class Message>
Message* about(Message* message, const RoundId& round) {
  message->set_round_id(to_string(round));
  return message;
}

}  // namespace

HostilePartner::HostilePartner(PairRecord record, const Attack& attack, Knowledge& knowledge, Now now)
    : record_(std::move(record)),
      me_(record_.slot),
      knowledge_(knowledge),
      random_(attack.seed * 7 + 1),
      play_(attack.seed * 7 + 2),
      mischief_(attack.seed * 7 + 3),
      channel_(*DurableChannel::fresh(record_, random_)),
      latches_(*LatchKeeper::open(record_, disk_)),
      meeting_(record_, random_, now.mono),
      epochs_(me_, meeting_, channel_, random_),
      fold_({record_.pair_seed, record_.latch_seed}) {
  latches_.bind(record_);
  meeting_.set_presence(true, true, now.mono);
  if (scene_of(attack) == Step::mine_sealed) answers_from_ = now.mono + std::chrono::seconds(45);
  wire::Body body;
  body.mutable_profile()->set_display_name("Modified");
  body.mutable_profile()->set_seal_key(to_string(derive_seal_keys(record_.self_key).public_key));
  write(std::move(body), now);
}

HostilePartner::~HostilePartner() = default;

// --- its journal

std::optional<EntryMark> HostilePartner::mark(std::uint8_t author, std::uint64_t seq) const {
  const auto row = disk_.entry(author, seq);
  if (!row || !*row) return std::nullopt;
  const auto entry = Entry::parse((*row)->wire);
  return EntryMark{entry->id(), entry->header().lamport};
}

Result<void> HostilePartner::for_each_ordered(const EntryOrder& from, const std::function<bool(const Entry&)>& visit) const {
  return disk_.for_each_entry(from.lamport, [&](const StoredEntry& row) {
    const auto entry = Entry::parse(row.wire);
    return entry->order() < from || visit(*entry);
  });
}

// So that what it shows can be compared: it has what it keeps, in `words_` and `knowledge_`, all the same.
void HostilePartner::erase_what_was_asked() {
  for (const auto& erasure : fold_.take_erasures()) {
    const auto row = disk_.entry(erasure.author, erasure.seq);
    if (!row || !*row) continue;
    auto entry = Entry::parse((*row)->wire);
    if (entry->id() != erasure.entry_id || entry->is_erased() || !may_erase(state(), entry->header().type, entry->id())) continue;
    entry->erase_body();
    Transaction transaction;
    transaction.entries.push_back({erasure.author, erasure.seq, entry->header().lamport, entry->to_wire()});
    if (disk_.commit(transaction)) fold_.erased(entry->order());
  }
  if (fold_.needs_refold()) (void)fold_.refold(*this);
}

void HostilePartner::admit(const Entry& entry) {
  logs_[entry.header().author].append(entry);
  fold_.insert(entry);
  Transaction transaction;
  transaction.entries.push_back({entry.header().author, entry.header().seq, entry.header().lamport, entry.to_wire()});
  if (!disk_.commit(transaction)) return;
  if (entry.header().author == me_) heads_.push_back(logs_[me_].head());
}

void HostilePartner::take(ByteView wire) {
  knowledge_.hear(wire);
  const auto entry = Entry::parse(wire);
  if (!entry || entry->header().author == me_) return;
  const auto verdict = logs_[1 - me_].check(*entry, *this);
  if (verdict && *verdict == Log::Verdict::next) admit(*entry);
}

Entry HostilePartner::write(wire::Body body, Now now) {
  const bool is_absurd = absurd_until_ && now.mono < *absurd_until_;
  body.set_wall_ms(is_absurd ? (mischief_.below(2) == 0 ? INT64_MIN : INT64_MAX) : now.wall.time_since_epoch().count());
  if (is_absurd) body.set_utc_offset_minutes(mischief_.below(2) == 0 ? INT32_MIN : INT32_MAX);
  const auto entry = make_entry(place(), body, record_.self_key, random_);
  admit(entry);
  return entry;
}

void HostilePartner::send(const std::vector<Bytes>& entries) {
  if (!channel_.can_send()) return;
  const std::vector<ByteView> views(entries.begin(), entries.end());
  Transaction ignored;
  const auto enveloped = channel_.enveloped();
  if (channel_.post(views, enveloped + 1, ignored, random_)) channel_.release();
  channel_.set_enveloped(enveloped);  // what it posts of its log goes on from where it was
}

// Any header, any body: what Entry's own maker would not write.
Bytes HostilePartner::raw_entry(EntryPlace place, std::uint16_t type, ByteView body) {
  const auto salt = random_.bytes<32>();
  ByteWriter out;
  out.u8(1).u8(place.author).u32(place.epoch).u64(place.seq).raw(place.prev).u64(place.lamport).u64(place.peer_seq).raw(place.peer_hash);
  out.u16(type).raw(blake2b_256({salt, body})).raw(random_.bytes<32>());
  return out.u8(1).raw(salt).lv(body).take();
}

const Round* HostilePartner::newest() const {
  const auto& rounds = state().rounds;
  return rounds.size() == 0 ? nullptr : (rounds.end() - 1)->get();
}

void HostilePartner::note_seal(const Entry& entry, std::optional<Bytes> words) { words_[entry.id()] = std::move(words); }

std::optional<Bytes> HostilePartner::words_of(const EntryId& seal) const {
  const auto found = words_.find(seal);
  return found == words_.end() ? std::nullopt : found->second;
}

wire::Body HostilePartner::seal_body(const Round& round, SealMode mode, ByteView words, const std::optional<Scalar>& scalar) {
  const SealContext context{round.id, 0, latch_of(record_, round.id), me_};
  wire::Body body;
  *body.mutable_seal() = *make_seal_with(scalar ? *scalar : random_scalar(random_), context, mode, words, record_.box_key, random_);
  return body;
}

std::optional<Scalar> HostilePartner::my_scalar(const Round& round) const {
  const auto* seal = round.seal_of(me_);
  if (seal == nullptr || seal->boxed_scalar.empty()) return std::nullopt;
  auto scalar = unbox_scalar(*seal, me_, record_.box_key);
  return scalar ? std::optional(*scalar) : std::nullopt;
}

// --- the relay

void HostilePartner::handle_logged_in(const wire::LoggedIn& facts, Now now) {
  is_online_ = true;
  channel_.handle_logged_in();
  latches_.handle_login();
  meeting_.handle_partner_online(facts.partner_online(), now.mono);
  play_along(now);
}

void HostilePartner::handle_offline(Now now) {
  is_online_ = false;
  channel_.handle_offline();
  meeting_.handle_offline(now.mono);
  frames_.clear();
}

Result<void> HostilePartner::handle_frame(const wire::Frame& frame, Now now) {
  knowledge_.hear(bytes_of(frame.SerializeAsString()));
  if (frame.has_deliver()) {
    const auto before = channel_.state();
    if (const auto entries = channel_.handle_envelope(bytes_of(frame.deliver().body()), random_))
      for (const auto& entry : *entries) take(entry);
    follow_epochs(before, now);
    wire::Frame ack;
    ack.mutable_ack()->set_seq(frame.deliver().seq());
    frames_.push_back(std::move(ack));
  } else if (frame.has_posted() && frame.posted().client_id().size() == 16) {
    channel_.handle_posted(to_array<16>(bytes_of(frame.posted().client_id())));
  } else if (frame.has_error() && frame.error().client_id().size() == 16) {
    channel_.handle_refused(to_array<16>(bytes_of(frame.error().client_id())), now.mono + std::chrono::seconds(1));
  } else if (frame.has_presence()) {
    meeting_.handle_partner_online(frame.presence().online(), now.mono);
  } else if (frame.has_live()) {
    (void)meeting_.handle_frame(bytes_of(frame.live().body()), now.mono);
  } else if (frame.has_latch_state()) {
    handle_latch_state(frame.latch_state(), now);
  }
  play_along(now);
  return {};
}

void HostilePartner::handle_latch_state(const wire::LatchState& state, Now now) {
  const auto news = latches_.handle_state(state, this->state(), meeting_.both_in_front());
  if (!news) return;
  wire::Body body;
  if (news->reveal) {
    *body.mutable_reveal() = *news->reveal;
    write(std::move(body), now);
  } else if (news->news == LatchNews::cancelled) {
    const auto* round = find_round(this->state(), news->round);
    if (round == nullptr || round->closing) return;
    about(body.mutable_close_round(), news->round);
    write(std::move(body), now);
  }
}

std::optional<wire::Frame> HostilePartner::poll_frame(Now now) {
  if (!is_online_ || (silent_until_ && now.mono < *silent_until_)) return std::nullopt;
  if (!frames_.empty()) {
    auto frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }
  wire::Frame frame;
  if (const auto* row = channel_.poll_row()) {
    frame.mutable_post()->set_client_id(to_string(row->client_id));
    frame.mutable_post()->set_body(to_string(row->envelope));
    return frame;
  }
  if (auto latch = latches_.poll_frame()) return latch;
  if (const auto bytes = meeting_.poll_frame()) {
    frame.mutable_live()->set_body(to_string(*bytes));
    return frame;
  }
  return std::nullopt;
}

void HostilePartner::handle_time(Now now) {
  if (silent_until_ && now.mono >= *silent_until_) silent_until_.reset();
  if (keyless_until_ && now.mono >= *keyless_until_) keyless_until_.reset();
  meeting_.handle_time(now.mono);
  channel_.handle_time(now.mono);
  if (!keyless_until_) epochs_.handle_time(now, true);
  play_along(now);
}

std::optional<MonoTime> HostilePartner::next_deadline() const {
  auto soonest = meeting_.next_deadline();
  for (const auto& due : {channel_.next_deadline(), silent_until_, keyless_until_, keyless_until_ ? std::nullopt : epochs_.next_deadline()})
    if (due && (!soonest || *due < *soonest)) soonest = due;
  return soonest;
}

void HostilePartner::stop(Now now) {
  silent_until_.reset();
  absurd_until_.reset();
  keyless_until_.reset();
  unstored_.reset();
  inflates_ = false;
  for (auto& [round, run] : runs_) run.spoils_next = false;
  wire::Body body;
  body.mutable_covered();
  write(std::move(body), now);
}

// --- the meeting

void HostilePartner::handle_have(const live::Have& have) {
  const SyncHave theirs{have.yours, have.head_of_yours, have.mine, have.head_of_mine};
  const auto plan = plan_sync(logs_[me_], logs_[1 - me_], theirs, *this);
  live::Entries batch;
  for (auto seq = plan.from; seq <= plan.to; ++seq)
    if (auto row = disk_.entry(me_, seq); row && *row) batch.entries.push_back(to_secret((*row)->wire));
  if (!batch.entries.empty()) meeting_.send(batch);
}

void HostilePartner::drain_meeting(Now now) {
  const auto say_have = [this] {
    const auto have = have_of(logs_[me_], logs_[1 - me_]);
    meeting_.send(live::Have{have.of_mine, have.of_theirs, have.head_of_mine, have.head_of_theirs});
  };
  while (auto event = meeting_.poll_event()) {
    handle_keys(*event, now);
    if (const auto* have = std::get_if<live::Have>(&*event)) {
      handle_have(*have);
      if (have->mine > logs_[1 - me_].head().seq) say_have();
    } else if (const auto* entries = std::get_if<live::Entries>(&*event)) {
      for (const auto& entry : entries->entries) take(entry);
    } else if (std::holds_alternative<MeetingBegan>(*event)) {
      say_have();
    }
  }
}

// Its keys are kept as an honest client keeps them, but for what it is about to do wrong.
void HostilePartner::handle_keys(const MeetingEvent& event, Now now) {
  const auto* share = std::get_if<EpochShare>(&event);
  if (share != nullptr) heard_shares_.push_back(*share);
  const bool is_of_session = std::holds_alternative<MeetingBegan>(event) || std::holds_alternative<MeetingEnded>(event);
  if (is_of_session) unstored_.reset();
  if (keyless_until_ && now.mono < *keyless_until_ && !is_of_session) return;
  if (unstored_ && share != nullptr && share->epoch == unstored_->number) {
    if (const auto secrets = derive_epoch(meeting_.handshake_hash(), unstored_->fresh, share->fresh_key, share->epoch))
      meeting_.send(EpochReady{share->epoch, secrets->check});
    return unstored_.reset();
  }
  const auto before = std::holds_alternative<EpochReady>(event) ? channel_.state() : SecretBytes();
  if (epochs_.handle_event(event, now)) epochs_.handle_committed();
  follow_epochs(before, now);
}

void HostilePartner::follow_epochs(const SecretBytes& before, Now now) {
  if (!channel_.take_changed()) return;
  Transaction ignored;
  channel_.begin_epoch(logs_[me_].head().seq, ignored);
  epochs_.handle_changed(now, ignored);
  if (older_channels_.size() < 8) older_channels_.push_back(before);
}

// --- as an honest client would

void HostilePartner::play_along(Now now) {
  drain_meeting(now);
  if (owes_cover(state(), me_)) {
    wire::Body body;
    body.mutable_covered();
    write(std::move(body), now);
  }
  play_matches(now);
  erase_what_was_asked();
  std::vector<Bytes> unsent;
  const auto first = channel_.enveloped() + 1, last = logs_[me_].head().seq;
  if (channel_.can_send() && first <= last) {
    for (auto seq = first; seq <= last; ++seq) unsent.push_back((*disk_.entry(me_, seq))->wire);
    const std::vector<ByteView> views(unsent.begin(), unsent.end());
    Transaction ignored;
    if (channel_.post(views, first, ignored, random_)) channel_.release();
  }
  if (is_online_) latches_.run(state(), meeting_.both_in_front());
}

void HostilePartner::play_matches(Now now) {
  if (me_ == 0 && may_begin_quiet_run(state(), meeting_.is_established(), now.wall)) {
    wire::Body body;
    auto* open = body.mutable_open_round();
    const auto before = times_opened(state(), quiet_card);
    open->set_round_id(to_string(derive_round_id(record_.pair_seed, quiet_card, before)));
    open->set_card_id(std::string(quiet_card));
    open->set_practice(2);
    open->set_depth(1);
    open->set_kind(wishes_kind);
    open->set_times_before(before);
    for (const auto& item : quiet_items(state())) open->add_items(item);
    open->set_quota(quiet_quota);
    write(std::move(body), now);
  }
  for (const auto& round : std::vector(state().quiet_rounds.begin(), state().quiet_rounds.end())) {
    // It says yes to all that the honest device may not want.
    if (!runs_.contains(round->id)) runs_[round->id] = {random_.secret<32>(), std::vector(round->wishes->items.size(), match::Vote::yes), false};
    play_match(*round, now);
  }
  for (const auto& round : std::vector(state().rounds.begin(), state().rounds.end()))
    if (round->wishes && runs_.contains(round->id)) play_match(*round, now);
}

namespace {

// A step is computed from those before it: what was spoiled, its own included, is nothing that one can compute with.
bool can_go_on(const match::Terms& terms, int step, const match::Transcript& said) {
  for (const Slot author : {Slot{0}, Slot{1}}) {
    if (step > 0 && !match::check_key_step(terms, author, said)) return false;
    if (step > 1 && !match::check_bits_step(terms, author, said)) return false;
  }
  return step <= 2 || match::check_product_step(terms, said);
}

}  // namespace

void HostilePartner::play_match(const Round& round, Now now) {
  if (round.is_revealed || round.closing || round.has_sealed(me_) || latches_.is_cancelling(latch_of(record_, round.id))) return;
  auto& run = runs_.at(round.id);
  const auto terms = round.wishes->terms(round.id, latch_of(record_, round.id));
  if (run.votes.size() != terms.count) return;  // the opening that counts names another list
  const match::RunSecret secret(terms, me_, run.seed, run.votes);
  auto said = round.wishes->said;
  while (const auto step = said.owed_by(me_)) {
    if (!can_go_on(terms, *step, said)) return;
    Bytes bytes;
    switch (*step) {
      case 0: bytes = match::make_key_step(terms, secret, me_); break;
      case 1: bytes = match::make_bits_step(terms, secret, me_, run.votes, said); break;
      case 2: bytes = match::make_product_step(terms, secret, run.votes, said); break;
      default: bytes = match::make_share_step(terms, secret, me_, said);
    }
    if (run.spoils_next) {
      // Step 0 begins with the list's hash: another one is no step of this run, and the fold does not look at it.
      const auto from = *step == 0 ? sizeof(Hash256) : 0;
      bytes[from + play_.below(bytes.size() - from)] ^= static_cast<std::uint8_t>(1 + play_.below(255));
      run.spoils_next = false;
      cheated_in_.insert(round.id);
    }
    const auto wanted = std::ranges::count_if(run.votes, [](match::Vote vote) { return vote != match::Vote::no; });
    if (*step == 1 && wanted > terms.quota) cheated_in_.insert(round.id);
    wire::Body body;
    about(body.mutable_match_step(), round.id)->set_step(*step);
    body.mutable_match_step()->set_body(to_string(bytes));
    write(std::move(body), now);
    said.set(me_, *step, std::move(bytes));
  }
  if (!said.is_whole()) return;
  const auto entry = write(seal_body(round, SealMode::apart, bytes_of("as an honest one's"), secret.blind()), now);
  note_seal(entry, std::nullopt);
}

// --- its person

void HostilePartner::live(Now now, bool is_calm) {
  if (silent_until_ && now.mono < *silent_until_) return;
  if (play_.below(6) == 0 || is_calm) meeting_.set_presence(is_calm || play_.below(8) != 0, is_calm || play_.below(8) != 0, now.mono);
  if (state().is_confirmed())
    for (const auto& round : std::vector(state().rounds.begin(), state().rounds.end())) {
      if (round->closing) continue;
      act_on(*round, now);
      break;
    }
  play_along(now);
}

void HostilePartner::act_on(const Round& round, Now now) {
  wire::Body body;
  if (latches_.is_cancelling(latch_of(record_, round.id))) return;
  if (may_write(round, me_)) {
    if (play_.below(3) == 0 || (answers_from_ && now.mono < *answers_from_)) return;
    if (round.wishes) {
      std::vector<match::Vote> votes(round.wishes->items.size(), inflates_ ? match::Vote::yes : match::Vote::no);
      for (std::size_t item = 0; !inflates_ && item < round.wishes->quota; ++item) votes[item] = match::Vote::yes;
      runs_.try_emplace(round.id, MatchRun{random_.secret<32>(), std::move(votes), false});
      return;
    }
    const auto words = "what the other one says #" + std::to_string(play_.below(1'000'000));
    const auto entry = write(seal_body(round, static_cast<SealMode>(play_.below(3)), bytes_of(words)), now);
    return note_seal(entry, to_bytes(bytes_of(words)));
  }
  if (may_relax(round, me_) && play_.below(3) == 0) {
    about(body.mutable_relax(), round.id);
  } else if (may_confirm(round, me_)) {
    about(body.mutable_confirm(), round.id)->set_yes(true);
  } else if (may_say_back(round, me_) && !has_received(round, me_)) {
    about(body.mutable_say_back(), round.id)->set_text("so you say");
  } else if (may_close(round, me_) && is_finished(round)) {
    about(body.mutable_close_round(), round.id)->set_answered(true);
  } else if (may_pass(round, me_) && play_.below(15) == 0) {
    if (!round.has_sealed(me_)) {
      about(body.mutable_close_round(), round.id);
    } else {
      Transaction transaction;
      latches_.cancel(latch_of(record_, round.id), round.id, transaction);
    }
  }
  if (body.kind_case() != wire::Body::KIND_NOT_SET) write(std::move(body), now);
}

}  // namespace twinlamp::sim
