#include "client/cli/commands_backup.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "client/cli/commands_pairing.h"
#include "client/cli/describe.h"
#include "client/cli/status_words.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::Stage;

constexpr std::chrono::minutes longest{10};  // a slow disk, and years of words

std::string whole_path(const std::string& typed) {
  return typed.starts_with("~/") ? typed : std::filesystem::absolute(typed).lexically_normal().string();
}

bool is_there(const std::string& file) {
  const char* home = std::getenv("HOME");
  std::error_code none;
  return std::filesystem::exists(file.starts_with("~/") && home != nullptr ? home + file.substr(1) : file, none);
}

// One line of the descriptor that the option names. False: said why.
bool read_descriptor(Terminal& terminal, const std::string& typed, std::string& line) {
  int number = -1;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  const bool is_number = error == std::errc() && end == typed.data() + typed.size() && number >= 0;
  // Standard input is the terminal's own already.
  const bool is_read = is_number && (number == STDIN_FILENO ? terminal.input.next(line) : Input(number).next(line));
  if (!is_read) fail(terminal, terminal.say("cli.backup.no_descriptor", {{"number", typed}}));
  return is_read;
}

bool ask_twice(Terminal& terminal, const std::string& question, std::string& passphrase) {
  passphrase = read_secret(terminal, question);
  if (passphrase.empty()) return fail(terminal, terminal.say("cli.lock.empty")), false;
  auto again = isatty(STDIN_FILENO) ? read_secret(terminal, terminal.say("cli.backup.again")) : passphrase;
  const bool is_same = again == passphrase;
  wipe(again);
  if (!is_same) fail(terminal, terminal.say("cli.backup.differ"));
  return is_same;
}

// Empty = done, else the sentence for the person.
std::string carry_out(Terminal& terminal, client::Intent intent, const std::function<bool(const Model&)>& done) {
  terminal.printer.say(terminal.say("cli.backup.working"));
  return terminal.session.attempt(std::move(intent), done, longest);
}

}  // namespace

int backup(Terminal& terminal, Words words) {
  if (!may_read(terminal)) return 1;
  const auto descriptor = take_option(words, "--passphrase-fd");
  client::BackUp wanted;
  wanted.replace = take_flag(words, "--replace");
  if (words.size() != 2) return fail(terminal, terminal.say("cli.backup.usage")), 2;
  wanted.file = whole_path(words[1]);
  const bool has_read = descriptor.empty()
                            ? ask_twice(terminal, terminal.say("cli.backup.ask", {{"count", int(client::least_backup_passphrase)}}), wanted.passphrase)
                            : read_descriptor(terminal, descriptor, wanted.passphrase);
  if (!has_read) return 1;
  const auto before = terminal.session.model()->backup.done;
  const auto problem = carry_out(terminal, std::move(wanted), [before](const Model& m) { return m.backup.done != before; });
  if (!problem.empty()) return fail(terminal, problem);
  const auto file = terminal.session.model()->backup.file;
  terminal.printer.event("backed_up", Fields().text("file", file), terminal.say("backup.done", {{"file", file}}));
  return 0;
}

int restore(Terminal& terminal, Words words) {
  const auto descriptor = take_option(words, "--passphrase-fd");
  const bool locks = take_flag(words, "--lock");
  client::RestoreBackup wanted;
  wanted.replaces = take_flag(words, "--replace");
  if (words.size() != 2) return fail(terminal, terminal.say("cli.backup.restore_usage")), 2;
  wanted.file = whole_path(words[1]);
  const auto model = terminal.session.model();
  const bool is_fresh = model->stage == Stage::fresh || (model->stage == Stage::ended && model->left_here);
  if (!is_there(wanted.file)) return fail(terminal, terminal.say("cli.backup.no_file", {{"file", wanted.file}}));
  if (!is_fresh && !wanted.replaces) return fail(terminal, terminal.say("backup.not_fresh"));
  if (!is_fresh && terminal.interactive &&
      terminal.ask(terminal.say("cli.backup.replace_ask", {{"yes", terminal.say("cli.yes")}})) != terminal.say("cli.yes"))
    return terminal.printer.say(terminal.say("cli.backup.kept")), 1;
  if (descriptor.empty())
    wanted.passphrase = read_secret(terminal, terminal.say("cli.backup.restore_ask"));
  else if (!read_descriptor(terminal, descriptor, wanted.passphrase))
    return 1;
  if (locks && is_fresh && !ask_twice(terminal, terminal.say("cli.lock.choose"), wanted.lock)) return 1;
  const auto before = model->backup.restored;
  const auto problem = carry_out(terminal, std::move(wanted), [before](const Model& m) { return m.backup.restored != before; });
  if (!problem.empty()) return fail(terminal, problem);
  const auto after = terminal.session.model();
  auto said = terminal.say("backup.restored");
  if (waits_after_restore(*after)) said += "\n" + repair_words(*after, terminal.session.words());
  terminal.printer.event("restored", Fields().text("partner", after->partner.name), said);
  return 0;
}

int pause(Terminal& terminal, Words) {
  terminal.session.send(client::SetPause{true});
  terminal.session.wait([](const Model& m) { return m.paused; });
  terminal.printer.event("pause", Fields().flag("paused", true), terminal.say("cli.pause.on"));
  return 0;
}

int resume(Terminal& terminal, Words) {
  terminal.session.send(client::SetPause{false});
  terminal.session.wait([](const Model& m) { return !m.paused; });
  terminal.printer.event("pause", Fields().flag("paused", false), terminal.say("cli.pause.off"));
  return 0;
}

}  // namespace twinlamp::cli
