"""The window's place: it comes back where it stood and as large; put away it draws nothing; Ctrl+H hides what is in it.

Real windows under Xvfb, driven by xdotool. There is no window manager there, so the test says what one would say.
"""
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support.windows import Display  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from lib import DEADLINE, Failure, Programs, expect, run  # noqa: E402


class Started:
    """One window with its profile, and what it says on its way out."""

    def __init__(self, programs, display, home, *flags):
        self.display, self.log = display, os.path.join(home, "widgets")
        self.process = subprocess.Popen([programs.window, "--home", os.path.join(home, "profile"), "--figures", "--widget-log", self.log, *flags],
                                        env={**os.environ, "DISPLAY": display.name, "LIBGL_ALWAYS_SOFTWARE": "1"}, stderr=subprocess.PIPE, text=True)
        self.id = self.until(self._find, "a window")
        self.until(lambda: self.shown() is not None, "a picture")

    def _find(self):
        if self.process.poll() is not None:
            raise Failure(f"the window ended: {self.process.stderr.read()}")
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid), "--name", "^Twinlamp$"],
                               env={**os.environ, "DISPLAY": self.display.name}, stdout=subprocess.PIPE, text=True, check=False).stdout.split()
        return found[-1] if found else None

    @staticmethod
    def until(condition, what):
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"there never was {what}")

    def shown(self):
        try:
            with open(self.log, encoding="utf-8") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            return None
        return lines[-1] if lines else None

    def place(self):
        said = dict(line.split("=") for line in self.display.run("xdotool", "getwindowgeometry", "--shell", self.id).split())
        return tuple(int(said[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def state(self, value):
        """As a window manager says that it is put away (3) or there (1)."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x11.XOpenDisplay(self.display.name.encode()))
        atom = x11.XInternAtom(display, b"WM_STATE", 0)
        x11.XChangeProperty(display, ctypes.c_ulong(int(self.id)), ctypes.c_ulong(atom), ctypes.c_ulong(atom), 32, 0, (ctypes.c_long * 2)(value, 0), 2)
        x11.XCloseDisplay(display)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        said = self.process.communicate(timeout=DEADLINE)[1]
        expect(self.process.returncode == 0, said)
        return int(said.split(" ms; ")[1].split(" pictures")[0])


def comes_back(programs, display, home):
    first = Started(programs, display, home)
    display.run("xdotool", "windowsize", first.id, "900", "640")
    display.run("xdotool", "windowmove", first.id, "210", "120")
    first.until(lambda: first.place() == (210, 120, 900, 640), "the new place")
    first.end()  # moved and closed in one go
    os.remove(first.log)
    again = Started(programs, display, home)
    again.until(lambda: again.place() == (210, 120, 900, 640), "the place where it was left")

    look = os.path.join(home, "profile", "look")
    before = open(look, encoding="utf-8").read()
    display.run("xdotool", "windowmove", again.id, "60", "90")
    again.until(lambda: open(look, encoding="utf-8").read() != before, "the place on disk while it is open")
    again.process.kill()
    again.process.communicate(timeout=DEADLINE)
    os.remove(again.log)
    third = Started(programs, display, home)
    third.until(lambda: third.place() == (60, 90, 900, 640), "the place where it was when it was killed")
    third.end()


def draws_nothing_when_put_away(programs, display, home):
    window = Started(programs, display, home)
    window.state(3)  # iconic
    time.sleep(0.5)
    for _ in range(20):
        display.run("xdotool", "key", "--window", window.id, "Tab")
    before = window.shown()
    time.sleep(1)
    expect(window.shown() == before, "it drew while it was put away")
    window.state(1)
    pictures = window.end()
    expect(pictures < 20, f"it drew {pictures} pictures")


def main():
    programs = Programs(sys.argv[1])
    display = Display(1400, 900)
    try:
        for test in (comes_back, draws_nothing_when_put_away):
            with tempfile.TemporaryDirectory(prefix="twinlamp-") as home:
                test(programs, display, home)
            print(test.__name__.replace("_", " "))
    finally:
        display.stop()


run(main)
