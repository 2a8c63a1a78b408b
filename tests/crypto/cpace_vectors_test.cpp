// Every vector of draft-irtf-cfrg-cpace-21 for CPACE-RISTR255-SHA512. The symmetric mode's (o_cat, transcript_oc, ISK_SY, sid_output)
// are not part of our protocol; they are computed here from the functions that are, so that no vector is left out.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/pairing/cpace.h"
#include "tests/support/hex.h"
#include "tests/support/json.h"
#include "tests/support/paths.h"

namespace twinlamp {
namespace {

namespace json = boost::json;
using test::hex;
using test::hex_field;

const json::object& vectors() {
  static const json::value file = test::read_json(test::vector_path("cpace-ristr255-sha512.json"));
  return file.as_object();
}
const json::object& part(const char* name) { return vectors().at(name).as_object(); }

bool is_larger(ByteView a, ByteView b) { return std::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end()); }
Bytes o_cat(ByteView a, ByteView b) {
  ByteWriter out;
  out.raw("oc");
  return (is_larger(a, b) ? out.raw(a).raw(b) : out.raw(b).raw(a)).take();
}
Bytes pair_of(ByteView element, ByteView ad) { return ByteWriter().lv(element).lv(ad).take(); }
Bytes transcript_oc(ByteView ya, ByteView ada, ByteView yb, ByteView adb) { return o_cat(pair_of(ya, ada), pair_of(yb, adb)); }
Bytes transcript_ir(ByteView ya, ByteView ada, ByteView yb, ByteView adb) {
  return ByteWriter().raw(pair_of(ya, ada)).raw(pair_of(yb, adb)).take();
}
Bytes counting(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i);
  return out;
}
Bytes text(std::string_view from) { return to_bytes(bytes_of(from)); }

// The protocol run of the draft.
struct DraftRun {
  const json::object& v = part("protocol");
  Bytes prs = hex_field(v, "PRS"), ci = hex_field(v, "CI"), sid = hex_field(v, "sid");
  Bytes ada = hex_field(v, "ADa"), adb = hex_field(v, "ADb");
  Element ya = to_array<32>(hex_field(v, "Ya")), yb = to_array<32>(hex_field(v, "Yb"));
  Scalar a{hex_field(v, "ya")}, b{hex_field(v, "yb")};
};

TEST(CpaceVectors, PrependLenIsOurLv) {
  const auto& v = part("string_utils").at("prepend_len").as_object();
  EXPECT_EQ(ByteWriter().lv(ByteView{}).take(), hex_field(v, "prepend_len(b'')"));
  EXPECT_EQ(ByteWriter().lv(std::string_view("1234")).take(), hex_field(v, "prepend_len(b'1234')"));
  EXPECT_EQ(ByteWriter().lv(counting(127)).take(), hex_field(v, "prepend_len(bytes(range(127)))"));
  EXPECT_EQ(ByteWriter().lv(counting(128)).take(), hex_field(v, "prepend_len(bytes(range(128)))"));
}

TEST(CpaceVectors, LvCatIsOurLvInARow) {
  const auto& v = part("string_utils").at("lv_cat").as_object();
  const auto ours = ByteWriter().lv(text("1234")).lv(text("5")).lv(ByteView{}).lv(text("678")).take();
  EXPECT_EQ(ours, hex_field(v, "lv_cat(b'1234',b'5',b'',b'678')"));
}

TEST(CpaceVectors, OrderedConcatenationsAgree) {
  const auto& v = part("string_utils").at("o_cat").as_object();
  EXPECT_EQ(o_cat(text("ABCD"), text("BCD")), hex_field(v, "o_cat(b'ABCD',b'BCD')"));
  EXPECT_EQ(o_cat(text("BCD"), text("ABCDE")), hex_field(v, "o_cat(b'BCD',b'ABCDE')"));
  const auto& oc = part("string_utils").at("transcript_oc").as_object();
  EXPECT_EQ(transcript_oc(text("123"), text("PartyA"), text("234"), text("PartyB")),
            hex_field(oc, "transcript_oc(b'123',b'PartyA',b'234',b'PartyB')"));
  EXPECT_EQ(transcript_oc(text("3456"), text("PartyA"), text("2345"), text("PartyB")),
            hex_field(oc, "transcript_oc(b'3456',b'PartyA',b'2345',b'PartyB')"));
}

TEST(CpaceVectors, LexicographicOrderAgrees) {
  for (const auto& each : vectors().at("lexiographically_larger").as_array()) {
    const auto& row = each.as_array();
    EXPECT_EQ(is_larger(hex(std::string(row[0].as_string())), hex(std::string(row[1].as_string()))), row[2].as_bool());
  }
}

TEST(CpaceVectors, TranscriptsOfInitiatorAndResponderAgree) {
  const auto& v = part("string_utils").at("transcript_ir").as_object();
  EXPECT_EQ(transcript_ir(text("123"), text("PartyA"), text("234"), text("PartyB")),
            hex_field(v, "transcript_ir(b'123',b'PartyA',b'234',b'PartyB')"));
  EXPECT_EQ(transcript_ir(text("3456"), text("PartyA"), text("2345"), text("PartyB")),
            hex_field(v, "transcript_ir(b'3456',b'PartyA',b'2345',b'PartyB')"));
  const DraftRun run;
  EXPECT_EQ(cpace::transcript(run.ya, run.ada, run.yb, run.adb), transcript_ir(run.ya, run.ada, run.yb, run.adb));
}

TEST(CpaceVectors, TheGeneratorAgrees) {
  const auto& v = part("calculate_generator");
  const auto prs = hex_field(v, "PRS"), ci = hex_field(v, "CI"), sid = hex_field(v, "sid");
  const auto string = cpace::generator_string(prs, ci, sid);
  EXPECT_TRUE(equal(string, hex_field(v, "generator_string(G.DSI,PRS,CI,sid,H.s_in_bytes)")));
  EXPECT_TRUE(equal(sha512({string}), hex_field(v, "hash result")));
  EXPECT_TRUE(equal(cpace::generator(prs, ci, sid), hex_field(v, "encoded generator g")));
  EXPECT_EQ(to_hex(cpace::generator(prs, ci, sid)), to_hex(hex_field(part("protocol"), "g")));
}

TEST(CpaceVectors, BothSharesAndTheSessionKeyAgree) {
  const DraftRun run;
  const auto g = cpace::generator(run.prs, run.ci, run.sid);
  EXPECT_EQ(cpace::share(g, run.a).element, run.ya);
  EXPECT_EQ(cpace::share(g, run.b).element, run.yb);
  const auto transcript = cpace::transcript(run.ya, run.ada, run.yb, run.adb);
  EXPECT_TRUE(equal(*multiply(run.a, run.yb), hex_field(run.v, "K")));
  EXPECT_TRUE(equal(cpace::session_key(run.sid, run.a, run.yb, transcript)->view(), hex_field(run.v, "ISK_IR")));
  EXPECT_TRUE(equal(cpace::session_key(run.sid, run.b, run.ya, transcript)->view(), hex_field(run.v, "ISK_IR")));
}

TEST(CpaceVectors, TheSymmetricSessionKeyAgrees) {
  const DraftRun run;
  const auto transcript = transcript_oc(run.ya, run.ada, run.yb, run.adb);
  EXPECT_TRUE(equal(cpace::session_key(run.sid, run.a, run.yb, transcript)->view(), hex_field(run.v, "ISK_SY")));
}

TEST(CpaceVectors, SessionIdOutputsAgree) {
  const DraftRun run;
  const auto label = bytes_of("CPaceSidOutput");
  EXPECT_TRUE(equal(sha512({label, transcript_ir(run.ya, run.ada, run.yb, run.adb)}), hex_field(run.v, "sid_output_ir")));
  EXPECT_TRUE(equal(sha512({label, transcript_oc(run.ya, run.ada, run.yb, run.adb)}), hex_field(run.v, "sid_output_oc")));
}

TEST(CpaceVectors, ScalarMultiplicationAgreesForTheValidPoint) {
  const auto& v = part("scalar_mult_vfy").at("Valid").as_object();
  const auto product = multiply(Scalar(hex_field(v, "s")), to_array<32>(hex_field(v, "X")));
  ASSERT_TRUE(product);
  EXPECT_TRUE(equal(*product, hex_field(v, "G.scalar_mult(s,decode(X))")));
  EXPECT_TRUE(equal(*product, hex_field(v, "G.scalar_mult_vfy(s,X)")));
}

TEST(CpaceVectors, InvalidPointsAbort) {
  const auto& v = part("scalar_mult_vfy");
  const Scalar s(hex_field(v.at("Valid").as_object(), "s"));
  for (const char* name : {"Invalid Y1", "Invalid Y2"}) {
    const auto key = cpace::session_key({}, s, to_array<32>(hex_field(v, name)), {});
    ASSERT_FALSE(key) << name;
    EXPECT_EQ(key.error().code, ErrorCode::unauthentic);
  }
}

}  // namespace
}  // namespace twinlamp
