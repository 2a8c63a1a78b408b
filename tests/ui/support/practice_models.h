// Rounds of Fears, Dialogue and Values at each of their steps, for scenes and tests. Every text is made up.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

client::RoundView fear_to_say();   // mine was heard: what would help?
client::RoundView fear_to_help();  // the partner would like company
client::RoundView talk_begun();    // nothing was asked yet, and the partner's answer could be anybody's
client::RoundView talk_asked();    // a question waits for me; two lines on the board
client::RoundView talk_ended();
client::RoundView values_sorted();  // both piles open; nothing suggested
client::RoundView values_in_common();  // the first of both is the same
client::RoundView values_suggested();
client::Model values_due();  // an action of last week wants a word, on its round and its page

std::vector<Scene> practice_scenes();

}  // namespace twinlamp::ui::test
