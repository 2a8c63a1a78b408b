// What lies on a person's disk, is pasted or searched for by them: settings, what a locked screen needs, a relay's address, words.
#include "client/app/settings.h"
#include "client/content/fold.h"
#include "client/link/relay_address.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  const auto settings = client::encode_settings({"Noor", "lamp.example.org:7417", 15, true});
  client::OpenSettings open;
  open.look.text_scale = 1.25f;
  open.notifications.quiet_hours = true;
  open.window = client::WindowPlace{40, 30, 1100, 760, false};
  return {Bytes(settings.begin(), settings.end()), to_bytes(bytes_of(client::encode_open_settings(open))),
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
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
