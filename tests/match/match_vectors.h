// The script behind our own vector tests/vectors/match.json.
#pragma once

#include <boost/json/object.hpp>

namespace twinlamp::match::test {

boost::json::object match_vector();

}  // namespace twinlamp::match::test
