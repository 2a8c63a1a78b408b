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
#include "client/notify/desktop_notifier.h"
#include "client/ui/gallery_page.h"
#include "client/ui/shell.h"
#include "client/ui/window.h"
#include "client/window_place.h"

namespace twinlamp::ui {
namespace {

struct Options {
  client::AppOptions app;
  std::string size, position, palette;  // as on the line; empty: where it last was
  float text_scale = 0;
  std::string widget_log;
  bool figures = false, gallery = false;
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

void describe(CLI::App& line, Options& options, const client::Words& words) {
  line.set_version_flag("--version", "twinlamp " TWINLAMP_VERSION);
  line.add_option("--profile", options.app.profile, words.say("cli.flags.profile"))->capture_default_str();
  line.add_option("--home", options.app.home, words.say("cli.flags.home"));
  line.add_option("--relay", options.app.relay, words.say("cli.flags.relay"));
  line.add_flag("--host", options.app.host, words.say("cli.flags.host"));
  line.add_option("--language", options.app.language, words.say("cli.flags.language"));
  line.add_option("--decks", options.app.decks, words.say("cli.flags.decks"));
  line.add_option("--ca-file", options.app.ca_file, words.say("window.flags.ca_file"));
  line.add_option("--size", options.size, words.say("window.flags.size"))->check(CLI::Validator(check_size, "WxH"));
  line.add_option("--position", options.position, words.say("window.flags.position"))
      ->check(CLI::Validator(check_position, "X,Y"));
  line.add_option("--text-scale", options.text_scale, words.say("window.flags.text_scale"))
      ->check(CLI::Range(0.8f, 2.0f));
  line.add_option("--palette", options.palette, words.say("window.flags.palette"))
      ->check(CLI::IsMember({"evening", "morning"}));
  line.add_option("--widget-log", options.widget_log, words.say("window.flags.widget_log"));
  line.add_flag("--figures", options.figures, words.say("window.flags.figures"));
  line.add_flag("--gallery", options.gallery, words.say("window.flags.gallery"));
}

LookChoice look_of(const Options& options) {
  LookChoice choice;
  if (options.text_scale > 0) choice.text_scale = options.text_scale;
  if (options.palette == "evening") choice.palette = PaletteName::evening;
  if (options.palette == "morning") choice.palette = PaletteName::morning;
  return choice;
}

bool goes_where_it_was(const Options& options) {
  return options.size.empty() && options.position.empty() && !options.gallery;
}

ShellOptions shell_of(const Options& options) {
  ShellOptions shell;
  if (!options.size.empty()) std::tie(shell.width, shell.height) = *two_numbers(options.size, 'x');
  shell.visible = !goes_where_it_was(options);
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

void show_gallery(const Options& options, Shell& shell) {
  const auto look = look_of(options);
  const auto language = options.app.language.empty() ? client::language_of_environment() : options.app.language;
  GalleryPage gallery(
      language, {.palette = look.palette.value_or(PaletteName::evening), .text_scale = look.text_scale.value_or(1.f)});
  const Signals signals(shell);
  shell.run(gallery);
}

// Empty, or why not.
std::string show_window(const Options& options, Shell& shell) {
  auto with_notifier = options.app;
  with_notifier.notifier = std::make_shared<client::DesktopNotifier>();
  auto started = client::start_app(std::move(with_notifier), [&shell] { shell.wake(); });
  if (const auto* problem = std::get_if<std::string>(&started)) return *problem;
  const auto app = std::move(std::get<std::unique_ptr<client::App>>(started));
  const Signals signals(shell);
  Window window(*app, look_of(options));
  if (goes_where_it_was(options)) {
    const auto last = app->model()->settings.window;
    shell.show(last ? client::place_on_screens(*last, shell.screens()) : std::nullopt);
  }
  shell.run(window);
  return {};
}

int show(const Options& options) {
  Signals::block();
  Shell shell(shell_of(options));
  if (options.gallery) {
    show_gallery(options, shell);
  } else if (const auto problem = show_window(options, shell); !problem.empty()) {
    std::cerr << "twinlamp: " << problem << '\n';
    return 1;
  }
  if (options.figures) print_figures(shell.figures());
  return 0;
}

}  // namespace
}  // namespace twinlamp::ui

int main(int count, char** arguments) {
  twinlamp::ui::Options options;
  // Before the profile can be asked.
  const auto words = twinlamp::client::Words::built_in(twinlamp::client::language_of_environment());
  CLI::App line(words.say("window.flags.about"), "twinlamp");
  twinlamp::ui::describe(line, options, words);
  try {
    line.parse(count, arguments);
  } catch (const CLI::ParseError& problem) {
    return line.exit(problem) == 0 ? 0 : 2;
  }
  try {
    return twinlamp::ui::show(options);
  } catch (const std::exception& error) {
    std::cerr << "twinlamp: " << error.what() << '\n';
    return 1;
  }
}
