// Every widget in every state on one page, for those who make the window: `twinlamp --gallery`.
//
// Knows no app and no profile, and keeps nothing. Palette, contrast, motion and text size are switches at its head.
#pragma once

#include <memory>
#include <string_view>

#include "client/ui/view.h"

namespace twinlamp::ui {

struct GalleryLook {
  PaletteName palette = PaletteName::evening;
  float text_scale = 1;
  bool high_contrast = false, reduced_motion = false;
};

class GalleryPage final : public View {
public:
  GalleryPage(std::string_view language, const GalleryLook& look);
  ~GalleryPage() override;

  float prepare(Ui& ui, float display_scale) override;
  void draw(Ui& ui, float width, float height) override;

private:
  struct States;

  void draw_switches(Ui& ui);
  void draw_above(Ui& ui);

  GalleryLook look_;
  client::Words words_;
  std::unique_ptr<States> states_;
};

}  // namespace twinlamp::ui
