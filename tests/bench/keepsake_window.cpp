// A keepsake of 10,000 rounds in our window: the time to its first picture, and of each picture while it is scrolled
// from end to end and searched. CPU of the process, drawing by software with it.
#include <algorithm>
#include <vector>

#include "client/ui/shell.h"
#include "client/ui/window.h"
#include "tests/bench/window_figures.h"
#include "tests/ui/support/fake_port.h"
#include "tests/ui/support/models.h"

namespace {

using namespace twinlamp;

client::KeepsakeRef ten_thousand() {
  std::vector<client::Keepsake::Line> lines;
  for (int i = 0; i < 10'000; ++i) {
    client::RoundSummary line;
    line.id = std::to_string(i);
    line.prompt = "Which good thing in your life do you not dare to lean on with your full weight, and since when? (" +
                  line.id + ")";
    line.practice_name = i % 3 == 0 ? "Fears" : "Open up";
    line.practice = i % 3 == 0 ? 3 : 2;
    line.date = "16 Nov 2026";
    line.month = "Month " + std::to_string(i / 40);
    line.mine = ui::test::long_text(40 + std::size_t(i % 7) * 60);
    line.partners = "The harbour in March, before the tourists.";
    lines.push_back(std::make_shared<const client::RoundSummary>(std::move(line)));
  }
  return std::make_shared<const client::Keepsake>(std::move(lines));
}

}  // namespace

int main() {
  auto model = ui::test::paired();
  model.keepsake = ten_thousand();
  model.settings.look.reduced_motion = true;
  ui::Shell shell({});
  ui::test::FakePort port(std::move(model));
  ui::Window window(port, {1, ui::PaletteName::evening});
  for (int frame = 0; frame < 3; ++frame) shell.draw(window);
  const auto pressed = bench::Clock::now();
  window.go({ui::Route::To::keepsake});
  shell.draw(window);
  const double opened = std::chrono::duration<double, std::milli>(bench::Clock::now() - pressed).count();
  std::vector<double> pictures;
  for (int i = 0; i < 400; ++i) {
    shell.ui().input.push({.key = i == 399 ? ui::Key::end : ui::Key::page_down});
    const double before = bench::cpu_ms();
    shell.draw(window);
    pictures.push_back(bench::cpu_ms() - before);
  }
  for (int frame = 0; frame < 4; ++frame) {
    shell.ui().input.push({.key = ui::Key::end});
    shell.draw(window);
  }
  if (shell.ui().log().find(
          "Which good thing in your life do you not dare to lean on with your full weight, and since when? (9999)") ==
      nullptr)
    return std::fputs("the last round never came into sight\n", stderr), 1;
  std::sort(pictures.begin(), pictures.end());
  std::printf(
      "10,000 rounds: open after %.0f ms; scrolling, thread CPU a picture: median %.1f ms, p99 %.1f ms, most %.1f ms\n",
      opened, pictures[pictures.size() / 2], pictures[pictures.size() * 99 / 100], pictures.back());
  return 0;
}
