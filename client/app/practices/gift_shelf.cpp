#include "client/app/practices/gift_shelf.h"

#include <algorithm>
#include <utility>

namespace twinlamp::client {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t id_size = sizeof(EntryId);

template <class Ids>
void put(ByteWriter& writer, const Ids& ids) {
  writer.leb128(ids.size());
  for (const auto& id : ids) writer.raw(ByteView(id));
}

std::vector<EntryId> take(ByteReader& reader) {
  std::vector<EntryId> ids;
  for (auto count = reader.leb128(); count > 0 && !reader.failed(); --count) ids.push_back(reader.array<id_size>());
  return ids;
}

bool is_due(const Gift& gift, WallTime now, const OffsetAt& offset) {
  return static_cast<GiftMoment>(gift.moment) == GiftMoment::now || moment_of(gift, offset) <= now;
}

}  // namespace

bool GiftShelf::update(const PairState& state, Slot me, WallTime now, const OffsetAt& offset) {
  std::set<EntryId> waiting;
  std::vector<std::pair<WallTime, EntryId>> due;
  std::set<EntryId> known;
  next_.reset();
  for (const auto& gift : state.gifts) {
    if (gift->from == me) continue;
    known.insert(gift->id);
    if (gift->seq <= taken_in_ && !waiting_.contains(gift->id)) continue;
    const auto moment = moment_of(*gift, offset);
    if (is_due(*gift, now, offset)) {
      due.emplace_back(moment, gift->id);
    } else {
      waiting.insert(gift->id);
      if (!next_ || moment < *next_) next_ = moment;
    }
  }
  // What was taken back is not waited for, nor shown.
  const auto gone = [&](const EntryId& id) { return !known.contains(id); };
  changed_ = std::erase_if(fresh_, gone) > 0 || changed_ || waiting != waiting_ || !due.empty();
  waiting_ = std::move(waiting);
  taken_in_ = std::max(taken_in_, state.last_seq[partner_of(me)]);
  std::stable_sort(due.begin(), due.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [moment, id] : due) fresh_.push_back(id);
  return !due.empty();
}

void GiftShelf::look() { changed_ = !std::exchange(fresh_, {}).empty() || changed_; }

std::optional<EntryId> GiftShelf::draw(const std::vector<EntryId>& from, Random& random) {
  if (from.empty()) return std::nullopt;
  const auto was_drawn = [this](const EntryId& id) { return std::find(drawn_.begin(), drawn_.end(), id) != drawn_.end(); };
  std::vector<EntryId> left;
  std::copy_if(from.begin(), from.end(), std::back_inserter(left), [&](const EntryId& id) { return !was_drawn(id); });
  if (left.empty()) {
    const auto last = drawn_.empty() ? EntryId{} : drawn_.back();
    left = from;
    if (left.size() > 1) std::erase(left, last);
    drawn_.clear();
  }
  const auto chosen = left[random.below(left.size())];
  drawn_.push_back(chosen);
  changed_ = true;
  return chosen;
}

void GiftShelf::nudge(std::int32_t day) {
  nudged_on_ = day;
  changed_ = true;
}

SecretBytes GiftShelf::encode() const {
  ByteWriter writer;
  writer.u8(version).u64(taken_in_).u8(nudged_on_.has_value()).u32(static_cast<std::uint32_t>(nudged_on_.value_or(0)));
  put(writer, waiting_);
  put(writer, fresh_);
  put(writer, drawn_);
  return to_secret(writer.view());
}

Result<GiftShelf> GiftShelf::parse(ByteView bytes) {
  ByteReader reader(bytes);
  GiftShelf shelf;
  const bool is_ours = reader.u8() == version;
  shelf.taken_in_ = reader.u64();
  const bool has_nudged = reader.u8() != 0;
  const auto day = static_cast<std::int32_t>(reader.u32());
  if (has_nudged) shelf.nudged_on_ = day;
  const auto waiting = take(reader);
  shelf.waiting_.insert(waiting.begin(), waiting.end());
  shelf.fresh_ = take(reader);
  shelf.drawn_ = take(reader);
  if (!is_ours || !reader.is_done()) return Error{ErrorCode::malformed, "gifts"};
  return shelf;
}

}  // namespace twinlamp::client
