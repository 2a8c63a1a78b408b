#include "relay/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>

#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

std::chrono::system_clock::time_point time_of(const ASN1_TIME* time) {
  int days = 0, seconds = 0;
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0), ASN1_TIME_free);
  ASN1_TIME_diff(&days, &seconds, epoch.get(), time);
  return std::chrono::system_clock::time_point(std::chrono::days(days) + std::chrono::seconds(seconds));
}

// No terminal is asked for a password: the key has to have none.
int no_password(char*, int, int, void*) {
  return -1;
}

}  // namespace

Certificate Certificate::load(const CertificateFiles& files) {
  const auto refuse_certificate = [&] {
    ERR_clear_error();
    throw StartError("The certificate " + files.certificate.string() +
                     " cannot be read. It has to be PEM, the relay's own first, and its reader's to read.");
  };
  const auto refuse_key = [&] {
    ERR_clear_error();
    throw StartError("The key " + files.key.string() +
                     " cannot be read, or is not that of the certificate. It has to be PEM, with no password.");
  };
  Certificate made;
  const OpenFile text(std::fopen(files.certificate.c_str(), "re"));
  if (text) made.leaf_.reset(PEM_read_X509_AUX(text.get(), nullptr, no_password, nullptr));
  if (!made.leaf_) refuse_certificate();
  made.chain_.reset(sk_X509_new_null());
  while (X509* next = PEM_read_X509(text.get(), nullptr, no_password, nullptr)) sk_X509_push(made.chain_.get(), next);
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) refuse_certificate();  // half of a further one
  ERR_clear_error();
  const OpenFile key(std::fopen(files.key.c_str(), "re"));
  if (key) made.key_.reset(PEM_read_PrivateKey(key.get(), nullptr, no_password, nullptr));
  if (!made.key_ || X509_check_private_key(made.leaf_.get(), made.key_.get()) != 1) refuse_key();
  made.not_before_ = time_of(X509_get0_notBefore(made.leaf_.get()));
  made.not_after_ = time_of(X509_get0_notAfter(made.leaf_.get()));
  made.self_signed_ = X509_self_signed(made.leaf_.get(), 0) == 1;
  return made;
}

bool Certificate::put_into(SSL_CTX* context) const {
  const bool taken = SSL_CTX_use_cert_and_key(context, leaf_.get(), key_.get(), chain_.get(), 1) == 1;
  ERR_clear_error();
  return taken;
}

bool Certificate::is_for(const std::string& host) const {
  return X509_check_host(leaf_.get(), host.data(), host.size(), 0, nullptr) == 1 ||
         X509_check_ip_asc(leaf_.get(), host.c_str(), 0) == 1;
}

}  // namespace twinlamp::relay
