#include "client/content/plural.h"

namespace twinlamp::client {

std::string_view plural_form(std::string_view language, long long count) {
  if (count == 1 || count == -1) return "one";
  // "un millón de noches": whole millions take "de".
  if (language == "es" && count != 0 && count % 1'000'000 == 0) return "many";
  return "other";
}

}  // namespace twinlamp::client
