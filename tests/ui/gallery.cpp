// Shows every screen in every state, and the page of all widgets, at one size, and saves a picture of each: for people
// to look at.
//
// gallery FOLDER WIDTH HEIGHT SCALE evening|morning [LANGUAGE] [whole] [NAME...]; needs a display (Xvfb will do).
// Pictures are PPM. `whole`: where a page is longer than the window, the screenfuls below as NAME-2, NAME-3 …
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

// Draws a frame after each key.
class Keys {
public:
  Keys(Shell& shell, Window& window, std::string language)
      : shell_(shell), window_(window), language_(std::move(language)) {}

  void press(KeyEvent event) {
    shell_.ui().input.push(event);
    draw(2);
  }
  void draw(int frames) {
    for (int frame = 0; frame < frames; ++frame) shell_.draw(window_);
  }
  // Tab until it is reached; Enter, where it is nothing to write into; and what is typed.
  void use(const Scene::Press& wanted) {
    auto& log = shell_.ui().log();
    const auto labels = labels_of(wanted.label, language_);
    const auto is_on = [&](const Widget& each) {
      return each.focused && std::find(labels.begin(), labels.end(), each.label) != labels.end();
    };
    const auto at = [&] { return std::find_if(log.widgets().begin(), log.widgets().end(), is_on); };
    for (int i = 0; i < 60 && at() == log.widgets().end(); ++i) press({.key = Key::tab});
    if (at() != log.widgets().end() && at()->role != "writing" && at()->role != "field") press({.key = Key::enter});
    for (const auto point : text::decode(wanted.typed)) press({.key = Key::character, .text = point});
  }

private:
  Shell& shell_;
  Window& window_;
  const std::string language_;
};

void show(Shell& shell, Scene scene, const LookChoice& look, const std::string& language, bool whole,
          const std::filesystem::path& folder) {
  bring_to(scene, std::chrono::steady_clock::now());
  translate(scene, language);
  // No picture of a page that is still coming in; but the ceremony is motion.
  for (auto* model : {&scene.model, scene.then ? &*scene.then : nullptr})
    if (model != nullptr) model->settings.look.reduced_motion = scene.name != "round-countdown";
  FakePort port(scene.model);
  Window window(port, look);
  Keys keys(shell, window, language);
  keys.draw(3);
  window.go(scene.route);
  keys.draw(5);
  if (!scene.pressed.empty()) keys.use({scene.pressed, scene.typed});
  for (std::size_t i = 0; i < scene.rights; ++i) keys.press({.key = Key::right});
  for (const auto& press : scene.further) keys.use(press);
  if (scene.then) port.show(*scene.then);
  keys.draw(3);
  save(folder / (scene.name + ".ppm"), shell);
  for (int screenful = 2; whole && screenful < 20; ++screenful) {
    const auto before = shell.ui().log().widgets();
    keys.press({.key = Key::page_down});
    keys.draw(2);
    if (shell.ui().log().widgets() == before) return;
    save(folder / (scene.name + "-" + std::to_string(screenful) + ".ppm"), shell);
  }
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
    return std::fputs("gallery FOLDER WIDTH HEIGHT SCALE evening|morning [LANGUAGE] [whole] [NAME...]\n", stderr), 2;
  const std::filesystem::path folder = arguments[1];
  std::filesystem::create_directories(folder);
  Shell shell({.width = std::atoi(arguments[2]), .height = std::atoi(arguments[3]), .keeps_pictures = true});
  const LookChoice look{float(std::atof(arguments[4])),
                        std::string(arguments[5]) == "morning" ? PaletteName::morning : PaletteName::evening};
  const auto spoken = twinlamp::client::built_in_word_languages();
  const bool is_named = count > 6 && std::find(spoken.begin(), spoken.end(), arguments[6]) != spoken.end();
  const std::string language = is_named ? arguments[6] : "en";
  int names = is_named ? 7 : 6;
  const bool whole = names < count && std::string(arguments[names]) == "whole";
  if (whole) ++names;
  for (const auto& scene : test::all_scenes()) {
    const auto wanted = [&](const char* name) { return scene.name == name; };
    if (count == names || std::any_of(arguments + names, arguments + count, wanted))
      test::show(shell, scene, look, language, whole, folder);
  }
  const auto is_widgets = [](const char* name) { return std::string(name) == "widgets"; };
  if (count == names || std::any_of(arguments + names, arguments + count, is_widgets))
    test::show_widgets(shell, look, language, folder);
  return 0;
}
