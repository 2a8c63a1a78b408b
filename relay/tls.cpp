#include "relay/tls.h"

#include <openssl/ssl.h>

#include "relay/start_error.h"

namespace twinlamp::relay {

namespace net = boost::asio;

std::unique_ptr<net::ssl::context> make_tls(const CertificateFiles& files) {
  auto tls = std::make_unique<net::ssl::context>(net::ssl::context::tls_server);
  auto* native = tls->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
  SSL_CTX_set_num_tickets(native, 0);
  SSL_CTX_set_options(native, SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  boost::system::error_code error;
  tls->use_certificate_chain_file(files.certificate.string(), error);
  if (error)
    throw StartError("The certificate " + files.certificate.string() +
                     " cannot be read. It has to be PEM, the relay's own first.");
  tls->use_private_key_file(files.key.string(), net::ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(native) != 1) {
    throw StartError("The key " + files.key.string() +
                     " cannot be read, or is not that of the certificate. It has to be PEM, with no password.");
  }
  return tls;
}

}  // namespace twinlamp::relay
