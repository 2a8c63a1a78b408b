#include "client/ui/fonts.h"

#include <imgui.h>

#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <optional>

namespace twinlamp::ui {
namespace {

struct Block {
  char32_t first, last;
};

// In the order of their bits. The first is always there.
constexpr std::array<std::initializer_list<Block>, 4> blocks{{
    {{0x20, 0x7E},
     {0xA0, 0x17F},
     {0x218, 0x21B},
     {0x2C6, 0x2DD},
     {0x2010, 0x2026},
     {0x2030, 0x203A},
     {0x20AC, 0x20AC},
     {0x2122, 0x2122},
     {0xFFFD, 0xFFFD}},
    {{0x300, 0x36F}, {0x370, 0x3FF}, {0x1F00, 0x1FFF}},
    {{0x400, 0x52F}},
    {{0x180, 0x2AF},
     {0x1E00, 0x1EFF},
     {0x2000, 0x206F},
     {0x2070, 0x20BF},
     {0x2100, 0x214F},
     {0x2150, 0x22FF},
     {0x2300, 0x23FF},
     {0x25A0, 0x27BF}},
}};

std::vector<std::filesystem::path> font_folders() {
  std::vector<std::filesystem::path> folders;
  if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data)
    folders.emplace_back(std::filesystem::path(data) / "fonts");
  if (const char* home = std::getenv("HOME"); home && *home)
    folders.emplace_back(std::filesystem::path(home) / ".local/share/fonts");
  folders.emplace_back("/usr/local/share/fonts");
  folders.emplace_back("/usr/share/fonts");
  return folders;
}

// Where Debian puts them, so that nothing is searched there.
std::filesystem::path usual_place(const std::string& name) {
  for (const char* folder : {"/usr/share/fonts/opentype/inter", "/usr/share/fonts/opentype/ebgaramond",
                             "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/noto"}) {
    std::error_code none;
    const auto path = std::filesystem::path(folder) / name;
    if (std::filesystem::exists(path, none)) return path;
  }
  return {};
}

std::filesystem::path first_of(std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto path = usual_place(name); !path.empty()) return path;
  for (const char* name : names)
    if (const auto path = find_font(name); !path.empty()) return path;
  return {};
}

struct Files {
  std::filesystem::path interface = first_of({"Inter-Regular.otf", "Inter-Regular.ttf", "NotoSans-Regular.ttf",
                                              "DejaVuSans.ttf", "LiberationSans-Regular.ttf"});
  std::filesystem::path strong = first_of({"Inter-SemiBold.otf", "Inter-SemiBold.ttf", "NotoSans-Bold.ttf",
                                           "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf"});
  std::filesystem::path book = first_of({"EBGaramond12-Regular.otf", "EBGaramond-Regular.ttf", "NotoSerif-Regular.ttf",
                                         "DejaVuSerif.ttf", "LiberationSerif-Regular.ttf"});
  std::filesystem::path italic = first_of({"EBGaramond12-Italic.otf", "EBGaramond-Italic.ttf", "NotoSerif-Italic.ttf",
                                           "DejaVuSerif-Italic.ttf", "LiberationSerif-Italic.ttf"});
};

const Files& files() {
  static const Files found;
  return found;
}

// Figures and plain letters only: what codes are made of.
const std::vector<std::uint16_t>& plain_ranges() {
  static const std::vector<std::uint16_t> ranges{0x20, 0x7E, 0};
  return ranges;
}

ImFont* add_font(ImFontAtlas& atlas, const std::filesystem::path& file, float pixels,
                 const std::vector<std::uint16_t>& ranges) {
  ImFontConfig config;
  config.OversampleH = pixels < 24 ? 2 : 1;
  config.OversampleV = 1;
  config.PixelSnapH = config.OversampleH == 1;
  config.EllipsisChar = ImWchar(0x2026);
  config.SizePixels = std::round(pixels);
  if (!file.empty())
    if (auto* font = atlas.AddFontFromFileTTF(file.c_str(), config.SizePixels, &config, ranges.data())) return font;
  return atlas.AddFontDefault(&config);
}

}  // namespace

std::filesystem::path find_font(const std::string& file_name) {
  for (const auto& folder : font_folders()) {
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
      if (it->path().filename() == file_name) return it->path();
  }
  return {};
}

void Fonts::want_block(char32_t point) {
  for (std::size_t bit = 1; bit < blocks.size(); ++bit)
    for (const auto& block : blocks[bit])
      if (point >= block.first && point <= block.last) wanted_ |= 1u << bit;
}

std::vector<std::uint16_t> Fonts::ranges() const {
  std::vector<std::uint16_t> list;
  for (std::size_t bit = 0; bit < blocks.size(); ++bit) {
    if (!(wanted_ & (1u << bit))) continue;
    for (const auto& block : blocks[bit]) {
      list.push_back(std::uint16_t(block.first));
      list.push_back(std::uint16_t(block.last));
    }
  }
  list.push_back(0);
  return list;
}

void Fonts::build(ImFontAtlas& atlas, const Type& type, float em) {
  atlas.Clear();
  em_ = std::round(em);
  ranges_ = ranges();
  const auto& range = ranges_;
  // ImGui sizes a font by its line box; these are the boxes of Inter and EB Garamond, in em.
  constexpr float interface_box = 1.21f, book_box = 1.305f;
  const auto set = [&](Face face, const std::filesystem::path& file, float pixels) {
    fonts_[std::size_t(face)] = add_font(atlas, file, pixels * em_, range);
  };
  set(Face::body, files().interface, type.body * interface_box);
  set(Face::small, files().interface, type.small * interface_box);
  set(Face::strong, files().strong, type.body * interface_box);
  set(Face::reading, files().book, type.reading * book_box);
  set(Face::italic, files().italic, type.reading * book_box);
  set(Face::card, files().book, type.card * book_box);
  set(Face::title, files().book, type.title * book_box);
  fonts_[std::size_t(Face::figure)] =
      add_font(atlas, files().interface, type.card * interface_box * em_, plain_ranges());
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  atlas.Build();
  built_ = wanted_;
  ++generation_;
}

}  // namespace twinlamp::ui
