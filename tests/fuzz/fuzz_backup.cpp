// A backup file as anybody may hand it over: its head, what is in it once it is open, and an honest file that somebody has changed.
#include <algorithm>

#include "client/backup/backup_reader.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

using namespace client;

constexpr std::string_view passphrase = "four lamps";
constexpr std::size_t most_memory = 64 * 1024, most_edits = 64;

SecretBytes some_records() {
  SeededRandom random(4);
  const auto self_key = random.secret<32>();
  SecretBytes out;
  append_record(out, BackupAbout{WallTime(std::chrono::milliseconds(1'790'000'000'000)), "lamp.example.org:7417", "palette evening\n"});
  append_record(out, BackupValue{"settings", to_secret(bytes_of("words"))});
  append_record(out, OutboxRow{3, random.bytes<16>(), 2, to_bytes(bytes_of("envelope"))});
  append_record(out, BackupDeck{"ours.toml", "text"});
  wire::Body body;
  body.mutable_covered();
  const auto entry = make_entry(EntryPlace{}, body, self_key, random);
  append_record(out, StoredEntry{entry.header().author, entry.header().seq, entry.header().lamport, entry.to_wire()});
  append_record(out, BackupEnd{1, 1, 1, 1});
  return out;
}

struct Made {
  Bytes file;
  BackupHead head;
  Key master;
};

// Two pieces under the least cost, the same for all inputs of a run.
const Made& honest_file() {
  static const Made made = [] {
    SeededRandom random(5);
    const auto cost = PassphraseCost::least();
    const auto salt = random.bytes<16>();
    const auto master = *backup_master(cost, salt, passphrase);
    BackupSealer sealer(master, cost, salt);
    auto records = some_records();
    records.resize(2 * backup_piece);
    auto file = sealer.head();
    for (const std::size_t at : {std::size_t{0}, backup_piece}) {
      const auto sealed = sealer.seal(ByteView(records).subspan(at, backup_piece), at > 0);
      file.insert(file.end(), sealed.begin(), sealed.end());
    }
    return Made{file, *parse_backup_head(ByteView(file).first(backup_head_size)), master};
  }();
  return made;
}

bool opens(ByteView rest, const BackupHead& head, const Key& master) {
  auto opener = BackupOpener::begin(head, master);
  if (!opener) return false;
  const auto source = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
    const auto size = std::min(out.size(), rest.size());
    std::copy_n(rest.begin(), size, out.begin());
    rest = rest.subspan(size);
    return size;
  };
  return bool(read_backup_records(source, std::move(*opener), [](const BackupRecord&) { return Result<void>(); }));
}

void check_head(ByteView input) {
  const auto head = parse_backup_head(input.first(std::min(input.size(), backup_head_size)));
  if (!head) return;
  require(head->cost.memory <= (1u << 30) && head->cost.operations <= 16, "nothing is computed beyond the bounds");
  if (head->cost.memory > most_memory || head->cost.operations > 2) return;
  const auto master = backup_master(head->cost, head->salt, passphrase);
  if (master) opens(input.subspan(backup_head_size), *head, *master);
}

// What is read is written again as it was.
void check_records(ByteView input) {
  if (input.empty()) return;
  const std::size_t at_once = input[0] + 1u;
  input = input.subspan(1);
  RecordReader reader;
  SecretBytes again;
  for (std::size_t at = 0; at < input.size(); at += at_once) {
    reader.push(input.subspan(at, std::min(at_once, input.size() - at)));
    for (;;) {
      auto record = reader.next();
      if (!record) return;
      if (!*record) break;
      append_record(again, **record);
    }
  }
  require(again.size() <= input.size() && equal(again, input.first(again.size())), "records come back as they were");
}

// Three bytes of a place and one of what is changed there; at the end, perhaps, a new length.
void check_changed(ByteView input) {
  const auto& honest = honest_file();
  auto file = honest.file;
  ByteReader reader(input);
  for (std::size_t i = 0; i < most_edits && reader.rest().size() >= 4; ++i) {
    const std::size_t place = (std::size_t{reader.u8()} << 16 | reader.u16()) % file.size();
    file[place] ^= reader.u8();
  }
  if (reader.rest().size() == 2) file.resize(file.size() - reader.u16());
  const auto head = parse_backup_head(ByteView(file).first(std::min(file.size(), backup_head_size)));
  const bool is_open = head && opens(ByteView(file).subspan(backup_head_size), *head, honest.master);
  require(is_open == (file == honest.file), "a file opens exactly if it is the one that was made");
}

Bytes with_kind(std::uint8_t kind, ByteView rest) { return ByteWriter().u8(kind).raw(rest).take(); }

}  // namespace

std::vector<Bytes> honest_inputs() {
  const auto records = some_records();
  Bytes in_parts{15};
  in_parts.insert(in_parts.end(), records.begin(), records.end());
  in_parts.resize(in_parts.size() + 20);
  return {with_kind(0, honest_file().head.before_check), with_kind(0, ByteView(honest_file().file).first(backup_head_size)), with_kind(1, in_parts),
          with_kind(2, {}), with_kind(2, Bytes{0, 0x40, 0, 1}), with_kind(2, Bytes{0, 1})};
}

void check(ByteView input) {
  if (input.empty()) return;
  const auto rest = input.subspan(1);
  switch (input[0] % 3) {
    case 0: return check_head(rest);
    case 1: return check_records(rest);
    default: return check_changed(rest);
  }
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
