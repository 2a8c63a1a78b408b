#include "client/ui/screens/round_row.h"

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {

using client::RoundPhase;

bool waits_for_me(const client::RoundView& round) {
  switch (round.phase) {
    case RoundPhase::writing:
    case RoundPhase::partner_sealed:
      return !round.passed;
    case RoundPhase::countdown:
      return true;
    case RoundPhase::receiving:
      return round.may_say_back || round.may_confirm || round.may_react || round.may_reply ||
             (round.fears && (round.fears->may_help || round.fears->may_say_what_helps)) ||
             (round.dialogue && !round.dialogue->to_answer.empty());
    case RoundPhase::sealed:
    case RoundPhase::both_sealed:
    case RoundPhase::closed:
    case RoundPhase::unanswered:
      return false;
  }
  return false;
}

std::string standing(const Ui& ui, const client::RoundView& round, const std::string& partner) {
  const auto& they = partner.empty() ? ui.say("partner.start") : partner;
  switch (round.phase) {
    case RoundPhase::writing:
      return round.opened_by_me ? ui.say("round.standing.mine") : ui.say("round.standing.theirs", {{"partner", they}});
    case RoundPhase::partner_sealed:
      return ui.say("round.standing.partner_sealed", {{"partner", they}});
    case RoundPhase::sealed:
    case RoundPhase::both_sealed:
      return round.waiting_for.empty() ? ui.say("round.standing.sealed") : round.waiting_for;
    case RoundPhase::countdown:
      return ui.say("round.standing.opening");
    case RoundPhase::receiving:
      return round.waiting_for.empty() ? ui.say("round.standing.open") : round.waiting_for;
    case RoundPhase::closed:
      return ui.say("round.standing.kept");
    case RoundPhase::unanswered:
      return ui.say("round.standing.unanswered");
  }
  return {};
}

bool list_row(Ui& ui, std::string_view id, std::string_view above, std::string_view title, std::string_view below) {
  const float padding = ui.px(1.1f), words = ui.pen.width - 2 * padding;
  const auto part = [&](Face face, std::string_view text) {
    return text.empty() ? 0 : prose_height(ui, text, face, words);
  };
  const float tall = part(Face::small, above) + part(Face::reading, title) + part(Face::small, below) + ui.px(1.4f);
  const auto rect = ui.take(tall);
  const auto key = std::string(title) + "##" + std::string(id);
  const auto it = ui.pressable(key, rect);
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control) * 1.2f;
  const float on = ui.animate(ImGui::GetID(key.c_str()) ^ 0x56u, it.hovered ? 1.f : 0.f, ui.theme.motion.quick);
  fill(ui, rect, mix(with_alpha(colors.card, 0.72f), colors.quiet, on), radius);
  outline(ui, rect, with_alpha(colors.card_edge, 0.8f), radius);
  const auto pen = ui.pen;
  ui.pen = {rect.x + padding, rect.y + ui.px(0.7f), words};
  if (!above.empty()) prose(ui, above, {.face = Face::small, .color = colors.accent_text, .role = ""});
  prose(ui, title, {.face = Face::reading, .role = ""});
  if (!below.empty()) prose(ui, below, {.face = Face::small, .color = colors.ink_soft, .role = ""});
  ui.pen = pen;
  if (it.focused) ui.focus_ring(rect, radius);
  ui.record("row", title, rect, below, true, it.focused);
  return it.pressed;
}

bool round_row(Ui& ui, const client::RoundView& round, const std::string& partner) {
  return list_row(ui, round.id, round.card.practice_name, round.card.prompt, standing(ui, round, partner));
}

}  // namespace twinlamp::ui
