// twinlamp, the window: reads the command line, starts the app of one profile, and shows it.
#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <thread>

#include "client/app/app.h"
#include "client/ui/shell.h"
#include "client/ui/window.h"

namespace twinlamp::ui {
namespace {

struct Options {
  client::AppOptions app;
  std::string size = "1100x760", position, palette;
  float text_scale = 0;
  std::string widget_log;
  bool figures = false;
};

std::optional<std::pair<int, int>> two_numbers(const std::string& text, char between) {
  int a = 0, b = 0, used = 0;
  const std::string format = std::string("%d") + between + "%d%n";
  if (std::sscanf(text.c_str(), format.c_str(), &a, &b, &used) != 2 || std::size_t(used) != text.size())
    return std::nullopt;
  return std::pair(a, b);
}

std::string check_size(const std::string& text) {
  const auto size = two_numbers(text, 'x');
  return size && size->first >= 480 && size->first <= 16384 && size->second >= 400 && size->second <= 16384
             ? ""
             : "a size is written as 1100x760, at least 480x400";
}

std::string check_position(const std::string& text) {
  return two_numbers(text, ',') ? "" : "a position is written as 20,40";
}

void describe(CLI::App& line, Options& options) {
  line.set_version_flag("--version", "twinlamp " TWINLAMP_VERSION);
  line.add_option("--profile", options.app.profile, "whose profile to open, so that two people can use one computer")
      ->capture_default_str();
  line.add_option("--home", options.app.home, "the profile's folder itself, instead of the usual one");
  line.add_option("--relay", options.app.relay, "host:port or an invitation, instead of what the settings say");
  line.add_option("--language", options.app.language, "en or es, instead of what the settings say");
  line.add_option("--decks", options.app.decks, "a folder of decks, instead of those that are built in");
  line.add_option("--ca-file", options.app.ca_file, "certificate authorities (PEM) for a relay behind a proxy");
  line.add_option("--size", options.size, "of the window, in pixels")
      ->capture_default_str()
      ->check(CLI::Validator(check_size, "WxH"));
  line.add_option("--position", options.position, "of the window on the display")
      ->check(CLI::Validator(check_position, "X,Y"));
  line.add_option("--text-scale", options.text_scale, "0.8 to 2, instead of the settings")
      ->check(CLI::Range(0.8f, 2.0f));
  line.add_option("--palette", options.palette, "instead of the settings")
      ->check(CLI::IsMember({"evening", "morning"}));
  line.add_option("--widget-log", options.widget_log,
                  "a file that gets what is shown, as JSON lines, for tests: it will contain what you write");
  line.add_flag("--figures", options.figures, "say at the end how often it drew and woke up");
}

LookChoice look_of(const Options& options) {
  LookChoice choice;
  if (options.text_scale > 0) choice.text_scale = options.text_scale;
  if (options.palette == "evening") choice.palette = PaletteName::evening;
  if (options.palette == "morning") choice.palette = PaletteName::morning;
  return choice;
}

ShellOptions shell_of(const Options& options) {
  ShellOptions shell;
  std::tie(shell.width, shell.height) = *two_numbers(options.size, 'x');
  if (!options.position.empty()) shell.position = two_numbers(options.position, ',');
  shell.widget_log = options.widget_log;
  return shell;
}

void print_figures(const ShellFigures& figures) {
  std::fprintf(stderr, "first picture after %.1f ms; %llu pictures, %llu wake-ups\n",
               double(figures.first_frame.count()) / 1000, static_cast<unsigned long long>(figures.frames),
               static_cast<unsigned long long>(figures.wakeups));
}

// Waits for SIGTERM or SIGINT on a thread of its own, where more may be done than in a handler.
class Signals {
public:
  explicit Signals(Shell& shell) {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGUSR2);  // ours: to end the wait
    thread_ = std::thread([this, &shell] {
      int signal = 0;
      sigwait(&set_, &signal);
      if (signal != SIGUSR2) shell.ask_to_close();
    });
  }
  ~Signals() {
    pthread_kill(thread_.native_handle(), SIGUSR2);
    thread_.join();
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Before any thread starts: so that no other thread takes them.
  static void block() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGUSR2}) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
  }

private:
  sigset_t set_{};
  std::thread thread_;
};

int show(const Options& options) {
  Signals::block();
  Shell shell(shell_of(options));
  auto started = client::start_app(options.app, [&shell] { shell.wake(); });
  if (const auto* problem = std::get_if<std::string>(&started)) {
    std::cerr << "twinlamp: " << *problem << '\n';
    return 1;
  }
  const auto app = std::move(std::get<std::unique_ptr<client::App>>(started));
  {
    const Signals signals(shell);
    Window window(*app, look_of(options));
    shell.run(window);
  }
  if (options.figures) print_figures(shell.figures());
  return 0;
}

}  // namespace
}  // namespace twinlamp::ui

int main(int count, char** arguments) {
  twinlamp::ui::Options options;
  CLI::App line("Twinlamp: two partners answer the same question, each alone; the answers open together.", "twinlamp");
  twinlamp::ui::describe(line, options);
  CLI11_PARSE(line, count, arguments);
  try {
    return twinlamp::ui::show(options);
  } catch (const std::exception& error) {
    std::cerr << "twinlamp: " << error.what() << '\n';
    return 1;
  }
}
