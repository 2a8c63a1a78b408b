"""A manual page from what a program says of itself: man_page.py PROGRAM SECTION VERSION OUTPUT.gz

Its --help is read: paragraphs, headings that end with a colon, and lines "  word   what it is". packaging/man/NAME.roff follows it; the first line there
is the page's one sentence.
"""
import gzip
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TERM = re.compile(r"^  (\S.*?)(?: {2,}(\S.*))?$")


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("…", "...")
    return "\\&" + text if text.startswith(".") else text


def is_heading(line):
    return re.fullmatch(r"[A-Z][^.]*:", line) is not None


class Page:
    def __init__(self):
        self.lines = []
        self.is_verbatim = False

    def verbatim(self, begins):
        if begins != self.is_verbatim:
            self.lines.append(".EX" if begins else ".EE")
        self.is_verbatim = begins

    def add(self, *lines):
        self.verbatim(False)
        self.lines.extend(lines)


def body_of(text):
    """What comes after the usage line, and the usage line."""
    page, usage = Page(), ""
    in_term = has_text = False
    page.add(".SH DESCRIPTION")
    for line in text.splitlines():
        term = TERM.match(line)
        if line.startswith("Usage: "):
            usage = line.removeprefix("Usage: ")
            in_term = False
        elif not line.strip():
            if has_text:
                page.add(".PP")
            in_term = has_text = False
        elif in_term and line.startswith(" " * 8):
            page.add(escaped(line.strip()))
        elif is_heading(line):
            page.add(".SH " + escaped(re.sub(r"\s*\(.*\)|, .*|:$", "", line).upper().rstrip(":")))
            in_term = has_text = False
        elif term and (term.group(2) or term.group(1).startswith("-")):
            page.add(".TP", "\\fB" + escaped(term.group(1)) + "\\fR", *([escaped(term.group(2))] if term.group(2) else []))
            in_term = has_text = True
        elif line.startswith("  "):
            page.verbatim(True)
            page.lines.append(escaped(line))
            in_term = has_text = False
        else:
            if in_term:
                page.add(".PP")
            page.add(escaped(line))
            in_term, has_text = False, True
    page.verbatim(False)
    while page.lines[-1] == ".PP":
        page.lines.pop()
    # A heading begins a paragraph by itself.
    return [line for line, after in zip(page.lines, page.lines[1:] + [""]) if not (line == ".PP" and after.startswith(".SH"))], usage


def make_page(program, section, version):
    name = os.path.basename(program)
    text = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    with open(os.path.join(HERE, "man", name + ".roff"), encoding="utf-8") as file:
        about, rest = file.read().split("\n", 1)
    body, usage = body_of(text)
    usage = usage.removeprefix(name).strip()
    head = [f'.TH {name.upper()} {section} "" "Twinlamp {version}"', ".SH NAME", f"{escaped(name)} \\- {escaped(about.removeprefix('.').lstrip(chr(92)).lstrip(chr(34)).strip())}",
            ".SH SYNOPSIS", f"\\fB{escaped(name)}\\fR {escaped(usage)}"]
    return "\n".join(head + body) + "\n" + rest


def main():
    program, section, version, output = sys.argv[1:]
    os.makedirs(os.path.dirname(output), exist_ok=True)
    with gzip.GzipFile(output, "wb", compresslevel=9, mtime=0) as file:
        file.write(make_page(program, section, version).encode())


main()
