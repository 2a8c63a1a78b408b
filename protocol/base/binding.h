// How a login is tied to its TLS connection; fixed at pairing, never negotiated.
#pragma once

#include <cstdint>

namespace twinlamp {

enum class Binding : std::uint8_t {
  exporter = 1,  // RFC 9266: relay_id alone authenticates the relay
  none = 2,      // a proxy ends TLS: an authority's certificate for the host's name
};

}  // namespace twinlamp
