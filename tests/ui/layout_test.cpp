// Every screen in every state, and every widget, in the sizes, languages and palettes that there are: nothing overlaps,
// nothing is cut, nothing leaves the window.
#include <gtest/gtest.h>

#include "client/ui/gallery_page.h"
#include "tests/support/sanitized.h"
#include "tests/ui/support/layout_checks.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

struct Looks {
  float width, height, scale;
  PaletteName palette;
  std::string language;
};

std::vector<Looks> all_looks() {
  std::vector<Looks> all;
  for (const auto& [width, height] : {std::pair{800.f, 600.f}, {1100.f, 760.f}})
    for (const float scale : {1.f, 1.5f, 2.f})
      for (const auto palette : {PaletteName::evening, PaletteName::morning})
        for (const auto& language : client::built_in_word_languages())
          all.push_back({width, height, scale, palette, language});
  return all;
}

std::string named(const Looks& looks) {
  return std::to_string(int(looks.width)) + "x" + std::to_string(int(looks.height)) + " at " +
         std::to_string(int(looks.scale * 100)) + " % in " + looks.language;
}

class LayoutTest : public ScreenTest {
protected:
  void take(const Looks& looks) {
    width = looks.width, height = looks.height, scale = looks.scale, palette = looks.palette;
  }

  // From top to bottom, a screenful at a time.
  void expect_sound(const std::string& where) {
    for (int screenful = 0; screenful < 200; ++screenful) {
      for (const auto& breach : layout_breaches(ui, rules)) told_.insert(where + ": " + breach);
      const auto before = ui.log().widgets();
      ImGui::GetIO().MousePos = {width * 0.6f, height * 0.4f};
      ImGui::GetIO().MouseWheel = -height * 0.5f / (ImGui::GetFontSize() * 5);  // as ImGui scrolls
      frames(2);
      if (ui.log().widgets() == before) break;
    }
    ImGui::GetIO().MousePos = {-1, -1};
  }

  // As the scene wants it. Emojis lie over the page, and are looked at below.
  void use(const Scene& scene, const std::string& language) {
    if (scene.name.starts_with("round-emoji")) return;
    const auto put = [&](const std::string& wanted, const std::string& typed) {
      const auto labels = labels_of(wanted, language);
      const auto found =
          std::find_if(labels.begin(), labels.end(), [&](const auto& each) { return find(each) != nullptr; });
      if (found == labels.end() && language != "en") return;  // a label with a number or a name in it
      const auto& label = found == labels.end() ? labels.front() : *found;
      press(label, find(label, "writing") ? "writing" : find(label, "field") ? "field" : "");
      type(typed);
    };
    if (!scene.pressed.empty()) put(scene.pressed, scene.typed);
    for (std::size_t i = 0; i < scene.rights; ++i) key(Key::right);
    for (const auto& each : scene.further) put(each.label, each.typed);
    if (scene.then) port->show(*scene.then);
    frames(3);
  }

  void TearDown() override {
    for (const auto& breach : told_) ADD_FAILURE() << breach;
  }

  LayoutRules rules;

private:
  std::set<std::string> told_;
};

TEST_F(LayoutTest, HoldsForEveryScreenInEveryState) {
  // What a sanitizer looks for does not depend on each of them.
  const auto looks_of_all = all_looks();
  for (std::size_t at = 0; at < looks_of_all.size(); at += twinlamp::test::is_sanitized ? 5 : 1) {
    const auto& looks = looks_of_all[at];
    take(looks);
    for (auto& scene : all_scenes()) {
      bring_to(scene, ui.now);
      translate(scene, looks.language);
      scene.model.settings.look.reduced_motion = true;
      show(scene.model, scene.route);
      use(scene, looks.language);
      ASSERT_FALSE(HasFatalFailure()) << named(looks) << ", " << scene.name;
      expect_sound(named(looks) + ", " + scene.name);
    }
  }
}

class GalleryLayoutTest : public LayoutTest {
protected:
  float prepare() override { return gallery->prepare(ui, 1); }
  void draw() override { gallery->draw(ui, width, height); }

  std::unique_ptr<GalleryPage> gallery;
};

TEST_F(GalleryLayoutTest, HoldsForEveryWidget) {
  for (const auto& looks : all_looks()) {
    take(looks);
    gallery = std::make_unique<GalleryPage>(
        looks.language, GalleryLook{.palette = looks.palette, .text_scale = looks.scale, .reduced_motion = true});
    ImGui::GetIO().MousePos = {width * 0.6f, height * 0.4f};
    ImGui::GetIO().MouseWheel = 10'000;
    frames(4);
    expect_sound(named(looks));
    const auto* last = find(ui.say("gallery.row", {{"count", 60}}));
    ASSERT_NE(last, nullptr);
    EXPECT_GT(last->visible.height, 0) << "did not come to the page's end";
  }
}

// What has to be seen at once, since nothing under it can be.
TEST_F(GalleryLayoutTest, HoldsForWhatLiesOverThePage) {
  for (const auto& looks : all_looks()) {
    if (looks.palette == PaletteName::morning) continue;  // it moves nothing
    take(looks);
    gallery = std::make_unique<GalleryPage>(
        looks.language, GalleryLook{.palette = looks.palette, .text_scale = looks.scale, .reduced_motion = true});
    frames(3);
    for (const auto* opener : {"gallery.ask", "gallery.toast", "gallery.toast_problem", "emoji.open"}) {
      press(ui.say(opener));
      frames(2);
      std::size_t over = 0;
      for (const auto& widget : ui.log().widgets()) {
        if (widget.layer == 0 || widget.role == "emoji") continue;  // of these some have yet to be rolled to
        ++over;
        EXPECT_EQ(widget.rect, widget.visible) << named(looks) << ", " << opener << ": " << described(widget);
      }
      EXPECT_GT(over, 1u) << named(looks) << ", " << opener;
      for (const auto& breach : layout_breaches(ui, rules))
        ADD_FAILURE() << named(looks) << ", " << opener << ": " << breach;
      key(Key::escape);
      if (find(ui.say("button.dismiss"))) press(ui.say("button.dismiss"));
      frames(2);
    }
  }
}

TEST_F(GalleryLayoutTest, StandsStillWhereNothingInSightMoves) {
  gallery = std::make_unique<GalleryPage>("en", GalleryLook{});
  frames(12);
  EXPECT_GT(pacer.next_frame() - ui.now, std::chrono::seconds(5));
}

TEST(LayoutChecksTest, FindWhatIsAmiss) {
  EXPECT_TRUE(lies_over({0, 0, 10, 10}, {5, 5, 10, 10}));
  EXPECT_FALSE(lies_over({0, 0, 10, 10}, {9, 0, 10, 10}));
  const LayoutRules rules;
  std::vector<std::string> found;
  const auto widget = [](const char* role, Rect rect) {
    return Widget{.role = role, .label = role, .value = {}, .rect = rect, .visible = rect};
  };
  find_overlaps({widget("button", {0, 0, 10, 10}), widget("field", {5, 5, 10, 10})}, rules, found);
  EXPECT_EQ(found.size(), 1u);
  find_overlaps({widget("dialog", {0, 0, 50, 50}), widget("field", {5, 5, 10, 10})}, rules, found);
  EXPECT_EQ(found.size(), 1u);
  find_overlaps({widget("dialog", {0, 0, 12, 50}), widget("field", {5, 5, 10, 10})}, rules, found);
  EXPECT_EQ(found.size(), 2u);
}

}  // namespace
}  // namespace twinlamp::ui::test
