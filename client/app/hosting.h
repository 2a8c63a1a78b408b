// Hosting: our relay on this laptop, for whoever is paired here or will be: switched on and off, waited for, told to
// the partner. And those of pairs that were left, where somebody has still to hear of it (HomeFarewells). HomeRelay
// runs each.
//
// Its owner (Core) is its listener, and keeps what was chosen, which is read here and never written. On the Loop's
// thread. The listener is called from the loop; on_hosting_changed and on_farewells_changed also from inside begin(),
// end(), retire() and take_up_farewells(). From on_hosting_settled every call is allowed but destroying this, from the
// others whatever only asks. After its end nothing is called.
#pragma once

#include "client/app/clock.h"
#include "client/app/home_address.h"
#include "client/app/home_farewells.h"
#include "client/app/home_faults.h"
#include "client/link/link.h"
#include "client/store/profile.h"

namespace twinlamp::client {

class HostingListener {
public:
  virtual ~HostingListener() = default;
  virtual void on_hosting_changed() = 0;                  // what fill() gives
  virtual void on_hosting_problem(std::string text) = 0;  // that a person is to be told
  // It runs, or cannot be had yet: what waited for that goes on, and what was put off comes back.
  virtual void on_hosting_settled(std::optional<Intent> put_off) = 0;
  virtual void on_farewells_changed() = 0;  // find_near() and has_gone() say what
  virtual std::optional<PublicKey> relay_of_pair() const = 0;
  virtual const Words& words() const = 0;
};

class Hosting {
public:
  struct Surroundings {  // all outlive it
    Loop& loop;
    const Clock& clock;
    Random& random;
  };

  // `program`: as HomeRelay::Place. `chosen` and the listener outlive it.
  Hosting(Surroundings around, ProfilePlace place, Path program, const SetHosting& chosen, HostingListener& listener);

  void begin();
  void end();
  void fall_silent();  // the app ends: from now on nothing is told of it, but of the farewells
  // With the app: `done` comes from the loop when every relay has ended.
  void stop(std::function<void()> done);

  // It is starting, and what is to be done goes by who it is: the last such intent comes back with on_hosting_settled.
  bool is_awaited() const { return facts().state == HomeRelayFacts::State::starting; }
  void put_off(Intent intent) { put_off_ = std::move(intent); }
  void drop_put_off() { put_off_.reset(); }

  bool is_running() const { return relay_->is_running(); }
  bool is_home(const PublicKey& relay_id) const { return is_running() && facts().relay_id == relay_id; }
  void go_home(LinkConfig& config) const;  // if that is the relay meant: from here it is near
  const HomeRelayFacts& facts() const { return relay_->facts(); }
  std::optional<RelayAddress> address() const { return home_address(chosen_, facts()); }  // as the partner is told
  std::string problem() const { return words_for_home(facts(), folder_, listener_.words()); }
  void fill(HomeView& home) const;

  // --- a pair is left
  // Before anything of it is erased: whatever comes then, it is known that the relay was theirs. Unset: nobody is to be
  // told.
  void mark_as_left(const std::optional<MemberRecord>& member);
  void retire();  // the marked one waits to tell; whoever comes next gets another. What was chosen is nothing by then
  // After a start: what earlier runs have left to tell. `is_nobody_here`: no profile and no pair is.
  void take_up_farewells(bool is_nobody_here);
  void give_up_farewells() { farewells_.give_up(); }
  // The one on this laptop where a pair lives, or lived. Null: none.
  const HomeRelayFacts* find_near(const PublicKey& relay_id) const {
    return is_home(relay_id) ? &facts() : farewells_.find(relay_id);
  }
  bool has_gone(const PublicKey& relay_id) const {
    return farewells_.has_gone(relay_id);
  }  // as HomeFarewells; in on_farewells_changed

private:
  std::unique_ptr<HomeRelay> make_relay(const Path& folder);
  std::chrono::sys_days today() const;
  void look();
  void watch_address(bool is_news);
  void tell_gone();

  Surroundings around_;
  ProfilePlace place_;
  Path program_, folder_;  // folder_: relay_'s
  const SetHosting& chosen_;
  HostingListener& listener_;
  std::unique_ptr<HomeRelay> relay_;
  HomeFarewells farewells_;
  HomeRelayFacts::State state_ = HomeRelayFacts::State::off;  // as it was last looked at
  HomeFaults faults_;
  std::string told_gone_;
  Loop::Timer gone_timer_;
  std::optional<Intent> put_off_;
  bool is_silent_ = false;
};

}  // namespace twinlamp::client
