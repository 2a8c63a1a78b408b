#include "protocol/pairing/cpace.h"

namespace twinlamp::cpace {
namespace {

constexpr std::string_view domain = "CPaceRistretto255";
constexpr std::string_view domain_isk = "CPaceRistretto255_ISK";
constexpr std::string_view domain_mac = "CPaceMac";
constexpr std::size_t first_block = 127;  // SHA-512's block of 128 bytes, less the length byte of the padding itself

// ByteWriter's lv() into locked memory: what it writes here holds the password or K.
void append_lv(SecretBytes& out, ByteView part) {
  const auto length = ByteWriter().leb128(part.size()).take();
  out.insert(out.end(), length.begin(), length.end());
  out.insert(out.end(), part.begin(), part.end());
}
std::size_t lv_size(ByteView part) { return ByteWriter().leb128(part.size()).view().size() + part.size(); }

}  // namespace

SecretBytes generator_string(ByteView prs, ByteView ci, ByteView sid) {
  const auto used = lv_size(prs) + lv_size(bytes_of(domain));
  const Bytes zeros(used < first_block ? first_block - used : 0);
  SecretBytes out;
  out.reserve(first_block + 16 + lv_size(prs) + lv_size(ci) + lv_size(sid));
  for (auto part : {bytes_of(domain), prs, ByteView(zeros), ci, sid}) append_lv(out, part);
  return out;
}

Element generator(ByteView prs, ByteView ci, ByteView sid) {
  auto hash = sha512({generator_string(prs, ci, sid)});
  const auto element = element_from_hash(hash);
  sodium_memzero(hash.data(), hash.size());
  return element;
}

Share share(const Element& generator, Scalar secret) {
  assert(is_canonical_scalar(secret));
  const auto element = multiply(secret, generator);
  assert(element);  // a hash maps to the identity with probability 2^-252
  return {.secret = std::move(secret), .element = element ? *element : Element{}};
}

Bytes transcript(const Element& ya, ByteView ada, const Element& yb, ByteView adb) {
  return ByteWriter().lv(ya).lv(ada).lv(yb).lv(adb).take();
}

Result<Secret<64>> session_key(ByteView sid, const Scalar& mine, const Element& theirs, ByteView transcript) {
  auto product = multiply(mine, theirs);
  if (!product) return Error{ErrorCode::unauthentic, "cpace: not an element, or the identity"};
  SecretBytes input;
  for (auto part : {bytes_of(domain_isk), sid, ByteView(*product)}) append_lv(input, part);
  auto hash = sha512({input, transcript});
  Secret<64> isk{ByteView(hash)};
  sodium_memzero(product->data(), product->size());
  sodium_memzero(hash.data(), hash.size());
  return isk;
}

Secret<64> confirmation_key(ByteView sid, const Secret<64>& isk) {
  auto hash = sha512({bytes_of(domain_mac), sid, isk.view()});
  Secret<64> key{ByteView(hash)};
  sodium_memzero(hash.data(), hash.size());
  return key;
}

Hash512 confirmation(const Secret<64>& key, const Element& element, ByteView ad) {
  return to_array<64>(hmac_sha512(key.view(), {ByteWriter().lv(element).lv(ad).view()}).view());
}

}  // namespace twinlamp::cpace
