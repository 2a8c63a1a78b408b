#include "client/content/answer.h"

#include "client/content/rules.h"
#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t format_version = 1;

constexpr Error malformed(const char* where) { return {ErrorCode::malformed, where}; }

Result<void> check_words(std::string_view text, std::size_t most, const char* too_long, const char* unfit) {
  if (text.size() > most) return Error{ErrorCode::too_large, too_long};
  if (!is_utf8(text) || has_controls(text)) return malformed(unfit);
  return {};
}

// What holds of any answer, whatever its card: the same both ways, so that what is read can be written again.
Result<void> check_form(const TextAnswer& answer) {
  if (answer.text.empty()) return malformed("answer: empty text");
  return check_words(answer.text, answer_limits::text, "answer: text too long", "answer: text is not plain UTF-8");
}

Result<void> check_form(const ChoiceAnswer& answer) {
  if (answer.index >= card_limits::options_most) return malformed("answer: choice");
  return {};
}

Result<void> check_form(const ScaleAnswer& answer) {
  if (answer.value < 1 || answer.value > 10) return malformed("answer: scale");
  return {};
}

Result<void> check_form(const FeelingAnswer& answer) {
  if (!is_slug(answer.family)) return malformed("answer: feeling's family");
  if (answer.word.empty()) return malformed("answer: feeling's word is empty");
  TWINLAMP_TRY(check_words(answer.word, answer_limits::word, "answer: word too long", "answer: word is not plain UTF-8"));
  if (answer.intensity < 1 || answer.intensity > answer_limits::intensity) return malformed("answer: intensity");
  return check_words(answer.note, answer_limits::note, "answer: note too long", "answer: note is not plain UTF-8");
}

void write(ByteWriter& out, const TextAnswer& answer) { out.lv(answer.text); }
void write(ByteWriter& out, const ChoiceAnswer& answer) { out.u8(answer.index); }
void write(ByteWriter& out, const ScaleAnswer& answer) { out.u8(answer.value); }
void write(ByteWriter& out, const FeelingAnswer& answer) {
  out.lv(answer.family).lv(answer.word).u8(answer.intensity).lv(answer.note);
}

Result<Answer> read_fields(CardKind kind, ByteReader& in) {
  switch (kind) {
    case CardKind::text: return Answer(TextAnswer{to_string(in.lv(answer_limits::text))});
    case CardKind::choice: return Answer(ChoiceAnswer{in.u8()});
    case CardKind::scale: return Answer(ScaleAnswer{in.u8()});
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

Result<void> check_any(const Answer& answer) {
  return std::visit([](const auto& value) { return check_form(value); }, answer);
}

}  // namespace

CardKind kind_of(const Answer& answer) { return static_cast<CardKind>(answer.index() + 1); }

Result<Bytes> answer_to_bytes(const Answer& answer) {
  TWINLAMP_TRY(check_any(answer));
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(kind_of(answer))).u8(format_version);
  std::visit([&](const auto& value) { write(out, value); }, answer);
  return out.take();
}

Result<Answer> answer_from_bytes(ByteView bytes) {
  if (bytes.size() > limits::answer) return Error{ErrorCode::too_large, "answer: too long"};
  ByteReader in(bytes);
  const auto kind = static_cast<CardKind>(in.u8());
  if (in.u8() != format_version) return malformed("answer: version");
  auto answer = read_fields(kind, in);
  if (!answer) return answer.error();
  if (!in.is_done()) return malformed("answer: length");
  TWINLAMP_TRY(check_any(*answer));
  return answer;
}

}  // namespace twinlamp::client
