#include "client/ui/screens/appreciations.h"

#include <algorithm>
#include <array>

#include "client/ui/kit/choice.h"
#include "client/ui/kit/empty_state.h"
#include "client/ui/screens/round_row.h"
#include "client/ui/screens/form.h"

namespace twinlamp::ui {
namespace {

using client::GiftKind;
using client::GiftMoment;
using client::GiftRef;
using client::GiftView;

constexpr text::Editor::Limits part_limits{false, 2000};

struct OwnState {
  std::size_t kind = 0;    // 0 a compliment, 1 a few words
  std::size_t moment = 0;  // 0 now, 1 at their morning
  Writing did{part_limits}, says{part_limits}, felt{part_limits}, words{part_limits};
  bool is_sending = false;
  std::size_t sent = 0;  // of mine in the jar, when the last was sent
  std::string thanked;   // the gift that a word back is written for
  Writing thanks{{.one_line = true, .bytes = 500}};
  bool shows_all = false;
  VirtualRows rows;
};

std::size_t mine_in(const client::GiftsView& gifts) {
  return std::size_t(std::count_if(gifts.jar.begin(), gifts.jar.end(), [](const GiftRef& gift) { return gift->mine; }));
}

// Emptied only once it is in the jar: what was refused stays where it can be changed.
void empty_what_was_sent(const client::GiftsView& gifts, OwnState& state) {
  if (!state.is_sending || mine_in(gifts) <= state.sent) return;
  for (auto* part : {&state.did, &state.says, &state.felt, &state.words}) part->editor.set_text("");
  state.is_sending = false;
}

void draw_part(Ui& ui, std::string_view label, std::string_view placeholder, Writing& part) {
  prose(ui, label, {.face = Face::strong});
  ui.gap(0.3f);
  writing_area(ui, label, part, {.placeholder = placeholder, .least_rows = 2, .most_rows = 6});
  ui.gap(0.8f);
}

client::SendGift gift_of(const OwnState& state) {
  client::SendGift gift;
  gift.kind = state.kind == 0 ? GiftKind::compliment : GiftKind::affirmation;
  if (state.kind == 0) {
    gift.did = state.did.editor.text();
    gift.says = state.says.editor.text();
    gift.felt = state.felt.editor.text();
  } else {
    gift.text = state.words.editor.text();
  }
  gift.moment = state.moment == 0 ? GiftMoment::now : GiftMoment::morning;
  return gift;
}

bool is_complete(const OwnState& state, const client::SendGift& gift) {
  return state.kind == 0 ? client::is_compliment(gift.did, gift.says, gift.felt) : has_words(state.words);
}

void draw_moments(Ui& ui, const client::Model& model, OwnState& state) {
  const std::array<std::string_view, 2> moments{ui.say("gifts.now"), ui.say("gifts.at_morning")};
  chips(ui, moments, state.moment);
  if (state.moment == 0) return;
  ui.gap(0.4f);
  prose(ui, ui.say("gifts.morning_is", {{"moment", model.gifts->their_morning}}), {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = "hint"});
}

Step draw_composer(Ui& ui, const client::Model& model, OwnState& state) {
  const Panel panel(ui);
  const auto partner = partner_within(ui, model);
  const std::array<std::string_view, 2> kinds{ui.say("gifts.compliment"), ui.say("gifts.affirmation")};
  chips(ui, kinds, state.kind);
  ui.gap(0.9f);
  if (state.kind == 0) {
    draw_part(ui, ui.say("gifts.did", {{"partner", partner}}), ui.say("gifts.did_example"), state.did);
    draw_part(ui, ui.say("gifts.says"), ui.say("gifts.says_example"), state.says);
    draw_part(ui, ui.say("gifts.felt"), ui.say("gifts.felt_example"), state.felt);
  } else {
    draw_part(ui, ui.say("gifts.words", {{"partner", partner}}), ui.say("gifts.words_example"), state.words);
  }
  draw_moments(ui, model, state);
  const auto gift = gift_of(state);
  const bool is_repeated = state.kind == 0 && client::is_repeated(*model.gifts, gift.did, gift.says, gift.felt);
  ui.gap(0.8f);
  if (is_repeated) {
    prose(ui, ui.say("gifts.repeated"), {.color = ui.theme.colors.ink_soft, .role = "hint"});
    ui.gap(0.6f);
  }
  const bool may_send = may_act(model) && !is_repeated;
  if (!button(ui, ui.say("gifts.send"), {.kind = ButtonKind::main, .enabled = may_send && is_complete(state, gift)}))
    return {};
  state.is_sending = true;
  state.sent = mine_in(*model.gifts);
  return Step::want(gift);
}

Step draw_thanks(Ui& ui, const GiftView& gift, OwnState& state) {
  if (gift.thanked) {
    prose(ui, ui.say("gifts.you_thanked"), {.face = Face::small, .color = ui.theme.colors.ink_soft});
    return {};
  }
  if (state.thanked != gift.id) {
    if (button(ui, ui.say("gifts.thank"), {.kind = ButtonKind::plain, .id = gift.id})) {
      state.thanked = gift.id;
      state.thanks.editor.set_text("");
      state.thanks.wants_focus = true;
    }
    return {};
  }
  const bool submitted =
      field(ui, ui.say("gifts.thanks"), state.thanks, {.hint = ui.say("gifts.thanks_hint")}).submitted;
  ui.gap(0.5f);
  if (!button(ui, ui.say("gifts.thanks_send"), {.id = gift.id}) && !submitted) return {};
  state.thanked.clear();
  return Step::want(client::SayRemark{client::RemarkKind::thanks, gift.id, state.thanks.editor.text()});
}

// What has come, until it is put into the jar.
Step draw_fresh(Ui& ui, const client::Model& model, OwnState& state) {
  const auto& fresh = model.gifts->fresh;
  if (fresh.empty()) return {};
  Step step;
  for (const auto& gift : fresh) {
    {
      const Panel panel(ui, PanelKind::raised, 1.7f);
      draw_gift(ui, *gift, model.partner.name);
      ui.gap(0.7f);
      if (auto thanks = draw_thanks(ui, *gift, state)) step = std::move(thanks);
    }
    ui.gap(0.8f);
  }
  ui.gap(0.2f);
  if (button(ui, ui.say("gifts.keep"), {.kind = ButtonKind::main})) step = Step::want(client::LookAtGifts{});
  ui.gap(1.4f);
  return step;
}

Step draw_on_its_way(Ui& ui, const client::Model& model) {
  Step step;
  bool is_first = true;
  for (const auto& gift : model.gifts->jar) {
    if (gift->opens.empty() || gift->kind == GiftKind::surprise) continue;
    if (std::exchange(is_first, false)) {
      ui.gap(1.2f);
      sheet_heading(ui, ui.say("gifts.on_its_way"));
    }
    const Panel panel(ui, PanelKind::outlined, 1.1f);
    prose(ui, client::line_of(*gift), {.role = "gift"});
    ui.gap(0.2f);
    prose(ui, ui.say("gifts.opens", {{"partner", partner_within(ui, model)}, {"moment", gift->opens}}),
          {.face = Face::small, .color = ui.theme.colors.ink_soft});
    ui.gap(0.4f);
    if (button(ui, ui.say("gifts.take_back"), {.kind = ButtonKind::plain, .id = gift->id}))
      step = Step::want(client::TakeBackGift{gift->id});
  }
  return step;
}

std::string from_words(const Ui& ui, const GiftView& gift, const std::string& partner) {
  if (gift.mine) return ui.say("gifts.from_me", {{"when", gift.given_at}});
  return ui.say("gifts.from_them",
                {{"partner", partner.empty() ? ui.say("partner.start") : partner}, {"when", gift.given_at}});
}

void draw_row(Ui& ui, const GiftView& gift, const std::string& partner) {
  prose(ui, from_words(ui, gift, partner), {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = ""});
  prose(ui, client::line_of(gift), {.face = Face::reading, .role = "gift"});
  if (gift.thanked)
    prose(ui, gift.thanks.empty() ? ui.say("gifts.thanked") : ui.say("gifts.thanked_with", {{"words", gift.thanks}}),
          {.face = Face::small, .color = ui.theme.colors.ink_soft});
  ui.gap(0.9f);
}

Step draw_jar(Ui& ui, const client::Model& model, OwnState& state) {
  const auto& gifts = *model.gifts;
  ui.gap(1.4f);
  sheet_heading(ui, ui.say("gifts.jar"));
  if (gifts.jar.empty()) {
    prose(ui, ui.say("gifts.jar_about"), {.face = Face::italic, .color = ui.theme.colors.ink_soft});
    ui.gap(1.2f);
    return {};
  }
  Step step;
  if (gifts.drawn) {
    const Panel panel(ui, PanelKind::sunken, 1.7f);
    draw_gift(ui, *gifts.drawn, model.partner.name);
  }
  ui.gap(0.3f);
  {
    const Flow flow(ui);
    if (button(ui, ui.say(gifts.drawn ? "gifts.draw_another" : "gifts.draw"))) step = Step::want(client::DrawFromJar{});
    const auto all =
        state.shows_all ? ui.say("gifts.show_none") : ui.say("gifts.show_all", {{"count", gifts.jar.size()}});
    if (button(ui, all, {.kind = ButtonKind::plain, .id = "all"})) state.shows_all = !state.shows_all;
  }
  ui.gap(1);
  if (state.shows_all)
    state.rows.draw(ui, gifts.jar.size(), gifts.jar.size(), ui.px(5),
                    [&](std::size_t i) { draw_row(ui, *gifts.jar[i], model.partner.name); });
  return step;
}

}  // namespace

void draw_gift(Ui& ui, const GiftView& gift, const std::string& partner) {
  prose(ui, from_words(ui, gift, partner),
        {.face = Face::small, .color = ui.theme.colors.accent_text, .role = "given"});
  ui.gap(0.3f);
  if (!gift.text.empty()) prose(ui, gift.text, {.face = Face::card, .role = "gift"});
  if (!gift.did.empty()) prose(ui, gift.did, {.face = Face::card, .role = "gift"});
  for (const auto* part : {&gift.says, &gift.felt}) {
    if (part->empty()) continue;
    ui.gap(0.5f);
    prose(ui, *part, {.face = Face::reading, .role = "gift"});
  }
}

Step draw_appreciations(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  auto& own = state.own<OwnState>();
  empty_what_was_sent(*page.model.gifts, own);
  const auto draw = [&] {
    auto step = draw_fresh(ui, page.model, own);
    if (auto sent = draw_composer(ui, page.model, own)) step = std::move(sent);
    if (auto back = draw_on_its_way(ui, page.model)) step = std::move(back);
    if (auto drawn = draw_jar(ui, page.model, own)) step = std::move(drawn);
    return step;
  };
  return practice_sheet(ui, page, state, area, draw);
}

std::string appreciations_wait(const Ui& ui, const client::Model& model) {
  const auto fresh = model.gifts->fresh.size();
  return fresh == 0 ? std::string() : ui.say("gifts.wait", {{"count", fresh}});
}

Step draw_kind_line(Ui& ui, const client::Model& model, KindLineState& state) {
  if (!may_act(model)) return {};
  constexpr int practice = 5;  // product.md's row
  const auto& gifts = *model.gifts;
  if (state.is_sending && mine_in(gifts) > state.sent) {
    state.words.editor.set_text("");
    state.is_sending = false;
  }
  Step step;
  if (!gifts.fresh.empty()) {
    ui.gap(0.9f);
    const auto words =
        ui.say("gifts.here", {{"partner", partner_at_start(ui, model)}});
    if (list_row(ui, "gifts", ui.say("gifts.here_above"), words, {}))
      step = Step::to({.to = Route::To::practice, .practice = practice});
  }
  ui.gap(1.3f);
  const auto label = ui.say("gifts.line", {{"partner", partner_within(ui, model)}});
  const auto typed = field(ui, label, state.words, {.placeholder = ui.say("gifts.line_example")});
  if (!has_words(state.words)) return step;
  ui.gap(0.5f);
  const Flow flow(ui);
  if (button(ui, ui.say("gifts.send"), {.id = "line"}) || typed.submitted) {
    state.is_sending = true;
    state.sent = mine_in(gifts);
    client::SendGift gift;
    gift.kind = GiftKind::affirmation;
    gift.text = state.words.editor.text();
    return Step::want(gift);
  }
  return step;
}

}  // namespace twinlamp::ui
