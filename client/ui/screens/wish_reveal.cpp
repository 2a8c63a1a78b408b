#include "client/ui/screens/wish_reveal.h"

#include <algorithm>
#include <vector>

#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/wish_cards.h"

namespace twinlamp::ui {
namespace {

constexpr int desire = 4, dates = 9;  // product.md's rows

// In the order in which they were drawn.
std::vector<std::string> wishes_of(const client::RoundView& round, client::Wish wanted) {
  std::vector<std::string> out;
  const auto* both = std::get_if<client::WishesAnswer>(&round.mine->answer);
  if (both == nullptr || !round.card.items) return out;
  for (const auto& item : *round.card.items)
    if (const auto found = both->wishes.find(item.id); found != both->wishes.end() && found->second == wanted)
      out.push_back(item.text);
  return out;
}

// Those whose item is gone since are in the words alone.
bool are_all_known(const client::RoundView& round) {
  const auto* both = std::get_if<client::WishesAnswer>(&round.mine->answer);
  return both != nullptr && both->wishes.size() == wishes_of(round, client::Wish::yes).size() +
                                                       wishes_of(round, client::Wish::curious).size();
}

bool is_asked(const client::Model& model, const std::string& card) {
  return std::ranges::any_of(model.open_rounds, [&](const auto& round) { return round->card.id == card; });
}

Step draw_kind(Ui& ui, const RoundPage& page, client::Wish wanted) {
  const auto wishes = wishes_of(page.round, wanted);
  if (wishes.empty()) return {};
  const bool want = wanted == client::Wish::yes, is_desire = page.round.card.practice == desire;
  const auto& heading = is_desire ? ui.say(want ? "desire.want" : "desire.enjoy")
                                  : ui.say(want ? "wishes.both_yes" : "wishes.both_curious");
  wish_cards(ui, want ? WishKind::want : WishKind::thought, heading, wishes);
  Step step;
  const auto& view = *page.model.desire;
  const auto& talk = want ? view.talk_of_wish : view.talk_of_thought;
  if (is_desire && view.is_shown() && !talk.empty()) {
    ui.gap(0.7f);
    if (button(ui, ui.say("wishes.talk"), {.enabled = may_act(page.model) && !is_asked(page.model, talk), .id = talk}))
      step = Step::want(client::AskCard{talk});
  }
  ui.gap(1.3f);
  return step;
}

Step draw_in_common(Ui& ui, const RoundPage& page) {
  prose(ui, ui.say("wishes.title"), {.face = Face::card, .align = Align::centre, .role = "who"});
  prose(ui, ui.say("wishes.no_task"), {.color = ui.theme.colors.ink_soft, .align = Align::centre});
  ui.gap(1.2f);
  auto step = draw_kind(ui, page, client::Wish::yes);
  if (auto other = draw_kind(ui, page, client::Wish::curious)) step = std::move(other);
  if (page.round.card.practice == dates && may_act(page.model)) {
    if (button(ui, ui.say("dates.plan"))) step = Step::to({.to = Route::To::practice, .practice = dates});
    ui.gap(1.1f);
  }
  return step;
}

void draw_nothing(Ui& ui) {
  empty_state(ui, {Drawing::lamp, ui.say("wishes.none")});
  ui.gap(0.5f);
  prose(ui, ui.say("wishes.none_about"), {.color = ui.theme.colors.ink_soft, .align = Align::centre, .widest = 30});
  ui.gap(1.1f);
}

}  // namespace

bool shows_wishes(const client::RoundView& round) {
  return round.card.kind == client::CardKind::wishes && round.mine && round.partners &&
         !round.mine->could_not_be_opened && !round.partners->could_not_be_opened;
}

Step draw_wish_reveal(Ui& ui, const RoundPage& page) {
  const auto pen = ui.pen;
  const float column = std::min(pen.width, ui.px(40));
  ui.pen.x += (pen.width - column) / 2, ui.pen.width = column;
  Step step;
  const auto* both = std::get_if<client::WishesAnswer>(&page.round.mine->answer);
  if (both != nullptr && both->wishes.empty()) {
    draw_nothing(ui);
  } else if (are_all_known(page.round)) {
    step = draw_in_common(ui, page);
  } else {
    prose(ui, page.round.mine->words, {.face = Face::reading, .role = "answer"});
    ui.gap(1.1f);
  }
  prose(ui, ui.say("answer.sealed_at", {{"when", page.round.mine->sealed_at}}),
        {.face = Face::small, .color = ui.theme.colors.ink_faint, .align = Align::centre});
  ui.pen = {pen.x, ui.pen.y, pen.width};
  return step;
}

}  // namespace twinlamp::ui
