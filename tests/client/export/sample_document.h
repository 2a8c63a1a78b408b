// A document with all that may be in one: every script, what would be markup, long words, blank lines, emoji, nothing at all.
#pragma once

#include "client/export/document.h"

namespace twinlamp::client::test {

using Kind = Passage::Kind;

inline Document sample_document(int months = 2, int a_month = 4) {
  Document document{"en", "Noor and Sam", "37 evenings together", "This file is not encrypted: whoever has it can read it.", {}};
  const std::vector<ExportEntry> entries{
      {"Which kitchen was your first, and who stood in it?",
       "Open up · 23 Nov 2026",
       {{Kind::answer, "Noor", "My grandmother’s, with the blue door.\n\nShe let me stir, <b>always</b> & never *asked* for the spoon back. 1 < 2."},
        {Kind::answer, "Sam", "Ours. It smelled of diesel and oranges, since my father mended boats.\n- one\n1. two\n# three\n    four"},
        {Kind::addition, "Sam added", "And of rain."},
        {Kind::said, "Noor heard", "that oranges are home to you"},
        {Kind::said, "Sam: yes, that is it", ""}}},
      {"今晚你想去哪里？",
       "Play · 24 Nov 2026",
       {{Kind::answer, "Noor", "我们去海边看日落。海风很大，但是我不怕。"}, {Kind::answer, "Sam", "海と空が見える所。静かな夜に、君と。 그리고 당신이 보고 싶어요."}}},
      {"ما الذي تشتاق إليه؟",
       "Feelings · 25 Nov 2026",
       {{Kind::answer, "Noor", "أشتاق إلى صوتك في الصباح، وإلى القهوة (coffee) معك."}, {Kind::answer, "Sam", "אני מתגעגע אלייך, every evening, מאוד."}}},
      {"What is there right now?",
       "Feelings · 26 Nov 2026",
       {{Kind::answer, "Noor", "longing (Close), 4 of 5\nЯ скучаю. Ελλάδα, मुझे तुम्हारी याद आती है। วันนี้ฉันคิดถึงคุณ 🌊❤️👩🏽‍🚀"},
        {Kind::answer, "Sam", std::string(300, 'w') + " 35 °C, office, fjord, Straße, e\xCC\x81t\xC3\xA9"}}}};
  for (int month = 0; month < months; ++month) {
    Chapter chapter{"Month " + std::to_string(month + 1), {}};
    for (int i = 0; i < a_month; ++i) chapter.entries.push_back(entries[std::size_t(i) % entries.size()]);
    document.chapters.push_back(std::move(chapter));
  }
  return document;
}

}  // namespace twinlamp::client::test
