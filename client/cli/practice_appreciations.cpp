#include "client/cli/practice_appreciations.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

using client::GiftKind;
using client::GiftMoment;
using client::GiftRef;
using client::GiftView;
using client::Model;

const char* name_of(GiftKind kind) {
  switch (kind) {
    case GiftKind::compliment: return "compliment";
    case GiftKind::surprise: return "surprise";
    case GiftKind::affirmation: break;
  }
  return "affirmation";
}

bool is_on_its_way(const GiftView& gift) { return !gift.opens.empty(); }
bool may_be_thanked(const GiftView& gift) { return !gift.mine && !gift.thanked; }

void show(Terminal& terminal, const GiftView& gift) {
  terminal.printer.event("gift", fields_of(gift), words_of(gift, terminal.session.model()->partner.name, terminal.session.words()));
}

// The newest that `fits`, or the one that --gift numbers as `jar all` does. Null: said why.
GiftRef find_gift(Terminal& terminal, Words& words, bool (*fits)(const GiftView&), const char* none) {
  const auto typed = take_option(words, "--gift");
  const auto gifts = terminal.session.model()->gifts;
  const auto& all = gifts->jar;
  if (typed.empty()) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const GiftRef& gift) { return fits(*gift); });
    if (found != all.end()) return *found;
  } else {
    std::size_t number = 0;
    const auto [end, wrong] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    const bool is_number = wrong == std::errc() && end == typed.data() + typed.size();
    if (is_number && number >= 1 && number <= all.size() && fits(*all[number - 1])) return all[number - 1];
  }
  terminal.printer.problem(terminal.say(none));
  return nullptr;
}

int send(Terminal& terminal, const client::SendGift& gift) {
  const auto before = terminal.session.model()->gifts->jar.size();
  const auto problem = terminal.session.attempt(gift, [&](const Model& model) { return model.gifts->jar.size() > before; });
  if (!problem.empty()) return fail(terminal, problem);
  const auto sent = terminal.session.model()->gifts->jar.front();
  if (!is_on_its_way(*sent)) return delivered(terminal, terminal.say("cli.gifts.sent"));
  return delivered(terminal, {}, terminal.say("cli.gifts.waits", {{"moment", sent->opens}}));
}

// What is typed after the command, or at the prompt, or comes from standard input.
std::string text_of(Terminal& terminal, const Words& words, const std::string& question) {
  if (auto text = joined(words, 1); !text.empty()) return text;
  return terminal.interactive ? terminal.ask(question) : terminal.input.rest(8192);
}

}  // namespace

std::string words_of(const GiftView& gift, const std::string& partner, const client::Words& words) {
  auto out = gift.mine ? words.say("gifts.from_me", {{"when", gift.given_at}})
                       : words.say("gifts.from_them", {{"partner", partner.empty() ? words.say("partner.start") : partner}, {"when", gift.given_at}});
  for (const auto* part : {&gift.text, &gift.did, &gift.says, &gift.felt})
    if (!part->empty()) out += "\n  " + continued(*part);
  if (is_on_its_way(gift)) out += "\n  " + words.say("cli.gifts.on_its_way", {{"moment", gift.opens}});
  if (gift.thanked) out += "\n  " + (gift.thanks.empty() ? words.say("gifts.thanked") : words.say("cli.gifts.thanked", {{"words", continued(gift.thanks)}}));
  return out;
}

Fields fields_of(const GiftView& gift) {
  Fields fields;
  fields.text("id", gift.id).text("kind", name_of(gift.kind)).flag("mine", gift.mine).text("did", gift.did).text("says", gift.says).text("felt", gift.felt);
  return fields.text("text", gift.text).text("given_at", gift.given_at).text("opens", gift.opens).flag("thanked", gift.thanked).text("thanks", gift.thanks);
}

int appreciate(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto model = terminal.session.model();
  const auto partner = model->partner.name.empty() ? terminal.say("partner.middle") : model->partner.name;
  client::SendGift gift;
  gift.kind = GiftKind::compliment;
  gift.moment = take_flag(words, "--morning") ? GiftMoment::morning : GiftMoment::now;
  gift.says = take_option(words, "--says");
  gift.felt = take_option(words, "--felt");
  gift.did = joined(words, 1);
  const bool asks = terminal.interactive && gift.did.empty();
  if (asks) gift.did = terminal.ask(terminal.say("gifts.did", {{"partner", partner}}));
  if (asks && gift.says.empty()) gift.says = terminal.ask(terminal.say("gifts.says"));
  if (asks && gift.felt.empty()) gift.felt = terminal.ask(terminal.say("gifts.felt"));
  if (gift.did.empty()) return fail(terminal, terminal.say("cli.gifts.usage")), 2;
  return send(terminal, gift);
}

int say(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  client::SendGift gift;
  gift.kind = GiftKind::affirmation;
  gift.moment = take_flag(words, "--morning") ? GiftMoment::morning : GiftMoment::now;
  gift.text = text_of(terminal, words, terminal.say("cli.your_words"));
  if (gift.text.empty()) return fail(terminal, terminal.say("cli.say_it", {{"command", words[0]}}));
  return send(terminal, gift);
}

int jar(Terminal& terminal, Words words) {
  if (!may_read(terminal)) return 1;
  const auto what = joined(words, 1);
  if (what == "draw") {
    const auto before = terminal.session.model()->gifts->drawn;
    const auto problem = terminal.session.attempt(client::DrawFromJar{}, [&](const Model& model) {
      return model.gifts->drawn && (model.gifts->drawn != before || model.gifts->jar.size() == 1);
    });
    if (!problem.empty()) return fail(terminal, problem);
    show(terminal, *terminal.session.model()->gifts->drawn);
    return 0;
  }
  if (!what.empty() && what != "all") return fail(terminal, terminal.say("cli.gifts.jar_usage")), 2;
  const auto gifts = terminal.session.model()->gifts;
  if (what == "all") {
    for (std::size_t i = 0; i < gifts->jar.size(); ++i)
      terminal.printer.event("gift", fields_of(*gifts->jar[i]),
                             std::to_string(i + 1) + ". " + words_of(*gifts->jar[i], terminal.session.model()->partner.name, terminal.session.words()));
  } else {
    for (const auto& gift : gifts->fresh) show(terminal, *gift);
  }
  terminal.printer.event("jar", Fields().number("count", static_cast<long long>(gifts->jar.size())).number("fresh", static_cast<long long>(gifts->fresh.size())),
                         gifts->jar.empty() ? terminal.say("gifts.jar_empty") : terminal.say("cli.gifts.jar", {{"count", gifts->jar.size()}}));
  if (gifts->fresh.empty()) return 0;
  const auto problem = terminal.session.attempt(client::LookAtGifts{}, [](const Model& model) { return model.gifts->fresh.empty(); });
  return problem.empty() ? 0 : fail(terminal, problem);
}

int thank(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto gift = find_gift(terminal, words, may_be_thanked, "cli.gifts.nothing_to_thank");
  if (!gift) return 1;
  const auto problem = terminal.session.attempt(client::SayRemark{client::RemarkKind::thanks, gift->id, joined(words, 1)}, [&](const Model& model) {
    return std::any_of(model.gifts->jar.begin(), model.gifts->jar.end(), [&](const GiftRef& each) { return each->id == gift->id && each->thanked; });
  });
  return problem.empty() ? delivered(terminal, terminal.say("gifts.you_thanked")) : fail(terminal, problem);
}

int take_back(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto gift = find_gift(terminal, words, is_on_its_way, "cli.gifts.nothing_on_its_way");
  if (!gift) return 1;
  const auto problem = terminal.session.attempt(client::TakeBackGift{gift->id}, [&](const Model& model) {
    return std::none_of(model.gifts->jar.begin(), model.gifts->jar.end(), [&](const GiftRef& each) { return each->id == gift->id; });
  });
  return problem.empty() ? delivered(terminal, {}, terminal.say("cli.gifts.taken_back")) : fail(terminal, problem);
}

std::string appreciations_page(const Model& model, const client::Words& words) {
  const auto& gifts = *model.gifts;
  std::string out;
  if (!gifts.fresh.empty()) out = words.say("cli.gifts.fresh", {{"count", gifts.fresh.size()}}) + "\n";
  for (const auto& gift : gifts.jar)
    if (is_on_its_way(*gift)) out += words_of(*gift, model.partner.name, words) + "\n";
  out += gifts.jar.empty() ? words.say("gifts.jar_about") : words.say("cli.gifts.jar", {{"count", gifts.jar.size()}});
  return out + "\n" + words.say("cli.gifts.commands");
}

}  // namespace twinlamp::cli
