#include "relay/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace twinlamp::relay {

namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      break;
  }
  return spdlog::level::off;
}

}  // namespace

void start_log(LogLevel level) {
  auto logger = std::make_shared<spdlog::logger>("relay", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%d %H:%M %l %v");  // no seconds: a log tells nothing fine about when people write
  logger->set_level(to_spdlog(level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void log(LogLevel level, Literal what) {
  spdlog::log(to_spdlog(level), "{}", what.text());
}
void log(LogLevel level, Literal what, std::uint64_t count) {
  spdlog::log(to_spdlog(level), "{}: {}", what.text(), count);
}
void log(LogLevel level, Literal what, const Error& error) {
  spdlog::log(to_spdlog(level), "{}: {}", what.text(), error.where);
}

}  // namespace twinlamp::relay
