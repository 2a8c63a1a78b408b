#include "client/app/home_relay.h"

#include <charconv>
#include <utility>

#include "protocol/pairing/invitation.h"

namespace twinlamp::client {
namespace {

using State = HomeRelayFacts::State;
using Fault = HomeRelayFacts::Fault;

constexpr BackoffRange retry{std::chrono::milliseconds(500), std::chrono::minutes(1), std::chrono::minutes(1)};
constexpr std::size_t most_addresses = 64, most_told = 256;
constexpr int flags_not_understood = 2;

// The word before the first space, which is taken out.
std::string_view take_word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number) : std::nullopt;
}

std::optional<HomeAddressView::Reach> reach_of(std::string_view word) {
  using Reach = HomeAddressView::Reach;
  for (const auto& [name, reach] : {std::pair("network", Reach::network), {"vpn", Reach::vpn}, {"internet", Reach::internet}, {"self", Reach::only_here}})
    if (word == name) return reach;
  return std::nullopt;
}

Fault fault_of(std::string_view reason) {
  if (reason == "port-taken") return Fault::port_taken;
  if (reason == "runs-already") return Fault::runs_already;
  if (reason == "data") return Fault::data;
  return Fault::ended;
}

}  // namespace

HomeRelay::HomeRelay(Loop& loop, Random& random, Place place, std::function<void()> changed)
    : loop_(loop), place_(std::move(place)), changed_(std::move(changed)), backoff_(random, retry) {}

MonoTime HomeRelay::now() const { return loop_.now().mono; }

// Never from inside a call.
void HomeRelay::tell() {
  if (!telling_.is_set()) telling_ = loop_.post_after({}, [this] { changed_(); });
}

void HomeRelay::start() {
  if (std::exchange(is_wanted_, true)) return;
  if (!child_) launch();  // else the one that is ending is waited for
}

void HomeRelay::launch() {
  again_.cancel();
  said_fault_.reset();
  said_sentence_.clear();
  const auto program = place_.program.empty() ? find_program("twinlamp-relay") : place_.program;
  if (program.empty()) return fail(Fault::not_installed);
  child_ = ChildProcess::start(loop_, program, {"--home", "--lines", "--log-level", "off", "--data", place_.data.string()}, *this);
  if (!child_) return fail(Fault::not_installed);
  facts_.state = State::starting;
  tell();
}

// What it says of the fault stays until the next try has come further.
void HomeRelay::fail(Fault fault, std::string sentence) {
  facts_.state = State::failed;
  facts_.fault = fault;
  facts_.sentence = std::move(sentence);
  again_ = loop_.post_after(backoff_.handle_down(now()), [this] { launch(); });
  tell();
}

void HomeRelay::stop(std::function<void()> done) {
  is_wanted_ = false;
  again_.cancel();
  facts_ = {};
  tell();
  if (!child_) {
    if (done) loop_.post(std::move(done));
    return;
  }
  stopped_ = std::move(done);
  child_->close_input();
  patience_ = loop_.post_after(place_.patience, [this] { child_->kill(); });
}

void HomeRelay::on_child_line(std::string_view line) {
  const auto word = take_word(line);
  if (word == "told") return handle_told(line);
  if (!is_wanted_) return;
  if (word == "relay") {
    Bytes id;
    if (from_base64url(line, id) && id.size() == facts_.relay_id.size()) facts_.relay_id = to_array<32>(id);
  } else if (word == "invite") {
    facts_.invite = is_invite(line) ? line : std::string_view();
  } else if (word == "port") {
    if (const auto port = number_in<std::uint16_t>(line).value_or(0); port != 0) facts_.port = port;
  } else if (word == "addresses") {
    const auto count = number_in<std::size_t>(line);
    if (!count) return;
    coming_.clear();
    awaited_ = std::min(*count, most_addresses);
    if (awaited_ == 0) facts_.addresses.clear();
  } else if (word == "address") {
    handle_address(line);
  } else if (word == "ready") {
    if (facts_.port == 0 || facts_.relay_id == PublicKey{}) return;
    facts_.state = State::running;
    facts_.fault = Fault::none;
    facts_.sentence.clear();
    backoff_.handle_up(now());
  } else if (word == "failed") {
    said_fault_ = fault_of(take_word(line));
    said_sentence_ = line;
  }
  tell();
}

void HomeRelay::handle_address(std::string_view line) {
  if (awaited_ == 0) return;
  const auto reach = reach_of(take_word(line));
  const std::string host(take_word(line));
  if (reach && !host.empty()) coming_.push_back({*reach, host, std::string(line)});
  if (--awaited_ == 0) facts_.addresses = std::exchange(coming_, {});
}

void HomeRelay::handle_told(std::string_view line) {
  const std::string room(take_word(line));
  const auto slot = number_in<std::uint8_t>(line);
  if (!slot || *slot > 1 || told_.size() >= most_told) return;
  told_.push_back({room, *slot});
  tell();
}

void HomeRelay::on_child_ended(int code) {
  patience_.cancel();
  child_.reset();
  if (auto stopped = std::exchange(stopped_, nullptr)) loop_.post(std::move(stopped));
  if (!is_wanted_) return;
  if (facts_.state == State::off) return launch();  // switched on again while the last one was ending
  const auto fault = said_fault_ ? *said_fault_ : code == flags_not_understood ? Fault::too_old : Fault::ended;
  fail(fault, said_sentence_);
}

}  // namespace twinlamp::client
