#include "client/store/profile.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace twinlamp::client {
namespace {

Path data_folder() {
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data == '/') return Path(data) / "twinlamp";  // XDG: a relative one is to be ignored
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return Path(home) / ".local/share/twinlamp";
  return {};
}

}  // namespace

std::vector<Path> ProfilePlace::database_files() const {
  std::vector<Path> files;
  for (const auto* suffix : {"", "-wal", "-journal", "-shm"}) {
    files.push_back(database());
    files.back() += suffix;
  }
  return files;
}

bool is_profile_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), fits);
}

std::variant<ProfilePlace, std::string> find_profile(const std::string& name, const Path& home) {
  if (!is_profile_name(name)) return "A profile's name has 1 to 32 letters, digits, '-' or '_', and this one does not.";
  if (!home.empty()) {
    std::error_code problem;
    auto folder = std::filesystem::absolute(home, problem);
    if (problem) return "The folder " + home.string() + " cannot be used.";
    return ProfilePlace{name, std::move(folder)};
  }
  const auto data = data_folder();
  if (data.empty()) return "There is no home folder to keep the profile in: set HOME, or name a folder with --home.";
  return ProfilePlace{name, data / name};
}

std::variant<ProfileLock, std::string> ProfileLock::take(const ProfilePlace& place) {
  const auto shown = place.folder.string();
  if (!make_private_folder(place.folder)) return "The folder " + shown + " cannot be made or is not yours.";
  const int descriptor = ::open(place.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return "The folder " + shown + " cannot be written.";
  ProfileLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK)
    return "Twinlamp is already open on the profile \"" + place.name + "\" (" + shown + "). Use that one, close it, or choose another with --profile.";
  return "The folder " + shown + " is on a disk that cannot be locked. Choose another with --home.";
}

ProfileLock::ProfileLock(ProfileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

ProfileLock::~ProfileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace twinlamp::client
