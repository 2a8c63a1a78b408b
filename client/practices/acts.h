// What practices let a person do beside a round's own acts: steps in a round, gifts, list items, remarks. Plain values for both faces.
//
// The numbers are those of the protocol (protocol/practice); the app checks that they agree.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace twinlamp::client {

enum class StepKind : std::uint16_t {
  help_wanted = 1, help_given = 2,                                                          // Fears
  question = 16, answer = 17, statement = 18, stand_behind = 19, withdraw = 20, ending = 21,  // Dialogue
  action = 32, agree = 33, check_back = 34,                                                 // Values
  plan = 48, agree_plan = 49,                                                               // Dates
  guess = 64, ready = 65,                                                                   // Play
};
enum class GiftKind : std::uint16_t { affirmation = 1, compliment = 2, surprise = 3 };
enum class GiftMoment : std::uint8_t { now = 0, morning = 1, at = 2 };
enum class RemarkKind : std::uint16_t { thanks = 1, ask = 2, cheer = 3, reply = 4 };
enum class SharedList : std::uint16_t { into = 1, coming = 2, visit = 3, area = 4 };

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

// Intents. Ids are those of the model.
struct TakeStep {
  std::string round;
  StepKind kind{};
  int choice = 0;             // from 1; 0 where there is none
  std::string text = {};
  std::string about = {};     // the id of the step this one speaks of, or empty
  std::optional<Moment> moment = {};
};
struct SendGift {
  GiftKind kind{};
  std::string did = {}, says = {}, felt = {};  // of a compliment
  std::string text = {};                       // of the others
  GiftMoment moment = GiftMoment::now;
  std::optional<Moment> at = {};               // of GiftMoment::at
};
struct TakeBackGift { std::string gift; };     // until its moment
struct DrawFromJar {};                         // an old one, into GiftsView::drawn
struct ProposeDate {                           // opens the round that it is looked back on in, where none is open
  std::string what;
  Moment at{};
  int minutes = 90;
};
struct ExportCalendar {                        // the date and the visit, as a file that a calendar reads: it is not encrypted
  std::string file;
  bool replace = false;
};
struct LookAtGifts {};                         // those of GiftsView::fresh were seen
struct PutItem {
  SharedList list{};
  std::string item = {};      // empty: a new one
  std::string text = {};
  std::optional<Moment> at = {};
};
struct RemoveItem { std::string item; };
struct SayRemark {
  RemarkKind kind{};
  std::string about;          // a gift's id or an item's
  std::string text = {};
};

// One step of a round, as it stands in the journal.
struct StepView {
  std::string id;
  StepKind kind{};
  bool mine = false;
  int choice = 0;
  std::string text;
  std::string about;          // the id of another step, or empty
  std::string said_at;        // local
  std::optional<Moment> moment;
};

}  // namespace twinlamp::client
