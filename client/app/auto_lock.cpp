#include "client/app/auto_lock.h"

#include <algorithm>

namespace twinlamp::client {

void AutoLock::watch(std::chrono::minutes patience, MonoTime now, Span slept) {
  patience_ = patience;
  if (last_stir_) return;
  last_stir_ = now;
  slept_ = slept;
}

void AutoLock::stop() { last_stir_.reset(); }

void AutoLock::handle_stir(MonoTime now) {
  if (last_stir_) last_stir_ = std::max(*last_stir_, now);
}

bool AutoLock::is_due(MonoTime now, Span slept) const {
  if (!last_stir_) return false;
  return slept - slept_ > short_sleep || (patience_.count() > 0 && now - *last_stir_ >= patience_);
}

std::optional<AutoLock::Span> AutoLock::next_look(MonoTime now) const {
  if (!last_stir_) return std::nullopt;
  if (patience_.count() == 0) return look;
  return std::clamp(std::chrono::ceil<Span>(*last_stir_ + patience_ - now), Span(0), look);
}

}  // namespace twinlamp::client
