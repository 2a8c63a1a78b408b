#include "client/ui/shell.h"

#define GLFW_INCLUDE_GLEXT
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace twinlamp::ui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes still_here{3};
constexpr std::chrono::milliseconds at_rest{800};

std::optional<Key> key_of(int key) {
  switch (key) {
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
      return Key::enter;
    case GLFW_KEY_SPACE:
      return Key::space;
    case GLFW_KEY_TAB:
      return Key::tab;
    case GLFW_KEY_ESCAPE:
      return Key::escape;
    case GLFW_KEY_BACKSPACE:
      return Key::backspace;
    case GLFW_KEY_DELETE:
      return Key::erase;
    case GLFW_KEY_LEFT:
      return Key::left;
    case GLFW_KEY_RIGHT:
      return Key::right;
    case GLFW_KEY_UP:
      return Key::up;
    case GLFW_KEY_DOWN:
      return Key::down;
    case GLFW_KEY_HOME:
      return Key::home;
    case GLFW_KEY_END:
      return Key::end;
    case GLFW_KEY_PAGE_UP:
      return Key::page_up;
    case GLFW_KEY_PAGE_DOWN:
      return Key::page_down;
    case GLFW_KEY_F1:
      return Key::help;
    default:
      return std::nullopt;
  }
}

// The letter a key carries on this keyboard's layout, for shortcuts; 0 if none.
char32_t letter_of(int key, int scancode) {
  if (key == GLFW_KEY_KP_ADD) return U'+';
  if (key == GLFW_KEY_KP_SUBTRACT) return U'-';
  const char* name = glfwGetKeyName(key, scancode);
  if (!name || name[0] == 0 || name[1] != 0) return key >= GLFW_KEY_A && key <= GLFW_KEY_Z ? char32_t(key) : 0;
  const char c = name[0];
  if (c >= 'a' && c <= 'z') return char32_t(c - 'a' + 'A');
  return c == '=' ? U'+' : char32_t(static_cast<unsigned char>(c));
}

int utc_offset_now() {
  const auto now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return int(local.tm_gmtoff / 60);
}

}  // namespace

// Pages of glyphs as textures. They live as long as the window's context, and go with it.
class GlTextures final : public Textures {
public:
  ImTextureID make(int size) override {
    GLuint made = 0;
    glGenTextures(1, &made);
    glBindTexture(GL_TEXTURE_2D, made);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, size, size, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    return reinterpret_cast<ImTextureID>(std::uintptr_t(made));
  }
  void update(ImTextureID texture, const text::DirtyRect& rect) override {
    glBindTexture(GL_TEXTURE_2D, GLuint(reinterpret_cast<std::uintptr_t>(texture)));
    glPixelStorei(GL_UNPACK_ROW_LENGTH, text::Atlas::page_size);
    glTexSubImage2D(GL_TEXTURE_2D, 0, rect.x, rect.y, rect.width, rect.height, GL_RGBA, GL_UNSIGNED_BYTE, rect.pixels);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  }
};

class Shell::Impl {
public:
  explicit Impl(const ShellOptions& options)
      : ui_(fonts_, pacer_),
        log_file_(options.widget_log),
        keeps_pictures_(options.keeps_pictures),
        started_(Clock::now()) {
    if (!glfwInit())
      throw std::runtime_error("there is no display to open a window on; twinlamp-cli works without one");
    open(options);
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavNoCaptureKeyboard;
    set_callbacks();
    ImGui_ImplGlfw_InitForOpenGL(window_, true);
    take_characters();
    ImGui_ImplOpenGL3_Init("#version 130");
    fonts_.set_textures(&textures_);
  }

  ~Impl() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window_);
    glfwTerminate();
  }

  void run(View& window) {
    window_state_ = &window;
    if (glfwGetWindowAttrib(window_, GLFW_FOCUSED)) set_in_front(true);
    while (!glfwWindowShouldClose(window_) && !closing_) {
      const auto wait = std::chrono::duration<double>(pacer_.next_frame() - Clock::now()).count();
      if (wait > 0 && !pending_)
        glfwWaitEventsTimeout(std::max(wait, 0.001));
      else
        glfwPollEvents();
      ++figures_.wakeups;
      if (pending_.exchange(false)) pacer_.handle_event();
      if (pacer_.is_due(Clock::now())) draw(window);
    }
    glfwPollEvents();  // where it was moved to just before it is closed
    tell_place();
    window.flush();
    window.handle_close();
    set_in_front(false);
    window_state_ = nullptr;
  }

  void draw(View& window) {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    if (width <= 0 || height <= 0 || is_minimised_) return sleep_while_hidden();
    prepare(window);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    window.draw(ui_, ImGui::GetIO().DisplaySize.x, ImGui::GetIO().DisplaySize.y);
    watch_absence();
    watch_place();
    ImGui::Render();
    fonts_.upload();
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (keeps_pictures_) keep_picture(width, height);
    glfwSwapBuffers(window_);
    if (figures_.frames++ == 0)
      figures_.first_frame = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
    write_log();
    go_away();
  }

  void show(const std::optional<client::WindowPlace>& at) {
    if (at) {
      glfwSetWindowSize(window_, at->width, at->height);
      glfwSetWindowPos(window_, at->x, at->y);
      rested_ = at;
      rested_->maximised = false;
      if (at->maximised) glfwMaximizeWindow(window_);
    }
    glfwShowWindow(window_);
    moved_at_.reset();  // this is where it was
  }

  void wake() {
    pending_ = true;
    glfwPostEmptyEvent();
  }

  void ask_to_close() {
    closing_ = true;
    glfwPostEmptyEvent();
  }

  const Picture& picture() const { return picture_; }

  GLFWwindow* window_ = nullptr;
  GlTextures textures_;
  Fonts fonts_;
  FramePacer pacer_;
  Ui ui_;
  ShellFigures figures_;

private:
  void open(const ShellOptions& options) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    glfwWindowHint(GLFW_VISIBLE, options.visible && !options.position ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "twinlamp");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "twinlamp");
    window_ = glfwCreateWindow(options.width, options.height, "Twinlamp", nullptr, nullptr);
    if (!window_) {
      glfwTerminate();
      throw std::runtime_error("the display offers no OpenGL 3.0; twinlamp-cli works without it");
    }
    glfwSetWindowSizeLimits(window_, 480, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
    if (options.position) glfwSetWindowPos(window_, options.position->first, options.position->second);
    if (options.position && options.visible) glfwShowWindow(window_);
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    glfwSetWindowUserPointer(window_, this);
  }

  static Impl& self(GLFWwindow* window) { return *static_cast<Impl*>(glfwGetWindowUserPointer(window)); }

  // Set before ImGui's backend sets its own, which then call these.
  void set_callbacks() {
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
      self(w).on_key(key, scancode, action, mods);
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int, int, int) { self(w).pacer_.handle_event(); });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { self(w).pacer_.handle_event(); });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { self(w).pacer_.handle_event(); });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int) { self(w).pacer_.handle_event(); });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int focused) { self(w).on_focus(focused != 0); });
    glfwSetWindowIconifyCallback(window_, [](GLFWwindow* w, int iconified) { self(w).on_iconified(iconified != 0); });
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { self(w).on_moved(); });
    glfwSetWindowPosCallback(window_, [](GLFWwindow* w, int, int) { self(w).on_moved(); });
    glfwSetWindowMaximizeCallback(window_, [](GLFWwindow* w, int) { self(w).on_moved(); });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { self(w).pacer_.handle_event(); });
  }

  // In the place of ImGui's own: it would queue what is typed, nothing here asks it for that, and the queue keeps in its memory whatever was once
  // typed within one picture.
  void take_characters() {
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned point) {
      self(w).ui_.input.push({.key = Key::character, .text = point});
      self(w).pacer_.handle_event();
    });
  }

  void on_key(int key, int scancode, int action, int mods) {
    pacer_.handle_event();
    if (action == GLFW_RELEASE) return;
    const bool control = mods & GLFW_MOD_CONTROL, shift = mods & GLFW_MOD_SHIFT, alt = mods & GLFW_MOD_ALT;
    if (const auto known = key_of(key))
      return ui_.input.push({.key = *known, .control = control, .shift = shift, .alt = alt});
    if (!control || alt) return;
    if (const auto letter = letter_of(key, scancode))
      ui_.input.push({.key = Key::letter, .text = letter, .control = true, .shift = shift});
  }

  // Someone who has just turned to another window is still here; only after a while, or when it is put away, are they
  // not.
  void on_focus(bool focused) {
    pacer_.handle_event();
    ui_.has_keyboard = focused;
    left_at_ = focused ? std::nullopt : std::optional(Clock::now());
    if (focused) set_in_front(true);
  }

  void on_iconified(bool iconified) {
    is_minimised_ = iconified;
    pacer_.handle_event();
    if (iconified) set_in_front(false);
  }

  void on_moved() {
    pacer_.handle_event();
    moved_at_ = Clock::now();
  }

  // Tells where the window stands, once it has stood there for a while.
  void watch_place() {
    if (!moved_at_ || is_minimised_) return;
    if (Clock::now() - *moved_at_ < at_rest) return pacer_.wake_at(*moved_at_ + at_rest);
    tell_place();
  }

  void tell_place() {
    if (!moved_at_ || window_state_ == nullptr) return;
    moved_at_.reset();
    client::WindowPlace place;
    place.maximised = glfwGetWindowAttrib(window_, GLFW_MAXIMIZED) != 0;
    if (place.maximised && rested_) {  // where it goes back to
      place = *rested_;
      place.maximised = true;
    } else {
      glfwGetWindowPos(window_, &place.x, &place.y);
      glfwGetWindowSize(window_, &place.width, &place.height);
      rested_ = place;
      rested_->maximised = false;
    }
    window_state_->handle_place(place);
  }

  void go_away() {
    if (!std::exchange(ui_.wants_away, false)) return;
    glfwIconifyWindow(window_);
    pacer_.handle_event();
  }

  void set_in_front(bool in_front) {
    if (!window_state_ || in_front == in_front_) return;
    in_front_ = in_front;
    window_state_->handle_focus(in_front);
  }

  void watch_absence() {
    if (!left_at_ || !in_front_) return;
    if (Clock::now() - *left_at_ >= still_here)
      set_in_front(false);
    else
      pacer_.wake_at(*left_at_ + still_here);
  }

  void prepare(View& window) {
    ui_.now = Clock::now();
    ui_.wall = std::chrono::system_clock::now();
    ui_.utc_offset_minutes = utc_offset_now();
    float scale_x = 1, scale_y = 1;
    glfwGetWindowContentScale(window_, &scale_x, &scale_y);
    const float em = window.prepare(ui_, std::max(1.f, scale_x));
    if (em == fonts_.em() && figures_.frames > 0) return;
    fonts_.build(ui_.theme.type, em);
    pacer_.handle_event();
  }

  void sleep_while_hidden() {
    ui_.input.end_frame();
    pacer_.begin_frame(Clock::now());
  }

  void keep_picture(int width, int height) {
    picture_ = {width, height, std::vector<std::uint8_t>(std::size_t(width) * std::size_t(height) * 3)};
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    const auto line = std::size_t(width) * 3;
    for (int y = 0; y < height; ++y)
      glReadPixels(0, height - 1 - y, width, 1, GL_RGB, GL_UNSIGNED_BYTE, picture_.rgb.data() + std::size_t(y) * line);
  }

  void write_log() {
    if (log_file_.empty()) return;
    int x = 0, y = 0;
    glfwGetWindowPos(window_, &x, &y);
    auto line = ui_.log().to_json(float(x), float(y));
    if (line == last_log_) return;
    if (!log_.is_open()) {
      log_.rdbuf()->pubsetbuf(nullptr, 0);  // a stream would keep what it has written
      log_.open(log_file_, std::ios::app);
    }
    log_ << line << '\n' << std::flush;
    last_log_ = std::move(line);
  }

  std::string log_file_, last_log_;
  std::ofstream log_;
  View* window_state_ = nullptr;
  bool in_front_ = false, is_minimised_ = false;
  std::optional<Clock::time_point> left_at_, moved_at_;
  std::optional<client::WindowPlace> rested_;  // not maximised
  const bool keeps_pictures_;
  Picture picture_;
  std::atomic<bool> pending_ = false, closing_ = false;
  Clock::time_point started_;
};

Shell::Shell(const ShellOptions& options) : impl_(std::make_unique<Impl>(options)) {}
Shell::~Shell() = default;

void Shell::run(View& window) {
  impl_->run(window);
}
void Shell::draw(View& window) {
  impl_->draw(window);
}
void Shell::wake() {
  impl_->wake();
}
void Shell::ask_to_close() {
  impl_->ask_to_close();
}
void Shell::resize(int width, int height) {
  glfwSetWindowSize(impl_->window_, width, height);
  glfwPollEvents();
}
std::vector<client::ScreenArea> Shell::screens() const {
  std::vector<client::ScreenArea> areas;
  int count = 0;
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  for (int i = 0; i < count; ++i) {
    client::ScreenArea area;
    glfwGetMonitorWorkarea(monitors[i], &area.x, &area.y, &area.width, &area.height);
    areas.push_back(area);
  }
  return areas;
}
void Shell::show(const std::optional<client::WindowPlace>& at) {
  impl_->show(at);
}
const Picture& Shell::picture() const {
  return impl_->picture();
}
Ui& Shell::ui() {
  return impl_->ui_;
}
ShellFigures Shell::figures() const {
  return impl_->figures_;
}

}  // namespace twinlamp::ui
