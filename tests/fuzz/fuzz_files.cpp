// What lies in a profile's folder as a plain file that nothing authenticates, its key and the mark of a pair that was left; and what the home relay's
// process says, line by line. Input: kind u8 | a file's bytes, or lines.
#include <unistd.h>

#include <filesystem>

#include "client/app/home_farewell.h"
#include "client/store/keyring.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

using namespace client;

constexpr std::string_view passphrase = "a lock";
constexpr std::uint64_t most_memory = 64 * 1024;
constexpr std::uint32_t most_operations = 2;

Path a_file() { return std::filesystem::temp_directory_path() / ("twinlamp-fuzz-" + std::to_string(::getpid()) + ".key"); }

// Of a wrapped one: what it asks to be computed, by keyring.h's layout.
bool is_cheap(ByteView file) {
  if (file.size() < 26) return true;
  ByteReader reader(file.subspan(14));
  const auto operations = reader.u32();
  return operations <= most_operations && reader.u64() <= most_memory;
}

void check_keyring(ByteView input) {
  static const auto path = a_file();
  SeededRandom random(2);
  require(bool(write_file(path, input)), "a file is written");
  Keyring keyring(path, random, PassphraseCost::least());
  const auto is_wrapped = keyring.has_passphrase();
  if (is_wrapped && (!*is_wrapped || is_cheap(input))) {
    const auto key = keyring.unlock(passphrase);
    require(key || (*is_wrapped && key.error().code == ErrorCode::unauthentic), "what is sound opens, or the passphrase is wrong");
    if (key && !*is_wrapped) require(equal(*keyring.content(*key, {}), input), "a key without a lock has one encoding");
    if (key && *is_wrapped) require(!keyring.unlock("another"), "another passphrase opens nothing");
  }
  if (!is_wrapped) require(!keyring.unlock(passphrase), "what is damaged opens with nothing");
  std::filesystem::remove(path);
}

void check_left(ByteView input) {
  const auto left = LeftPair::parse(text_of(input));
  if (!left) return;
  const auto again = LeftPair::parse(left->text());
  require(again && again->text() == left->text(), "a mark comes back as it was");
  require(left->since >= std::chrono::sys_days{} && left->since <= last_wall_time, "it is of a day in the calendar");
}

// Of a relay that nobody has started: what it says is taken all the same.
void check_lines(std::string_view lines) {
  static Loop loop;
  SeededRandom random(2);
  HomeRelay home(loop, random, {"/nowhere/twinlamp-relay", "/nowhere", {}}, [] {});
  home.start();
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    home.on_child_line(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const auto& facts = home.facts();
    require(!home.is_running() || (facts.port != 0 && facts.relay_id != PublicKey{}), "a relay that runs has a port and a key");
    require(facts.addresses.size() <= 64 && home.told().size() <= 256, "what it says is bounded");
    for (const auto& address : facts.addresses) require(!address.host.empty(), "an address has a host");
    for (const auto& told : home.told()) require(told.slot < 2, "one of the two was told");
  }
}

Bytes with_kind(std::uint8_t kind, ByteView rest) { return ByteWriter().u8(kind).raw(rest).take(); }

}  // namespace

std::vector<Bytes> honest_inputs() {
  SeededRandom random(2);
  Keyring keyring(a_file(), random, PassphraseCost::least());
  const auto key = random.secret<32>();
  LeftPair left{random.bytes<32>(), to_hex(random.bytes<16>()), 1, std::chrono::sys_days(std::chrono::days(20'600))};
  const auto relay_id = to_base64url(random.bytes<32>());
  const auto lines = "relay " + relay_id + "\ninvite moss-and-fern\nport 7417\naddresses 3\naddress internet 2001:db8::1 eth0\naddress network 192.168.1.21 eth0\n" +
                     "address self 127.0.0.1 lo\nready\ntold " + left.room + " 1\nfailed port-taken Another program has this port.\naddresses 0\n";
  return {with_kind(0, *keyring.content(key, {})), with_kind(0, *keyring.content(key, passphrase)), with_kind(0, *keyring.content(key, "forgotten")),
          with_kind(1, bytes_of(left.text())), with_kind(2, bytes_of(lines)), with_kind(2, bytes_of("port 65536\naddresses 99\nready\ntold a 2\nfailed data\n"))};
}

void check(ByteView input) {
  if (input.empty()) return;
  const auto rest = input.subspan(1);
  switch (input[0] % 3) {
    case 0: return check_keyring(rest);
    case 1: return check_left(rest);
    default: return check_lines(text_of(rest));
  }
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
