#include "client/app/relay_test.h"

#include <netdb.h>
#include <poll.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "client/link/link.h"
#include "client/link/relay_address.h"
#include "client/store/system_random.h"

namespace twinlamp::client {
namespace {

using Reason = LinkDown::Reason;

// Where the way there ends: looked at once more, since the link says only that it does.
enum class Where { name, refused, silent, no_way };

constexpr int second_look_ms = 2000;  // the first one has had all the patience

Where look_where(const RelayAddress& address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found) != 0) return Where::name;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, ::freeaddrinfo);
  auto where = Where::no_way;
  for (const auto* each = found; each != nullptr; each = each->ai_next) {
    const int socket = ::socket(each->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) continue;
    int problem = ::connect(socket, each->ai_addr, each->ai_addrlen) == 0 ? 0 : errno;
    pollfd waits{socket, POLLOUT, 0};
    if (problem == EINPROGRESS && ::poll(&waits, 1, second_look_ms) <= 0) problem = ETIMEDOUT;
    socklen_t size = sizeof problem;
    if (problem == EINPROGRESS) ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &problem, &size);
    ::close(socket);
    if (problem == ECONNREFUSED) return Where::refused;
    if (problem == ETIMEDOUT || problem == 0) where = Where::silent;  // 0: it was taken, and then nothing came
  }
  return where;
}

// Why there is no relay, with what to look at next. Nothing is tried again.
std::string_view key_of(Where where) {
  switch (where) {
    case Where::name: return "relay_test.name";
    case Where::refused: return "relay_test.refused";
    case Where::silent: return "relay_test.silent";
    case Where::no_way: break;
  }
  return "relay_test.no_way";
}

std::string_view key_of(Reason reason) {
  switch (reason) {
    case Reason::tls_failed: return "relay_test.insecure";
    case Reason::not_a_relay: return "relay_test.no_relay";
    case Reason::wrong_relay: return "relay_test.other_key";
    case Reason::wrong_binding: return "relay_test.other_mode";
    case Reason::too_fast: return "relay_test.busy";
    case Reason::broke_protocol: return "relay_test.not_understood";
    default: break;
  }
  return "relay_test.broke_off";
}

// Until it has answered, or not.
class Question : private LinkListener {
public:
  Question(RelayAddress address, std::chrono::seconds patience) : address_(std::move(address)), link_(loop_, random_, *this) {
    LinkConfig config;
    config.host = address_.host;
    config.port = address_.port;
    config.relay_id = address_.relay_id;
    config.binding = address_.binding;
    config.connect_timeout = patience;
    link_.connect(std::move(config));
    loop_.run();
  }

  RelayAnswer answer(const Words& words) const {
    RelayAnswer answer;
    answer.shown = address_.shown();
    if (!facts_) {
      const bool is_away = reason_ == Reason::unreachable;
      answer.problem = words.say(is_away ? key_of(look_where(address_)) : key_of(reason_),
                                 {{"host", address_.host}, {"port", static_cast<int>(address_.port)}});
      return answer;
    }
    answer.is_relay = true;
    answer.line = Invitation{address_.host, address_.port, facts_->relay_id, facts_->binding, {}, {}}.text();
    answer.key = to_hex(facts_->relay_id).substr(0, 16);
    return answer;
  }

private:
  void on_connected(const RelayFacts& relay) override {
    facts_ = relay;
    end();
  }
  void on_down(const LinkDown& down) override {
    reason_ = down.reason;
    end();
  }
  void on_logged_in(const wire::LoggedIn&) override {}
  void on_frame(const wire::Frame&) override {}
  std::uint64_t resume_after() override { return 0; }
  void end() {
    link_.close();
    loop_.stop();
  }

  RelayAddress address_;
  Loop loop_;
  SystemRandom random_;
  std::optional<RelayFacts> facts_;
  Reason reason_ = Reason::unreachable;
  Link link_;
};

}  // namespace

RelayAnswer test_relay(const std::string& address, std::chrono::seconds patience, const Words& words) {
  if (sodium_init() < 0) return {false, address, {}, {}, words.say("fault.no_sodium")};
  auto parsed = parse_relay_address(address);
  if (!parsed) {
    RelayAnswer answer;
    answer.shown = address;
    answer.problem = words.translated(parsed.error().where);
    return answer;
  }
  return Question(std::move(*parsed), std::max(patience, std::chrono::seconds(1))).answer(words);
}

}  // namespace twinlamp::client
