#include "client/text/shaper.h"

#include <hb.h>

#include <algorithm>
#include <functional>

#include "client/text/breaks.h"
#include "client/text/wipe.h"

namespace twinlamp::text {
namespace {

constexpr std::size_t most_kept = 8000;  // of each generation

struct Buffer {
  Buffer() : it(hb_buffer_create()) {}
  ~Buffer() { hb_buffer_destroy(it); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  hb_buffer_t* it;
};

float pixels(hb_position_t fixed) {
  return float(fixed) / 64;
}

void fill(hb_buffer_t* buffer, const PieceStyle& style, std::u32string_view piece) {
  hb_buffer_clear_contents(buffer);
  hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
  hb_buffer_add_utf32(buffer, reinterpret_cast<const std::uint32_t*>(piece.data()), int(piece.size()), 0,
                      int(piece.size()));
  hb_buffer_set_direction(buffer, style.rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer, hb_script_t(style.script));
  hb_buffer_set_language(buffer, style.han.empty() ? hb_language_from_string("en", -1)
                                                   : hb_language_from_string(style.han.data(), int(style.han.size())));
}

// Where each code point begins, from where each cluster does: a cluster's room is divided between its graphemes.
void divide(Shaped& made, const std::vector<float>& cluster_width, const std::uint8_t* graphemes) {
  const auto size = made.text.size();
  made.offsets.assign(size + 1, 0);
  float pen = 0;
  for (std::size_t begin = 0; begin < size;) {
    auto end = begin + 1;
    while (end < size && cluster_width[end] < 0) ++end;
    std::size_t count = 1;
    for (auto i = begin + 1; i < end; ++i) count += has_break(graphemes[i], Break::grapheme) ? 1 : 0;
    std::size_t nth = 0;
    for (auto i = begin; i < end; ++i) {
      if (i > begin && has_break(graphemes[i], Break::grapheme)) ++nth;
      made.offsets[i] = pen + cluster_width[begin] * float(nth) / float(count);
    }
    pen += cluster_width[begin];
    begin = end;
  }
  made.offsets[size] = pen;
}

std::shared_ptr<Shaped> shape_now(const PieceStyle& style, std::u32string_view piece, const std::uint8_t* graphemes) {
  thread_local Buffer buffer;
  fill(buffer.it, style, piece);
  // The book face's own figures hang and its 1 reads as an I: "12 days" has to be read at a glance.
  constexpr hb_feature_t lining{HB_TAG('l', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
  hb_shape(style.font->shaping_font(), buffer.it, &lining, 1);
  unsigned count = 0;
  const auto* infos = hb_buffer_get_glyph_infos(buffer.it, &count);
  const auto* places = hb_buffer_get_glyph_positions(buffer.it, &count);
  auto made = std::make_shared<Shaped>();
  made->font = style.font;
  made->rtl = style.rtl;
  made->text = piece;
  made->safe.assign(piece.size() + 1, false);
  std::vector<float> width(piece.size(), -1);  // of the cluster that begins there; negative: none does
  float pen = 0;
  for (unsigned i = 0; i < count; ++i) {
    const auto cluster = infos[i].cluster;
    made->glyphs.push_back(
        {infos[i].codepoint, cluster, pen + pixels(places[i].x_offset), -pixels(places[i].y_offset)});
    const float advance = pixels(places[i].x_advance);
    width[cluster] = std::max(width[cluster], 0.f) + advance;
    made->safe[cluster] = (hb_glyph_info_get_glyph_flags(&infos[i]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) == 0;
    pen += advance;
  }
  if (!piece.empty() && width[0] < 0) width[0] = 0;
  made->width = pen;
  divide(*made, width, graphemes);
  hb_buffer_clear_contents(buffer.it);
  return made;
}

}  // namespace

Shaped::~Shaped() {
  wipe(text);
}

std::size_t Shaper::Hash::operator()(const Key& key) const {
  return std::hash<std::u32string_view>{}(key.text) ^ (std::hash<const void*>{}(key.font) << 1) ^ key.script ^
         std::size_t(key.rtl);
}

ShapedRef Shaper::shape(const PieceStyle& style, std::u32string_view piece, const std::uint8_t* graphemes) {
  // Han forms of other languages are other fonts, so the font tells them apart.
  const Key key{style.font, style.script, style.rtl, piece};
  if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
  ShapedRef shaped;
  if (auto found = older_.extract(key)) {
    shaped = found.mapped();
  } else {
    shaped = shape_now(style, piece, graphemes);
    ++shaped_;
  }
  if (kept_.size() >= most_kept) {
    older_ = std::move(kept_);
    kept_.clear();
  }
  kept_.emplace(Key{style.font, style.script, style.rtl, shaped->text}, shaped);
  return shaped;
}

void Shaper::forget() {
  kept_.clear();
  older_.clear();
}

}  // namespace twinlamp::text
