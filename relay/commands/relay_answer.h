// What a running relay answers on the socket in its data folder: its figures, and its invitation line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace twinlamp::relay {

class RelayAnswer {
public:
  explicit RelayAnswer(std::string text);
  const std::string& text() const { return text_; }
  const std::string& invitation() const { return invitation_; }
  std::uint16_t port() const { return port_; }          // that it listens on; 0 if it does not say
  std::uint64_t number(const std::string& name) const;  // 0 if it is not there
  // How it was started; no folder: it does not say.
  const std::vector<std::string>& arguments() const { return arguments_; }
  const std::filesystem::path& folder() const { return folder_; }

private:
  std::string text_, invitation_;
  std::uint16_t port_ = 0;
  std::vector<std::string> arguments_;
  std::filesystem::path folder_;
  std::map<std::string, double> numbers_;
};

// Unset: no relay runs there. Throws StartError if one does and cannot be asked,
// or does not answer for some seconds.
std::optional<RelayAnswer> ask_relay(const std::filesystem::path& data);

}  // namespace twinlamp::relay
