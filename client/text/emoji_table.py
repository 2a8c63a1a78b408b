"""Writes the C++ source that holds every emoji, by group, with its names and its skin tones:

    emoji_table.py EMOJI_TEST CLDR_COMMON OUTPUT LANGUAGE...

EMOJI_TEST is Unicode's emoji-test.txt: which emoji there are, their order, groups and English names. CLDR_COMMON holds Unicode CLDR's
annotations/ and annotationsDerived/: names in other languages, and the words under which people look for an emoji. What a language
lacks there is named in English. "en" is the first LANGUAGE.
"""
import pathlib
import re
import sys
import unicodedata
import xml.etree.ElementTree

TONES = ["light", "medium-light", "medium", "medium-dark", "dark"]
LINE = re.compile(r"^([0-9A-F ]+?)\s*;\s*fully-qualified\s*# \S+ E[\d.]+ (.+)$")


def fail(what):
    sys.exit(f"emoji_table.py: {what}")


def fold(text):
    """As client/content/fold.h does: a test holds the two together."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return re.sub(r"[-_:,.|\s]+", " ", plain.casefold()).strip()


def bare(emoji):
    return emoji.replace("\ufe0f", "")


def without_tones(name):
    """The emoji's name without its skin tones, and those as 1..5: "man: dark skin tone, beard" is ("man: beard", [5])."""
    head, _, rest = name.partition(": ")
    parts = rest.split(", ") if rest else []
    tones = [TONES.index(p.removesuffix(" skin tone")) + 1 for p in parts if p.endswith(" skin tone")]
    kept = [p for p in parts if not p.endswith(" skin tone")]
    # Two people of no stated sex have none in the name of the plain emoji either.
    if tones and kept == ["person", "person"]:
        kept = []
    return (head + ": " + ", ".join(kept) if kept else head), tones


def read_emoji(path):
    """Groups; and for each emoji [text, group, name, [(text, tone, tone)]]."""
    groups, found, by_name, toned = [], [], {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# group: "):
            groups.append(line.removeprefix("# group: "))
        match = LINE.match(line)
        if not match:
            continue
        text = "".join(chr(int(point, 16)) for point in match[1].split())
        name, tones = without_tones(match[2])
        if tones:
            toned.append((name, text, tones))
        else:
            by_name[name] = [text, groups[-1], name, []]
            found.append(by_name[name])
    for name, text, tones in toned:
        if name not in by_name or len(tones) > 2:
            fail(f"{path}: {text} ({name}) is a skin tone of no emoji")
        by_name[name][3].append((text, tones[0], tones[1] if len(tones) == 2 else 0))
    used = [group for group in groups if any(emoji[1] == group for emoji in found)]
    return used, found


def read_annotations(common, language):
    """Bare emoji -> (name or "", [words])."""
    for name in (language.replace("-", "_"), language.split("-")[0]):
        files = [common / folder / f"{name}.xml" for folder in ("annotations", "annotationsDerived")]
        if files[0].exists():
            break
    names, words = {}, {}
    for file in files:
        if not file.exists():
            continue
        for each in xml.etree.ElementTree.parse(file).getroot().iter("annotation"):
            if each.get("type") == "tts":
                names[bare(each.get("cp"))] = each.text.strip()
            else:
                words[bare(each.get("cp"))] = [word.strip() for word in each.text.split("|")]
    return {emoji: (names.get(emoji, ""), words.get(emoji, [])) for emoji in names.keys() | words.keys()}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def names_of(emoji, annotations, english):
    """A row of names: as shown, and folded with the words it is looked for by, the name first, '|' between."""
    name, words = annotations.get(bare(emoji[0]), ("", []))
    if english or not name:
        name = emoji[2]
    phrases = list(dict.fromkeys(filter(None, map(fold, [name, *words]))))
    return f"    {{{quoted(name)}, {quoted('|'.join(phrases))}}},\n"


def main(emoji_test, common, output, *languages):
    if languages[:1] != ("en",):
        fail("the first language is en")
    groups, emoji = read_emoji(pathlib.Path(emoji_test))
    if len(groups) != 9:
        fail(f"{emoji_test} has {len(groups)} groups of emoji; the picker knows 9")
    tones, rows = [], []
    for text, group, _, variants in emoji:
        rows.append(f"    {{{quoted(text)}, {groups.index(group)}, {len(tones)}, {len(variants)}}},\n")
        tones += [f"    {{{quoted(variant)}, {first}, {second}}},\n" for variant, first, second in variants]
    out = ["// Written by client/text/emoji_table.py from Unicode's emoji-test.txt and CLDR's annotations.\n"
           '#include "client/text/emoji_table.h"\n\nnamespace twinlamp::text {\nnamespace {\n\n',
           "constexpr EmojiRow rows[] = {\n", *rows, "};\n\nconstexpr EmojiVariant variants[] = {\n", *tones, "};\n\n"]
    for number, language in enumerate(languages):
        annotations = read_annotations(pathlib.Path(common), language)
        out += [f"constexpr EmojiName names_{number}[] = {{\n", *(names_of(each, annotations, number == 0) for each in emoji), "};\n\n"]
    out += ["constexpr EmojiNames names[] = {\n", *(f"    {{{quoted(language)}, names_{n}}},\n" for n, language in enumerate(languages)),
            "};\n\n}  // namespace\n\nstd::span<const EmojiRow> emoji_rows() { return rows; }\n"
            "std::span<const EmojiVariant> emoji_variant_rows() { return variants; }\nstd::span<const EmojiNames> emoji_names() { return names; }\n\n"
            "}  // namespace twinlamp::text\n"]
    pathlib.Path(output).write_text("".join(out), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 5:
        fail("EMOJI_TEST CLDR_COMMON OUTPUT LANGUAGE...")
    main(*sys.argv[1:])
