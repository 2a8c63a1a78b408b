#include "client/store/keyring.h"

#include <sodium.h>

namespace twinlamp::client {
namespace {

constexpr std::string_view magic = "twinlamp key";
constexpr std::uint8_t version = 1;
constexpr std::uint64_t most_memory = 1u << 30;
constexpr std::uint32_t most_operations = 64;
constexpr std::size_t most_bytes = 256;
constexpr Error damaged{ErrorCode::malformed, "The key file of this profile is damaged."};

struct KeyFile {
  bool is_wrapped = false;
  SecretBytes key;  // plain
  PassphraseCost cost;
  ByteArray<16> salt{};
  Bytes head, box;  // wrapped
};

Bytes head_of(const PassphraseCost& cost, const ByteArray<16>& salt) {
  return ByteWriter().raw(magic).u8(version).u8(1).u32(cost.operations).u64(cost.memory).raw(salt).take();
}

Result<KeyFile> parse(ByteView bytes) {
  ByteReader reader(bytes);
  KeyFile file;
  if (text_of(reader.raw(magic.size())) != magic || reader.u8() != version) return damaged;
  const auto kind = reader.u8();
  if (kind == 0) {
    file.key = to_secret(reader.raw(Key::size_bytes));
    if (!reader.is_done()) return damaged;
    return file;
  }
  file.is_wrapped = true;
  file.cost.operations = reader.u32();
  file.cost.memory = reader.u64();
  file.salt = reader.array<16>();
  file.head = to_bytes(bytes.first(bytes.size() - reader.rest().size()));
  file.box = to_bytes(reader.raw(box_overhead + Key::size_bytes));
  const bool fits = file.cost.operations >= crypto_pwhash_OPSLIMIT_MIN && file.cost.operations <= most_operations &&
                    file.cost.memory >= crypto_pwhash_MEMLIMIT_MIN && file.cost.memory <= most_memory;
  if (kind != 1 || !reader.is_done() || !fits) return damaged;
  return file;
}

}  // namespace

Result<Key> stretch_passphrase(std::string_view passphrase, const PassphraseCost& cost, const ByteArray<16>& salt) {
  static_assert(crypto_pwhash_SALTBYTES == 16);
  if (passphrase.size() > Keyring::longest_passphrase)
    return Error{ErrorCode::too_large, "A passphrase has at most 1024 bytes."};
  Key key;
  if (crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), salt.data(), cost.operations,
                    static_cast<std::size_t>(cost.memory), crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{ErrorCode::unavailable, "There is not enough free memory to check a passphrase. Close something and try again."};
  return key;
}

PassphraseCost PassphraseCost::least() { return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}; }

bool Keyring::exists() const {
  std::error_code problem;  // one that cannot be looked at is there
  return std::filesystem::status(file_, problem).type() != std::filesystem::file_type::not_found;
}

Result<bool> Keyring::has_passphrase() const {
  auto bytes = read_file(file_, most_bytes);
  if (!bytes) return bytes.error();
  if (!*bytes) return Error{ErrorCode::not_found, "There is no key yet."};
  auto file = parse(**bytes);
  if (!file) return file.error();
  return file->is_wrapped;
}

Result<Key> Keyring::unlock(std::string_view passphrase) const {
  auto bytes = read_file(file_, most_bytes);
  if (!bytes) return bytes.error();
  if (!*bytes) return Error{ErrorCode::not_found, "There is no key yet."};
  auto file = parse(**bytes);
  if (!file) return file.error();
  if (!file->is_wrapped) return Key(file->key);
  auto wrapping = stretch_passphrase(passphrase, file->cost, file->salt);
  if (!wrapping) return wrapping.error();
  auto key = open_box(*wrapping, file->head, file->box);
  if (!key) return Error{ErrorCode::unauthentic, "That passphrase does not open this profile."};
  return Key(*key);
}

Result<void> Keyring::store(const Key& key, std::string_view passphrase, const StopAfter& stop) {
  auto written = content(key, passphrase);
  return written ? write_file(file_, *written, stop) : written.error();
}

Result<SecretBytes> Keyring::content(const Key& key, std::string_view passphrase) const {
  SecretBytes content;
  const auto put = [&content](ByteView bytes) { content.insert(content.end(), bytes.begin(), bytes.end()); };
  if (passphrase.empty()) {
    put(ByteWriter().raw(magic).u8(version).u8(0).view());
    put(key.view());
  } else {
    const auto salt = random_.bytes<16>();
    auto wrapping = stretch_passphrase(passphrase, cost_, salt);
    if (!wrapping) return wrapping.error();
    const auto head = head_of(cost_, salt);
    put(head);
    put(seal_box(*wrapping, random_, head, key.view()));
  }
  return content;
}

}  // namespace twinlamp::client
