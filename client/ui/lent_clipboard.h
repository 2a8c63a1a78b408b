// What a person copies out of the window is lent to the clipboard: it is taken back when the window locks, when the pair is left and when the window
// closes, unless somebody has copied something else since. (An invitation goes sooner: screens/pair.h.)
#pragma once

#include <string>

namespace twinlamp::ui {

// Stands between ImGui's context and its backend, from attach() on. The context outlives it, or ends first without a word.
class LentClipboard {
public:
  LentClipboard() = default;
  ~LentClipboard();
  LentClipboard(const LentClipboard&) = delete;
  LentClipboard& operator=(const LentClipboard&) = delete;

  void attach();  // as often as wanted; the backend must be there
  void take_back();

private:
  using Set = void (*)(void* user, const char* text);
  using Get = const char* (*)(void* user);

  static void set(void* self, const char* text);
  static const char* get(void* self);

  Set set_ = nullptr;  // the backend's
  Get get_ = nullptr;
  void* user_ = nullptr;
  std::string lent_;
};

}  // namespace twinlamp::ui
