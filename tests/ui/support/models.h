// Models built by hand, one for each state a screen can be in. Every text here is made up.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/content/words.h"
#include "client/model.h"
#include "client/ui/screens/screen.h"

namespace twinlamp::ui::test {

client::Model fresh();
client::Model locked(std::string problem = {});
client::Model unpaired();
client::Model pairing(client::PairingView::Step step);
client::KeepsakeRef keepsake(int count);
client::Model paired();  // Noor and Sam, two rounds open, a keepsake
client::RoundView text_round(client::RoundPhase phase);
client::RoundView round_of(client::CardKind kind, client::RoundPhase phase);
client::RoundView to_be_guessed();  // a list whose marked line is asked for
client::RoundView guessed();
client::Model in_game(std::optional<std::chrono::steady_clock::time_point> begins_at);  // of pairs, in round "r"
client::Model with_things();  // the page of Play
client::Model with_round(client::RoundView round);  // paired, and this round is open as "r"
client::Model with_little_to_draw();  // a chart's first days
client::Model with_long_names(client::Model model);

struct Scene {
  std::string name;
  client::Model model;
  Route route;
  std::string pressed = {};  // what is pressed by keys, by its label in English
  std::string typed = {};    // and then typed
  std::size_t rights = 0;    // and then the right arrow
  struct Press {
    std::string label, typed = {};
  };
  std::vector<Press> further = {};                                       // and after all that
  std::optional<client::Model> then = {};                                // what the app shows after that
  std::function<void(client::Model&, const client::Words&)> speak = {};  // what the app says in the end, in a language
  std::chrono::steady_clock::time_point made = std::chrono::steady_clock::now();  // what its moments are counted from
};

// Its countdowns and games stand where they stood when it was made.
void bring_to(Scene& scene, std::chrono::steady_clock::time_point now);
Scene spoken(Scene scene, std::function<void(client::Model&, const client::Words&)> speak);
// What it shows, in another language.
void translate(Scene& scene, const std::string& language);
// What an English label is called in it: several, where two things are called the same in English.
std::vector<std::string> labels_of(const std::string& english, const std::string& language);

// Every screen in each of its states.
std::vector<Scene> all_scenes();

std::string long_text(std::size_t bytes);

}  // namespace twinlamp::ui::test
