// What a store holds under its names, as a backup that somebody hands over may fill it: the device opens or says why, lives with its partner, and
// what it then writes opens again. Input: kind u8 | of a device: flags u8 | values, each lv(name u8 | bytes); of a client: one value.
#include "client/app/pairing_flow.h"
#include "client/app/practices/gift_shelf.h"
#include "client/content/answer_codec.h"
#include "client/store/restored.h"
#include "protocol/base/limits.h"
#include "protocol/device/renewal.h"
#include "protocol/round/wish_draw.h"
#include "tests/device/device_couple.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

using test::DeviceCouple;
using test::MemoryStorage;
using std::chrono::seconds;

constexpr std::array names{Device::session_key, LatchKeeper::cancelling_key, MatchKeeper::runs_key, EpochKeeper::key,
                           RepairKeeper::key,   RepairKeeper::aside_key,     Claims::key,           JournalKeeper::snapshot_key};
constexpr std::size_t most_values = 8, most_bytes = 1u << 16;
enum Flag : std::uint8_t { restored = 1, behind = 2, away = 4, renews = 8, partner = 16 };
const CardFacts card{"open-up.a", 1, 2, 1, 1}, other_card{"fears.a", 1, 3, 1, 1}, wishes{"dates.ideas", 1, 9, 1, wishes_kind, false};
constexpr std::string_view words = "what I sealed";

// Two disks of one pair: a round that waits, one that is being closed, a wish list voted on, posts that wait, keys that are wanted.
struct Honest {
  std::array<MemoryStorage, 2> early, late;
  RoundId sealed{};
};

const Honest& honest() {
  static const Honest made = [] {
    Honest out;
    DeviceCouple couple;
    const auto now = [&couple] { return couple.now(); };
    for (Slot side : {Slot{0}, Slot{1}}) couple.set_private(side, {true, 5});
    couple.meet();
    couple.live(seconds(20));
    out.sealed = *couple.device(0).open_round(card, "?", now());
    couple.settle();
    for (Slot side : {Slot{0}, Slot{1}}) {
      require(bool(couple.device(side).seal(out.sealed, bytes_of(words), SealMode::apart, now())), "a seal");
      couple.settle();
      if (side == 0) couple.part(1);
      if (side == 0) couple.part(0);
    }
    for (Slot side : {Slot{0}, Slot{1}}) out.early[side] = couple.disk(side);
    const auto closed = *couple.device(0).open_round(other_card, "?", now());
    require(bool(couple.device(0).seal(closed, bytes_of(words), SealMode::together, now())), "another");
    const auto list = *couple.device(0).open_wishes(wishes, "?", {"a"}, wishes_quota(1), now());
    require(bool(couple.device(0).seal_wishes(list, {match::Vote::yes}, SealMode::apart, now())), "votes");
    require(bool(couple.device(0).close(closed, now())), "a round that is being closed");
    require(bool(couple.device(0).renew_keys(now())), "keys are wanted");
    couple.live(seconds(60));
    for (Slot side : {Slot{0}, Slot{1}}) out.late[side] = couple.disk(side);
    return out;
  }();
  return made;
}

MemoryStorage changed_by(ByteReader& reader, MemoryStorage disk) {
  Transaction changes;
  for (std::size_t i = 0; i < most_values && !reader.rest().empty(); ++i) {
    const auto value = reader.lv(most_bytes);
    if (reader.failed() || value.empty()) break;
    changes.values[names[value[0] % names.size()]] = to_secret(value.subspan(1));
  }
  require(bool(disk.commit(changes)), "a disk of memory commits");
  return disk;
}

void check_opens(DeviceCouple& couple, Slot side) {
  SeededRandom random(3);
  const auto again = Device::open(couple.record(side), couple.disk(side), random, couple.now());
  require(bool(again), "what a device has written opens again");
  require((*again)->state().last_seq == couple.state(side).last_seq, "with all that it knew");
}

void check_device(ByteView input) {
  ByteReader reader(input);
  const auto flags = reader.u8();
  const Slot side = (flags & partner) != 0 ? 1 : 0;
  const auto& disks = (flags & behind) != 0 ? honest().early : honest().late;
  const auto disk = changed_by(reader, disks[side]);
  DeviceCouple couple;
  couple.part(0);
  couple.part(1);
  couple.disk(1 - side) = honest().late[1 - side];
  couple.restart(1 - side);
  SeededRandom random(3);
  if (const auto opened = Device::open(couple.record(side), disk, random, couple.now(), (flags & restored) != 0); !opened) {
    require(opened.error().code == ErrorCode::corrupt, "what does not open is corrupt");
    return;
  }
  couple.restore(side, disk, (flags & restored) != 0);
  for (Slot each : {Slot{0}, Slot{1}}) couple.set_private(each, {true, 5});
  if ((flags & away) == 0) couple.come_back(1 - side);
  couple.meet();
  couple.live(seconds(8));
  static_cast<void>(couple.device(side).repair());
  static_cast<void>(couple.device(side).my_answer(honest().sealed));
  static_cast<void>(couple.device(side).next_suggestion("c.1", couple.now()));
  couple.live(seconds(3));
  for (Slot each : {Slot{0}, Slot{1}}) check_opens(couple, each);
  if ((flags & renews) == 0) return;
  const auto next = continue_pair(couple.record(side), test::paired_records(77)[side]);
  const auto renewed = couple.device(side).renew(*next, couple.now());
  if (!renewed) return;
  require(bool(couple.disk(side).commit(*renewed)), "a disk of memory commits");
  require(bool(Device::open(*next, couple.disk(side), random, couple.now())), "and with another device of the partner's");
}

// A record that parses is one to go on with: nobody else is on the other side of it.
void check_record(ByteView input) {
  auto record = PairRecord::parse(input);
  if (!record) return;
  const auto again = PairRecord::parse(record->encode());
  require(again && again->encode() == record->encode(), "a pair comes back as it was");
  MemoryStorage disk;
  SeededRandom random(3);
  const Now now{MonoTime(seconds(1)), WallTime(std::chrono::milliseconds(1'700'000'000'000))};
  auto device = Device::open(*record, disk, random, now);
  if (!device) return;
  (*device)->handle_logged_in({}, now);
  while (const auto* transaction = (*device)->poll_transaction()) {
    require(bool(disk.commit(*transaction)), "a disk of memory commits");
    (*device)->handle_committed(now);
  }
  require(bool(Device::open(*record, disk, random, now)), "what a device has written opens again");
}

void check_client(ByteView input) {
  using namespace client;
  check_record(input);
  if (const auto pending = PendingPair::parse(input))
    require(bool(PendingPair::parse(pending->encode())), "words that were to be compared come back");
  if (const auto draft = draft_from_bytes(input)) {
    const auto again = draft_to_bytes(*draft);
    require(again && equal(*again, input), "a draft has one encoding");
  }
  if (auto shelf = GiftShelf::parse(input)) {
    SeededRandom random(3);
    shelf->update({}, 0, WallTime{}, [](WallTime) { return std::chrono::minutes(0); });
    shelf->draw({EntryId{1}, EntryId{2}}, random);
    require(bool(GiftShelf::parse(shelf->encode())), "a shelf comes back");
  }
  MemoryStorage disk;
  Transaction transaction;
  transaction.values[last_backup_key] = to_secret(input);
  require(bool(disk.commit(transaction)), "a disk of memory commits");
  const auto last = last_backup(disk);
  require(last && (!*last || (**last >= WallTime{} && **last <= last_wall_time)), "a last backup was made within the calendar");
}

Bytes of_client(ByteView value) { return ByteWriter().u8(1).raw(value).take(); }

}  // namespace

std::vector<Bytes> honest_inputs() {
  std::vector<Bytes> inputs;
  const auto value = [](ByteWriter& out, std::size_t name, ByteView bytes) { out.lv(ByteWriter().u8(static_cast<std::uint8_t>(name)).raw(bytes).view()); };
  // The honest values over themselves, all at once and each alone; then what that profile does not hold.
  for (const int flags : {0, +restored, +away, +partner, restored | renews, +renews}) {
    ByteWriter all;
    all.u8(0).u8(static_cast<std::uint8_t>(flags));
    const Slot side = (flags & partner) != 0 ? 1 : 0;
    for (std::size_t name = 0; name < names.size(); ++name)
      if (const auto kept = honest().late[side].value(names[name]); kept && *kept && (*kept)->size() < 4000) value(all, name, **kept);
    inputs.push_back(all.take());
  }
  for (std::size_t name = 0; name < names.size(); ++name) {
    const auto kept = honest().late[0].value(names[name]);
    if (!kept || !*kept) continue;
    ByteWriter one;
    value(one.u8(0).u8(behind), name, **kept);
    inputs.push_back(one.take());
  }
  wire::Body body;
  body.mutable_next_suggestion()->set_card_id("c.1");
  ByteWriter frozen;
  frozen.u8(0).u8(restored | renews);
  value(frozen, 3, ByteWriter().u8(1).u8(1).u8(1).u64(1'700'000'000'000).view());
  value(frozen, 4, ByteWriter().u8(1).u8(1).u64(0).raw(EntryId{}).u64(2).u64(1'700'000'000'000).view());
  value(frozen, 5, ByteWriter().u8(1).raw(EntryId{1}).u64(2).lv(body.SerializeAsString()).view());
  value(frozen, 6, ByteWriter().u8(1).u64(90).raw(EntryId{9}).view());
  inputs.push_back(frozen.take());

  client::PendingPair pending;
  pending.record = test::paired_records(1)[0];
  pending.same_words = {"amber", "otter", "window", "moss"};
  auto renewed = test::paired_records(1)[1];
  renewed.renewals = 1;
  renewed.is_heir = true;
  renewed.inherited_seq = 4;
  SeededRandom random(3);
  client::GiftShelf shelf;
  shelf.draw({EntryId{1}}, random);
  shelf.nudge(20'000);
  for (const auto& bytes : {pending.encode(), pending.record.encode(), renewed.encode(), shelf.encode(), client::encode_moment(WallTime(seconds(1'700'000'000)))})
    inputs.push_back(of_client(bytes));
  inputs.push_back(of_client(*client::draft_to_bytes(client::TextAnswer{"The sea"})));
  inputs.push_back(of_client(*client::draft_to_bytes(client::WishesAnswer{})));
  return inputs;
}

void check(ByteView input) {
  if (input.empty()) return;
  (input[0] & 1) == 0 ? check_device(input.subspan(1)) : check_client(input.subspan(1));
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
