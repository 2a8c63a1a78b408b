// What people write is on no disk in any readable form: not in either profile, not at the relay, before and after it opened.
#include "client/content/answer_codec.h"
#include "tests/client/app/app_fixture.h"
#include "tests/support/spellings.h"

namespace twinlamp::client::test {
namespace {

using twinlamp::test::count_spellings;

class AppPrivacyTest : public CoupleTest {};

TEST_F(AppPrivacyTest, NothingWrittenIsReadableInAnyFile) {
  pair_up();
  const std::string draft = "A draft about the blue door", mine = "The sea, and you reading", partners = "My uncle's radio at dusk";
  const auto other = ask(noor_, "open-up.good-news");
  noor_.send(SaveDraft{other, TextAnswer{draft}});
  const auto id = ask(noor_, "open-up.first-kitchen");
  noor_.send(SealAnswer{id, TextAnswer{mine}, SealMode::apart});
  sam_.send(SealAnswer{id, TextAnswer{partners}, SealMode::apart});
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
  noor_.send(SayBack{id, "I heard the radio"});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.may_confirm; }));
  noor_.stop();
  for (const auto& words : {draft, mine, partners, std::string("I heard the radio"), std::string("open-up.first-kitchen")})
    EXPECT_EQ(count_spellings(folder_.path(), words), 0u) << words;
  std::ofstream(folder_ / "canary") << "before " << mine << " after";
  EXPECT_EQ(count_spellings(folder_.path(), mine), 1u) << "the search itself works";
}

// A copy of the files of a running App is what a kill or a power cut leaves.
TEST_F(AppPrivacyTest, ADraftIsOnTheDiskWithoutQuitting) {
  pair_up();
  const auto id = ask(noor_, "open-up.first-kitchen");
  noor_.send(SaveDraft{id, TextAnswer{"half a tho"}});
  const auto has_draft = [&] {
    const auto copy = folder_ / "copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(noor_.home(), copy, std::filesystem::copy_options::recursive);
    Person again(copy, "again");
    if (!again.start().empty()) return false;
    const auto round = again.round(id);
    return round && round->draft == Answer(TextAnswer{"half a tho"});
  };
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  bool found = false;
  while (!found && std::chrono::steady_clock::now() < until) found = has_draft();
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace twinlamp::client::test
