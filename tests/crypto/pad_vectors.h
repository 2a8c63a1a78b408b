// The script behind our own vector tests/vectors/pad.json.
#pragma once

#include <boost/json/object.hpp>

namespace twinlamp::test {

boost::json::object pad_vector();

}  // namespace twinlamp::test
