// Reads the vector files of tests/vectors. Throws on a file that is not there or not JSON: the test then fails.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "protocol/base/bytes.h"

namespace twinlamp::test {

boost::json::value read_json(const std::string& path);
Bytes hex_field(const boost::json::object& object, const char* name);  // throws if absent or not hexadecimal
std::string text_field(const boost::json::object& object, const char* name);

}  // namespace twinlamp::test
