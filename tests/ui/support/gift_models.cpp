#include "tests/ui/support/gift_models.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

const Route page{.to = Route::To::practice, .practice = 5};

GiftsView some_gifts() {
  GiftsView gifts;
  gifts.their_morning = "Tue 24 Nov, 07:00";
  return gifts;
}

std::vector<GiftView> a_jar() {
  auto waiting = gift_from(true, "You sent me the sound of your street in the rain",
                           "You notice what I miss before I say it.", "As if a window stood open.");
  waiting.id = "w", waiting.opens = "Tue 24 Nov, 07:00";
  auto thanked = gift_from(true, "You read the whole contract with me on the phone", "You stay, even when it is boring.");
  thanked.id = "t", thanked.thanked = true, thanked.thanks = "I was glad that you asked me.";
  GiftView love;
  love.id = "l", love.kind = GiftKind::affirmation, love.text = "I love you.", love.given_at = "Sun 22 Nov, 23:10";
  auto theirs = gift_from(false, "You laughed at my soup and then ate both plates on the screen",
                          "You can tease me and mean well at once.", "Light.");
  theirs.id = "s";
  return {waiting, thanked, love, theirs};
}

}  // namespace

GiftView gift_from(bool mine, std::string did, std::string says, std::string felt) {
  GiftView gift;
  gift.id = did;
  gift.kind = GiftKind::compliment;
  gift.mine = mine;
  gift.did = std::move(did), gift.says = std::move(says), gift.felt = std::move(felt);
  gift.given_at = "Mon 23 Nov, 21:47";
  return gift;
}

Model with_gifts(std::vector<GiftView> jar, std::size_t fresh) {
  auto model = paired();
  auto gifts = some_gifts();
  for (auto& gift : jar) gifts.jar.push_back(std::make_shared<const GiftView>(std::move(gift)));
  for (const auto& gift : gifts.jar)
    if (!gift->mine && gifts.fresh.size() < fresh) gifts.fresh.push_back(gift);
  model.gifts = std::make_shared<const GiftsView>(std::move(gifts));
  return model;
}

std::vector<Scene> gift_scenes() {
  const auto fresh = with_gifts(a_jar(), 2);
  auto drawn = with_gifts(a_jar());
  auto gifts = *drawn.gifts;
  gifts.drawn = gifts.jar.back();
  drawn.gifts = std::make_shared<const GiftsView>(gifts);
  return {{"appreciations", with_gifts({}), page},
          {"appreciations-words", with_gifts({}), page, "A few words"},
          {"appreciations-fresh", fresh, page},
          {"appreciations-thanks", fresh, page, "Say thank you"},
          {"appreciations-jar", drawn, page, "Show all 4"},
          {"tonight-gift", fresh, {}}};
}

}  // namespace twinlamp::ui::test
