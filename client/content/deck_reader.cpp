// The only file that knows toml++ (built without exceptions), hence longer than most.
#include "client/content/deck_reader.h"

#include <map>
#include <optional>

// toml++ 3.3 asserts on "[[[" in a file, where the code behind the assertion already reports the error; with NDEBUG and
// clang the assertion even becomes an assumption. So both are off in here (upstream fixed it in pull request 301).
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

#include "client/content/deck_text.h"
#include "client/content/rules.h"
#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

enum class Need { must, may };

Problem at(Problem place, std::size_t line, std::string key, std::string text) {
  if (line > 0) place.line = line;
  place.key = std::move(key);
  place.text = std::move(text);
  return place;
}

std::size_t line_of(const toml::node& node) {
  return node.source().begin.line;
}

// One table being read. Each getter notes its key as known; finish() tells the keys nobody asked for.
class Table {
public:
  Table(const toml::table& table, Problem place, std::vector<Problem>& problems)
      : table_(table), place_(std::move(place)), problems_(problems), problems_before_(problems.size()) {
    if (line_of(table) > 0) place_.line = line_of(table);
  }

  std::string text(const char* key, Need need) {
    const auto* node = get(key, need);
    if (node == nullptr) return {};
    if (const auto* value = node->as_string()) return value->get();
    tell(key, "it must be a text in \"quotes\".");
    return {};
  }

  std::uint32_t number(const char* key, std::uint32_t most, Need need) {
    const auto* node = get(key, need);
    if (node == nullptr) return 0;
    const auto* value = node->as_integer();
    if (value != nullptr && value->get() >= 1 && value->get() <= most) return static_cast<std::uint32_t>(value->get());
    tell(key, "it must be a whole number from 1 to " + std::to_string(most) + ".");
    return 0;
  }

  bool flag(const char* key) {
    const auto* node = get(key, Need::may);
    if (node == nullptr) return false;
    if (const auto* value = node->as_boolean()) return value->get();
    tell(key, "it must be true or false, without quotes.");
    return false;
  }

  const toml::array* list(const char* key, Need need) {
    const auto* node = get(key, need);
    if (node == nullptr) return nullptr;
    if (node->as_array() == nullptr) tell(key, "it must be a list in [brackets].");
    return node->as_array();
  }

  std::vector<std::string> texts(const char* key) {
    std::vector<std::string> out;
    const auto* array = list(key, Need::may);
    if (array == nullptr) return out;
    for (const auto& element : *array) {
      const auto* value = element.as_string();
      if (value == nullptr) return tell(key, "each of its elements must be a text in \"quotes\"."), out;
      out.push_back(value->get());
    }
    return out;
  }

  std::optional<Table> table(const char* key, Need need) {
    const auto* node = get(key, need);
    if (node == nullptr) return std::nullopt;
    if (const auto* inner = node->as_table()) return Table(*inner, place_, problems_);
    tell(key, "it must be written as { … }.");
    return std::nullopt;
  }

  void tell(const char* key, std::string text) {
    const auto found = lines_.find(key);
    problems_.push_back(at(place_, found == lines_.end() ? 0 : found->second, key, std::move(text)));
  }
  void tell(const Findings& findings) {
    for (const auto& finding : findings)
      if (!has_problem(finding.key)) tell(finding.key.c_str(), finding.text);
  }

  void finish() {
    std::vector<std::string_view> known;
    for (const auto& [key, line] : lines_) known.push_back(key);
    for (const auto& [key, node] : table_) {
      if (lines_.contains(std::string_view(key.str()))) continue;
      const auto meant = nearest(key.str(), known);
      const auto advice = meant.empty() ? "take it out." : "did you mean \"" + std::string(meant) + "\"?";
      problems_.push_back(at(place_, line_of(node), std::string(key.str()), "there is no such key here; " + advice));
    }
  }

  bool is_good() const { return problems_.size() == problems_before_; }
  const Problem& place() const { return place_; }

private:
  const toml::node* get(const char* key, Need need) {
    const auto* node = table_.get(key);
    lines_[key] = node == nullptr ? 0 : line_of(*node);
    if (node == nullptr && need == Need::must) tell(key, "it is missing; add it.");
    return node;
  }

  // One sentence a key: a number of the wrong type is not also out of range.
  bool has_problem(std::string_view key) const {
    for (auto i = problems_before_; i < problems_.size(); ++i)
      if (problems_[i].key == key) return true;
    return false;
  }

  const toml::table& table_;
  Problem place_;
  std::vector<Problem>& problems_;
  std::size_t problems_before_;
  std::map<std::string, std::size_t, std::less<>> lines_;  // the keys that belong here; 0 for one that is not written
};

CardKind read_kind(Table& keys) {
  const auto name = keys.text("kind", Need::must);
  std::string all;
  for (std::uint8_t number = 1; number <= card_kinds; ++number) {
    const auto kind = static_cast<CardKind>(number);
    if (name == name_of(kind)) return kind;
    all += std::string(number == 1 ? "" : number == card_kinds ? " or " : ", ") + "\"" + std::string(name_of(kind)) + "\"";
  }
  if (!name.empty() || keys.is_good()) keys.tell("kind", "it must be " + all + ".");
  return CardKind::text;
}

After read_after(Table& keys) {
  After out;
  for (const auto& name : keys.texts("after")) {
    auto* known = name == "high" ? &out.high : name == "low" ? &out.low : name == "apart" ? &out.apart : nullptr;
    if (known == nullptr) return keys.tell("after", "each must be \"high\", \"low\" or \"apart\"."), out;
    *known = true;
  }
  return out;
}

// lines = [least, most]
void read_lines(Table& keys, Card& out) {
  const auto* list = keys.list("lines", out.kind == CardKind::list ? Need::must : Need::may);
  if (list == nullptr) return;
  const auto number = [&](std::size_t place) -> std::int64_t {
    const auto* value = list->size() == 2 ? list->get(place)->as_integer() : nullptr;
    return value == nullptr ? 0 : value->get();
  };
  const auto least = number(0), most = number(1);
  if (least < 1 || most < least || most > static_cast<std::int64_t>(card_limits::lines))
    return keys.tell("lines", "write how many lines it takes, from and to: lines = [1, 3], at most 10.");
  out.lines_least = static_cast<std::uint8_t>(least);
  out.lines_most = static_cast<std::uint8_t>(most);
}

// pairs = [["left", "right"], …]
std::vector<ThisOrThat> read_pairs(Table& keys, CardKind kind) {
  std::vector<ThisOrThat> out;
  const auto* list = keys.list("pairs", kind == CardKind::pairs ? Need::must : Need::may);
  if (list == nullptr) return out;
  for (const auto& element : *list) {
    const auto* sides = element.as_array();
    const auto* left = sides != nullptr && sides->size() == 2 ? sides->get(0)->as_string() : nullptr;
    const auto* right = left != nullptr ? sides->get(1)->as_string() : nullptr;
    if (right == nullptr) return keys.tell("pairs", "each must be two texts: [\"the sea\", \"the mountains\"]."), out;
    out.push_back({left->get(), right->get()});
  }
  return out;
}

// Deep cards are said back unless the card says otherwise.
Receive read_receive(Table& keys, std::uint8_t depth) {
  const auto name = keys.text("receive", Need::may);
  if (name == "say-back") return Receive::say_back;
  if (name == "react") return Receive::react;
  if (!name.empty()) keys.tell("receive", "it must be \"say-back\" or \"react\".");
  return depth >= 3 ? Receive::say_back : Receive::react;
}

Scale read_scale(Table& keys, CardKind kind) {
  Scale out;
  auto inner = keys.table("scale", kind == CardKind::scale ? Need::must : Need::may);
  if (!inner) return out;
  out.min_label = inner->text("min", Need::must);
  out.max_label = inner->text("max", Need::must);
  out.steps = static_cast<std::uint8_t>(inner->number("steps", 10, Need::must));
  inner->finish();
  return out;
}

void read_body(Table& keys, Card& out) {
  out.depth = static_cast<std::uint8_t>(keys.number("depth", card_limits::depth, Need::must));
  out.kind = read_kind(keys);
  out.about_now = keys.flag("about_now");
  out.receive = read_receive(keys, out.depth);
  out.area = keys.text("area", Need::may);
  out.prompt = keys.text("prompt", Need::must);
  out.starters = keys.texts("starters");
  out.options = keys.texts("options");
  out.scale = read_scale(keys, out.kind);
  out.most = static_cast<std::uint8_t>(keys.number("most", card_limits::choices_most, Need::may));
  if (out.kind == CardKind::choices && out.most == 0) out.most = static_cast<std::uint8_t>(out.options.size());
  read_lines(keys, out);
  out.marked = keys.flag("marked");
  out.item_set = keys.text("items", Need::may);
  out.batch = static_cast<std::uint8_t>(keys.number("batch", card_limits::batch, Need::may));
  out.pairs = read_pairs(keys, out.kind);
  out.follow_ups = keys.texts("follow_ups");
  out.after = read_after(keys);
  out.needs = keys.texts("needs");
  out.daily = keys.flag("daily");
  out.since = keys.number("since", card_limits::version, Need::may);
  out.why = keys.text("why", Need::may);
}

Card read_card(Table& keys) {
  Card out;
  out.id = keys.text("id", Need::must);
  out.version = keys.number("version", card_limits::version, Need::must);
  read_body(keys, out);
  return out;
}

// A person's own: it says its practice, and has no id and no version of its own.
Card read_own_card(Table& keys) {
  Card out;
  out.id = keys.text("practice", Need::must) + ".own";
  out.version = 1;
  read_body(keys, out);
  if (out.kind == CardKind::sort || out.kind == CardKind::wishes || out.kind == CardKind::pairs)
    keys.tell("kind", "an own card is answered in words, by options, on a scale, as a feeling, a ranking, a list or a guess.");
  if (out.daily) keys.tell("daily", "an own card comes when its turn is; take this out.");
  if (!out.needs.empty()) keys.tell("needs", "an own card follows nothing; take this out.");
  if (out.since != 0) keys.tell("since", "an own card is known to both as soon as it is shared; take this out.");
  return out;
}

Item read_item(Table& keys) {
  Item out;
  out.id = keys.text("id", Need::must);
  out.text = keys.text("text", Need::must);
  out.about = keys.text("about", Need::may);
  out.group = keys.text("group", Need::may);
  out.minutes = static_cast<std::uint16_t>(keys.number("minutes", card_limits::minutes, Need::may));
  return out;
}

Practice read_practice(Table& keys) {
  Practice out;
  out.number = static_cast<std::uint8_t>(keys.number("number", card_limits::practice, Need::must));
  out.slug = keys.text("slug", Need::must);
  out.name = keys.text("name", Need::must);
  out.about = keys.text("about", Need::must);
  return out;
}

Area read_area(Table& keys) {
  Area out;
  out.id = keys.text("id", Need::must);
  out.name = keys.text("name", Need::must);
  return out;
}

// A word's id is the word itself with hyphens for spaces; a translation states it: { id = "at-ease", word = "tranquila"
// }.
FeelingWord read_word(const toml::node& node, Table& keys, std::vector<Problem>& problems) {
  if (const auto* word = node.as_string()) {
    auto id = word->get();
    for (auto& c : id) c = c == ' ' ? '-' : c;
    return {id, word->get()};
  }
  if (const auto* table = node.as_table()) {
    Table inner(*table, keys.place(), problems);
    FeelingWord out{inner.text("id", Need::must), inner.text("word", Need::must)};
    inner.finish();
    return out;
  }
  keys.tell("words", "each word is a text in \"quotes\" or { id = \"…\", word = \"…\" }.");
  return {};
}

FeelingFamily read_family(Table& keys, std::vector<Problem>& problems) {
  FeelingFamily out;
  out.id = keys.text("id", Need::must);
  out.name = keys.text("name", Need::must);
  out.gentle = keys.flag("gentle");
  if (const auto* words = keys.list("words", Need::must))
    for (const auto& word : *words) out.words.push_back(read_word(word, keys, problems));
  return out;
}

// Reads every [[key]] of the file by `read`, keeps what is good.
template <class T, class Read>
void read_all(Table& file, const char* key, DeckContent& deck, std::vector<Placed<T>>& out, Read read) {
  const auto* array = file.list(key, Need::may);
  if (array == nullptr) return;
  std::size_t number = 0;
  for (const auto& element : *array) {
    ++number;
    const auto* table = element.as_table();
    if (table == nullptr)
      return file.tell(key, std::string("each must begin with [[") + key + "]] on a line of its own.");
    auto place = file.place();
    const auto* id = table->get_as<std::string>("id");
    const bool has_id = id != nullptr && is_utf8(id->get()) && !has_controls(id->get()) && id->get().size() <= 80;
    place.card = std::string(key) + (has_id ? " \"" + id->get() + "\"" : " " + std::to_string(number));
    Table keys(*table, place, deck.problems);
    T value = read(keys);
    keys.tell(check(value));
    keys.finish();
    if (keys.is_good()) out.push_back({std::move(value), keys.place()});
  }
}

}  // namespace

namespace {

template <class Read>
void read_file(const DeckFile& file, DeckContent& out, Read read) {
  const Problem place{file.name, 0, {}, {}, {}};
  if (auto fault = check_deck_text(file.text))
    return out.problems.push_back(at(place, fault->line, {}, std::move(fault->text)));
  const auto parsed = toml::parse(std::string_view(file.text), std::string_view(file.name));
  if (!parsed) {
    const auto& error = parsed.error();
    return out.problems.push_back(at(place, error.source().begin.line, {},
                                     "it cannot be read as TOML: " + std::string(error.description()) + "."));
  }
  Table keys(parsed.table(), place, out.problems);
  read(keys);
  keys.finish();
}

}  // namespace

void read_deck(const DeckFile& file, DeckContent& out) {
  read_file(file, out, [&](Table& keys) {
    read_all<Card>(keys, "card", out, out.cards, read_card);
    read_all<Item>(keys, "item", out, out.items, read_item);
    read_all<Practice>(keys, "practice", out, out.practices, read_practice);
    read_all<Area>(keys, "area", out, out.areas, read_area);
    read_all<FeelingFamily>(keys, "family", out, out.families,
                            [&](Table& family) { return read_family(family, out.problems); });
  });
}

void read_own_cards(const DeckFile& file, DeckContent& out) {
  read_file(file, out, [&](Table& keys) { read_all<Card>(keys, "card", out, out.cards, read_own_card); });
}

}  // namespace twinlamp::client
