#include "client/backup/backup_file.h"

#include <sodium.h>

#include "protocol/crypto/hash.h"
#include "protocol/crypto/hkdf.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view magic = "twinlamp backup\n";
constexpr std::uint8_t version = 1;
// What this program ever asks for, and room for later: more would only keep a machine busy.
constexpr std::uint64_t most_memory = 1u << 30;
constexpr std::uint32_t most_operations = 16;

constexpr Error foreign{ErrorCode::malformed, "This file is no backup of Twinlamp's."};
constexpr Error newer{ErrorCode::refused, "This backup was made by a newer Twinlamp. Install that version or a later one."};
constexpr Error damaged_head{ErrorCode::malformed, "The beginning of this backup is damaged. Use another copy of it."};
constexpr Error excessive{ErrorCode::malformed, "This backup asks for more memory or time than Twinlamp's ever do. Somebody has altered it."};
constexpr Error wrong_passphrase{ErrorCode::unauthentic, "That passphrase does not open this backup."};
constexpr Error altered{ErrorCode::unauthentic, "This backup was damaged or altered after it was made. Use another copy of it."};
constexpr Error cut_off{ErrorCode::malformed, "The end of this backup is missing: it was not copied whole. Use another copy of it."};
constexpr Error added_to{ErrorCode::malformed, "Something was added to the end of this backup. Use another copy of it."};

static_assert(crypto_secretstream_xchacha20poly1305_ABYTES == sealed_piece - backup_piece);
static_assert(crypto_secretstream_xchacha20poly1305_HEADERBYTES == 24 && crypto_secretstream_xchacha20poly1305_KEYBYTES == 32);

Key derived(const Key& master, std::string_view label, ByteView head) {
  return hkdf_secret<32>({}, master.view(), ByteWriter().raw(label).raw(head).view());
}
Key stream_key(const Key& master, ByteView before_stream) { return derived(master, "twinlamp/backup/stream/1", before_stream); }
Key check_of(const Key& master, ByteView before_check) { return derived(master, "twinlamp/backup/check/1", before_check); }

bool is_within_bounds(const PassphraseCost& cost) {
  return cost.operations >= crypto_pwhash_OPSLIMIT_MIN && cost.operations <= most_operations && cost.memory >= crypto_pwhash_MEMLIMIT_MIN &&
         cost.memory <= most_memory;
}

}  // namespace

// The state holds a key.
struct BackupSealer::Stream {
  crypto_secretstream_xchacha20poly1305_state state{};
  ~Stream() { sodium_memzero(&state, sizeof state); }
};
struct BackupOpener::Stream {
  crypto_secretstream_xchacha20poly1305_state state{};
  bool has_ended = false;
  ~Stream() { sodium_memzero(&state, sizeof state); }
};

PassphraseCost backup_cost() { return {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE}; }

Result<BackupHead> parse_backup_head(ByteView bytes) {
  ByteReader reader(bytes);
  if (text_of(reader.raw(magic.size())) != magic) return foreign;
  const auto found = reader.u8();
  if (reader.failed()) return cut_off;
  if (found > version) return newer;
  if (found != version) return damaged_head;
  if (bytes.size() < backup_head_size) return cut_off;
  BackupHead head;
  head.cost.operations = reader.u32();
  head.cost.memory = reader.u64();
  head.salt = reader.array<16>();
  head.before_stream = to_bytes(bytes.first(bytes.size() - reader.rest().size()));
  head.stream = reader.array<24>();
  head.before_check = to_bytes(bytes.first(bytes.size() - reader.rest().size()));
  head.check = reader.array<32>();
  const auto checksum = reader.array<16>();
  // The check is covered, too: a flipped bit of it would else look like a wrong passphrase.
  if (!reader.is_done() || checksum != blake2b_128({head.before_check, head.check})) return damaged_head;
  if (!is_within_bounds(head.cost)) return excessive;
  return head;
}

Result<Key> backup_master(const PassphraseCost& cost, const ByteArray<16>& salt, std::string_view passphrase) {
  if (!is_within_bounds(cost)) return excessive;
  return stretch_passphrase(passphrase, cost, salt);
}

BackupSealer::BackupSealer(const Key& master, const PassphraseCost& cost, const ByteArray<16>& salt) : stream_(std::make_shared<Stream>()) {
  ByteWriter head;
  head.raw(magic).u8(version).u32(cost.operations).u64(cost.memory).raw(salt);
  ByteArray<24> stream;
  crypto_secretstream_xchacha20poly1305_init_push(&stream_->state, stream.data(), stream_key(master, head.view()).data());
  head.raw(stream);
  const auto check = check_of(master, head.view());
  const auto checksum = blake2b_128({head.view(), check.view()});
  head_ = head.raw(check.view()).raw(checksum).take();
}

Bytes BackupSealer::seal(ByteView piece, bool is_last) {
  assert(piece.size() == backup_piece);
  Bytes sealed(sealed_piece);
  const auto tag = static_cast<unsigned char>(is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  crypto_secretstream_xchacha20poly1305_push(&stream_->state, sealed.data(), nullptr, piece.data(), piece.size(), nullptr, 0, tag);
  return sealed;
}

Result<BackupOpener> BackupOpener::begin(const BackupHead& head, const Key& master) {
  if (!equal_constant_time(check_of(master, head.before_check).view(), head.check)) return wrong_passphrase;
  BackupOpener opener;
  opener.stream_ = std::make_shared<Stream>();
  if (crypto_secretstream_xchacha20poly1305_init_pull(&opener.stream_->state, head.stream.data(), stream_key(master, head.before_stream).data()) != 0)
    return damaged_head;
  return opener;
}

Result<SecretBytes> BackupOpener::open(ByteView sealed) {
  if (sealed.size() != sealed_piece || stream_->has_ended) return altered;
  SecretBytes piece(backup_piece);
  unsigned char tag = 0;
  if (crypto_secretstream_xchacha20poly1305_pull(&stream_->state, piece.data(), nullptr, &tag, sealed.data(), sealed.size(), nullptr, 0) != 0) return altered;
  const bool is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  if (!is_last && tag != crypto_secretstream_xchacha20poly1305_TAG_MESSAGE) return altered;
  stream_->has_ended = is_last;
  return piece;
}

bool BackupOpener::has_ended() const { return stream_->has_ended; }

Result<void> open_backup_pieces(const BackupSource& source, BackupOpener opener, const PieceVisitor& visit) {
  Bytes sealed(sealed_piece);
  for (;;) {
    auto size = source(sealed);
    if (!size) return size.error();
    if (opener.has_ended()) return *size == 0 ? Result<void>() : added_to;
    if (*size < sealed.size()) return cut_off;
    auto piece = opener.open(sealed);
    if (!piece) return piece.error();
    TWINLAMP_TRY(visit(*piece));
  }
}

}  // namespace twinlamp::client
