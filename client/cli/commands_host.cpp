#include "client/cli/commands_host.h"

#include "client/cli/command_words.h"
#include "client/cli/describe.h"

namespace twinlamp::cli {

using client::HomeAddressView;
using client::HomeView;
using client::Model;
using Words = std::vector<std::string>;

std::string farewell_words(const Terminal& terminal) {
  const bool is_told_above = terminal.session.model()->stage == client::Stage::ended;
  return terminal.say(is_told_above ? "ended.waits" : "ended.waits_still") + " " + terminal.say("cli.host.do_not_wait");
}

namespace {

std::string name_of(HomeView::State state) {
  switch (state) {
    case HomeView::State::off: return "off";
    case HomeView::State::starting: return "starting";
    case HomeView::State::running: return "running";
    case HomeView::State::failed: break;
  }
  return "failed";
}

const std::string& good_for(const Terminal& terminal, HomeAddressView::Reach reach) {
  switch (reach) {
    case HomeAddressView::Reach::network: return terminal.say("home.for_network");
    case HomeAddressView::Reach::vpn: return terminal.say("home.for_vpn");
    case HomeAddressView::Reach::internet:
    case HomeAddressView::Reach::only_here: break;
  }
  return terminal.say("home.for_internet");
}

std::string running_words(const Terminal& terminal, const Model& model) {
  const auto& home = model.home;
  std::string text;
  const auto add = [&text](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
  if (home.is_elsewhere) add(terminal.say("home.elsewhere", {{"relay", model.settings.relay}}));
  if (!home.gone.empty()) add(terminal.say("home.gone", {{"old", home.gone}, {"new", home.shown}}));
  if (home.shown.empty()) {
    add(terminal.say("home.nobody_reaches"));
  } else {
    add(terminal.say("cli.host.line", {{"address", home.shown}, {"line", home.line}}));
    add(terminal.say("cli.host.test_about", {{"page", home.test_page}, {"address", home.shown}}));
  }
  if (!home.addresses.empty()) add(terminal.say("cli.host.addresses"));
  for (const auto& each : home.addresses) add("  " + terminal.say("home.address", {{"address", each.shown}, {"for", good_for(terminal, each.reach)}}));
  add(terminal.say("cli.host.router", {{"port", static_cast<int>(home.port)}}));
  add(terminal.say(terminal.interactive ? "home.awake" : "cli.host.leave_open"));
  add(terminal.say("home.trust"));
  return text;
}

Fields fields_of(const HomeView& home) {
  std::vector<std::string> addresses;
  for (const auto& each : home.addresses) addresses.push_back(each.shown);
  return Fields()
      .text("state", name_of(home.state))
      .flag("on", home.is_on)
      .number("port", home.port)
      .text("address", home.shown)
      .text("line", home.line)
      .text("gone", home.gone)
      .flag("elsewhere", home.is_elsewhere)
      .flag("waits", home.waits_to_tell)
      .list("addresses", addresses);
}

// `ended`: it carried this pair until now.
int tell_host(Terminal& terminal, bool ended = false) {
  const auto model = terminal.session.model();
  const auto& home = model->home;
  if (home.state == HomeView::State::failed) return fail(terminal, home.problem);
  std::string text = terminal.say(home.is_on ? "home.starting" : "cli.host.off");
  if (home.state == HomeView::State::running) text = running_words(terminal, *model);
  if (ended) text = terminal.say("cli.host.ended", {{"partner", partner_at_start(*model, terminal.session.words())}});
  if (home.waits_to_tell) text += "\n" + farewell_words(terminal);
  terminal.printer.event("host", fields_of(home), text);
  return 0;
}

int do_not_wait(Terminal& terminal) {
  if (!terminal.session.model()->home.waits_to_tell) return fail(terminal, terminal.say("cli.host.nobody_to_wait_for"));
  const auto problem = terminal.session.attempt(client::DoNotWait{}, [](const Model& model) { return !model.home.waits_to_tell; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("host", fields_of(terminal.session.model()->home), terminal.say("cli.host.not_waiting"));
  return 0;
}

bool is_settled(const Model& model) {
  return !model.home.is_on || model.home.state == HomeView::State::running || model.home.state == HomeView::State::failed;
}

}  // namespace

int host(Terminal& terminal, Words words) {
  const auto before = terminal.session.model()->home;
  client::SetHosting wanted{before.is_on, before.name, before.address};
  const bool has_name = std::find(words.begin(), words.end(), "--name") != words.end();
  const auto name = take_option(words, "--name"), address = take_option(words, "--address");
  if (has_name) wanted.name = wanted.address = name == "none" ? "" : name;
  if (!address.empty()) wanted.address = address;
  const auto verb = words.size() > 1 ? words[1] : std::string("status");
  if (verb == "do-not-wait" && words.size() == 2) return do_not_wait(terminal);
  if ((verb != "on" && verb != "off" && verb != "status") || words.size() > 2) return fail(terminal, terminal.say("cli.host.usage")), 2;
  if (verb != "status") wanted.on = verb == "on";
  if (verb == "status" && !has_name && address.empty()) {
    terminal.session.wait(is_settled);
    return tell_host(terminal);
  }
  const auto problem = terminal.session.attempt(wanted, [&](const Model& model) {
    return is_settled(model) && model.home.is_on == wanted.on && model.home.name == wanted.name;
  });
  if (!problem.empty()) return fail(terminal, problem);
  const bool carried = before.is_on && !before.is_elsewhere && terminal.session.model()->stage == client::Stage::paired;
  return tell_host(terminal, carried && !wanted.on);
}

int tell(Printer& printer, const client::Words& words, const client::RelayAnswer& answer) {
  if (!answer.is_relay) {
    printer.problem(words.say("cli.host.no_relay", {{"address", answer.shown}, {"why", answer.problem}}));
    return 1;
  }
  printer.event("relay", Fields().text("address", answer.shown).text("line", answer.line).text("key", answer.key),
                words.say("cli.host.relay_there", {{"address", answer.shown}, {"key", answer.key}, {"line", answer.line}}));
  return 0;
}

int relay_test(Terminal& terminal, Words words) {
  if (words.size() != 2) return fail(terminal, terminal.say("cli.host.test_usage")), 2;
  return tell(terminal.printer, terminal.session.words(), terminal.ask_relay(words[1]));
}

}  // namespace twinlamp::cli
