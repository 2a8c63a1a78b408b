// What a person does in a practice, beside what every round has.
#include <algorithm>

#include "client/app/core.h"
#include "client/content/utf8.h"
#include "protocol/practice/gift.h"
#include "protocol/practice/shared_list.h"
#include "protocol/practice/step.h"

namespace twinlamp::client {
namespace {

static_assert(number_of(twinlamp::StepKind::ready) == static_cast<std::uint16_t>(StepKind::ready));
static_assert(number_of(twinlamp::StepKind::agree_plan) == static_cast<std::uint16_t>(StepKind::agree_plan));
static_assert(number_of(twinlamp::StepKind::check_back) == static_cast<std::uint16_t>(StepKind::check_back));
static_assert(number_of(twinlamp::StepKind::ending) == static_cast<std::uint16_t>(StepKind::ending));
static_assert(number_of(twinlamp::StepKind::help_given) == static_cast<std::uint16_t>(StepKind::help_given));
static_assert(static_cast<int>(twinlamp::RemarkKind::reply) == static_cast<int>(RemarkKind::reply));
static_assert(static_cast<int>(twinlamp::SharedList::area) == static_cast<int>(SharedList::area));

WallTime wall_of(const std::optional<Moment>& at) { return at.value_or(WallTime{}); }

template <std::size_t N>
std::optional<ByteArray<N>> id_of(const std::string& hex) {
  Bytes id;
  if (!from_hex(hex, id) || id.size() != N) return std::nullopt;
  return to_array<N>(id);
}

}  // namespace

void Core::handle_intent(const TakeStep& intent) {
  act_in(intent.round, intent.text, [&](Device& device, const RoundId& id, Now now) -> Result<void> {
    twinlamp::Step step;
    step.kind = static_cast<std::uint16_t>(intent.kind);
    step.choice = static_cast<std::uint32_t>(std::max(intent.choice, 0));
    step.said.text = clean_text(intent.text);
    step.moment = wall_of(intent.moment);
    if (!intent.about.empty()) {
      const auto about = id_of<32>(intent.about);
      if (!about) return Error{ErrorCode::not_found, "step"};
      step.about = *about;
    }
    return device.take_step(id, step, now);
  });
}

void Core::handle_intent(const PutItem& intent) {
  if (!is_utf8(intent.text)) return problem(words().say("act.bad_text"));
  act([&](Device& device, Now now) -> Result<void> {
    const auto known = id_of<16>(intent.item);
    if (!intent.item.empty() && !known) return Error{ErrorCode::not_found, "item"};
    twinlamp::ListItem item;
    item.list = static_cast<std::uint16_t>(intent.list);
    item.text = clean_text(intent.text);
    item.at = wall_of(intent.at);
    auto put = device.put_item(known, item, now);
    if (!put) return put.error();
    return {};
  });
}

void Core::handle_intent(const RemoveItem& intent) {
  act([&](Device& device, Now now) -> Result<void> {
    const auto id = id_of<16>(intent.item);
    const auto& items = device.state().items;
    const auto known = id ? items.find({device.record().slot, *id}) : items.end();
    if (known == items.end()) return Error{ErrorCode::not_found, "item"};
    twinlamp::ListItem item;
    item.list = known->second->list;
    item.removed = true;
    auto put = device.put_item(id, item, now);
    if (!put) return put.error();
    return {};
  });
}

void Core::handle_intent(const SayRemark& intent) {
  if (!is_utf8(intent.text)) return problem(words().say("act.bad_text"));
  act([&](Device& device, Now now) -> Result<void> {
    Bytes about;
    if (!from_hex(intent.about, about)) return Error{ErrorCode::not_found, "remark"};
    return device.remark(about, static_cast<std::uint16_t>(intent.kind), clean_text(intent.text), now);
  });
}

}  // namespace twinlamp::client
