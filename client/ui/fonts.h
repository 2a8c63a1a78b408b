// The faces: Inter for the interface, EB Garamond for cards and answers, from the system's font folders.
//
// Glyphs are drawn into the atlas block by block: Latin at start, Greek, Cyrillic and symbols when a text first needs
// them (the shell rebuilds the atlas between two frames). A missing family is replaced by the next on its list; without
// any, by ImGui's own.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "client/ui/theme.h"

struct ImFont;
struct ImFontAtlas;

namespace twinlamp::ui {

// `figure` is for codes and counts: EB Garamond's figures are old-style, and its one looks like a capital I.
enum class Face { small, body, strong, reading, italic, card, title, figure };
inline constexpr std::size_t face_count = 8;

class Fonts {
public:
  // Fills the atlas: letters of `em` pixels. Call again whenever em or needs_rebuild() changes, outside of a frame.
  void build(ImFontAtlas& atlas, const Type& type, float em);

  ImFont* of(Face face) const { return fonts_[std::size_t(face)]; }
  float em() const { return em_; }
  unsigned generation() const { return generation_; }  // another after each build: what was measured before is void

  void want(char32_t point) {
    if (point > 0x2AF) want_block(point);
  }
  bool needs_rebuild() const { return wanted_ != built_; }

private:
  void want_block(char32_t point);
  std::vector<std::uint16_t> ranges() const;

  std::array<ImFont*, face_count> fonts_{};
  std::vector<std::uint16_t> ranges_;     // lives as long as the atlas
  std::uint32_t wanted_ = 1, built_ = 0;  // bits of blocks
  float em_ = 16;
  unsigned generation_ = 0;
};

// The file of this name in the system's font folders, or an empty path.
std::filesystem::path find_font(const std::string& file_name);

}  // namespace twinlamp::ui
