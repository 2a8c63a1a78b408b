// A document as Markdown (CommonMark), readable as it is. What people wrote is escaped: no sign of it becomes a heading, a list or a link.
#pragma once

#include <string>

#include "client/export/document.h"

namespace twinlamp::client {

std::string to_markdown(const Document& document);

// One line of words with every sign taken as it is.
std::string markdown_text(std::string_view line);

}  // namespace twinlamp::client
