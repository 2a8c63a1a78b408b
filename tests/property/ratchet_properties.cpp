// The ratchet on a bad line: loss, reordering and duplication lose no message that arrives, and show none twice.
#include "tests/property/property.h"

#include <map>

#include "tests/session/session_support.h"

namespace twinlamp::test {
namespace {

const auto ad = text("room and slot");

struct InFlight {
  Bytes message;
  std::string plaintext;
};

// One end of the line, and what is on its way to it.
struct End {
  Ratchet* ratchet;
  std::vector<InFlight> coming;
  std::map<std::string, int> read;
};

void send(End& from, End& to, std::size_t number, Random& random) {
  if (!from.ratchet->can_send()) return;
  const auto plaintext = "message " + std::to_string(number);
  to.coming.push_back({*from.ratchet->encrypt(bytes_of(plaintext), ad, random), plaintext});
}

void receive(End& end, std::size_t nth, bool twice, Random& random) {
  if (end.coming.empty()) return;
  const auto at = nth % end.coming.size();
  const auto [message, plaintext] = end.coming[at];
  end.coming.erase(end.coming.begin() + std::ptrdiff_t(at));
  const auto opened = end.ratchet->decrypt(message, ad, random);
  RC_ASSERT(opened);
  RC_ASSERT(words(*opened) == plaintext);
  RC_ASSERT(++end.read[plaintext] == 1);
  if (!twice) return;
  const auto before = end.ratchet->serialise();
  RC_ASSERT(!end.ratchet->decrypt(message, ad, random));
  RC_ASSERT(end.ratchet->serialise() == before);
}

RC_GTEST_PROP(RatchetProperty, ReadsWhatArrivesOnceWhateverIsLostOrLate, (const std::vector<std::uint16_t>& acts)) {
  RatchetCouple couple(9);
  std::array<End, 2> ends{End{&couple.alice, {}, {}}, End{&couple.bob, {}, {}}};
  for (std::size_t i = 0; i < acts.size(); ++i) {
    const auto kind = acts[i] % 8, nth = acts[i] / 16;
    auto &one = ends[acts[i] / 8 % 2], &other = ends[1 - acts[i] / 8 % 2];
    if (kind < 4)
      send(one, other, i, couple.random);
    else if (kind < 7)
      receive(one, nth, kind == 6, couple.random);
    else if (!one.coming.empty())
      one.coming.erase(one.coming.begin() + std::ptrdiff_t(nth % one.coming.size()));  // lost
  }
}

RC_GTEST_PROP(RatchetProperty, AnyChangedByteLeavesTheStateUntouched, (std::uint16_t at, std::uint8_t by)) {
  RC_PRE(by != 0);
  RatchetCouple couple(10);
  auto message = *couple.alice.encrypt(text("a word"), ad, couple.random);
  message[at % message.size()] ^= by;
  const auto before = couple.bob.serialise();
  RC_ASSERT(!couple.bob.decrypt(message, ad, couple.random));
  RC_ASSERT(couple.bob.serialise() == before);
}

RC_GTEST_PROP(RatchetProperty, IsTheSameAfterBeingStored, (const std::vector<bool>& turns)) {
  RatchetCouple couple(11);
  for (std::size_t i = 0; i < turns.size(); ++i) {
    auto &from = turns[i] ? couple.bob : couple.alice, &to = turns[i] ? couple.alice : couple.bob;
    if (!from.can_send()) continue;
    const auto message = *from.encrypt(text("on"), ad, couple.random);
    auto stored = Ratchet::parse(to.serialise());
    RC_ASSERT(stored);
    RC_ASSERT(stored->decrypt(message, ad, couple.random));
    to = std::move(*stored);
  }
}

}  // namespace
}  // namespace twinlamp::test
