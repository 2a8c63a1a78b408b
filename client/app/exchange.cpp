#include "client/app/exchange.h"

#include <algorithm>
#include <array>

namespace twinlamp::client {
namespace {

using Kind = ExchangeView::Kind;

struct Line {
  const Said* said = nullptr;
  Kind kind{};
  std::uint64_t answers = 0;  // the seq of the other's line that must come first; 0 = none
};
using Lines = std::array<std::vector<Line>, 2>;

void add_responses(Lines& lines, Slot author, const std::vector<Response>& responses, Kind kind) {
  for (const auto& response : responses) {
    lines[author].push_back({&response.said, kind, 0});
    if (!response.verdict) continue;
    const auto verdict = response.verdict->yes ? Kind::confirmed : Kind::not_quite;
    lines[partner_of(author)].push_back({&response.verdict->clarification, verdict, response.said.seq});
  }
}

void add_follow_ups(Lines& lines, Slot author, const std::vector<twinlamp::FollowUp>& follow_ups) {
  for (const auto& follow_up : follow_ups) {
    lines[author].push_back({&follow_up.question, Kind::follow_up, 0});
    for (const auto& reply : follow_up.replies) lines[partner_of(author)].push_back({&reply, Kind::reply, follow_up.question.seq});
  }
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
    exchange.push_back({line.kind, author == me, line.kind == ExchangeView::Kind::reaction ? reaction(line.said->text, Words(), words) : line.said->text});
  }
  return exchange;
}

}  // namespace twinlamp::client
