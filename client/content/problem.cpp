#include "client/content/problem.h"

namespace twinlamp::client {

std::string Problem::sentence() const {
  auto out = file;
  if (line > 0) out += ", line " + std::to_string(line);
  if (!card.empty()) out += ", " + card;
  if (!key.empty()) out += ", \"" + key + "\"";
  return out + ": " + text;
}

}  // namespace twinlamp::client
