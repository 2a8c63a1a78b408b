#include "tests/pairing/pairing_vectors.h"

#include <boost/json/array.hpp>
#include <stdexcept>

#include "protocol/pairing/pairing.h"
#include "tests/support/json.h"

namespace twinlamp::test {
namespace {

namespace json = boost::json;

class RecordingRandom : public Random {
public:
  explicit RecordingRandom(Random& source) : source_(source) {}
  void fill(std::span<std::uint8_t> out) override {
    source_.fill(out);
    parts_.emplace_back(to_hex(out));
  }
  json::array take() { return std::exchange(parts_, {}); }

private:
  Random& source_;
  json::array parts_;
};

struct Secrets {
  AgreementKeys identity, first_ratchet;
  SigningKeys member;
};

PairingSetup setup_of(std::uint8_t slot, const Secrets& secrets) {
  PairingSetup setup;
  setup.slot = slot;
  setup.code = *parse_code("417-amber-otter-window");
  for (std::size_t i = 0; i < 32; ++i) setup.relay_id[i] = static_cast<std::uint8_t>(i);
  setup.mine.identity = secrets.identity.public_key;
  setup.mine.member = secrets.member.public_key;
  setup.mine.first_ratchet = secrets.first_ratchet.public_key;
  setup.mine.name = slot == 0 ? "Noor" : "Zo\xC3\xAB";
  setup.mine.app_version = "0.1.0";
  setup.mine.features = slot;
  return setup;
}

json::object device_of(const Secrets& secrets, const DeviceKeys& keys, json::array draws) {
  return {{"identity_secret", to_hex(secrets.identity.secret.view())},
          {"member_seed", to_hex(secrets.member.secret.view().first(32))},
          {"first_ratchet_secret", to_hex(secrets.first_ratchet.secret.view())},
          {"name", keys.name},
          {"app_version", keys.app_version},
          {"features", keys.features},
          {"keys", to_hex(keys.encode())},
          {"random", std::move(draws)}};
}

json::array carry(std::array<Pairing, 2>& machines) {
  json::array messages;
  for (std::size_t from = 1; auto message = machines[from].poll_message(); from = 1 - from) {
    messages.emplace_back(to_hex(*message));
    if (const auto result = machines[1 - from].handle_message(*message); !result) throw std::runtime_error(result.error().where);
  }
  return messages;
}

json::object derived_of(const PairSecrets& secrets) {
  json::array words(secrets.same_words.begin(), secrets.same_words.end());
  return {{"ratchet_root", to_hex(secrets.ratchet_root.view())},
          {"header_alice", to_hex(secrets.header_alice.view())},
          {"next_header_bob", to_hex(secrets.next_header_bob.view())},
          {"live_psk", to_hex(secrets.live_psk.view())},
          {"latch_seed", to_hex(secrets.latch_seed.view())},
          {"pair_seed", to_hex(secrets.pair_seed)},
          {"same_words", std::move(words)},
          {"pattern", to_hex(secrets.pattern)}};
}

Secrets draw_secrets(Random& random) {
  Secrets secrets;
  secrets.identity = AgreementKeys::generate(random);
  secrets.member = SigningKeys::generate(random);
  secrets.first_ratchet = AgreementKeys::generate(random);
  return secrets;
}

}  // namespace

json::object pairing_vector(Random& source) {
  RecordingRandom random(source);
  json::object vector{{"code", "417-amber-otter-window"}, {"binding", 1}};
  json::array devices;
  std::vector<Pairing> made;
  for (std::uint8_t slot = 0; slot < 2; ++slot) {
    const auto secrets = draw_secrets(random);
    const auto setup = setup_of(slot, secrets);
    vector["relay_id"] = to_hex(setup.relay_id);
    made.push_back(*Pairing::make(setup, random));
    devices.push_back(device_of(secrets, setup.mine, random.take()));
  }
  std::array<Pairing, 2> machines{std::move(made[0]), std::move(made[1])};
  vector["devices"] = std::move(devices);
  vector["messages"] = carry(machines);
  const auto a = machines[0].poll_keys(), b = machines[1].poll_keys();
  if (!a || !b || derived_of(a->secrets) != derived_of(b->secrets)) throw std::runtime_error("the two sides differ");
  vector["derived"] = derived_of(a->secrets);
  return vector;
}

DrawnRandom::DrawnRandom(const json::object& vector) {
  ByteWriter all;
  for (const auto& device : vector.at("devices").as_array())
    for (const auto& each : device.at("random").as_array()) {
      Bytes part;
      if (!from_hex(std::string(each.as_string()), part)) throw std::runtime_error("not hexadecimal: random");
      all.raw(part);
    }
  rest_ = all.take();
}

void DrawnRandom::fill(std::span<std::uint8_t> out) {
  if (out.size() > rest_.size()) throw std::runtime_error("more is drawn than was");
  const auto end = rest_.begin() + static_cast<std::ptrdiff_t>(out.size());
  std::copy(rest_.begin(), end, out.begin());
  rest_.erase(rest_.begin(), end);
}

}  // namespace twinlamp::test
