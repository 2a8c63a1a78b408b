#include "client/content/deck_text.h"

#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

enum class Inside { nothing, comment, quotes, literal };  // "quotes" know escapes, 'literal' ones do not

class Scanner {
public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<TextFault> scan() {
    for (; at_ < text_.size(); ++at_)
      if (const char* fault = step(text_[at_])) return TextFault{line_, fault};
    return std::nullopt;
  }

private:
  const char* step(char c) {
    if (c == '\n') {
      ++line_;
      inside_ = Inside::nothing;  // a text that is not closed on its line is TOML's to refuse
      return nullptr;
    }
    switch (inside_) {
      case Inside::nothing:
        return step_outside(c);
      case Inside::comment:
        return nullptr;
      case Inside::quotes:
        if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
        if (c == '"') inside_ = Inside::nothing;
        return nullptr;
      case Inside::literal:
        if (c == '\'') inside_ = Inside::nothing;
        return nullptr;
    }
    return nullptr;
  }

  const char* step_outside(char c) {
    if (static_cast<unsigned char>(c) >= 0x80)
      return "there is a letter beyond ASCII outside of quotes; write it in \"quotes\".";
    const auto next = text_.substr(at_, 3);
    if (next == "\"\"\"" || next == "'''")
      return "a text in three quotes is not used here; write it on one line in \"quotes\".";
    if (c == '#') inside_ = Inside::comment;
    if (c == '"') inside_ = Inside::quotes;
    if (c == '\'') inside_ = Inside::literal;
    return nullptr;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  Inside inside_ = Inside::nothing;
};

}  // namespace

std::optional<TextFault> check_deck_text(std::string_view text) {
  if (!is_utf8(text)) return TextFault{0, "it is not UTF-8; save the file as UTF-8."};
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return Scanner(text).scan();
}

}  // namespace twinlamp::client
