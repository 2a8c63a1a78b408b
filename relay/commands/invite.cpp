// `invite new`, `invite list`, `invite revoke`: who may bring new pairs. A running relay sees every change at once.
#include "relay/invites.h"

#include <charconv>
#include <iostream>

#include "relay/called.h"
#include "relay/commands/command.h"
#include "relay/commands/relay_answer.h"
#include "relay/invitation_line.h"
#include "relay/running_settings.h"
#include "relay/start_error.h"
#include "relay/system_random.h"

namespace twinlamp::relay {

namespace {

constexpr auto about =
    "Who may bring new pairs to a relay whose setting new-rooms is \"invited\". A running relay sees every change at "
    "once; "
    "pairs that are here already are never asked.";

constexpr auto footer =
    "\n  {program} invite new --for \"Noor and Sam\"   one new pair, for a month\n"
    "  {program} invite new --pairs 0 --days 0     any number of pairs, for good\n"
    "  {program} invite list\n"
    "  {program} invite revoke 3fa9c1              by the name that list shows\n"
    "The token itself is shown once, by 'invite new'; the relay keeps only its hash.";

const Form form{"invite",
                about,
                footer,
                false,
                {{"for", "NAME", "new: whom it is for, for your own list"},
                 {"pairs", "NUMBER", "new: as many new pairs may come with it; 0 = any number (default: 1)"},
                 {"days", "NUMBER", "new: as long it is good; 0 = for good (default: 30)"}},
                {{"verb", "", "new, list or revoke"}, {"id", "", "revoke: which, as list shows it"}}};

std::uint32_t number_of(const Config& config, const char* name, std::uint32_t usual, std::uint32_t most) {
  const auto text = own_or(config, name, std::to_string(usual));
  std::uint32_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number > most)
    throw UsageError("--" + std::string(name) + ": '" + text + "' has to be a whole number from 0 to " +
                     std::to_string(most) + ".");
  return number;
}

std::string name_of(const Config& config) {
  const auto name = own_or(config, "for", "");
  const bool odd =
      std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
  if (odd || name.size() > 60) throw UsageError("--for: a name of at most 60 bytes, on one line.");
  return name;
}

std::string pairs_text(std::uint32_t pairs) {
  return pairs == 0 ? "any number of new pairs" : count_text(pairs, "new pair", "new pairs");
}

std::string until_text(const Invite& invite) {
  return invite.last_day ? "until " + day_text(*invite.last_day) : "for good";
}

// As the running relay names itself, else as its settings do.
Invitation invitation_for(const Config& config) {
  try {
    if (const auto answer = ask_relay(config.data)) {
      if (auto line = parse_invitation(answer->invitation())) return std::move(*line);
    }
  } catch (const StartError&) {
    // it runs and cannot be asked: its settings tell the same, but for a port that it was given by chance
  }
  return invitation_of(config, relay_id_in(config.data), config.listener.port);
}

// By what the running one was started with, where one runs.
bool is_invited_only(const Config& config) {
  try {
    const char* nothing_typed[] = {"twinlamp-relay"};
    if (const auto answer = ask_relay(config.data); answer && !answer->folder().empty())
      return read_running_settings(answer->arguments(), answer->folder(), 1, nothing_typed, relay_form()).config.invited_only;
  } catch (const StartError&) {
    // it runs and cannot be asked
  }
  return config.invited_only;
}

int make(const Config& config) {
  SystemRandom random;
  auto line = invitation_for(config);
  line.invite = make_invite_token(random);
  Invite invite{invite_hash(line.invite), today(), std::nullopt, number_of(config, "pairs", 1, 1'000'000), 0,
                name_of(config)};
  if (const auto days = number_of(config, "days", 30, 36'500); days > 0)
    invite.last_day = today() + std::chrono::days(days);
  InviteFile(config.data).change([&](std::vector<Invite>& invites) { invites.push_back(invite); });
  if (!is_invited_only(config))
    std::cout << "This relay takes new pairs from anyone, with an invite or without. To take only invited ones, set new-rooms = \"invited\" in "
              << (config.file.empty() ? "its file of settings ('" + command("init") + "' writes one)" : config.file.string())
              << ", or start it with --new-rooms invited.\n\n";
  std::cout
      << "Invite " << invite.id() << (invite.name.empty() ? "" : " for " + invite.name) << ": "
      << pairs_text(invite.rooms) << ", " << until_text(invite) << ".\n"
      << "Send this line to both partners. It is shown only now; each pastes it into the app (Settings, Relay):\n\n"
      << "  " << line.text() << "\n";
  return 0;
}

std::string state_of(const Invite& invite) {
  if (invite.is_over(today())) return "over";
  if (invite.is_spent()) return "used";
  return invite.rooms == 0 ? "open" : std::to_string(invite.rooms - invite.used) + " left";
}

int list(const Config& config) {
  const auto invites = InviteFile(config.data).read();
  if (invites.empty()) {
    std::cout << "No invites. '" << command("invite new") << "' makes one.\n";
    return 0;
  }
  std::printf("%-8s %-10s %-8s %-17s %s\n", "ID", "STATE", "PAIRS", "GOOD", "FOR");
  for (const auto& invite : invites) {
    std::printf("%-8s %-10s %-8u %-17s %s\n", invite.id().c_str(), state_of(invite).c_str(), invite.used,
                until_text(invite).c_str(), invite.name.c_str());
  }
  return 0;
}

int revoke(const Config& config) {
  const auto id = own_or(config, "id", "");
  if (id.empty()) throw UsageError("Which one? '" + command("invite list") + "' shows them; then: " + command("invite revoke ID"));
  bool found = false;
  InviteFile(config.data).change([&](std::vector<Invite>& invites) {
    found = std::erase_if(invites, [&](const Invite& invite) { return invite.id() == id; }) > 0;
  });
  if (!found) throw StartError("There is no invite '" + id + "'. '" + command("invite list") + "' shows them.");
  std::cout << "Invite " << id << " is revoked. Pairs that came with it stay.\n";
  return 0;
}

}  // namespace

int run_invite(int count, const char* const* arguments) {
  const auto config = read_config(count, arguments, form);
  if (!config) return 0;
  const auto verb = own_or(*config, "verb", "");
  if (!config->own.contains("id") || verb == "revoke") {
    if (verb == "new" || verb == "list" || verb == "revoke") relay_id_in(config->data);  // the folder is a relay's
    if (verb == "new") return make(*config);
    if (verb == "list") return list(*config);
    if (verb == "revoke") return revoke(*config);
  }
  throw UsageError("It is: invite new, invite list, or invite revoke ID. '" + program_name() + " invite --help' tells more.");
}

}  // namespace twinlamp::relay
