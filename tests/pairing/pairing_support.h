// Two pairing machines and what stands between them.
#pragma once

#include <functional>

#include "protocol/pairing/pairing.h"

namespace twinlamp::test {

inline PairingCode code_of(std::string_view text) {
  const auto code = parse_code(text);
  assert(code);
  return *code;
}

// The setup of `slot`; its long-term keys come from `random` too.
inline PairingSetup setup_of(std::uint8_t slot, Random& random, std::string_view code = "417-amber-otter-window") {
  PairingSetup setup;
  setup.slot = slot;
  setup.code = code_of(code);
  setup.relay_id.fill(0x5e);
  setup.mine.identity = AgreementKeys::generate(random).public_key;
  setup.mine.member = SigningKeys::generate(random).public_key;
  setup.mine.first_ratchet = AgreementKeys::generate(random).public_key;
  setup.mine.name = slot == 0 ? "Noor" : "Sam";
  setup.mine.app_version = "0.1.0";
  return setup;
}

inline Pairing pairing_of(PairingSetup setup, Random& random) {
  auto pairing = Pairing::make(std::move(setup), random);
  assert(pairing);
  return *std::move(pairing);
}

struct Couple {
  explicit Couple(std::uint64_t seed) : random(seed) {}
  Couple(std::uint64_t seed, PairingSetup zero, PairingSetup one)
      : random(seed), machines{pairing_of(std::move(zero), random), pairing_of(std::move(one), random)} {}

  // Carries messages until both fall silent. `tamper` sees each with its number from 1 and may change it.
  using Tamper = std::function<void(int number, Bytes& message)>;
  void run(const Tamper& tamper = {}) {
    for (std::size_t from = 1, silent = 0; silent < 2; from = 1 - from) {
      auto message = machines[from].poll_message();
      silent = message ? 0 : silent + 1;
      if (!message) continue;
      ++carried;
      if (tamper) tamper(carried, *message);
      sizes.push_back(message->size());
      results.push_back(machines[1 - from].handle_message(*message));
    }
  }

  SeededRandom random;
  std::array<Pairing, 2> machines{pairing_of(setup_of(0, random), random), pairing_of(setup_of(1, random), random)};
  std::vector<std::size_t> sizes;
  std::vector<Result<void>> results;
  int carried = 0;
};

}  // namespace twinlamp::test
