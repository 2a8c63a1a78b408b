// `init`: a file of settings with everything that can be chosen, commented, usual values in place.
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iostream>

#include "relay/called.h"
#include "relay/commands/command.h"
#include "relay/private_file.h"
#include "relay/running_settings.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;

const Form form{
    "init",
    "Writes a commented file of settings. It asks nothing: every setting has a usual value, and those that you give as "
    "flags stand in the file.",
    "\nExamples:\n"
    "  {program} init --name lamp.example.org     to the usual place, where the relay finds it\n"
    "  {program} init --data /srv/relay            into that folder, where --data /srv/relay finds it\n"
    "  {program} init relay.toml                  to a file of your own; start with --config relay.toml\n"
    "  {program} init -                           to the screen\n"
    "A file that is there already is never overwritten.",
    false,
    {{"listen", "ADDRESS:PORT", "where to listen"}, {"new-rooms", "WHO", "anyone, or invited"}},
    {{"file", "FILE",
      "where to write it (default: relay.toml in the folder of --data; without it /etc/twinlamp-relay/relay.toml as "
      "root, else ~/.config/twinlamp-relay/relay.toml); - for the screen"}}};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// "name = value", set if it was given, else as a comment that shows the usual value.
std::string line(const std::string& name, const std::optional<std::string>& given, const std::string& usual) {
  return (given ? "" : "# ") + name + " = " + quoted(given ? *given : usual) + "\n";
}

std::string limits_part() {
  std::string text = "[limits]\n";
  for (const auto& limit : limit_names()) {
    std::string entry = "# " + limit.name + " = " + std::to_string(limit.usual);
    entry.resize(std::max<std::size_t>(entry.size() + 1, 36), ' ');
    text += entry + "# " + limit.help + "\n";
  }
  return text;
}

struct Given {
  std::optional<std::string> name, data, listen, new_rooms;
};

std::string settings(const Given& given) {
  return "# The settings of a Twinlamp relay. Each line that begins with # shows what holds without it: take the # "
         "away\n"
         "# to change it, then start the relay again (systemctl restart twinlamp-relay). 'twinlamp-relay check' looks\n"
         "# whether everything fits together.\n\n"
         "# How people's apps find this machine: a name or an address, with :PORT if it is not the one below.\n" +
         line("name", given.name, "lamp.example.org") +
         "\n# Where to listen. [::] is every address, of IPv6 and IPv4. The port has to be open in the firewall "
         "(TCP).\n" +
         line("listen", given.listen, "[::]:7417") +
         "\n# Where its identity (relay.key: keep a copy, or use 'twinlamp-relay backup') and its database live.\n" +
         line("data", given.data, default_data_folder().string()) +
         "\n# Who may bring a new pair: \"anyone\", or \"invited\": then each needs an invite from 'twinlamp-relay "
         "invite new'.\n"
         "# Pairs that are here already are never asked.\n" +
         line("new-rooms", given.new_rooms, "anyone") +
         "\n# One word that is as good as an invite, for everybody whom you tell it. With it alone new rooms need the "
         "word.\n" +
         line("invite-token", std::nullopt, "moss-and-fern") +
         "\n# A certificate of an authority. The apps need none: they know this relay by its key. Behind a strict "
         "company\n"
         "# network one may help. It is read again when the files change.\n" +
         line("cert", std::nullopt, "/etc/twinlamp-relay/tls/fullchain.pem") +
         line("key", std::nullopt, "/etc/twinlamp-relay/tls/privkey.pem") +
         "\n# A proxy in front: its address or network, and what it does: \"pass-through\" (TLS goes on to the "
         "relay),\n"
         "# \"ends-tls\" (plain TCP comes; both with a PROXY header in front) or \"http\" (plain requests come).\n"
         "# behind-proxy = [\"127.0.0.1\"]\n" +
         line("proxy-kind", std::nullopt, "ends-tls") +
         "# Of kind \"http\": the header in which the proxy says for whom it comes.\n" +
         line("proxy-header", std::nullopt, "X-Forwarded-For") +
         "\n# Figures for Prometheus, on this machine only: http://127.0.0.1:9417/metrics\n" +
         line("metrics", std::nullopt, "127.0.0.1:9417") +
         "\n# What it logs: debug, info, warning, error or off; plain or json. No level logs an address, a room or a "
         "size.\n" +
         line("log-level", std::nullopt, "info") + line("log-format", std::nullopt, "plain") +
         "\n# What one person, one address and all together may use.\n" + limits_part();
}

std::optional<std::string> given(const Choices& typed, const char* name) {
  if (const auto own = typed.own.find(name); own != typed.own.end()) return own->second;
  const auto found = typed.single.find(name);
  return found == typed.single.end() ? std::nullopt : std::optional(found->second.value);
}

void make_folder(const fs::path& folder, bool is_data) {
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (made && is_data) fs::permissions(folder, fs::perms::owner_all, error);
  if (error)
    throw StartError("The folder " + folder.string() + " cannot be made. Name another file, or run this as root.");
}

// The machine's file is for root to write and for the relay's own user to read.
void share_with_relay_user(const fs::path& file) {
  const group* relays = ::getgrnam("twinlamp-relay");
  if (::geteuid() != 0 || relays == nullptr || file != default_config_files().back()) return;
  if (::chown(file.c_str(), 0, relays->gr_gid) == 0) ::chmod(file.c_str(), 0640);
}

}  // namespace

int run_init(int count, const char* const* arguments) {
  const auto typed = read_arguments(count, arguments, form);
  if (!typed) return 0;
  Given chosen{given(*typed, "name"), given(*typed, "data"), given(*typed, "listen"), given(*typed, "new-rooms")};
  const bool is_named = typed->own.contains("file");
  if (chosen.data) chosen.data = fs::absolute(*chosen.data).lexically_normal().string();
  // Where a relay that is started likewise looks for it.
  const auto usual = chosen.data ? settings_of(*chosen.data) : default_config_files().front();
  const auto target = is_named ? typed->own.at("file") : usual.string();
  if (target == "-") {
    std::cout << settings(chosen);
    return 0;
  }
  const fs::path file = fs::absolute(target);
  if (fs::exists(file))
    throw StartError("The file " + file.string() +
                     " is there already, and stays as it is. Name another one, or move it away.");
  const bool is_in_data = !is_named && chosen.data;
  const auto typed_data = chosen.data;
  if (file == default_config_files().back() && !chosen.data) chosen.data = "/var/lib/twinlamp-relay";
  make_folder(file.parent_path(), is_in_data);
  write_private(file, bytes_of(settings(chosen)));
  share_with_relay_user(file);
  if (is_in_data) give_to_owner_of(*chosen.data, file);
  const char* again[] = {"twinlamp-relay", "--config", file.c_str()};
  try {
    read_config(3, again);  // what was typed has to be something that the relay takes
    if (file == fs::absolute(usual)) remember_place(typed_data ? std::vector<std::string>{"--data", *typed_data} : std::vector<std::string>{});
  } catch (const StartError&) {
    fs::remove(file);
    throw;
  }
  std::cout << "Wrote " << file.string() << ".\n"
            << (chosen.name ? "" : "Open it and give the relay its name: how people's apps find this machine.\n")
            << "Then: " << command("check") << '\n';
  return 0;
}

}  // namespace twinlamp::relay
