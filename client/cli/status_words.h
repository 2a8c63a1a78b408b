// How things stand: the pair, the lamps, the connection and what this device still owes, for a reader and for a script.
#pragma once

#include <chrono>
#include <optional>

#include "client/cli/printer.h"
#include "client/content/words.h"
#include "client/model.h"

namespace twinlamp::cli {

bool is_mail_settled(const client::Model& model);  // what waited has come, and what goes out has gone, or neither will
// Whether the partner's lamp cannot be heard of anew in a moment. It must not go by the relay's word on who is connected: with that, the time it takes
// to ask how things stand would tell whether somebody is there behind a lamp that they have put out.
bool is_lamp_known(const client::Model& model);

Fields status_fields(const client::Model& model);
bool is_ahead(const client::Model& model, const client::RoundView& round);  // of a date that is still to come: it asks for nothing yet
// `goes_on`: this program stays, and tries again what it says is tried again.
std::string status_words(const client::Model& model, const client::Words& words, bool goes_on);
// Why there is no connection; empty where there is one.
std::string connection_words(const client::Model& model, const client::Words& words, bool goes_on);
std::string home_words(const client::Model& model, const client::Words& words);  // our relay on this laptop, in a line; empty where it is not on, or begins
bool waits_after_restore(const client::Model& model);  // for the partner, whom it has not met since it was set back
// How this device mends itself, with what one can do about it; empty where there is nothing to mend.
std::string repair_words(const client::Model& model, const client::Words& words);

// Why what was done here is not at the relay yet, and when it goes.
std::string unsent_words(const client::Model& model, const client::Words& words, bool goes_by_itself);
std::optional<std::chrono::seconds> retry_in(const client::Model& model);

}  // namespace twinlamp::cli
