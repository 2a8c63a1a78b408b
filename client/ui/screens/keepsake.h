// Everything both have revealed: by time under its months, by practice, by what one searches for; what was on this day; charts of the time
// together; and a copy of it in a file. Opening a round leads to it.
#pragma once

#include "client/ui/kit/virtual_rows.h"
#include "client/ui/screens/backup.h"
#include "client/ui/screens/feelings_chart.h"
#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct ExportState {
  bool is_open = false;
  std::size_t form = 0;  // of ExportKeepsake::Form: 0 is a page for a browser
  Writing file{{.one_line = true, .bytes = 1000}};
  std::string suggested;  // what stood in it before anybody typed
  std::uint64_t done = 0;
  bool is_sent = false;
};

struct KeepsakeState {
  enum class View { time, this_day, charts };
  View view = View::time;
  int practice = 0;  // 0 is all but what is kept apart
  Writing words{{.one_line = true, .bytes = 200}};
  VirtualRows rows;
  ExportState copy;
  BackupState backup;
  std::optional<std::chrono::sys_days> at_evening;  // what is looked at in the chart
  FeelingsChartState feelings;

  // What is shown, made anew when the keepsake or what is asked of it has changed.
  client::KeepsakeRef of, shown;
  std::uint64_t asked = 0;  // revision of the words
  int asked_practice = -1;
  View asked_view = View::time;
  bool asked_apart = true;
  std::chrono::sys_days asked_day{};
  std::uint64_t list = 0;
};

struct KeepsakePage {
  const client::Model& model;
  const client::AppPort& app;
};

Step draw_keepsake(Ui& ui, const KeepsakePage& page, KeepsakeState& state, const Rect& area);

// Its parts.
void draw_keepsake_charts(Ui& ui, const client::Model& model, KeepsakeState& state);
Step draw_export(Ui& ui, const client::Model& model, const client::Keepsake& shown, ExportState& state);

}  // namespace twinlamp::ui
