// An app that is a script: shows the model it was given, and remembers what it was sent. For screens only.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/model.h"

namespace twinlamp::ui::test {

class FakePort : public client::AppPort {
public:
  explicit FakePort(client::Model model) : model_(std::make_shared<client::Model>(std::move(model))) {}

  void send(client::Intent intent) override { sent.push_back(std::move(intent)); }
  client::ModelRef model() const override { return model_; }
  client::RoundRef round(const std::string& id) const override {
    for (const auto& each : model_->open_rounds)
      if (each->id == id) return each;
    const auto found = kept.find(id);
    return found == kept.end() ? nullptr : found->second;
  }

  // By the lines' own words only.
  client::KeepsakeRef search(const std::string& words) const override {
    std::vector<client::Keepsake::Line> found;
    for (const auto& line : model_->keepsake->lines())
      if ((line->prompt + line->mine + line->partners).find(words) != std::string::npos) found.push_back(line);
    return std::make_shared<const client::Keepsake>(std::move(found));
  }

  void show(client::Model model) { model_ = std::make_shared<client::Model>(std::move(model)); }
  template <typename Wanted>
  const Wanted* last() const {
    for (auto it = sent.rbegin(); it != sent.rend(); ++it)
      if (const auto* found = std::get_if<Wanted>(&*it)) return found;
    return nullptr;
  }

  template <typename Wanted>
  std::size_t count() const {
    return std::size_t(std::count_if(sent.begin(), sent.end(), [](const auto& each) { return std::holds_alternative<Wanted>(each); }));
  }

  std::vector<client::Intent> sent;
  std::map<std::string, client::RoundRef> kept;

private:
  client::ModelRef model_;
};

}  // namespace twinlamp::ui::test
