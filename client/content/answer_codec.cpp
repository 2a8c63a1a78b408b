#include "client/content/answer_codec.h"

#include <algorithm>

#include "client/content/rules.h"
#include "client/content/utf8.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t format_version = 1;
constexpr std::uint8_t guess_among = 1;
constexpr std::uint8_t guess_in_words = 2;
constexpr std::size_t item_id_bytes = 2 * card_limits::slug + 1;

static_assert(answer_limits::text + answer_limits::overhead == limits::answer);
static_assert(answer_limits::text_open + answer_limits::overhead == limits::answer_open);
static_assert(answer_limits::note == limits::short_text);

constexpr Error malformed(const char* where) {
  return {ErrorCode::malformed, where};
}

Result<void> check_words(std::string_view text, std::size_t most, const char* too_long, const char* unfit) {
  if (text.size() > most) return Error{ErrorCode::too_large, too_long};
  if (!is_utf8(text) || has_controls(text)) return malformed(unfit);
  return {};
}

// What holds of any draft and any answer, whatever its card: the same both ways, so that what is read can be written
// again.
Result<void> check_bounds(const TextAnswer& answer) {
  return check_words(answer.text, answer_limits::text, "answer: text too long", "answer: text is not plain UTF-8");
}

Result<void> check_bounds(const ChoiceAnswer& answer) {
  if (answer.index >= card_limits::options_most) return malformed("answer: choice");
  return {};
}

Result<void> check_bounds(const ScaleAnswer& answer) {
  if (answer.value > 10) return malformed("answer: scale");
  return {};
}

Result<void> check_bounds(const FeelingAnswer& answer) {
  if (!answer.family.empty() && !is_slug(answer.family)) return malformed("answer: feeling's family");
  TWINLAMP_TRY(
      check_words(answer.word, answer_limits::word, "answer: word too long", "answer: word is not plain UTF-8"));
  if (answer.intensity > answer_limits::intensity) return malformed("answer: intensity");
  return check_words(answer.note, answer_limits::note, "answer: note too long", "answer: note is not plain UTF-8");
}

Result<void> check_bounds(const ChoicesAnswer& answer) {
  const auto rises = std::ranges::adjacent_find(answer.indices, std::greater_equal()) == answer.indices.end();
  if (!rises || (!answer.indices.empty() && answer.indices.back() >= card_limits::choices_most))
    return malformed("answer: choices");
  return {};
}

Result<void> check_bounds(const RankingAnswer& answer) {
  if (answer.order.size() > card_limits::options_most) return malformed("answer: ranking");
  auto places = answer.order;
  std::ranges::sort(places);
  for (std::size_t i = 0; i < places.size(); ++i)
    if (places[i] != i) return malformed("answer: ranking");
  return {};
}

Result<void> check_line(std::string_view line) {
  if (line.find('\n') != std::string_view::npos) return malformed("answer: line of two lines");
  return check_words(line, answer_limits::line, "answer: line too long", "answer: line is not plain UTF-8");
}

Result<void> check_bounds(const ListAnswer& answer) {
  if (answer.lines.size() > card_limits::lines || answer.mark > answer.lines.size()) return malformed("answer: list");
  for (const auto& line : answer.lines) TWINLAMP_TRY(check_line(line));
  return {};
}

bool is_chosen(const GuessAnswer& answer) {
  return answer.mine != GuessAnswer::unset || answer.guess != GuessAnswer::unset;
}

Result<void> check_bounds(const GuessAnswer& answer) {
  for (const auto option : {answer.mine, answer.guess})
    if (option != GuessAnswer::unset && option >= card_limits::options_most) return malformed("answer: guess");
  const bool is_written = !answer.mine_text.empty() || !answer.guess_text.empty();
  if (is_chosen(answer) && is_written) return malformed("answer: guess");
  TWINLAMP_TRY(check_line(answer.mine_text));
  return check_line(answer.guess_text);
}

// The top ones are of the pile `most`, each once.
bool is_ranked_well(const SortAnswer& answer) {
  if (answer.ranked.size() > card_limits::top) return false;
  for (auto item = answer.ranked.begin(); item != answer.ranked.end(); ++item) {
    const auto sorted = answer.piles.find(*item);
    if (sorted == answer.piles.end() || sorted->second != Pile::most) return false;
    if (std::find(answer.ranked.begin(), item, *item) != item) return false;
  }
  return true;
}

template <class Value>
Result<void> check_items(const std::map<std::string, Value>& items) {
  if (items.size() > card_limits::items) return malformed("answer: items");
  for (const auto& [item, value] : items)
    if (practice_slug(item).empty() || static_cast<int>(value) < 1 || static_cast<int>(value) > 3)
      return malformed("answer: item");
  return {};
}

Result<void> check_bounds(const SortAnswer& answer) {
  TWINLAMP_TRY(check_items(answer.piles));
  if (!is_ranked_well(answer)) return malformed("answer: ranked items");
  return {};
}

Result<void> check_bounds(const WishesAnswer& answer) {
  return check_items(answer.wishes);
}

Result<void> check_bounds(const PairsAnswer& answer) {
  for (const auto pick : answer.picks)
    if (pick > Pick::late) return malformed("answer: pick");
  return {};
}

// What an answer has and a draft need not have.
bool is_finished(const TextAnswer& answer) {
  return !answer.text.empty();
}
bool is_finished(const ChoiceAnswer&) {
  return true;
}
bool is_finished(const ScaleAnswer& answer) {
  return answer.value > 0;
}
bool is_finished(const FeelingAnswer& answer) {
  return !answer.family.empty() && !answer.word.empty() && answer.intensity > 0;
}

bool is_finished(const ChoicesAnswer& answer) {
  return !answer.indices.empty();
}
bool is_finished(const RankingAnswer& answer) {
  return !answer.order.empty();
}
bool is_finished(const ListAnswer& answer) {
  return !answer.lines.empty() && std::ranges::none_of(answer.lines, &std::string::empty);
}
bool is_finished(const GuessAnswer& answer) {
  if (is_chosen(answer)) return answer.mine != GuessAnswer::unset && answer.guess != GuessAnswer::unset;
  return !answer.mine_text.empty() && !answer.guess_text.empty();
}
bool is_finished(const SortAnswer& answer) {
  return !answer.piles.empty() && answer.ranked.size() == ranks_wanted(answer);
}
bool is_finished(const WishesAnswer&) {
  return false;
}
bool is_finished(const PairsAnswer& answer) {
  return std::ranges::find(answer.picks, Pick::none) == answer.picks.end();
}

void write(ByteWriter& out, const TextAnswer& answer) {
  out.lv(answer.text);
}
void write(ByteWriter& out, const ChoiceAnswer& answer) {
  out.u8(answer.index);
}
void write(ByteWriter& out, const ScaleAnswer& answer) {
  out.u8(answer.value);
}
void write(ByteWriter& out, const FeelingAnswer& answer) {
  out.lv(answer.family).lv(answer.word).u8(answer.intensity).lv(answer.note);
}

void write(ByteWriter& out, const ChoicesAnswer& answer) {
  unsigned mask = 0;
  for (const auto index : answer.indices) mask |= 1u << index;
  out.u16(static_cast<std::uint16_t>(mask));
}
void write(ByteWriter& out, const RankingAnswer& answer) {
  out.u8(static_cast<std::uint8_t>(answer.order.size())).raw(answer.order);
}
void write(ByteWriter& out, const ListAnswer& answer) {
  out.u8(static_cast<std::uint8_t>(answer.lines.size()));
  for (const auto& line : answer.lines) out.lv(line);
  out.u8(answer.mark);
}
void write(ByteWriter& out, const GuessAnswer& answer) {
  if (is_chosen(answer)) {
    out.u8(guess_among).u8(answer.mine).u8(answer.guess);
  } else {
    out.u8(guess_in_words).lv(answer.mine_text).lv(answer.guess_text);
  }
}
template <class Value>
void write_items(ByteWriter& out, const std::map<std::string, Value>& items) {
  out.u8(static_cast<std::uint8_t>(items.size()));
  for (const auto& [item, value] : items) out.lv(item).u8(static_cast<std::uint8_t>(value));
}
void write(ByteWriter& out, const SortAnswer& answer) {
  write_items(out, answer.piles);
  out.u8(static_cast<std::uint8_t>(answer.ranked.size()));
  for (const auto& item : answer.ranked) out.lv(item);
}
void write(ByteWriter& out, const WishesAnswer& answer) {
  write_items(out, answer.wishes);
}
void write(ByteWriter& out, const PairsAnswer& answer) {
  for (const auto pick : answer.picks) out.u8(static_cast<std::uint8_t>(pick));
}

Result<Answer> read_choices(ByteReader& in) {
  const auto mask = in.u16();
  if (mask >> card_limits::choices_most != 0) return malformed("answer: choices");
  ChoicesAnswer out;
  for (std::uint8_t i = 0; i < card_limits::choices_most; ++i)
    if ((mask >> i & 1) != 0) out.indices.push_back(i);
  return Answer(std::move(out));
}

Result<Answer> read_list(ByteReader& in) {
  ListAnswer out;
  const auto count = in.u8();
  if (count > card_limits::lines) return malformed("answer: list");
  for (int i = 0; i < count; ++i) out.lines.push_back(to_string(in.lv(answer_limits::line)));
  out.mark = in.u8();
  return Answer(std::move(out));
}

Result<Answer> read_guess(ByteReader& in) {
  GuessAnswer out;
  const auto form = in.u8();
  if (form == guess_among) {
    out.mine = in.u8();
    out.guess = in.u8();
    if (!is_chosen(out)) return malformed("answer: guess");  // nothing yet is written as no words
  } else if (form == guess_in_words) {
    out.mine_text = to_string(in.lv(answer_limits::line));
    out.guess_text = to_string(in.lv(answer_limits::line));
  } else {
    return malformed("answer: guess");
  }
  return Answer(std::move(out));
}

// Ascending, so that there is one spelling.
template <class Value>
Result<std::map<std::string, Value>> read_items(ByteReader& in) {
  std::map<std::string, Value> out;
  for (auto left = in.u8(); left > 0; --left) {
    auto item = to_string(in.lv(item_id_bytes));
    if (in.failed() || (!out.empty() && item <= out.rbegin()->first)) return malformed("answer: items");
    out.emplace_hint(out.end(), std::move(item), static_cast<Value>(in.u8()));
  }
  return out;
}

Result<Answer> read_sort(ByteReader& in) {
  auto items = read_items<Pile>(in);
  if (!items) return items.error();
  SortAnswer out{std::move(*items), {}};
  const auto count = in.u8();
  if (count > card_limits::top) return malformed("answer: ranked items");
  for (int i = 0; i < count; ++i) out.ranked.push_back(to_string(in.lv(item_id_bytes)));
  return Answer(std::move(out));
}

Result<Answer> read_fields(CardKind kind, ByteReader& in) {
  switch (kind) {
    case CardKind::text:
      return Answer(TextAnswer{to_string(in.lv(answer_limits::text))});
    case CardKind::choice:
      return Answer(ChoiceAnswer{in.u8()});
    case CardKind::scale:
      return Answer(ScaleAnswer{in.u8()});
    case CardKind::feeling: {
      FeelingAnswer out;
      out.family = to_string(in.lv(card_limits::slug));
      out.word = to_string(in.lv(answer_limits::word));
      out.intensity = in.u8();
      out.note = to_string(in.lv(answer_limits::note));
      return Answer(std::move(out));
    }
    case CardKind::choices:
      return read_choices(in);
    case CardKind::ranking:
      return Answer(RankingAnswer{to_bytes(in.raw(in.u8()))});
    case CardKind::list:
      return read_list(in);
    case CardKind::guess:
      return read_guess(in);
    case CardKind::sort:
      return read_sort(in);
    case CardKind::wishes: {
      auto wishes = read_items<Wish>(in);
      if (!wishes) return wishes.error();
      return Answer(WishesAnswer{std::move(*wishes)});
    }
    case CardKind::pairs: {
      PairsAnswer out;
      for (auto& pick : out.picks) pick = static_cast<Pick>(in.u8());
      return Answer(out);
    }
  }
  return malformed("answer: kind");
}

Result<void> check_finished(const Answer& answer) {
  if (std::visit([](const auto& value) { return is_finished(value); }, answer)) return {};
  return malformed("answer: unfinished");
}

}  // namespace

Result<Bytes> draft_to_bytes(const Answer& draft) {
  TWINLAMP_TRY(std::visit([](const auto& value) { return check_bounds(value); }, draft));
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(kind_of(draft))).u8(format_version);
  std::visit([&](const auto& value) { write(out, value); }, draft);
  return out.take();
}

Result<Answer> draft_from_bytes(ByteView bytes) {
  if (bytes.size() > limits::answer) return Error{ErrorCode::too_large, "answer: too long"};
  ByteReader in(bytes);
  const auto kind = static_cast<CardKind>(in.u8());
  if (in.u8() != format_version) return malformed("answer: version");
  auto draft = read_fields(kind, in);
  if (!draft) return draft.error();
  if (!in.is_done()) return malformed("answer: length");
  TWINLAMP_TRY(std::visit([](const auto& value) { return check_bounds(value); }, *draft));
  return draft;
}

Result<Bytes> answer_to_bytes(const Answer& answer) {
  TWINLAMP_TRY(check_finished(answer));
  return draft_to_bytes(answer);
}

Result<Answer> answer_from_bytes(ByteView bytes) {
  auto answer = draft_from_bytes(bytes);
  if (answer) TWINLAMP_TRY(check_finished(*answer));
  return answer;
}

}  // namespace twinlamp::client
