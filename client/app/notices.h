// What a person is told, in plain words: what happened and what to do. Every error of the device, the link and pairing has its sentence here.
#pragma once

#include <string>
#include <vector>

#include "client/content/words.h"
#include "client/model.h"
#include "protocol/base/result.h"
#include "protocol/device/device.h"
#include "protocol/pairing/pairing.h"

namespace twinlamp::client {

class NoticeBoard {
public:
  static constexpr std::size_t most = 8;  // the oldest go first

  // The same text again is a new notice in the place of the old one.
  std::uint64_t tell(Notice::Kind kind, std::string text);
  std::uint64_t problem(std::string text) { return tell(Notice::Kind::problem, std::move(text)); }
  std::uint64_t info(std::string text) { return tell(Notice::Kind::info, std::move(text)); }
  void dismiss(std::uint64_t id);
  void clear() { notices_.clear(); }
  const std::vector<Notice>& all() const { return notices_; }

private:
  std::vector<Notice> notices_;
  std::uint64_t last_ = 0;
};

std::string words_for_act(const Error& error, bool is_frozen, const Words& words);       // a person's act was not taken
std::string words_for_repair(const Repair& repair, const std::string& partner, const Words& words);  // empty where nothing is under way
std::string words_for_storage(const Error& error, const Words& words);
std::string words_for_accepting(const Error& error, const Words& words);  // the same, where nothing goes on by itself
std::optional<Notice> notice_for(const DeviceEvent& event, const Words& words, bool partner_is_new = false);          // id 0; empty where there is nothing to tell
std::string words_for(PairingFailure failure, const Words& words);
std::string words_for(const CodeProblem& problem, const Words& words);
std::string words_for_pairing_error(const wire::Error& error, const Words& words);

}  // namespace twinlamp::client
