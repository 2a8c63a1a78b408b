// A couple over two years of evenings: two real Devices, a real Room, the shipped cards, real calendars. Everything follows from one seed.
//
// Each evening the laptops are opened (the Devices are restored from their disks), used and closed again. The people have moods, pass, skip, stay away, meet at one time or
// not, live in two zones with summer time, and visit each other. Every rule of Tonight is checked where it could break, by other means than its own.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/device/pair_record.h"
#include "protocol/device/storage.h"
#include "protocol/round/tonight.h"

namespace twinlamp::sim {

// What the two are like. Chances are in percent.
struct Habits {
  const char* name = "";
  int days = 730;
  int shows_up = 90;       // each, on an ordinary evening
  int together = 60;       // of the evenings on which both are there
  int passes = 6;          // of cards, without a word
  int skips = 12;          // "not this one tonight"
  int checks_in = 70;      // the daily feeling
  int low = 20;            // of days
  int longest_absence = 16;  // days without a laptop, now and then
  std::vector<int> start_up_days = {};  // after so many days a start is measured
  std::function<void(const PairRecord& record, const Storage& disk)> at_end = {};  // what the first of the two has by then
};

struct Evening {
  int day = 0;  // from the first one
  std::string card;
  Rule rule{};
  Suggestion::Why why{};
  int depth = 0, practice = 0;
};

struct Quarter {
  int days = 0, evenings = 0, unanswered = 0, again = 0, skipped = 0;
  std::size_t entries = 0, snapshot_bytes = 0, read_at_start = 0, rounds = 0;
  double open_ms = 0, tonight_ms = 0;  // medians
};

// One device's start, measured: what it reads and what that takes.
struct StartUp {
  int day = 0;
  std::size_t entries = 0, rounds = 0, snapshot_bytes = 0;
  double open_ms = 0, restore_ms = 0;  // medians, of the processor's time
};

struct Report {
  std::vector<std::string> broken;   // empty: every rule held
  std::vector<Evening> evenings;     // as they were opened
  std::vector<Evening> suggested;    // those, and between them what was begun before and came back
  std::vector<Quarter> quarters;
  std::vector<StartUp> start_ups;
  std::map<Rule, int> rules;
  std::array<int, PairState::practices> longest_gap{};  // in evenings, while the practice had something new
  std::array<int, PairState::practices> count{};
  int check_ins = 0, repeats = 0;
  int most_taken_up = 0;  // the most days of a week on which what was begun before came first
};

Report live_two_years(std::uint64_t seed, const Habits& habits);
std::string table_of(const Report& report);

}  // namespace twinlamp::sim
