// The relay's TLS: version 1.3 only, no tickets, no resumption, no early data.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "relay/identity.h"

namespace twinlamp::relay {

// Throws StartError that names the file.
std::unique_ptr<boost::asio::ssl::context> make_tls(const CertificateFiles& files);

}  // namespace twinlamp::relay
