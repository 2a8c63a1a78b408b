// What the relay's own tools hear: the first WebSocket message of whatever answers at an address, and the request of whatever asks for a page.
#include "relay/commands/greeting.h"
#include "relay/page_server.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

void check_message(const std::string& heard) {
  const auto message = relay::first_message(heard);
  if (!message) return;
  require(heard.size() >= message->size() + 2 && heard.substr(message->size() < 126 ? 2 : 4, message->size()) == *message, "a message is what was heard");
  require(relay::first_message(heard + "more") == message, "what follows it changes nothing");
}

void check_request(const std::string& request) {
  std::string asked;
  const auto pages = [&asked](const std::string& path) {
    asked = path;
    return path == "/metrics" ? std::string("figures\n") : std::string();
  };
  const auto answer = relay::answer_to(request, pages);
  const auto end = answer.find("\r\n\r\n");
  require(answer.starts_with("HTTP/1.1 ") && end != std::string::npos, "every request has an answer");
  require(answer.find("Content-Length: " + std::to_string(answer.size() - end - 4) + "\r\n") != std::string::npos, "that says how long it is");
  const bool is_page = answer.starts_with("HTTP/1.1 200");
  require(is_page == (asked == "/metrics") && (!is_page || request.starts_with("GET /metrics ")), "a page is for who has asked for it");
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  const std::string hello(140, 'h');
  return {ByteWriter().u8(0x82).u8(5).raw("hello").take(), ByteWriter().u8(0x82).u8(126).u16(140).raw(hello).raw("and more").take(),
          to_bytes(bytes_of("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9417\r\n\r\n")), to_bytes(bytes_of("GET /status HTTP/1.1\r\n\r\n")),
          to_bytes(bytes_of("POST /metrics HTTP/1.1\r\n\r\n"))};
}

void check(ByteView input) {
  check_message(to_string(input));
  check_request(to_string(input));
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
