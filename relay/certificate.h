// A TLS certificate with its key, read whole and checked before anything uses it: so a pair of files that is being
// replaced is never taken half.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <vector>

#include "protocol/base/result.h"
#include "relay/identity.h"

namespace twinlamp::relay {

class Certificate {
public:
  // Throws StartError that names the file and says what it has to be.
  static Certificate load(const CertificateFiles& files);

  // Into a fresh context: see make_tls(). False: OpenSSL does not take it.
  bool put_into(SSL_CTX* context) const;

  std::chrono::system_clock::time_point not_before() const { return not_before_; }
  std::chrono::system_clock::time_point not_after() const { return not_after_; }
  bool is_self_signed() const { return self_signed_; }
  bool is_for(const std::string& host) const;  // a name or an address that it was made out to

private:
  template <class T, void (*Free)(T*)>
  struct Freed {
    void operator()(T* owned) const { Free(owned); }
  };
  static void free_chain(STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); }

  Certificate() = default;

  std::unique_ptr<X509, Freed<X509, X509_free>> leaf_;
  std::unique_ptr<STACK_OF(X509), Freed<STACK_OF(X509), free_chain>> chain_;
  std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>> key_;
  std::chrono::system_clock::time_point not_before_{}, not_after_{};
  bool self_signed_ = false;
};

}  // namespace twinlamp::relay
