#include "relay/log.h"

#include <spdlog/pattern_formatter.h>
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

// Literals of ours hold no control characters; quotes and backslashes may be in them.
std::string quoted(const char* text) {
  std::string out = "\"";
  for (; *text != '\0'; ++text) {
    if (*text == '"' || *text == '\\') out += '\\';
    out += *text;
  }
  return out + "\"";
}

bool as_json = false;  // set once, before there are threads

}  // namespace

// No seconds: a log tells nothing fine about when people write.
void start_log(LogLevel level, LogFormat format) {
  as_json = format == LogFormat::json;
  auto logger = std::make_shared<spdlog::logger>("relay", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  if (as_json) {
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(R"({"time":"%Y-%m-%dT%H:%MZ","level":"%l",%v})",
                                                                      spdlog::pattern_time_type::utc));
  } else {
    logger->set_pattern("%Y-%m-%d %H:%M %l %v");
  }
  logger->set_level(to_spdlog(level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void log(LogLevel level, Literal what) {
  if (as_json) return spdlog::log(to_spdlog(level), "\"event\":{}", quoted(what.text()));
  spdlog::log(to_spdlog(level), "{}", what.text());
}
void log(LogLevel level, Literal what, std::uint64_t count) {
  if (as_json) return spdlog::log(to_spdlog(level), "\"event\":{},\"count\":{}", quoted(what.text()), count);
  spdlog::log(to_spdlog(level), "{}: {}", what.text(), count);
}
void log(LogLevel level, Literal what, const Error& error) {
  if (as_json)
    return spdlog::log(to_spdlog(level), "\"event\":{},\"error\":{}", quoted(what.text()), quoted(error.where));
  spdlog::log(to_spdlog(level), "{}: {}", what.text(), error.where);
}

}  // namespace twinlamp::relay
