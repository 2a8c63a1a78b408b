#include "client/app/exchange.h"

#include <algorithm>
#include <array>

#include "client/practices/step_words.h"
#include "protocol/practice/step.h"

namespace twinlamp::client {
namespace {

using Kind = ExchangeView::Kind;

struct Line {
  const Said* said = nullptr;
  Kind kind{};
  std::uint64_t answers = 0;  // the seq of the other's line that must come first; 0 = none
  const twinlamp::Step* step = nullptr;   // of Kind::step
};
using Lines = std::array<std::vector<Line>, 2>;

void add_responses(Lines& lines, Slot author, const std::vector<Response>& responses, Kind kind) {
  for (const auto& response : responses) {
    lines[author].push_back({&response.said, kind});
    if (!response.verdict) continue;
    const auto verdict = response.verdict->yes ? Kind::confirmed : Kind::not_quite;
    lines[partner_of(author)].push_back({&response.verdict->clarification, verdict, response.said.seq, nullptr});
  }
}

void add_follow_ups(Lines& lines, Slot author, const std::vector<twinlamp::FollowUp>& follow_ups) {
  for (const auto& follow_up : follow_ups) {
    lines[author].push_back({&follow_up.question, Kind::follow_up});
    for (const auto& reply : follow_up.replies) lines[partner_of(author)].push_back({&reply, Kind::reply, follow_up.question.seq, nullptr});
  }
}

void add_steps(Lines& lines, const twinlamp::Round& round) {
  for (const auto& step : round.steps) {
    if (!is_told(static_cast<StepKind>(step.kind))) continue;
    const auto* about = find_step(round, step.about);
    const bool is_of_partner = about != nullptr && about->author != step.author;
    lines[step.author].push_back({&step.said, Kind::step, is_of_partner ? about->said.seq : 0, &step});
  }
}

// Of a step without words of its own: those of the step that it speaks of.
std::string text_of_step(const twinlamp::Round& round, const twinlamp::Step& step) {
  const bool has_none = is(step, twinlamp::StepKind::stand_behind) || is(step, twinlamp::StepKind::withdraw) || is(step, twinlamp::StepKind::agree);
  const auto* about = has_none ? find_step(round, step.about) : nullptr;
  return about != nullptr ? about->said.text : step.said.text;
}

std::string reaction(const std::string& text, const Words& from, const Words& to) {
  for (std::size_t i = 0; i < reaction_count; ++i)
    if (from.nth("reactions", i) == text) return to.nth("reactions", i);
  return text;
}

}  // namespace

std::string reaction_to_send(const std::string& text, const Words& words) { return reaction(text, words, Words()); }

std::vector<ExchangeView> make_exchange(const twinlamp::Round& round, Slot me, const Words& words) {
  Lines lines;
  for (Slot author = 0; author < 2; ++author) {
    add_responses(lines, author, round.sides[author].say_backs, Kind::say_back);
    add_responses(lines, author, round.sides[author].reactions, Kind::reaction);
    add_follow_ups(lines, author, round.sides[author].follow_ups);
  }
  add_steps(lines, round);
  for (auto& of_one : lines)
    std::stable_sort(of_one.begin(), of_one.end(), [](const Line& a, const Line& b) { return a.said->seq < b.said->seq; });
  std::vector<ExchangeView> exchange;
  std::array<std::size_t, 2> next{};
  std::array<std::uint64_t, 2> said{};
  while (next[0] < lines[0].size() || next[1] < lines[1].size()) {
    const auto is_ready = [&](Slot author) {
      return next[author] < lines[author].size() && lines[author][next[author]].answers <= said[partner_of(author)];
    };
    const bool zero = is_ready(0), one = is_ready(1);
    Slot author = next[0] < lines[0].size() ? Slot{0} : Slot{1};
    if (zero != one) author = zero ? Slot{0} : Slot{1};
    else if (zero) author = lines[0][next[0]].said->at <= lines[1][next[1]].said->at ? Slot{0} : Slot{1};
    const auto& line = lines[author][next[author]++];
    said[author] = std::max(said[author], line.said->seq);
    ExchangeView view{line.kind, author == me, line.said->text};
    if (line.kind == Kind::reaction) view.text = reaction(line.said->text, Words(), words);
    if (line.step != nullptr) {
      view.step = static_cast<StepKind>(line.step->kind);
      view.choice = static_cast<int>(line.step->choice);
      view.text = text_of_step(round, *line.step);
    }
    exchange.push_back(std::move(view));
  }
  return exchange;
}

}  // namespace twinlamp::client
