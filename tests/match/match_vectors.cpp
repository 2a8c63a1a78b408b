#include "tests/match/match_vectors.h"

#include <boost/json/array.hpp>

#include "tests/match/match_couple.h"

namespace twinlamp::match::test {
namespace {

namespace json = boost::json;

json::array numbers(const auto& values) {
  json::array out;
  for (const auto value : values) out.emplace_back(static_cast<int>(value));
  return out;
}

json::object run_of(const Setting& setting) {
  MatchCouple couple(setting);
  couple.say_all();
  json::array ids, steps, sides;
  for (const auto& id : items(setting.zero.size())) ids.emplace_back(id);
  for (const auto& [author, step] : order_of_steps)
    steps.push_back(
        json::object{{"slot", int{author}}, {"step", int{step}}, {"bytes", to_hex(couple.said.step(author, step))}});
  for (Slot slot : {Slot{0}, Slot{1}})
    sides.push_back(json::object{{"seed", to_hex(couple.seeds[slot].view())},
                                 {"votes", numbers(couple.votes[slot])},
                                 {"u", to_hex(couple.runs[slot].blind().view())}});
  const auto& [terms, said] = std::tie(couple.terms, couple.said);
  return {{"round_id", to_hex(terms.round_id)},
          {"latch_id", to_hex(terms.latch_id)},
          {"items", ids},
          {"quota", int{terms.quota}},
          {"list_hash", to_hex(terms.list_hash)},
          {"h", json::array{to_hex(run_hash(terms)), to_hex(keys_hash(terms, said)), to_hex(bits_hash(terms, said)),
                            to_hex(product_hash(terms, said)), to_hex(shares_hash(terms, said))}},
          {"sides", sides},
          {"steps", steps},
          {"outcome", numbers(*couple.result())}};
}

}  // namespace

json::object match_vector() {
  return {{"runs",
           json::array{run_of({{Vote::yes}, {Vote::yes}}),
                       run_of({{Vote::yes, Vote::no, Vote::curious}, {Vote::curious, Vote::yes, Vote::no}, 2, 7, 3})}}};
}

}  // namespace twinlamp::match::test
