// Plain OpenSSL, blocking, for what a well-behaved client never does: odd requests, garbage, old TLS, and a man in the
// middle.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

namespace twinlamp::test {

// Sends raw bytes to a loopback port over plain TCP; returns what came back until the other side closed.
std::string talk_plain(std::uint16_t port, std::string_view bytes);
// The same inside TLS. Empty: no connection could be made. `newest` = 0 for whatever OpenSSL has, else a
// TLS1_*_VERSION.
std::string talk_tls(std::uint16_t port, std::string_view bytes, int newest = 0);

// Ends the client's TLS with a certificate of its own and opens another to the relay, copying in between: what a proxy
// that was slipped in does. Takes one connection.
class ManInTheMiddle {
public:
  ManInTheMiddle(std::uint16_t relay_port, const std::filesystem::path& certificate, const std::filesystem::path& key);
  ~ManInTheMiddle();
  std::uint16_t port() const { return port_; }

private:
  void run();

  int listener_;
  std::uint16_t port_ = 0;
  std::uint16_t relay_port_;
  std::string certificate_, key_;
  std::thread thread_;
};

}  // namespace twinlamp::test
