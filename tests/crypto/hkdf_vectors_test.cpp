#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "protocol/crypto/hash.h"
#include "protocol/crypto/hkdf.h"
#include "tests/support/hex.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

using test::hex_field;

TEST(HkdfVectors, OfWycheproofAllAgree) {
  const auto file = test::read_json(test::vector_path("wycheproof_hkdf_sha512_test.json"));
  int valid = 0, refused = 0;
  for (const auto& group : file.at("testGroups").as_array())
    for (const auto& each : group.at("tests").as_array()) {
      const auto& vector = each.as_object();
      SCOPED_TRACE(testing::Message() << "tcId " << vector.at("tcId").as_int64());
      const auto size = static_cast<std::size_t>(vector.at("size").as_int64());
      if (size > 255 * 64) {  // beyond the precondition: only the marked ones
        EXPECT_EQ(vector.at("result").as_string(), "invalid");
        ++refused;
        continue;
      }
      const auto okm = hkdf_sha512(hex_field(vector, "salt"), hex_field(vector, "ikm"), hex_field(vector, "info"), size);
      EXPECT_EQ(vector.at("result").as_string(), "valid");
      EXPECT_EQ(to_hex(okm), test::text_field(vector, "okm"));
      ++valid;
    }
  EXPECT_EQ(valid + refused, file.at("numberOfTests").as_int64());
  EXPECT_GT(valid, 70);
}

// RFC 5869's construction over SHA-256, from our HMAC: shows that HMAC and the construction are the RFC's.
Bytes hkdf_sha256(ByteView salt, ByteView ikm, ByteView info, std::size_t size, Secret<32>& prk) {
  prk = hmac_sha256(salt, {ikm});
  Bytes out;
  Secret<32> block;
  for (std::uint8_t index = 1; out.size() < size; ++index) {
    block = hmac_sha256(prk.view(), {index == 1 ? ByteView{} : block.view(), info, ByteView(&index, 1)});
    out.insert(out.end(), block.view().begin(), block.view().end());
  }
  out.resize(size);
  return out;
}

std::vector<std::map<std::string, std::string>> read_rfc_cases(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::map<std::string, std::string>> cases;
  for (std::string line; std::getline(file, line);) {
    const auto equals = line.find('=');
    if (line.starts_with('#') || equals == std::string::npos) continue;
    const auto name = line.substr(0, line.find(' '));
    if (name == "COUNT") cases.emplace_back();
    const auto value = line.find_first_not_of(' ', equals + 1);
    cases.back()[name] = value == std::string::npos ? "" : line.substr(value);
  }
  return cases;
}

TEST(HkdfVectors, OfRfc5869AllAgree) {
  const auto cases = read_rfc_cases(test::vector_path("rfc-5869-HKDF-SHA256.txt"));
  ASSERT_EQ(cases.size(), 3u);
  for (const auto& each : cases) {
    SCOPED_TRACE(each.at("COUNT"));
    Secret<32> prk;
    const auto okm = hkdf_sha256(test::hex(each.at("salt")), test::hex(each.at("IKM")), test::hex(each.at("info")),
                                 std::stoul(each.at("L")), prk);
    EXPECT_EQ(to_hex(prk.view()), each.at("PRK"));
    EXPECT_EQ(to_hex(okm), each.at("OKM"));
  }
}

TEST(Hkdf, TakesAnEmptySaltAsZeros) {
  const Bytes ikm{1, 2, 3}, zeros(64);
  EXPECT_EQ(hkdf_sha512({}, ikm, {}, 100), hkdf_sha512(zeros, ikm, {}, 100));
}

TEST(Hkdf, GivesPrefixesOfTheSameStream) {
  const Bytes ikm{1, 2, 3};
  const auto whole = hkdf_sha512({}, ikm, {}, 255 * 64);
  for (std::size_t size : {0u, 1u, 63u, 64u, 65u, 128u, 1000u}) {
    const auto part = hkdf_sha512({}, ikm, {}, size);
    EXPECT_TRUE(equal(part, ByteView(whole).first(size))) << size;
  }
  EXPECT_TRUE(equal(hkdf_secret<32>({}, ikm, {}).view(), ByteView(whole).first(32)));
}

}  // namespace
}  // namespace twinlamp
