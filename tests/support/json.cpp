#include "tests/support/json.h"

#include <boost/json/src.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace twinlamp::test {

boost::json::value read_json(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  std::stringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str());
}

std::string text_field(const boost::json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

Bytes hex_field(const boost::json::object& object, const char* name) {
  Bytes bytes;
  if (!from_hex(text_field(object, name), bytes)) throw std::runtime_error(std::string("not hexadecimal: ") + name);
  return bytes;
}

}  // namespace twinlamp::test
