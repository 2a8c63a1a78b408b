"""`cmake --install` into an empty folder: each package's files are where Debian expects them, and its programs run from there."""
import os
import subprocess
import sys

from lib import expect, run_main

EXPECTED = {
    "twinlamp": ["bin/twinlamp-cli", "share/doc/twinlamp/copyright", "share/twinlamp/decks/en/practices.toml"],
    "relay": ["bin/twinlamp-relay", "share/doc/twinlamp-relay/copyright"],
}
WINDOW = ["bin/twinlamp", "share/applications/org.twinlamp.Twinlamp.desktop", "share/icons/hicolor/scalable/apps/twinlamp.svg"]


def files_below(folder):
    return {os.path.relpath(os.path.join(root, name), folder) for root, _, names in os.walk(folder) for name in names}


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
        strangers = {path for path in found if path.split("/")[0] not in ("bin", "share")}
        expect(not strangers, f"{component} also installs {sorted(strangers)}")
        for path in (p for p in found if p.startswith("bin/")):
            said = subprocess.run([os.path.join(prefix, path), "--version"], capture_output=True, text=True, cwd="/", check=False)
            expect(said.returncode == 0 and "twinlamp" in said.stdout, f"{path} does not run: {said.stderr}")


sys.exit(run_main(test))
