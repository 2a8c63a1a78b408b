// What lies on a person's disk, is pasted or searched for by them: settings, what a locked screen needs, the member file, a private will and its
// lock, a relay's address, words.
#include "client/app/settings.h"
#include "client/content/fold.h"
#include "client/link/relay_address.h"
#include "client/store/member_file.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  const auto settings = client::encode_settings({"Noor", "lamp.example.org:7417", 15, true});
  client::OpenSettings open;
  open.look.text_scale = 1.25f;
  open.notifications.quiet_hours = true;
  open.window = client::WindowPlace{40, 30, 1100, 760, false};
  open.hosting = {true, "lamp.example.org:7500", "192.168.1.21"};
  SeededRandom random(12);
  client::MemberRecord member;
  member.member = SigningKeys::generate(random);
  member.binding = 1;
  member.relay_address = "lamp.example.org:7417";
  member.farewell = to_bytes(random.bytes<33>());
  client::OwnWill will;
  will.desire = true;
  will.ceiling = std::uint8_t{3};
  client::DesireLock lock;
  lock.salt = random.bytes<16>();
  return {to_bytes(client::encode_member(member)), to_bytes(client::encode_will(will)), to_bytes(client::encode_desire_lock(lock)),
          Bytes(settings.begin(), settings.end()), to_bytes(bytes_of(client::encode_open_settings(open))),
          to_bytes(bytes_of("twinlamp://[::1]:7417/417-amber-otter-window?relay=0jRosoN8NK8-v6Spig-ZkWug0e6rfBfnzIEriKpY7tE")),
          to_bytes(bytes_of("lamp.example.org:7417"))};
}

void check(ByteView input) {
  if (auto settings = client::parse_settings(input)) {
    const auto again = client::parse_settings(client::encode_settings(*settings));
    require(again && again->display_name == settings->display_name && again->relay == settings->relay, "settings come back as they were");
  }
  const auto text = to_string(input);
  const auto open = client::parse_open_settings(text);
  require(open.look.text_scale >= 0.8f && open.look.text_scale <= 2, "a look is within its bounds");
  const auto& quiet = open.notifications;
  require(quiet.quiet_from >= 0 && quiet.quiet_from < 1440 && quiet.quiet_until >= 0 && quiet.quiet_until < 1440, "quiet hours are of a day");
  require(client::encode_open_settings(client::parse_open_settings(client::encode_open_settings(open))) == client::encode_open_settings(open),
          "open settings come back as they were");
  if (auto address = client::parse_relay_address(text)) require(!address->host.empty() && address->port != 0, "an address has a host and a port");
  client::folded_words(text);
  if (auto member = client::parse_member(input)) {
    const auto again = client::parse_member(client::encode_member(*member));
    require(again && again->slot < 2 && again->relay_address == member->relay_address && again->farewell == member->farewell, "a member file comes back as it was");
  }
  if (auto will = client::parse_will(input)) {
    const auto again = client::parse_will(client::encode_will(*will));
    require(again && again->desire == will->desire && again->ceiling == will->ceiling, "a will comes back as it was");
  }
  if (auto lock = client::parse_desire_lock(input)) require(equal(client::encode_desire_lock(*lock), input), "a lock comes back as it was");
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
