// Shows every screen in every state, and the page of all widgets, at one size, and saves a picture of each: for people
// to look at.
//
// gallery FOLDER WIDTH HEIGHT SCALE evening|morning [LANGUAGE] [NAME...]; needs a display (Xvfb will do). Pictures are
// PPM.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "client/text/unicode.h"
#include "client/ui/gallery_page.h"
#include "client/ui/shell.h"
#include "client/ui/window.h"
#include "tests/ui/support/fake_port.h"
#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {
namespace {

void save(const std::filesystem::path& path, Shell& shell) {
  const auto& picture = shell.picture();
  std::ofstream file(path, std::ios::binary);
  file << "P6\n" << picture.width << ' ' << picture.height << "\n255\n";
  file.write(reinterpret_cast<const char*>(picture.rgb.data()), long(picture.rgb.size()));
}

// Tab until it is reached, Enter, and what is typed.
void use(Shell& shell, Window& window, const Scene& scene, const std::string& language) {
  if (scene.pressed.empty()) return;
  auto& ui = shell.ui();
  const auto press = [&](KeyEvent event) {
    ui.input.push(event);
    shell.draw(window);
    shell.draw(window);
  };
  const client::Words english, words = client::Words::built_in(language);
  auto label = scene.pressed;
  for (const auto& key : english.keys())
    if (english.say(key) == scene.pressed) label = words.say(key);
  const auto reached = [&] {
    const auto* widget = ui.log().find(label);
    return widget != nullptr && std::any_of(ui.log().widgets().begin(), ui.log().widgets().end(),
                                            [&](const Widget& each) { return each.label == label && each.focused; });
  };
  for (int i = 0; i < 60 && !reached(); ++i) press({.key = Key::tab});
  if (ui.log().find(label, "writing") == nullptr) press({.key = Key::enter});
  for (const auto point : text::decode(scene.typed)) press({.key = Key::character, .text = point});
  for (std::size_t i = 0; i < scene.rights; ++i) press({.key = Key::right});
  for (int frame = 0; frame < 3; ++frame) shell.draw(window);
}

void show(Shell& shell, Scene scene, const LookChoice& look, const std::string& language,
          const std::filesystem::path& folder) {
  bring_to(scene, std::chrono::steady_clock::now());
  auto model = scene.model;
  model.settings.language = language;
  // No picture of a page that is still coming in; but the ceremony is motion.
  model.settings.look.reduced_motion = scene.name != "round-countdown";
  FakePort port(std::move(model));
  Window window(port, look);
  for (int frame = 0; frame < 3; ++frame) shell.draw(window);
  window.go(scene.route);
  for (int frame = 0; frame < 5; ++frame) shell.draw(window);
  use(shell, window, scene, language);
  save(folder / (scene.name + ".ppm"), shell);
}

// The page of all widgets: as much of it as the window is tall.
void show_widgets(Shell& shell, const LookChoice& look, const std::string& language,
                  const std::filesystem::path& folder) {
  GalleryPage page(language, {.palette = *look.palette, .text_scale = *look.text_scale, .reduced_motion = true});
  for (int frame = 0; frame < 6; ++frame) shell.draw(page);
  save(folder / "widgets.ppm", shell);
}

}  // namespace
}  // namespace twinlamp::ui::test

int main(int count, char** arguments) {
  using namespace twinlamp::ui;
  if (count < 6)
    return std::fputs("gallery FOLDER WIDTH HEIGHT SCALE evening|morning [LANGUAGE] [NAME...]\n", stderr), 2;
  const std::filesystem::path folder = arguments[1];
  std::filesystem::create_directories(folder);
  Shell shell({.width = std::atoi(arguments[2]), .height = std::atoi(arguments[3]), .keeps_pictures = true});
  const LookChoice look{float(std::atof(arguments[4])),
                        std::string(arguments[5]) == "morning" ? PaletteName::morning : PaletteName::evening};
  const auto spoken = twinlamp::client::built_in_word_languages();
  const bool is_named = count > 6 && std::find(spoken.begin(), spoken.end(), arguments[6]) != spoken.end();
  const std::string language = is_named ? arguments[6] : "en";
  const int names = is_named ? 7 : 6;
  for (const auto& scene : test::all_scenes()) {
    const auto wanted = [&](const char* name) { return scene.name == name; };
    if (count == names || std::any_of(arguments + names, arguments + count, wanted))
      test::show(shell, scene, look, language, folder);
  }
  const auto is_widgets = [](const char* name) { return std::string(name) == "widgets"; };
  if (count == names || std::any_of(arguments + names, arguments + count, is_widgets))
    test::show_widgets(shell, look, language, folder);
  return 0;
}
