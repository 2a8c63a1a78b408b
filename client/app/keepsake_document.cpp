#include "client/app/keepsake_document.h"

#include "client/practices/step_words.h"

namespace twinlamp::client {
namespace {

// "{who} heard": the same for both, since a book has no "you" in it.
std::string_view said_key(ExchangeView::Kind kind) {
  switch (kind) {
    case ExchangeView::Kind::say_back: return "export.said.heard";
    case ExchangeView::Kind::confirmed: return "export.said.confirmed";
    case ExchangeView::Kind::not_quite: return "export.said.not_quite";
    case ExchangeView::Kind::reaction: return "export.said.reacted";
    case ExchangeView::Kind::follow_up: return "export.said.asked";
    case ExchangeView::Kind::reply: return "export.said.replied";
    case ExchangeView::Kind::step: break;  // its own sentence
  }
  return "export.said.reacted";
}

void add_answer(ExportEntry& entry, const std::string& who, const std::optional<AnswerView>& answer, const Words& words) {
  if (!answer) return;
  const auto& text = answer->could_not_be_opened ? words.say("export.not_opened") : answer->words;
  entry.passages.push_back({Passage::Kind::answer, who, text});
  for (const auto& addition : answer->additions)
    entry.passages.push_back({Passage::Kind::addition, words.say("export.said.added", {{"who", who}}), addition});
}

ExportEntry gift_entry(const GiftView& gift, ExportEntry entry, const std::string& giver, const std::string& other, const Words& words) {
  entry.question = words.say(gift.kind == GiftKind::surprise ? "export.gift.surprise" : "export.gift.given", {{"who", giver}, {"other", other}});
  std::string text = gift.text;
  for (const auto* part : {&gift.did, &gift.says, &gift.felt})
    if (!part->empty()) text += (text.empty() ? "" : "\n") + *part;
  entry.passages.push_back({Passage::Kind::answer, giver, text});
  if (gift.thanked) entry.passages.push_back({Passage::Kind::said, words.say("export.gift.thanks", {{"who", other}}), gift.thanks});
  return entry;
}

// Of steps that stand under no round by a sentence of their own, since its practice draws them.
std::string_view step_key(StepKind kind) {
  switch (kind) {
    case StepKind::plan: return "export.step.plan";
    case StepKind::agree_plan: return "export.step.agrees";
    case StepKind::guess: return "export.step.guess";
    default: return {};
  }
}

// What a step speaks of, where it says nothing itself.
std::string said_in(const StepView& step, const std::vector<StepView>& all) {
  if (!step.text.empty()) return step.text;
  for (const auto& other : all)
    if (!step.about.empty() && other.id == step.about) return other.text;
  return {};
}

// What both stand behind, together at the end of a dialogue, as it ended.
void add_board(ExportEntry& entry, const RoundView& round, const Words& words) {
  if (!round.dialogue) return;
  for (const auto& line : round.dialogue->board)
    if (line.is_shared) entry.passages.push_back({Passage::Kind::said, words.say("dialogue.both_stand_behind"), line.text});
  if (round.dialogue->ended != DialogueEnding::unsaid)
    entry.passages.push_back({Passage::Kind::said, words.say("dialogue.ended"), ending_name(round.dialogue->ended, words)});
}

}  // namespace

ExportEntry entry_of(const RoundSummary& line, const FindRound& find, const Names& names, const Words& words) {
  ExportEntry entry;
  entry.question = line.prompt;
  entry.about = line.practice_name.empty() ? line.date : line.practice_name + " · " + line.date;
  const auto& me = names.me.empty() ? words.say("said.you") : names.me;
  const auto& partner = names.partner.empty() ? words.say("partner.bare") : names.partner;
  if (line.gift) return gift_entry(*line.gift, std::move(entry), line.gift->mine ? me : partner, line.gift->mine ? partner : me, words);
  const auto round = find(line.id);
  if (!round) return entry;
  add_answer(entry, me, round->mine, words);
  add_answer(entry, partner, round->partners, words);
  for (const auto& said : round->exchange) {
    const auto& who = said.mine ? me : partner;
    const bool is_step = said.kind == ExchangeView::Kind::step;
    entry.passages.push_back(
        {Passage::Kind::said, is_step ? step_heading(said, false, who, words) : words.say(said_key(said.kind), {{"who", who}}), said.text});
  }
  for (const auto& step : round->steps)
    if (const auto key = step_key(step.kind); !key.empty())
      entry.passages.push_back({Passage::Kind::said, words.say(key, {{"who", step.mine ? me : partner}}), said_in(step, round->steps)});
  add_board(entry, *round, words);
  return entry;
}

std::string searchable_text(const RoundSummary& line, const FindRound& find) {
  const auto entry = entry_of(line, find, {}, Words());
  auto text = line.prompt + '\n' + entry.about + '\n' + line.month + '\n';
  for (const auto& passage : entry.passages) text += passage.text + '\n';
  return text;
}

Document document_of(const std::vector<Keepsake::Line>& lines, const FindRound& find, const Names& names, int evenings, const Words& words) {
  Document document;
  document.language = words.language();
  document.title = names.me.empty() || names.partner.empty() ? words.say("export.title")
                                                             : words.say("export.title_of", {{"me", names.me}, {"partner", names.partner}});
  if (evenings > 0) document.subtitle = words.say("tonight.evenings", {{"count", evenings}});
  document.notice = words.say("export.notice");
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (!(*line)->answered) continue;
    if (document.chapters.empty() || document.chapters.back().name != (*line)->month) document.chapters.push_back({(*line)->month, {}});
    document.chapters.back().entries.push_back(entry_of(**line, find, names, words));
  }
  return document;
}

}  // namespace twinlamp::client
