#include "relay/store_operations.h"

#include <algorithm>
#include <vector>

namespace twinlamp::relay {
namespace {

using Answer = Operations::Answer;

// In one commit, for which others wait.
constexpr std::uint32_t freed_at_once = 256;  // rows
constexpr std::uint64_t freed_bytes_at_once = 2u << 20;

Answer ok(store::Reply reply = {}) { return {store::Status::ok, std::move(reply)}; }

std::int64_t number_of(store::Day day) { return day.time_since_epoch().count(); }
store::Day day_of(std::int64_t number) { return store::Day{std::chrono::days{number}}; }

}  // namespace

Answer Operations::apply(const store::Request& request) {
  if (const auto* all = std::get_if<store::Sweep>(&request.operation)) return sweep(*all);
  if (std::holds_alternative<store::CountRooms>(request.operation)) {
    auto rows = room_count_();
    return ok(store::RoomCount{rows.next() ? rows.number(0) : 0});
  }
  if (const auto* keep = std::get_if<store::KeepAge>(&request.operation)) return on(Room{}, *keep);
  if (auto room = find_room(request.room)) {
    if (room->farewell) return {store::Status::ended, store::Farewell{*room->farewell}};
    return std::visit([&](const auto& operation) { return on(*room, operation); }, request.operation);
  }
  const auto* open = std::get_if<store::OpenRoom>(&request.operation);
  if (!open || !open->create) return {store::Status::absent, {}};
  auto answer = on(create_room(request.room, open->today), *open);
  std::get<store::RoomInfo>(answer.second).created = true;
  return answer;
}

std::optional<Operations::Room> Operations::find_room(const store::RoomId& id) {
  auto rows = room_find_(ByteView(id));
  if (!rows.next()) return std::nullopt;
  Room room{rows.integer(0), rows.integer(1), rows.number(4), rows.number(5), rows.number(6), rows.number(7), rows.number(8), {}};
  if (rows.integer(2) != 0) room.farewell = to_bytes(rows.bytes(3));
  return room;
}

Operations::Room Operations::create_room(const store::RoomId& id, store::Day today) {
  Room room;
  room.created_on = number_of(today);
  {
    auto rows = room_insert_(ByteView(id), room.created_on);
    if (rows.next()) room.id = rows.integer(0);
  }
  member_insert_.run(room.id, room.id);
  return room;
}

Operations::Mailbox Operations::mailbox_of(std::int64_t room, std::uint8_t slot) {
  auto rows = member_find_(room, slot);
  if (!rows.next()) return {};
  return {rows.number(0), rows.number(1), rows.number(2), rows.number(3), rows.number(4)};
}

Answer Operations::on(const Room& room, const store::OpenRoom& open) {
  const auto mine = mailbox_of(room.id, open.slot);
  store::RoomInfo info;
  info.created_on = day_of(room.created_on);
  info.mailbox_last = mine.last;
  info.mailbox_acked = mine.acked;
  info.mailbox_waiting = post_waits_(room.id, open.slot, mine.acked).next();
  info.partner_acked = mailbox_of(room.id, 1 - open.slot).acked;
  auto head = head_find_(room.id, open.slot);
  if (head.next()) info.head = to_bytes(head.bytes(0));
  return ok(std::move(info));
}

Answer Operations::on(const Room& room, const store::Append& append) {
  const auto slot = append.mailbox;
  if (auto known = post_known_(room.id, slot, ByteView(append.client_id)); known.next()) {
    return ok(store::Appended{known.number(0), true});
  }
  if (append.after && !post_known_(room.id, slot, ByteView(*append.after)).next()) return {store::Status::missing, {}};
  const auto mailbox = mailbox_of(room.id, slot);
  const std::uint64_t size = append.body->size();
  if (append.max_entries != 0 && mailbox.entries + 1 > append.max_entries) return {store::Status::full, {}};
  if (append.max_bytes != 0 && mailbox.bytes + size > append.max_bytes) return {store::Status::full, {}};
  if (append.max_room_bytes != 0) {
    if (room.posted_bytes + size > append.max_room_bytes) return {store::Status::room_limit, {}};
    room_add_bytes_.run(size, room.id);
  }
  const auto seq = mailbox.last + 1;
  std::int64_t id = 0;
  {
    auto rows = post_insert_(room.id, slot, seq, ByteView(append.client_id), number_of(append.today));
    if (rows.next()) id = rows.integer(0);
  }
  if (const auto bit = std::uint64_t{1} << slot; (room.used & bit) == 0) room_use_.run(bit, room.id);
  body_insert_.run(id, ByteView(*append.body));
  member_append_.run(seq, size, room.id, slot);
  if (seq > store::remembered_posts) post_forget_.run(room.id, slot, std::min(mailbox.freed, seq - store::remembered_posts));
  return ok(store::Appended{seq, false});
}

Answer Operations::on(const Room& room, const store::Read& read) {
  const auto acked = mailbox_of(room.id, read.mailbox).acked;
  store::Entries page;
  std::uint64_t bytes = 0;
  auto rows = post_read_(room.id, read.mailbox, std::max(acked, read.after));
  while (rows.next()) {
    const auto body = rows.bytes(1);
    bytes += body.size();
    page.more = page.entries.size() >= read.max_entries || (bytes > read.max_bytes && !page.entries.empty());
    if (page.more) break;
    page.entries.push_back({rows.number(0), std::make_shared<const Bytes>(to_bytes(body))});
  }
  return ok(std::move(page));
}

Answer Operations::on(const Room& room, const store::Acknowledge& acknowledge) {
  auto mailbox = mailbox_of(room.id, acknowledge.mailbox);
  mailbox.acked = std::max(mailbox.acked, std::min(acknowledge.up_to, mailbox.last));
  free_bodies({room.id, acknowledge.mailbox}, mailbox);
  return ok(store::Acknowledged{mailbox.acked});
}

// Deletes bodies of (freed, acked], a bounded part, and writes the mailbox back. What is left is found by freed < acked.
void Operations::free_bodies(RoomSlot of, Mailbox& mailbox) {
  std::uint32_t deleted = 0;
  std::uint64_t bytes = 0;
  auto up_to = mailbox.acked;
  {
    auto rows = post_to_free_(of.first, of.second, mailbox.freed, mailbox.acked, freed_at_once);
    while (rows.next()) {
      if (auto body = body_delete_one_(rows.integer(0)); body.next()) {
        bytes += body.number(0);
        --mailbox.entries;
        body.next();
      }
      if (++deleted < freed_at_once && bytes < freed_bytes_at_once) continue;
      up_to = rows.number(1);
      break;
    }
  }
  mailbox.bytes -= bytes;
  mailbox.freed = up_to;
  member_update_.run(mailbox.last, mailbox.acked, mailbox.freed, mailbox.entries, mailbox.bytes, of.first, of.second);
}

// A bounded part of what an ended room held. There is no mailbox any more that would have to be kept true.
void Operations::free_room(std::int64_t room) {
  std::vector<std::int64_t> posts;
  {
    auto rows = post_of_room_(room, freed_at_once);
    while (rows.next()) posts.push_back(rows.integer(0));
  }
  std::uint64_t bytes = 0;
  for (const auto id : posts) {
    if (auto body = body_delete_one_(id); body.next()) {
      bytes += body.number(0);
      body.next();
    }
    post_delete_one_.run(id);
    if (bytes >= freed_bytes_at_once) return;
  }
  if (posts.size() == freed_at_once) return;
  std::uint32_t latches = 0;
  auto rows = latch_delete_some_(room, freed_at_once);
  while (rows.next()) ++latches;
  if (latches < freed_at_once) room_is_empty_.run(room);
}

bool Operations::free_some() {
  std::optional<RoomSlot> mailbox_to_free;
  if (auto rows = member_to_free_(); rows.next()) mailbox_to_free = {rows.integer(0), static_cast<std::uint8_t>(rows.integer(1))};
  if (mailbox_to_free) {
    auto mailbox = mailbox_of(mailbox_to_free->first, mailbox_to_free->second);
    free_bodies(*mailbox_to_free, mailbox);
  } else {
    std::optional<std::int64_t> room;
    if (auto rows = room_rest_(); rows.next()) room = rows.integer(0);
    if (!room) return false;
    free_room(*room);
  }
  return !sql_.has_failed() && (member_to_free_().next() || room_rest_().next());
}

Answer Operations::on(const Room& room, const store::Raise& raise) {
  auto mailbox = mailbox_of(room.id, raise.mailbox);
  if (mailbox.last >= raise.above) return ok(store::Raised{mailbox.last});
  const auto shift = raise.above - mailbox.acked;  // beyond the last: no two numbers meet on the way
  post_shift_.run(shift, room.id, raise.mailbox, mailbox.acked);
  mailbox.last += shift;
  mailbox.acked = raise.above;
  free_bodies({room.id, raise.mailbox}, mailbox);
  return ok(store::Raised{mailbox.last});
}

store::LatchRow Operations::latch_row(std::int64_t room, const store::LatchId& latch) {
  auto rows = latch_find_(room, ByteView(latch));
  if (!rows.next()) return {};
  return {rows.number(0), static_cast<store::LatchKind>(rows.integer(1)), static_cast<std::uint8_t>(rows.integer(2)),
          to_bytes(rows.bytes(3))};
}

Answer Operations::on(const Room& room, const store::LatchRead& read) { return ok(latch_row(room.id, read.latch)); }

Answer Operations::on(const Room& room, const store::LatchWrite& write) {
  auto current = latch_row(room.id, write.latch);
  if (current.version != write.expected) return {store::Status::conflict, std::move(current)};
  const bool is_new = current.version == 0;
  const auto waits = [](const store::LatchRow& row) { return row.kind == store::LatchKind::waiting; };
  if (is_new && waits(write.row) && write.max_waiting != 0 && room.waiting >= write.max_waiting) return {store::Status::room_limit, {}};
  if (is_new && write.max_latches != 0 && room.latches >= write.max_latches) return {store::Status::room_limit, {}};
  const auto size = write.row.record.size(), size_before = current.record.size();
  const bool counts = write.row.kind != store::LatchKind::tombstone && size > size_before;
  const std::uint64_t more = counts ? size - size_before : 0;
  if (counts && write.max_latch_bytes != 0 && room.latch_bytes + more > write.max_latch_bytes) return {store::Status::room_limit, {}};
  if (counts && write.max_room_bytes != 0) {
    if (room.posted_bytes + more > write.max_room_bytes) return {store::Status::room_limit, {}};
    room_add_bytes_.run(more, room.id);
  }
  const int more_wait = (waits(write.row) ? 1 : 0) - (!is_new && waits(current) ? 1 : 0);
  room_add_latches_.run(is_new ? 1 : 0, more_wait, static_cast<std::int64_t>(size) - static_cast<std::int64_t>(size_before), room.id);
  auto row = write.row;
  row.version = write.expected + 1;
  auto& statement = is_new ? latch_insert_ : latch_update_;
  statement.run(row.version, static_cast<int>(row.kind), row.unacked, number_of(write.today), ByteView(row.record), room.id,
                ByteView(write.latch));
  return ok(std::move(row));
}

Answer Operations::on(const Room& room, const store::LatchReleases& releases) {
  store::Latches page;
  const ByteView after = releases.after ? ByteView(*releases.after) : ByteView{};
  auto rows = latch_released_(room.id, after, 1 << releases.slot);
  while (rows.next()) {
    page.more = page.latches.size() >= releases.max_entries;
    if (page.more) break;
    store::LatchRow row{rows.number(1), static_cast<store::LatchKind>(rows.integer(2)),
                        static_cast<std::uint8_t>(rows.integer(3)), to_bytes(rows.bytes(4))};
    page.latches.push_back({to_array<16>(rows.bytes(0)), std::move(row)});
  }
  return ok(std::move(page));
}

Answer Operations::on(const Room& room, const store::HeadWrite& head) {
  head_set_.run(ByteView(head.receipt), room.id, head.slot);
  return ok();
}

Answer Operations::on(const Room& room, const store::HeadRead& head) {
  auto rows = head_find_(room.id, head.slot);
  return ok(store::Receipt{rows.next() ? to_bytes(rows.bytes(0)) : Bytes{}});
}

Answer Operations::on(const Room& room, const store::EraseRoom& erase) {
  member_delete_.run(room.id);
  room_end_.run(number_of(erase.today), ByteView(erase.farewell), room.id);
  return ok(store::Farewell{erase.farewell});
}

Answer Operations::on(const Room&, const store::Sweep& all) { return sweep(all); }
Answer Operations::on(const Room&, const store::CountRooms&) { return ok(); }

Answer Operations::on(const Room&, const store::KeepAge& keep) {
  age_keep_.run(std::int64_t{keep.age.calendar.count()}, std::int64_t{keep.age.machine.count()});
  return ok();
}

store::Age Operations::age() {
  auto rows = age_read_();
  if (!rows.next()) return {};
  return {std::chrono::minutes(rows.integer(0)), std::chrono::minutes(rows.integer(1))};
}

Answer Operations::sweep(const store::Sweep& all) {
  auto left = all.max_rows;
  left -= sweep_posts(number_of(all.today - all.entry_life), left);
  left -= sweep_latches(number_of(all.today - all.latch_life), left);
  left -= sweep_unused_rooms(number_of(all.today - all.unused_life), left);
  left -= sweep_ended_rooms(number_of(all.today - all.ended_life), left);
  const bool more = free_some();  // a store that is never idle has no other time for it
  return ok(store::Swept{left == 0 || more});
}

std::uint32_t Operations::sweep_latches(std::int64_t oldest_day, std::uint32_t max_rows) {
  struct Gone {
    std::int64_t room, waiting, bytes;
  };
  std::vector<Gone> gone;
  {
    auto rows = latch_sweep_(oldest_day, max_rows);
    while (rows.next()) gone.push_back({rows.integer(0), rows.integer(1) == 0 ? 1 : 0, rows.integer(2)});
  }
  for (const auto& latch : gone) room_add_latches_.run(-1, -latch.waiting, -latch.bytes, latch.room);
  return static_cast<std::uint32_t>(gone.size());
}

// Nothing was ever posted in them: there are no more than a few latches, and no number that must not come again.
std::uint32_t Operations::sweep_unused_rooms(std::int64_t oldest_day, std::uint32_t max_rows) {
  std::uint32_t deleted = 0;
  while (deleted < max_rows && !sql_.has_failed()) {
    std::int64_t room = 0;
    {
      auto rows = room_unused_(oldest_day);
      if (!rows.next()) break;
      room = rows.integer(0);
    }
    {
      auto rows = latch_delete_some_(room, max_rows - deleted);
      while (rows.next()) ++deleted;
    }
    if (deleted == max_rows) break;
    member_delete_.run(room);
    room_delete_.run(room);
    ++deleted;
  }
  return deleted;
}

std::uint32_t Operations::sweep_ended_rooms(std::int64_t oldest_day, std::uint32_t max_rows) {
  std::uint32_t deleted = 0;
  auto rows = room_ended_(oldest_day, max_rows);
  while (rows.next()) ++deleted;
  return deleted;
}

// Ids grow with time, so the oldest are first and nothing is searched.
std::uint32_t Operations::sweep_posts(std::int64_t oldest_day, std::uint32_t max_rows) {
  std::uint32_t deleted = 0;
  while (deleted < max_rows) {
    std::int64_t id = 0;
    RoomSlot of{};
    {
      auto oldest = post_oldest_();
      if (!oldest.next() || oldest.integer(3) >= oldest_day) break;
      id = oldest.integer(0);
      of = {oldest.integer(1), static_cast<std::uint8_t>(oldest.integer(2))};
    }
    {
      auto body = body_delete_one_(id);
      if (body.next()) member_lose_.run(body.number(0), of.first, of.second);
    }
    if (!post_delete_one_.run(id)) break;
    ++deleted;
  }
  return deleted;
}

}  // namespace twinlamp::relay
