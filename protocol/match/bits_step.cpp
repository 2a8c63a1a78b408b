// Step 1: the bits, encrypted, each item one of (no, curious, yes), and at most `quota` of them not a no.
#include "protocol/match/steps.h"

namespace twinlamp::match {
namespace {

constexpr std::size_t levels = 3;

bool is_set(Vote vote, std::size_t layer) {
  return static_cast<std::size_t>(vote) > layer;
}

// One of several: that (A, B - value_k G) = (rG, rQ) for one k, without telling which.
struct Branches {
  std::vector<Scalar> c, z;
};

// What a verifier finds again out of one branch: (zG - cA, zQ - cB_k).
void add_branch(Oracle& oracle, const Element& q, const Element& a, const Element& b_less_value, const Scalar& c,
                const Scalar& z) {
  oracle.add(minus(times_base(z), times(c, a)));
  oracle.add(minus(times(z, q), times(c, b_less_value)));
}

// The prover's commitments: every branch alike. With z = w + cr a wrong branch has to be off by what its value is off.
class Prover {
public:
  Prover(const Element& q, std::vector<Scalar> values, std::size_t real)
      : q_(q), values_(std::move(values)), real_(real) {}

  void commit(Oracle& oracle, const RunSecret& secret, std::string_view nonces, std::string_view challenges,
              const Hash256& context, std::size_t first) {
    auto mine = number(0);
    for (std::size_t k = 0; k < values_.size(); ++k) mine = choose(k == real_, values_[k], mine);
    for (std::size_t k = 0; k < values_.size(); ++k) {
      w_.push_back(secret.drawn(nonces, context, first + k));
      c_.push_back(secret.drawn(challenges, context, first + k));
      oracle.add(times_base(w_[k]));
      oracle.add(minus(times(w_[k], q_), times_base(times(c_[k], minus(mine, values_[k])))));
    }
  }
  Branches respond(const Scalar& challenge, const Scalar& r) {
    auto rest = challenge;
    for (std::size_t k = 0; k < values_.size(); ++k) rest = minus(rest, choose(k == real_, number(0), c_[k]));
    Branches out;
    for (std::size_t k = 0; k < values_.size(); ++k) {
      out.c.push_back(choose(k == real_, rest, c_[k]));
      out.z.push_back(plus(w_[k], times(out.c[k], r)));
    }
    return out;
  }

private:
  Element q_;
  std::vector<Scalar> values_, w_, c_;
  std::size_t real_;
};

// The c of the last branch is what the others leave of the challenge.
void write(ByteWriter& out, const Branches& branches) {
  for (std::size_t k = 0; k + 1 < branches.c.size(); ++k) out.raw(branches.c[k].view());
  for (const auto& z : branches.z) out.raw(z.view());
}

Branches read(StepReader& in, const Scalar& challenge, std::size_t count) {
  Branches branches;
  auto rest = challenge;
  for (std::size_t k = 0; k + 1 < count; ++k) {
    branches.c.push_back(in.scalar());
    rest = minus(rest, branches.c.back());
  }
  branches.c.push_back(rest);
  for (std::size_t k = 0; k < count; ++k) branches.z.push_back(in.scalar());
  return branches;
}

// The weights that make one statement of an item's two bits: after the bits, so that nobody can choose the bits by
// them.
class Weights {
public:
  Weights(const Hash256& h1, Slot author, ByteView ciphers) : h1_(h1), author_(author) {
    ciphers_ = Oracle("match/1 ciphers", h1, author).add(ciphers).digest();
  }
  Scalar of(std::size_t item) const {
    return Oracle("match/1 weight", h1_, author_).add(ciphers_).add(static_cast<std::uint16_t>(item)).scalar();
  }

private:
  Hash256 h1_;
  Slot author_;
  ByteArray<64> ciphers_{};
};

std::vector<Scalar> level_values(const Scalar& weight) {
  return {number(0), number(1), plus(number(1), weight)};
}

std::vector<Scalar> sum_values(const Terms& terms) {
  std::vector<Scalar> values;
  for (std::size_t k = 0; k <= terms.quota; ++k) values.push_back(number(k));
  return values;
}

Oracle bits_oracle(const Hash256& h1, Slot author, ByteView ciphers) {
  return Oracle("match/1 bits proof", h1, author).add(ciphers);
}
Oracle quota_oracle(const Hash256& h1, Slot author, ByteView ciphers) {
  return Oracle("match/1 quota proof", h1, author).add(ciphers);
}

Bytes encrypt_bits(const RunSecret& secret, const std::vector<Vote>& votes, const Hash256& h1, const Element& q) {
  ByteWriter out;
  for (std::size_t bit = 0; bit < 2 * votes.size(); ++bit) {
    const auto rho = secret.drawn("rho", h1, bit);
    const auto value = choose(is_set(votes[bit / 2], bit % 2), number(1), number(0));
    out.raw(times_base(rho)).raw(plus(times(rho, q), times_base(value)));
  }
  return out.take();
}

void prove_levels(ByteWriter& out, const Terms& terms, const RunSecret& secret, Slot me, const std::vector<Vote>& votes,
                  const Hash256& h1, const Element& q, ByteView ciphers) {
  const Weights weights(h1, me, ciphers);
  auto oracle = bits_oracle(h1, me, ciphers);
  std::vector<Prover> provers;
  for (std::size_t item = 0; item < terms.count; ++item) {
    provers.emplace_back(q, level_values(weights.of(item)), static_cast<std::size_t>(votes[item]));
    provers.back().commit(oracle, secret, "level nonce", "level challenge", h1, levels * item);
  }
  const auto c = oracle.scalar();
  out.raw(c.view());
  for (std::size_t item = 0; item < terms.count; ++item) {
    const auto r =
        plus(secret.drawn("rho", h1, 2 * item), times(weights.of(item), secret.drawn("rho", h1, 2 * item + 1)));
    write(out, provers[item].respond(c, r));
  }
}

void prove_quota(ByteWriter& out, const Terms& terms, const RunSecret& secret, Slot me, const std::vector<Vote>& votes,
                 const Hash256& h1, const Element& q, ByteView ciphers) {
  std::size_t wanted = 0;
  auto r = number(0);
  for (std::size_t item = 0; item < terms.count; ++item) {
    wanted += is_set(votes[item], 0) ? 1 : 0;
    r = plus(r, secret.drawn("rho", h1, 2 * item));
  }
  auto oracle = quota_oracle(h1, me, ciphers);
  Prover prover(q, sum_values(terms), wanted);
  prover.commit(oracle, secret, "quota nonce", "quota challenge", h1, 0);
  const auto c = oracle.scalar();
  out.raw(c.view());
  write(out, prover.respond(c, r));
}

Result<void> check_levels(StepReader& in, const Terms& terms, Slot author, const Hash256& h1, const Element& q,
                          const std::vector<Cipher>& bits, ByteView ciphers) {
  const Weights weights(h1, author, ciphers);
  auto oracle = bits_oracle(h1, author, ciphers);
  const auto c = in.scalar();
  for (std::size_t item = 0; item < terms.count; ++item) {
    const auto branches = read(in, c, levels);
    if (in.has_bad_scalar()) return Error{ErrorCode::malformed, "match bits: not a scalar"};
    const auto weight = weights.of(item);
    const auto values = level_values(weight);
    const auto& low = bits[2 * item];
    const auto& high = bits[2 * item + 1];
    const auto a = plus(low.a, times(weight, high.a)), b = plus(low.b, times(weight, high.b));
    for (std::size_t k = 0; k < levels; ++k)
      add_branch(oracle, q, a, k == 0 ? b : minus(b, times_base(values[k])), branches.c[k], branches.z[k]);
  }
  if (oracle.scalar() != c) return Error{ErrorCode::unauthentic, "match bits: proof"};
  return {};
}

Result<void> check_quota(StepReader& in, const Terms& terms, Slot author, const Hash256& h1, const Element& q,
                         const std::vector<Cipher>& bits, ByteView ciphers) {
  auto a = identity(), b = identity();
  for (std::size_t item = 0; item < terms.count; ++item) {
    a = plus(a, bits[2 * item].a);
    b = plus(b, bits[2 * item].b);
  }
  auto oracle = quota_oracle(h1, author, ciphers);
  const auto c = in.scalar();
  const auto branches = read(in, c, std::size_t{1} + terms.quota);
  if (in.has_bad_scalar()) return Error{ErrorCode::malformed, "match quota: not a scalar"};
  for (std::size_t k = 0; k < branches.c.size(); ++k) {
    add_branch(oracle, q, a, b, branches.c[k], branches.z[k]);
    b = minus(b, generator());
  }
  if (oracle.scalar() != c) return Error{ErrorCode::unauthentic, "match quota: proof"};
  return {};
}

}  // namespace

Cipher bit_of(const Transcript& said, Slot author, std::size_t bit) {
  const auto bytes = said.step(author, 1).subspan(bit * 2 * word, 2 * word);
  return {to_array<32>(bytes.first(word)), to_array<32>(bytes.last(word))};
}

Bytes make_bits_step(const Terms& terms, const RunSecret& secret, Slot me, const std::vector<Vote>& votes,
                     const Transcript& said) {
  const auto h1 = keys_hash(terms, said);
  const auto q = common_key(said);
  const auto ciphers = encrypt_bits(secret, votes, h1, q);
  ByteWriter out;
  out.raw(ciphers);
  prove_levels(out, terms, secret, me, votes, h1, q, ciphers);
  prove_quota(out, terms, secret, me, votes, h1, q, ciphers);
  return out.take();
}

Result<void> check_bits_step(const Terms& terms, Slot author, const Transcript& said) {
  const auto bytes = said.step(author, 1);
  const auto ciphers = bytes.first(terms.bits() * 2 * word);
  StepReader in(bytes);
  std::vector<Cipher> bits;
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) {
    const auto a = in.element();
    bits.push_back({a, in.element()});
  }
  if (in.has_bad_element()) return Error{ErrorCode::malformed, "match bits: not an element"};
  const auto h1 = keys_hash(terms, said);
  const auto q = common_key(said);
  TWINLAMP_TRY(check_levels(in, terms, author, h1, q, bits, ciphers));
  return check_quota(in, terms, author, h1, q, bits, ciphers);
}

}  // namespace twinlamp::match
