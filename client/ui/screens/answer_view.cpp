#include "client/ui/screens/answer_view.h"

#include <algorithm>

#include "client/ui/kit/overlap.h"
#include "client/ui/kit/page.h"
#include "client/ui/kit/pair_rows.h"
#include "client/ui/kit/prose.h"
#include "client/ui/screens/reveal.h"

namespace twinlamp::ui {
namespace {

const std::string& name_of(const client::PersonView& person, const std::string& otherwise) {
  return person.name.empty() ? otherwise : person.name;
}

struct KindView {
  Ui& ui;
  const client::CardView& card;
  const client::AnswerView& answer;
  const client::AnswerView* other;

  const std::string& option(std::size_t index) const {
    return index < card.options.size() ? card.options[index] : ui.say("answer.option_gone");
  }
  std::string item(const std::string& id) const {
    if (card.items)
      if (const auto found = std::ranges::find(*card.items, id, &client::Item::id); found != card.items->end()) return found->text;
    return ui.say("answer.option_gone");
  }
  void small(std::string_view text) const { prose(ui, text, {.face = Face::small, .color = ui.theme.colors.ink_soft}); }

  // A number and its line, which wraps beside it; and what is said of the line, under it.
  void numbered(std::size_t number, std::string_view text, bool accented = false, std::string_view under = {}) const {
    const auto pen = ui.pen;
    const auto& tone = accented ? ui.theme.colors.accent_text : ui.theme.colors.ink;
    put_line(ui, Face::strong, ui.theme.colors.accent_text, pen.x, pen.y, std::to_string(number));
    ui.pen.x += ui.px(1.8f), ui.pen.width -= ui.px(1.8f);
    prose(ui, text, {.face = Face::reading, .color = tone, .role = "answer"});
    if (!under.empty()) small(under);
    ui.pen = {pen.x, ui.pen.y, pen.width};
    ui.gap(0.35f);
  }

  template <class Known>
  void operator()(const Known&) const {
    prose(ui, answer.words, {.face = Face::reading, .role = "answer"});
  }
  void operator()(const client::ChoicesAnswer& chosen) const {
    const auto* theirs = other ? std::get_if<client::ChoicesAnswer>(&other->answer) : nullptr;
    for (const auto index : chosen.indices) {
      const bool is_shared = theirs && std::ranges::find(theirs->indices, index) != theirs->indices.end();
      prose(ui, option(index), {.face = Face::reading, .color = is_shared ? ui.theme.colors.accent_text : ui.theme.colors.ink, .role = "answer"});
      if (is_shared) small(ui.say("choices.both"));
      ui.gap(0.35f);
    }
  }
  void operator()(const client::RankingAnswer& ranking) const {
    for (std::size_t i = 0; i < ranking.order.size(); ++i) numbered(i + 1, option(ranking.order[i]));
  }
  void operator()(const client::ListAnswer& list) const {
    for (std::size_t i = 0; i < list.lines.size(); ++i) {
      const bool is_marked = list.mark == i + 1;
      numbered(i + 1, list.lines[i], is_marked, is_marked ? std::string_view(ui.say("lines.is_marked")) : std::string_view());
    }
  }
  void operator()(const client::GuessAnswer& guess) const {
    const bool is_written = guess.mine == client::GuessAnswer::unset;
    prose(ui, is_written ? guess.mine_text : option(guess.mine), {.face = Face::reading, .role = "answer"});
    ui.gap(0.7f);
    small(ui.say("guess.guessed"));
    prose(ui, is_written ? guess.guess_text : option(guess.guess), {.face = Face::reading, .role = "guess"});
    const auto* theirs = other ? std::get_if<client::GuessAnswer>(&other->answer) : nullptr;
    if (!is_written && theirs && theirs->mine == guess.guess) {
      ui.gap(0.2f);
      prose(ui, ui.say("guess.fits"), {.face = Face::small, .color = ui.theme.colors.accent_text});
    }
  }
  void operator()(const client::SortAnswer& sort) const {
    for (std::size_t i = 0; i < sort.ranked.size(); ++i) numbered(i + 1, item(sort.ranked[i]));
    constexpr std::pair<client::Pile, const char*> rest[] = {
        {client::Pile::most, "piles.most"}, {client::Pile::some, "piles.some"}, {client::Pile::least, "piles.least"}};
    for (const auto& [pile, key] : rest) {
      std::string names;
      for (const auto& [id, its] : sort.piles)
        if (its == pile && std::ranges::find(sort.ranked, id) == sort.ranked.end()) names += (names.empty() ? "" : ", ") + item(id);
      if (names.empty()) continue;
      ui.gap(0.5f);
      small(ui.say(key));
      prose(ui, names, {.role = "answer"});
    }
  }
};

bool are_open(const client::RoundView& round) {
  return round.mine && round.partners && !round.mine->could_not_be_opened && !round.partners->could_not_be_opened;
}

}  // namespace

void draw_kind_view(Ui& ui, const client::CardView& card, const client::AnswerView& answer, const client::AnswerView* other) {
  std::visit(KindView{ui, card, answer, other}, answer.answer);
}

bool draw_shared_view(Ui& ui, const client::Model& model, const client::RoundView& round) {
  if (round.card.kind != client::CardKind::pairs || !are_open(round)) return false;
  const TwoPicks picks{std::get_if<client::PairsAnswer>(&round.mine->answer), std::get_if<client::PairsAnswer>(&round.partners->answer),
                       name_of(model.me, ui.say("said.you")), name_of(model.partner, ui.say("partner.start"))};
  const Panel panel(ui);
  pairs_picture(ui, round.card.pairs, picks);
  return true;
}

}  // namespace twinlamp::ui
