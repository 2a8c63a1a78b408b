// What a person does about dates, beside what every round and gift has: proposing one, and a file for the calendar.
#include "client/app/core.h"
#include "client/app/export_place.h"
#include "client/app/practices/dates.h"
#include "client/content/utf8.h"
#include "protocol/practice/dates.h"

namespace twinlamp::client {

// In the round that looks back on it; opened where there is none.
void Core::handle_intent(const ProposeDate& intent) {
  if (!is_utf8(intent.what)) return problem(words().say("act.bad_text"));
  if (is_blank(intent.what)) return problem(words().say("dates.no_words"));
  if (intent.at <= around_.clock.now().wall) return problem(words().say("dates.is_past"));
  const auto* card = wording_->catalogue.find(practice::date_card);
  if (card == nullptr) return problem(words().say("act.no_card"));
  RoundId round{};
  const bool is_open = act([&](Device& device, Now now) -> Result<void> {
    auto opened = device.open_round(facts_of(*card), card->prompt, now);
    if (!opened) return opened.error();
    round = *opened;
    return {};
  });
  if (!is_open) return;
  twinlamp::Step step;
  step.kind = static_cast<std::uint16_t>(StepKind::plan);
  step.choice = static_cast<std::uint32_t>(std::max(intent.minutes, 0));
  step.said.text = clean_text(intent.what);
  step.moment = intent.at;
  act([&](Device& device, Now now) { return device.take_step(round, step, now); });
}

void Core::handle_intent(const ExportCalendar& intent) {
  if (!is_paired()) return problem(words().say("act.locked"));
  const auto events = calendar_of(*dates_, around_.clock.now().wall, partner_name(), *wording_);
  if (events.empty()) return problem(words().say("dates.nothing_for_calendar"));
  const auto* home = std::getenv("HOME");
  auto file = export_file(intent.file, ".ics", intent.replace, home == nullptr ? "" : home);
  if (!file) return problem(file.error().where);
  const auto text = to_ics(events, std::chrono::floor<std::chrono::seconds>(around_.clock.now().wall));
  on_exported(*file, write_copy(*file, bytes_of(text)));
}

}  // namespace twinlamp::client
