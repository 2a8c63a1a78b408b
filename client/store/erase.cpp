#include "client/store/erase.h"

#include <array>

namespace twinlamp::client {

namespace {

std::array<ProfilePlace, 2> half_made(const ProfilePlace& place) {
  return {ProfilePlace{place.name, place.folder / "restoring"}, ProfilePlace{place.name, place.folder / "restored"}};
}

}  // namespace

Result<void> begin_erasing(const ProfilePlace& place) {
  // On a full disk it cannot be written down: then what a crash leaves is without a key, and the same in all else.
  static_cast<void>(write_file(place.erasing(), {}));
  auto outcome = destroy_file(place.key());
  for (const auto& each : half_made(place))
    if (auto gone = destroy_file(each.key()); !gone) outcome = gone;
  return outcome;
}

Result<void> erase_profile(const ProfilePlace& place) {
  auto outcome = begin_erasing(place);
  const auto note = [&outcome](Result<void> gone) {
    if (!gone) outcome = gone;
  };
  for (const auto& file : place.database_files()) note(destroy_file(file));
  for (const auto& file : {place.look(), place.member(), place.old_member(), place.farewell()}) note(destroy_file(file));
  for (const auto& each : half_made(place)) note(destroy_folder(each.folder));
  note(destroy_folder(place.decks()));
  if (!outcome) return outcome;
  return destroy_file(place.erasing());
}

bool is_being_erased(const ProfilePlace& place) {
  std::error_code problem;
  return std::filesystem::exists(place.erasing(), problem);
}

}  // namespace twinlamp::client
