// Play: its games, and this or that, live. Facts for both faces, and what a person does.
//
// A live game is ten pairs of three seconds each, from one instant on both screens; at the end the picks are sealed by
// themselves, and the round opens as every round.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "client/content/answer.h"

namespace twinlamp::client {

enum class Game { guess_me, this_or_that, truths_and_wish, really_mine };
inline constexpr Game games[] = {Game::guess_me, Game::this_or_that, Game::truths_and_wish, Game::really_mine};

// The card that each game would be played with next, the same on both devices; none where all of them are open.
struct GameOffer {
  Game game{};
  std::string card, prompt;
};

inline constexpr std::chrono::seconds pair_time{3};

// Of at most one round at a time.
struct LiveGame {
  std::string round;
  // Unset: I am ready, and it begins once the partner is, too. Set: when the first pair is shown on both screens, soon or past.
  std::optional<std::chrono::steady_clock::time_point> begins_at;
  PairsAnswer picks;
  bool alone = false;  // the partner was lost after it had begun: it goes on all the same
};

// Which pair is shown then, and how much of its time is left, 1..0. Nothing before the first and after the last.
struct PairOnShow {
  std::size_t place = 0;
  float left = 0;
};
std::optional<PairOnShow> pair_on_show(std::chrono::steady_clock::time_point begins_at, std::chrono::steady_clock::time_point now);
std::chrono::steady_clock::time_point end_of_game(std::chrono::steady_clock::time_point begins_at);

// Intents.
struct ReadyToPlay { std::string round; };
struct LeavePlay {};  // before it has begun; then it goes on, and what is not picked is late
struct PickSide {
  std::string round;
  std::size_t place = 0;
  Pick pick = Pick::none;
  std::chrono::steady_clock::time_point at;  // of the press: a late one counts as late
};

}  // namespace twinlamp::client
