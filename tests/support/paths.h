// Where the checkout is, for tests that read its data. One small file knows it, so that every other object file is the
// same in each checkout and a compiler cache can serve them all.
#pragma once

#include <string>
#include <string_view>

namespace twinlamp::test {

std::string source_path(std::string_view path);  // of the repository's root
std::string vector_path(std::string_view name);  // in tests/vectors

}  // namespace twinlamp::test
