// What a person typed or pasted, as the ASCII that a code is made of: the part of NFKC and lower case that a code can need.
//
// Letters become lower case, digits stay, all that separates becomes '-', what cannot be seen goes away, anything else becomes
// '?'. Bad UTF-8 is '?' as well. The output is never longer than three characters for one of the input.
#pragma once

#include <string>
#include <string_view>

namespace twinlamp {

std::string typed_to_ascii(std::string_view utf8);

}  // namespace twinlamp
