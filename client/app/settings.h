// What a person has chosen on this device. Settings are sealed in the store; the look alone is a plain file, since a locked screen needs it.
#pragma once

#include <string>

#include "client/intent.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"

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

// "text_scale 125\npalette evening\n...": unknown lines are skipped, bad values are the defaults.
std::string encode_look(const SetLook& look);
SetLook parse_look(std::string_view text);
SetLook within_bounds(SetLook look);

}  // namespace twinlamp::client
