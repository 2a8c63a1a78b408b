#include <stdexcept>

#include "tests/bench/soak/fault.h"
#include "tests/bench/soak/raw_socket.h"

namespace twinlamp::bench::soak {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t strangers = 1'000'000;  // rooms from this number on, the same ones each time

// Some connections of a couple break, others' laptops are closed: each at once, and over for the soak.
class Struck : public Fault {
public:
  bool step(Time) override { return true; }
};

class Hostile : public Fault {
public:
  Hostile(Front& front, double lasts) : front_(front), until_(Clock::now() + span_of(lasts)) { disturb(until_); }
  ~Hostile() override { disturb(Clock::now()); }

protected:
  // Memory is looked at when it has had time to be given back.
  void disturb(Time until) {
    front_.disturbed_until =
        std::max(front_.disturbed_until, until + std::chrono::seconds(front_.options().settling_seconds));
  }
  Front& front_;
  const Time until_;
};

// Those that never log in: silent, or a byte at a time. The relay has to let go of each by itself.
class Loiterers : public Hostile {
public:
  Loiterers(Front& front, double lasts, bool says_something)
      : Hostile(front, lasts),
        says_something_(says_something),
        gives_up_(until_ + std::chrono::seconds(front.options().pre_login_seconds) + 20s) {
    constexpr std::uint64_t crowd = 40;
    for (std::uint64_t i = 0; i < crowd; ++i) sockets_.emplace_back(front_.port());
    front_.tally.foes += crowd;
  }
  bool step(Time now) override {
    if (says_something_ && now < until_) {
      for (const auto& each : sockets_) each.send("\x16");
    }
    if (now < next_look_) return false;
    next_look_ = now + 200ms;
    disturb(now);
    const bool all_ended =
        std::all_of(sockets_.begin(), sockets_.end(), [](const auto& each) { return each.has_ended(); });
    if (!all_ended && now > gives_up_) front_.tally.breach("one who never logged in was kept");
    return all_ended || now > gives_up_;
  }

private:
  const bool says_something_;
  const Time gives_up_;
  Time next_look_{};
  std::vector<RawSocket> sockets_;
};

class Flood : public Hostile {
public:
  using Hostile::Hostile;
  bool step(Time now) override {
    if (now >= until_) return true;
    if (sockets_.size() >= 500) sockets_.clear();
    for (int i = 0; i < 10; ++i) sockets_.emplace_back(front_.port());
    front_.tally.foes += 10;
    return false;
  }

private:
  std::vector<RawSocket> sockets_;
};

class Strangers : public Hostile, public PeerEvents {
public:
  using Hostile::Hostile;
  ~Strangers() override {
    for (auto& peer : peers_) front_.net.drop(std::move(peer));
  }
  void on_ready(LoadPeer&) override {}
  void on_message(LoadPeer&, ByteView) override {}
  void on_ended(LoadPeer& peer) override { ended_.insert(&peer); }

protected:
  LoadPeer* come(const Room& room, std::uint8_t slot) {
    try {
      peers_.push_back(front_.net.open(front_.port(), room, slot, *this));
    } catch (const std::runtime_error&) {
      return nullptr;
    }
    ++front_.tally.foes;
    return peers_.back().get();
  }
  void forget_ended() {
    std::erase_if(peers_, [this](auto& peer) {
      if (!ended_.contains(peer.get())) return false;
      ended_.erase(peer.get());
      front_.net.drop(std::move(peer));
      return true;
    });
  }
  std::vector<std::unique_ptr<LoadPeer>> peers_;
  std::set<LoadPeer*> ended_;
};

// Who knows a couple's public keys and has a secret of its own.
class FalseLogins : public Strangers {
public:
  FalseLogins(Front& front, double lasts) : Strangers(front, lasts), room_(front.options().first_room) {
    const Room other(strangers);
    for (std::size_t slot : {0, 1}) room_.keys[slot].secret = other.keys[slot].secret;
  }
  void on_ready(LoadPeer&) override { front_.tally.breach("a false login was taken"); }
  bool step(Time now) override {
    forget_ended();
    if (now >= until_) return true;
    if (peers_.size() < 8 && come(room_, static_cast<std::uint8_t>(front_.dice.below(2))) == nullptr) return true;
    return false;
  }

private:
  Room room_;
};

// Logs in honestly and then says what is no frame, or too large a one.
class Garbage : public Strangers {
public:
  Garbage(Front& front, double lasts) : Strangers(front, lasts), room_(strangers + 1) {}
  void on_ready(LoadPeer& peer) override {
    Bytes bytes(1 + front_.dice.below(front_.dice.once_in(4) ? 60'000 : 300));
    front_.dice.random().fill(bytes);
    bytes[0] = 0xff;  // no frame begins so
    peer.queue(bytes);
  }
  bool step(Time now) override {
    forget_ended();
    if (now >= until_ && peers_.empty()) return true;
    if (now >= until_ + 20s) {
      front_.tally.breach("one who talks garbage was kept");
      return true;
    }
    return now < until_ && peers_.empty() && come(room_, static_cast<std::uint8_t>(front_.dice.below(2))) == nullptr;
  }

private:
  const Room room_;
};

// One of a couple of strangers is sent more than it reads.
class Deaf : public Strangers {
public:
  Deaf(Front& front, double lasts) : Strangers(front, lasts), room_(strangers + 2) {
    deaf_ = come(room_, 0);
    loud_ = come(room_, 1);
  }
  void on_ready(LoadPeer& peer) override {
    if (&peer == deaf_) front_.net.put_to_sleep(peer);
  }
  bool step(Time now) override {
    if (now >= until_ || deaf_ == nullptr || loud_ == nullptr || ended_.contains(loud_)) return true;
    if (!loud_->is_ready() || !deaf_->is_ready()) return false;
    wire::Frame live;
    live.mutable_live()->set_body(std::string(16 << 10, 'l'));
    const auto text = live.SerializeAsString();
    for (int i = 0; i < 4; ++i) loud_->queue(bytes_of(text));
    loud_->flush();
    return false;
  }

private:
  const Room room_;
  LoadPeer *deaf_ = nullptr, *loud_ = nullptr;
};

template <class Strike>
std::unique_ptr<Fault> strike_some(Front& front, Strike strike) {
  for (auto& couple : front.couples()) {
    for (std::size_t slot : {0, 1}) {
      if (front.dice.once_in(4)) strike(couple.member(slot));
    }
  }
  return std::make_unique<Struck>();
}

}  // namespace

std::unique_ptr<Fault> begin_cut(Front& front, double) {
  return strike_some(front, [](Member& member) { member.cut(); });
}
std::unique_ptr<Fault> begin_sleep(Front& front, double) {
  const auto until = Clock::now() + span_of(1.4 * front.options().idle_seconds);
  return strike_some(front, [&](Member& member) { member.sleep(until); });
}
std::unique_ptr<Fault> begin_half_open(Front& front, double lasts) {
  return std::make_unique<Loiterers>(front, lasts, false);
}
std::unique_ptr<Fault> begin_slow(Front& front, double lasts) {
  return std::make_unique<Loiterers>(front, lasts, true);
}
std::unique_ptr<Fault> begin_flood(Front& front, double lasts) {
  return std::make_unique<Flood>(front, lasts);
}
std::unique_ptr<Fault> begin_false_logins(Front& front, double lasts) {
  return std::make_unique<FalseLogins>(front, lasts);
}
std::unique_ptr<Fault> begin_garbage(Front& front, double lasts) {
  return std::make_unique<Garbage>(front, lasts);
}
std::unique_ptr<Fault> begin_deaf(Front& front, double lasts) {
  return std::make_unique<Deaf>(front, lasts);
}

}  // namespace twinlamp::bench::soak
