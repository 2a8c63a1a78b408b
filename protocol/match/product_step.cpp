// Step 2, slot 1's: its bit times the other's, under both keys, without knowing what the other's is.
#include "protocol/match/steps.h"

namespace twinlamp::match {
namespace {

struct Responses {
  Scalar b, rho, sigma;
};

Oracle product_oracle(const Hash256& h2, ByteView products) {
  return Oracle("match/1 product proof", h2, 1).add(products);
}

Bytes multiply_bits(const Terms& terms, const RunSecret& secret, const std::vector<Vote>& votes, const Transcript& said,
                    const Hash256& h2, const Element& q) {
  ByteWriter out;
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) {
    const auto theirs = bit_of(said, 0, bit);
    const auto sigma = secret.drawn("sigma", h2, bit);
    const auto b = choose(static_cast<std::size_t>(votes[bit / 2]) > bit % 2, number(1), number(0));
    out.raw(plus(times(b, theirs.a), times_base(sigma))).raw(plus(times(b, theirs.b), times(sigma, q)));
  }
  return out.take();
}

}  // namespace

Cipher product_of(const Transcript& said, std::size_t bit) {
  const auto bytes = said.step(1, 2).subspan(bit * 2 * word, 2 * word);
  return {to_array<32>(bytes.first(word)), to_array<32>(bytes.last(word))};
}

Bytes make_product_step(const Terms& terms, const RunSecret& secret, const std::vector<Vote>& votes,
                        const Transcript& said) {
  const auto h1 = keys_hash(terms, said), h2 = bits_hash(terms, said);
  const auto q = common_key(said);
  const auto products = multiply_bits(terms, secret, votes, said, h2, q);
  auto oracle = product_oracle(h2, products);
  std::vector<Responses> nonces;
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) {
    const auto theirs = bit_of(said, 0, bit);
    nonces.push_back({secret.drawn("product b", h2, bit), secret.drawn("product rho", h2, bit),
                      secret.drawn("product sigma", h2, bit)});
    const auto& [b, rho, sigma] = nonces.back();
    oracle.add(times_base(rho));
    oracle.add(plus(times(rho, q), times_base(b)));
    oracle.add(plus(times(b, theirs.a), times_base(sigma)));
    oracle.add(plus(times(b, theirs.b), times(sigma, q)));
  }
  const auto c = oracle.scalar();
  ByteWriter out;
  out.raw(products).raw(c.view());
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) {
    const auto b = choose(static_cast<std::size_t>(votes[bit / 2]) > bit % 2, number(1), number(0));
    out.raw(plus(nonces[bit].b, times(c, b)).view());
    out.raw(plus(nonces[bit].rho, times(c, secret.drawn("rho", h1, bit))).view());
    out.raw(plus(nonces[bit].sigma, times(c, secret.drawn("sigma", h2, bit))).view());
  }
  return out.take();
}

Result<void> check_product_step(const Terms& terms, const Transcript& said) {
  const auto bytes = said.step(1, 2);
  StepReader in(bytes);
  for (std::size_t bit = 0; bit < 2 * terms.bits(); ++bit) in.element();
  if (in.has_bad_element()) return Error{ErrorCode::malformed, "match product: not an element"};
  const auto h2 = bits_hash(terms, said);
  const auto q = common_key(said);
  auto oracle = product_oracle(h2, bytes.first(terms.bits() * 2 * word));
  const auto c = in.scalar();
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) {
    const auto b = in.scalar(), rho = in.scalar(), sigma = in.scalar();
    if (in.has_bad_scalar()) return Error{ErrorCode::malformed, "match product: not a scalar"};
    const auto theirs = bit_of(said, 0, bit), mine = bit_of(said, 1, bit), product = product_of(said, bit);
    oracle.add(minus(times_base(rho), times(c, mine.a)));
    oracle.add(minus(plus(times(rho, q), times_base(b)), times(c, mine.b)));
    oracle.add(minus(plus(times(b, theirs.a), times_base(sigma)), times(c, product.a)));
    oracle.add(minus(plus(times(b, theirs.b), times(sigma, q)), times(c, product.b)));
  }
  if (oracle.scalar() != c) return Error{ErrorCode::unauthentic, "match product: proof"};
  return {};
}

}  // namespace twinlamp::match
