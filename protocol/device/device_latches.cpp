// What the relay says of the latches, and what this device makes of it.
#include "protocol/device/device.h"

namespace twinlamp {
namespace {

constexpr std::size_t early_states = 64;

// A cancelled round is closed by the first to know; the other closes too where the first one's own SEAL is not yet free to be erased.
bool owes_close(const PairState& state, const Round& round, Slot me) {
  if (!round.closing) return true;
  const auto* theirs = round.seal_of(partner_of(me));
  return round.closing->by != me && theirs != nullptr && state.unsettled_seals.contains(theirs->entry_id);
}

}  // namespace

void Device::handle_latch_state(const wire::LatchState& state, Now now) {
  // What a log that is not whole makes of it proves nothing: it is looked at when it is.
  if (is_frozen()) {
    if (state.latch_id().size() == 16 && early_states_.size() < early_states) early_states_[to_array<16>(bytes_of(state.latch_id()))] = state;
    return;
  }
  auto news = latches_.handle_state(state, this->state(), meeting_.both_in_front());
  if (!news) {
    if (news.error().code != ErrorCode::out_of_order && news.error().code != ErrorCode::not_found) {
      const auto* round = LatchKeeper::round_of(this->state(), state);
      tell({DeviceEvent::Kind::latch_trouble, round != nullptr ? round->id : RoundId{}, LatchNews::invalid});
      return;
    }
    // The partner's SEAL is on its way in the journal; or, in mode open, it came with the latch itself.
    if (state.latch_id().size() == 16 && early_states_.size() < early_states)
      early_states_[to_array<16>(bytes_of(state.latch_id()))] = state;
    if (!state.blob().empty() && state.latch_id().size() == 16) {
      const Slot partner = record_.partner_slot();
      const auto& seal_id = partner == 0 ? state.seal_0() : state.seal_1();
      if (seal_id.size() != 32) return;
      auto seal =
          open_signed_blob(record_.room_seed(), to_array<16>(bytes_of(state.latch_id())), partner,
                           to_array<32>(bytes_of(seal_id)), this->state().seal_keys[partner], bytes_of(state.blob()));
      if (seal) take_entry(seal->entry.to_wire(), now);
    }
    return;
  }
  switch (news->news) {
    case LatchNews::reveal: {
      wire::Body body;
      *body.mutable_reveal() = *news->reveal;
      if (auto done = append(std::move(body), now); !done) return;
      break;
    }
    case LatchNews::cancelled: {
      const auto* round = find_round(this->state(), news->round);
      if (round != nullptr && owes_close(this->state(), *round, record_.slot)) {
        wire::Body body;
        body.mutable_close_round()->set_round_id(std::string(text_of(news->round)));
        if (auto done = append(std::move(body), now); !done) return;
      }
      latches_.settle(to_array<16>(bytes_of(state.latch_id())), open_);
      break;
    }
    case LatchNews::forked: {
      if (news->reveal) {
        wire::Body body;
        *body.mutable_reveal() = *news->reveal;
        if (auto done = append(std::move(body), now); !done) return;
      }
      tell({DeviceEvent::Kind::latch_trouble, news->round, news->news});
      break;
    }
    case LatchNews::mismatch:
    case LatchNews::conflict:
    case LatchNews::invalid: tell({DeviceEvent::Kind::latch_trouble, news->round, news->news}); break;
    case LatchNews::none:
    case LatchNews::waiting:
    case LatchNews::peer_open: break;
  }
}

void Device::retry_latch_states(Now now) {
  for (auto& [latch, held] : std::exchange(early_states_, {})) {
    const auto copy = held;
    handle_latch_state(copy, now);
  }
}

}  // namespace twinlamp
