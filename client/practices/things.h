// Your thing: what each is into and what is coming up, and what the other asked and cheered. Facts for both faces.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/practices/acts.h"

namespace twinlamp::client {

struct RemarkView {
  RemarkKind kind{};
  bool mine = false;
  std::string text;
  std::string said_at;  // local
};

struct ThingView {
  std::string id;
  SharedList list{};
  bool mine = false;
  std::string text;
  std::optional<Moment> at;
  std::string when;             // of `at`, local, or empty
  std::vector<RemarkView> remarks;
  bool wants_advice = false;    // its owner has asked what the other thinks; else the other only asks and cheers
  // Of the partner's: questions and cheers to begin with, others after each that was used. Up to three.
  std::vector<std::string> asks, cheers;
};

struct ThingsView {
  std::vector<ThingView> mine, partners;  // what is coming up first, by its time; then what each is into, newest first
};
using ThingsRef = std::shared_ptr<const ThingsView>;

}  // namespace twinlamp::client
