// The bytes that are sealed for an answer.
//
//   kind u8 (CardKind) | version u8 = 1 | by kind:
//     text     lv(text)                                      UTF-8, not empty
//     choice   index u8                                      0..6: the same in every language
//     scale    value u8                                      1..10
//     feeling  lv(family) lv(word) intensity u8 lv(note)     family and listed words as ids, an own word as written
//
// The encoding is canonical (one answer, one byte string) and bounded (at most limits::answer bytes in all). Texts are
// UTF-8 without control characters but newline and tab. Both directions refuse anything else; what the card further
// allows is `validate`'s to say.
#pragma once

#include "client/content/answer.h"
#include "protocol/base/bytes.h"
#include "protocol/base/result.h"

namespace twinlamp::client {

Result<Bytes> answer_to_bytes(const Answer& answer);
Result<Answer> answer_from_bytes(ByteView bytes);

// A draft, for this device's own store: the same layout, where what is not chosen or written yet may be empty or zero.
Result<Bytes> draft_to_bytes(const Answer& draft);
Result<Answer> draft_from_bytes(ByteView bytes);

}  // namespace twinlamp::client
