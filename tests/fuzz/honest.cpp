// In a libFuzzer build: `fuzz_NAME --honest FOLDER` writes what an honest sender gives into the folder, for the fuzzer
// to begin with.
#include <cstring>
#include <fstream>
#include <string>

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  if (*count != 3 || std::strcmp((*arguments)[1], "--honest") != 0) return 0;
  int number = 0;
  for (const auto& input : twinlamp::fuzz::honest_inputs()) {
    std::ofstream file(std::string((*arguments)[2]) + "/honest-" + std::to_string(number++), std::ios::binary);
    file.write(reinterpret_cast<const char*>(input.data()), static_cast<std::streamsize>(input.size()));
    twinlamp::fuzz::require(file.good(), "an honest input can be written");
  }
  std::exit(0);
}
