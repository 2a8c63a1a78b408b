"""`cmake --install` into an empty folder: each package's files are where Debian expects them, and its programs run from there."""
import os
import re
import shutil
import subprocess
import sys

from lib import expect, run_main

EXPECTED = {
    "twinlamp": ["bin/twinlamp-cli", "share/doc/twinlamp/copyright", "share/man/man1/twinlamp-cli.1.gz", "share/twinlamp/decks/en/practices.toml"],
    "relay": ["bin/twinlamp-relay", "lib/systemd/system/twinlamp-relay.service", "lib/systemd/system/twinlamp-relay.socket",
              "share/doc/twinlamp-relay/README.md", "share/doc/twinlamp-relay/copyright", "share/man/man8/twinlamp-relay.8.gz"],
}
WINDOW = ["bin/twinlamp", "share/man/man1/twinlamp.1.gz", "share/applications/org.twinlamp.Twinlamp.desktop", "share/icons/hicolor/scalable/apps/twinlamp.svg"]


def files_below(folder):
    return {os.path.relpath(os.path.join(root, name), folder) for root, _, names in os.walk(folder) for name in names}


def check_page(page, said):
    """As lintian does: nothing to warn of. And every flag that the program has is on it."""
    if shutil.which("man") is None:
        return
    done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", page], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANPAGER": "cat"})
    expect(done.returncode == 0 and not done.stderr, f"{page}: {done.stderr}")
    shown = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
    for flag in re.findall(r"^  (?:-\w,)?(--[a-z-]+)", said, re.M):
        expect(re.search(re.escape(flag) + r"\b", shown), f"{page} does not have {flag}")
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "FILES", "SEE ALSO"):
        expect(re.search(f"^{heading}$", shown, re.M), f"{page} has no {heading}")


def test(programs, folder):
    build = sys.argv[1]
    for component, expected in EXPECTED.items():
        prefix = os.path.join(folder, component)
        done = subprocess.run(["cmake", "--install", build, "--prefix", prefix, "--component", component], capture_output=True, text=True,
                              check=False)
        expect(done.returncode == 0, done.stderr)
        if component == "twinlamp" and os.path.exists(programs.window):
            expected = expected + WINDOW
        found = files_below(prefix)
        expect(found.issuperset(expected), f"{component} lacks {sorted(set(expected) - found)}")
        strangers = {path for path in found if not path.startswith(("bin/", "share/", "lib/systemd/system/"))}
        expect(not strangers, f"{component} also installs {sorted(strangers)}")
        for path in (p for p in found if p.startswith("bin/")):
            said = subprocess.run([os.path.join(prefix, path), "--version"], capture_output=True, text=True, cwd="/", check=False)
            expect(said.returncode == 0 and "twinlamp" in said.stdout, f"{path} does not run: {said.stderr}")
            page = next((p for p in found if re.fullmatch(rf"share/man/man\d/{os.path.basename(path)}\.\d\.gz", p)), None)
            expect(page, f"{path} has no manual page")
            help_text = subprocess.run([os.path.join(prefix, path), "--help"], capture_output=True, text=True, check=True).stdout
            check_page(os.path.join(prefix, page), help_text)


sys.exit(run_main(test))
