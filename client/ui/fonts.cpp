#include "client/ui/fonts.h"

#include <cmath>

namespace twinlamp::ui {

using text::Family;

Fonts::Fonts() {
  build(Type{}, 16);
}

void Fonts::build(const Type& type, float em) {
  em_ = std::round(em);
  const auto set = [&](Face face, Family family, float size) {
    styles_[std::size_t(face)] = {family, std::round(size * em_ * 4) / 4};
  };
  set(Face::small, Family::interface, type.small);
  set(Face::body, Family::interface, type.body);
  set(Face::strong, Family::interface_strong, type.body);
  set(Face::reading, Family::book, type.reading);
  set(Face::italic, Family::book_italic, type.reading);
  set(Face::card, Family::book, type.card);
  set(Face::title, Family::book, type.title);
  set(Face::figure, Family::interface, type.card);
  ++generation_;
}

ImTextureID Fonts::texture_of(std::uint16_t page) {
  while (pages_.size() <= page)
    pages_.push_back(textures_ != nullptr ? textures_->make(text::Atlas::page_size)
                                          : reinterpret_cast<ImTextureID>(std::uintptr_t(1000 + pages_.size())));
  return pages_[page];
}

void Fonts::upload() {
  for (const auto& rect : atlas_.take_dirty())
    if (textures_ != nullptr) textures_->update(texture_of(rect.page), rect);
}

}  // namespace twinlamp::ui
