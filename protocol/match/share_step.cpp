// Step 3: each one's half of the decryption, blinded by what the latch holds back.
#include "protocol/match/steps.h"

namespace twinlamp::match {
namespace {

// All the statements of a share as one: each times a weight that its author could not foresee.
struct Batch {
  Element product = identity();  // Σ e P
  Element base = identity();     // Σ e K
};

class ShareWeights {
public:
  ShareWeights(const Hash256& h3, Slot author, ByteView shares_and_lock) : h3_(h3), author_(author) {
    shares_ = Oracle("match/1 shares said", h3, author).add(shares_and_lock).digest();
  }
  Scalar of(std::size_t bit) const {
    return Oracle("match/1 share weight", h3_, author_).add(shares_).add(static_cast<std::uint16_t>(bit)).scalar();
  }

private:
  Hash256 h3_;
  Slot author_;
  ByteArray<64> shares_{};
};

Batch batch_of(const Terms& terms, const Transcript& said, const Hash256& h3, Slot author,
               const ShareWeights& weights) {
  Batch batch;
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) {
    const auto e = weights.of(bit);
    batch.product = plus(batch.product, times(e, product_of(said, bit).a));
    batch.base = plus(batch.base, times(e, blind_base(h3, author, bit)));
  }
  return batch;
}

Scalar share_challenge(const Hash256& h3, Slot author, ByteView shares_and_lock, const Element& x, const Element& u,
                       const Element& both) {
  return Oracle("match/1 share proof", h3, author).add(shares_and_lock).add(x).add(u).add(both).scalar();
}

}  // namespace

Element blind_base(const Hash256& h3, Slot author, std::size_t bit) {
  return element_from_hash(Oracle("match/1 blind", h3, author).add(static_cast<std::uint16_t>(bit)).digest());
}

Element share_of(const Transcript& said, Slot author, std::size_t bit) {
  return to_array<32>(said.step(author, 3).subspan(bit * word, word));
}

Element lock_of(const Terms& terms, const Transcript& said, Slot author) {
  return share_of(said, author, terms.bits());
}

Bytes make_share_step(const Terms& terms, const RunSecret& secret, Slot me, const Transcript& said) {
  const auto h3 = product_hash(terms, said);
  const auto x = secret.key(), u = secret.blind();
  ByteWriter statement;
  for (std::size_t bit = 0; bit < terms.bits(); ++bit)
    statement.raw(plus(times(x, product_of(said, bit).a), times(u, blind_base(h3, me, bit))));
  statement.raw(times_base(u));
  const auto batch = batch_of(terms, said, h3, me, ShareWeights(h3, me, statement.view()));
  const auto nonce_x = secret.drawn("share x", h3), nonce_u = secret.drawn("share u", h3);
  const auto c = share_challenge(h3, me, statement.view(), times_base(nonce_x), times_base(nonce_u),
                                 plus(times(nonce_x, batch.product), times(nonce_u, batch.base)));
  ByteWriter out;
  out.raw(statement.view()).raw(c.view()).raw(plus(nonce_x, times(c, x)).view()).raw(plus(nonce_u, times(c, u)).view());
  return out.take();
}

Result<void> check_share_step(const Terms& terms, Slot author, const Transcript& said) {
  const auto bytes = said.step(author, 3);
  StepReader in(bytes);
  const auto h3 = product_hash(terms, said);
  const auto statement = bytes.first((terms.bits() + 1) * word);
  const ShareWeights weights(h3, author, statement);
  std::vector<Element> shares;
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) shares.push_back(in.element());
  const auto lock = in.element();
  if (in.has_bad_element()) return Error{ErrorCode::malformed, "match shares: not an element"};
  const auto c = in.scalar(), zx = in.scalar(), zu = in.scalar();
  if (in.has_bad_scalar()) return Error{ErrorCode::malformed, "match shares: not a scalar"};
  const auto other = static_cast<Slot>(1 - author);
  if (said.has(other, 3) && lock == lock_of(terms, said, other))
    return Error{ErrorCode::unauthentic, "match shares: the other's lock"};
  auto sum = identity();
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) sum = plus(sum, times(weights.of(bit), shares[bit]));
  const auto batch = batch_of(terms, said, h3, author, weights);
  const auto of_x = minus(times_base(zx), times(c, key_of(said, author)));
  const auto of_u = minus(times_base(zu), times(c, lock));
  const auto of_both = minus(plus(times(zx, batch.product), times(zu, batch.base)), times(c, sum));
  if (share_challenge(h3, author, statement, of_x, of_u, of_both) != c)
    return Error{ErrorCode::unauthentic, "match shares: proof"};
  return {};
}

}  // namespace twinlamp::match
