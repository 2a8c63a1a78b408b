// One file, though long: each operation is a few lines, to be read beside its twin in store_operations.cpp.
#include "relay/store_memory.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace twinlamp::relay {
namespace {

struct StoredEntry {
  store::Body body;
  store::Day day{};
};

struct Mailbox {
  std::uint64_t last = 0;
  std::uint64_t acked = 0;
  std::uint64_t bytes = 0;
  std::map<std::uint64_t, StoredEntry> entries;
  std::map<store::ClientId, std::uint64_t> posts;  // remembered client ids
  std::map<std::uint64_t, std::pair<store::ClientId, store::Day>> posts_by_seq;
  Bytes head;
};

struct StoredLatch {
  store::LatchRow row;
  store::Day day{};
};

struct StoredRoom {
  store::Day created_on{};
  std::optional<Bytes> farewell;  // ended
  std::uint64_t posted_bytes = 0;
  std::uint64_t latch_bytes = 0;
  std::uint8_t used = 0;  // bit s: the mailbox of slot s has had an envelope
  store::Day ended_on{};
  std::array<Mailbox, 2> mailboxes;
  std::map<store::LatchId, StoredLatch> latches;
};

using Answer = std::pair<store::Status, store::Reply>;

Answer ok(store::Reply reply = {}) { return {store::Status::ok, std::move(reply)}; }

void erase_entry(Mailbox& mailbox, std::map<std::uint64_t, StoredEntry>::iterator entry) {
  mailbox.bytes -= entry->second.body->size();
  mailbox.entries.erase(entry);
}

void forget_posts(Mailbox& mailbox) {
  while (!mailbox.posts_by_seq.empty()) {
    const auto first = mailbox.posts_by_seq.begin();
    if (first->first > mailbox.acked || first->first + store::remembered_posts > mailbox.last) return;
    mailbox.posts.erase(first->second.first);
    mailbox.posts_by_seq.erase(first);
  }
}

// Applies one operation to a room that is there.
struct Apply {
  StoredRoom& room;

  Answer operator()(const store::OpenRoom& open) const {
    const auto& mine = room.mailboxes[open.slot];
    store::RoomInfo info;
    info.created_on = room.created_on;
    info.mailbox_last = mine.last;
    info.mailbox_waiting = !mine.entries.empty();
    info.mailbox_acked = mine.acked;
    info.partner_acked = room.mailboxes[1 - open.slot].acked;
    info.head = mine.head;
    return ok(info);
  }

  Answer operator()(const store::Append& append) const {
    auto& mailbox = room.mailboxes[append.mailbox];
    if (const auto known = mailbox.posts.find(append.client_id); known != mailbox.posts.end()) {
      return ok(store::Appended{known->second, true});
    }
    if (append.after && !mailbox.posts.contains(*append.after)) return {store::Status::missing, {}};
    const auto size = append.body->size();
    if (append.max_entries != 0 && mailbox.entries.size() + 1 > append.max_entries) return {store::Status::full, {}};
    if (append.max_bytes != 0 && mailbox.bytes + size > append.max_bytes) return {store::Status::full, {}};
    if (append.max_room_bytes != 0) {
      if (room.posted_bytes + size > append.max_room_bytes) return {store::Status::room_limit, {}};
      room.posted_bytes += size;
    }
    room.used |= static_cast<std::uint8_t>(1 << append.mailbox);
    const auto seq = ++mailbox.last;
    mailbox.bytes += size;
    mailbox.entries[seq] = {append.body, append.today};
    mailbox.posts[append.client_id] = seq;
    mailbox.posts_by_seq[seq] = {append.client_id, append.today};
    forget_posts(mailbox);
    return ok(store::Appended{seq, false});
  }

  Answer operator()(const store::Read& read) const {
    const auto& mailbox = room.mailboxes[read.mailbox];
    store::Entries page;
    std::uint64_t bytes = 0;
    for (auto entry = mailbox.entries.upper_bound(read.after); entry != mailbox.entries.end(); ++entry) {
      bytes += entry->second.body->size();
      page.more = page.entries.size() >= read.max_entries || (bytes > read.max_bytes && !page.entries.empty());
      if (page.more) break;
      page.entries.push_back({entry->first, entry->second.body});
    }
    return ok(std::move(page));
  }

  Answer operator()(const store::Acknowledge& acknowledge) const {
    auto& mailbox = room.mailboxes[acknowledge.mailbox];
    mailbox.acked = std::max(mailbox.acked, std::min(acknowledge.up_to, mailbox.last));
    while (!mailbox.entries.empty() && mailbox.entries.begin()->first <= mailbox.acked) {
      erase_entry(mailbox, mailbox.entries.begin());
    }
    return ok(store::Acknowledged{mailbox.acked});
  }

  Answer operator()(const store::Raise& raise) const {
    auto& mailbox = room.mailboxes[raise.mailbox];
    if (mailbox.last >= raise.above) return ok(store::Raised{mailbox.last});
    const auto shift = raise.above - mailbox.acked;
    std::map<std::uint64_t, StoredEntry> entries;
    for (auto& [seq, entry] : mailbox.entries) entries.emplace(seq + shift, std::move(entry));
    decltype(mailbox.posts_by_seq) posts;
    for (const auto& [seq, post] : mailbox.posts_by_seq) {
      const auto moved = seq > mailbox.acked ? seq + shift : seq;
      posts.emplace(moved, post);
      mailbox.posts[post.first] = moved;
    }
    mailbox.entries = std::move(entries);
    mailbox.posts_by_seq = std::move(posts);
    mailbox.last += shift;
    mailbox.acked = raise.above;
    forget_posts(mailbox);
    return ok(store::Raised{mailbox.last});
  }

  Answer operator()(const store::LatchRead& read) const {
    const auto found = room.latches.find(read.latch);
    return ok(found == room.latches.end() ? store::LatchRow{} : found->second.row);
  }

  Answer operator()(const store::LatchWrite& write) const {
    const auto found = room.latches.find(write.latch);
    const auto current = found == room.latches.end() ? store::LatchRow{} : found->second.row;
    if (current.version != write.expected) return {store::Status::conflict, current};
    const bool is_new = current.version == 0;
    const auto waiting = std::count_if(room.latches.begin(), room.latches.end(), [](const auto& latch) {
      return latch.second.row.kind == store::LatchKind::waiting;
    });
    const bool too_many_wait = write.row.kind == store::LatchKind::waiting && write.max_waiting != 0 &&
                               waiting >= static_cast<std::ptrdiff_t>(write.max_waiting);
    const bool too_many = write.max_latches != 0 && room.latches.size() >= write.max_latches;
    if (is_new && (too_many_wait || too_many)) return {store::Status::room_limit, {}};
    const auto size = write.row.record.size(), size_before = current.record.size();
    const bool counts = write.row.kind != store::LatchKind::tombstone && size > size_before;
    const std::uint64_t more = counts ? size - size_before : 0;
    if (counts && write.max_latch_bytes != 0 && room.latch_bytes + more > write.max_latch_bytes) return {store::Status::room_limit, {}};
    if (counts && write.max_room_bytes != 0) {
      if (room.posted_bytes + more > write.max_room_bytes) return {store::Status::room_limit, {}};
      room.posted_bytes += more;
    }
    room.latch_bytes = room.latch_bytes + size - size_before;
    auto row = write.row;
    row.version = write.expected + 1;
    room.latches[write.latch] = {row, write.today};
    return ok(row);
  }

  Answer operator()(const store::LatchReleases& releases) const {
    store::Latches page;
    auto latch = releases.after ? room.latches.upper_bound(*releases.after) : room.latches.begin();
    for (; latch != room.latches.end(); ++latch) {
      const auto& row = latch->second.row;
      if (row.kind != store::LatchKind::released || (row.unacked >> releases.slot & 1) == 0) continue;
      page.more = page.latches.size() >= releases.max_entries;
      if (page.more) break;
      page.latches.push_back({latch->first, row});
    }
    return ok(std::move(page));
  }

  Answer operator()(const store::HeadWrite& head) const {
    room.mailboxes[head.slot].head = head.receipt;
    return ok();
  }
  Answer operator()(const store::HeadRead& head) const { return ok(store::Receipt{room.mailboxes[head.slot].head}); }

  Answer operator()(const store::EraseRoom& erase) const {
    const auto created_on = room.created_on;
    const auto used = room.used;
    room = StoredRoom{};
    room.created_on = created_on;
    room.farewell = erase.farewell;
    room.used = used;
    room.ended_on = erase.today;
    return ok(store::Farewell{erase.farewell});
  }

  Answer operator()(const store::Sweep&) const { return ok(); }       // over all rooms: never comes here
  Answer operator()(const store::CountRooms&) const { return ok(); }  // likewise
  Answer operator()(const store::KeepAge&) const { return ok(); }     // likewise
};

bool is_read(const store::Operation& operation) {
  if (const auto* open = std::get_if<store::OpenRoom>(&operation)) return !open->create;
  return std::holds_alternative<store::Read>(operation) || std::holds_alternative<store::LatchRead>(operation) ||
         std::holds_alternative<store::LatchReleases>(operation) || std::holds_alternative<store::HeadRead>(operation) ||
         std::holds_alternative<store::CountRooms>(operation);
}

}  // namespace

struct MemoryStore::State {
  std::map<store::RoomId, StoredRoom> rooms;

  Answer apply(const store::Request& request, bool may_write) {
    if (const auto* sweep_all = std::get_if<store::Sweep>(&request.operation)) return sweep(*sweep_all);
    if (std::holds_alternative<store::CountRooms>(request.operation)) return count();
    if (std::holds_alternative<store::KeepAge>(request.operation)) return ok();  // its life is shorter
    auto found = rooms.find(request.room);
    const auto* open = std::get_if<store::OpenRoom>(&request.operation);
    if (found == rooms.end()) {
      if (!open || !open->create) return {store::Status::absent, {}};
      if (!may_write) return {store::Status::unavailable, {}};
      found = rooms.emplace(request.room, StoredRoom{}).first;
      found->second.created_on = open->today;
      auto answer = Apply{found->second}(*open);
      std::get<store::RoomInfo>(answer.second).created = true;
      return answer;
    }
    if (found->second.farewell) return {store::Status::ended, store::Farewell{*found->second.farewell}};
    return std::visit(Apply{found->second}, request.operation);
  }

  Answer sweep(const store::Sweep& sweep) {
    std::uint32_t left = sweep.max_rows;
    for (auto& [id, room] : rooms) {
      for (auto& mailbox : room.mailboxes) left = sweep_mailbox(mailbox, sweep, left);
      for (auto latch = room.latches.begin(); latch != room.latches.end() && left > 0;) {
        const auto current = latch++;
        if (current->second.day + sweep.latch_life >= sweep.today) continue;
        room.latch_bytes -= current->second.row.record.size();
        room.latches.erase(current);
        --left;
      }
    }
    for (auto room = rooms.begin(); room != rooms.end() && left > 0;) {
      const auto current = room++;
      const auto& stored = current->second;
      const bool is_unused = !stored.farewell && stored.used == 0 && stored.created_on + sweep.unused_life < sweep.today;
      const bool tells_nobody = stored.farewell && stored.used != 3 && stored.ended_on + sweep.ended_life < sweep.today;
      if (!is_unused && !tells_nobody) continue;
      rooms.erase(current);
      --left;
    }
    return ok(store::Swept{left == 0});
  }

  static std::uint32_t sweep_mailbox(Mailbox& mailbox, const store::Sweep& sweep, std::uint32_t left) {
    const auto is_old = [&](store::Day day) { return day + sweep.entry_life < sweep.today; };
    while (left > 0 && !mailbox.entries.empty() && is_old(mailbox.entries.begin()->second.day)) {
      erase_entry(mailbox, mailbox.entries.begin());
      --left;
    }
    while (left > 0 && !mailbox.posts_by_seq.empty() && is_old(mailbox.posts_by_seq.begin()->second.second)) {
      mailbox.posts.erase(mailbox.posts_by_seq.begin()->second.first);
      mailbox.posts_by_seq.erase(mailbox.posts_by_seq.begin());
      --left;
    }
    return left;
  }

  Answer count() const {
    const auto living = std::count_if(rooms.begin(), rooms.end(), [](const auto& room) { return !room.second.farewell; });
    return ok(store::RoomCount{static_cast<std::uint64_t>(living)});
  }
};

MemoryStore::MemoryStore(OnResults on_results) : on_results_(std::move(on_results)), state_(std::make_unique<State>()) {}
MemoryStore::~MemoryStore() = default;

void MemoryStore::submit(store::Request request) { waiting_.push_back(std::move(request)); }

std::vector<store::Result> MemoryStore::commit(std::size_t count) {
  std::vector<store::Result> results;
  while (!waiting_.empty() && results.size() < count) {
    const auto request = std::move(waiting_.front());
    waiting_.pop_front();
    results.push_back(answer(request));
  }
  return results;
}

void MemoryStore::pump() {
  while (!waiting_.empty()) {
    auto results = commit();
    if (on_results_) on_results_(std::move(results));
  }
}

store::Result MemoryStore::answer(const store::Request& request) {
  store::Result result{request.id, request.room, store::Status::unavailable, {}};
  const bool fails = is_read(request.operation) ? reads_fail_ : writes_fail_;
  const bool may_only_look = std::holds_alternative<store::OpenRoom>(request.operation) && !reads_fail_;
  if (fails && !may_only_look) return result;
  std::tie(result.status, result.reply) = state_->apply(request, !fails);
  return result;
}

void MemoryStore::make_unavailable(bool unavailable, bool reads) {
  writes_fail_ = unavailable;
  reads_fail_ = unavailable && reads;
}

std::shared_ptr<const MemoryStore::State> MemoryStore::save() const { return std::make_shared<const State>(*state_); }
void MemoryStore::restore(const State& state) { *state_ = state; }
void MemoryStore::lose_everything() { *state_ = State{}; }

}  // namespace twinlamp::relay
