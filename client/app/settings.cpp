#include "client/app/settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "client/content/words.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t max_text = 600;
constexpr int most_minutes = 24 * 60;

using Palette = SetLook::Palette;

const char* name_of(Palette palette) {
  switch (palette) {
    case Palette::evening: return "evening";
    case Palette::morning: return "morning";
    case Palette::follow: break;
  }
  return "follow";
}

void apply_line(SetLook& look, std::string_view name, std::string_view value) {
  if (name == "text_scale") {
    int percent = 100;
    std::from_chars(value.data(), value.data() + value.size(), percent);
    look.text_scale = static_cast<float>(percent) / 100;
  } else if (name == "palette") {
    for (const auto palette : {Palette::evening, Palette::morning, Palette::follow})
      if (value == name_of(palette)) look.palette = palette;
  } else if (name == "reduced_motion") {
    look.reduced_motion = value == "yes";
  } else if (name == "high_contrast") {
    look.high_contrast = value == "yes";
  } else if (name == "language") {
    look.language = value;
  }
}

}  // namespace

SecretBytes encode_settings(const Settings& settings) {
  ByteWriter writer;
  writer.u8(version).lv(settings.display_name).lv(settings.relay).u32(static_cast<std::uint32_t>(settings.auto_lock_minutes));
  writer.u8(settings.lamp_lit ? 1 : 0);
  return to_secret(writer.view());
}

Result<Settings> parse_settings(ByteView bytes) {
  ByteReader reader(bytes);
  Settings settings;
  const auto found = reader.u8();
  settings.display_name = to_string(reader.lv(max_text));
  settings.relay = to_string(reader.lv(max_text));
  const auto minutes = reader.u32();
  settings.lamp_lit = reader.u8() != 0;
  if (found != version || !reader.is_done() || minutes > most_minutes) return Error{ErrorCode::malformed, "settings"};
  settings.auto_lock_minutes = static_cast<int>(minutes);
  return settings;
}

std::string encode_look(const SetLook& look) {
  const auto yes = [](bool value) { return value ? "yes" : "no"; };
  return "text_scale " + std::to_string(std::lround(look.text_scale * 100)) + "\npalette " + name_of(look.palette) + "\nreduced_motion " +
         yes(look.reduced_motion) + "\nhigh_contrast " + yes(look.high_contrast) + "\n" +
         (look.language.empty() ? std::string() : "language " + look.language + "\n");
}

SetLook parse_look(std::string_view text) {
  SetLook look;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto space = line.find(' '); space != line.npos) apply_line(look, line.substr(0, space), line.substr(space + 1));
  }
  return within_bounds(look);
}

SetLook within_bounds(SetLook look) {
  look.text_scale = std::isfinite(look.text_scale) ? std::clamp(look.text_scale, 0.8f, 2.0f) : 1.0f;
  // One that is not spoken here (any more) is the environment's.
  const auto spoken = built_in_word_languages();
  if (std::find(spoken.begin(), spoken.end(), look.language) == spoken.end()) look.language.clear();
  return look;
}

}  // namespace twinlamp::client
