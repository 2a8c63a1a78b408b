#include "relay/identity.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

#include "relay/private_file.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t seed_size = 32;
constexpr long certificate_life = 20L * 365 * 24 * 3600;
constexpr long one_day = 24L * 3600;  // clients' clocks may be behind

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* owned) const { Free(owned); }
};
using EvpKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using OwnCertificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO, BIO_free_all>>;

[[noreturn]] void fail(const std::string& what) {
  throw StartError(what);
}

SigningKeys load_relay_keys(const fs::path& path) {
  require_private(path);
  const auto seed = read_small(path, 4096);
  if (!seed || seed->size() != seed_size)
    fail("The file " + path.string() + " is damaged. Put it back from a backup; without it this is another relay.");
  return SigningKeys::from_seed(Key(*seed));
}

EvpKey make_p256() {
  return EvpKey(EVP_EC_gen("P-256"));
}

void add_extension(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  if (extension == nullptr) return;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// 20 bytes at most, positive (RFC 5280, section 4.1.2.2).
void set_random_serial(X509* certificate) {
  BIGNUM* number = BN_new();
  if (BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1)
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
}

OwnCertificate make_certificate(EVP_PKEY* key) {
  OwnCertificate made(X509_new());
  auto* certificate = made.get();
  X509_set_version(certificate, X509_VERSION_3);
  set_random_serial(certificate);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -one_day);
  X509_gmtime_adj(X509_getm_notAfter(certificate), certificate_life);
  X509_set_pubkey(certificate, key);
  auto* name = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>("Twinlamp relay");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE");
  if (X509_sign(certificate, key, EVP_sha256()) == 0) return nullptr;
  return made;
}

SecretBytes pem_of(const Memory& memory) {
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &text);
  return to_secret({reinterpret_cast<const std::uint8_t*>(text), static_cast<std::size_t>(size)});
}

}  // namespace

SigningKeys load_or_make_relay_keys(const fs::path& data, Random& random) {
  const auto path = data / "relay.key";
  if (fs::exists(path)) return load_relay_keys(path);
  const auto seed = random.secret<seed_size>();
  write_private(path, seed.view());
  return SigningKeys::from_seed(seed);
}

CertificateFiles load_or_make_certificate(const fs::path& data) {
  CertificateFiles files{data / "tls.crt", data / "tls.key"};
  if (fs::exists(files.certificate) && fs::exists(files.key)) {
    require_private(files.key);
    return files;
  }
  const auto key = make_p256();
  const auto certificate = key ? make_certificate(key.get()) : nullptr;
  const Memory key_pem(BIO_new(BIO_s_secmem())), certificate_pem(BIO_new(BIO_s_mem()));
  const bool made = certificate &&
                    PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                    PEM_write_bio_X509(certificate_pem.get(), certificate.get()) == 1;
  if (!made) fail("A certificate could not be made. Give one with --cert and --key.");
  write_private(files.key, pem_of(key_pem));
  write_private(files.certificate, pem_of(certificate_pem));
  return files;
}

}  // namespace twinlamp::relay
