// HomeFarewell: the relay of a pair that was left here, while the partner has yet to hear of it: they can only hear of it there.
//
// Its folder holds a mark (FOLDER/left): which room it was, which of its two members is to be told, and since when. Nothing else of the pair is in
// it: of a room that has ended the relay keeps the sealed farewell alone. It is over when that member has heard and said so, when the relay turns out to
// be another than the pair's, after ninety days, or when the person does not want to wait; then the folder is destroyed. A mark that names nobody, and
// one that cannot be read, is over at once. It runs quietly: what keeps it from starting is nobody's business any more.
// On the Loop's thread; `changed` comes from the loop.
#pragma once

#include "client/app/home_relay.h"
#include "client/store/files.h"
#include "client/store/member_file.h"

namespace twinlamp::client {

// What is written in FOLDER/left.
struct LeftPair {
  PublicKey relay_id{};  // the relay where it lived, as far as that is the one in this folder
  std::string room;      // in hexadecimal
  std::uint8_t partner_slot = 0;
  std::chrono::sys_days since{};

  static LeftPair of(const MemberRecord& member, std::chrono::sys_days today);
  std::string text() const;
  static Result<LeftPair> parse(std::string_view text);
};

class HomeFarewell {
public:
  using Today = std::function<std::chrono::sys_days()>;
  static constexpr std::chrono::days longest{90};

  // From now on the folder is of a pair that was left. Again is without effect. `left` unset: there is nobody to be told.
  static Result<void> mark(const Path& folder, const std::optional<LeftPair>& left);
  static bool is_marked(const Path& folder);
  static void destroy(const Path& folder);
  static void finish_destroying(const Path& folder);  // what was cut off

  // `relay` is of `folder`, and may run already. The loop outlives it.
  HomeFarewell(Loop& loop, std::unique_ptr<HomeRelay> relay, Path folder, Today today, std::function<void()> changed);

  void start();
  void give_up();  // the person does not wait
  // With the app: `done` comes from the loop when the relay has ended, and its folder is gone if it was over.
  void stop(std::function<void()> done);

  bool waits() const { return left_ && !is_over_; }
  bool is_gone() const { return is_gone_; }  // the folder is, or could not be destroyed: tried again with the next start
  // The pair lived at the relay of this key, and that may be the one here.
  bool was_of(const PublicKey& relay_id) const { return left_ && !is_another_ && left_->relay_id == relay_id; }
  const HomeRelay& relay() const { return *relay_; }

private:
  bool has_heard() const;
  void judge();
  void look();
  void end();

  Loop& loop_;
  std::unique_ptr<HomeRelay> relay_;
  Path folder_;
  Today today_;
  std::function<void()> changed_;
  std::optional<LeftPair> left_;
  bool is_another_ = false;  // than the pair's
  bool is_over_ = false, is_ending_ = false, is_gone_ = false;
  Loop::Timer daily_;
  std::shared_ptr<int> life_ = std::make_shared<int>();
};

}  // namespace twinlamp::client
