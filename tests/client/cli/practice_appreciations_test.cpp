// Appreciations in the terminal, against an app that says what the test wants.
#include "client/cli/practice_appreciations.h"

#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli {
namespace {

using client::GiftKind;
using client::GiftMoment;
using client::GiftView;

class AppreciationCommands : public test::CommandTest {
protected:
  AppreciationCommands() {
    have({{5, "appreciations", "Appreciations", "Something kind.", {}}});
  }
  static GiftView gift(bool mine, const std::string& did, const std::string& says = "You stay") {
    GiftView view;
    view.id = did;
    view.kind = GiftKind::compliment;
    view.mine = mine;
    view.did = did, view.says = says;
    view.given_at = "Mon 23 Nov, 21:47";
    return view;
  }
  void fill(std::vector<GiftView> jar, std::size_t fresh = 0) { fill(app_.edit(), std::move(jar), fresh); }
  static void fill(client::Model& model, std::vector<GiftView> jar, std::size_t fresh = 0) {
    client::GiftsView gifts;
    for (auto& each : jar) gifts.jar.push_back(std::make_shared<const GiftView>(std::move(each)));
    for (const auto& each : gifts.jar)
      if (!each->mine && gifts.fresh.size() < fresh) gifts.fresh.push_back(each);
    model.gifts = std::make_shared<const client::GiftsView>(std::move(gifts));
  }
  // What is sent is in the jar, on its way where it waits.
  void take_gifts() {
    app_.react = [](client::Model& model, const client::Intent& intent) {
      const auto* sent = std::get_if<client::SendGift>(&intent);
      if (sent == nullptr) return;
      auto view = gift(true, sent->did + sent->text);
      if (sent->moment == GiftMoment::morning) view.opens = "Tue 24 Nov, 07:00";
      fill(model, {view});
    };
  }
};

TEST_F(AppreciationCommands, AsksForTheThreePartsAtThePrompt) {
  take_gifts();
  const auto said = run({"appreciate"}, "You stayed on the line\nYou stay\nWarm\n");
  EXPECT_EQ(code_, 0) << said;
  EXPECT_NE(said.find("What did Sam do?"), std::string::npos);
  ASSERT_TRUE(last<client::SendGift>());
  EXPECT_EQ(last<client::SendGift>()->did, "You stayed on the line");
  EXPECT_EQ(last<client::SendGift>()->says, "You stay");
  EXPECT_EQ(last<client::SendGift>()->felt, "Warm");
  EXPECT_NE(said.find("as soon as they look"), std::string::npos);
}

TEST_F(AppreciationCommands, TakesThePartsAsFlagsInAScript) {
  take_gifts();
  const auto said = run({"appreciate", "--morning", "--says", "You stay", "--felt", "Warm", "You", "stayed"}, {}, false);
  EXPECT_EQ(code_, 0) << said;
  EXPECT_EQ(last<client::SendGift>()->did, "You stayed");
  EXPECT_EQ(last<client::SendGift>()->says, "You stay");
  EXPECT_EQ(last<client::SendGift>()->moment, GiftMoment::morning);
  EXPECT_NE(said.find("Tue 24 Nov, 07:00"), std::string::npos);
}

TEST_F(AppreciationCommands, SaysHowItIsUsedWhereNothingWasSaid) {
  run({"appreciate", "--says", "You stay"}, {}, false);
  EXPECT_EQ(code_, 2);
  EXPECT_FALSE(last<client::SendGift>());
}

TEST_F(AppreciationCommands, SaysWhyTheAppHasRefused) {
  app_.react = [](client::Model& model, const client::Intent&) { model.notices.push_back({7, client::Notice::Kind::problem, "You have said this one."}); };
  EXPECT_NE(run({"appreciate", "You", "stayed"}).find("You have said this one."), std::string::npos);
  EXPECT_EQ(code_, 1);
}

TEST_F(AppreciationCommands, SaysAFewWordsFromTheLineOrFromStandardInput) {
  take_gifts();
  run({"say", "I", "love", "you"});
  EXPECT_EQ(last<client::SendGift>()->text, "I love you");
  EXPECT_EQ(last<client::SendGift>()->kind, GiftKind::affirmation);
  fill({});
  ::close(std::exchange(ends_[1], dup(ends_[1])));
  run({"say"}, "Good night\n");
  EXPECT_EQ(last<client::SendGift>()->text, "Good night");
}

TEST_F(AppreciationCommands, TheJarShowsWhatHasComeOnce) {
  fill({gift(false, "You sang"), gift(true, "You danced")}, 1);
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (!std::holds_alternative<client::LookAtGifts>(intent)) return;
    auto gifts = *model.gifts;
    gifts.fresh.clear();
    model.gifts = std::make_shared<const client::GiftsView>(gifts);
  };
  const auto first = run({"jar"});
  EXPECT_NE(first.find("Sam, Mon 23 Nov, 21:47\n  You sang\n  You stay"), std::string::npos) << first;
  EXPECT_NE(first.find("2 in the jar"), std::string::npos);
  EXPECT_EQ(run({"jar"}).find("You sang"), std::string::npos);
  const auto all = run({"jar", "all"});
  EXPECT_NE(all.find("1. Sam"), std::string::npos);
  EXPECT_NE(all.find("2. You, "), std::string::npos);
}

TEST_F(AppreciationCommands, DrawsAnOldOne) {
  fill({gift(false, "You sang"), gift(true, "You danced")});
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (!std::holds_alternative<client::DrawFromJar>(intent)) return;
    auto gifts = *model.gifts;
    gifts.drawn = gifts.jar[1];
    model.gifts = std::make_shared<const client::GiftsView>(gifts);
  };
  EXPECT_NE(run({"jar", "draw"}).find("You danced"), std::string::npos);
  EXPECT_EQ(code_, 0);
  run({"jar", "shake"});
  EXPECT_EQ(code_, 2);
}

TEST_F(AppreciationCommands, ThanksForTheNewestThatWasNotThankedOrForTheOneNamed) {
  auto thanked = gift(false, "You sang");
  thanked.thanked = true;
  fill({thanked, gift(true, "You danced"), gift(false, "You cooked"), gift(false, "You called")});
  app_.react = [](client::Model& model, const client::Intent& intent) {
    const auto* remark = std::get_if<client::SayRemark>(&intent);
    if (remark == nullptr) return;
    std::vector<GiftView> jar;
    for (const auto& each : model.gifts->jar) jar.push_back(*each), jar.back().thanked = each->thanked || each->id == remark->about;
    fill(model, jar);
  };
  run({"thank", "I", "needed", "that"});
  ASSERT_TRUE(last<client::SayRemark>());
  EXPECT_EQ(last<client::SayRemark>()->about, "You cooked");
  EXPECT_EQ(last<client::SayRemark>()->text, "I needed that");
  run({"thank", "--gift", "4"});
  EXPECT_EQ(last<client::SayRemark>()->about, "You called");
  EXPECT_EQ(last<client::SayRemark>()->text, "");
  run({"thank"});
  EXPECT_EQ(code_, 1) << "nothing is left";
  for (const auto* bad : {"0", "9", "x", "2"}) {
    run({"thank", "--gift", bad});
    EXPECT_EQ(code_, 1) << bad;
  }
}

TEST_F(AppreciationCommands, TakesBackTheNewestThatIsOnItsWay) {
  auto waiting = gift(true, "You danced");
  waiting.opens = "Tue 24 Nov, 07:00";
  fill({gift(true, "You sang"), waiting});
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (std::holds_alternative<client::TakeBackGift>(intent)) fill(model, {gift(true, "You sang")});
  };
  EXPECT_NE(run({"take-back"}).find("has seen nothing of it"), std::string::npos);
  EXPECT_EQ(last<client::TakeBackGift>()->gift, "You danced");
  run({"take-back"});
  EXPECT_EQ(code_, 1);
}

TEST_F(AppreciationCommands, ItsPageTellsWhatIsHereAndWhatIsOnItsWay) {
  auto waiting = gift(true, "You danced");
  waiting.opens = "Tue 24 Nov, 07:00";
  fill({gift(false, "You sang"), waiting}, 1);
  const auto page = run({"practice", "appreciations"});
  EXPECT_NE(page.find("Something is here for you"), std::string::npos) << page;
  EXPECT_NE(page.find("On its way: it opens Tue 24 Nov, 07:00"), std::string::npos);
  EXPECT_EQ(page.find("You sang"), std::string::npos) << "it is shown when it is looked at";
}

TEST_F(AppreciationCommands, AScriptReadsEveryPart) {
  json_ = true;
  fill({gift(false, "You sang")}, 1);
  app_.react = [](client::Model& model, const client::Intent&) { fill(model, {gift(false, "You sang")}); };
  const auto said = run({"jar"}, {}, false);
  EXPECT_NE(said.find("\"event\":\"gift\""), std::string::npos) << said;
  EXPECT_NE(said.find("\"did\":\"You sang\""), std::string::npos);
  EXPECT_NE(said.find("\"fresh\":1"), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::cli
