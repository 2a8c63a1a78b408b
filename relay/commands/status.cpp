// `status`: asks the running relay on the socket in its data folder, and says in sentences what it answers.
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <iostream>
#include <map>
#include <sstream>

#include "relay/caretaker.h"
#include "relay/called.h"
#include "relay/commands/command.h"
#include "relay/commands/relay_answer.h"
#include "relay/invitation_line.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

namespace net = boost::asio;
using boost::system::error_code;

const Form form{
    "status",
    "What a running relay is doing: since when, for how many, with how much place, and its invitation line.",
    "\nExit code: 0 it runs, 3 no relay runs there, 1 it could not be asked.\n"
    "For a monitor: --raw prints the same figures as the page for Prometheus.",
    false,
    {{"raw", nullptr, "the figures as they are, in Prometheus' format"}}};

std::string span_text(std::uint64_t seconds) {
  if (seconds < 120) return count_text(seconds, "second", "seconds");
  if (seconds < 7200) return count_text(seconds / 60, "minute", "minutes");
  if (seconds < 172'800) return count_text(seconds / 3600, "hour", "hours");
  return count_text(seconds / 86'400, "day", "days");
}

std::uint64_t unix_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

std::string certificate_text(const RelayAnswer& answer) {
  const auto ends = answer.number("twinlamp_certificate_end_seconds");
  if (ends == 0) return "none of its own: a proxy in front ends TLS";
  const auto now = unix_now();
  if (ends <= now) return "ended " + span_text(now - ends) + " ago";
  return "good for " + span_text(ends - now) + " more";
}

std::string here_text(const RelayAnswer& answer) {
  const auto members = answer.number("twinlamp_members");
  if (members == 0) return "nobody";
  return count_text(members, "app", "apps") + " of " +
         count_text(answer.number("twinlamp_rooms_here"), "pair", "pairs");
}

void tell(const RelayAnswer& answer) {
  const auto now = unix_now();
  const auto started = answer.number("process_start_time_seconds");
  const auto turned_away = answer.number("twinlamp_turned_away_total{reason=\"full\"}") +
                           answer.number("twinlamp_turned_away_total{reason=\"too_fast\"}") +
                           answer.number("twinlamp_turned_away_total{reason=\"proxy\"}");
  const auto unavailable = answer.number("twinlamp_store_unavailable_total");
  std::cout << "It has been running for " << span_text(now > started ? now - started : 0) << ".\n"
            << "Here now:     " << here_text(answer) << '\n'
            << "Pairs:        " << answer.number("twinlamp_rooms") << " that have a room\n"
            << "Since start:  " << count_text(answer.number("twinlamp_logins_total{outcome=\"ok\"}"), "login", "logins")
            << ", " << count_text(answer.number("twinlamp_frames_total{kind=\"post\"}"), "envelope", "envelopes")
            << " taken, " << count_text(turned_away, "connection", "connections") << " turned away\n"
            << "Database:     " << size_text(answer.number("twinlamp_database_bytes")) << " and "
            << size_text(answer.number("twinlamp_database_log_bytes")) << " of log, "
            << size_text(answer.number("twinlamp_disk_free_bytes")) << " free on its disk\n"
            << "Memory:       " << size_text(answer.number("process_resident_memory_bytes")) << ", "
            << answer.number("process_open_fds") << " of " << answer.number("process_max_fds") << " files open\n"
            << "Certificate:  " << certificate_text(answer) << '\n'
            << "Invitation:   " << answer.invitation() << '\n';
  if (unavailable > 0) {
    std::cout << "Since its start its disk could not be used " << count_text(unavailable, "time", "times")
              << ". Is it full? '" << command("check") << "' looks.\n";
  }
}

}  // namespace

RelayAnswer::RelayAnswer(std::string text) : text_(std::move(text)) {
  std::istringstream lines(text_);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view invitation_mark = "# invitation ", port_mark = "# port ";
    if (line.starts_with(invitation_mark)) invitation_ = line.substr(invitation_mark.size());
    if (line.starts_with(folder_mark)) folder_ = line.substr(folder_mark.size());
    if (line.starts_with(argument_mark)) arguments_.push_back(line.substr(argument_mark.size()));
    if (line.starts_with(port_mark))
      port_ = static_cast<std::uint16_t>(std::strtoul(line.c_str() + port_mark.size(), nullptr, 10));
    const auto space = line.rfind(' ');
    if (line.empty() || line.front() == '#' || space == std::string::npos) continue;
    numbers_[line.substr(0, space)] = std::strtod(line.c_str() + space, nullptr);
  }
}

std::uint64_t RelayAnswer::number(const std::string& name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? 0 : static_cast<std::uint64_t>(found->second);
}

namespace {

constexpr std::chrono::seconds patience{5};

class Question {
public:
  explicit Question(const std::filesystem::path& place) {
    socket_.async_connect(net::local::stream_protocol::endpoint(place.string()), [this](error_code error) {
      if (!error) ask();
    });
    io_.run_for(patience);
    has_ended_ = io_.stopped();
  }

  // Empty: there was none.
  std::string answer() const {
    const auto body = text_.find("\r\n\r\n");
    return text_.starts_with("HTTP/1.1 200") && body != std::string::npos ? text_.substr(body + 4) : std::string();
  }
  bool is_unanswered() const { return !has_ended_; }  // it is heard, and after some seconds nobody has said anything

private:
  void ask() {
    constexpr std::string_view request = "GET /status HTTP/1.1\r\nHost: relay\r\n\r\n";
    net::async_write(socket_, net::buffer(request), [this](error_code error, std::size_t) {
      if (!error) net::async_read(socket_, net::dynamic_buffer(text_, 1 << 20), [](error_code, std::size_t) {});
    });
  }

  net::io_context io_;
  net::local::stream_protocol::socket socket_{io_};
  std::string text_;
  bool has_ended_ = false;
};

}  // namespace

std::optional<RelayAnswer> ask_relay(const std::filesystem::path& data) {
  const Question question(data / control_socket_name);
  if (auto text = question.answer(); !text.empty()) return RelayAnswer(std::move(text));
  if (!is_relay_running(data)) return std::nullopt;
  if (question.is_unanswered())
    throw StartError("A relay runs in " + data.string() +
                     ", but it does not answer. If it stays so, start it again: systemctl restart twinlamp-relay");
  throw StartError(
      "A relay runs in " + data.string() +
      ", but it cannot be asked: run this as root or as the relay's own user. If it has just been started, "
      "try again in a moment.");
}

namespace {

// For a monitor there is no need to know how it was started, perhaps with a word that is for invited pairs alone.
std::string without_call(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with(argument_mark) && !line.starts_with(folder_mark)) out += line + "\n";
  return out;
}

}  // namespace

int run_status(int count, const char* const* arguments) {
  const auto config = read_config(count, arguments, form);
  if (!config) return 0;
  std::error_code none;
  if (!std::filesystem::exists(config->data, none))
    throw StartError(none ? "The folder " + config->data.string() +
                                " cannot be looked into. Run this as root or as the relay's own user."
                          : "There is no relay in " + config->data.string() +
                                ". Start one there, or name its folder with --data.");
  const auto answer = ask_relay(config->data);
  if (answer && config->own.contains("raw")) {
    std::cout << without_call(answer->text());
  } else if (answer) {
    tell(*answer);
  } else {
    std::cout << "No relay runs in " << config->data.string()
              << ". Start it: " << command("") << " (one from a package: systemctl start twinlamp-relay)\n";
  }
  return answer ? 0 : exit_not_running;
}

}  // namespace twinlamp::relay
