"""Every test that protocol/README.md and protocol/THREATS.md name is there: `named_tests.py ROOT`.

A name is `Suite.Name`; a bare `Name` after one is of any suite. What a sentence promises must not outlive its test. In THREATS.md each row
of a table says what somebody cannot do, and names at least one."""

import pathlib
import re
import sys


def tests_of(root):
    """GoogleTest's, and what CMake adds by its whole name or by a loop over names of one prefix."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (root / "tests").rglob("*_test.cpp"))
    built = re.findall(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", text, re.MULTILINE)
    added = "\n".join(path.read_text(encoding="utf-8") for path in (root / "tests").rglob("CMakeLists.txt"))
    looped = re.findall(r"foreach\(test\s+([\w\s]+)\)\s*add_test\(NAME (\w+)\.\$\{test\}", added)
    return built + re.findall(r"add_test\(NAME (\w+)\.(\w+)\s", added) + [(suite, name) for names, suite in looped for name in names.split()]


def missing(spec, tests):
    full, names = {f"{suite}.{name}" for suite, name in tests}, {name for _, name in tests}
    rows = [row for row in re.findall(r"^\|.*\|$", spec, re.MULTILINE) if re.search(r"`[A-Z]\w+\.\w+`", row)]
    named = [name for row in rows for name in re.findall(r"`((?:[A-Z]\w+\.)?[A-Za-z]\w+)`", row) if "." in name or name[0].isupper()]
    return len(named), [name for name in named if name not in (full if "." in name else names)]


def unproved(threats):
    """Rows below a head that says *cannot*, without a test."""
    rows = re.findall(r"^\|.*\|$", threats, re.MULTILINE)
    said = [row for row in rows if not row.startswith("| cannot") and not row.startswith("|---")]
    return [row for row in said if not re.search(r"`[A-Z]\w+\.\w+`", row)]


def main(root):
    tests, failed = tests_of(root), False
    for page in ("README.md", "THREATS.md"):
        text = (root / "protocol" / page).read_text(encoding="utf-8")
        count, absent = missing(text, tests)
        for name in absent:
            print(f"protocol/{page} names a test that is not there: {name}")
        bare = unproved(text) if page == "THREATS.md" else []
        for row in bare:
            print(f"protocol/{page} names no test for: {row}")
        print(f"{page}: {count} tests named, {len(absent)} missing, {len(bare)} rows without one")
        failed = failed or bool(absent) or bool(bare) or count == 0
    return 1 if failed else 0


def self_test():
    row = "| pays garbage | `Suite.Known`, `Gone` |"
    assert missing(row, [("Suite", "Known")]) == (2, ["Gone"])
    assert missing(row, [("Suite", "Known"), ("Other", "Gone")]) == (2, [])
    assert missing(row, [("Other", "Known"), ("Other", "Gone")]) == (2, ["Suite.Known"])
    assert missing("| kept | `EndToEnd.privacy` |", [("EndToEnd", "lock")]) == (1, ["EndToEnd.privacy"])
    head = "| cannot | test |\n|---|---|\n"
    assert unproved(head + "| read | `Suite.Known` |\n") == []
    assert unproved(head + "| read | by nobody |\n") == ["| read | by nobody |"]
    return 0


sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else main(pathlib.Path(sys.argv[1])))
