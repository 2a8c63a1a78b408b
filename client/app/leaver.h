// After leaving: asks the relay to erase the room, for as long as it takes. Everything else is destroyed by then; what is kept to retry is the
// member file, and it goes as soon as the relay has said so.
//
// On the loop's thread only. Has its own connection, so that a new pair can begin meanwhile.
#pragma once

#include <functional>

#include "client/link/link.h"
#include "client/store/member_file.h"

namespace twinlamp::client {

class Leaver : private LinkListener {
public:
  // `file` holds `record`; it is destroyed in the end, then `done` is called (and may destroy this).
  Leaver(Loop& loop, Random& random, const MemberRecord& record, Path file, std::string ca_file, std::function<void()> done);
  const Path& file() const { return file_; }
  const std::string& place() const { return place_; }  // where it asks

private:
  void on_connected(const RelayFacts&) override {}
  void on_logged_in(const wire::LoggedIn& facts) override;
  void on_frame(const wire::Frame& frame) override;
  void on_down(const LinkDown& down) override;
  std::uint64_t resume_after() override { return 0; }
  void finish();

  Loop& loop_;
  Path file_;
  std::string place_;
  Bytes farewell_;
  std::function<void()> done_;
  Link link_;
  Loop::Timer finished_;
};

LinkConfig link_config(const MemberRecord& record, const std::string& ca_file);
LoginKeys login_keys(const MemberRecord& record);

}  // namespace twinlamp::client
