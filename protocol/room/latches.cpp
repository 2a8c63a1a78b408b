#include "protocol/room/latches.h"

namespace twinlamp {
namespace {

const std::string* latch_id_of(const wire::Frame& frame) {
  switch (frame.kind_case()) {
    case wire::Frame::kLatchPut: return &frame.latch_put().latch_id();
    case wire::Frame::kLatchGet: return &frame.latch_get().latch_id();
    case wire::Frame::kLatchCancel: return &frame.latch_cancel().latch_id();
    case wire::Frame::kLatchAck: return &frame.latch_ack().latch_id();
    default: return nullptr;
  }
}

LatchOutcome apply(const std::optional<LatchRecord>& record, std::uint8_t slot, const wire::Frame& frame) {
  switch (frame.kind_case()) {
    case wire::Frame::kLatchPut: return apply_put(record, slot, frame.latch_put());
    case wire::Frame::kLatchCancel: return apply_cancel(record, slot, frame.latch_cancel());
    case wire::Frame::kLatchAck: return apply_ack(record, slot, frame.latch_ack());
    default: return apply_get(record, slot, frame.latch_get());
  }
}

store::LatchRow row_of(const LatchRecord& record) {
  store::LatchRow row;
  row.unacked = static_cast<std::uint8_t>((record.must_repeat_to(0) ? 1 : 0) | (record.must_repeat_to(1) ? 2 : 0));
  row.kind = row.unacked != 0         ? store::LatchKind::released
             : record.is_unreleased() ? store::LatchKind::waiting
                                      : store::LatchKind::tombstone;
  row.record = latch_record_to_bytes(record);
  return row;
}

wire::Frame frame_of(const wire::LatchState& state) {
  wire::Frame frame;
  *frame.mutable_latch_state() = state;
  return frame;
}

}  // namespace

void Latches::handle_frame(const Member& member, wire::Frame frame) {
  const auto* id = latch_id_of(frame);
  if (!id || id->size() != std::tuple_size_v<store::LatchId>) {
    return members_.drop(member.connection, {wire::Error::MALFORMED, 0, "A latch id has 16 bytes.", {}, {}});
  }
  Job job{member.connection, member.slot, to_array<16>(bytes_of(*id)), {}};
  const auto size = frame.ByteSizeLong();
  job.frame = std::move(frame);
  if (!core_.may_ask(size)) return refuse(job, core_.unavailable());
  const auto shared = std::make_shared<const Job>(std::move(job));
  core_.ask(store::LatchRead{shared->latch},
            [this, shared](store::Result& result, const Now& now) { on_row(shared, result, now); }, size);
}

void Latches::on_row(const SharedJob& job, store::Result& result, const Now& now) {
  if (members_.has_ended(result)) return;
  const auto* row = std::get_if<store::LatchRow>(&result.reply);
  if (!row) return refuse(*job, core_.unavailable());
  std::optional<LatchRecord> record;
  if (row->version != 0) {
    auto parsed = latch_record_from_bytes(row->record);
    if (!parsed) return refuse(*job, core_.unavailable());
    record = std::move(*parsed);
  }
  auto outcome = apply(record, job->slot, job->frame);
  if (!outcome.record || outcome.record == record) return answer(*job, outcome);
  write(job, *row, std::move(outcome), now);
}

void Latches::write(const SharedJob& job, const store::LatchRow& row, LatchOutcome outcome, const Now& now) {
  store::LatchWrite request;
  request.latch = job->latch;
  request.expected = row.version;
  request.row = row_of(*outcome.record);
  request.max_waiting = core_.limits().waiting_latches;
  request.max_latches = core_.limits().all_latches;
  request.max_latch_bytes = core_.limits().latch_bytes;
  request.today = std::chrono::floor<std::chrono::days>(now.wall);
  if (request.today < members_.created_on() + first_week) request.max_room_bytes = core_.limits().first_week_bytes;
  const auto shared = std::make_shared<const LatchOutcome>(std::move(outcome));
  core_.ask(std::move(request), [this, job, shared](store::Result& result, const Now& later) {
    switch (result.status) {
      case store::Status::ok: return answer(*job, *shared);
      case store::Status::conflict: return on_row(job, result, later);
      case store::Status::room_limit:
        return refuse(*job, {wire::Error::ROOM_LIMIT, 0, "This room has too many latches.", {}, {}});
      default:
        if (!members_.has_ended(result)) refuse(*job, core_.unavailable());
    }
  }, job->frame.ByteSizeLong());
}

// The sender's answer goes to the socket that asked; a newer one of the same member is told at its login.
void Latches::answer(const Job& job, const LatchOutcome& outcome) {
  const auto* asker = members_.find(job.connection);
  if (asker && job.frame.kind_case() != wire::Frame::kLatchAck) core_.send(asker->connection, frame_of(outcome.reply));
  const auto* partner = members_.ready(1 - job.slot);
  if (partner && outcome.to_partner) core_.send(partner->connection, frame_of(*outcome.to_partner));
}

void Latches::refuse(const Job& job, Refusal refusal) {
  if (!members_.find(job.connection)) return;
  refusal.latch_id = to_string(job.latch);
  core_.refuse(job.connection, refusal);
}

}  // namespace twinlamp
