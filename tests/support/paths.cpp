#include "tests/support/paths.h"

namespace twinlamp::test {

std::string source_path(std::string_view path) {
  return std::string(TWINLAMP_SOURCE "/").append(path);
}

std::string vector_path(std::string_view name) {
  return source_path("tests/vectors/").append(name);
}

}  // namespace twinlamp::test
