// The bytes that are sealed for an answer.
//
//   kind u8 (CardKind) | version u8 = 1 | by kind:
//     text     lv(text)                                      UTF-8, not empty
//     choice   index u8                                      0..6: the same in every language
//     scale    value u8                                      1..10
//     feeling  lv(family) lv(word) intensity u8 lv(note)     family and listed words as ids, an own word as written
//     choices  mask u16                                      bit i is option i, 12 of them
//     ranking  count u8, place u8 each                       each of 0..count-1 once, the first one first; count to 7
//     list     count u8, lv(line) each, mark u8              1..10 lines; the marked line's number from 1, or 0
//     guess    1 u8, mine u8, guess u8                       among a card's options, 0..6
//              2 u8, lv(mine), lv(guess)                     in words
//     sort     count u8, (lv(item) pile u8) each             items' ids ascending; 1 most, 2 some, 3 least
//              count u8, lv(item) each                       ids of the pile 1, the first one first; count to 5
//     wishes   count u8, (lv(item) wish u8) each             only as a draft: never sealed
//     pairs    pick u8, ten times                            1 left, 2 right, 3 late
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
