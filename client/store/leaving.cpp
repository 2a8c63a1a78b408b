#include "client/store/leaving.h"

#include <algorithm>
#include <cstdio>

#include "client/store/erase.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view older_name = "leaving", prefix = "leaving-", ending_of_unfinished = ".new";
constexpr std::size_t digits = 32;

bool is_leaving_name(std::string_view name) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const auto room = name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view();
  return name == older_name || (room.size() == digits && std::all_of(room.begin(), room.end(), is_digit));
}

// In their order, those that were never finished too.
std::vector<Path> names(const ProfilePlace& place) {
  std::vector<Path> found;
  std::error_code problem;
  for (const auto& item : std::filesystem::directory_iterator(place.folder, problem)) {
    auto name = item.path().filename().string();
    if (name.ends_with(ending_of_unfinished)) name.resize(name.size() - ending_of_unfinished.size());
    if (is_leaving_name(name)) found.push_back(place.folder / name);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// On a full disk too.
Result<void> rename_in(const ProfilePlace& place, const Path& file, const Path& to) {
  if (std::rename(file.c_str(), to.c_str()) != 0) return Error{ErrorCode::unavailable, "The disk did not take a file. Is it full, or not writable?"};
  return sync_folder(place.folder);
}

bool is_gone(const Path& file) {
  std::error_code problem;
  return std::filesystem::status(file, problem).type() == std::filesystem::file_type::not_found;
}

}  // namespace

std::vector<Leaving> leavings(const ProfilePlace& place) {
  std::vector<Leaving> all;
  for (auto& file : names(place)) {
    auto record = read_member_file(file);
    if (record && *record) all.push_back({std::move(file), std::move(**record)});
  }
  const auto written = [](const Leaving& each) {
    std::error_code problem;
    return std::filesystem::last_write_time(each.file, problem);
  };
  std::stable_sort(all.begin(), all.end(), [&](const Leaving& a, const Leaving& b) { return written(a) < written(b); });
  return all;
}

Path leaving_file(const ProfilePlace& place, const MemberRecord& record) { return place.folder / (std::string(prefix) + to_hex(record.room_id())); }

void tidy_leavings(const ProfilePlace& place) {
  for (const auto& file : names(place)) static_cast<void>(discard_unfinished(file));
  static_cast<void>(discard_unfinished(place.old_member()));
  const auto older = place.folder / older_name;
  if (const auto record = read_member_file(older); record && *record) static_cast<void>(rename_in(place, older, leaving_file(place, **record)));
}

Result<void> keep_old_room(const ProfilePlace& place, const MemberRecord& record) { return write_member_file(place.old_member(), record); }

Result<void> settle_old_room(const ProfilePlace& place, const PublicKey& member) {
  const auto kept = read_member_file(place.old_member());
  if (kept && !*kept) return {};
  if (!kept) return kept.error().code == ErrorCode::malformed ? destroy_file(place.old_member()) : Result<void>(kept.error());
  if ((*kept)->member.public_key != member) return rename_in(place, place.old_member(), leaving_file(place, **kept));
  // Written, so that what it takes the place of is overwritten; a full disk has room for a name all the same.
  if (!write_member_file(place.member(), **kept)) return rename_in(place, place.old_member(), place.member());
  return destroy_file(place.old_member());
}

Result<void> take_back_leaving(const ProfilePlace& place, const PublicKey& member) {
  for (const auto& [file, record] : leavings(place))
    if (record.member.public_key == member) TWINLAMP_TRY(destroy_file(file));
  return {};
}

bool was_leaving_cut_off(const ProfilePlace& place) {
  if (is_being_erased(place)) return true;
  const auto all = leavings(place);
  if (all.empty()) return false;
  const auto member = read_member_file(place.member());
  if (!member) return member.error().code == ErrorCode::malformed && is_gone(place.key());  // what a disk does not read now is no sign
  if (!*member) return false;
  return std::any_of(all.begin(), all.end(), [&](const Leaving& each) { return each.record.member.public_key == (*member)->member.public_key; });
}

}  // namespace twinlamp::client
