// Your thing: what each is into and what is coming up for them; the other asks and cheers.
//
// No advice unless it was asked for: the other's `reply` to an item is void until its owner has said `ask` of it. Pure.
#pragma once

#include "protocol/practice/gift.h"
#include "protocol/round/state.h"

namespace twinlamp::practice {

// Of an item of the lists `into` and `coming`; every other list takes any remark.
bool may_remark(const ListItem& item, Slot author, std::uint16_t kind);

}  // namespace twinlamp::practice
