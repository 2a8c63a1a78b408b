// A document as one HTML file that needs nothing else: no script, no font, no picture, no address; a policy in its head forbids the browser
// to fetch any. Light and dark as the reader's system is, a style for printing. Each paragraph finds its own direction, and what people wrote is
// marked as being in a language that is not known.
#pragma once

#include <string>

#include "client/export/document.h"

namespace twinlamp::client {

std::string to_html(const Document& document);

}  // namespace twinlamp::client
