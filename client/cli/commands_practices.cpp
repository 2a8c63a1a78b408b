#include "client/cli/commands_practices.h"

#include <algorithm>
#include <array>

#include "client/cli/commands_keepsake.h"
#include "client/cli/describe.h"
#include "client/cli/practice_appreciations.h"
#include "client/cli/practice_desire.h"
#include "client/cli/practice_open_up.h"
#include "client/cli/practice_play.h"
#include "client/cli/practice_steps.h"
#include "client/cli/practice_dates.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::PracticeView;
using client::RoundPhase;

struct Entry {
  int practice;  // product.md's row
  std::string (*own)(const Model&, const client::Words&);  // what it shows on its page; may be empty
};

std::string heard_page(const Model& model, const client::Words& words) {
  std::string out;
  for (const auto& round : model.open_rounds)
    if (round->phase == RoundPhase::receiving)
      out += (out.empty() ? "" : "\n") + words.say("cli.practice.round", {{"prompt", round->card.prompt}, {"state", round->waiting_for}});
  return out.empty() ? words.say("heard.none") : out;
}

constexpr std::array entries{
    Entry{1, feelings_page},
    Entry{2, open_up_page},
    Entry{3, fears_page},
    Entry{4, desire_page},
    Entry{5, appreciations_page},
    Entry{6, play_page},
    Entry{7, values_page},
    Entry{8, dialogue_page},
    Entry{9, dates_page},
    Entry{10, heard_page},
};

std::vector<client::RoundRef> open_rounds_of(const Model& model, int practice) {
  std::vector<client::RoundRef> found;
  std::copy_if(model.open_rounds.begin(), model.open_rounds.end(), std::back_inserter(found),
               [&](const auto& round) { return round->card.practice == practice; });
  return found;
}

Fields fields_of(const PracticeView& practice, const Model& model) {
  Fields fields;
  fields.number("number", practice.number).text("slug", practice.slug).text("name", practice.name).text("about", practice.about);
  return fields.text("next_card", practice.next_card).number("open_rounds", static_cast<long long>(open_rounds_of(model, practice.number).size()));
}

bool is_called(const PracticeView& practice, const std::string& name) {
  return practice.slug == name || practice.name == name || std::to_string(practice.number) == name;
}

std::string page_words(const PracticeView& practice, const Model& model, const client::Words& words) {
  std::string out = practice.name + "\n" + practice.about;
  const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Entry& each) { return each.practice == practice.number; });
  if (entry != entries.end())
    if (const auto own = entry->own(model, words); !own.empty()) out += "\n" + own;
  for (const auto& round : open_rounds_of(model, practice.number))
    out += "\n" + words.say("cli.practice.round", {{"prompt", round->card.prompt}, {"state", round->waiting_for}});
  for (const auto& card : *model.cards)
    if (card.id == practice.next_card) out += "\n" + words.say("cli.practice.next", {{"prompt", card.prompt}, {"card", card.id}});
  const bool has_cards = std::any_of(model.cards->begin(), model.cards->end(), [&](const auto& card) { return card.practice == practice.number; });
  if (has_cards) out += "\n" + words.say("cli.practice.cards", {{"practice", practice.slug}});
  return out;
}

}  // namespace

int practices(Terminal& terminal, Words) {
  const auto model = terminal.session.model();
  for (const auto& each : *model->practices)
    terminal.printer.event("practice", fields_of(each, *model), std::to_string(each.number) + ". " + each.name + " (" + each.slug + "): " + each.about);
  return 0;
}

int practice(Terminal& terminal, Words words) {
  if (words.size() < 2) return fail(terminal, terminal.say("cli.practice.usage")), 2;
  const auto model = terminal.session.model();
  const auto name = joined(words, 1);
  const auto& all = *model->practices;
  const auto found = std::find_if(all.begin(), all.end(), [&](const PracticeView& each) { return is_called(each, name); });
  if (found == all.end()) return fail(terminal, terminal.say("cli.practice.unknown", {{"name", name}}));
  terminal.printer.event("practice", fields_of(*found, *model), page_words(*found, *model, terminal.session.words()));
  return 0;
}

}  // namespace twinlamp::cli
