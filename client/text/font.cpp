#include "client/text/font.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <cmath>

namespace twinlamp::text {
namespace {

// One for the process, never given back: fonts outlive every order of destruction that way.
FT_Library library() {
  static const FT_Library made = [] {
    FT_Library it = nullptr;
    return FT_Init_FreeType(&it) == 0 ? it : nullptr;
  }();
  return made;
}

int to_fixed(float pixels) {
  return int(std::lround(pixels * 64));
}

// Area average of a premultiplied BGRA picture, as straight RGBA of the wanted size.
std::string shrink(const FT_Bitmap& from, int width, int height) {
  std::string out(std::size_t(width) * std::size_t(height) * 4, '\0');
  const float step_x = float(from.width) / float(width), step_y = float(from.rows) / float(height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int x0 = int(float(x) * step_x), y0 = int(float(y) * step_y);
      const int x1 = std::clamp(int(std::ceil(float(x + 1) * step_x)), x0 + 1, int(from.width));
      const int y1 = std::clamp(int(std::ceil(float(y + 1) * step_y)), y0 + 1, int(from.rows));
      unsigned sum[4] = {0, 0, 0, 0};
      for (int v = y0; v < y1; ++v) {
        const auto* row = from.buffer + v * from.pitch;
        for (int u = x0; u < x1; ++u)
          for (int c = 0; c < 4; ++c) sum[c] += row[u * 4 + c];
      }
      const auto count = unsigned((x1 - x0) * (y1 - y0));
      auto* to = out.data() + (std::size_t(y) * std::size_t(width) + std::size_t(x)) * 4;
      const unsigned alpha = sum[3] / count;
      const auto straight = [&](unsigned channel) {
        return sum[3] == 0 ? char(0) : char(std::min(255u, channel * 255 / sum[3]));
      };
      to[0] = straight(sum[2]), to[1] = straight(sum[1]), to[2] = straight(sum[0]), to[3] = char(alpha);
    }
  }
  return out;
}

}  // namespace

struct FontFile::Open {
  ~Open() {
    if (hb != nullptr) hb_font_destroy(hb);
    if (face != nullptr) FT_Done_Face(face);
    if (blob != nullptr) hb_blob_destroy(blob);
  }
  hb_blob_t* blob = nullptr;  // the file, mapped; FreeType reads from it too
  FT_Face face = nullptr;
  hb_font_t* hb = nullptr;
};

std::shared_ptr<FontFile> FontFile::open(const std::string& path, int index) {
  auto made = std::shared_ptr<FontFile>(new FontFile(path, index));
  made->open_ = std::make_unique<Open>();
  auto& it = *made->open_;
  it.blob = hb_blob_create_from_file_or_fail(path.c_str());
  if (it.blob == nullptr || library() == nullptr) return nullptr;
  unsigned size = 0;
  const auto* data = hb_blob_get_data(it.blob, &size);
  if (FT_New_Memory_Face(library(), reinterpret_cast<const FT_Byte*>(data), FT_Long(size), index, &it.face) != 0)
    return nullptr;
  auto* face = hb_face_create(it.blob, unsigned(index));
  it.hb = hb_font_create(face);
  hb_ot_font_set_funcs(it.hb);
  hb_face_destroy(face);
  made->color_ = FT_HAS_COLOR(it.face) && !FT_IS_SCALABLE(it.face);
  return made;
}

FontFile::FontFile(std::string path, int index) : path_(std::move(path)), index_(index) {}

FontFile::~FontFile() = default;

bool FontFile::covers(char32_t point) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(open_->hb, point, &glyph) != 0;
}

FT_FaceRec_* FontFile::face() const {
  return open_->face;
}

hb_font_t* FontFile::shaping_font() const {
  return open_->hb;
}

Font::Font(std::shared_ptr<FontFile> file, float size) : file_(std::move(file)), size_(size) {
  hb_ = hb_font_create_sub_font(file_->shaping_font());
  hb_font_set_scale(hb_, to_fixed(size), to_fixed(size));
  hb_font_extents_t extents{};
  hb_font_get_h_extents(hb_, &extents);
  ascent_ = float(extents.ascender) / 64;
  descent_ = -float(extents.descender) / 64;
}

Font::~Font() {
  hb_font_destroy(hb_);
}

std::optional<Bitmap> Font::draw(std::uint32_t glyph, float shift) const {
  return file_->is_color() ? draw_color(glyph) : draw_outline(glyph, shift);
}

std::optional<Bitmap> Font::draw_outline(std::uint32_t glyph, float shift) const {
  auto* face = file_->face();
  FT_Size_RequestRec request{FT_SIZE_REQUEST_TYPE_NOMINAL, to_fixed(size_), to_fixed(size_), 0, 0};
  if (FT_Request_Size(face, &request) != 0) return std::nullopt;
  // Light hinting keeps stems on whole rows and leaves the advances as shaping has them.
  if (FT_Load_Glyph(face, glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) return std::nullopt;
  auto* slot = face->glyph;
  if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return std::nullopt;
  FT_Outline_Translate(&slot->outline, to_fixed(shift), 0);
  if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return std::nullopt;
  const auto& from = slot->bitmap;
  if (from.width == 0 || from.rows == 0) return std::nullopt;
  Bitmap made{slot->bitmap_left, slot->bitmap_top, int(from.width), int(from.rows)};
  made.pixels.resize(std::size_t(from.width) * from.rows);
  for (unsigned y = 0; y < from.rows; ++y)
    std::copy_n(reinterpret_cast<const char*>(from.buffer) + std::ptrdiff_t(y) * from.pitch, from.width,
                made.pixels.data() + std::size_t(y) * from.width);
  return made;
}

std::optional<Bitmap> Font::draw_color(std::uint32_t glyph) const {
  auto* face = file_->face();
  if (face->num_fixed_sizes == 0 || FT_Select_Size(face, face->num_fixed_sizes - 1) != 0) return std::nullopt;
  if (FT_Load_Glyph(face, glyph, FT_LOAD_COLOR) != 0) return std::nullopt;
  auto* slot = face->glyph;
  const auto& from = slot->bitmap;
  if (from.pixel_mode != FT_PIXEL_MODE_BGRA || from.width == 0 || from.rows == 0) return std::nullopt;
  const float scale = size_ / float(face->size->metrics.y_ppem);
  const int width = std::max(1, int(std::lround(float(from.width) * scale)));
  const int height = std::max(1, int(std::lround(float(from.rows) * scale)));
  Bitmap made{int(std::lround(float(slot->bitmap_left) * scale)), int(std::lround(float(slot->bitmap_top) * scale)),
              width, height, true};
  made.pixels = shrink(from, width, height);
  return made;
}

}  // namespace twinlamp::text
