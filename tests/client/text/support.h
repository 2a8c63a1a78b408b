// Texts in the scripts that couples write in, and a typesetter over the machine's fonts.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "client/text/layout.h"
#include "client/text/unicode.h"

namespace twinlamp::text::test {

struct Sample {
  const char* script;
  std::string_view utf8;
};

inline constexpr std::array samples{
    Sample{"latin", "The sea, and you reading: “naïve café”, fjord — Łódź, çok güzel."},
    Sample{"greek", "Η θάλασσα κι εσύ που διαβάζεις· ᾄδω."},
    Sample{"cyrillic", "Море, и ты читаешь. Їжак, ћирилица."},
    Sample{"arabic", "البحر وأنتِ تقرئين، كلَّ مساء ١٢٣"},
    Sample{"hebrew", "הַיָּם וְאַתְּ קוֹרֵאת, שלום."},
    Sample{"devanagari", "समुद्र और तुम पढ़ती हुई, क्षण भर की शांति।"},
    Sample{"thai", "ทะเลและเธอกำลังอ่านหนังสืออยู่ที่นั่น"},
    Sample{"japanese", "海と、本を読むあなた。「静かな夜」カタカナ"},
    Sample{"chinese", "大海，还有正在读书的你。"},
    Sample{"korean", "바다, 그리고 책을 읽는 너."},
    Sample{"emoji",
           "👩‍👩‍👧‍👦 👍🏽 🇪🇸 ❤️‍🔥 1️⃣ 🧑🏿‍❤️‍💋‍🧑🏻"},
};

inline constexpr std::string_view mixed =
    "We said שלום and مرحبا at the sea, then नमस्ते and 海で待つ, ขอบคุณ 👩‍👩‍👧‍👦 ❤️ — all in one line "
    "(١٢٣).";

inline constexpr Style body{Family::interface, 16}, reading{Family::book, 20};

inline Typesetter& setter() {
  static Typesetter made;
  return made;
}

}  // namespace twinlamp::text::test
