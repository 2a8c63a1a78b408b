#include "client/app/keepsake_document.h"

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

std::string_view step_key(StepKind kind) {
  switch (kind) {
    case StepKind::help_wanted: return "export.step.help_wanted";
    case StepKind::help_given: return "export.step.help_given";
    case StepKind::question: return "export.said.asked";
    case StepKind::answer: return "export.said.replied";
    case StepKind::statement: return "export.step.statement";
    case StepKind::stand_behind: return "export.step.stands_behind";
    case StepKind::withdraw: return "export.step.withdraws";
    case StepKind::ending: return "export.step.ending";
    case StepKind::action: return "export.step.action";
    case StepKind::agree: return "export.step.agrees";
    case StepKind::check_back: return "export.step.check_back";
    case StepKind::plan: return "export.step.plan";
    case StepKind::agree_plan: return "export.step.agrees";
    case StepKind::guess: return "export.step.guess";
    case StepKind::ready: break;
  }
  return {};
}

// What a step speaks of, where it says nothing itself: "Sam stands behind it" stands beside the sentence.
std::string said_in(const StepView& step, const std::vector<StepView>& all) {
  if (!step.text.empty()) return step.text;
  for (const auto& other : all)
    if (!step.about.empty() && other.id == step.about) return other.text;
  return {};
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
  for (const auto& said : round->exchange)
    entry.passages.push_back({Passage::Kind::said, words.say(said_key(said.kind), {{"who", said.mine ? me : partner}}), said.text});
  for (const auto& step : round->steps)
    if (const auto key = step_key(step.kind); !key.empty())
      entry.passages.push_back({Passage::Kind::said, words.say(key, {{"who", step.mine ? me : partner}}), said_in(step, round->steps)});
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
