#include "tests/ui/support/models.h"

#include "tests/ui/support/backup_models.h"
#include "tests/ui/support/gift_models.h"
#include "tests/ui/support/home_models.h"
#include "tests/ui/support/own_models.h"
#include "tests/ui/support/practice_models.h"
#include "tests/ui/support/private_models.h"
#include "tests/ui/support/renewal_models.h"

#include <utility>

namespace twinlamp::ui::test {
using namespace client;
namespace {

std::vector<FeelingFamily> families() {
  const auto family = [](std::string id, std::string name, std::vector<std::string> words) {
    FeelingFamily made{std::move(id), std::move(name), false, {}};
    for (auto& word : words) made.words.push_back({word, word});
    return made;
  };
  return {family("glad", "Glad",
                 {"pleased", "cheerful", "delighted", "playful", "amused", "elated", "grateful", "relieved"}),
          family("calm", "Calm",
                 {"at ease", "rested", "settled", "content", "safe", "unhurried", "clear-headed", "peaceful"}),
          family("close", "Close",
                 {"tender", "loved", "fond", "understood", "trusting", "cared for", "longing", "smitten"}),
          family("alive", "Alive", {"curious", "excited"}),
          family("strong", "Strong", {"proud", "capable"}),
          family("moved", "Moved", {"touched", "amazed"}),
          family("sad", "Sad", {"low", "disappointed"}),
          family("afraid", "Afraid", {"uneasy", "nervous"}),
          family("angry", "Angry", {"irritated"}),
          family("hurt", "Hurt", {"stung"}),
          family("alone", "Alone", {"lonely", "missing you"}),
          family("tired", "Tired", {"worn out"})};
}

std::shared_ptr<const Items> values() {
  const std::vector<std::pair<std::string, std::string>> all{
      {"loyalty", "Loyalty"},     {"play", "Play"},          {"quiet", "Quiet"},           {"honesty", "Honesty"},
      {"courage", "Courage"},     {"generosity", "Giving"},  {"curiosity", "Curiosity"},   {"family", "Family"},
      {"craft", "Doing it well"}, {"freedom", "Room to be"}, {"humour", "Laughing at it"}, {"patience", "Patience"}};
  Items items;
  for (const auto& [id, text] : all) items.push_back({"values." + id, text, "What one of us means by it, in a sentence.", {}, 0});
  return std::make_shared<const Items>(std::move(items));
}

SortAnswer sorted(bool mine) {
  SortAnswer out;
  std::size_t place = 0;
  const auto items = values();
  for (const auto& item : *items) out.piles[item.id] = Pile(1 + (place++ + (mine ? 0 : 1)) % 3);
  for (const auto& [item, pile] : out.piles)
    if (pile == Pile::most && out.ranked.size() < card_limits::top) out.ranked.push_back(item);
  return out;
}

CardView card_of(CardKind kind) {
  CardView card;
  card.id = "card." + std::to_string(int(kind));
  card.kind = kind;
  card.practice = 3;
  card.practice_name = "Fears";
  card.depth = 3;
  switch (kind) {
    case CardKind::text:
      card.prompt = "Which good thing in your life do you not dare to lean on with your full weight?";
      card.why = "What we hold back from is often what we would miss most.";
      card.starters = {"I keep one foot on the ground with …", "If it went away tomorrow …"};
      break;
    case CardKind::choice:
      card.prompt = "When you are afraid and I am far away, what helps first?";
      card.options = {"hearing your voice",   "company, without talking", "being told it makes sense",
                      "ideas for what to do", "being made to laugh",      "a while on my own"};
      break;
    case CardKind::scale:
      card.prompt = "How loud was worry this week?";
      card.low_label = "a whisper", card.high_label = "louder than all else", card.steps = 10;
      break;
    case CardKind::feeling:
      card.practice = 1, card.practice_name = "Feelings";
      card.prompt = "What is there right now?";
      break;
    case CardKind::choices:
      card.practice = 6, card.practice_name = "Play", card.depth = 1;
      card.prompt = "Which of these would you do with me on a wet Sunday?";
      card.options = {"bake something",  "sort old pictures", "a long film",       "nothing at all", "a walk anyway",
                      "learn ten words", "cook the same dish", "draw each other", "a museum from here"};
      card.most = 3;
      break;
    case CardKind::ranking:
      card.practice = 6, card.practice_name = "Play", card.depth = 1;
      card.prompt = "Put these in the order in which you would give them up.";
      card.options = {"coffee", "music", "the long way home", "your chair by the window", "sleeping in"};
      break;
    case CardKind::list:
      card.practice = 6, card.practice_name = "Play", card.depth = 2;
      card.prompt = "Two truths and a wish: write two true things that I may not know, and one that you wish were true.";
      card.lines_least = card.lines_most = 3;
      card.marked = true;
      card.follow_ups = {"When was that?", "Who else knows of it?", "What would you do first?"};
      break;
    case CardKind::guess:
      card.practice = 6, card.practice_name = "Play", card.depth = 1;
      card.prompt = "What do you reach for first on a free morning?";
      card.options = {"a book", "the window", "something to eat", "my shoes"};
      break;
    case CardKind::sort:
      card.practice = 7, card.practice_name = "Values", card.depth = 3;
      card.prompt = "What matters to you, when nobody asks you to explain it?";
      card.items = values();
      break;
    case CardKind::wishes:
      card.practice = 9, card.practice_name = "Dates", card.depth = 1;
      card.prompt = "Which of these would you enjoy?";
      card.items = values();
      break;
    case CardKind::pairs:
      card.practice = 6, card.practice_name = "Play", card.depth = 1;
      card.prompt = "This or that?";
      card.pairs = {{"the sea", "the mountains"}, {"early", "late"},          {"sweet", "salty"}, {"a letter", "a call"},
                    {"train", "plane"},           {"rain on the roof", "snow"}, {"film", "book"},   {"city", "village"},
                    {"window seat", "aisle"},     {"now", "a little later"}};
      break;
  }
  return card;
}

Answer answer_to(CardKind kind, bool mine) {
  switch (kind) {
    case CardKind::text:
      return TextAnswer{mine ? "The garden we planted. I water it and tell nobody how much I want it to live."
                             : "Your Sunday calls. I plan the week around them and then I say I was just passing the "
                               "phone.\n\nI think I am afraid that if you knew, you would feel you have to."};
    case CardKind::choice:
      return ChoiceAnswer{std::uint8_t(mine ? 0 : 1)};
    case CardKind::scale:
      return ScaleAnswer{std::uint8_t(mine ? 4 : 7)};
    case CardKind::feeling:
      return mine ? FeelingAnswer{"close", "longing", 4, "The trains go past and none of them is yours."}
                  : FeelingAnswer{"calm", "unhurried", 2, ""};
    case CardKind::choices:
      return mine ? ChoicesAnswer{{0, 3, 7}} : ChoicesAnswer{{0, 4}};
    case CardKind::ranking:
      return mine ? RankingAnswer{{4, 0, 2, 3, 1}} : RankingAnswer{{1, 0, 4, 2, 3}};
    case CardKind::list:
      return mine ? ListAnswer{{"I once slept in a lighthouse.", "I can still recite the bus timetable of my first town.",
                                "I know how to dance and not only how to stand beside it."}, 3}
                  : ListAnswer{{"I sang in a choir for a year, moving only my lips.", "I have a twin tree.", "I swim in every sea I see."}, 2};
    case CardKind::guess:
      return mine ? GuessAnswer{1, 3, {}, {}} : GuessAnswer{3, 0, {}, {}};
    case CardKind::sort:
      return sorted(mine);
    case CardKind::wishes:
      return WishesAnswer{{{"values.play", Wish::yes}, {"values.quiet", Wish::curious}}};
    case CardKind::pairs: {
      PairsAnswer pairs;
      for (std::size_t i = 0; i < pairs.picks.size(); ++i) pairs.picks[i] = (i + (mine ? 0 : i / 3)) % 2 == 0 ? Pick::left : Pick::right;
      if (!mine) pairs.picks[6] = Pick::late;
      return pairs;
    }
  }
  return {};
}

const std::vector<std::pair<int, std::string>> practice_names{
    {1, "Feelings"}, {2, "Open up"}, {3, "Fears"},    {4, "Desire"}, {5, "Appreciations"},
    {6, "Play"},     {7, "Values"},  {8, "Dialogue"}, {9, "Dates"},  {10, "Heard"}};

std::vector<PracticeView> practices() {
  std::vector<PracticeView> all;
  for (const auto& [number, name] : practice_names)
    all.push_back({number, name, name,
                   "Each of you puts something on the table, and the other first says back what they heard. Whether "
                   "you then want comfort, company, ideas or nothing is yours to say.",
                   number == 10 ? "" : name + ".1"});
  return all;
}

std::vector<CardView> cards() {
  std::vector<CardView> all;
  const std::vector<std::string> prompts{
      "What did you live in fear of being asked to do?", "Which kitchen was your first, and who stood in it?",
      "What would you like me to ask you more often?", "If tonight had a colour, which one, and why that one?"};
  for (const auto& [number, name] : practice_names) {
    if (number == 10) continue;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
      auto card = card_of(CardKind::text);
      card.id = name + "." + std::to_string(i);
      card.practice = number, card.practice_name = name, card.depth = int(i) + 1,
      card.why = i == 1 ? "Rooms keep what we forgot to say." : "", card.prompt = prompts[i];
      all.push_back(card);
    }
  }
  return all;
}

Model base() {
  Model model;
  model.profile = "default";
  model.folder = "/home/noor/.local/share/twinlamp/default";
  model.keepsake = std::make_shared<const Keepsake>();
  model.cards = std::make_shared<std::vector<CardView>>(cards());
  model.practices = std::make_shared<std::vector<PracticeView>>(practices());
  model.feelings = std::make_shared<std::vector<FeelingFamily>>(families());
  model.settings.relay = "relay.example.org:7443";
  model.exporting.folder = "/home/noor/Documents";
  return model;
}

using namespace std::chrono_literals;
// The first five of this month; then days of earlier months, two of which are another month's 18th and 26th.
const std::vector<std::chrono::sys_days> days_kept{
    2026y / 11 / 17, 2026y / 11 / 16, 2026y / 11 / 15, 2026y / 11 / 14, 2026y / 11 / 13,
    2026y / 10 / 20, 2026y / 10 / 18, 2026y / 9 / 26,  2025y / 11 / 18};

FeelingsRef half_a_year() {
  const std::vector<std::string> words{"calm", "longing", "tired", "curious", "tender", "worried", "glad"};
  FeelingsFacts facts;
  facts.card = "feelings.now";
  const std::chrono::sys_days first = 2026y / 5 / 20;
  for (int i = 0; i < 182; ++i) {
    const auto at = std::size_t(i * i + i);
    if (i % 5 != 3) facts.mine.push_back({first + std::chrono::days(i), int(at % 5) + 1, words[at % words.size()]});
    if (i % 4 != 1) facts.partners.push_back({first + std::chrono::days(i), int((at / 3) % 4) + 1, words[(at / 2) % words.size()]});
  }
  facts.last = "k0", facts.last_day = facts.mine.back().day;
  return std::make_shared<const FeelingsFacts>(std::move(facts));
}

std::shared_ptr<const std::vector<std::chrono::sys_days>> evenings(int count) {
  std::vector<std::chrono::sys_days> days;
  for (int i = 0; i < count; ++i) days.push_back(std::chrono::sys_days(2026y / 6 / 1) + std::chrono::days(i * 4 + i % 3));
  return std::make_shared<const std::vector<std::chrono::sys_days>>(std::move(days));
}

}  // namespace

KeepsakeRef keepsake(int count) {
  std::vector<Keepsake::Line> rounds;
  const std::vector<std::string> names{"Feelings", "Open up", "Fears"};
  for (int i = 0; i < count; ++i) {
    RoundSummary line;
    line.id = "k" + std::to_string(i);
    line.prompt =
        i % 2 ? "Which smell is home to you?" : "What did you want to be brave enough for this year, and were you?";
    line.practice_name = names[std::size_t(i % 3)];
    line.practice = i % 3 + 1;
    line.month = i < 5 ? "November 2026" : "Month " + std::to_string(i / 30);
    line.date = "16 Nov 2026";
    line.mine = "Bread, and the paint of my grandmother's door.";
    line.partners = "The harbour in March, before the tourists.";
    line.answered = i != 4;
    line.day = days_kept[std::size_t(i) % days_kept.size()];
    rounds.push_back(std::make_shared<const RoundSummary>(std::move(line)));
  }
  return std::make_shared<const Keepsake>(std::move(rounds));
}

std::string long_text(std::size_t bytes) {
  static const std::string part =
      "I went down to the harbour again, because the light was like the one you described, and I thought of nothing in "
      "particular for "
      "a whole hour. Μια ήσυχη βραδιά, тихий вечер, eine stille Stunde.\n\n";
  std::string text;
  while (text.size() + part.size() < bytes) text += part;
  return text;
}

Model fresh() {
  auto model = base();
  model.stage = Stage::fresh;
  model.settings.relay.clear();
  model.settings.seen_introduction = true;
  return model;
}

Model locked(std::string problem) {
  auto model = base();
  model.stage = Stage::locked;
  model.stage_problem = std::move(problem);
  model.settings.has_passphrase = true;
  return model;
}

Model unpaired() {
  auto model = base();
  model.stage = Stage::unpaired;
  model.me.name = "Noor";
  model.connection = Connection::online;
  return model;
}

Model pairing(PairingView::Step step) {
  auto model = unpaired();
  model.stage = Stage::pairing;
  PairingView view;
  view.step = step;
  view.code = "417-amber-otter-window";
  view.invitation =
      "twinlamp://relay.example.org:7443/417-amber-otter-window?relay=9yq0c0b3m1S7n1PqvYj2b8s3Z0uKkQp1x4Tt6wV5e2A";
  view.same_words = {"lantern", "copper", "meadow", "thirteen"};
  for (std::size_t i = 0; i < view.pattern.size(); ++i) view.pattern[i] = std::uint8_t(i * 37 + 11);
  if (step == PairingView::Step::failed)
    view.problem =
        "The words did not match, and the code is used up. Ask your partner for a new one, and compare it word by "
        "word.";
  if (step == PairingView::Step::asking_for_code)
    view.problem = "There is no word \"ambre\" in a code. Did you mean \"amber\"?";
  model.pairing = view;
  return model;
}

Model paired() {
  auto model = base();
  model.stage = Stage::paired;
  model.connection = Connection::online;
  model.me = {"Noor", LampState::here, 60};
  model.partner = {"Sam", LampState::writing, -480};
  model.both_confirmed = true;
  model.evenings = evenings(37);
  model.evenings_together = 37;
  model.feelings_facts = half_a_year();
  model.settings.sharing = {model.settings.relay, "9f3c0a71d2b85e64", "Noor", true, 60, 2};
  model.tonight = Suggestion{card_of(CardKind::text), "You both said that you would like to go a little deeper.", {}};
  model.keepsake = keepsake(9);
  return model;
}

RoundView round_of(CardKind kind, RoundPhase phase) {
  RoundView round;
  round.id = "r";
  round.card = card_of(kind);
  round.phase = phase;
  round.opened_at = "Mon 23 Nov, 21:40";
  const bool open = phase == RoundPhase::receiving || phase == RoundPhase::closed;
  const bool sealed =
      open || phase == RoundPhase::sealed || phase == RoundPhase::both_sealed || phase == RoundPhase::countdown;
  if (sealed) round.mine = AnswerView{answer_to(kind, true), "The garden we planted.", "Mon 23 Nov, 21:47", {}, false};
  if (open) round.partners = AnswerView{answer_to(kind, false), "Your Sunday calls.", "Mon 23 Nov, 12:52", {}, false};
  round.may_write = round.may_seal = round.may_pass =
      phase == RoundPhase::writing || phase == RoundPhase::partner_sealed;
  round.may_close = phase != RoundPhase::countdown && phase != RoundPhase::closed;
  if (phase == RoundPhase::both_sealed) round.waiting_for = "Opens when you are both here.", round.may_relax = true;
  if (phase == RoundPhase::sealed) round.waiting_for = "Sealed. It opens when Sam has sealed too.";
  if (phase == RoundPhase::countdown)
    round.opens_at = std::chrono::steady_clock::now() + std::chrono::milliseconds(2400);
  if (phase == RoundPhase::receiving) round.may_say_back = round.may_follow_up = round.may_add = true;
  return round;
}

RoundView text_round(RoundPhase phase) {
  return round_of(CardKind::text, phase);
}

Model with_round(RoundView round) {
  auto model = paired();
  model.open_rounds = {std::make_shared<RoundView>(std::move(round))};
  return model;
}

namespace {

const Route in_round{Route::To::round, "r"};

Model busy_evening() {
  auto model = paired();
  auto waiting = text_round(RoundPhase::partner_sealed);
  waiting.id = "r2";
  auto resting = round_of(CardKind::choice, RoundPhase::both_sealed);
  resting.id = "r3";
  auto hearing = round_of(CardKind::scale, RoundPhase::receiving);
  hearing.id = "r4";
  model.open_rounds = {std::make_shared<RoundView>(waiting), std::make_shared<RoundView>(resting),
                       std::make_shared<RoundView>(hearing)};
  return model;
}

Model far_away() {
  auto model = with_long_names(paired());
  model.connection = Connection::offline;
  model.connection_text = "No connection just now. What you write is kept here and goes out by itself.";
  model.evenings_together = 1;
  model.tonight->card.prompt =
      "О чём ты мечтаешь, когда за окном уже темно, и кому первому ты бы об этом рассказал, если бы завтра всё стало "
      "возможным?";
  model.tonight->reason = "Γιατί το αγαπάτε και οι δύο.";
  model.notices = {
      {7, Notice::Kind::problem,
       "The relay refused the last message because it is full for today. It will be sent again at midnight."}};
  return model;
}

RoundView after_say_back() {
  auto round = text_round(RoundPhase::receiving);
  round.may_say_back = false, round.may_confirm = true;
  round.exchange = {
      {ExchangeView::Kind::say_back, true,
       "That my calls carry more than you show, and that you do not want me to owe them to you."},
      {ExchangeView::Kind::confirmed, false, ""},
      {ExchangeView::Kind::say_back, false, "You hope very much for something and protect it by keeping quiet."}};
  return round;
}

RoundView long_answers() {
  auto round = text_round(RoundPhase::receiving);
  round.mine->answer = TextAnswer{long_text(6000)};
  round.partners->answer = TextAnswer{long_text(48 * 1024)};
  return round;
}

RoundView finished() {
  auto round = after_say_back();
  round.phase = RoundPhase::closed;
  round.may_confirm = round.may_close = round.may_follow_up = round.may_add = false;
  round.exchange.push_back({ExchangeView::Kind::confirmed, true, ""});
  round.exchange.push_back({ExchangeView::Kind::reaction, false, "Thank you for telling me"});
  round.mine->additions = {
      "It rained last night, and I was glad for a garden that is not even big enough for two chairs."};
  return round;
}

// Two who write in other scripts: one from left to right with everything in it, one from right to left.
RoundView many_scripts(RoundPhase phase) {
  auto round = text_round(phase);
  const std::string mixed =
      "We said שלום and مرحبا at the sea, then नमस्ते, 海で待つ、ขอบคุณ, καλημέρα, привет, and our family "
      "👩‍👩‍👧‍👦 "
      "waved ❤️ 👍🏽 🇪🇸 — all in "
      "one line (١٢٣).\n\nالبحر وأنتِ تقرئين، كلَّ مساء. Then I fell asleep.\n\nสวัสดีตอนเย็น ฉันคิดถึงเธอทุกวันที่ทะเล";
  if (phase == RoundPhase::writing) round.draft = TextAnswer{mixed};
  if (round.mine) round.mine->answer = TextAnswer{mixed};
  if (round.partners)
    round.partners->answer = TextAnswer{
        "הים, ואת קוראת ליד החלון. אני שומע את הגלים (ואת הצחוק שלך) דרך הטלפון 📞 וזה כמעט "
        "מספיק.\n\n私は窓のそばで、海の音を聞いていました。"};
  return round;
}

RoundView draft(CardKind kind) {
  auto round = round_of(kind, RoundPhase::writing);
  round.draft = answer_to(kind, true);
  return round;
}

Route practice_page(int number) {
  return {.to = Route::To::practice, .practice = number};
}

RoundView ready_pairs() {
  auto round = round_of(CardKind::pairs, RoundPhase::writing);
  round.steps = {{"s1", StepKind::ready, false, 0, "", "", "Mon 23 Nov, 21:40", {}}};
  return round;
}

RoundView half_sorted() {
  auto round = draft(CardKind::sort);
  auto& sort = std::get<SortAnswer>(*round.draft);
  for (const auto* id : {"values.quiet", "values.craft", "values.humour", "values.patience"}) sort.piles.erase(id);
  sort.ranked.clear();
  return round;
}

}  // namespace

Model in_game(std::optional<std::chrono::steady_clock::time_point> begins_at) {
  auto model = with_round(round_of(CardKind::pairs, RoundPhase::writing));
  model.game = LiveGame{"r", begins_at, {}, false};
  return model;
}

Model with_things() {
  auto model = paired();
  ThingsView things;
  things.mine = {{"m1", SharedList::coming, true, "My talk about bridges", Moment{}, "Fri 4 Dec, 18:30",
                  {{RemarkKind::ask, false, "What was the hardest part of it?", "Mon 23 Nov, 20:10"}}, false, {}, {}},
                 {"m2", SharedList::into, true, "The names of clouds", {}, "", {}, false, {}, {}}};
  things.partners = {{"p1", SharedList::into, false, "A sourdough that does not want to rise", {}, "",
                      {{RemarkKind::cheer, true, "I would eat that brick with you.", "Sun 22 Nov, 9:02"},
                       {RemarkKind::ask, false, "", "Sun 22 Nov, 9:40"}}, true,
                      {"How did it begin?", "Which part is harder than it looks?", "What was your best day with it so far?"},
                      {"I love that you keep at it.", "Tell me when it works. I want to be the first to know.", "Go on!"}},
                     {"p2", SharedList::coming, false, "Exam in hydrology", Moment{}, "Tue 1 Dec, 9:00", {}, false,
                      {"What would you like me to do while you sit there?"}, {"I am in that room with you."}}};
  model.things = std::make_shared<const ThingsView>(things);
  model.games = std::make_shared<const std::vector<GameOffer>>(std::vector<GameOffer>{
      {Game::guess_me, "Play.1", "What do you reach for first on a free morning?"},
      {Game::this_or_that, "Play.2", "This or that?"},
      {Game::truths_and_wish, "Play.3", "Two truths and a wish."},
      {Game::really_mine, "Play.4", "Three nicknames."}});
  return model;
}

// The partner's mark is not known yet, and the partner has guessed mine.
RoundView to_be_guessed() {
  auto round = round_of(CardKind::list, RoundPhase::receiving);
  std::get<ListAnswer>(round.partners->answer).mark = 0;
  round.steps = {{"s1", StepKind::guess, false, 1, "", "", "Mon 23 Nov, 21:50", {}}};
  round.may_say_back = false;
  round.may_guess = true;
  return round;
}

RoundView guessed() {
  auto round = to_be_guessed();
  std::get<ListAnswer>(round.partners->answer).mark = 2;
  round.steps.push_back({"s2", StepKind::guess, true, 2, "", "", "Mon 23 Nov, 21:51", {}});
  round.may_guess = false;
  return round;
}

Model with_little_to_draw() {
  auto model = paired();
  FeelingsFacts facts;
  facts.card = "feelings.now";
  const std::chrono::sys_days day = 2026y / 11 / 17;
  facts.mine = {{day, 3, "longing"}};
  model.feelings_facts = std::make_shared<const FeelingsFacts>(std::move(facts));
  model.evenings = evenings(1);
  model.evenings_together = 1;
  return model;
}

Model with_long_names(Model model) {
  model.me = {"Maximiliane-Alexandrina von Hohenstaufen-Wittelsbach", LampState::sealed, 780};
  model.partner = {"Αλέξανδρος Παπαδόπουλος", LampState::away, std::nullopt};
  return model;
}

void bring_to(Scene& scene, std::chrono::steady_clock::time_point now) {
  const auto by = now - scene.made;
  if (scene.model.game && scene.model.game->begins_at) *scene.model.game->begins_at += by;
  for (auto& round : scene.model.open_rounds) {
    if (!round->opens_at) continue;
    auto moved = *round;
    *moved.opens_at += by;
    round = std::make_shared<RoundView>(std::move(moved));
  }
  scene.made = now;
}

Scene spoken(Scene scene, std::function<void(Model&, const Words&)> speak) {
  scene.speak = std::move(speak);
  return scene;
}

void translate(Scene& scene, const std::string& language) {
  const auto words = Words::built_in(language);
  for (auto* model : {&scene.model, scene.then ? &*scene.then : nullptr}) {
    if (model == nullptr) continue;
    model->settings.language = language;
  }
  if (scene.speak) scene.speak(scene.then ? *scene.then : scene.model, words);
}

std::vector<std::string> labels_of(const std::string& english, const std::string& language) {
  const Words original, words = Words::built_in(language);
  std::vector<std::string> labels;
  for (const auto& key : original.keys())
    if (original.say(key) == english) labels.push_back(words.say(key));
  if (labels.empty()) labels.push_back(words.translated(english));
  return labels;
}

std::vector<Scene> all_scenes() {
  using Pairing = PairingView::Step;
  auto empty = paired();
  empty.keepsake = std::make_shared<const Keepsake>();
  empty.tonight.reset();
  auto ended = paired();
  ended.stage = Stage::ended;
  auto left = empty;
  left.stage = Stage::ended, left.left_here = true;
  auto replying = text_round(RoundPhase::receiving);
  replying.may_say_back = false, replying.may_reply = replying.may_react = true;
  replying.exchange = {{ExchangeView::Kind::follow_up, false, "When did you plant it?"}};
  auto writing_long = draft(CardKind::text);
  writing_long.draft = TextAnswer{long_text(5000)};
  auto broken = text_round(RoundPhase::receiving);
  broken.partners->could_not_be_opened = true;
  auto first = fresh();
  first.settings.seen_introduction = false;
  auto hidden = paired();
  hidden.hidden = true;
  auto uncharted = with_little_to_draw();
  uncharted.feelings_facts = std::make_shared<const FeelingsFacts>();
  uncharted.evenings = evenings(0);
  auto named_today = paired();
  auto today = *named_today.feelings_facts;
  today.mine.back().day = today.partners.back().day = today.last_day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  today.offers = {{"Open up.1", "Which kitchen was your first, and who stood in it?", "Open up"}};
  named_today.feelings_facts = std::make_shared<const FeelingsFacts>(today);
  auto nobody_there = with_round(round_of(CardKind::pairs, RoundPhase::writing));
  nobody_there.partner.lamp = LampState::away;
  auto game_alone = in_game(std::chrono::steady_clock::now() - std::chrono::seconds(8));
  game_alone.game->alone = true;
  auto paused = paired();
  paused.paused = true;
  paused.tonight.reset(), paused.small_thing.reset();
  paused.me.lamp = LampState::unlit;
  std::vector<Scene> all{
          {"introduction", first, {}},
          {"introduction-sealed", first, {}, "Next"},
          {"introduction-private", first, {}, "Next", "", 1},
          {"hidden", hidden, {}},
          {"pair-completing", unpaired(), {}, "Code", "417-am"},
          {"welcome", fresh(), {}},
          {"lock", locked(), {}},
          {"lock-wrong", locked("That passphrase does not open this profile."), {}},
          {"pair", unpaired(), {}},
          {"pair-mistyped", pairing(Pairing::asking_for_code), {}},
          {"pair-code", pairing(Pairing::showing_code), {}},
          {"pair-exchanging", pairing(Pairing::exchanging), {}},
          {"pair-words", pairing(Pairing::comparing_words), {}},
          {"pair-waiting", pairing(Pairing::waiting_for_partner), {}},
          {"pair-failed", pairing(Pairing::failed), {}},
          {"tonight", paired(), {}},
          {"tonight-paused", paused, {}},
          {"tonight-busy", busy_evening(), {}},
          {"tonight-far", far_away(), {}},
          {"tonight-empty", empty, {}},
          {"ended", ended, {}},
          {"left", left, {}},
          {"round-writing", with_round(text_round(RoundPhase::writing)), in_round},
          {"round-completion", with_round(text_round(RoundPhase::writing)), in_round, "Your answer", "I hold you :hea"},
          {"round-emoji", with_round(draft(CardKind::text)), in_round, "Add an emoji"},
          {"round-emoji-found", with_round(draft(CardKind::text)), in_round, "Add an emoji", "moon"},
          {"round-draft", with_round(draft(CardKind::text)), in_round},
          {"round-long", with_round(writing_long), in_round},
          {"round-scripts", with_round(many_scripts(RoundPhase::writing)), in_round},
          {"reveal-scripts", with_round(many_scripts(RoundPhase::receiving)), in_round},
          {"round-partner-sealed", with_round(text_round(RoundPhase::partner_sealed)), in_round},
          {"round-choice", with_round(draft(CardKind::choice)), in_round},
          {"round-scale", with_round(draft(CardKind::scale)), in_round},
          {"round-feeling", with_round(draft(CardKind::feeling)), in_round},
          {"round-choices", with_round(draft(CardKind::choices)), in_round},
          {"round-ranking", with_round(draft(CardKind::ranking)), in_round},
          {"round-list", with_round(draft(CardKind::list)), in_round},
          {"round-guess", with_round(draft(CardKind::guess)), in_round},
          {"round-sort", with_round(half_sorted()), in_round},
          {"round-sort-ranking", with_round(draft(CardKind::sort)), in_round},
          {"round-wishes", with_round(draft(CardKind::wishes)), in_round},
          {"round-pairs", with_round(draft(CardKind::pairs)), in_round},
          {"round-pairs-live", with_round(ready_pairs()), in_round},
          {"round-pairs-waiting", in_game(std::nullopt), in_round},
          {"round-pairs-now", in_game(std::chrono::steady_clock::now() - std::chrono::seconds(4)), in_round},
          {"round-pairs-away", nobody_there, in_round},
          {"round-pairs-count", in_game(std::chrono::steady_clock::now() + std::chrono::milliseconds(2400)), in_round},
          {"round-pairs-alone", game_alone, in_round},
          {"round-pairs-over", in_game(std::chrono::steady_clock::now() - std::chrono::seconds(40)), in_round},
          {"round-sealed", with_round(text_round(RoundPhase::sealed)), in_round},
          {"round-both-sealed", with_round(text_round(RoundPhase::both_sealed)), in_round},
          {"round-countdown", with_round(text_round(RoundPhase::countdown)), in_round},
          {"reveal", with_round(text_round(RoundPhase::receiving)), in_round},
          {"reveal-confirm", with_round(after_say_back()), in_round},
          {"reveal-reply", with_round(replying), in_round},
          {"reveal-choice", with_round(round_of(CardKind::choice, RoundPhase::receiving)), in_round},
          {"reveal-scale", with_round(round_of(CardKind::scale, RoundPhase::receiving)), in_round},
          {"reveal-feeling", with_round(round_of(CardKind::feeling, RoundPhase::receiving)), in_round},
          {"reveal-choices", with_round(round_of(CardKind::choices, RoundPhase::receiving)), in_round},
          {"reveal-ranking", with_round(round_of(CardKind::ranking, RoundPhase::receiving)), in_round},
          {"reveal-list", with_round(to_be_guessed()), in_round},
          {"reveal-list-guessed", with_round(guessed()), in_round},
          {"reveal-guess", with_round(round_of(CardKind::guess, RoundPhase::receiving)), in_round},
          {"reveal-sort", with_round(round_of(CardKind::sort, RoundPhase::receiving)), in_round},
          {"reveal-pairs", with_round(round_of(CardKind::pairs, RoundPhase::receiving)), in_round},
          {"reveal-long", with_round(long_answers()), in_round},
          {"reveal-names", with_long_names(with_round(after_say_back())), in_round},
          {"reveal-broken", with_round(broken), in_round},
          {"round-closed", with_round(finished()), in_round},
          {"round-unanswered", with_round(text_round(RoundPhase::unanswered)), in_round},
          {"keepsake", paired(), {Route::To::keepsake}},
          {"keepsake-day", paired(), {Route::To::keepsake}, "On this day"},
          {"keepsake-charts", paired(), {Route::To::keepsake}, "Charts"},
          {"keepsake-copy", paired(), {Route::To::keepsake}, "Save a copy …"},
          {"feelings", paired(), {.to = Route::To::practice, .practice = 1}},
          {"feelings-begun", with_little_to_draw(), {.to = Route::To::practice, .practice = 1}},
          {"feelings-named", named_today, {.to = Route::To::practice, .practice = 1}},
          {"keepsake-charts-begun", with_little_to_draw(), {Route::To::keepsake}, "Charts"},
          {"keepsake-charts-none", uncharted, {Route::To::keepsake}, "Charts"},
          {"keepsake-empty", empty, {Route::To::keepsake}},
          {"practices", paired(), {Route::To::practices}},
          {"practice-play", with_things(), practice_page(6)},
          {"practice-play-asking", with_things(), practice_page(6), "Ask about it"},
          {"practice", paired(), practice_page(3)},
          {"practice-card", paired(), practice_page(3), "Why this one"},
          {"heard", with_round(text_round(RoundPhase::receiving)), practice_page(10)},
          {"heard-none", empty, practice_page(10)},
          {"leave", paired(), {Route::To::leave}},
          {"leave-locked", locked("That passphrase does not open this profile."), {Route::To::leave}},
          {"leave-unpaired", unpaired(), {Route::To::leave}},
          {"leave-typed", locked(), {Route::To::leave}, "To leave, type the word leave", "leave"}};
  for (const auto& more : {gift_scenes(), practice_scenes(), private_scenes(), own_scenes(), home_scenes(),
                           renewal_scenes(), backup_scenes()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace twinlamp::ui::test
