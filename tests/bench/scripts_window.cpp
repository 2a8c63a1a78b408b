// Our window with every script in sight, one screen after the other: the memory of all its fonts and pages of glyphs.
// Without an app behind it.
#include "client/ui/shell.h"
#include "client/ui/window.h"
#include "tests/bench/window_figures.h"
#include "tests/ui/support/fake_port.h"
#include "tests/ui/support/models.h"

int main() {
  using namespace twinlamp;
  ui::Shell shell({});
  const ui::LookChoice look{1, ui::PaletteName::evening};
  for (auto& scene : ui::test::all_scenes()) {
    ui::test::FakePort port(scene.model);
    ui::Window window(port, look);
    shell.draw(window);
    window.go(scene.route);
    for (int frame = 0; frame < 3; ++frame) shell.draw(window);
  }
  bench::print_figures(shell.figures().first_frame);
  return 0;
}
