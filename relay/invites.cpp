#include "relay/invites.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "relay/log.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

using std::chrono::sys_days;
constexpr std::string_view head = "twinlamp-invites 1\n";
constexpr std::size_t file_max = 8u << 20;
constexpr std::size_t name_max = 60;
constexpr int relay_patience = 3;  // others wait meanwhile
constexpr std::chrono::milliseconds lock_pause{10};

Error corrupt() {
  return {ErrorCode::corrupt, "the file of invites is damaged"};
}

std::string_view take(std::string_view& text, char mark) {
  const auto end = std::min(text.find(mark), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

bool number(std::string_view text, std::uint32_t& out) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc() && end == text.data() + text.size();
}

// Days since 1970.
std::string day_text(sys_days day) {
  return std::to_string(day.time_since_epoch().count());
}

Result<Invite> parse_line(std::string_view line) {
  Invite invite;
  Bytes hash;
  std::uint32_t made = 0, last = 0;
  if (!from_hex(take(line, ' '), hash) || hash.size() != invite.hash.size()) return corrupt();
  if (!number(take(line, ' '), made)) return corrupt();
  const auto until = take(line, ' ');
  if (until != "-" && !number(until, last)) return corrupt();
  if (!number(take(line, ' '), invite.rooms) || !number(take(line, ' '), invite.used)) return corrupt();
  invite.hash = to_array<32>(hash);
  invite.made = sys_days(std::chrono::days(made));
  if (until != "-") invite.last_day = sys_days(std::chrono::days(last));
  invite.name = line;
  const auto is_control = [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; };
  if (invite.name.size() > name_max || std::any_of(invite.name.begin(), invite.name.end(), is_control)) return corrupt();
  return invite;
}

class Lock {
public:
  Lock(const std::filesystem::path& path, int tries) : file_(path, O_RDWR | O_CREAT, 0600) {
    give_to_owner_of(path.parent_path(), path);
    for (int i = 0; i < tries && file_.is_open(); ++i) {
      if (::flock(file_.get(), LOCK_EX | LOCK_NB) == 0) return;
      std::this_thread::sleep_for(lock_pause);
    }
    throw StartError("The invites in " + path.parent_path().string() +
                     " cannot be changed now. Check who owns that folder, and try again in a moment.");
  }

private:
  File file_;
};

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

std::string Invite::id() const {
  return to_hex(ByteView(hash).first(3));
}

Hash256 invite_hash(std::string_view token) {
  return blake2b_256({bytes_of("twinlamp-invite/1"), bytes_of(token)});
}

std::string make_invite_token(Random& random) {
  return to_base64url(random.bytes<16>());
}

sys_days today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

std::string invites_text(const std::vector<Invite>& invites) {
  std::string text(head);
  for (const auto& invite : invites) {
    text += to_hex(invite.hash) + " " + day_text(invite.made) + " " +
            (invite.last_day ? day_text(*invite.last_day) : "-") + " " + std::to_string(invite.rooms) + " " +
            std::to_string(invite.used) + " " + invite.name + "\n";
  }
  return text;
}

Result<std::vector<Invite>> parse_invites(std::string_view text) {
  if (!text.starts_with(head) || !text.ends_with('\n')) return corrupt();
  text.remove_prefix(head.size());
  std::vector<Invite> invites;
  while (!text.empty()) {
    auto invite = parse_line(take(text, '\n'));
    if (!invite) return invite.error();
    invites.push_back(std::move(*invite));
  }
  return invites;
}

std::vector<Invite> InviteFile::read() const {
  const auto bytes = read_small(path_, file_max);
  if (!bytes) return {};
  auto invites = parse_invites({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!invites)
    throw StartError("The file " + path_.string() +
                     " is damaged. Put it back from a backup, or delete it: then no "
                     "invite that was given is good any more.");
  return std::move(*invites);
}

void InviteFile::change(const std::function<void(std::vector<Invite>&)>& what, int patience, bool for_good) const {
  const Lock lock(lock_, patience);
  auto invites = read();
  what(invites);
  write_private(path_, bytes_of(invites_text(invites)), for_good);
}

InviteBook::InviteBook(const std::filesystem::path& data, Day day, std::chrono::seconds pause)
    : file_(data), day_(std::move(day)), pause_(pause) {
  invites_ = file_.read();
}

// One look at the file's date a login with a token: that is how an invite made or revoked elsewhere counts at once.
void InviteBook::refresh() {
  if (is_saving_) return;
  struct stat now {};
  if (::stat(file_.path().c_str(), &now) != 0) now = {};
  if (same_file(now, seen_)) return;
  seen_ = now;
  try {
    invites_ = file_.read();
  } catch (const StartError&) {
    log(LogLevel::error,
        "the file of invites cannot be read; what it said before holds. 'twinlamp-relay check' tells more");
  }
}

Invite* InviteBook::find(std::string_view token) {
  const auto hash = invite_hash(token);
  const auto found =
      std::find_if(invites_.begin(), invites_.end(), [&](const Invite& invite) { return equal_constant_time(invite.hash, hash); });
  return found == invites_.end() ? nullptr : &*found;
}

bool InviteBook::accepts(std::string_view token) {
  if (token.empty()) return false;
  const std::lock_guard lock(mutex_);
  refresh();
  const auto* invite = find(token);
  if (invite == nullptr || invite->is_over(day_())) return false;
  const auto held = held_.find(invite->hash), unsaved = unsaved_.find(invite->hash);
  const auto under_way = (held == held_.end() ? 0 : held->second) + (unsaved == unsaved_.end() ? 0 : unsaved->second);
  return invite->rooms == 0 || invite->used + under_way < invite->rooms;
}

void InviteBook::hold(std::string_view token) {
  const std::lock_guard lock(mutex_);
  ++held_[invite_hash(token)];
}

void InviteBook::release(std::string_view token) {
  const std::lock_guard lock(mutex_);
  put_back(invite_hash(token));
}

void InviteBook::put_back(const Hash256& invite) {
  const auto held = held_.find(invite);
  if (held != held_.end() && --held->second == 0) held_.erase(held);
}

void InviteBook::use(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto hash = invite_hash(token);
  put_back(hash);
  ++unsaved_[hash];
}

// Whoever comes while another writes leaves it to that one.
void InviteBook::keep() {
  std::unique_lock lock(mutex_);
  while (!is_saving_ && !unsaved_.empty() && std::chrono::steady_clock::now() >= try_again_) {
    is_saving_ = true;
    const auto used = unsaved_;
    lock.unlock();
    const bool is_written = write_down(used);
    lock.lock();
    is_saving_ = false;
    if (is_written) {
      forget(used);
      continue;
    }
    try_again_ = std::chrono::steady_clock::now() + pause_;
    return log(LogLevel::warning, "what invites were used for cannot be written now; it is kept in memory and tried again");
  }
}

// A use that a power cut takes back is one more room for whoever was invited; waiting for the disk a second time would be felt
// by everybody.
bool InviteBook::write_down(const Counts& used) const {
  try {
    file_.change(
        [&used](std::vector<Invite>& invites) {
          for (auto& invite : invites) {
            if (const auto one = used.find(invite.hash); one != used.end()) invite.used += one->second;
          }
        },
        relay_patience, false);
    return true;
  } catch (const StartError&) {
    return false;
  }
}

void InviteBook::forget(const Counts& written) {
  for (const auto& [hash, count] : written) {
    if (const auto one = unsaved_.find(hash); (one->second -= count) == 0) unsaved_.erase(one);
    for (auto& invite : invites_) {  // until it is read again
      if (invite.hash == hash) invite.used += count;
    }
  }
  seen_ = {};
}

}  // namespace twinlamp::relay
