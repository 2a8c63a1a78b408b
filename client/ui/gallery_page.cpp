#include "client/ui/gallery_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "client/content/catalogue.h"
#include "client/ui/kit/ceremony.h"
#include "client/ui/kit/choice.h"
#include "client/ui/kit/code_entry.h"
#include "client/ui/kit/emoji_picker.h"
#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/ground.h"
#include "client/ui/kit/icon.h"
#include "client/ui/kit/line_list.h"
#include "client/ui/kit/nav_rail.h"
#include "client/ui/kit/overlap.h"
#include "client/ui/kit/page.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/pattern.h"
#include "client/ui/kit/progress_line.h"
#include "client/ui/kit/pair_rows.h"
#include "client/ui/kit/pile_sort.h"
#include "client/ui/kit/rank_list.h"
#include "client/ui/kit/scale_track.h"
#include "client/ui/kit/time_series.h"
#include "client/ui/kit/toast.h"
#include "client/ui/kit/tooltip.h"
#include "client/ui/kit/virtual_rows.h"
#include "client/ui/kit/windowsill.h"
#include "client/ui/kit/wish_cards.h"

namespace twinlamp::ui {
namespace {

using client::LampState;

constexpr std::array text_scales{0.8f, 1.f, 1.5f, 2.f};
constexpr std::size_t row_count = 60;

std::vector<std::string> list_of(const Ui& ui, std::string_view key) {
  std::vector<std::string> all;
  const auto lines = ui.words.lines(key);
  for (std::size_t from = 0; from < lines.size();) {
    const auto to = std::min(lines.find('\n', from), lines.size());
    if (to > from) all.push_back(lines.substr(from, to - from));
    from = to + 1;
  }
  return all;
}

void section(Ui& ui, std::string_view key) {
  divider(ui);
  prose(ui, ui.say(key), {.face = Face::card, .color = ui.theme.colors.accent_text, .role = "heading"});
  ui.gap(0.7f);
}

client::PersonView person(std::string_view name, LampState lamp, int offset_minutes) {
  client::PersonView made;
  made.name = name;
  made.lamp = lamp;
  made.utc_offset_minutes = offset_minutes;
  return made;
}

}  // namespace

// What is typed and chosen on the page.
struct GalleryPage::States {
  Place place = Place::tonight;
  bool on = true, off = false;
  Writing plain{{.one_line = true, .bytes = 200}}, wrong{{.one_line = true, .bytes = 200}},
      secret{{.one_line = true, .bytes = 200}}, area;
  CodeEntry code;
  std::optional<std::size_t> chosen = 1;
  int step = 4;
  std::size_t chip = 0;
  std::vector<std::size_t> order;
  RankState rank;
  std::vector<std::size_t> several{1};
  LineList lines;
  Piles piles{{"values.0", client::Pile::most}};
  PileState pile;
  client::PairsAnswer picks{{client::Pick::left, client::Pick::left}};
  FeelingChoice feeling;
  std::vector<client::FeelingFamily> families;
  std::optional<std::chrono::steady_clock::time_point> opens_at;
  std::optional<std::chrono::sys_days> day;
  bool asks = false;
  std::vector<client::Notice> notices;
  std::uint64_t next_notice = 1;
  VirtualRows rows;

  void draw_type(Ui& ui) const;
  void draw_buttons(Ui& ui);
  void draw_icons(Ui& ui);
  void draw_fields(Ui& ui);
  void draw_choices(Ui& ui);
  void draw_piles(Ui& ui);
  void draw_lamps(Ui& ui);
  void draw_pictures(Ui& ui);
  void draw_waiting(Ui& ui);
  void draw_over(Ui& ui);
  void draw_rows(Ui& ui);
};

void GalleryPage::States::draw_type(Ui& ui) const {
  section(ui, "gallery.type");
  for (const auto face :
       {Face::title, Face::card, Face::reading, Face::italic, Face::strong, Face::body, Face::small}) {
    prose(ui, ui.say("gallery.sentence"), {.face = face});
    ui.gap(0.3f);
  }
  ui.gap(0.4f);
  const auto& colors = ui.theme.colors;
  for (const auto tone : {colors.ink, colors.ink_soft, colors.ink_faint, colors.accent_text, colors.problem})
    prose(ui, ui.say("gallery.sentence"), {.color = tone});
}

void GalleryPage::States::draw_buttons(Ui& ui) {
  section(ui, "gallery.buttons");
  {
    const Flow flow(ui);
    button(ui, ui.say("gallery.main"), {.kind = ButtonKind::main});
    button(ui, ui.say("gallery.quiet"));
    button(ui, ui.say("gallery.plain"), {.kind = ButtonKind::plain});
  }
  ui.gap(0.6f);
  {
    const Flow flow(ui);
    button(ui, ui.say("gallery.main"), {.kind = ButtonKind::main, .enabled = false, .id = "off"});
    button(ui, ui.say("gallery.quiet"), {.enabled = false, .id = "off"});
    button(ui, ui.say("gallery.plain"), {.kind = ButtonKind::plain, .enabled = false, .id = "off"});
  }
  ui.gap(0.8f);
  toggle(ui, ui.say("gallery.on"), on);
  ui.gap(0.3f);
  toggle(ui, ui.say("gallery.off"), off);
}

void GalleryPage::States::draw_icons(Ui& ui) {
  section(ui, "gallery.icons");
  const auto names = list_of(ui, "gallery.icon_names");
  const Flow flow(ui, Align::left, 0.5f);
  for (int i = 0; i < icon_count; ++i)
    icon_button(ui, Icon(i), names[std::size_t(i)], {.selected = i == 11, .has_face = i % 2 == 0});
  icon_button(ui, Icon::bell, names[std::size_t(Icon::bell)], {.enabled = false, .has_face = true, .id = "off"});
}

void GalleryPage::States::draw_fields(Ui& ui) {
  section(ui, "gallery.fields");
  {
    Columns columns(ui, 2, 16);
    field(ui, ui.say("gallery.field"), plain,
          {.hint = ui.say("gallery.hint"), .placeholder = ui.say("gallery.sample")});
    columns.next();
    field(ui, ui.say("gallery.wrong"), wrong, {.problem = ui.say("gallery.problem")});
  }
  ui.gap(0.9f);
  {
    Columns columns(ui, 2, 16);
    field(ui, ui.say("gallery.secret"), secret, {.secret = true});
    columns.next();
    const auto words = list_of(ui, "gallery.code_words");
    code_entry(ui, ui.say("pair.code"), code,
               {.complete =
                    [&](std::string_view letters) {
                      std::vector<std::string> found;
                      for (const auto& word : words)
                        if (word.starts_with(letters)) found.push_back(word);
                      return found;
                    },
                .check = {},
                .hint = ui.say("gallery.code_hint"),
                .placeholder = "417-amber-otter-window"});
  }
  ui.gap(0.9f);
  writing_area(ui, ui.say("gallery.area"), area,
               {.placeholder = ui.say("gallery.sentence"), .least_rows = 3, .draws_label = true});
}

void GalleryPage::States::draw_choices(Ui& ui) {
  section(ui, "gallery.choices");
  const auto options = list_of(ui, "gallery.options");
  choice(ui, options, chosen);
  ui.gap(1);
  scale(ui, 7, ui.say("feeling.least"), ui.say("feeling.most"), step);
  ui.gap(1);
  {
    const std::vector<std::string_view> labels(options.begin(), options.end());
    chips(ui, labels, chip);
  }
  ui.gap(1);
  rank_list(ui, ui.say("gallery.rank"), list_of(ui, "gallery.values"), order, rank);
  ui.gap(1);
  choices(ui, options, 2, several);
  ui.gap(1);
  lines.draw(ui, {.least = 2, .most = 4, .mark = ui.say("lines.mark")});
  section(ui, "gallery.piles");
  draw_piles(ui);
  section(ui, "gallery.feelings");
  feeling_picker(ui, families, feeling);
}

void GalleryPage::States::draw_piles(Ui& ui) {
  client::Items items;
  for (const auto& value : list_of(ui, "gallery.values")) items.push_back({"values." + std::to_string(items.size()), value, {}, {}, 0});
  pile_sort(ui, items, piles, pile);
  ui.gap(1);
  std::vector<client::ThisOrThat> pairs;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) pairs.push_back({items[i].text, items[i + 1].text});
  pair_rows(ui, pairs, picks);
  ui.gap(1);
  const client::PairsAnswer partners{{client::Pick::left, client::Pick::right, client::Pick::late}};
  pairs_picture(ui, pairs, {&picks, &partners, ui.say("gallery.me"), ui.say("gallery.partner")});
}

void GalleryPage::States::draw_lamps(Ui& ui) {
  section(ui, "gallery.lamps");
  const auto noor = person(ui.say("gallery.me"), LampState::sealed, 60),
             sam = person(ui.say("gallery.partner"), LampState::here, 540);
  windowsill(ui, {noor, sam}, 17);
  ui.gap(1);
  for (const auto state : {LampState::away, LampState::unlit, LampState::here, LampState::writing}) {
    const auto me = person(ui.say("gallery.me"), state, 60),
               partner = person(ui.say("gallery.partner"), LampState::sealed, 540);
    ImGui::PushID(int(state));
    lamp_pair(ui, {me, partner}, 7.5f);
    ImGui::PopID();
    ui.gap(0.7f);
  }
  if (opens_at && ui.now > *opens_at + std::chrono::seconds(1)) opens_at.reset();
  if (opens_at) return ceremony(ui, *opens_at, 15);
  if (button(ui, ui.say("gallery.ceremony"), {.centred = true})) opens_at = ui.now + std::chrono::seconds(3);
}

void GalleryPage::States::draw_pictures(Ui& ui) {
  section(ui, "gallery.pictures");
  const std::chrono::sys_days start = std::chrono::floor<std::chrono::days>(ui.wall) - std::chrono::days(24);
  std::vector<ChartPoint> mine, partners;
  const auto values = list_of(ui, "gallery.values");
  for (int i = 0; i < 24; ++i) {
    const int high = 3 + int(std::lround(1.9 * std::sin(i * 0.55))),
              other = 3 + int(std::lround(1.7 * std::cos(i * 0.4 + 1)));
    if (i % 5 != 3) mine.push_back({start + std::chrono::days(i), float(high), std::to_string(high)});
    if (i % 4 != 1) partners.push_back({start + std::chrono::days(i), float(other), std::to_string(other)});
  }
  Chart chart{
      .mine = {ui.say("gallery.me"), mine}, .partners = {ui.say("gallery.partner"), partners}, .low = 1, .high = 5};
  chart.low_label = ui.say("feeling.least"), chart.high_label = ui.say("feeling.most");
  chart.say_day = [&ui](std::chrono::sys_days at) {
    const std::chrono::year_month_day date(at);
    return ui.say("date.day", {{"day", unsigned(date.day())},
                               {"month", ui.words.nth("date.months", unsigned(date.month()) - 1)},
                               {"year", int(date.year())}});
  };
  time_series(ui, ui.say("gallery.chart"), chart, day);
  ui.gap(1.4f);
  const std::span all(values);
  overlap_picture(ui, ui.say("gallery.overlap"),
                  {{ui.say("gallery.me"), all.subspan(0, 2)},
                   {ui.say("gallery.both"), all.subspan(2, 2)},
                   {ui.say("gallery.partner"), all.subspan(4)}});
  ui.gap(1.4f);
  wish_cards(ui, WishKind::want, ui.say("desire.want"), all.subspan(0, 2));
  ui.gap(0.9f);
  wish_cards(ui, WishKind::thought, ui.say("desire.enjoy"), all.subspan(2, 1));
  ui.gap(1.4f);
  scale_track(ui, 4, 7, ui.theme.colors.mine);
  ui.gap(0.4f);
  scale_track(ui, 6, 7, ui.theme.colors.partners);
  ui.gap(0.3f);
  scale_ends(ui, ui.say("feeling.least"), ui.say("feeling.most"));
  ui.gap(1.4f);
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::uint8_t(i * 37 + 11);
  same_pattern(ui, bytes, 12);
}

void GalleryPage::States::draw_waiting(Ui& ui) {
  section(ui, "gallery.waiting");
  progress_line(ui, ui.say("gallery.progress"), {.part = 0.f, .how_far = "0 / 40"});
  ui.gap(0.9f);
  progress_line(ui, ui.say("gallery.half"), {.part = 0.5f, .how_far = "20 / 40"});
  ui.gap(0.9f);
  progress_line(ui, ui.say("gallery.unknown"), {});
  ui.gap(1.4f);
  Columns columns(ui, 2, 18);
  const auto sentences = list_of(ui, "gallery.empty");
  for (std::size_t i = 0; i < 4; ++i) {
    if (i == 2) columns.next();
    empty_state(ui,
                {Drawing(i), sentences[i], i == 1 ? std::string_view(ui.say("gallery.quiet")) : std::string_view{}});
    ui.gap(1.2f);
  }
}

void GalleryPage::States::draw_over(Ui& ui) {
  section(ui, "gallery.over");
  const Flow flow(ui);
  if (button(ui, ui.say("gallery.ask"))) asks = true;
  for (const auto kind : {client::Notice::Kind::info, client::Notice::Kind::problem}) {
    const bool failed = kind == client::Notice::Kind::problem;
    if (button(ui, ui.say(failed ? "gallery.toast_problem" : "gallery.toast")))
      notices.push_back({next_notice++, kind, ui.say(failed ? "gallery.problem" : "gallery.sentence")});
  }
}

void GalleryPage::States::draw_rows(Ui& ui) {
  section(ui, "gallery.rows");
  rows.draw(ui, row_count, 1, ui.px(2), [&](std::size_t i) {
    prose(ui, ui.say("gallery.row", {{"count", i + 1}}));
    ui.gap(i % 5 == 0 ? 1.2f : 0.5f);
  });
}

GalleryPage::GalleryPage(std::string_view language, const GalleryLook& look)
    : look_(look), words_(client::Words::built_in(language)), states_(std::make_unique<States>()) {
  const auto catalogue = client::Catalogue::built_in(language);
  states_->families.assign(catalogue.feelings().begin(), catalogue.feelings().end());
  states_->secret.editor.set_text("0000000000");
  states_->wrong.editor.set_text(words_.say("gallery.sample"));
}

GalleryPage::~GalleryPage() = default;

float GalleryPage::prepare(Ui& ui, float display_scale) {
  if (ui.words.language() != words_.language()) ui.words = words_;
  ui.theme = make_theme(look_.palette, look_.high_contrast, look_.reduced_motion);
  return std::round(16 * look_.text_scale * display_scale);
}

void GalleryPage::draw_switches(Ui& ui) {
  const std::array<std::string_view, 2> palettes{ui.say("settings.palette.evening"),
                                                 ui.say("settings.palette.morning")};
  auto palette = std::size_t(look_.palette);
  if (chips(ui, palettes, palette)) look_.palette = PaletteName(palette);
  ui.gap(0.5f);
  std::vector<std::string> sizes;
  for (const float each : text_scales) sizes.push_back(std::to_string(int(std::lround(each * 100))) + " %");
  const std::vector<std::string_view> labels(sizes.begin(), sizes.end());
  auto size = std::size_t(std::find(text_scales.begin(), text_scales.end(), look_.text_scale) - text_scales.begin());
  if (chips(ui, labels, size)) look_.text_scale = text_scales[size];
  ui.gap(0.5f);
  toggle(ui, ui.say("settings.contrast"), look_.high_contrast);
  ui.gap(0.3f);
  toggle(ui, ui.say("settings.less_motion"), look_.reduced_motion);
}

void GalleryPage::draw_above(Ui& ui) {
  auto& s = *states_;
  if (ui.emoji) ui.emoji->draw(ui);
  if (s.asks) {
    const Dialog dialog(ui, ui.say("gallery.ask"));
    prose(ui, ui.say("gallery.sentence"), {.color = ui.theme.colors.ink_soft});
    ui.gap(1.2f);
    const Flow flow(ui);
    const bool done = button(ui, ui.say("gallery.main"), {.kind = ButtonKind::main, .id = "dialog"});
    if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain}) || done || dialog.wants_to_close())
      s.asks = false;
  }
  if (const auto away = toast(ui, s.notices, beside_rail(ui)))
    std::erase_if(s.notices, [&](const auto& each) { return each.id == *away; });
}

void GalleryPage::draw(Ui& ui, float width, float height) {
  ui.begin(width, height, "gallery");
  {
    const Ground ground(ui, states_->asks || (ui.emoji && ui.emoji->is_open()));
    const auto rail = nav_rail(ui, states_->place);
    if (rail.pressed) states_->place = *rail.pressed;
    const Page page(ui, "gallery", rail.rest, 52);
    page_title(ui, ui.say("gallery.title"), ui.say("gallery.about"));
    draw_switches(ui);
    auto& s = *states_;
    s.draw_type(ui), s.draw_buttons(ui), s.draw_icons(ui), s.draw_fields(ui), s.draw_choices(ui);
    s.draw_lamps(ui), s.draw_pictures(ui), s.draw_waiting(ui), s.draw_over(ui), s.draw_rows(ui);
  }
  draw_above(ui);
  ui.end();
}

}  // namespace twinlamp::ui
