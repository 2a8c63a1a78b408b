// Runs a fuzz target without libFuzzer: replay VARIATIONS [CORPUS-FOLDER]. So many variations of all inputs together, about; so a corpus that
// grows does not make the test run slow.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/target.h"

namespace {

using twinlamp::Bytes;

constexpr std::size_t least = 10;  // of each input, truncated and changed

void run(const Bytes& input) { LLVMFuzzerTestOneInput(input.data(), input.size()); }

Bytes mutated(Bytes input, const std::vector<Bytes>& others, twinlamp::Random& random) {
  for (auto edits = random.below(4) + 1; edits > 0; --edits) {
    const auto at = input.empty() ? 0 : random.below(input.size());
    switch (random.below(5)) {
      case 0: if (!input.empty()) input[at] = static_cast<std::uint8_t>(random.below(256)); break;
      case 1: if (!input.empty()) input[at] ^= static_cast<std::uint8_t>(1u << random.below(8)); break;
      case 2: input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::uint8_t>(random.below(256))); break;
      case 3: if (!input.empty()) input.erase(input.begin() + static_cast<std::ptrdiff_t>(at)); break;
      default: {
        const auto& other = others[random.below(others.size())];
        const auto cut = other.empty() ? 0 : random.below(other.size());
        input.resize(at);
        input.insert(input.end(), other.begin() + static_cast<std::ptrdiff_t>(cut), other.end());
      }
    }
  }
  return input;
}

}  // namespace

int main(int count, char** arguments) {
  auto inputs = twinlamp::fuzz::honest_inputs();
  std::vector<std::filesystem::path> files;
  twinlamp::fuzz::require(count > 1, "the number of variations is given");
  if (count > 2) {
    twinlamp::fuzz::require(std::filesystem::is_directory(arguments[2]), "the corpus is there");
    for (const auto& file : std::filesystem::directory_iterator(arguments[2])) files.push_back(file.path());
    twinlamp::fuzz::require(!files.empty(), "the corpus is not empty");
  }
  std::sort(files.begin(), files.end());
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    twinlamp::fuzz::require(file.is_open(), "the corpus can be read");
    inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  twinlamp::fuzz::require(!inputs.empty(), "there is something to replay");
  twinlamp::SeededRandom random(1);
  std::uint64_t runs = 0;
  const auto mutations = std::max(least, std::strtoul(arguments[1], nullptr, 10) / 2 / inputs.size()), truncations = mutations;
  for (const auto& input : inputs) {
    run(input);
    const auto step = std::max<std::size_t>(1, input.size() / truncations);
    for (std::size_t size = 0; size < input.size(); size += step, ++runs) run(Bytes(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size)));
    for (std::size_t i = 0; i < mutations; ++i, ++runs) run(mutated(input, inputs, random));
  }
  std::printf("%zu inputs, %zu of them kept, %llu variations: nothing broke\n", inputs.size(), files.size(), static_cast<unsigned long long>(runs));
  return 0;
}
