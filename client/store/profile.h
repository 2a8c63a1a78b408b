// A profile: one folder (0700) that one running Twinlamp owns. Where it is, whether its name is one, and its lock.
//
//   $XDG_DATA_HOME/twinlamp/<name>/   else ~/.local/share/twinlamp/<name>/
//     lock      held while a Twinlamp runs on it        key      the profile key (keyring.h)
//     member    to log in while locked (member_file.h)  leaving-… the same, of each room that waits to be erased (leaving.h)
//     member-before   the same, of the room that the pair is about to go on from with a new laptop (leaving.h)
//     erasing   empty, while the rest is being destroyed (erase.h)
//     look      what a locked screen needs, plain: how it looks, where its window stands, when it may call, whether
//              our relay runs here and at which address it was told; nothing that anybody wrote
//     relay/    of our relay on this laptop: its key, its database (relay/README.md); relay-2 and so on, where one of a
//              pair that was left still waits for its partner (client/app/home_farewell.h)
//     farewell  the partner's, heard while this was locked: opaque, and looked at with the next unlocking
//     decks/    own cards that a person put there
//     twinlamp.db (-wal)   everything else, sealed (sqlite_storage.h)
//     restoring/, restored/   a profile that is being made from a backup (client/backup/restore.h)
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "client/store/files.h"

namespace twinlamp::client {

struct ProfilePlace {
  std::string name;
  Path folder;

  Path lock() const { return folder / "lock"; }
  Path key() const { return folder / "key"; }
  Path member() const { return folder / "member"; }
  Path old_member() const { return folder / "member-before"; }
  Path erasing() const { return folder / "erasing"; }
  Path look() const { return folder / "look"; }
  static constexpr int most_relays = 20;
  Path relay(int number) const { return folder / (number == 1 ? "relay" : "relay-" + std::to_string(number)); }  // from 1
  Path farewell() const { return folder / "farewell"; }
  Path decks() const { return folder / "decks"; }
  Path database() const { return folder / "twinlamp.db"; }
  std::vector<Path> database_files() const;  // and what SQLite puts beside it
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
