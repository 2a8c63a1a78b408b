// The operator's file of invites: who may open rooms must not come out of a damaged file.
#include "relay/invites.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  std::vector<relay::Invite> invites(3);
  SeededRandom random(1);
  for (auto& invite : invites) {
    invite.hash = relay::invite_hash(relay::make_invite_token(random));
    invite.made = std::chrono::sys_days(20'000 * std::chrono::days(1));
  }
  invites[0].last_day = invites[0].made + std::chrono::days(30);
  invites[0].name = "Noor and Sam";
  invites[1].rooms = 0;
  invites[1].used = 12;
  return {to_bytes(bytes_of(relay::invites_text({}))), to_bytes(bytes_of(relay::invites_text({invites[0]}))),
          to_bytes(bytes_of(relay::invites_text(invites)))};
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace twinlamp;
  const auto invites = relay::parse_invites({reinterpret_cast<const char*>(data), size});
  if (!invites) return 0;
  for (const auto& invite : *invites) {
    fuzz::require(invite.name.size() <= 60, "whom an invite is for is short");
    fuzz::require(invite.id().size() == 6, "an invite has an id to name it by");
    for (const char letter : invite.name)
      fuzz::require(static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7f, "a name has no control characters");
  }
  const auto again = relay::parse_invites(relay::invites_text(*invites));
  fuzz::require(again && *again == *invites, "invites come back as they were");
  return 0;
}
