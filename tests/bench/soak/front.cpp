#include "tests/bench/soak/front.h"

#include <csignal>

#include "relay/commands/relay_answer.h"
#include "tests/bench/process_figures.h"

namespace twinlamp::bench::soak {

namespace {

namespace fs = std::filesystem;

}  // namespace

Front::Front(const FrontOptions& options, Net& its_net, Tally& its_tally, Dice& its_dice, const Rates& rates)
    : net(its_net), tally(its_tally), dice(its_dice), options_(options) {
  fs::create_directory(folder_ / "first");
  const auto first = relay::load_or_make_certificate(folder_ / "first");
  fs::copy_file(first.certificate, certificate().certificate);
  fs::copy_file(first.key, certificate().key);
  for (std::uint32_t i = 0; i < options_.couples; ++i)
    couples_.emplace_back(Surroundings{net, *this, tally, dice, rates}, options_.first_room + i);
  begin_start();
}

Front::~Front() {
  if (stopping_.valid()) stopping_.wait();
  if (!starting_.valid()) return;
  try {
    relay_ = starting_.get();
  } catch (const std::exception&) {  // it did not start, and nobody needs it any more
  }
}

void Front::begin_start() {
  const auto limit = [](const std::string& text) { return std::vector<std::string>{"--limit", text}; };
  std::vector<std::string> more{"--cert", certificate().certificate.string(), "--key", certificate().key.string()};
  for (const auto& each : {limit("sockets-a-minute=0"), limit("new-rooms-a-day=1000000"),
                           limit("first-week-kib=100000000"), limit("connections=300"), limit("connections-an-address=0"), limit("latches-kib=1000000"), limit("frames-burst=2000"),
                           limit("pre-login-seconds=" + std::to_string(options_.pre_login_seconds)),
                           limit("idle-seconds=" + std::to_string(options_.idle_seconds))})
    more.insert(more.end(), each.begin(), each.end());
  starting_ = std::async(std::launch::async, [program = options_.program, data = data(), more] {
    return std::make_unique<test::RelayProcess>(program, data, more);
  });
}

void Front::stop(int signal) {
  past_cpu_ += is_up_ ? cpu_of(pid()) : 0;
  is_up_ = false;
  witness_.reset();
  relay_->send_signal(signal);
  stopping_ = std::async(std::launch::async, [relay = relay_.get()] { return relay->wait(); });
}

void Front::tick(Time now) {
  if (is_ready(stopping_)) {
    exit_code_ = stopping_.get();
    relay_.reset();
  }
  if (is_ready(starting_)) {
    relay_ = starting_.get();  // throws what kept it from starting
    witness_ = std::make_unique<Witness>(data());
    is_up_ = true;
    started_ = now;
    ++starts_;
  }
  for (auto& couple : couples_) couple.tick(now);
}

void Front::calm(bool is_calm) {
  for (auto& couple : couples_) couple.calm(is_calm);
}

bool Front::is_at_rest() const {
  return std::all_of(couples_.begin(), couples_.end(), [](const Couple& each) { return each.is_at_rest(); });
}

void Front::forget_relay() {
  for (auto& couple : couples_) couple.forget_relay();
}

double Front::cpu() const {
  return past_cpu_ + (is_up_ ? cpu_of(pid()) : 0);
}

std::uint64_t Front::counted(const std::string& metric) {
  try {
    const auto answer = is_up_ ? relay::ask_relay(data()) : std::nullopt;
    return answer ? answer->number(metric) : 0;
  } catch (const std::exception&) {
    return 0;
  }
}

std::optional<Sample> Front::measure(Time now, Time began) {
  if (!is_up_) return std::nullopt;
  try {
    const auto answer = relay::ask_relay(data());
    if (!answer) return std::nullopt;
    Sample sample;
    sample.at = Seconds(now - began).count();
    sample.age = Seconds(now - started_).count();
    sample.memory_kib = answer->number("process_resident_memory_bytes") >> 10;
    sample.files = answer->number("process_open_fds");
    sample.connections = answer->number("twinlamp_connections");
    sample.database_kib = answer->number("twinlamp_database_bytes") >> 10;
    sample.log_kib = answer->number("twinlamp_database_log_bytes") >> 10;
    sample.is_settled = now >= disturbed_until;
    return sample;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace twinlamp::bench::soak
