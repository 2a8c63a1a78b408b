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
  auto thanked =
      gift_from(true, "You read the whole contract with me on the phone", "You stay, even when it is boring.");
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

Model with_dates(DatesView dates) {
  auto model = paired();
  model.me.zone = {60, {}};
  model.partner.zone = {-480, {}};
  model.exporting.folder = "/home/noor/Documents";
  const auto idea = [](std::string id, std::string text) { return IdeaView{std::move(id), std::move(text), 60}; };
  dates.ideas_card = "dates.ideas";
  dates.calendar_file = "twinlamp.ics";
  dates.challenges = {idea("c1", "Show each other the oldest thing in the room, and tell where it comes from."),
                      idea("c2", "Hum a song until the other knows it. Swap.")};
  dates.before = {idea("b1", "Each packs one thing that the other may unpack first."),
                  idea("b2", "Say what you need in the first hour: sleep, food, or a long hug."),
                  idea("b3", "Plan one evening with nothing in it.")};
  model.dates = std::make_shared<const DatesView>(std::move(dates));
  return model;
}

// The wall clock of the tests' frames and of the gallery differ: far enough ahead of both.
Moment date_moment(std::chrono::minutes from_now) {
  return std::chrono::floor<std::chrono::minutes>(std::chrono::system_clock::now()) + from_now;
}

namespace {

std::vector<Scene> date_scenes() {
  const Route dates{.to = Route::To::practice, .practice = 9};
  const PlanView soup{"s1", "Cook the same soup in both kitchens, cameras on the pans",
                      date_moment(std::chrono::hours(52)), 90};
  DatesView proposed;
  proposed.round = "d", proposed.theirs = soup;
  proposed.mine = PlanView{"s2", "A walk with the cameras on", date_moment(std::chrono::hours(29)), 60};
  DatesView agreed;
  agreed.round = "d", agreed.agreed = soup;
  agreed.visit = VisitView{"v", true, "At your place", date_moment(std::chrono::hours(24 * 12))};
  agreed.mutual = {{"i1", "Draw each other for ten minutes without looking at the paper. Show both at once.", 60}};
  GiftView surprise;
  surprise.id = "x", surprise.kind = GiftKind::surprise, surprise.mine = true;
  surprise.text = "Look under your keyboard.", surprise.opens = "Fri 27 Nov, 18:00";
  agreed.surprises = {std::make_shared<const GiftView>(surprise)};
  DatesView today = agreed;
  today.visit->at = date_moment(std::chrono::minutes(40));
  today.agreed->at = date_moment(std::chrono::minutes(-30));
  DatesView past = agreed;
  past.agreed->at = date_moment(std::chrono::hours(-26));
  past.visit.reset();
  past.mutual.push_back({"i2", "Read the first page of the same book to each other, each in your own language, and stop in the middle of a sentence.", 45});
  return {{"dates", with_dates({}), dates},
          {"dates-today", with_dates(today), dates},
          {"dates-past", with_dates(past), dates},
          {"dates-names", with_long_names(with_dates(proposed)), dates},
          {"dates-plan", with_dates({}), dates, "Plan a date"},
          {"dates-proposed", with_dates(proposed), dates},
          {"dates-agreed", with_dates(agreed), dates},
          {"dates-visit", with_dates({}), dates, "When do you see each other next?"},
          {"dates-surprise", with_dates({}), dates, "Prepare a surprise"}};
}

}  // namespace

std::vector<Scene> gift_scenes() {
  const auto fresh = with_gifts(a_jar(), 2);
  auto drawn = with_gifts(a_jar());
  auto gifts = *drawn.gifts;
  gifts.drawn = gifts.jar.back();
  drawn.gifts = std::make_shared<const GiftsView>(gifts);
  std::vector<Scene> all{{"appreciations", with_gifts({}), page},
                         {"appreciations-words", with_gifts({}), page, "A few words"},
                         {"appreciations-fresh", fresh, page},
                         {"appreciations-thanks", fresh, page, "Say thank you"},
                         {"appreciations-jar", drawn, page, "Show all 4"},
                         {"tonight-gift", fresh, {}}};
  const auto more = date_scenes();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace twinlamp::ui::test
