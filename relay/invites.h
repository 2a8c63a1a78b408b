// The operator's invites: who may open rooms on this relay, one a line in DATA/invites, which the commands write and a
// running relay reads afresh whenever it has changed.
//
// A token is 16 random bytes in base64url and is shown once: the file holds its hash alone. The file is replaced as a
// whole under a lock (DATA/invites.lock); two writers wait for each other for a moment, never longer.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <sys/stat.h>

#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/crypto/hash.h"
#include "protocol/room/rooms_policy.h"
#include "relay/private_file.h"

namespace twinlamp::relay {

struct Invite {
  Hash256 hash{};  // of the token
  std::chrono::sys_days made{};
  std::optional<std::chrono::sys_days> last_day;
  std::uint32_t rooms = 1;  // 0 = any number
  std::uint32_t used = 0;
  std::string name;  // whom it is for, as the operator wrote it: no control characters, at most 60 bytes

  std::string id() const;  // six hexadecimal digits: how the operator names it
  bool is_spent() const { return rooms != 0 && used >= rooms; }
  bool is_over(std::chrono::sys_days today) const { return last_day && today > *last_day; }
  friend bool operator==(const Invite&, const Invite&) = default;
};

Hash256 invite_hash(std::string_view token);
std::string make_invite_token(Random& random);
std::chrono::sys_days today();

std::string invites_text(const std::vector<Invite>& invites);
Result<std::vector<Invite>> parse_invites(std::string_view text);  // anything odd is corrupt

class InviteFile {
public:
  explicit InviteFile(const std::filesystem::path& data) : path_(data / "invites"), lock_(data / "invites.lock") {}

  std::vector<Invite> read() const;  // none if there is no file. Throws StartError
  // Reads, changes, writes, under the lock. Throws StartError; then the file is as it was.
  // `patience`: how often a lock that somebody else holds is tried again, 10 ms apart. Not `for_good`: a power cut may
  // bring the file of before back, whole.
  void change(const std::function<void(std::vector<Invite>&)>& what, int patience = 100, bool for_good = true) const;
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_, lock_;
};

// A running relay's view of the file. From any thread; only keep() waits for the disk, and nobody waits for keep().
class InviteBook : public Invites {
public:
  using Day = std::function<std::chrono::sys_days()>;
  // Throws StartError if the file is damaged; later damage leaves what was read before, and is logged once.
  // What could not be written is tried again after `pause`.
  explicit InviteBook(const std::filesystem::path& data, Day day = today, std::chrono::seconds pause = std::chrono::seconds{10});

  bool accepts(std::string_view token) override;
  void hold(std::string_view token) override;
  void release(std::string_view token) override;
  void use(std::string_view token) override;
  void keep() override;

private:
  using Counts = std::map<Hash256, std::uint32_t>;

  void refresh();
  void put_back(const Hash256& invite);
  bool write_down(const Counts& used) const;
  void forget(const Counts& written);
  Invite* find(std::string_view token);

  InviteFile file_;
  Day day_;
  std::vector<Invite> invites_;
  struct stat seen_ {};
  std::mutex mutex_;
  Counts held_, unsaved_;   // used, and not in the file yet
  bool is_saving_ = false;  // by one thread; meanwhile the file may hold already what is in unsaved_, so it is not read
  const std::chrono::seconds pause_;
  std::chrono::steady_clock::time_point try_again_{};
};

}  // namespace twinlamp::relay
