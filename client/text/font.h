// One font file opened for both of its uses: HarfBuzz shapes with it, FreeType draws its glyphs.
//
// The file is mapped into memory once and read by both. A Font is a file at one size; its address is its identity
// in caches, and FontSet keeps it for as long as it lives. Lengths are pixels; HarfBuzz's own are 26.6 fixed point.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

struct hb_font_t;
struct FT_FaceRec_;

namespace twinlamp::text {

class FontFile {
public:
  // Null if the file is not there or holds no font of that index.
  static std::shared_ptr<FontFile> open(const std::string& path, int index);
  ~FontFile();
  FontFile(const FontFile&) = delete;
  FontFile& operator=(const FontFile&) = delete;

  bool covers(char32_t point) const;
  bool is_color() const { return color_; }  // bitmaps in colour: emoji
  FT_FaceRec_* face() const;
  hb_font_t* shaping_font() const;  // at the file's own units; parent of each size's
  const std::string& path() const { return path_; }
  int index() const { return index_; }

private:
  struct Open;
  FontFile(std::string path, int index);
  std::string path_;
  int index_ = 0;
  bool color_ = false;
  std::unique_ptr<Open> open_;
};

struct Bitmap {
  int left = 0, top = 0;  // of the picture's upper left corner from the pen: right and up
  int width = 0, height = 0;
  bool colored = false;
  std::string pixels = {};  // one byte a pixel of cover, or four of straight RGBA where `colored`
};

class Font {
public:
  Font(std::shared_ptr<FontFile> file, float size);
  ~Font();
  Font(const Font&) = delete;
  Font& operator=(const Font&) = delete;

  const FontFile& file() const { return *file_; }
  float size() const { return size_; }        // of an em
  float ascent() const { return ascent_; }    // above the baseline, positive
  float descent() const { return descent_; }  // below it, positive
  hb_font_t* shaping_font() const { return hb_; }

  // `shift` is how far right of a whole pixel the pen stands, 0 to under 1. Empty where the glyph has no picture.
  std::optional<Bitmap> draw(std::uint32_t glyph, float shift) const;

private:
  std::optional<Bitmap> draw_outline(std::uint32_t glyph, float shift) const;
  std::optional<Bitmap> draw_color(std::uint32_t glyph) const;

  std::shared_ptr<FontFile> file_;
  float size_, ascent_ = 0, descent_ = 0;
  hb_font_t* hb_ = nullptr;
};

}  // namespace twinlamp::text
