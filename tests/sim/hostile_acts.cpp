// What a modified client does: one act each, over the real protocol code. See attack.h.
#include <algorithm>

#include "protocol/journal/sync.h"
#include "protocol/session/live_message.h"
#include "tests/sim/hostile_partner.h"

namespace twinlamp::sim {
namespace {

using std::chrono::seconds;

Bytes random_bytes(Random& random, std::size_t size) {
  Bytes out(size);
  random.fill(out);
  return out;
}

}  // namespace

bool HostilePartner::strike(const Strike& strike, Now now) {
  mischief_ = SeededRandom(strike.salt + 1);
  const bool done = strike_journal(strike, now) || strike_seal(strike, now) || strike_latch(strike, now) || strike_channel(strike, now) ||
                    strike_keys(strike, now);
  if (done) play_along(now);
  return done;
}

bool HostilePartner::strike_journal(const Strike& strike, Now now) {
  const auto* round = newest();
  switch (strike.act) {
    case Act::garbage_body: {
      // A type that is known or not, and bytes that are no body of it. It stands in its own log, as any entry.
      constexpr std::array<std::uint16_t, 8> types{10, 12, 13, 14, 25, 30, 31, 999};
      const auto entry = Entry::parse(raw_entry(place(), types[mischief_.below(types.size())], random_bytes(mischief_, mischief_.below(2000))));
      admit(*entry);
      return true;
    }
    case Act::wrong_peer_head: say_wrong_head(); return channel_.can_send();
    case Act::fork_log: return fork_log(now);
    case Act::write_into_my_log: {
      if (!channel_.can_send()) return false;
      wire::Body body;
      body.mutable_covered();
      const auto theirs = next_place(logs_[1 - me_], logs_[me_], 1);
      send({make_entry(theirs, body, record_.self_key, random_).to_wire()});
      return true;
    }
    case Act::erase_mine: {
      wire::Body body;
      const auto last = logs_[1 - me_].head();
      for (auto seq = last.seq; seq > 0 && last.seq - seq < 16; --seq)
        if (const auto known = mark(static_cast<std::uint8_t>(1 - me_), seq)) {
          body.mutable_tombstone()->add_entry_id(to_string(known->id));
          body.mutable_tombstone()->add_seq(seq);
        }
      if (last.seq == 0) return false;
      write(std::move(body), now);
      return true;
    }
    case Act::absurd_clock: {
      absurd_until_ = now.mono + seconds(30);
      wire::Body body;
      body.mutable_covered();
      write(std::move(body), now);
      for (const auto t : {INT64_C(-9007199254740992), INT64_C(9007199254740992)}) meeting_.send(live::ProbeReply{1, t, -t, t});
      return true;
    }
    case Act::odd_opening: return open_oddly(now);
    case Act::odd_step: return round != nullptr && step_oddly(*round, now);
    default: return false;
  }
}

// Of its newest entry another branch: after it, or before the true one is out.
bool HostilePartner::fork_log(Now now) {
  if (!channel_.can_send() || heads_.size() < 2) return false;
  has_forked_ = true;
  wire::Body body;
  body.mutable_next_suggestion()->set_card_id("another branch");
  body.set_wall_ms(now.wall.time_since_epoch().count());
  if (mischief_.below(2) == 0) {
    send({make_entry(place(), body, record_.self_key, random_).to_wire()});
  } else {
    const auto back = std::min<std::size_t>(1 + mischief_.below(3), heads_.size() - 1);
    const auto earlier = next_place(Log(me_, heads_[heads_.size() - 1 - back]), logs_[1 - me_], 1);
    send({make_entry(earlier, body, record_.self_key, random_).to_wire()});
  }
  return true;
}

void HostilePartner::say_wrong_head() {
  auto wrong = place();
  switch (mischief_.below(5)) {
    case 0: wrong.peer_hash = random_.bytes<32>(), wrong.peer_seq = std::max<std::uint64_t>(wrong.peer_seq, 1); break;
    case 1: wrong.peer_seq += 1 + mischief_.below(1'000'000), wrong.peer_hash = random_.bytes<32>(); break;
    case 2: wrong.lamport += 1 + mischief_.below(UINT32_MAX); break;
    case 3: wrong.prev = random_.bytes<32>(), wrong.seq = std::max<std::uint64_t>(wrong.seq, 2); break;
    default: wrong.seq += 1 + mischief_.below(1'000'000); break;
  }
  wrong.lamport = std::max(wrong.lamport, wrong.seq);
  wire::Body body;
  body.mutable_covered();
  send({raw_entry(wrong, 11, bytes_of(body.SerializeAsString()))});
}

bool HostilePartner::open_oddly(Now now) {
  wire::Body body;
  auto* open = body.mutable_open_round();
  open->set_round_id(to_string(random_.bytes<16>()));
  open->set_card_id(mischief_.below(2) == 0 ? "quiet" : "odd");
  open->set_practice(static_cast<std::uint32_t>(mischief_.below(20)));
  open->set_depth(static_cast<std::uint32_t>(mischief_.below(9)));
  open->set_kind(static_cast<std::uint32_t>(mischief_.below(300)));
  open->set_times_before(static_cast<std::uint32_t>(mischief_.below(3)));
  if (mischief_.below(2) == 0) open->set_round_id(to_string(derive_round_id(record_.pair_seed, open->card_id(), open->times_before())));
  for (auto count = mischief_.below(140); count > 0; --count) open->add_items("item " + std::to_string(mischief_.below(100)));
  open->set_quota(static_cast<std::uint32_t>(mischief_.below(UINT32_MAX)));
  write(std::move(body), now);
  return true;
}

bool HostilePartner::step_oddly(const Round& round, Now now) {
  wire::Body body;
  if (mischief_.below(2) == 0) {
    body.mutable_match_step()->set_round_id(to_string(round.id));
    body.mutable_match_step()->set_step(static_cast<std::uint32_t>(mischief_.below(9)));
    body.mutable_match_step()->set_body(to_string(random_bytes(mischief_, mischief_.below(4000))));
  } else {
    body.mutable_step()->set_round_id(to_string(round.id));
    body.mutable_step()->set_kind(static_cast<std::uint32_t>(mischief_.below(70)));
    body.mutable_step()->set_choice(static_cast<std::uint32_t>(mischief_.below(UINT32_MAX)));
    body.mutable_step()->set_about(to_string(random_bytes(mischief_, 32)));
  }
  write(std::move(body), now);
  return true;
}

// --- seals

bool HostilePartner::strike_seal(const Strike& strike, Now now) {
  const auto* round = newest();
  if (round == nullptr) return false;
  switch (strike.act) {
    case Act::nonsense_seal: return seal_nonsense(*round, now);
    case Act::replay_my_seal: return replay_their_seal(*round, now);
    case Act::double_seal: return seal_twice(*round, now);
    case Act::swap_seal: return swap_first_seal(*round, now);
    case Act::mode_change: {
      wire::Body body;
      if (mischief_.below(2) == 0 || !round->has_sealed(me_)) {
        body.mutable_relax()->set_round_id(to_string(round->id));
        write(std::move(body), now);
        return true;
      }
      note_seal(write(seal_body(*round, static_cast<SealMode>(mischief_.below(3)), bytes_of("another mode"), my_scalar(*round)), now),
                to_bytes(bytes_of("another mode")));
      return true;
    }
    case Act::forged_reveal: return forge_reveal(*round, now);
    case Act::close_armed: {
      wire::Body close, erase;
      close.mutable_close_round()->set_round_id(to_string(round->id));
      if (const auto* seal = round->seal_of(me_)) {
        erase.mutable_tombstone()->add_entry_id(to_string(seal->entry_id));
        erase.mutable_tombstone()->add_seq(seal->seq);
      }
      write(std::move(close), now);  // `round` is an older one from here on
      if (erase.has_tombstone()) write(std::move(erase), now);
      return true;
    }
    case Act::wrong_proof:
    case Act::inflated_votes: {
      // Said at once where its person has not voted: the next step is spoiled, or the votes are more than the quota.
      if (!round->wishes || !may_write(*round, me_)) return false;
      const auto count = round->wishes->items.size();
      std::vector<match::Vote> votes(count, match::Vote::yes);
      const bool spoils = strike.act == Act::wrong_proof;
      if (spoils) votes.assign(count, match::Vote::no);
      auto& run = runs_.try_emplace(round->id, MatchRun{random_.secret<32>(), std::move(votes), false}).first->second;
      run.spoils_next = spoils;
      return true;
    }
    default: return false;
  }
}

bool HostilePartner::seal_nonsense(const Round& round, Now now) {
  if (!may_write(round, me_) || round.wishes) return false;
  auto body = seal_body(round, static_cast<SealMode>(mischief_.below(3)), bytes_of("nonsense"));
  body.mutable_seal()->set_ciphertext(to_string(random_bytes(mischief_, body.seal().ciphertext().size())));
  note_seal(write(std::move(body), now), std::nullopt);
  return true;
}

bool HostilePartner::replay_their_seal(const Round& round, Now now) {
  const auto* theirs = round.seal_of(static_cast<Slot>(1 - me_));
  if (theirs == nullptr || round.has_sealed(me_)) return false;
  auto body = seal_body(round, static_cast<SealMode>(mischief_.below(3)), bytes_of("replayed"));
  body.mutable_seal()->set_lock(to_string(theirs->lock));
  body.mutable_seal()->set_salt(to_string(theirs->salt));
  body.mutable_seal()->set_nonce(to_string(theirs->nonce));
  body.mutable_seal()->set_ciphertext(to_string(theirs->ciphertext));
  note_seal(write(std::move(body), now), std::nullopt);
  return true;
}

bool HostilePartner::seal_twice(const Round& round, Now now) {
  if (!round.has_sealed(me_)) return false;
  const auto scalar = mischief_.below(2) == 0 ? my_scalar(round) : std::nullopt;  // with one L, or with two
  const std::string_view words = "a second thought";
  note_seal(write(seal_body(round, static_cast<SealMode>(mischief_.below(3)), bytes_of(words), scalar), now), to_bytes(bytes_of(words)));
  return true;
}

// In the place of its SEAL another one, with the same lock and other words.
bool HostilePartner::swap_first_seal(const Round& round, Now now) {
  const auto* seal = round.seal_of(me_);
  if (seal == nullptr || seal->seq < 2 || seal->seq > heads_.size() || !channel_.can_send()) return false;
  auto place = next_place(Log(me_, heads_[seal->seq - 2]), logs_[1 - me_], 1);
  if (const auto peer = disk_.entry(me_, seal->seq); peer && *peer) {
    const auto original = Entry::parse((*peer)->wire);
    place.peer_seq = original->header().peer_seq;
    place.peer_hash = original->header().peer_hash;
    place.lamport = original->header().lamport;
  }
  const std::string_view words = "swapped after reading";
  auto body = seal_body(round, seal->mode, bytes_of(words), my_scalar(round));
  body.set_wall_ms(now.wall.time_since_epoch().count());
  const auto entry = make_entry(place, body, record_.self_key, random_);
  note_seal(entry, to_bytes(bytes_of(words)));
  send({entry.to_wire()});
  return true;
}

bool HostilePartner::forge_reveal(const Round& round, Now now) {
  const auto* theirs = round.seal_of(static_cast<Slot>(1 - me_));
  const auto* mine = round.seal_of(me_);
  wire::Body body;
  auto* reveal = body.mutable_reveal();
  reveal->set_round_id(to_string(round.id));
  reveal->set_latch_id(to_string(derive_latch_id(record_.latch_seed, round.id, 0)));
  const auto u = my_scalar(round);
  const auto made_up = random_scalar(random_);
  const auto of_me = u ? to_string(u->view()) : to_string(made_up.view()), of_them = to_string(made_up.view());
  reveal->set_scalar_0(me_ == 0 ? of_me : of_them);
  reveal->set_scalar_1(me_ == 0 ? of_them : of_me);
  const auto seal_me = to_string(mine == nullptr ? random_.bytes<32>() : mine->entry_id);
  const auto seal_them = to_string(theirs == nullptr ? random_.bytes<32>() : theirs->entry_id);
  reveal->set_seal_0(me_ == 0 ? seal_me : seal_them);
  reveal->set_seal_1(me_ == 0 ? seal_them : seal_me);
  if (mischief_.below(2) == 0) {  // and a SEAL put into the other's mouth
    auto made = seal_body(round, SealMode::open, bytes_of("words put into the other's mouth"), made_up);
    made.set_wall_ms(now.wall.time_since_epoch().count());
    const auto entry = make_entry(next_place(logs_[1 - me_], logs_[me_], 1), made, record_.self_key, random_);
    reveal->set_seal_entry(to_string(entry.to_wire()));
    reveal->set_seal_signature(to_string(sign_seal(derive_seal_keys(record_.self_key), derive_latch_id(record_.latch_seed, round.id, 0),
                                                   static_cast<Slot>(1 - me_), entry.id())));
    (me_ == 0 ? reveal->mutable_seal_1() : reveal->mutable_seal_0())->assign(to_string(entry.id()));
  }
  write(std::move(body), now);
  return true;
}

// --- the latch

bool HostilePartner::strike_latch(const Strike& strike, Now) {
  const auto* round = newest();
  if (round == nullptr) return false;
  if (strike.act == Act::wrong_put) return put_wrongly(*round);
  if (strike.act != Act::late_put) return false;
  const auto u = my_scalar(*round);
  const auto* theirs = round->seal_of(static_cast<Slot>(1 - me_));
  const auto scalar = u ? *u : random_scalar(random_);
  const auto* mine = round->seal_of(me_);
  wire::Frame frame;
  auto* put = frame.mutable_latch_put();
  put->set_latch_id(to_string(derive_latch_id(record_.latch_seed, round->id, 0)));
  put->set_lock_mine(to_string(*multiply_base(scalar)));
  put->set_scalar(to_string(scalar.view()));
  put->set_seal_mine(to_string(mine == nullptr ? random_.bytes<32>() : mine->entry_id));
  if (theirs == nullptr || mischief_.below(3) == 0) {
    put->set_mode(wire::LATCH_OPEN);
  } else {
    put->set_lock_partner(to_string(theirs->lock));
    put->set_seal_partner(to_string(theirs->entry_id));
  }
  frames_.push_back(frame);
  frames_.push_back(frame);  // and repeated
  return true;
}

bool HostilePartner::put_wrongly(const Round& round) {
  const auto* theirs = round.seal_of(static_cast<Slot>(1 - me_));
  const auto* mine = round.seal_of(me_);
  const auto scalar = random_scalar(random_);
  wire::Frame frame;
  auto* put = frame.mutable_latch_put();
  put->set_latch_id(to_string(derive_latch_id(record_.latch_seed, round.id, 0)));
  put->set_scalar(to_string(scalar.view()));
  put->set_lock_mine(to_string(mine == nullptr ? *multiply_base(scalar) : mine->lock));  // not its scalar, where it has sealed
  put->set_seal_mine(to_string(mine == nullptr ? random_.bytes<32>() : mine->entry_id));
  put->set_lock_partner(to_string(theirs == nullptr ? *multiply_base(random_scalar(random_)) : theirs->lock));
  put->set_seal_partner(to_string(theirs == nullptr ? random_.bytes<32>() : theirs->entry_id));
  switch (mischief_.below(9)) {
    case 0: break;
    case 1: put->set_lock_mine(to_string(*multiply_base(scalar))); break;            // a lock that no SEAL has
    case 2: put->set_lock_mine(put->lock_partner()); break;                           // the other's lock as its own
    case 3: put->set_seal_partner(to_string(random_.bytes<32>())); break;
    case 4: put->set_seal_mine(put->seal_partner()); break;
    case 5: put->set_scalar(std::string(32, '\0')); break;
    case 6:
      put->set_mode(wire::LATCH_OPEN), put->clear_lock_partner(), put->clear_seal_partner();
      put->set_lock_mine(to_string(*multiply_base(scalar)));
      break;
    default:  // a true scalar of a lock that no SEAL has; where the other's is open, that and anything for a blob is a price that the relay takes
      put->set_lock_mine(to_string(*multiply_base(scalar)));
      put->set_blob(to_string(random_bytes(mischief_, 1 + mischief_.below(16'000))));
      break;
  }
  frames_.push_back(std::move(frame));
  return true;
}

// --- the channel and the meeting

bool HostilePartner::strike_channel(const Strike& strike, Now now) {
  switch (strike.act) {
    case Act::stall: silent_until_ = now.mono + seconds(10 + mischief_.below(40)); return true;
    case Act::lie_have: {
      if (!meeting_.is_established()) return false;
      const auto have = have_of(logs_[me_], logs_[1 - me_]);
      live::Have lie{have.of_mine, have.of_theirs, have.head_of_mine, have.head_of_theirs};
      switch (mischief_.below(5)) {
        case 0: lie.yours += 1 + mischief_.below(UINT32_MAX); break;
        case 1: lie.head_of_yours = random_.bytes<32>(); break;
        case 2: lie.mine = UINT64_MAX, lie.head_of_mine = random_.bytes<32>(); break;
        case 3: lie.yours = 0, lie.head_of_yours = {}; break;
        default: lie.mine = 0, lie.head_of_mine = random_.bytes<32>(); break;
      }
      meeting_.send(lie);
      return true;
    }
    case Act::wrong_epoch: say_wrong_epoch(); return true;
    case Act::repeat_posts: {
      std::vector<Bytes> again;
      for (std::uint64_t seq = 1; seq <= logs_[me_].head().seq && again.size() < 20; ++seq) again.push_back((*disk_.entry(me_, seq))->wire);
      if (!channel_.can_send() || again.empty()) return false;
      std::reverse(again.begin(), again.end());
      send(again);
      return true;
    }
    case Act::flood: {
      for (int count = 0; count < 40; ++count) {
        wire::Frame post, live;
        post.mutable_post()->set_client_id(to_string(random_.bytes<16>()));
        post.mutable_post()->set_body(to_string(random_bytes(mischief_, 1 + mischief_.below(3000))));
        frames_.push_back(std::move(post));
        live.mutable_live()->set_body(to_string(random_bytes(mischief_, 1 + mischief_.below(3000))));
        frames_.push_back(std::move(live));
      }
      return true;
    }
    default: return false;
  }
}

// --- keys

bool HostilePartner::strike_keys(const Strike& strike, Now now) {
  if (strike.act == Act::old_epoch_post) return post_in_an_older_epoch(now);
  if (!meeting_.is_established()) return false;
  const auto next = channel_.next_epoch();
  const auto share = [this](std::uint32_t number, const PublicKey& fresh, const PublicKey& ratchet) {
    meeting_.send(EpochShare{number, fresh, me_ == 1 ? ratchet : PublicKey{}});
  };
  switch (strike.act) {
    case Act::stall_keys:  // asks, or is asked, and then says nothing more of it
      keyless_until_ = now.mono + seconds(10 + mischief_.below(40));
      meeting_.send(Rekey{next, RekeyReason::person_asked});
      if (mischief_.below(2) == 0) share(next, AgreementKeys::generate(random_).public_key, AgreementKeys::generate(random_).public_key);
      return true;
    case Act::garbage_keys: {
      PublicKey odd{};
      const auto kind = mischief_.below(4);
      if (kind == 1) odd[0] = 1;  // of small order, as zeros are
      if (kind == 2) odd.fill(0xff);
      if (kind == 3) odd = random_.bytes<32>();
      meeting_.send(Rekey{next, RekeyReason::lost_state});
      share(next, odd, mischief_.below(2) == 0 ? odd : PublicKey{});
      return true;
    }
    case Act::replay_keys: {  // the other's own keys sent back, in the number that they had or in a new one
      if (heard_shares_.empty()) return make_an_epoch();
      const auto& heard = heard_shares_[mischief_.below(heard_shares_.size())];
      share(mischief_.below(2) == 0 ? heard.epoch : next, heard.fresh_key, heard.ratchet_key == PublicKey{} ? heard.fresh_key : heard.ratchet_key);
      return true;
    }
    case Act::wrong_dh: {  // sound keys, and a check of others
      meeting_.send(Rekey{next, RekeyReason::restored_backup});
      share(next, AgreementKeys::generate(random_).public_key, AgreementKeys::generate(random_).public_key);
      meeting_.send(EpochReady{next, random_.bytes<16>()});
      return true;
    }
    case Act::far_epoch: {
      const std::array<std::uint32_t, 5> far{next + 1024, next + 1025, UINT32_MAX, UINT32_MAX - 1, 0};
      const auto number = far[mischief_.below(far.size())];
      meeting_.send(Rekey{number, static_cast<RekeyReason>(1 + mischief_.below(4))});
      share(number, AgreementKeys::generate(random_).public_key, AgreementKeys::generate(random_).public_key);
      return true;
    }
    case Act::ready_unstored: {
      unstored_ = Unstored{next, AgreementKeys::generate(random_)};
      meeting_.send(Rekey{next, RekeyReason::person_asked});
      share(next, unstored_->fresh.public_key, AgreementKeys::generate(random_).public_key);
      return true;
    }
    default: return false;
  }
}

// So that there is something to do wrong. Always false: not now.
bool HostilePartner::make_an_epoch() {
  Transaction ignored;
  if (!std::exchange(has_made_epoch_, true)) epochs_.want(RekeyReason::person_asked, ignored);
  return false;
}

// What it wrote lately, and a branch of its log, under keys that are over.
bool HostilePartner::post_in_an_older_epoch(Now now) {
  if (older_channels_.empty()) return make_an_epoch();
  auto old = DurableChannel::restore(record_, older_channels_[mischief_.below(older_channels_.size())], {});
  if (!old || !old->can_send() || heads_.size() < 2) return false;
  std::vector<Bytes> entries;
  if (const auto last = disk_.entry(me_, logs_[me_].head().seq); last && *last) entries.push_back((*last)->wire);
  if (mischief_.below(2) == 0) {
    wire::Body body;
    body.mutable_next_suggestion()->set_card_id("under older keys");
    body.set_wall_ms(now.wall.time_since_epoch().count());
    entries.push_back(make_entry(next_place(Log(me_, heads_[heads_.size() - 2]), logs_[1 - me_], old->epoch()), body, record_.self_key, random_).to_wire());
  }
  const std::vector<ByteView> views(entries.begin(), entries.end());
  Transaction made;
  if (!old->post(views, old->enveloped() + 1, made, random_)) return false;
  for (const auto& row : made.outbox_added) {
    wire::Frame frame;
    frame.mutable_post()->set_client_id(to_string(row.client_id));
    frame.mutable_post()->set_body(to_string(row.envelope));
    frames_.push_back(std::move(frame));
  }
  return true;
}

void HostilePartner::say_wrong_epoch() {
  const auto epoch = static_cast<std::uint32_t>(mischief_.below(4) == 0 ? UINT32_MAX : mischief_.below(5));
  meeting_.send(Rekey{epoch, RekeyReason::lost_state});
  meeting_.send(EpochShare{epoch, random_.bytes<32>(), random_.bytes<32>()});
  meeting_.send(EpochReady{epoch, random_.bytes<16>()});
  wire::Frame post;
  post.mutable_post()->set_client_id(to_string(random_.bytes<16>()));
  auto body = random_bytes(mischief_, 1024 + 125);
  const auto head = ByteWriter().u8(1).u32(epoch).take();
  std::copy(head.begin(), head.end(), body.begin());
  post.mutable_post()->set_body(to_string(body));
  frames_.push_back(std::move(post));
}

}  // namespace twinlamp::sim
