// A profile: one folder (0700) that one running Twinlamp owns. Where it is, whether its name is one, and its lock.
//
//   $XDG_DATA_HOME/twinlamp/<name>/   else ~/.local/share/twinlamp/<name>/
//     lock      held while a Twinlamp runs on it        key      the profile key (keyring.h)
//     member    to log in while locked (member_file.h)  leaving  the same, while a room waits to be erased
//     look      what a locked screen needs, plain: how it looks, where its window stands, when it may call; nothing personal
//     twinlamp.db (-wal)   everything else, sealed (sqlite_storage.h)
#pragma once

#include <string>
#include <variant>

#include "client/store/files.h"

namespace twinlamp::client {

struct ProfilePlace {
  std::string name;
  Path folder;

  Path lock() const { return folder / "lock"; }
  Path key() const { return folder / "key"; }
  Path member() const { return folder / "member"; }
  Path leaving() const { return folder / "leaving"; }
  Path look() const { return folder / "look"; }
  Path database() const { return folder / "twinlamp.db"; }
};

bool is_profile_name(std::string_view name);  // 1 to 32 of a-z A-Z 0-9 - _

// One plain sentence in place of the folder: a bad name, or no home to put it in. An empty `home` follows XDG.
std::variant<ProfilePlace, std::string> find_profile(const std::string& name, const Path& home);

// The right to work on a profile, given up by destruction or the end of the process, however it ends.
class ProfileLock {
public:
  // One plain sentence if another Twinlamp has it, or the folder cannot be used. Makes the folder.
  static std::variant<ProfileLock, std::string> take(const ProfilePlace& place);

  ProfileLock(ProfileLock&& other) noexcept;
  ProfileLock& operator=(ProfileLock&&) = delete;
  ~ProfileLock();

private:
  explicit ProfileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace twinlamp::client
