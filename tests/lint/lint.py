"""The house's rules that a compiler does not keep: who may include whom, no clock in protocol/, no dangerous co_await, no model that nobody holds.

Prints each breach as `file:line: what`, and exits 1 if there is one. `--self-test` shows that each rule can fail.
"""
import pathlib
import re
import sys
import tempfile

BOOST, SQLITE, SODIUM, IMGUI, GLFW, OPENSSL = "boost/", "sqlite3", "sodium", "imgui", "GLFW/", "openssl/"

# folder -> prefixes of includes that may not stand in it (the longest matching folder decides)
FORBIDDEN = {
    "protocol": [BOOST, SQLITE, OPENSSL, IMGUI, GLFW, "relay/", "client/", "iostream", "fstream", "filesystem", "thread",
                 "condition_variable", "spdlog", "toml++", "CLI/"],
    "relay": ["client/", IMGUI, GLFW],
    "client": ["relay/"],
    "client/ui": [BOOST, SQLITE, SODIUM, OPENSSL, "protocol/", "relay/", "client/store", "client/link", "client/app", "client/notify"],
    "client/text": [BOOST, SQLITE, SODIUM, OPENSSL, "protocol/", "relay/", IMGUI, GLFW, "client/ui"],
    "client/content": [BOOST, SQLITE, OPENSSL, IMGUI, GLFW, "relay/", "client/ui", "client/store", "client/link", "client/app"],
    "client/export": [BOOST, SQLITE, SODIUM, OPENSSL, IMGUI, GLFW, "relay/", "client/ui", "client/store", "client/link", "client/app", "client/cli"],
    "client/store": [BOOST, OPENSSL, IMGUI, GLFW, "relay/", "client/ui", "client/link", "client/app", "client/cli"],
    "client/backup": [BOOST, SQLITE, OPENSSL, IMGUI, GLFW, "relay/", "client/ui", "client/link", "client/app", "client/cli"],
    "client/link": [SQLITE, IMGUI, GLFW, "relay/", "client/ui", "client/store", "client/app", "client/cli"],
    "client/cli": [BOOST, SQLITE, SODIUM, OPENSSL, IMGUI, GLFW, "protocol/", "relay/", "client/ui", "client/store", "client/link", "client/notify"],
}
# A face's main file is its composition root: it alone starts the app. Only the shell may know GLFW.
ALLOWED = {
    ("client/ui/window_main.cpp", "client/app/"), ("client/ui/window_main.cpp", "client/notify/"), ("client/cli/cli_main.cpp", "client/app/"),
}
GLFW_ONLY = re.compile(r"client/ui/(shell|window_main)[^/]*$")

CLOCK = re.compile(r"(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime|\btime\s*\(\s*(nullptr|NULL|0)\s*\)"
                   r"|randombytes|std::random_device|\brand\s*\(|getrandom|std::unordered_(map|set)|setlocale|std::locale)")
# g++ 12 double-frees temporaries in a statement with co_await: braces or a conditional inside the awaited call.
CO_AWAIT = re.compile(r"co_await[^;]*(\{[^}]*\}|\?[^;]*:[^;:])")
# These return a snapshot that the next one frees: a reference into it, or a range-based for over it (before C++23), outlives what it looks at.
SNAPSHOT = r"\b(model|facts|round|search)\([^;{}]*?\)->"
LOOSE = re.compile(r"&&?\s*\w+\s*=\s*[^;{}]*?" + SNAPSHOT + r"|&\s*\w+\s*=\s*\*\s*[\w.>()-]*\bmodel\(\)\s*;"
                   r"|\bfor\s*\([^;{}()]*[^:;{}]:(?!:)[^;{}]*?" + r"(?<!for \()" + SNAPSHOT)
COMMENT = re.compile(r"//.*?$|/\*.*?\*/", re.S | re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')


def rule_for(path):
    best = ""
    for folder in FORBIDDEN:
        if path.startswith(folder + "/") and len(folder) > len(best):
            best = folder
    return FORBIDDEN.get(best, [])


def breaches(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(1)
        for prefix in rule_for(path):
            if name.startswith(prefix) and not any(path == p and name.startswith(a) for p, a in ALLOWED):
                yield number, f"may not include {name}"
        if name.startswith(GLFW) and not path.startswith("tests/") and not GLFW_ONLY.search(path):
            yield number, "only the shell may know GLFW"
    code = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)
    if path.startswith("protocol/"):
        for match in CLOCK.finditer(code):
            yield code.count("\n", 0, match.start()) + 1, f"no clock, global random or unordered container here: {match.group(0)}"
    for match in CO_AWAIT.finditer(code):
        yield code.count("\n", 0, match.start()) + 1, "a temporary in a statement with co_await: name it on the line above"
    for match in LOOSE.finditer(code):
        yield code.count("\n", 0, match.start()) + 1, "looks into a snapshot that nothing holds: keep it in a variable first"


def check(root):
    found = []
    for folder in ("protocol", "relay", "client", "tests"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in (".h", ".cpp"):
                path = file.relative_to(root).as_posix()
                found += [f"{path}:{n}: {what}" for n, what in breaches(path, file.read_text(encoding="utf-8"))]
    return found


def self_test():
    cases = {
        "protocol/a.h": "#include <boost/asio.hpp>\n",
        "protocol/b.cpp": "auto t = std::chrono::steady_clock::now();\n",
        "client/ui/c.cpp": '#include "protocol/base/bytes.h"\n',
        "client/ui/screens/d.cpp": "#include <GLFW/glfw3.h>\n",
        "relay/e.cpp": '#include "client/model.h"\n',
        "relay/f.cpp": "co_await send(Message{a, b});\n",
        "client/cli/g.cpp": "const auto& file = session.model()->backup.file;\n",
        "client/cli/h.cpp": "const auto& model = *terminal.session.model();\n",
        "tests/i.cpp": "for (const auto& notice : model()->notices) use(notice);\n",
        "tests/j.cpp": "for (const auto& line : *noor.model()->keepsake) use(line);\n",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in cases.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        found = check(root)
        missed = [path for path in cases if not any(line.startswith(path + ":") for line in found)]
    if missed:
        print("the lint finds nothing in:", *missed)
        return 1
    return 0


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(self_test())
    lines = check(pathlib.Path(sys.argv[1]))
    print(*lines, sep="\n")
    sys.exit(1 if lines else 0)
