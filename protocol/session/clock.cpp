#include "protocol/session/clock.h"

#include <algorithm>

namespace twinlamp {

using std::chrono::microseconds;

live::Probe ClockEstimate::make_probe(MonoTime now) {
  const live::Probe probe{next_id_++, to_wire_time(now)};
  awaited_.push_back(probe);
  if (awaited_.size() > window) awaited_.pop_front();
  return probe;
}

live::ProbeReply ClockEstimate::answer(const live::Probe& probe, MonoTime received, MonoTime sent) {
  return {probe.id, probe.t1, to_wire_time(received), to_wire_time(sent)};
}

Result<void> ClockEstimate::handle_reply(const live::ProbeReply& reply, MonoTime now) {
  const auto probe = std::find(awaited_.begin(), awaited_.end(), live::Probe{reply.id, reply.t1});
  if (probe == awaited_.end()) return Error{ErrorCode::not_found, "clock: reply to no probe"};
  const auto t4 = to_wire_time(now);
  const auto delay = (t4 - reply.t1) - (reply.t3 - reply.t2);
  if (reply.t3 < reply.t2 || delay < 0) return Error{ErrorCode::malformed, "clock: impossible times"};
  const auto offset = ((reply.t2 - reply.t1) + (reply.t3 - t4)) / 2;
  awaited_.erase(probe);
  samples_.push_back({microseconds(offset), microseconds(delay)});
  if (samples_.size() > window) samples_.pop_front();
  return {};
}

microseconds ClockEstimate::pause() const {
  return samples_.size() < window ? microseconds(std::chrono::milliseconds(200)) : std::chrono::seconds(10);
}

std::optional<ClockEstimate::Estimate> ClockEstimate::best() const {
  if (samples_.empty()) return std::nullopt;
  return *std::min_element(samples_.begin(), samples_.end(),
                           [](const auto& a, const auto& b) { return a.delay < b.delay; });
}

}  // namespace twinlamp
