#include "protocol/match/run.h"

#include <algorithm>
#include <cassert>

namespace twinlamp::match {
namespace {

Scalar scalar_out_of(const Secret<64>& secret, std::string_view label, const Hash256& context, std::size_t index) {
  ByteWriter what;
  what.lv(label).raw(context).u32(static_cast<std::uint32_t>(index));
  const auto wide = hmac_sha512(secret.view(), {what.view()});
  Scalar out;
  crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
  return out;
}

}  // namespace

RunSecret::RunSecret(const Terms& terms, Slot me, const Key& seed, const std::vector<Vote>& votes)
    : h0_(run_hash(terms)) {
  SecretBytes said;
  for (const auto vote : votes) said.push_back(static_cast<std::uint8_t>(vote));
  const ByteArray<1> slot{me};
  secret_ = hmac_sha512(seed.view(), {bytes_of("match/1 secret"), h0_, slot, said});
  key_secret_ = hmac_sha512(seed.view(), {bytes_of("match/1 key secret"), h0_, slot});
}

Scalar RunSecret::drawn(std::string_view label, const Hash256& context, std::size_t index) const {
  return scalar_out_of(secret_, label, context, index);
}

Scalar RunSecret::drawn_for_key(std::string_view label) const {
  return scalar_out_of(key_secret_, label, h0_, 0);
}

bool are_legal(const Terms& terms, const std::vector<Vote>& votes) {
  const auto wanted = std::count_if(votes.begin(), votes.end(), [](Vote vote) { return vote != Vote::no; });
  return votes.size() == terms.count && wanted <= terms.quota &&
         std::all_of(votes.begin(), votes.end(), [](Vote vote) { return vote <= Vote::yes; });
}

Run::Run(const Terms& terms, Slot me, const Key& seed, std::vector<Vote> votes)
    : terms_(terms), me_(me), votes_(std::move(votes)), secret_(terms_, me_, seed, votes_) {
  assert(are_legal(terms_, votes_));
}

Bytes Run::make_step(std::uint8_t step, const Transcript& said) const {
  assert(said.may_follow(me_, step));
  switch (step) {
    case 0:
      return make_key_step(terms_, secret_, me_);
    case 1:
      return make_bits_step(terms_, secret_, me_, votes_, said);
    case 2:
      return make_product_step(terms_, secret_, votes_, said);
    default:
      return make_share_step(terms_, secret_, me_, said);
  }
}

Result<void> check_step(const Terms& terms, Slot author, std::uint8_t step, const Transcript& said) {
  if (step >= step_count || said.step(author, step).size() != step_size(terms, author, step))
    return Error{ErrorCode::malformed, "match: a step's size"};
  switch (step) {
    case 0:
      return check_key_step(terms, author, said);
    case 1:
      return check_bits_step(terms, author, said);
    case 2:
      return check_product_step(terms, said);
    default:
      return check_share_step(terms, author, said);
  }
}

Result<std::vector<Outcome>> open_result(const Terms& terms, const Transcript& said, const Scalar& u0,
                                         const Scalar& u1) {
  constexpr Error corrupt{ErrorCode::corrupt, "match: the result is neither yes nor no"};
  const auto h3 = product_hash(terms, said);
  std::vector<bool> both;
  for (std::size_t bit = 0; bit < terms.bits(); ++bit) {
    auto rest = product_of(said, bit).b;
    for (Slot slot : {Slot{0}, Slot{1}}) {
      const auto share = parse_element(share_of(said, slot, bit));
      if (!share) return corrupt;
      rest = minus(rest, minus(*share, times(slot == 0 ? u0 : u1, blind_base(h3, slot, bit))));
    }
    if (rest != identity() && rest != generator()) return corrupt;
    both.push_back(rest == generator());
  }
  std::vector<Outcome> outcome;
  for (std::size_t item = 0; item < terms.count; ++item) {
    const bool curious = both[2 * item], yes = both[2 * item + 1];
    if (yes && !curious) return corrupt;
    outcome.push_back(yes ? Outcome::both_yes : curious ? Outcome::both_curious : Outcome::nothing);
  }
  return outcome;
}

}  // namespace twinlamp::match
