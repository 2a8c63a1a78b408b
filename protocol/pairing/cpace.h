// CPace, suite CPACE-RISTR255-SHA512 (draft-irtf-cfrg-cpace-21, sections 5 to 7), initiator-responder.
//
// Functions only; the order of steps is pairing.h's. `a` is the initiator (slot 0), `b` the responder (slot 1).
#pragma once

#include "protocol/crypto/group.h"
#include "protocol/crypto/hash.h"

namespace twinlamp::cpace {

struct Share {
  Scalar secret;
  Element element{};  // Y
};

SecretBytes generator_string(ByteView prs, ByteView ci, ByteView sid);
Element generator(ByteView prs, ByteView ci, ByteView sid);  // as secret as the password: never stored or sent
Share share(const Element& generator, Scalar secret);        // precondition: is_canonical_scalar(secret)

// transcript_ir: lv(Ya) lv(ADa) lv(Yb) lv(ADb).
Bytes transcript(const Element& ya, ByteView ada, const Element& yb, ByteView adb);

// ISK. unauthentic if the peer's element is badly encoded or the identity: the draft's one abort check.
Result<Secret<64>> session_key(ByteView sid, const Scalar& mine, const Element& theirs, ByteView transcript);

// Explicit key confirmation (section 9.4): Ta = confirmation(key, Ya, ADa), Tb likewise.
Secret<64> confirmation_key(ByteView sid, const Secret<64>& isk);
Hash512 confirmation(const Secret<64>& key, const Element& element, ByteView ad);

}  // namespace twinlamp::cpace
