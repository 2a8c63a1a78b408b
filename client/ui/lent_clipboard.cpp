#include "client/ui/lent_clipboard.h"

#include <imgui.h>

namespace twinlamp::ui {

LentClipboard::~LentClipboard() {
  if (ImGui::GetCurrentContext() == nullptr || ImGui::GetIO().ClipboardUserData != this) return;
  auto& io = ImGui::GetIO();
  io.SetClipboardTextFn = set_;
  io.GetClipboardTextFn = get_;
  io.ClipboardUserData = user_;
}

void LentClipboard::attach() {
  auto& io = ImGui::GetIO();
  if (io.ClipboardUserData == this) return;
  set_ = io.SetClipboardTextFn;
  get_ = io.GetClipboardTextFn;
  user_ = io.ClipboardUserData;
  io.SetClipboardTextFn = set;
  io.GetClipboardTextFn = get;
  io.ClipboardUserData = this;
}

void LentClipboard::take_back() {
  if (lent_.empty()) return;
  const char* text = get_(user_);
  if (text != nullptr && text == lent_) set_(user_, "");
  std::string().swap(lent_);
}

void LentClipboard::set(void* self, const char* text) {
  auto& lent = *static_cast<LentClipboard*>(self);
  lent.lent_ = text;
  lent.set_(lent.user_, text);
}

const char* LentClipboard::get(void* self) {
  const auto& lent = *static_cast<LentClipboard*>(self);
  return lent.get_(lent.user_);
}

}  // namespace twinlamp::ui
