#include "client/export/pdf_pages.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "client/export/printable.h"

namespace twinlamp::client {
namespace {

// A4; a column of about 70 signs.
constexpr float page_width = 595.28f, page_height = 841.89f, side = 92, top = 76, bottom = 84;
constexpr float column = page_width - 2 * side, room = page_height - top - bottom;
constexpr float picture_size = 109;  // of an em, in pixels: what emoji are made in

cairo_status_t append(void* to, const unsigned char* data, unsigned size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}



// As shaping made them: no hinting, each glyph where it belongs.
cairo_font_options_t* plain_options() {
  auto* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  return options;
}

// Glyphs of one piece as cairo wants them: in order from left to right, and how many bytes of the text each group of them stands for.
struct Run {
  std::vector<cairo_glyph_t> glyphs;
  std::vector<cairo_text_cluster_t> clusters;
  std::string utf8;
};

Run run_of(const text::Shaped& shaped, float x, float baseline) {
  Run run;
  std::vector<int> count(shaped.text.size() + 1);  // of glyphs, by the code point that they begin with
  for (const auto& glyph : shaped.glyphs) {
    run.glyphs.push_back({glyph.id, double(x + glyph.x), double(baseline + glyph.y)});
    ++count[std::min<std::size_t>(glyph.cluster, shaped.text.size())];
  }
  for (std::size_t at = 0; at < shaped.text.size();) {
    auto end = at + 1;
    while (end < shaped.text.size() && count[end] == 0) ++end;
    const auto part = text::encode(std::u32string_view(shaped.text).substr(at, end - at));
    run.clusters.push_back({int(part.size()), count[at]});
    run.utf8 += part;
    at = end;
  }
  return run;
}

}  // namespace

// Cairo's own view of our fonts. Cairo may keep a face for longer than we do, and so keeps its file too.
class PdfPages::Faces {
public:
  ~Faces() {
    for (auto& [file, face] : faces_) cairo_font_face_destroy(face);
  }

  cairo_font_face_t* of(const text::FontFile& file) {
    auto& face = faces_[&file];
    if (face != nullptr) return face;
    auto own = text::FontFile::open(file.path(), file.index());
    if (!own) return nullptr;
    static const cairo_user_data_key_t key{};
    face = cairo_ft_font_face_create_for_ft_face(own->face(), 0);
    auto* held = new std::shared_ptr<text::FontFile>(std::move(own));
    const auto let_go = [](void* it) { delete static_cast<std::shared_ptr<text::FontFile>*>(it); };
    if (cairo_font_face_set_user_data(face, &key, held, let_go) != CAIRO_STATUS_SUCCESS) let_go(held);
    return face;
  }

  const text::Font& pictures(const text::FontFile& file) {
    auto& font = pictures_[&file];
    if (!font) font = std::make_unique<text::Font>(text::FontFile::open(file.path(), file.index()), picture_size);
    return *font;
  }

private:
  std::map<const text::FontFile*, cairo_font_face_t*> faces_;
  std::map<const text::FontFile*, std::unique_ptr<text::Font>> pictures_;
};

PdfPages::PdfPages(std::string title) : faces_(std::make_unique<Faces>()) {
  surface_ = cairo_pdf_surface_create_for_stream(append, &bytes_, page_width, page_height);
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATOR, "Twinlamp");
  cairo_ = cairo_create(surface_);
  auto* options = plain_options();
  cairo_set_font_options(cairo_, options);
  cairo_font_options_destroy(options);
}

PdfPages::~PdfPages() {
  cairo_destroy(cairo_);
  cairo_surface_destroy(surface_);  // before what it writes into
}

void PdfPages::add(std::string_view utf8, const ParagraphLook& look) {
  const auto points = text::clean(text::decode(printable(utf8)), false);
  auto layout = std::make_shared<text::Layout>();
  layout->set(points, look.style, column - look.indent, setter_);
  const auto count = layout->row_count();
  for (std::size_t i = 0; i < count; ++i) {
    Row row{layout, i, paragraphs_, look, i == 0 ? look.above : 0, false, {}};
    if (i == 0) row.chapter = std::exchange(chapter_, {});
    const bool is_last = i + 1 == count;
    row.stays_with_next = is_last ? look.stays_with_next : look.stays_with_next || i == 0 || i + 2 == count;
    rows_.push_back(std::move(row));
  }
  ++paragraphs_;
  fill_pages(false);
}

void PdfPages::begin_chapter(std::string name) { chapter_ = std::move(name); }

float PdfPages::height_of(const Row& row, bool first) const {
  return row.look.style.size * row.look.leading + (first ? 0 : row.above);
}

// How many of the rows that fit stay on this page.
std::size_t PdfPages::page_end(std::size_t fits) const {
  for (auto end = fits; end > 0; --end)
    if (!rows_[end - 1].stays_with_next) return end;
  return std::max<std::size_t>(fits, 1);  // what must stay together is longer than a page
}

void PdfPages::fill_pages(bool last) {
  while (!rows_.empty()) {
    float used = 0;
    std::size_t fits = 0;
    while (fits < rows_.size() && used + height_of(rows_[fits], fits == 0) <= room) used += height_of(rows_[fits], fits == 0), ++fits;
    if (fits == rows_.size() && !last) return;
    draw_page(fits == rows_.size() ? fits : page_end(fits));
  }
}

void PdfPages::draw_page(std::size_t count) {
  ++page_;
  float y = top;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& row = rows_[i];
    if (i > 0) y += row.above;
    if (!row.chapter.empty())
      cairo_pdf_surface_add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, row.chapter.c_str(),
                                    ("page=" + std::to_string(page_) + " pos=[0 " + std::to_string(int(y)) + "]").c_str(),
                                    static_cast<cairo_pdf_outline_flags_t>(0));
    placed_.push_back({page_, y, row.stays_with_next, row.paragraph, row.nth, row.layout->row_count()});
    draw_row(row, y);
    y += row.look.style.size * row.look.leading;
  }
  draw_number();
  cairo_show_page(cairo_);
  rows_.erase(rows_.begin(), rows_.begin() + std::ptrdiff_t(count));
}

void PdfPages::draw_row(const Row& row, float y) {
  const auto& look = row.look;
  const float height = look.style.size * look.leading;
  const auto& font = setter_.fonts.primary(look.style);
  const float baseline = y + (height - font.ascent() - font.descent()) / 2 + font.ascent();
  const bool rtl = row.layout->is_rtl(row.nth);
  const float left = side + (rtl ? 0 : look.indent);
  if (look.has_bar) {
    cairo_set_source_rgb(cairo_, look.bar.r, look.bar.g, look.bar.b);
    cairo_rectangle(cairo_, rtl ? side + column - 1.6 : side, y, 1.6, height + 0.3);
    cairo_fill(cairo_);
  }
  cairo_set_source_rgb(cairo_, look.ink.r, look.ink.g, look.ink.b);
  for (const auto& piece : row.layout->row(row.nth).pieces) draw_piece(piece, left + piece.x, baseline);
}

void PdfPages::draw_piece(const text::Piece& piece, float x, float baseline) {
  const auto& shaped = *piece.shaped;
  if (shaped.font->file().is_color()) return draw_pictures(piece, x, baseline);
  auto* face = faces_->of(shaped.font->file());
  if (face == nullptr) return;
  cairo_set_font_face(cairo_, face);
  cairo_set_font_size(cairo_, shaped.font->size());
  const auto run = run_of(shaped, x, baseline);
  const auto backward = static_cast<cairo_text_cluster_flags_t>(shaped.rtl ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
  cairo_show_text_glyphs(cairo_, run.utf8.c_str(), int(run.utf8.size()), run.glyphs.data(), int(run.glyphs.size()), run.clusters.data(),
                         int(run.clusters.size()), backward);
}

// Emoji are pictures; a PDF takes them as such.
void PdfPages::draw_pictures(const text::Piece& piece, float x, float baseline) {
  const auto& font = faces_->pictures(piece.shaped->font->file());
  const double scale = double(piece.shaped->font->size()) / picture_size;
  for (const auto& glyph : piece.shaped->glyphs) {
    const auto picture = font.draw(glyph.id, 0);
    if (!picture || !picture->colored) continue;
    auto* image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, picture->width, picture->height);
    auto* to = cairo_image_surface_get_data(image);
    const int stride = cairo_image_surface_get_stride(image);
    for (int v = 0; v < picture->height; ++v)
      for (int u = 0; u < picture->width; ++u) {
        const auto* from = reinterpret_cast<const unsigned char*>(picture->pixels.data()) + (std::size_t(v) * std::size_t(picture->width) + std::size_t(u)) * 4;
        auto* pixel = reinterpret_cast<std::uint32_t*>(to + v * stride) + u;
        const auto with = [&](int channel) { return std::uint32_t(from[channel] * from[3] / 255); };
        *pixel = std::uint32_t(from[3]) << 24 | with(0) << 16 | with(1) << 8 | with(2);
      }
    cairo_surface_mark_dirty(image);
    cairo_save(cairo_);
    cairo_translate(cairo_, double(x + glyph.x) + picture->left * scale, double(baseline + glyph.y) - picture->top * scale);
    cairo_scale(cairo_, scale, scale);
    cairo_set_source_surface(cairo_, image, 0, 0);
    cairo_paint(cairo_);
    cairo_restore(cairo_);
    cairo_surface_destroy(image);
  }
}

void PdfPages::draw_number() {
  text::Layout layout;
  const text::Style style{text::Family::interface, 8.5f};
  layout.set(text::decode(std::to_string(page_)), style, column, setter_);
  const auto& row = layout.row(0);
  cairo_set_source_rgb(cairo_, 0.42, 0.38, 0.45);
  for (const auto& piece : row.pieces) draw_piece(piece, side + (column - row.width) / 2 + piece.x, page_height - bottom / 2);
}

std::string PdfPages::finish() {
  fill_pages(true);
  cairo_surface_finish(surface_);
  const bool is_whole = cairo_status(cairo_) == CAIRO_STATUS_SUCCESS && cairo_surface_status(surface_) == CAIRO_STATUS_SUCCESS;
  return is_whole ? std::move(bytes_) : std::string();
}

}  // namespace twinlamp::client
