#include "protocol/device/match_keeper.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t runs_version = 2, first_runs_version = 1;
// What a wish list's SEAL holds: kind and version as every answer has them, and the hash of all that was said. Nothing
// of a vote.
constexpr std::uint8_t answer_version = 1;

bool is_over(const Round* round) {
  return round == nullptr || round->is_revealed || round->closing;
}

}  // namespace

Result<MatchKeeper> MatchKeeper::open(const PairRecord& record, const Storage& storage) {
  constexpr Error corrupt{ErrorCode::corrupt, "wish lists"};
  MatchKeeper keeper(record.slot);
  auto stored = storage.value(runs_key);
  if (!stored) return stored.error();
  if (!*stored) return keeper;
  ByteReader in(**stored);
  const auto version = in.u8();
  if (version == first_runs_version) return keeper;
  if (version != runs_version) return corrupt;
  while (!in.failed() && !in.rest().empty()) {
    const auto id = in.array<16>();
    Run run;
    run.list_hash = in.array<32>();
    const auto mode = in.u8();
    const auto seed = in.raw(Key::size_bytes);
    const auto votes = in.lv(match::most_items);
    if (in.failed() || mode > static_cast<std::uint8_t>(SealMode::apart)) return corrupt;
    run.mode = static_cast<SealMode>(mode);
    run.seed = Key(seed);
    for (const auto vote : votes) {
      if (vote > static_cast<std::uint8_t>(match::Vote::yes)) return corrupt;
      run.votes.push_back(static_cast<match::Vote>(vote));
    }
    keeper.runs_.emplace(id, std::move(run));
  }
  return in.failed() ? Result<MatchKeeper>(corrupt) : Result<MatchKeeper>(std::move(keeper));
}

void MatchKeeper::store(Transaction& transaction) const {
  if (runs_.empty()) {
    transaction.values[runs_key] = std::nullopt;
    return;
  }
  SecretBytes out{runs_version};
  const auto put = [&out](ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); };
  for (const auto& [id, run] : runs_) {
    put(id);
    put(run.list_hash);
    out.push_back(static_cast<std::uint8_t>(run.mode));
    put(run.seed.view());
    ByteWriter size;
    put(size.leb128(run.votes.size()).view());
    for (const auto vote : run.votes) out.push_back(static_cast<std::uint8_t>(vote));
  }
  transaction.values[runs_key] = std::move(out);
}

void MatchKeeper::begin(const RoundId& round, const match::Terms& terms, std::vector<match::Vote> votes, SealMode mode,
                        Transaction& transaction, Random& random) {
  assert(match::are_legal(terms, votes) && !runs_.contains(round));
  runs_.emplace(round, Run{terms.list_hash, mode, random.secret<32>(), std::move(votes)});
  store(transaction);
}

const std::vector<match::Vote>* MatchKeeper::votes(const RoundId& round) const {
  const auto run = runs_.find(round);
  return run == runs_.end() ? nullptr : &run->second.votes;
}

void MatchKeeper::change_votes(const RoundId& round, std::vector<match::Vote> votes, Transaction& transaction) {
  auto& known = runs_.at(round).votes;
  assert(votes.size() == known.size());
  if (votes == known) return;
  known = std::move(votes);
  store(transaction);
}

Result<void> MatchKeeper::check_partner(const Round& round, const match::Terms& terms) {
  auto& known = checked_[round.id];
  if (known.list_hash != terms.list_hash) known = {terms.list_hash, 0, 0};
  auto& checked = known.steps;
  const auto& said = round.wishes->said;
  for (std::uint8_t step = 0; step < match::step_count; ++step) {
    const auto bit = static_cast<std::uint8_t>(1U << step);
    if (!said.has(partner_of(me_), step) || (checked & bit) != 0) continue;
    TWINLAMP_TRY(match::check_step(terms, partner_of(me_), step, said));
    checked = static_cast<std::uint8_t>(checked | bit);
  }
  return {};
}

// Step 0 follows from the seed, step 1 from the votes too; the later ones from the same.
bool MatchKeeper::has_said(const RoundId& id, const match::Run& run, const match::Transcript& said) {
  auto& checked = checked_[id].mine;
  for (const std::uint8_t step : {std::uint8_t{0}, std::uint8_t{1}}) {
    const auto bit = static_cast<std::uint8_t>(1U << step);
    if (!said.has(me_, step) || (checked & bit) != 0) continue;
    match::Transcript before;
    for (std::uint8_t earlier = 0; earlier < step; ++earlier)
      for (const Slot author : {Slot{0}, Slot{1}}) before.set(author, earlier, to_bytes(said.step(author, earlier)));
    if (!equal(run.make_step(step, before), said.step(me_, step))) return false;
    checked = static_cast<std::uint8_t>(checked | bit);
  }
  return true;
}

MatchMove MatchKeeper::next(const Round& round, const LatchId& latch) {
  MatchMove move;
  const auto& said = round.wishes->said;
  if (round.has_sealed(me_)) return move;
  const auto found = runs_.find(round.id);
  const auto terms = round.wishes->terms(round.id, latch);
  if (found == runs_.end() || found->second.list_hash != terms.list_hash) {
    if (said.has(me_, 0)) move.kind = MatchMove::Kind::lost;
    return move;
  }
  if (const auto checked = check_partner(round, terms); !checked) {
    move.kind = MatchMove::Kind::broken;
    move.why = checked.error().where;
    return move;
  }
  const match::Run run(terms, me_, found->second.seed, found->second.votes);
  if (!has_said(round.id, run, said)) {
    move.kind = MatchMove::Kind::lost;
  } else if (const auto owed = said.owed_by(me_)) {
    move.kind = MatchMove::Kind::step;
    move.step = *owed;
    move.bytes = run.make_step(*owed, said);
  } else if (said.is_whole()) {
    move.kind = MatchMove::Kind::seal;
    move.blind = run.blind();
    move.mode = found->second.mode;
    move.bytes = ByteWriter().u8(wishes_kind).u8(answer_version).raw(match::shares_hash(terms, said)).take();
  }
  return move;
}

void MatchKeeper::forget_what_is_over(const PairState& state, Transaction& transaction) {
  const auto has_ended = [&state](const auto& item) { return is_over(find_round(state, item.first)); };
  // The opening that counts may name another list than the one that was voted on, and a store that was changed may hold votes that no run can have:
  // then the person votes anew.
  const auto is_of_another_list = [&state](const auto& item) {
    const auto* round = find_round(state, item.first);
    if (round == nullptr || !round->wishes) return true;
    const auto terms = round->wishes->terms(round->id, {});
    return terms.list_hash != item.second.list_hash || !match::are_legal(terms, item.second.votes);
  };
  std::erase_if(checked_, has_ended);
  if (std::erase_if(runs_, [&](const auto& item) { return has_ended(item) || is_of_another_list(item); }) > 0)
    store(transaction);
}

}  // namespace twinlamp
