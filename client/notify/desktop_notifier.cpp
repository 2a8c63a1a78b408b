#include "client/notify/desktop_notifier.h"

#include <libnotify/notify.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace twinlamp::client {
namespace {

constexpr const char* app_name = "Twinlamp";
constexpr const char* icon = "twinlamp";
constexpr const char* desktop_entry = "org.twinlamp.Twinlamp";
constexpr std::chrono::milliseconds patience{500};  // for the last word to a server

// GLib would start a bus of its own where there is none.
bool has_bus() {
  if (const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); address != nullptr && *address != '\0') return true;
  const char* folder = std::getenv("XDG_RUNTIME_DIR");
  std::error_code problem;
  return folder != nullptr && std::filesystem::exists(std::filesystem::path(folder) / "bus", problem);
}

// The thread's own: libnotify's calls wait for the server.
class Sender {
public:
  void show(const std::string& text) {
    if (!notify_is_initted() && !notify_init(app_name)) return;
    if (notification_ == nullptr) {
      notification_ = notify_notification_new(app_name, text.c_str(), icon);
      notify_notification_set_hint(notification_, "desktop-entry", g_variant_new_string(desktop_entry));
    } else {
      notify_notification_update(notification_, app_name, text.c_str(), icon);
    }
    notify_notification_show(notification_, nullptr);
  }
  // A server gives a number anew, so what was closed is begun anew.
  void withdraw() {
    if (notification_ == nullptr) return;
    notify_notification_close(notification_, nullptr);
    g_object_unref(G_OBJECT(notification_));
    notification_ = nullptr;
  }

private:
  NotifyNotification* notification_ = nullptr;
};

}  // namespace

struct DesktopNotifier::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<std::optional<std::string>> wanted;  // the newest that was not done yet: a text, or nothing to be shown
  bool is_ending = false, has_ended = false;

  void run() {
    Sender sender;
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return wanted || is_ending; });
      if (!wanted) break;
      const auto next = *std::exchange(wanted, std::nullopt);
      lock.unlock();
      next ? sender.show(*next) : sender.withdraw();
      lock.lock();
    }
    has_ended = true;
    changed.notify_all();
  }
  void want(std::optional<std::string> next) {
    const std::lock_guard lock(mutex);
    wanted = std::move(next);
    changed.notify_all();
  }
};

DesktopNotifier::DesktopNotifier() {
  if (!has_bus()) return;
  shared_ = std::make_shared<Shared>();
  std::thread([shared = shared_] { shared->run(); }).detach();
}

DesktopNotifier::~DesktopNotifier() {
  if (!shared_) return;
  withdraw();
  std::unique_lock lock(shared_->mutex);
  shared_->is_ending = true;
  shared_->changed.notify_all();
  shared_->changed.wait_for(lock, patience, [this] { return shared_->has_ended; });
}

void DesktopNotifier::show(const std::string& text) {
  if (shared_) shared_->want(text);
}

void DesktopNotifier::withdraw() {
  if (shared_) shared_->want(std::nullopt);
}

}  // namespace twinlamp::client
