#include "protocol/device/repair_keeper.h"

#include "protocol/device/device_timing.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t repair_version = 1;
constexpr std::uint8_t frozen = 1, forked = 2, inheriting = 4;

void add(SecretBytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace

Result<void> RepairKeeper::load(const Storage& storage) {
  constexpr Error corrupt{ErrorCode::corrupt, "repair"};
  auto stored = storage.value(key);
  if (!stored) return stored.error();
  if (*stored) {
    ByteReader in(**stored);
    const auto version = in.u8();
    const auto flags = in.u8();
    goal_.seq = in.u64();
    goal_.id = in.array<32>();
    from_ = in.u64();
    const auto done = in.u64();
    while (!in.failed() && !in.rest().empty()) abandoned_.insert(in.array<32>());
    if (in.failed() || version != repair_version || flags > (frozen | forked | inheriting)) return corrupt;
    is_frozen_ = (flags & frozen) != 0;
    is_forked_ = (flags & forked) != 0;
    is_inheriting_ = (flags & inheriting) != 0;
    if (done != 0) done_at_ = device_timing::stored_wall_time(done);
  }
  auto aside = storage.value(aside_key);
  if (!aside) return aside.error();
  if (!*aside) return {};
  ByteReader in(**aside);
  if (in.u8() != repair_version) return corrupt;
  while (!in.failed() && !in.rest().empty()) {
    Aside entry;
    entry.id = in.array<32>();
    entry.seq = in.u64();
    const auto body = in.lv(limits::entry_body);
    if (in.failed() || !entry.body.ParseFromArray(body.data(), static_cast<int>(body.size()))) return corrupt;
    aside_.push_back(std::move(entry));
  }
  return in.failed() ? Result<void>(corrupt) : Result<void>();
}

void RepairKeeper::store(Transaction& transaction) const {
  SecretBytes out;
  const auto done = done_at_ ? done_at_->time_since_epoch().count() : 0;
  const auto flags = static_cast<std::uint8_t>((is_frozen_ ? frozen : 0) | (is_forked_ ? forked : 0) | (is_inheriting_ ? inheriting : 0));
  add(out, ByteWriter().u8(repair_version).u8(flags).u64(goal_.seq).raw(goal_.id).u64(from_).u64(static_cast<std::uint64_t>(done)).view());
  for (const auto& id : abandoned_) add(out, id);
  transaction.values[key] = std::move(out);
}

void RepairKeeper::store_aside(Transaction& transaction) const {
  if (aside_.empty()) {
    transaction.values[aside_key] = std::nullopt;
    return;
  }
  SecretBytes out{repair_version};
  for (const auto& entry : aside_) {
    add(out, ByteWriter().raw(entry.id).u64(entry.seq).view());
    const auto body = entry.body.SerializeAsString();
    add(out, ByteWriter().leb128(body.size()).view());
    add(out, bytes_of(body));
  }
  transaction.values[aside_key] = std::move(out);
}

void RepairKeeper::freeze(bool is_forked, const Goal& goal, std::uint64_t head, Transaction& transaction) {
  if (is_frozen_) return raise_goal(goal, transaction);
  is_frozen_ = true;
  is_forked_ = is_forked;
  goal_ = goal;
  from_ = head;
  store(transaction);
}

void RepairKeeper::inherit(const Goal& goal, Transaction& transaction) {
  is_inheriting_ = true;
  freeze(false, goal, 0, transaction);
}

void RepairKeeper::raise_goal(const Goal& goal, Transaction& transaction) {
  if (goal.seq <= goal_.seq) return;
  goal_ = goal;
  store(transaction);
}

void RepairKeeper::abandon(const EntryId& id) {
  if (abandoned_.size() >= most_abandoned) abandoned_.erase(abandoned_.begin());
  abandoned_.insert(id);
}

void RepairKeeper::put_aside(const std::vector<Entry>& entries, Transaction& transaction) {
  for (const auto& entry : entries) {
    abandon(entry.id());
    Aside one{entry.id(), entry.header().seq, {}};
    if (entry.is_erased() || !one.body.ParseFromArray(entry.body().data(), static_cast<int>(entry.body().size()))) continue;
    aside_.push_back(std::move(one));
  }
  store_aside(transaction);
  store(transaction);
}

void RepairKeeper::handle_cut(std::uint64_t seq, Transaction& transaction) {
  from_ = seq;
  is_forked_ = false;
  if (goal_.id != EntryId{} && abandoned_.contains(goal_.id)) goal_ = {};
  store(transaction);
}

void RepairKeeper::give_up_goal(Transaction& transaction) {
  if (goal_.id != EntryId{}) abandon(goal_.id);  // a receipt that names it proves nothing any more
  goal_ = {};
  is_forked_ = false;
  store(transaction);
}

std::vector<RepairKeeper::Aside> RepairKeeper::thaw(WallTime now, Transaction& transaction) {
  is_frozen_ = is_forked_ = is_inheriting_ = false;
  goal_ = {};
  done_at_ = now;
  store(transaction);
  auto aside = std::exchange(aside_, {});
  if (!aside.empty()) store_aside(transaction);
  return aside;
}

bool RepairKeeper::has_goal(const LogHead& mine, const EntryMarks& marks, std::uint8_t slot) const {
  if (mine.seq < goal_.seq) return false;
  if (goal_.id == EntryId{}) return true;
  const auto mark = marks.mark(slot, goal_.seq);
  return mark && mark->id == goal_.id;
}

bool RepairKeeper::is_stuck(bool lacks, MonoTime now) {
  if (!lacks) stuck_since_.reset();
  if (lacks && !stuck_since_) stuck_since_ = now;
  return lacks && now - *stuck_since_ >= patience;
}

std::optional<MonoTime> RepairKeeper::next_deadline() const {
  return stuck_since_ ? std::optional(*stuck_since_ + patience) : std::nullopt;
}

}  // namespace twinlamp
