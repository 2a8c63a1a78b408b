// Two people with a real App each, and a real relay in between. Waiting is for a model that fits, woken by the App, with a bound that only a
// fault reaches.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "client/app/app.h"
#include "protocol/pairing/invitation.h"
#include "tests/client/app/recording_notifier.h"
#include "tests/client/app/test_clock.h"
#include "tests/support/network.h"

namespace twinlamp::client::test {

class Person {
public:
  using Holds = std::function<bool(const Model&)>;

  Person(std::filesystem::path home, std::string profile) : home_(std::move(home)), profile_(std::move(profile)) {}

  // The problem, or empty.
  std::string start() { return start_with("en"); }
  std::string start_in_its_own_language() { return start_with(""); }

private:
  std::string start_with(std::string language) {
    AppOptions options;
    options.language = std::move(language);
    options.profile = profile_;
    options.home = home_;
    options.cheap_passphrase = true;
    options.clock = clock_;
    options.notifier = notifier_;
    options.host = hosts_;
    options.relay_program = relay_program_;
    auto started = start_app(options, [this] { wake(); });
    if (auto* problem = std::get_if<std::string>(&started)) return *problem;
    app_ = std::move(std::get<std::unique_ptr<App>>(started));
    return {};
  }

public:
  void host_with(std::filesystem::path program) { relay_program_ = std::move(program); }  // where they switch their own relay on
  void host_from_the_start() {
    hosts_ = true;
    std::filesystem::create_directories(home_);
  }
  void stop() { app_.reset(); }
  bool is_running() const { return app_ != nullptr; }

  void send(Intent intent) { app_->send(std::move(intent)); }
  ModelRef model() const { return app_->model(); }
  RoundRef round(const std::string& id) const { return app_->round(id); }
  KeepsakeRef search(const std::string& words) const { return app_->search(words); }
  const std::filesystem::path& home() const { return home_; }
  TestClock& clock() { return *clock_; }
  std::vector<std::string> told() { return notifier_->take(); }  // by the desktop, since the last time

  [[nodiscard]] bool wait(const Holds& holds, std::chrono::seconds most = std::chrono::seconds(90)) {
    const auto until = std::chrono::steady_clock::now() + most;
    std::unique_lock lock(mutex_);
    for (;;) {
      const auto seen = wakes_;
      lock.unlock();
      if (holds(*model())) return true;
      lock.lock();
      if (!woken_.wait_until(lock, until, [&] { return wakes_ != seen; })) return false;
    }
  }
  [[nodiscard]] bool wait_round(const std::string& id, const std::function<bool(const RoundView&)>& holds) {
    return wait([&](const Model&) {
      const auto view = round(id);
      return view && holds(*view);
    });
  }
  std::size_t left_rooms() const {  // that wait to be erased
    const auto files = std::filesystem::directory_iterator(home_);
    return static_cast<std::size_t>(
        std::count_if(begin(files), end(files), [](const auto& item) { return item.path().filename().string().starts_with("leaving"); }));
  }
  bool has_notice(std::string_view part) const {
    const auto held = model();  // a range-based for does not hold it
    return std::ranges::any_of(held->notices, [&](const auto& notice) { return notice.text.find(part) != std::string::npos; });
  }

private:
  void wake() {
    {
      std::lock_guard lock(mutex_);
      ++wakes_;
    }
    woken_.notify_all();
  }

  std::filesystem::path home_;
  std::string profile_;
  bool hosts_ = false;
  std::filesystem::path relay_program_;
  std::shared_ptr<TestClock> clock_ = std::make_shared<TestClock>();
  std::shared_ptr<RecordingNotifier> notifier_ = std::make_shared<RecordingNotifier>();
  std::mutex mutex_;
  std::condition_variable woken_;
  std::uint64_t wakes_ = 0;
  std::unique_ptr<App> app_;
};

class CoupleTest : public testing::Test {
protected:
  void start_relay(std::uint16_t port = 0) {
    auto config = twinlamp::test::relaxed_config(folder_ / "relay");
    config.listener.port = port;
    relay_.emplace(config);
  }
  void restart_relay() {
    const auto port = relay_->port();
    relay_.reset();
    start_relay(port);
  }
  std::string relay_line() const {
    return Invitation{"127.0.0.1", relay_->port(), relay_->relay_id(), Binding::exporter, std::nullopt}.text();
  }

  void set_up(Person& person, const std::string& name, const std::string& passphrase = {}) {
    ASSERT_EQ(person.start(), "");
    person.send(client::SetUp{name, relay_line(), passphrase});
    // Whether it is evening where the tests run is no matter of theirs.
    SetNotifications without_nudge;
    without_nudge.nudge = false;
    person.send(without_nudge);
    ASSERT_TRUE(person.wait([](const Model& m) { return m.stage == Stage::unpaired && !m.settings.notifications.nudge; }));
  }
  // By each one's countdown, as it went by last: better measures of the partner's clock come while it runs.
  std::array<std::chrono::steady_clock::time_point, 2> moments_of_opening(const std::string& id) {
    std::array<std::chrono::steady_clock::time_point, 2> at;
    const auto watch = [&id](Person& person, std::chrono::steady_clock::time_point& last) {
      EXPECT_TRUE(person.wait_round(id, [&last](const RoundView& r) {
        if (r.phase == RoundPhase::countdown && r.opens_at) last = *r.opens_at;
        EXPECT_FALSE(r.phase == RoundPhase::countdown && r.partners);
        return r.phase == RoundPhase::receiving || r.phase == RoundPhase::closed;
      }));
      EXPECT_NE(last, std::chrono::steady_clock::time_point());
    };
    std::jthread beside([&] { watch(sam_, at[1]); });
    watch(noor_, at[0]);
    beside.join();
    return at;
  }
  static bool compares(const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::comparing_words; }
  void exchange() {
    noor_.send(InvitePartner{});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
    sam_.send(JoinPartner{noor_.model()->pairing->code});
    ASSERT_TRUE(noor_.wait(compares));
    ASSERT_TRUE(sam_.wait(compares));
  }
  void confirm() {
    noor_.send(ConfirmSameWords{true});
    sam_.send(ConfirmSameWords{true});
    for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.both_confirmed && m.unsent == 0; }));
  }
  void pair_up(const std::string& passphrase = {}) {
    start_relay();
    set_up(noor_, "Noor", passphrase);
    set_up(sam_, "Sam");
    exchange();
    confirm();
  }
  // They never meet live, so that the devices ask each other nothing by themselves: what is written is what the test does.
  void pair_up_unlit() {
    start_relay();
    for (auto* person : {&noor_, &sam_}) {
      set_up(*person, person == &noor_ ? "Noor" : "Sam");
      person->send(SetLamp{false});
    }
    exchange();
    confirm();
  }
  std::string ask(Person& who, const std::string& card) {
    who.send(AskCard{card});
    std::string id;
    for (auto* person : {&noor_, &sam_}) {
      id.clear();
      EXPECT_TRUE(person->wait([&](const Model& m) {
        for (const auto& round : m.open_rounds)
          if (round->card.id == card) id = round->id;
        return !id.empty();
      }));
    }
    return id;
  }

  twinlamp::test::TempFolder folder_;
  std::optional<twinlamp::test::RelayThread> relay_;
  Person noor_{folder_ / "noor", "noor"}, sam_{folder_ / "sam", "sam"};
};

}  // namespace twinlamp::client::test
