// Whether a translation holds the same cards as the original: both partners must be able to answer either.
#include <algorithm>
#include <map>

#include "client/content/catalogue.h"

namespace twinlamp::client {
namespace {

class Comparison {
public:
  void tell(std::string thing, std::string key, std::string text) {
    problems_.push_back({"the translation", 0, std::move(thing), std::move(key), std::move(text)});
  }

  template <class A>
  void same(const std::string& thing, const char* key, const A& original, const A& translated) {
    if (original != translated) tell(thing, key, "it differs from the original; make it the same.");
  }

  void cards(const Card& original, const Card& translated) {
    const auto thing = "card \"" + original.id + "\"";
    same(thing, "version", original.version, translated.version);
    same(thing, "depth", original.depth, translated.depth);
    same(thing, "kind", original.kind, translated.kind);
    same(thing, "about_now", original.about_now, translated.about_now);
    same(thing, "receive", original.receive, translated.receive);
    same(thing, "area", original.area, translated.area);
    same(thing, "options", original.options.size(), translated.options.size());
    same(thing, "scale", original.scale.steps, translated.scale.steps);
    same(thing, "most", original.most, translated.most);
    same(thing, "lines", std::pair(original.lines_least, original.lines_most),
         std::pair(translated.lines_least, translated.lines_most));
    same(thing, "marked", original.marked, translated.marked);
    same(thing, "items", original.item_set, translated.item_set);
    same(thing, "batch", original.batch, translated.batch);
    same(thing, "pairs", original.pairs.size(), translated.pairs.size());
    same(thing, "follow_ups", original.follow_ups.size(), translated.follow_ups.size());
    same(thing, "after", original.after, translated.after);
    same(thing, "needs", original.needs, translated.needs);
    same(thing, "daily", original.daily, translated.daily);
    same(thing, "since", original.since, translated.since);
  }

  void items(const Catalogue& original, const Catalogue& translation) {
    for (const auto& set : original.item_sets()) {
      std::map<std::string_view, const Item*> missing;
      for (const auto& item : original.items(set)) missing[item.id] = &item;
      for (const auto& item : translation.items(set)) {
        const auto thing = "item \"" + item.id + "\"";
        const auto found = missing.find(item.id);
        if (found == missing.end()) {
          tell(thing, {}, "the original has no such item; check the id.");
          continue;
        }
        same(thing, "group", found->second->group, item.group);
        same(thing, "minutes", found->second->minutes, item.minutes);
        missing.erase(found);
      }
      for (const auto& [id, item] : missing)
        tell("item \"" + std::string(id) + "\"", {}, "it is not translated; add it with the same id.");
    }
    for (const auto& set : translation.item_sets())
      if (original.items(set).empty()) tell("items-" + set + ".toml", {}, "the original has no such file; check its name.");
  }

  std::vector<Problem> take() { return std::move(problems_); }

private:
  std::vector<Problem> problems_;
};

std::vector<std::string> word_ids(const FeelingFamily& family) {
  std::vector<std::string> out;
  for (const auto& word : family.words) out.push_back(word.id);
  std::ranges::sort(out);
  return out;
}

}  // namespace

std::vector<Problem> compare_translation(const Catalogue& original, const Catalogue& translation) {
  Comparison comparison;
  for (const auto& card : original.cards()) {
    if (const auto* translated = translation.find(card.id)) {
      comparison.cards(card, *translated);
    } else {
      comparison.tell("card \"" + card.id + "\"", {}, "it is not translated; add it with the same id.");
    }
  }
  for (const auto& card : translation.cards())
    if (original.find(card.id) == nullptr)
      comparison.tell("card \"" + card.id + "\"", {}, "the original has no such card; check the id.");
  comparison.items(original, translation);
  for (const auto& practice : original.practices()) {
    const auto* translated = translation.practice(practice.number);
    const auto thing = "practice \"" + practice.slug + "\"";
    if (translated == nullptr) {
      comparison.tell(thing, {}, "it is not translated; add it with the same number.");
    } else {
      comparison.same(thing, "slug", practice.slug, translated->slug);
    }
  }
  for (const auto& area : original.areas())
    if (std::ranges::find(translation.areas(), area.id, &Area::id) == translation.areas().end())
      comparison.tell("area \"" + area.id + "\"", {}, "it is not translated; add it with the same id.");
  for (const auto& family : original.feelings()) {
    const auto translated = std::ranges::find(translation.feelings(), family.id, &FeelingFamily::id);
    const auto thing = "family \"" + family.id + "\"";
    if (translated == translation.feelings().end()) {
      comparison.tell(thing, {}, "it is not translated; add it with the same id.");
    } else {
      comparison.same(thing, "gentle", family.gentle, translated->gentle);
      comparison.same(thing, "words", word_ids(family), word_ids(*translated));
    }
  }
  return comparison.take();
}

}  // namespace twinlamp::client
