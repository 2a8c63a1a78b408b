#include "client/content/answer_codec.h"

#include "client/content/rules.h"
#include "client/content/utf8.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t format_version = 1;

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
