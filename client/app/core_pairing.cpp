#include "client/app/core.h"

namespace twinlamp::client {

std::optional<RelayAddress> Core::relay_address() {
  if (options_.relay.empty() && open_settings_.hosting.on) {
    if (auto home = hosting_.address()) return home;
    refuse_code(hosting_.is_running() ? words().say("home.nobody_reaches") : hosting_.problem());
    return std::nullopt;
  }
  const auto& wanted = options_.relay.empty() ? opened_->settings.relay : options_.relay;
  if (wanted.empty()) {
    refuse_code(words().say("pairing.which_relay"));
    return std::nullopt;
  }
  auto address = parse_relay_address(wanted);
  if (address) return *address;
  refuse_code(unreadable_relay(address.error()));
  return std::nullopt;
}

void Core::refuse_code(std::string text) {
  refused_code_.emplace();
  refused_code_->step = PairingView::Step::asking_for_code;
  refused_code_->problem = text;
  problem(std::move(text));
}

void Core::handle_intent(const InvitePartner& intent) {
  if (stage_ != Stage::unpaired && stage_ != Stage::pairing) return problem(words().say("pairing.not_now"));
  refused_code_.reset();
  if (hosting_.is_awaited()) return hosting_.put_off(intent);
  if (is_renewing_ && own_slot() != 0) return refuse_code(words().say("renewal.wrong_way"));
  const auto address = relay_address();
  if (!address) return;
  PairingFlow::Setup setup{opened_->settings.display_name, *address, words(), going_on()};
  begin_pairing(PairingFlow::invite(std::move(setup), around_.random), *address);
}

void Core::handle_intent(const JoinPartner& intent) {
  if (stage_ != Stage::unpaired && stage_ != Stage::pairing) return problem(words().say("pairing.not_now"));
  refused_code_.reset();
  if (hosting_.is_awaited()) return hosting_.put_off(intent);
  if (is_renewing_ && own_slot() != 1) return refuse_code(words().say("renewal.wrong_way"));
  CodeProblem what;
  std::optional<RelayAddress> address;
  std::optional<PairingCode> code;
  if (intent.code.find("://") != std::string::npos) {
    auto line = parse_relay_address(intent.code, &what);
    if (!line) return refuse_code(words().say("code.bad_invitation"));
    if (!line->code) return refuse_code(words().say("code.no_code"));
    address = std::move(*line);
    code = address->code;
  } else {
    auto typed = parse_code(intent.code, &what);
    if (!typed) return refuse_code(words_for(what, words()));
    code = *typed;
    address = relay_address();
    if (!address) return;
  }
  PairingFlow::Setup setup{opened_->settings.display_name, *address, words(), going_on()};
  begin_pairing(PairingFlow::join(std::move(setup), *code, around_.random), *address);
}

void Core::begin_pairing(PairingFlow flow, const RelayAddress& address) {
  pending_.reset();
  flow_.emplace(std::move(flow));
  stage_ = Stage::pairing;
  LinkConfig config;
  config.host = address.host;
  config.port = address.port;
  config.relay_id = address.relay_id;
  config.binding = address.binding;
  config.ca_file = options_.ca_file;
  if (options_.relay.empty()) hosting_.go_home(config);
  link_.close();  // forgets an earlier pair's keys
  link_.connect(std::move(config));
  set_connection(Connection::connecting, "Connecting.");
}

void Core::drain_flow() {
  while (auto frame = flow_->poll_frame()) link_.send(*frame);
  if (auto pair = flow_->poll_pair()) {
    // Kept before it is shown: both may need a while to compare the words, and a crash must not end it. If the disk does not take it now,
    // accepting it tries again.
    save(PendingPair::key, pair->encode());
    pending_ = std::move(*pair);
    // The connection stays a moment, so that the last message gets out; accepting or cancelling ends it.
    flow_.reset();
  }
  if (flow_ && flow_->has_failed()) {
    link_.close();
    if (!is_renewing_) stage_ = Stage::unpaired;
    problem(flow_->view().problem);
    refused_code_ = flow_->view();
    flow_.reset();
  }
  mark(false);
}

void Core::handle_intent(const ConfirmSameWords& intent) {
  if (!pending_) return problem(words().say("pairing.nothing_to_compare"));
  // What is put back was weighed against what is here, and takes its place; and what is saved would be of a pair that
  // is no more.
  if (intent.same && (restore_.is_running() || backup_.is_running())) return problem(words().say("backup.busy"));
  if (intent.same) return accept_pair();
  drop_pending();
  notices_.info(words().say("pairing.dropped"));
}

void Core::drop_pending() {
  link_.close();
  flow_.reset();
  pending_.reset();
  save(PendingPair::key, std::nullopt);
  if (is_renewing_) return end_renewing();
  member_.reset();
  if (auto gone = destroy_file(place_.member()); !gone) problem(words_for_storage(gone.error(), words()));  // of an acceptance that was cut off
  stage_ = Stage::unpaired;
  set_connection(Connection::offline, {});
}

void Core::accept_pair() {
  if (is_renewing_) {
    auto renewed = renew_pair(pending_->record);
    if (!renewed && opened_) problem(words_for_accepting(renewed.error(), words()));  // else the locked stage says it
    return changed();
  }
  auto record = std::move(pending_->record);
  // Of a leaving that was cut off while the words were compared: they are agreed on after all.
  if (auto back = take_back_leaving(place_, member_of(record).member.public_key); !back) {
    pending_->record = std::move(record);
    return problem(words_for_accepting(back.error(), words()));
  }
  left_rooms_.let_go();
  if (auto written = write_member_file(place_.member(), member_of(record)); !written) {
    pending_->record = std::move(record);
    return problem(words_for_accepting(written.error(), words()));
  }
  member_ = member_of(record);
  auto settings = opened_->settings;
  settings.relay = record.relay_address;  // an invitation may have named another than the settings do: the pair lives there
  Transaction transaction;
  transaction.values[Settings::key] = encode_settings(settings);
  transaction.values["pair"] = record.encode();
  transaction.values[PendingPair::key] = std::nullopt;
  if (auto saved = opened_->storage->commit(transaction); !saved) {
    pending_->record = std::move(record);
    return problem(words_for_accepting(saved.error(), words()));
  }
  opened_->settings = std::move(settings);
  pending_.reset();
  link_.close();
  keep_home_address(record);
  if (auto opened = open_pair(std::move(record)); !opened) problem(opened.error().where);
  changed();
}

void Core::handle_intent(const CancelPairing&) {
  hosting_.drop_put_off();
  refused_code_.reset();
  if (flow_ || pending_) drop_pending();
  end_renewing();
  mark(false);
}

}  // namespace twinlamp::client
