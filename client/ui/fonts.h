// The faces of the window and what they are drawn with: the text engine (client/text) and its pages of glyphs.
//
// Inter for the interface, EB Garamond for cards and answers, Noto for whatever else people write; nothing is drawn
// into a page before it is seen. ImGui's own font is never used. The pages become textures through Textures, which the
// shell gives; without one (tests) everything is laid out and nothing uploaded. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <imgui.h>

#include "client/text/atlas.h"
#include "client/text/typesetter.h"
#include "client/ui/theme.h"

namespace twinlamp::ui {

// `figure` is for codes and counts: EB Garamond's figures are old-style, and its one looks like a capital I.
enum class Face { small, body, strong, reading, italic, card, title, figure };
inline constexpr std::size_t face_count = 8;

// Pictures on the graphics side. Called between frames' begin and end, on the window's thread.
class Textures {
public:
  virtual ~Textures() = default;
  virtual ImTextureID make(int size) = 0;  // square, clear
  virtual void update(ImTextureID texture, const text::DirtyRect& rect) = 0;
};

class Fonts {
public:
  Fonts();

  // Sets the size of every face: letters of `em` pixels. Outside of a frame. What was measured before is void.
  void build(const Type& type, float em);
  void set_textures(Textures* textures) { textures_ = textures; }
  void begin_frame() { atlas_.begin_frame(); }
  void upload();  // after everything was drawn, before it is rendered

  float em() const { return em_; }
  unsigned generation() const { return generation_; }  // another after each build
  bool wants_frame() const { return atlas_.has_run_out(); }

  const text::Style& style(Face face) const { return styles_[std::size_t(face)]; }
  text::Typesetter& setter() { return setter_; }
  text::Atlas& atlas() { return atlas_; }
  ImTextureID texture_of(std::uint16_t page);

private:
  text::Typesetter setter_;
  text::Atlas atlas_;
  std::array<text::Style, face_count> styles_{};
  std::vector<ImTextureID> pages_;
  Textures* textures_ = nullptr;
  float em_ = 0;
  unsigned generation_ = 0;
};

}  // namespace twinlamp::ui
