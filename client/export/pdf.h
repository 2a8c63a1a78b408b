// A document as PDF (A4), from the very text that the window draws: client/text shapes it, so every script is right; cairo embeds of each font
// what is used. Real text with its characters behind the glyphs: it can be searched and copied. Chapters are the outline.
//
// The fonts are those of this machine, as in the window (throws std::runtime_error where there is none at all). `stop` is asked now and then: a
// true ends the work with nothing. refused: cairo could not.
#pragma once

#include <functional>
#include <string>

#include "client/export/document.h"
#include "protocol/base/result.h"

namespace twinlamp::client {

Result<std::string> to_pdf(const Document& document, const std::function<bool()>& stop = {});

}  // namespace twinlamp::client
