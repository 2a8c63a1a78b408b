// Every token of the look: colour, type, space, radius, motion. Screens and kit name tokens, never numbers of their
// own.
//
// Plain values without ImGui, so that a test can compute the contrast of each pair of them. Lengths are in em (the
// interface's letter size); Ui turns them into pixels.
#pragma once

#include <chrono>
#include <cstdint>

namespace twinlamp::ui {

struct Color {
  float r = 0, g = 0, b = 0, a = 1;
};

constexpr Color rgb(std::uint32_t value, float alpha = 1) {
  return {float((value >> 16) & 0xFF) / 255, float((value >> 8) & 0xFF) / 255, float(value & 0xFF) / 255, alpha};
}
constexpr Color with_alpha(Color color, float alpha) {
  return {color.r, color.g, color.b, color.a * alpha};
}
Color mix(Color from, Color to, float amount);

// By what the eye sees: lightness 0 to 1, chroma 0 (grey) to about 0.3, hue in turns. Equal lightness looks equally
// light in every hue.
Color oklch(float lightness, float chroma, float hue);

// WCAG 2.1, of opaque colours: 1 to 21.
float contrast(Color a, Color b);

struct Palette {
  Color ground_top, ground_bottom;  // the window itself
  Color card, card_edge;            // what lies on it
  Color sunken;                     // where one writes
  Color ink, ink_soft, ink_faint;   // text: what is said, what goes with it, hints
  Color accent, accent_hover;       // the one thing to press
  Color accent_ink;                 // text on it
  Color accent_text;                // accent as text on ground, card and sunken
  Color quiet, quiet_hover;         // other things to press
  Color problem;                    // text of what went wrong
  Color focus;                      // ring around what the keyboard is on
  Color selection;                  // behind selected text
  Color shadow, glow;
  Color mine, partners;  // whose line or circle it is, where both are in one picture
  bool dark = true;
};

struct Space {  // em
  float hair = 0.25f, small = 0.5f, medium = 1.0f, large = 1.5f, huge = 2.5f;
};

struct Radius {  // em
  float control = 0.7f, card = 1.1f;
};

struct Type {  // em, of each face
  float small = 0.86f, body = 1.0f, reading = 1.22f, card = 1.7f, title = 2.1f;
  float leading = 1.5f;        // line height of the interface, in its own letters
  float book_leading = 1.42f;  // of the book face
  float measure = 36;          // em: the widest a column of reading text gets, about 70 characters
};

struct Motion {
  std::chrono::milliseconds quick{150}, calm{280};
  bool reduced = false;
};

struct Theme {
  Palette colors;
  Space space;
  Radius radius;
  Type type;
  Motion motion;
};

// The ground of one of several feelings, by its place among them: all equally light and equally strong, so that none is
// drawn as bad. `ink` is readable on it.
Color feeling_tone(const Palette& palette, float turn, bool chosen);

// The ground of what is lit because something beside it is chosen: the steps of a scale below it. `ink` is readable on
// it.
Color lit_tone(const Palette& palette);

enum class PaletteName { evening, morning };

Theme make_theme(PaletteName name, bool high_contrast, bool reduced_motion);

}  // namespace twinlamp::ui
