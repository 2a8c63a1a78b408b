// An app that shows what the test wants, and keeps what it was sent.
#pragma once

#include <functional>

#include "client/model.h"

namespace twinlamp::cli::test {

class ScriptedApp : public client::AppPort {
public:
  // What an intent makes of the model; nothing unless set.
  std::function<void(client::Model&, const client::Intent&)> react;

  client::Model& edit() { return *model_; }
  const std::vector<client::Intent>& sent() const { return sent_; }

  void send(client::Intent intent) override {
    if (react) react(*model_, intent);
    ++model_->version;
    sent_.push_back(std::move(intent));
  }
  client::ModelRef model() const override { return model_; }
  client::RoundRef round(const std::string& id) const override {
    for (const auto& round : model_->open_rounds)
      if (round->id == id) return round;
    for (const auto& round : closed)
      if (round->id == id) return round;
    return nullptr;
  }
  // By the lines' own words only.
  client::KeepsakeRef search(const std::string& words) const override {
    std::vector<client::Keepsake::Line> found;
    for (const auto& line : model_->keepsake->lines())
      if ((line->prompt + line->mine + line->partners).find(words) != std::string::npos) found.push_back(line);
    return std::make_shared<const client::Keepsake>(std::move(found));
  }

  std::vector<client::RoundRef> closed;

private:
  std::shared_ptr<client::Model> model_ = std::make_shared<client::Model>();
  std::vector<client::Intent> sent_;
};

}  // namespace twinlamp::cli::test
