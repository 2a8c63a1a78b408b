#include "client/ui/theme.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace twinlamp::ui {
namespace {

float linear(float channel) {
  return channel <= 0.04045f ? channel / 12.92f : std::pow((channel + 0.055f) / 1.055f, 2.4f);
}

float luminance(Color color) {
  return 0.2126f * linear(color.r) + 0.7152f * linear(color.g) + 0.0722f * linear(color.b);
}

Palette evening() {
  Palette p;
  p.ground_top = rgb(0x17142F), p.ground_bottom = rgb(0x2A2049);
  p.card = rgb(0x2D2650), p.card_edge = rgb(0x453B70);
  p.sunken = rgb(0x1E1A3A);
  p.ink = rgb(0xF7F0E3), p.ink_soft = rgb(0xD0C6DF), p.ink_faint = rgb(0xB3A8CB);
  p.accent = rgb(0xF3B35A), p.accent_hover = rgb(0xFFC777), p.accent_ink = rgb(0x2B1B08);
  p.accent_text = rgb(0xF7C27B);
  p.quiet = rgb(0x3B3266), p.quiet_hover = rgb(0x483E7A);
  p.problem = rgb(0xFFB4A4);
  p.focus = rgb(0xFFDFA6);
  p.selection = rgb(0x6B5A3C);
  p.shadow = rgb(0x080616), p.glow = rgb(0xFFB65C);
  p.mine = rgb(0xF3B35A), p.partners = rgb(0x9DB7F5);
  p.dark = true;
  return p;
}

Palette morning() {
  Palette p;
  p.ground_top = rgb(0xFAF5EB), p.ground_bottom = rgb(0xF3E8D8);
  p.card = rgb(0xFFFCF6), p.card_edge = rgb(0xE6D8C2);
  p.sunken = rgb(0xF7EFE2);
  p.ink = rgb(0x342A3A), p.ink_soft = rgb(0x5D5164), p.ink_faint = rgb(0x6D6072);
  p.accent = rgb(0xEBAA48), p.accent_hover = rgb(0xF5BB62), p.accent_ink = rgb(0x2E1C07);
  p.accent_text = rgb(0x874A08);
  p.quiet = rgb(0xEFE0C8), p.quiet_hover = rgb(0xE8D5B5);
  p.problem = rgb(0xA02A1E);
  p.focus = rgb(0x9A5810);
  p.selection = rgb(0xF6DDAF);
  p.shadow = rgb(0x6B5233), p.glow = rgb(0xF3A63C);
  p.mine = rgb(0xA9610F), p.partners = rgb(0x3F5FA8);
  p.dark = false;
  return p;
}

void sharpen(Palette& p) {
  p.ink = p.dark ? rgb(0xFFFFFF) : rgb(0x0D0910);
  p.ink_soft = p.ink;
  p.ink_faint = mix(p.ink, p.card, 0.15f);
  p.card_edge = p.ink_faint;
  if (p.dark) return;
  // Amber is too light to be seen on paper as the edge of something to press.
  p.accent = rgb(0x874A08), p.accent_hover = rgb(0x9C5A14), p.accent_ink = rgb(0xFFFFFF);
}

}  // namespace

Color mix(Color from, Color to, float amount) {
  const auto between = [amount](float a, float b) { return a + (b - a) * amount; };
  return {between(from.r, to.r), between(from.g, to.g), between(from.b, to.b), between(from.a, to.a)};
}

// Björn Ottosson's OKLab, cut to what a display can show.
Color oklch(float lightness, float chroma, float hue) {
  const float angle = hue * 2 * std::numbers::pi_v<float>, a = chroma * std::cos(angle), b = chroma * std::sin(angle);
  const auto cube = [](float x) { return x * x * x; };
  const float l = cube(lightness + 0.3963377774f * a + 0.2158037573f * b),
              m = cube(lightness - 0.1055613458f * a - 0.0638541728f * b),
              s = cube(lightness - 0.0894841775f * a - 1.2914855480f * b);
  const auto shown = [](float light) {
    light = std::clamp(light, 0.f, 1.f);
    return light <= 0.0031308f ? light * 12.92f : 1.055f * std::pow(light, 1 / 2.4f) - 0.055f;
  };
  return {shown(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
          shown(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
          shown(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s)};
}

Color feeling_tone(const Palette& palette, float turn, bool chosen) {
  if (palette.dark) return chosen ? oklch(0.50f, 0.12f, turn) : oklch(0.44f, 0.07f, turn);
  return chosen ? oklch(0.84f, 0.10f, turn) : oklch(0.92f, 0.045f, turn);
}

Color lit_tone(const Palette& palette) {
  return mix(palette.quiet, palette.accent, palette.dark ? 0.32f : 0.55f);
}

float contrast(Color a, Color b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05f) / (dark + 0.05f);
}

Theme make_theme(PaletteName name, bool high_contrast, bool reduced_motion) {
  Theme theme;
  theme.colors = name == PaletteName::evening ? evening() : morning();
  if (high_contrast) sharpen(theme.colors);
  theme.motion.reduced = reduced_motion;
  return theme;
}

}  // namespace twinlamp::ui
