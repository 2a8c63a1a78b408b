// The relay's TLS: version 1.3 only, no tickets, no resumption, no early data.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "relay/certificate.h"

namespace twinlamp::relay {

// A context has one certificate for its life: OpenSSL keeps one for each kind of key, so that a new one put beside an
// old one of another kind may never be shown. Throws StartError, that of files names the file.
std::unique_ptr<boost::asio::ssl::context> make_tls(const Certificate& certificate);
std::unique_ptr<boost::asio::ssl::context> make_tls(const CertificateFiles& files);

}  // namespace twinlamp::relay
