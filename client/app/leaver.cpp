#include "client/app/leaver.h"

#include "client/link/relay_address.h"

namespace twinlamp::client {

LinkConfig link_config(const MemberRecord& record, const std::string& ca_file) {
  LinkConfig config;
  if (auto address = parse_relay_address(record.relay_address)) {
    config.host = address->host;
    config.port = address->port;
  }
  config.relay_id = record.relay_id;
  config.binding = static_cast<Binding>(record.binding);
  config.ca_file = ca_file;
  return config;
}

LoginKeys login_keys(const MemberRecord& record) {
  const auto address = parse_relay_address(record.relay_address);
  return {{record.member_key(0), record.member_key(1)}, record.slot, record.member, address ? address->invite : std::string()};
}

Leaver::Leaver(Loop& loop, Random& random, const MemberRecord& record, Path file, std::string ca_file, std::function<void()> done)
    : loop_(loop), file_(std::move(file)), place_(record.relay_address), farewell_(record.farewell), done_(std::move(done)), link_(loop, random, *this) {
  link_.connect(link_config(record, ca_file));
  link_.login(login_keys(record));
}

void Leaver::on_logged_in(const wire::LoggedIn&) {
  wire::Frame frame;
  frame.mutable_room_erase()->set_farewell(to_string(farewell_));
  link_.send(frame);
}

void Leaver::on_frame(const wire::Frame& frame) {
  if (frame.has_room_erased() || (frame.has_error() && frame.error().code() == wire::Error::ENDED)) finish();
}

void Leaver::on_down(const LinkDown& down) {
  if (down.reason == LinkDown::Reason::room_ended) finish();
}

void Leaver::finish() {
  if (finished_.is_set()) return;
  finished_ = loop_.post_after({}, [this] {
    link_.close();
    if (!destroy_file(file_)) return;  // again with the next start
    const auto done = std::move(done_);
    done();
  });
}

}  // namespace twinlamp::client
