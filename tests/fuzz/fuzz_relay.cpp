// The operator's file of settings.
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "relay/config.h"
#include "relay/start_error.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

void check_file(ByteView input) {
  static const auto path = (std::filesystem::temp_directory_path() / ("twinlamp-fuzz-" + std::to_string(::getpid()) + ".toml")).string();
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(input.data()), std::streamsize(input.size()));
  const std::array arguments{"twinlamp-relay", "--config", path.c_str()};
  try {
    const auto config = relay::read_config(int(arguments.size()), arguments.data());
    require(config.has_value(), "a file asks for no help");
  } catch (const relay::StartError& refused) {
    require(std::string_view(refused.what()).size() > 10, "a refusal is a sentence");
  }
  std::filesystem::remove(path);
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  return {to_bytes(bytes_of("listen = \"[::]:7417\"\nname = \"lamp.example.org\"\nbehind-proxy = [\"10.0.0.5\"]\nlog-level = \"info\"\n[limits]\nmailbox-entries = 2000\n")),
          to_bytes(bytes_of("proxy-kind = \"http\"\nproxy-header = \"Forwarded-By\"\nnew-rooms = \"invited\"\ninvite-token = \"moss-and-fern\"\n"
                            "metrics = \"127.0.0.1:9417\"\nlog-format = \"json\"\nbehind-proxy = [\"10.0.0.0/8\", \"fd00::/8\"]\n"))};
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check_file({data, size});
  return 0;
}
