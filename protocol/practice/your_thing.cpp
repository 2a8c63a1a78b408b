#include "protocol/practice/your_thing.h"

#include <algorithm>

#include "protocol/practice/shared_list.h"

namespace twinlamp::practice {
namespace {

constexpr std::uint16_t number_of(RemarkKind kind) { return static_cast<std::uint16_t>(kind); }

bool wants_advice(const ListItem& item) {
  return std::any_of(item.remarks.begin(), item.remarks.end(),
                     [&](const Remark& remark) { return remark.author == item.owner && remark.kind == number_of(RemarkKind::ask); });
}

}  // namespace

bool may_remark(const ListItem& item, Slot author, std::uint16_t kind) {
  const auto list = static_cast<SharedList>(item.list);
  if (list != SharedList::into && list != SharedList::coming) return true;
  if (author == item.owner) return kind == number_of(RemarkKind::reply) || kind == number_of(RemarkKind::ask);
  if (kind == number_of(RemarkKind::reply)) return wants_advice(item);
  return kind == number_of(RemarkKind::ask) || kind == number_of(RemarkKind::cheer);
}

}  // namespace twinlamp::practice
