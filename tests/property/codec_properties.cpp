// What is written can be read, and is the same; what is read can be written, and is the same bytes.
#include "tests/property/property.h"

#include <algorithm>
#include <numeric>

#include "client/content/answer_codec.h"
#include "protocol/crypto/pad.h"
#include "protocol/journal/entry.h"
#include "protocol/pairing/code.h"
#include "protocol/session/envelope.h"

namespace twinlamp {
namespace {

std::string some_text(std::size_t least) {
  const auto points = *rc::gen::resize(200, rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0x20, 0x2FFFF)));
  std::string text(least, 'a');
  for (auto c : points) {
    if (c >= 0x7F && c < 0xA0) continue;
    if (c >= 0xD800 && c <= 0xDFFF) c = 0xFFFD;
    if (c < 0x80) {
      text += char(c);
    } else if (c < 0x800) {
      text += {char(0xC0 | c >> 6), char(0x80 | (c & 63))};
    } else if (c < 0x10000) {
      text += {char(0xE0 | c >> 12), char(0x80 | (c >> 6 & 63)), char(0x80 | (c & 63))};
    } else {
      text += {char(0xF0 | c >> 18), char(0x80 | (c >> 12 & 63)), char(0x80 | (c >> 6 & 63)), char(0x80 | (c & 63))};
    }
  }
  return text;
}

client::Answer some_answer() {
  const auto line = [] {
    auto text = some_text(1);
    return text.size() <= client::answer_limits::line ? text : std::string("a");
  };
  switch (*rc::gen::inRange(0, 10)) {
    case 3: {
      std::vector<std::uint8_t> indices;
      for (std::uint8_t i = 0; i < client::card_limits::choices_most; ++i)
        if (i == 3 || *rc::gen::arbitrary<bool>()) indices.push_back(i);
      return client::ChoicesAnswer{std::move(indices)};
    }
    case 4: {
      const auto keys = *rc::gen::container<std::vector<int>>(std::size_t(*rc::gen::inRange(1, 8)), rc::gen::arbitrary<int>());
      std::vector<std::uint8_t> order(keys.size());
      std::iota(order.begin(), order.end(), std::uint8_t{0});
      std::ranges::stable_sort(order, {}, [&](std::uint8_t place) { return keys[place]; });
      return client::RankingAnswer{std::move(order)};
    }
    case 5: {
      client::ListAnswer list;
      for (auto left = *rc::gen::inRange(1, 11); left > 0; --left) list.lines.push_back(line());
      list.mark = *rc::gen::inRange<std::uint8_t>(0, std::uint8_t(list.lines.size() + 1));
      return list;
    }
    case 6: return client::GuessAnswer{*rc::gen::inRange<std::uint8_t>(0, 7), *rc::gen::inRange<std::uint8_t>(0, 7), {}, {}};
    case 7: return client::GuessAnswer{client::GuessAnswer::unset, client::GuessAnswer::unset, line(), line()};
    case 8: {
      client::SortAnswer sorted;
      for (auto left = *rc::gen::inRange(1, 60); left > 0; --left)
        sorted.piles["values.v" + std::to_string(left)] = client::Pile(*rc::gen::inRange(1, 4));
      for (const auto& [item, pile] : sorted.piles)
        if (pile == client::Pile::most && sorted.ranked.size() < client::card_limits::top)
          sorted.ranked.insert(sorted.ranked.begin(), item);
      return sorted;
    }
    case 9: {
      client::PairsAnswer pairs;
      for (auto& pick : pairs.picks) pick = client::Pick(*rc::gen::inRange(1, 4));
      return pairs;
    }
    case 0: return client::TextAnswer{some_text(1)};
    case 1: return client::ChoiceAnswer{*rc::gen::inRange<std::uint8_t>(0, 7)};
    case 2: return client::ScaleAnswer{*rc::gen::inRange<std::uint8_t>(1, 11)};
    default: return client::FeelingAnswer{"calm", some_text(1).substr(0, 1), *rc::gen::inRange<std::uint8_t>(1, 6), some_text(0)};
  }
}

RC_GTEST_PROP(CodecProperty, AnAnswerComesBackAsItWas, ()) {
  const auto answer = some_answer();
  const auto bytes = client::answer_to_bytes(answer);
  RC_ASSERT(bytes);
  const auto back = client::answer_from_bytes(*bytes);
  RC_ASSERT(back);
  RC_ASSERT(*back == answer);
}

RC_GTEST_PROP(CodecProperty, BytesThatAreAnAnswerAreTheOnlyOnesThatAre, (std::vector<std::uint8_t> bytes)) {
  const auto answer = client::answer_from_bytes(bytes);
  if (!answer) return;
  RC_ASSERT(*client::answer_to_bytes(*answer) == bytes);
}

Entry some_entry(std::uint64_t seed) {
  SeededRandom random(seed);
  wire::Body body;
  body.set_wall_ms(*rc::gen::inRange<std::int64_t>(0, 1ll << 45));
  body.mutable_addition()->set_text(some_text(0));
  EntryPlace place;
  place.author = *rc::gen::inRange<std::uint8_t>(0, 2);
  place.epoch = *rc::gen::arbitrary<std::uint32_t>();
  place.seq = *rc::gen::inRange<std::uint64_t>(1, 1ull << 60);
  place.lamport = place.seq + *rc::gen::inRange<std::uint64_t>(0, 1ull << 60);  // rises with every entry
  if (place.seq > 1) place.prev = random.bytes<32>();
  return make_entry(place, body, random.secret<32>(), random);
}

RC_GTEST_PROP(CodecProperty, AnEntryComesBackAsItWas, (std::uint64_t seed)) {
  const auto entry = some_entry(seed);
  const auto back = Entry::parse(entry.to_wire());
  RC_ASSERT(back);
  RC_ASSERT(back->header() == entry.header());
  RC_ASSERT(back->id() == entry.id());
  RC_ASSERT(to_bytes(back->body()) == to_bytes(entry.body()));
}

RC_GTEST_PROP(CodecProperty, AnEntryWithAnotherByteIsAnotherEntryOrNone, (std::uint64_t seed, std::uint32_t at, std::uint8_t by)) {
  RC_PRE(by != 0);
  const auto entry = some_entry(seed);
  auto wire = entry.to_wire();
  wire[at % wire.size()] ^= by;
  const auto back = Entry::parse(wire);
  const bool is_another = !back || back->id() != entry.id();
  RC_ASSERT(is_another);
}

RC_GTEST_PROP(CodecProperty, PackedEntriesComeOutWholeAndInOrder, (std::uint64_t seed)) {
  SeededRandom random(seed);
  const auto sizes = *rc::gen::resize(8, rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(1, 150'000)));
  std::vector<Bytes> entries;
  for (const auto size : sizes) {
    Bytes entry(size);
    random.fill(entry);
    entries.push_back(std::move(entry));
  }
  const std::vector<ByteView> views(entries.begin(), entries.end());
  const auto payloads = pack_entries(views, random);
  RC_ASSERT(payloads);
  Unpacker unpacker;
  std::vector<Bytes> out;
  for (const auto& payload : *payloads) {
    RC_ASSERT(payload.size() <= Envelope::max_payload);
    const auto whole = unpacker.handle_payload(payload);
    RC_ASSERT(whole);
    for (const auto& entry : *whole) out.emplace_back(entry.begin(), entry.end());
  }
  RC_ASSERT(out == entries);
}

RC_GTEST_PROP(CodecProperty, ACodeIsReadHoweverItIsTyped, (bool upper, bool spaces)) {
  SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
  const auto code = make_code(*rc::gen::inRange<std::uint32_t>(100, 10'000), random);
  auto typed = code.text();
  for (auto& c : typed) {
    if (spaces && c == '-') c = ' ';
    if (upper && c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  }
  const auto back = parse_code(typed);
  RC_ASSERT(back);
  RC_ASSERT(back->text() == code.text());
}

}  // namespace
}  // namespace twinlamp
