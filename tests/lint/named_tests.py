"""Every test that protocol/README.md names is there: `named_tests.py ROOT`.

A name is `Suite.Name`; a bare `Name` after one is of any suite. What a sentence promises must not outlive its test."""

import pathlib
import re
import sys


def tests_of(root):
    text = "\n".join(path.read_text(encoding="utf-8") for path in (root / "tests").rglob("*_test.cpp"))
    return re.findall(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", text, re.MULTILINE)


def missing(spec, tests):
    full, names = {f"{suite}.{name}" for suite, name in tests}, {name for _, name in tests}
    rows = [row for row in re.findall(r"^\|.*\|$", spec, re.MULTILINE) if re.search(r"`[A-Z]\w+\.[A-Z]\w+`", row)]
    named = [name for row in rows for name in re.findall(r"`((?:[A-Z]\w+\.)?[A-Z]\w+)`", row)]
    return len(named), [name for name in named if name not in (full if "." in name else names)]


def main(root):
    count, absent = missing((root / "protocol" / "README.md").read_text(encoding="utf-8"), tests_of(root))
    for name in absent:
        print(f"protocol/README.md names a test that is not there: {name}")
    print(f"{count} tests named, {len(absent)} missing")
    return 1 if absent or count == 0 else 0


def self_test():
    row = "| pays garbage | `Suite.Known`, `Gone` |"
    assert missing(row, [("Suite", "Known")]) == (2, ["Gone"])
    assert missing(row, [("Suite", "Known"), ("Other", "Gone")]) == (2, [])
    assert missing(row, [("Other", "Known"), ("Other", "Gone")]) == (2, ["Suite.Known"])
    return 0


sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else main(pathlib.Path(sys.argv[1])))
