#include "client/app/home_farewell.h"

#include <algorithm>
#include <sstream>

#include "protocol/room/login.h"

namespace twinlamp::client {
namespace {

constexpr std::chrono::hours look_every{6};
constexpr std::size_t most_bytes = 512;
constexpr std::chrono::sys_days first_day{}, last_day = std::chrono::floor<std::chrono::days>(last_wall_time);

Path mark_in(const Path& folder) { return folder / "left"; }

Path going(Path folder) { return folder += ".gone"; }

Error damaged() { return {ErrorCode::malformed, "left"}; }

}  // namespace

LeftPair LeftPair::of(const MemberRecord& member, std::chrono::sys_days today) {
  return {member.relay_id, to_hex(room_id_of(member.member_key(0), member.member_key(1))), static_cast<std::uint8_t>(1 - member.slot), today};
}

std::string LeftPair::text() const {
  return to_base64url(relay_id) + " " + room + " " + std::to_string(partner_slot) + " " + std::to_string(since.time_since_epoch().count()) + "\n";
}

Result<LeftPair> LeftPair::parse(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string relay;
  LeftPair left;
  int slot = -1, day = 0;
  Bytes id;
  words >> relay >> left.room >> slot >> day;
  if (!words || slot < 0 || slot > 1 || !from_base64url(relay, id) || id.size() != left.relay_id.size() || left.room.size() != 2 * sizeof(RoomId)) return damaged();
  left.relay_id = to_array<32>(id);
  left.partner_slot = static_cast<std::uint8_t>(slot);
  left.since = std::chrono::sys_days(std::chrono::days(day));
  if (left.since < first_day || left.since > last_day) return damaged();
  return left;
}

Result<void> HomeFarewell::mark(const Path& folder, const std::optional<LeftPair>& left) {
  if (is_marked(folder)) return {};
  return write_file(mark_in(folder), bytes_of(left ? left->text() : std::string()));
}

bool HomeFarewell::is_marked(const Path& folder) {
  std::error_code unreadable;
  return std::filesystem::exists(mark_in(folder), unreadable);
}

// Under another name first: half of it, without its mark, must never be taken for the relay of whoever comes next.
void HomeFarewell::destroy(const Path& folder) {
  std::error_code ignored;
  std::filesystem::rename(folder, going(folder), ignored);
  finish_destroying(folder);
}

void HomeFarewell::finish_destroying(const Path& folder) { static_cast<void>(destroy_folder(going(folder))); }

HomeFarewell::HomeFarewell(Loop& loop, std::unique_ptr<HomeRelay> relay, Path folder, Today today, std::function<void()> changed)
    : loop_(loop), relay_(std::move(relay)), folder_(std::move(folder)), today_(std::move(today)), changed_(std::move(changed)) {
  relay_->on_changed([this] { look(); });
  if (const auto kept = read_file(mark_in(folder_), most_bytes); kept && *kept)
    if (auto left = LeftPair::parse(text_of(**kept))) left_ = std::move(*left);
}

void HomeFarewell::start() {
  look();
  if (is_over_) return;
  relay_->start();
}

void HomeFarewell::give_up() {
  is_over_ = true;
  static_cast<void>(write_file(mark_in(folder_), {}));  // nor after a crash
  end();
}

bool HomeFarewell::has_heard() const {
  const auto& told = relay_->told();
  return std::find(told.begin(), told.end(), HomeRelay::Told{left_->room, left_->partner_slot}) != told.end();
}

void HomeFarewell::judge() {
  is_another_ = is_another_ || (left_ && relay_->is_running() && relay_->facts().relay_id != left_->relay_id);
  is_over_ = is_over_ || !left_ || is_another_ || has_heard() || today_() > left_->since + longest;
}

// Whatever has changed, and now and then: is it over?
void HomeFarewell::look() {
  if (is_gone_ || is_ending_) return;
  judge();
  if (is_over_) return end();
  daily_ = loop_.post_after(look_every, [this] { look(); });
  changed_();
}

void HomeFarewell::end() {
  if (is_ending_) return;
  stop([this, life = std::weak_ptr<int>(life_)] {
    if (!life.expired()) changed_();
  });
}

void HomeFarewell::stop(std::function<void()> done) {
  is_ending_ = true;
  daily_.cancel();
  relay_->stop([this, life = std::weak_ptr<int>(life_), done = std::move(done)] {
    if (!life.expired()) {  // who was stopped twice may be gone by the second time
      judge();              // it may have said so with its last words
      if (is_over_ && !std::exchange(is_gone_, true)) destroy(folder_);
    }
    done();
  });
}

}  // namespace twinlamp::client
