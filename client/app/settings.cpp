#include "client/app/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <tuple>

#include "client/content/words.h"
#include "client/window_place.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t will_version = 2, lock_version = 1;
constexpr std::uint8_t deepest = 5;

constexpr std::uint8_t version = 1;
constexpr std::size_t max_text = 600;
constexpr int day_minutes = 24 * 60;

using Palette = SetLook::Palette;

const char* name_of(Palette palette) {
  switch (palette) {
    case Palette::evening: return "evening";
    case Palette::morning: return "morning";
    case Palette::follow: break;
  }
  return "follow";
}

const char* yes(bool value) { return value ? "yes" : "no"; }

// The numbers of "20 40 1100 760"; none if there are not just so many.
template <std::size_t count>
std::optional<std::array<int, count>> numbers_of(std::string_view text) {
  std::array<int, count> numbers{};
  for (auto& number : numbers) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty() && text.front() != ' ') return std::nullopt;
    if (!text.empty()) text.remove_prefix(1);
  }
  return text.empty() ? std::optional(numbers) : std::nullopt;
}

void apply_to_look(SetLook& look, std::string_view name, std::string_view value) {
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

void apply_line(OpenSettings& settings, std::string_view name, std::string_view value) {
  apply_to_look(settings.look, name, value);
  if (name == "notifications") {
    settings.notifications.on = value != "no";
  } else if (name == "quiet_hours") {
    settings.notifications.quiet_hours = value == "yes";
  } else if (name == "quiet_between") {
    if (const auto hours = numbers_of<2>(value))
      std::tie(settings.notifications.quiet_from, settings.notifications.quiet_until) = std::pair((*hours)[0], (*hours)[1]);
  } else if (name == "nudge") {
    settings.notifications.nudge = value != "no";
  } else if (name == "window") {
    const auto place = numbers_of<5>(value);
    if (!place) return;
    const auto& [x, y, width, height, maximised] = *place;
    settings.window = WindowPlace{x, y, width, height, maximised == 1};
    if (!is_window_place(*settings.window)) settings.window.reset();
  } else if (name == "host") {
    settings.hosting.on = value == "yes";
  } else if (name == "host_name") {
    settings.hosting.name = value;
  } else if (name == "host_address") {
    settings.hosting.address = value;
  } else if (name == "introduction") {
    settings.seen_introduction = value == "seen";
  } else if (name == "paused") {
    settings.paused = value == "yes";
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
  if (found != version || !reader.is_done() || minutes > day_minutes) return Error{ErrorCode::malformed, "settings"};
  settings.auto_lock_minutes = static_cast<int>(minutes);
  return settings;
}

std::string encode_open_settings(const OpenSettings& settings) {
  const auto& [look, notifications, window, seen_introduction, hosting, paused] = settings;
  auto text = "text_scale " + std::to_string(std::lround(look.text_scale * 100)) + "\npalette " + name_of(look.palette) + "\nreduced_motion " +
              yes(look.reduced_motion) + "\nhigh_contrast " + yes(look.high_contrast) + "\n";
  if (!look.language.empty()) text += "language " + look.language + "\n";
  text += std::string("notifications ") + yes(notifications.on) + "\nquiet_hours " + yes(notifications.quiet_hours) + "\nquiet_between " +
          std::to_string(notifications.quiet_from) + " " + std::to_string(notifications.quiet_until) + "\nnudge " + yes(notifications.nudge) + "\n";
  if (window) {
    text += "window";
    for (const int number : {window->x, window->y, window->width, window->height, window->maximised ? 1 : 0}) text += " " + std::to_string(number);
    text += "\n";
  }
  if (seen_introduction) text += "introduction seen\n";
  if (hosting.on) text += "host yes\n";
  if (!hosting.name.empty()) text += "host_name " + hosting.name + "\n";
  if (!hosting.address.empty()) text += "host_address " + hosting.address + "\n";
  if (paused) text += "paused yes\n";
  return text;
}

OpenSettings parse_open_settings(std::string_view text) {
  OpenSettings settings;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto space = line.find(' '); space != line.npos) apply_line(settings, line.substr(0, space), line.substr(space + 1));
  }
  settings.look = within_bounds(settings.look);
  settings.notifications = within_bounds(settings.notifications);
  return settings;
}

SetLook within_bounds(SetLook look) {
  look.text_scale = std::isfinite(look.text_scale) ? std::clamp(look.text_scale, 0.8f, 2.0f) : 1.0f;
  // One that is not spoken here (any more) is the environment's.
  const auto spoken = built_in_word_languages();
  if (std::find(spoken.begin(), spoken.end(), look.language) == spoken.end()) look.language.clear();
  return look;
}

SetNotifications within_bounds(SetNotifications notifications) {
  const auto is_minute = [](int minute) { return minute >= 0 && minute < day_minutes; };
  if (is_minute(notifications.quiet_from) && is_minute(notifications.quiet_until)) return notifications;
  notifications.quiet_from = SetNotifications{}.quiet_from;
  notifications.quiet_until = SetNotifications{}.quiet_until;
  return notifications;
}

bool is_quiet(const SetNotifications& notifications, int minute_of_day) {
  const auto from = notifications.quiet_from, until = notifications.quiet_until;
  if (!notifications.quiet_hours || from == until) return false;
  const bool after_from = minute_of_day >= from, before_until = minute_of_day < until;
  return from < until ? after_from && before_until : after_from || before_until;
}

SecretBytes encode_will(const OwnWill& will) {
  const auto since = static_cast<std::uint64_t>(std::max<std::int64_t>(will.desire_off_since.time_since_epoch().count(), 0));
  return to_secret(ByteWriter().u8(will_version).u8(will.desire ? 1 : 0).u8(will.ceiling.value_or(0)).u64(since).view());
}

SecretBytes encode_desire_lock(const DesireLock& lock) {
  return to_secret(ByteWriter().u8(lock_version).u32(lock.cost.operations).u64(lock.cost.memory).raw(lock.salt).raw(lock.check).view());
}

Result<DesireLock> parse_desire_lock(ByteView bytes) {
  ByteReader reader(bytes);
  DesireLock lock;
  const auto found = reader.u8();
  lock.cost.operations = reader.u32();
  lock.cost.memory = reader.u64();
  lock.salt = reader.array<16>();
  lock.check = reader.array<32>();
  if (found != lock_version || !reader.is_done()) return Error{ErrorCode::malformed, "settings"};
  return lock;
}

Result<OwnWill> parse_will(ByteView bytes) {
  ByteReader reader(bytes);
  const auto found = reader.u8(), desire = reader.u8(), ceiling = reader.u8();
  const auto since = found == 1 ? 0 : reader.u64();
  const bool is_sound = found == 1 ? ceiling >= 1 : found == will_version;
  if (!reader.is_done() || !is_sound || desire > 1 || ceiling > deepest || since > std::numeric_limits<std::int64_t>::max())
    return Error{ErrorCode::malformed, "settings"};
  OwnWill will;
  will.desire = desire == 1;
  if (ceiling != 0 && !(found == 1 && ceiling == deepest)) will.ceiling = ceiling;
  will.desire_off_since = WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(since)));
  return will;
}

}  // namespace twinlamp::client
