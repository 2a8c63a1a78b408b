#include "client/cli/practice_open_up.h"

#include <algorithm>
#include <charconv>

#include "client/cli/commands_rounds.h"
#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::OpenUpArea;

const std::string& depth_words(int depth, const client::Words& words) { return words.nth("cards.depths", static_cast<std::size_t>(std::clamp(depth, 1, 5) - 1)); }

std::optional<int> number_in(const std::string& typed) {
  int number = 0;
  const auto [end, problem] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  return problem == std::errc() && end == typed.data() + typed.size() ? std::optional(number) : std::nullopt;
}

const OpenUpArea* my_area(const Model& model) {
  const auto found = std::ranges::find(model.open_up->areas, true, &OpenUpArea::mine);
  return found == model.open_up->areas.end() ? nullptr : &*found;
}

std::string area_words(std::size_t number, const OpenUpArea& area, const Model& model, const client::Words& words) {
  auto line = words.say("cli.open_up.area", {{"number", number}, {"area", area.name}, {"id", area.id}});
  if (area.mine) line += " " + words.say("cli.open_up.mine");
  if (area.partners) line += " " + words.say("open_up.partners", {{"partner", partner_at_start(model, words)}, {"area", area.name}});
  return line;
}

Fields fields_of(const Model& model) {
  const auto& view = *model.open_up;
  const auto* mine = my_area(model);
  const auto partners = std::ranges::find(view.areas, true, &OpenUpArea::partners);
  Fields fields;
  fields.number("depth", view.depth).number("ceiling", view.ceiling).flag("asks_ceiling", view.asks_ceiling).text("area", mine != nullptr ? mine->id : "");
  fields.text("partners_area", partners != view.areas.end() ? partners->id : "").text("next_card", mine != nullptr ? mine->next_card : "");
  return fields.text("news_card", view.news_card);
}

std::string areas_words(const Model& model, const client::Words& words) {
  std::string out;
  const auto& areas = model.open_up->areas;
  for (std::size_t i = 0; i < areas.size(); ++i) out += (i == 0 ? "" : "\n") + area_words(i + 1, areas[i], model, words);
  return out;
}

// How deep, as it was chosen; else what counts until then, and the question once a climb needs the answer.
std::string ceiling_words(const client::OpenUpView& view, const client::Words& words) {
  if (view.is_ceiling_chosen) return words.say("cli.open_up.ceiling", {{"depth", view.ceiling}, {"words", depth_words(view.ceiling, words)}});
  std::string depths;
  for (int depth = 1; depth <= 5; ++depth) depths += (depth == 1 ? "" : ", ") + std::to_string(depth) + " " + depth_words(depth, words);
  const auto answer = words.say("cli.open_up.ask_ceiling", {{"words", depths}});
  if (!view.asks_ceiling) return words.say("open_up.ceiling_unchosen", {{"depth", view.ceiling}}) + " " + answer;
  return words.say("open_up.ask_ceiling") + " " + words.say("open_up.ask_ceiling_about", {{"depth", view.ceiling}}) + "\n" + answer;
}

const OpenUpArea* find_area(const Model& model, const std::string& typed) {
  const auto& areas = model.open_up->areas;
  if (const auto number = number_in(typed); number && *number >= 1 && *number <= static_cast<int>(areas.size())) return &areas[static_cast<std::size_t>(*number - 1)];
  const auto found = std::ranges::find_if(areas, [&](const OpenUpArea& each) { return each.id == typed || each.name == typed; });
  return found == areas.end() ? nullptr : &*found;
}

}  // namespace

std::string open_up_page(const Model& model, const client::Words& words) {
  const auto& view = *model.open_up;
  if (view.areas.empty()) return {};  // not paired yet
  auto out = areas_words(model, words) + "\n" + words.say("open_up.depth", {{"depth", view.depth}, {"words", depth_words(view.depth, words)}}) + "\n" + ceiling_words(view, words);
  const auto card = [&](const std::string& id, std::string_view key) {
    const auto found = std::ranges::find(*model.cards, id, &client::CardView::id);
    if (found != model.cards->end()) out += "\n" + words.say(key, {{"prompt", found->prompt}});
  };
  if (const auto* mine = my_area(model)) card(mine->next_card, "cli.open_up.next");
  card(view.news_card, "cli.open_up.news");
  return out;
}

int open_up(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto model = terminal.session.model();
  const auto verb = joined(words, 1);
  if (verb.empty()) {
    terminal.printer.event("open_up", fields_of(*model), open_up_page(*model, terminal.session.words()));
    return 0;
  }
  if (verb == "ask") {
    const auto* mine = my_area(*model);
    if (mine == nullptr) return fail(terminal, terminal.say("cli.open_up.no_area"));
    if (mine->next_card.empty()) return fail(terminal, terminal.say("open_up.none", {{"area", mine->name}}));
    return ask(terminal, {"ask", mine->next_card});
  }
  if (verb != "news") return fail(terminal, terminal.say("cli.open_up.usage")), 2;
  if (model->open_up->news_card.empty()) return fail(terminal, terminal.say("cli.open_up.no_news"));
  return ask(terminal, {"ask", model->open_up->news_card});
}

int area(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto model = terminal.session.model();
  const auto typed = joined(words, 1);
  if (typed.empty()) return terminal.printer.say(areas_words(*model, terminal.session.words())), 0;
  const auto* wanted = find_area(*model, typed);
  if (wanted == nullptr) return fail(terminal, terminal.say("cli.open_up.unknown", {{"area", typed}}));
  const auto id = wanted->id, name = wanted->name;
  if (!wanted->mine) {
    const auto problem = terminal.session.attempt(client::PutItem{client::SharedList::area, model->open_up->my_area_item, id, {}}, [&](const Model& m) {
      const auto* mine = my_area(m);
      return mine != nullptr && mine->id == id;
    });
    if (!problem.empty()) return fail(terminal, problem);
  }
  terminal.printer.event("area", Fields().text("area", id), terminal.say("cli.open_up.chosen", {{"area", name}}));
  return 0;
}

int ceiling(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto depth = number_in(joined(words, 1));
  if (!depth || *depth < 1 || *depth > 5) return fail(terminal, terminal.say("cli.open_up.ceiling_usage")), 2;
  const auto problem = terminal.session.attempt(client::SetCeiling{*depth}, [&](const Model& m) { return m.open_up->is_ceiling_chosen && m.open_up->ceiling == *depth; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("ceiling", Fields().number("depth", *depth),
                         terminal.say("cli.open_up.ceiling", {{"depth", *depth}, {"words", depth_words(*depth, terminal.session.words())}}));
  return 0;
}

}  // namespace twinlamp::cli
