// What a person has chosen on this device. Settings are sealed in the store; what a locked screen needs is a plain file, and nothing
// personal: how it looks, where the window stands, when it may call.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "client/intent.h"
#include "client/store/keyring.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"
#include "protocol/base/time.h"
#include "protocol/round/quiet.h"

namespace twinlamp::client {

struct Settings {
  static constexpr const char* key = "settings";

  std::string display_name;
  std::string relay;  // as typed: host:port or an invitation line; may be empty
  int auto_lock_minutes = 0;
  bool lamp_lit = true;
};

SecretBytes encode_settings(const Settings& settings);
Result<Settings> parse_settings(ByteView bytes);  // malformed for anything else

// What this person keeps to themselves, in a value of its own:
//   version u8 = 2 | desire u8 | ceiling u8, 0 = not chosen | desire off since u64, milliseconds, 0 = unknown
// Version 1 had its first three bytes, where a ceiling of 5 may never have been looked at: it is read as not chosen.
struct OwnWill {
  static constexpr const char* key = "private";
  static constexpr std::uint8_t unasked_ceiling = 2;  // until somebody says how deep they would go: nobody agrees to a climb by not having seen a setting

  bool desire = false;
  std::optional<std::uint8_t> ceiling;  // of Open up: the deepest that is welcome, 1 to 5
  WallTime desire_off_since{};

  // Nor does a pair go back because one of them has a new laptop, and has not been asked on it.
  std::uint8_t ceiling_that_counts(std::uint8_t depth) const { return ceiling.value_or(std::max(unasked_ceiling, depth)); }
  // What the device answers the partner's from, at this depth of Open up.
  PrivateSettings answers(std::uint8_t depth) const { return {desire, ceiling_that_counts(depth)}; }
  friend bool operator==(const OwnWill&, const OwnWill&) = default;
};
SecretBytes encode_will(const OwnWill& will);
Result<OwnWill> parse_will(ByteView bytes);  // malformed for anything else

// What opens Desire: a passphrase of its own, known by what Argon2id makes of it. In a value of its own:
//   version u8 = 1 | operations u32 | memory u64 | salt 16 | check 32
struct DesireLock {
  static constexpr const char* key = "desire-lock";

  PassphraseCost cost;
  ByteArray<16> salt{};
  ByteArray<32> check{};
};
SecretBytes encode_desire_lock(const DesireLock& lock);
Result<DesireLock> parse_desire_lock(ByteView bytes);  // malformed for anything else

struct OpenSettings {
  SetLook look;
  SetNotifications notifications;
  std::optional<WindowPlace> window;
  bool seen_introduction = false;
  SetHosting hosting;
  bool paused = false;  // a locked device keeps silent, too
};

// "text_scale 125\npalette evening\n...": unknown lines are skipped, bad values are the defaults.
std::string encode_open_settings(const OpenSettings& settings);
OpenSettings parse_open_settings(std::string_view text);
SetLook within_bounds(SetLook look);
SetNotifications within_bounds(SetNotifications notifications);

// Whether this minute of the local day lies in the hours in which nothing is told. They begin with their first minute and end before the last.
bool is_quiet(const SetNotifications& notifications, int minute_of_day);

}  // namespace twinlamp::client
