// Dates: the next one, what could be done, the next visit and what is kept for the partner. Facts for both faces.
//
// Moments are UTC; each person's clock is in the model's people (zone.h). Nothing of the partner's surprises is in here before its moment.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/practices/acts.h"
#include "client/practices/appreciations.h"
#include "client/practices/zone.h"

namespace twinlamp::client {

struct PlanView {
  std::string step;  // what TakeStep{agree_plan} is about
  std::string what;
  Moment at{};
  int minutes = 0;
};

struct IdeaView {
  std::string id, text;
  int minutes = 0;
};

struct VisitView {
  std::string item;  // what PutItem changes and RemoveItem removes, where it is mine
  bool mine = false;
  std::string text;
  Moment at{};
};

struct DatesView {
  std::string round;                      // the date that is planned, or to be looked back on; empty: none
  std::optional<PlanView> agreed;
  std::optional<PlanView> mine, theirs;   // proposals since then
  std::optional<VisitView> visit;         // the next; none once it has come
  std::vector<GiftRef> surprises;         // mine, on their way
  std::vector<IdeaView> mutual;           // liked by both, the newest first
  std::vector<IdeaView> challenges;       // of seven minutes
  std::vector<IdeaView> before;           // for the days before a visit
  std::string ideas_card;                 // to mark ideas with; empty: none
  std::string calendar_file;              // a good name for ExportCalendar
};
using DatesRef = std::shared_ptr<const DatesView>;

inline constexpr int days_before_a_visit = 14;  // in which it is near
inline constexpr int usual_date_minutes = 90;

bool is_over(const PlanView& plan, Moment now);
// The round that looks back on a date: before it, nobody is asked how it was.
bool is_ahead(const DatesView& dates, const std::string& round, Moment now);

// The challenge of a local day, the same all day and another each day; `more` of them further. Null: there are none.
const IdeaView* challenge_of(const DatesView& dates, std::chrono::sys_days day, std::size_t more = 0);

}  // namespace twinlamp::client
