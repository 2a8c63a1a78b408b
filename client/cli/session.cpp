#include "client/cli/session.h"

namespace twinlamp::cli {
namespace {

std::uint64_t newest_notice(const client::Model& model) {
  std::uint64_t id = 0;
  for (const auto& notice : model.notices) id = std::max(id, notice.id);
  return id;
}

const client::Notice* problem_after(const client::Model& model, std::uint64_t seen) {
  for (const auto& notice : model.notices)
    if (notice.id > seen && notice.kind == client::Notice::Kind::problem) return &notice;
  return nullptr;
}

}  // namespace

void Session::wake() {
  {
    std::lock_guard lock(mutex_);
    ++wakes_;
  }
  changed_.notify_all();
}

bool Session::wait(const std::function<bool(const client::Model&)>& holds, std::chrono::seconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    std::unique_lock lock(mutex_);
    const auto seen = wakes_;
    lock.unlock();
    if (holds(*model())) return true;
    lock.lock();
    if (wakes_ == seen && changed_.wait_until(lock, until) == std::cv_status::timeout && wakes_ == seen) {
      lock.unlock();
      return holds(*model());
    }
  }
}

std::string Session::attempt(client::Intent intent, const std::function<bool(const client::Model&)>& done, std::chrono::seconds patience) {
  const auto seen = newest_notice(*model());
  send(std::move(intent));
  std::string problem;
  const bool ended = wait([&](const client::Model& model) {
    if (done(model) && !model.unsaved) return true;  // what is not on the disk is not done
    const auto* told = problem_after(model, seen);
    if (told == nullptr) return false;
    problem = told->text;
    told_notice_ = told->id;
    return true;
  }, patience);
  if (ended) return problem;
  return words_.say("cli.too_long");
}

void Session::wait_for_change(std::uint64_t seen_version, std::chrono::milliseconds most) {
  if (model()->version != seen_version) return;
  std::unique_lock lock(mutex_);
  const auto seen = wakes_;
  changed_.wait_for(lock, most, [&] { return wakes_ != seen; });
}

}  // namespace twinlamp::cli
