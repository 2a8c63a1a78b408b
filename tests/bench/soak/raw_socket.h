// A TCP connection and nothing above it; and what a TLS server shows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace twinlamp::bench::soak {

class RawSocket {
public:
  explicit RawSocket(std::uint16_t port);
  RawSocket(RawSocket&& other) noexcept;
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;
  ~RawSocket();
  void send(std::string_view bytes) const;  // as much as goes
  bool has_ended() const;                   // the other side has let go, or never took it

private:
  int handle_;
  bool is_connected_ = false;
};

// DER; empty: nobody answers, or the file is none. The first blocks for a handshake.
std::string served_certificate(std::uint16_t port);
std::string certificate_in(const std::filesystem::path& file);

}  // namespace twinlamp::bench::soak
