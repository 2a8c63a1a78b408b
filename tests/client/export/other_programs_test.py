"""An export is read by programs that are not ours: the words are all there and in order, nothing of what was written became markup, the
fonts are inside. Poppler for the PDF, w3m and Python's parser for the HTML, Python-Markdown for the Markdown."""
import html.parser
import os
import re
import subprocess
import sys
import tempfile

import markdown

WORDS = ["Noor and Sam", "37 evenings together", "Which kitchen was your first, and who stood in it?", "Month 3",
         "<b>always</b> & never *asked* for the spoon back. 1 < 2.", "我们去海边看日落。海风很大，但是我不怕。", "海と空が見える所。", "그리고 당신이 보고 싶어요.",
         "Я скучаю. Ελλάδα", "35 °C, office, fjord, Straße", "- one", "1. two", "# three", "that oranges are home to you"]
# Signs that a program may hand out in another order or form than they were written.
LATER = ["أشتاق", "القهوة", "coffee", "מתגעגע", "मुझे", "คิดถึง"]


def expect(holds, what):
    if not holds:
        print(f"FAILED: {what}")
        sys.exit(1)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def flat(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


class Words(html.parser.HTMLParser):
    """What a reader sees, and which elements it took."""

    def __init__(self):
        super().__init__()
        self.words, self.tags, self.open = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        expect(self.open and self.open.pop() == tag, f"</{tag}> closes nothing")

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)


def read_html(text):
    page = Words()
    page.feed(text)
    page.close()
    expect(not page.open, f"left open: {page.open}")
    return page


def check_words(text, name, also=()):
    text = flat(text)
    at = 0
    for words in WORDS[:3]:
        found = text.find(words, at)
        expect(found >= 0, f"{name}: “{words}” is not there, or not in its place")
        at = found
    for words in [*WORDS, *also]:
        expect(words in text, f"{name}: “{words}” is not there")


def check_html(path):
    with open(path, encoding="utf-8") as file:
        page = read_html(file.read())
    check_words("".join(page.words), "HTML", LATER)
    expect(page.tags <= {"html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "p", "article", "section", "div", "bdi"},
           f"elements that nobody meant: {page.tags}")
    seen = run("w3m", "-dump", "-I", "UTF-8", "-O", "UTF-8", "-cols", "400", path)
    for words in ("Noor and Sam", "<b>always</b> & never *asked*", "我们去海边看日落", "that oranges are home to you"):
        expect(words in flat(seen), f"w3m does not show “{words}”")


def check_markdown(path):
    with open(path, encoding="utf-8") as file:
        page = read_html(markdown.markdown(file.read(), output_format="html"))
    check_words("".join(page.words), "Markdown", LATER)
    expect(page.tags == {"h1", "h2", "h3", "p", "em", "strong", "blockquote", "br"}, f"elements that nobody meant: {page.tags}")


def check_pdf(path):
    facts = run("pdfinfo", path)
    pages = int(re.search(r"Pages:\s+(\d+)", facts).group(1))
    expect("Noor and Sam" in facts and "A4" in facts and pages > 3, f"pdfinfo says: {facts}")
    fonts = run("pdffonts", path).splitlines()[2:]
    expect(len(fonts) >= 6, f"few fonts: {fonts}")
    for font in fonts:
        expect(re.search(r"\byes\s+yes\s+yes\s", font), f"not embedded, not a subset, or without its characters: {font}")
    text = run("pdftotext", path, "-")
    joined = re.sub(r"\s+", "", text)
    for words in WORDS:
        expect(words.replace(" ", "") in joined, f"PDF: “{words}” is not there")
    for words in ("coffee", "מתגעגע", "คิดถึง", "أشتاق", "القهوة"):
        expect(words in text or words[::-1] in text, f"PDF: “{words}” is not there")
    for page in range(1, pages + 1):
        lines = run("pdftotext", "-f", str(page), "-l", str(page), path, "-").split()
        expect(lines[-1] == str(page), f"page {page} ends in {lines[-3:]}")
    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-r", "40", "-gray", path, os.path.join(folder, "p"))
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                pixels = file.read()
            dark = sum(pixel < 160 for pixel in pixels[20:])
            expect(dark > 100, f"{name} is empty: {dark} dark pixels")


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        check_html(os.path.join(folder, "sample.html"))
        check_markdown(os.path.join(folder, "sample.md"))
        check_pdf(os.path.join(folder, "sample.pdf"))


main()
