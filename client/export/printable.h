// What people wrote, as a file for other programs may hold it: sound UTF-8 (what cannot be read becomes U+FFFD), no control characters.
#pragma once

#include <string>
#include <string_view>

#include "client/content/utf8.h"
#include "client/text/unicode.h"

namespace twinlamp::client {

inline std::string printable(std::string_view text) { return clean_text(is_utf8(text) ? std::string(text) : text::encode(text::decode(text))); }

}  // namespace twinlamp::client
