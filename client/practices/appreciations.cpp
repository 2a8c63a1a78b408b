#include "client/practices/appreciations.h"

#include <algorithm>

#include "client/content/fold.h"
#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

std::string bare(std::string_view did, std::string_view says, std::string_view felt) {
  return folded_letters(did) + '\n' + folded_letters(says) + '\n' + folded_letters(felt);
}

bool has_word(std::string_view text) { return is_utf8(text) && !is_blank(text); }

}  // namespace

bool is_repeated(const GiftsView& gifts, std::string_view did, std::string_view says, std::string_view felt) {
  const auto wanted = bare(did, says, felt);
  if (wanted.size() == 2) return false;  // no letter in it: nothing to compare by
  return std::any_of(gifts.jar.begin(), gifts.jar.end(), [&](const GiftRef& gift) {
    return gift->mine && gift->kind == GiftKind::compliment && bare(gift->did, gift->says, gift->felt) == wanted;
  });
}

bool is_compliment(std::string_view did, std::string_view says, std::string_view felt) {
  return has_word(did) && (has_word(says) || has_word(felt));
}

std::string line_of(const GiftView& gift) {
  std::string line;
  for (const auto* part : {&gift.did, &gift.says, &gift.felt, &gift.text}) {
    if (part->empty()) continue;
    if (!line.empty()) line += std::string_view(".!?").find(line.back()) == std::string_view::npos ? ". " : " ";
    line += *part;
  }
  return one_line(line, 200);
}

}  // namespace twinlamp::client
