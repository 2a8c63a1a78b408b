// What reaches the relay beside its frames: a proxy's header, and the operator's file.
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "relay/config.h"
#include "relay/proxy_header.h"
#include "relay/start_error.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

void check_proxy(ByteView input) {
  if (input.size() < relay::proxy_header_size) return;
  const auto header = relay::parse_proxy_header(input.first(relay::proxy_header_size));
  if (!header) return;
  require(header->body_size <= relay::proxy_body_max, "a proxy's header is bounded");
  const auto rest = input.subspan(relay::proxy_header_size);
  if (rest.size() >= header->body_size) static_cast<void>(relay::parse_proxy_body(*header, rest.first(header->body_size)));
}

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
  Bytes proxy{0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0x00, 0x0C, 192, 0, 2, 1, 192, 0, 2, 2, 0x30, 0x39, 0x1C, 0xF9};
  return {proxy, to_bytes(bytes_of("listen = \"[::]:7417\"\nname = \"lamp.example.org\"\nbehind-proxy = [\"10.0.0.5\"]\nlog-level = \"info\"\n[limits]\nmailbox-entries = 2000\n"))};
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check_proxy({data, size});
  twinlamp::fuzz::check_file({data, size});
  return 0;
}
