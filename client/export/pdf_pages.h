// Rows of shaped text put onto pages, by cairo. Knows where a page may end, and nothing of what the rows say.
//
// A heading stays with what it heads, and a paragraph leaves no single row behind or ahead. Lengths are points. Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/text/layout.h"

typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _cairo_font_face cairo_font_face_t;

namespace twinlamp::client {

struct Ink {
  double r = 0, g = 0, b = 0;
};

struct ParagraphLook {
  text::Style style;
  Ink ink = {};
  float leading = 1.35f;       // row height, of an em
  float above = 0;             // points before it; none at a page's head
  float indent = 0;            // from the column's left, and from its right where the paragraph is right-to-left
  bool stays_with_next = false;
  bool has_bar = false;        // a line beside it: what somebody wrote
  Ink bar = {};
};

class PdfPages {
public:
  explicit PdfPages(std::string title);
  ~PdfPages();
  PdfPages(const PdfPages&) = delete;
  PdfPages& operator=(const PdfPages&) = delete;

  void add(std::string_view utf8, const ParagraphLook& look);
  void begin_chapter(std::string name);  // of the outline: where the next paragraph comes to stand
  // The file's bytes; empty where cairo could not. Once.
  std::string finish();

  int pages() const { return page_; }
  // Where each row stands that is on a page already, for tests: its page and its text's first sign's place.
  struct Placed {
    int page = 0;
    float y = 0;
    bool stays_with_next = false;
    std::size_t paragraph = 0, row = 0, rows = 0;
  };
  const std::vector<Placed>& placed() const { return placed_; }

private:
  struct Row {
    std::shared_ptr<const text::Layout> layout;
    std::size_t nth = 0, paragraph = 0;
    ParagraphLook look;
    float above = 0;
    bool stays_with_next = false;
    std::string chapter = {};
  };
  class Faces;

  float height_of(const Row& row, bool first) const;
  void fill_pages(bool last);
  std::size_t page_end(std::size_t fits) const;
  void draw_page(std::size_t count);
  void draw_row(const Row& row, float y);
  void draw_piece(const text::Piece& piece, float x, float baseline);
  void draw_pictures(const text::Piece& piece, float x, float baseline);
  void draw_number();

  text::Typesetter setter_;
  std::unique_ptr<Faces> faces_;
  std::string bytes_;
  cairo_surface_t* surface_ = nullptr;
  cairo_t* cairo_ = nullptr;
  std::vector<Row> rows_;
  std::string chapter_;
  std::size_t paragraphs_ = 0;
  std::vector<Placed> placed_;
  int page_ = 0;
};

}  // namespace twinlamp::client
