// What an open round waits for in its practice, in one line: the practices' part of RoundView::waiting_for.
#pragma once

#include <optional>

#include "client/model.h"

namespace twinlamp::client {

struct Waiting {
  const char* key;                 // of a sentence with {partner} in it, or without
  bool begins_with_name = false;
};

// Something that this person may do now, before they wait for anything.
std::optional<Waiting> waits_for_me_in_practice(const RoundView& view);
// Once both have received: what the other still does.
std::optional<Waiting> waits_for_partner_in_practice(const RoundView& view);

}  // namespace twinlamp::client
