#include "tests/device/wishes_partner.h"

#include <gtest/gtest.h>

namespace twinlamp::test {
namespace {

constexpr std::chrono::milliseconds wall_began{1'700'000'000'000};

std::vector<std::string> listed(std::size_t count) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at < count; ++at) items.push_back("wishes." + std::to_string(at));
  return items;
}

}  // namespace

WishesPartner::WishesPartner(Slot partner, const Votes& of_partner, const Votes& of_device, std::uint16_t quota)
    : me_(partner),
      channel_(*DurableChannel::fresh(records_[partner], random_)),
      log_(partner),
      device_log_(partner_of(partner)) {
  channel_.handle_logged_in();
  device_ = *Device::open(records_[partner_of(me_)], disk_, device_random_, now());
  device_->handle_logged_in({}, now());
  device_->set_private({true, 5}, now());
  EXPECT_TRUE(device_->set_profile({"Sam", {}, {}, 1}, now()));
  drive();
  wire::Body profile;
  profile.mutable_profile()->set_display_name("Noor");
  say(profile);
  round_id_ = *device_->open_wishes({"desire.wishes", 1, 4, 1, wishes_kind, false}, "?", listed(of_device.size()),
                                    quota, now());
  EXPECT_TRUE(device_->seal_wishes(round_id_, of_device, SealMode::apart, now()));
  drive();
  terms_ = round().wishes->terms(round_id_, derive_latch_id(records_[0].latch_seed, round_id_, 0));
  const auto seed = random_.secret<32>();
  run_.emplace(terms_, me_, seed, of_partner);
  secret_.emplace(terms_, me_, seed, of_partner);
}

Now WishesPartner::now() {
  time_ += std::chrono::milliseconds(100);
  return {MonoTime(time_), WallTime(wall_began + time_)};
}

void WishesPartner::drive() {
  while (const auto* transaction = device_->poll_transaction()) {
    EXPECT_TRUE(disk_.commit(*transaction));
    device_->handle_committed(now());
  }
  while (auto frame = device_->poll_frame()) take(*frame);
  while (auto event = device_->poll_event())
    if (event->kind == DeviceEvent::Kind::match_trouble) troubles_.emplace_back(event->why);
}

void WishesPartner::take(const wire::Frame& frame) {
  has_put_ = has_put_ || frame.has_latch_put();
  if (!frame.has_post()) return;
  const auto entries = channel_.handle_envelope(bytes_of(frame.post().body()), random_);
  if (entries)
    for (const auto& bytes : *entries) device_log_.append(*Entry::parse(bytes));
  wire::Frame posted;
  posted.mutable_posted()->set_client_id(frame.post().client_id());
  EXPECT_TRUE(device_->handle_frame(posted, now()));
}

void WishesPartner::say(const wire::Body& body) {
  auto stamped = body;
  stamped.set_wall_ms((wall_began + time_).count());
  const auto entry = make_entry(next_place(log_, device_log_, 1), stamped, records_[me_].self_key, random_);
  log_.append(entry);
  const auto bytes = entry.to_wire();
  const std::vector<ByteView> views{bytes};
  Transaction transaction;
  EXPECT_TRUE(channel_.post(views, 1, transaction, random_));
  for (const auto& row : transaction.outbox_added) {  // a long one comes in pieces
    channel_.handle_posted(row.client_id);
    wire::Frame frame;
    frame.mutable_deliver()->set_seq(++delivered_);
    frame.mutable_deliver()->set_body(to_string(row.envelope));
    EXPECT_TRUE(device_->handle_frame(frame, now()));
    drive();
  }
}

void WishesPartner::say_step(std::uint8_t step, Bytes bytes) {
  wire::Body body;
  body.mutable_match_step()->set_round_id(to_string(round_id_));
  body.mutable_match_step()->set_step(step);
  body.mutable_match_step()->set_body(to_string(bytes));
  say(body);
}

void WishesPartner::say_honestly_until(std::uint8_t step) {
  for (std::uint8_t each = 0; each < step; ++each)
    if (match::step_size(terms_, me_, each) > 0) say_step(each, honest(each));
}

void WishesPartner::seal() {
  const SealContext context{round_id_, 0, terms_.latch_id, me_};
  wire::Body body;
  *body.mutable_seal() =
      *make_seal_with(run_->blind(), context, SealMode::apart, bytes_of("x"), records_[me_].box_key, random_);
  say(body);
}

}  // namespace twinlamp::test
