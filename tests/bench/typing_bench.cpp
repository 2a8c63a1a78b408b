// What a key in a long answer costs the window's thread: the whole picture (screen, layout, draw lists), without
// drawing it.
#include <algorithm>
#include <cstdio>
#include <vector>

#include "client/text/unicode.h"
#include "client/ui/window.h"
#include "tests/bench/window_figures.h"
#include "tests/ui/support/fake_port.h"
#include "tests/ui/support/models.h"

namespace {

using namespace twinlamp;

struct Times {
  double median, most;
};

Times key_in(const std::string& sample) {
  std::string text;
  while (text::decode(text).size() < 20'000) text += sample;
  auto round = ui::test::round_of(client::CardKind::text, client::RoundPhase::writing);
  round.draft = client::TextAnswer{text};
  ui::test::FakePort port(ui::test::with_round(round));
  ui::Window window(port, {1, ui::PaletteName::evening});
  ui::Fonts fonts;
  ui::FramePacer pacer;
  ui::Ui ui(fonts, pacer);
  ui.now = std::chrono::steady_clock::time_point(std::chrono::hours(10));
  const auto frame = [&] {
    ImGui::GetIO().DisplaySize = {1100, 760};
    ImGui::GetIO().DeltaTime = 0.1f;
    ui.now += std::chrono::milliseconds(100);
    if (const float em = window.prepare(ui, 1); em != fonts.em()) fonts.build(ui.theme.type, em);
    ImGui::NewFrame();
    window.draw(ui, 1100, 760);
    ImGui::Render();
  };
  frame();
  window.go({ui::Route::To::round, "r"});
  for (int i = 0; i < 5; ++i) frame();
  for (int i = 0;
       i < 400 && !(ui.log().find("Your answer", "writing") && ui.log().find("Your answer", "writing")->focused); ++i) {
    ui.input.push({.key = ui::Key::tab});
    frame();
  }
  for (int i = 0; i < 60; ++i) {  // into the middle
    ui.input.push({.key = ui::Key::page_up});
    frame();
  }
  std::vector<double> times;
  for (int i = 0; i < 201; ++i) {
    ui.input.push({.key = ui::Key::character, .text = U"aeiou "[i % 6]});
    const double before = bench::cpu_ms();
    frame();
    times.push_back(bench::cpu_ms() - before);
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.back()};
}

}  // namespace

int main() {
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().Fonts->Build();
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  const auto latin = key_in("I went down to the harbour again, because the light was like the one you described. ");
  const auto mixed = key_in(
      "The sea, שלום וברכה, مرحبا بك, नमस्ते दोस्त, 海で待つ, ขอบคุณมาก 👩‍👩‍👧‍👦 "
      "and "
      "more. ");
  std::printf(
      "a key in 20,000 characters of one paragraph, the whole picture: Latin %.2f ms (most %.2f), many scripts %.2f ms "
      "(most %.2f)\n",
      latin.median, latin.most, mixed.median, mixed.most);
  ImGui::DestroyContext();
  return 0;
}
