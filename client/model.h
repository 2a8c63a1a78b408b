// What both faces show: facts, not widgets. The app publishes an immutable Model after each change; a face keeps a
// shared_ptr to the newest and draws from it, and knows nothing else.
//
// Nothing unrevealed of the partner is ever in here: an answer appears only when its round has opened and its instant has come.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/content/answer.h"
#include "client/home_view.h"
#include "client/intent.h"
#include "client/practices/appreciations.h"
#include "client/practices/desire.h"
#include "client/practices/evening.h"
#include "client/practices/dates.h"
#include "client/practices/feelings.h"
#include "client/practices/own_cards.h"
#include "client/practices/open_up.h"
#include "client/practices/play.h"
#include "client/practices/things.h"
#include "client/practices/dialogue.h"
#include "client/practices/fears.h"
#include "client/practices/values.h"
#include "client/practices/zone.h"

namespace twinlamp::client {

enum class Stage {
  fresh,      // no profile yet: SetUp is awaited
  locked,     // Unlock is awaited; without a passphrase: nothing opens it, and stage_problem says why
  unpaired,   // InvitePartner or JoinPartner
  pairing,    // see PairingView
  paired,
  ended,      // the pair has ended (left here, or by the partner)
};

enum class Connection { offline, connecting, online, replaced };

enum class LampState { away, unlit, here, writing, sealed };

struct PersonView {
  std::string name;
  LampState lamp = LampState::away;
  std::optional<int> utc_offset_minutes;  // at this moment, over any change of the clocks; unknown before the first entry
  ZoneView zone = {};                     // and at others; where the offset is known
};

// A lost laptop: the pair goes on with a new one, which gets the history from the partner's.
enum class Renewal {
  none,      // two who begin
  gives,     // this laptop has the history, the partner's is new
  receives,  // this one is new: known from comparing_words on
};

struct PairingView {
  enum class Step { asking_for_code, showing_code, exchanging, comparing_words, waiting_for_partner, failed };
  Step step = Step::asking_for_code;
  std::string code;          // showing_code: what to say on the phone
  std::string invitation;    // showing_code: the same as text to copy
  std::optional<std::chrono::steady_clock::time_point> expires;
  std::array<std::string, 4> same_words;     // comparing_words
  std::array<std::uint8_t, 16> pattern{};    // comparing_words: to draw
  std::string problem;       // failed: what happened and what to do, or a mistyped word named before anything was sent
  Renewal renewal = Renewal::none;
  bool may_show = true, may_type = true;     // a code; of a renewal that gives only one of the two, and the new laptop does the other
};

// How this device mends itself after it was set back, or comes to its history as a new one.
struct RepairView {
  enum class Phase {
    none,
    waits,    // until the partner is here; nothing can be added
    fetches,  // `have` of `of` entries of mine are back; nothing can be added
    asks,     // the partner has no more, and something is still missing: GoOnWithoutIt
    keys,     // new keys are agreed on when both are here; all else works
  };
  Phase phase = Phase::none;
  std::uint64_t have = 0, of = 0;
  bool is_new = false;  // a new laptop's history comes; else this one was set back to an older copy
  std::string text;     // one line; empty when there is nothing
  bool asks() const { return phase == Phase::asks; }
};

struct CardView {
  std::string id;
  int practice = 0;                 // product.md's row
  std::string practice_name;
  int depth = 1;
  CardKind kind = CardKind::text;
  std::string prompt;
  std::string why;                  // may be empty
  std::vector<std::string> starters;
  std::vector<std::string> options;           // choice, choices, ranking, guess (which may have none)
  std::string low_label, high_label;          // scale
  int steps = 0;                              // scale
  int most = 0;                               // choices: how many may be taken; wishes in a round: how many may be wanted
  int lines_least = 0, lines_most = 0;        // list
  bool marked = false;                        // list: one line is marked, for the other to guess
  std::shared_ptr<const Items> items;         // sort, wishes (in a round: those that were drawn); else null
  std::vector<ThisOrThat> pairs;              // pairs
  std::vector<std::string> follow_ups;        // questions that may be asked with one tap after the reveal
};

// One of product.md's ten: what its tile and its page begin with.
struct PracticeView {
  int number = 0;                   // product.md's row
  std::string slug, name;
  std::string about;                // two sentences
  std::string next_card;            // its card that fits next, the same on both devices; empty where it has none, or before both have confirmed
};

enum class RoundPhase {
  writing,          // mine is not sealed, nor is the partner's
  partner_sealed,   // mine is not sealed, the partner's is
  sealed,           // mine is sealed, the partner's is not
  both_sealed,      // opens when both are here, or as soon as both have handed over their keys
  countdown,        // opens at RoundView::opens_at
  receiving,        // both answers are open
  closed,           // received by both
  unanswered,       // closed without a reveal
};

struct AnswerView {
  Answer answer;
  std::string summary;                 // one line
  std::string sealed_at;               // local, e.g. "Mon 23 Nov, 21:47"
  std::vector<std::string> additions;
  bool could_not_be_opened = false;    // what was sealed is not what the key opens: said plainly
  std::string words = {};              // all of it, as this person reads it (a list without its mark)
};

// One thing said under an open round, in the order of the journal.
struct ExchangeView {
  enum class Kind { say_back, confirmed, not_quite, reaction, follow_up, reply, step };
  Kind kind;
  bool mine = false;
  std::string text;
  StepKind step{};                     // of a practice's step; its sentence is step_words() of client/practices/step_words.h
  int choice = 0;
};

struct RoundView {
  std::string id;
  CardView card;
  RoundPhase phase = RoundPhase::writing;
  std::string opened_at;
  bool opened_by_me = false;
  bool passed = false;                 // on this device only
  std::optional<Answer> draft;         // while not sealed, once something was written or chosen
  std::string draft_words;             // all of it, as this person reads it; empty of a choice that is not made to the end
  std::optional<AnswerView> mine;      // my sealed answer (always readable to me), then both once open
  std::optional<AnswerView> partners;  // only when open
  SealMode mode = SealMode::together;  // the stricter of what is known
  bool relaxed_by_me = false, relaxed_by_partner = false;
  std::optional<std::chrono::steady_clock::time_point> opens_at;  // countdown
  std::vector<ExchangeView> exchange;
  std::optional<WishesView> wishes;    // of a wish list
  std::vector<StepView> steps;         // of its practice, in order; empty while the answers are held
  std::optional<FearsView> fears;      // of its practice, once open
  std::optional<DialogueView> dialogue;
  std::optional<ValuesView> values;
  std::string waiting_for;             // one plain line, e.g. "Opens when you are both here."

  bool may_write = false, may_seal = false, may_pass = false, may_close = false, may_relax = false;
  bool may_say_back = false, may_confirm = false, may_react = false, may_follow_up = false, may_reply = false, may_add = false;
  bool may_guess = false;              // which line of the partner's list is the marked one
};
using RoundRef = std::shared_ptr<const RoundView>;

// How many small things there are to say under an open answer: the words' "reactions".
inline constexpr std::size_t reaction_count = 5;

struct RoundSummary {
  std::string id, prompt, practice_name, date;  // date: local, of the reveal
  std::string month;                            // of that date, as a heading: "November 2026"
  std::string mine, partners;                   // one line each
  int practice = 0;
  bool answered = true;
  std::chrono::sys_days day{};                  // local, of the reveal
  bool is_apart = false;                        // kept from the front: shown only where somebody asks for its practice
  GiftRef gift = {};                            // set: it is no round but this, by its id
};

// What both have revealed, newest first. Lines are shared between models: a new model costs a pointer for each.
class Keepsake {
public:
  using Line = std::shared_ptr<const RoundSummary>;  // never null
  class Iterator {
  public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = RoundSummary;
    using difference_type = std::ptrdiff_t;
    using pointer = const RoundSummary*;
    using reference = const RoundSummary&;

    Iterator() = default;
    explicit Iterator(const Line* line) : line_(line) {}
    reference operator*() const { return **line_; }
    pointer operator->() const { return line_->get(); }
    Iterator& operator++() { return ++line_, *this; }
    Iterator operator++(int) { return Iterator(line_++); }
    friend bool operator==(const Iterator&, const Iterator&) = default;

  private:
    const Line* line_ = nullptr;
  };

  Keepsake() = default;
  explicit Keepsake(std::vector<Line> lines) : lines_(std::move(lines)) {}
  bool empty() const { return lines_.empty(); }
  std::size_t size() const { return lines_.size(); }
  const RoundSummary& operator[](std::size_t place) const { return *lines_[place]; }
  const RoundSummary& front() const { return *lines_.front(); }
  const std::vector<Line>& lines() const { return lines_; }
  Iterator begin() const { return Iterator(lines_.data()); }
  Iterator end() const { return Iterator(lines_.data() + lines_.size()); }

private:
  std::vector<Line> lines_;
};
using KeepsakeRef = std::shared_ptr<const Keepsake>;

struct Suggestion {
  CardView card;
  std::string reason;       // why this one, one line
  std::string round;        // set if it is already open
};

struct Notice {
  enum class Kind { info, problem };
  std::uint64_t id;
  Kind kind = Kind::info;
  std::string text;         // what happened and what to do
};

// What of me leaves this device, beside what is sealed: the part of "who can see what" that differs from pair to pair.
struct SharingView {
  std::string relay;                       // host:port as shown; what it learns stands in its README
  std::string relay_key;                   // the first 16 hex digits of the key it is known by; empty before pairing
  std::string name;                        // the partner sees it
  bool lamp_lit = true;                    // whether they see my presence and that I write
  std::optional<int> utc_offset_minutes;   // they get this, never a zone or place
  int clock_changes = 0;                   // and so many of the coming changes of it (0 to 2)
};

// Copies of the keepsake in files.
struct ExportView {
  bool running = false;
  std::string folder;       // a good place for one
  std::string file;         // the last that was written; empty: none since the start
  std::uint64_t done = 0;   // how many were
};

// The encrypted backup, and restoring one.
struct BackupView {
  bool running = false, restoring = false;
  int permille = 0;         // of either
  std::string file;         // the last that was made and verified; empty: none since the start
  std::uint64_t done = 0;   // how many were
  std::uint64_t restored = 0;
  std::string last;         // when the last one was made here: local; empty: never, or not known here
};

struct SettingsView {
  std::string relay;        // host:port as shown
  std::string other_relay;  // a line that SetRelay did not take because it names another relay: to be moved to, or not
  bool has_passphrase = false;
  int auto_lock_minutes = 0;
  bool lamp_lit = true;
  SetLook look;
  SetNotifications notifications;
  bool seen_introduction = false;      // else the first run's pages are still to be shown
  std::optional<WindowPlace> window;   // as last remembered; see client/window_place.h before using it
  SharingView sharing;
  std::string language = "en";  // that is spoken now
};

struct Model {
  std::uint64_t version = 0;
  std::string profile;
  std::string folder;                     // where it lies
  Stage stage = Stage::fresh;
  bool hidden = false;                    // QuickHide without a passphrase: cover everything until ShowAgain
  bool left_here = false;                 // ended by this person: nothing is kept. Else what was opened stays readable
  std::string stage_problem;              // e.g. "That passphrase does not open this profile."
  bool leaves_untold = false;             // locked: the file that leaving tells the relay with, and by it the partner, is damaged
  std::uint64_t refused_unlocks = 0;      // since the start: tells the next one's answer from the last one's
  Connection connection = Connection::offline;
  std::string connection_text;            // calm, one line; empty when online
  bool asked_to_wait = false;             // offline because the relay says so: it has too much to do
  std::optional<std::chrono::steady_clock::time_point> retry_at;  // offline: when the next try comes by itself, if it does
  PersonView me, partner;
  bool both_confirmed = false;            // paired, and the partner's first entry is here
  std::optional<PairingView> pairing;
  std::optional<Suggestion> tonight;
  OwnCardsRef own_cards = std::make_shared<const OwnCardsView>();  // never null
  std::optional<SmallThing> small_thing;  // to do while one waits; there always is one once both have confirmed
  std::vector<RoundRef> open_rounds;      // not closed, newest change first
  RepairView repair;
  bool caught_up = false;                 // online, and all that waited at the relay has come
  bool unsaved = false;                   // the disk did not take what was done last: it is tried again, and lost if this ends before
  std::size_t unsent = 0;                 // things saved here that the relay has not taken yet
  KeepsakeRef keepsake = std::make_shared<const Keepsake>();  // never null
  DatesRef dates = std::make_shared<const DatesView>();       // never null
  GiftsRef gifts = std::make_shared<const GiftsView>();       // never null
  std::shared_ptr<const std::vector<CardView>> cards;         // all that can be asked; never null
  std::shared_ptr<const std::vector<FeelingFamily>> feelings; // never null
  std::shared_ptr<const std::vector<PracticeView>> practices; // by number; never null
  ThingsRef things = std::make_shared<const ThingsView>();    // your thing; never null
  std::shared_ptr<const std::vector<GameOffer>> games = std::make_shared<const std::vector<GameOffer>>();  // of Play; never null
  std::optional<LiveGame> game;                               // this or that, while it is waited for or played
  int evenings_together = 0;
  std::shared_ptr<const std::vector<std::chrono::sys_days>> evenings = std::make_shared<const std::vector<std::chrono::sys_days>>();  // their days, in order; never null
  ValuesRef values = std::make_shared<const ValuesFacts>();              // what was agreed on to do; never null
  FeelingsRef feelings_facts = std::make_shared<const FeelingsFacts>();  // the page of Feelings; never null
  OpenUpRef open_up = std::make_shared<const OpenUpView>();   // the page of Open up; never null
  DesireRef desire = std::make_shared<const DesireView>();    // the page of Desire; never null
  bool shows_apart = true;                // false: not even a filter shows the keepsake's lines that are kept apart
  PrivateView alone;                      // what this person keeps to themselves
  ExportView exporting;
  BackupView backup;
  bool paused = false;                    // on this device alone: see SetPause
  std::vector<Notice> notices;
  SettingsView settings;
  HomeView home;                          // our relay, on this laptop
};
using ModelRef = std::shared_ptr<const Model>;

// What both answers say together, of a check-in of Desire whose answers are open; nothing of any other round.
std::optional<PairReading> reading_of(const RoundView& round);

// What a face may do with the app. Thread-safe: a face may live on another thread than the app.
class AppPort {
public:
  virtual ~AppPort() = default;
  virtual void send(Intent intent) = 0;
  virtual ModelRef model() const = 0;                         // never null
  virtual RoundRef round(const std::string& id) const = 0;    // any round, closed ones too; null if unknown. One that model() has open is as it has it
  // The keepsake's lines with all of these words in them: prompt, practice, answers, additions, exchange. Case and accents do not
  // count. Never null; everything for no words. Quick enough to ask at each key.
  virtual KeepsakeRef search(const std::string& words) const = 0;
};

}  // namespace twinlamp::client
