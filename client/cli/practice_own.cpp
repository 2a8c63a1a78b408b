#include "client/cli/practice_own.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "client/cli/describe.h"
#include "client/content/own_deck.h"

namespace twinlamp::cli {
namespace {

using client::Model;

constexpr std::uint8_t usual_depth = 1, usual_steps = 7;

// One byte more than may be there, so that a file that never ends is bounded all the same.
std::optional<std::string> text_of_file(const std::string& name) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(name, error)) return std::nullopt;
  std::ifstream file(name, std::ios::binary);
  std::string text(client::own_limits::bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return file.bad() ? std::nullopt : std::optional(text);
}

int list(Terminal& terminal) {
  const auto model = terminal.session.model();
  const auto& words = terminal.session.words();
  const auto& own = *model->own_cards;
  for (const auto& deck : own.decks) {
    const auto whose = deck.mine ? words.say("own.mine") : words.say("own.theirs", {{"partner", model->partner.name}});
    auto line = deck.name + " (" + whose + ", " + deck.shared_at + ")";
    for (const auto& card : deck.cards) line += "\n  " + card.id + ": " + card.prompt;
    terminal.printer.event("own_deck", Fields().text("name", deck.name).flag("mine", deck.mine).number("cards", static_cast<long long>(deck.cards.size())), line);
  }
  for (const auto& file : own.files) {
    auto line = file.problems.empty() ? words.say(file.shared ? "own.file_shared" : "own.file_good", {{"name", file.name}, {"count", file.cards}})
                                      : words.say("own.file_bad", {{"name", file.name}});
    for (const auto& problem : file.problems) line += "\n  " + problem;
    terminal.printer.event("own_file", Fields().text("name", file.name).number("cards", static_cast<long long>(file.cards)), line);
  }
  if (own.decks.empty() && own.files.empty()) terminal.printer.say(words.say("own.none", {{"folder", own.folder}}));
  return 0;
}

int check(Terminal& terminal, const std::string& name, bool shares) {
  const auto text = text_of_file(name);
  if (!text) return fail(terminal, terminal.say("own.no_file", {{"file", name}}));
  const std::filesystem::path path(name);
  const auto& words = terminal.session.words();
  const auto content = client::read_own_deck({path.filename().string(), *text}, client::Catalogue::built_in(words.language()));
  for (const auto& problem : content.problems) terminal.printer.problem(problem.sentence());
  if (!content.problems.empty()) return 1;
  const auto deck = client::deck_name_of(path.stem().string());
  if (!shares) return terminal.printer.say(words.say("own.file_good", {{"name", deck}, {"count", content.cards.size()}})), 0;
  if (!is_paired(terminal)) return 1;
  const auto before = terminal.session.model()->own_cards;
  const auto problem = terminal.session.attempt(client::ShareDeck{deck, *text}, [&](const Model& model) { return model.own_cards != before; });
  if (!problem.empty()) return fail(terminal, problem);
  return delivered(terminal, {}, words.say("own.shared", {{"name", deck}, {"count", content.cards.size()}}));
}

int add(Terminal& terminal, Words words) {
  client::AddOwnCard intent;
  auto& card = intent.card;
  card.depth = usual_depth;
  for (auto option = take_option(words, "--option"); !option.empty(); option = take_option(words, "--option")) card.options.push_back(option);
  card.scale.min_label = take_option(words, "--low");
  card.scale.max_label = take_option(words, "--high");
  if (const auto depth = take_option(words, "--depth"); !depth.empty()) {
    int number = 0;
    const auto [end, wrong] = std::from_chars(depth.data(), depth.data() + depth.size(), number);
    if (wrong != std::errc() || end != depth.data() + depth.size() || number < 1 || number > 5) return fail(terminal, terminal.say("own.bad_depth")), 2;
    card.depth = static_cast<std::uint8_t>(number);
  }
  if (words.size() < 5) return fail(terminal, terminal.say("cli.own.usage")), 2;
  intent.practice = words[2];
  bool is_kind = false;
  for (std::uint8_t kind = 1; kind <= client::card_kinds; ++kind)
    if (words[3] == client::name_of(static_cast<client::CardKind>(kind))) card.kind = static_cast<client::CardKind>(kind), is_kind = true;
  if (!is_kind) return fail(terminal, terminal.say("cli.own.usage")), 2;
  card.prompt = joined(words, 4);
  if (card.kind == client::CardKind::scale) card.scale.steps = usual_steps;
  if (card.kind == client::CardKind::choices) card.most = static_cast<std::uint8_t>(card.options.size());
  if (card.kind == client::CardKind::list) card.lines_least = 1, card.lines_most = 3;
  if (!is_paired(terminal)) return 1;
  const auto before = terminal.session.model()->own_cards;
  const auto problem = terminal.session.attempt(intent, [&](const Model& model) { return model.own_cards != before; });
  if (!problem.empty()) return fail(terminal, problem);
  return delivered(terminal, {}, terminal.say("own.added"));
}

int remove(Terminal& terminal, const std::string& name) {
  const auto is_mine = [&](const Model& model) {
    return std::any_of(model.own_cards->decks.begin(), model.own_cards->decks.end(), [&](const auto& deck) { return deck.mine && deck.name == name; });
  };
  if (!is_paired(terminal)) return 1;
  if (!is_mine(*terminal.session.model())) return fail(terminal, terminal.say("own.no_deck", {{"name", name}}));
  const auto problem = terminal.session.attempt(client::RemoveDeck{name}, [&](const Model& model) { return !is_mine(model); });
  return problem.empty() ? delivered(terminal, {}, terminal.say("own.removed", {{"name", name}})) : fail(terminal, problem);
}

}  // namespace

int own(Terminal& terminal, Words words) {
  const auto verb = words.size() > 1 ? words[1] : std::string("list");
  if (verb == "list") return list(terminal);
  if ((verb == "check" || verb == "share") && words.size() == 3) return check(terminal, words[2], verb == "share");
  if (verb == "add") return add(terminal, std::move(words));
  if (verb == "remove" && words.size() == 3) return remove(terminal, words[2]);
  return fail(terminal, terminal.say("cli.own.usage")), 2;
}

}  // namespace twinlamp::cli
