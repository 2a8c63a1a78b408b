#include "relay/identity.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

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
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO, BIO_free_all>>;

[[noreturn]] void fail(const std::string& what) {
  throw StartError(what);
}

class File {
public:
  File(const fs::path& path, int flags, mode_t mode = 0) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

private:
  int descriptor_;
};

// All or nothing, also over a power cut: a file beside it, fsync, rename, fsync of the folder.
void write_private(const fs::path& path, ByteView bytes) {
  const fs::path fresh = path.string() + ".new";
  ::unlink(fresh.c_str());
  {
    const File file(fresh, O_WRONLY | O_CREAT | O_EXCL, 0600);
    const bool written = file.is_open() &&
                         ::write(file.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
                         ::fsync(file.get()) == 0;
    if (!written)
      fail("The file " + fresh.string() +
           " cannot be written. Make place for it, or choose another folder with --data.");
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0)
    fail("The file " + path.string() + " cannot be written. Check who owns its folder.");
  const File folder(path.parent_path(), O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) ::fsync(folder.get());
}

void require_private(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail("The file " + path.string() + " cannot be read. Check who owns it.");
  if ((status.st_mode & 077) != 0)
    fail("The file " + path.string() + " can be read by others. Run: chmod 600 " + path.string());
}

SigningKeys load_relay_keys(const fs::path& path) {
  require_private(path);
  const File file(path, O_RDONLY);
  Key seed;
  std::uint8_t beyond = 0;
  const bool whole = file.is_open() && ::read(file.get(), seed.data(), seed_size) == static_cast<ssize_t>(seed_size) &&
                     ::read(file.get(), &beyond, 1) == 0;
  if (!whole)
    fail("The file " + path.string() + " is damaged. Put it back from a backup; without it this is another relay.");
  return SigningKeys::from_seed(seed);
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

Certificate make_certificate(EVP_PKEY* key) {
  Certificate made(X509_new());
  auto* certificate = made.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), 1);
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
