#include "tests/crypto/pad_vectors.h"

#include <boost/json/array.hpp>

#include "protocol/base/random.h"
#include "protocol/crypto/pad.h"

namespace twinlamp::test {
namespace {

namespace json = boost::json;

json::value size_or_null(const Result<std::size_t>& size) { return size ? json::value(*size) : json::value(nullptr); }

json::array buckets() {
  json::array rows;
  for (std::size_t size : {0, 1, 255, 256, 257, 511, 512, 1023, 1024, 1025, 4095, 4096, 4097, 12288, 12289, 16383, 16384, 16385, 49152, 49153,
                           65535, 65536})
    rows.push_back(json::object{{"size", size},
                                {"live", live_padded_size(size)},
                                {"durable", size_or_null(durable_bucket(size))},
                                {"answer", size_or_null(answer_bucket(size))}});
  return rows;
}

json::array padded() {
  json::array rows;
  SeededRandom random(1);
  Bytes noise(255);
  random.fill(noise);
  for (const auto& data : {Bytes{}, Bytes{0}, Bytes{0x80}, Bytes{0x80, 0, 0}, Bytes{'h', 'e', 'l', 'l', 'o'}, noise})
    rows.push_back(json::object{{"data", to_hex(data)}, {"padded", to_hex(pad(data, live_padded_size(data.size())))}});
  return rows;
}

json::array refused() {
  json::array rows;
  for (const auto& bad : {Bytes{}, Bytes{0}, Bytes(256, 0), Bytes{0x80, 1}, Bytes{0x80, 0, 0x40, 0}}) rows.emplace_back(to_hex(bad));
  return rows;
}

}  // namespace

json::object pad_vector() { return {{"buckets", buckets()}, {"padded", padded()}, {"no_mark", refused()}}; }

}  // namespace twinlamp::test
