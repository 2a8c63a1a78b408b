#include "client/ui/screens/fears.h"

#include <array>

#include "client/practices/step_words.h"
#include "client/ui/screens/form.h"

namespace twinlamp::ui {
namespace {

struct HelpForm {
  Writing help{{.bytes = client::answer_limits::note}};
};

// Each kind of help has its own sentences: whoever wants company is not to be given ideas.
struct Asked {
  std::string_view heading, hint;  // keys
};
constexpr std::array<Asked, 3> asked{{{"fears.help.comfort", "fears.help_about.comfort"},
                                      {"fears.help.company", "fears.help_about.company"},
                                      {"fears.help.ideas", "fears.help_about.ideas"}}};

Step draw_what_helps(Ui& ui, const RoundPage& page) {
  prose(ui, ui.say("fears.what_helps"), {.face = Face::reading, .role = "heading"});
  prose(ui, ui.say("fears.what_helps_about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.7f);
  Step step;
  const Flow flow(ui);
  for (int choice = 1; choice <= client::helps; ++choice)
    if (button(ui, client::help_name(client::Help(choice), ui.words)))
      step =
          Step::want(client::TakeStep{.round = page.round.id, .kind = client::StepKind::help_wanted, .choice = choice});
  return step;
}

Step draw_help(Ui& ui, const RoundPage& page, RoundState& state) {
  auto& form = state.own.own<HelpForm>();
  const auto& wanted = asked[std::size_t(page.round.fears->partners.wanted) - 1];
  const auto heading = ui.say(wanted.heading, {{"partner", partner_at_start(ui, page.model)}});
  if (!draw_form(ui, form.help,
                 {heading, ui.say(wanted.hint), ui.say("fears.help_label"), "", ui.say("fears.help_send"), "help"}))
    return {};
  return Step::want(
      client::TakeStep{.round = page.round.id, .kind = client::StepKind::help_given, .text = taken(form.help)});
}

}  // namespace

Step draw_fears(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  return practice_sheet(ui, page, state, area, [&] {
    how_it_goes(ui, ui.say("fears.how"), "fears.steps", 4);
    return Step{};
  });
}

Step draw_fear_steps(Ui& ui, const RoundPage& page, RoundState& state) {
  const auto& fears = *page.round.fears;
  Step step;
  if (fears.may_help) {
    ui.gap(1.4f);
    step = draw_help(ui, page, state);
  }
  if (fears.may_say_what_helps) {
    ui.gap(1.4f);
    if (auto said = draw_what_helps(ui, page)) step = std::move(said);
  }
  return step;
}

}  // namespace twinlamp::ui
