// Step 0: the same list, and a key that its author knows the secret of.
#include "protocol/match/steps.h"

namespace twinlamp::match {
namespace {

constexpr std::string_view key_label = "match/1 key proof";

Scalar key_challenge(const Terms& terms, Slot author, const Element& key, const Element& commitment) {
  return Oracle(key_label, run_hash(terms), author).add(key).add(commitment).scalar();
}

}  // namespace

Element StepReader::element() {
  const auto element = parse_element(in_.raw(word));
  bad_element_ = bad_element_ || !element;
  return element.value_or(identity());
}

Scalar StepReader::scalar() {
  const auto scalar = parse_scalar(in_.raw(word));
  bad_scalar_ = bad_scalar_ || !scalar;
  return scalar.value_or(Scalar());
}

Element key_of(const Transcript& said, Slot author) {
  return to_array<32>(said.step(author, 0).subspan(word, word));
}
Element common_key(const Transcript& said) {
  return plus(key_of(said, 0), key_of(said, 1));
}

Bytes make_key_step(const Terms& terms, const RunSecret& secret, Slot me) {
  const auto x = secret.key();
  const auto key = times_base(x);
  const auto nonce = secret.key_nonce();
  const auto c = key_challenge(terms, me, key, times_base(nonce));
  ByteWriter out;
  out.raw(terms.list_hash).raw(key).raw(c.view()).raw(plus(nonce, times(c, x)).view());
  return out.take();
}

Result<void> check_key_step(const Terms& terms, Slot author, const Transcript& said) {
  const auto bytes = said.step(author, 0);
  if (!equal(bytes.first(word), terms.list_hash)) return Error{ErrorCode::unauthentic, "match keys: another list"};
  StepReader in(bytes.subspan(word));
  const auto key = in.element();
  const auto c = in.scalar(), z = in.scalar();
  if (in.has_bad_element()) return Error{ErrorCode::malformed, "match keys: not an element"};
  if (in.has_bad_scalar()) return Error{ErrorCode::malformed, "match keys: not a scalar"};
  const auto other = static_cast<Slot>(1 - author);
  if (said.has(other, 0) && key == key_of(said, other))
    return Error{ErrorCode::unauthentic, "match keys: the other's key"};
  const auto commitment = minus(times_base(z), times(c, key));
  if (c != key_challenge(terms, author, key, commitment)) return Error{ErrorCode::unauthentic, "match keys: proof"};
  if (said.has(other, 0) && is_identity(common_key(said)))
    return Error{ErrorCode::unauthentic, "match keys: they cancel out"};
  return {};
}

}  // namespace twinlamp::match
