"""Two real windows on a display of their own, driven as a person drives them: the mouse at the places that the windows name, and keys.

The windows say what they show, and where, through --widget-log. In every picture that comes to rest nothing lies over anything else.
Needs Xvfb, xdotool and ImageMagick.
"""
import json
import os
import queue
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "e2e"))
from lib import DEADLINE, Failure, Process, Programs, Relay, expect, run  # noqa: E402, F401

QUIET, LONGEST_QUIET = 0.25, 0.8  # seconds without news after which a window has come to rest; longer where the machine is busy
AGAIN = 10    # after so long one presses again
ANSWERED = 2  # so long a busy machine may take to draw what a press has changed


class Display:
    def __init__(self, width, height):
        read, write = os.pipe()
        # Without -noreset it begins anew when its last client leaves, and turns away who comes meanwhile.
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
                                       pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = ":" + pipe.readline().strip()
        expect(self.name != ":", "Xvfb did not start")

    def run(self, *command):
        return subprocess.run(command, env={**os.environ, "DISPLAY": self.name}, check=True, stdout=subprocess.PIPE, text=True,
                              timeout=DEADLINE).stdout

    def shot(self, folder, name):
        self.run("import", "-window", "root", os.path.join(folder, name + ".png"))

    def stop(self):
        self.server.terminate()
        self.server.wait()


APART = ("button", "icon", "chip", "field", "writing", "option", "toggle", "place", "heading", "title", "label")


def check_layout(name, picture):
    """What is pressed and read stands apart, and inside the window."""
    seen = [w for w in picture["widgets"] if w["role"] in APART and w["visible"][2] > 1 and w["visible"][3] > 1]
    for i, a in enumerate(seen):
        for b in seen[i + 1:]:
            if a.get("layer", 0) != b.get("layer", 0):
                continue
            (ax, ay, aw, ah), (bx, by, bw, bh) = a["visible"], b["visible"]
            wide, tall = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
            expect(wide < 2 or tall < 2, f"{name}, {picture['screen']}: {a['role']} “{a['label']}” lies over {b['role']} “{b['label']}”")


class Window:
    """One person's window. Everything it has shown is kept, to be searched for what it must not have shown."""

    def __init__(self, programs, display, folder, name, position, arguments=(), first="introduction", by_keys=False):
        self.name, self.display, self.by_keys = name, display, by_keys
        self.pipe = os.path.join(folder, name + ".widgets")
        os.mkfifo(self.pipe)
        self.pictures, self.lines, self.times, self.now, self.quiet = queue.Queue(), [], [], None, QUIET
        threading.Thread(target=self._read, daemon=True).start()
        self.process = Process([programs.window, "--home", os.path.join(folder, name), "--size", "1080x780", "--position", position,
                                "--widget-log", self.pipe, "--figures", *arguments],
                               env={"DISPLAY": display.name, "LIBGL_ALWAYS_SOFTWARE": "1"})
        self.until(lambda picture: picture["screen"] == first, "the first screen")
        self.id = display.run("xdotool", "search", "--pid", str(self.process.child.pid), "--name", "^Twinlamp$").split()[-1]

    def _read(self):
        with open(self.pipe, encoding="utf-8") as pipe:
            for line in pipe:
                self.times.append(time.monotonic())
                self.lines.append(line)
                self.pictures.put(json.loads(line))
        self.pictures.put(None)

    def _take(self, timeout):
        picture = self.pictures.get(timeout=timeout)
        expect(picture is not None, f"{self.name}'s window ended: {self.process.describe()}")
        self.now = picture

    def until(self, condition, what):
        """Waits until what is shown fulfils the condition, and gives back what that was."""
        end = time.monotonic() + DEADLINE
        while True:
            found = self.now is not None and condition(self.now)
            if found:
                return found
            try:
                self._take(max(0.01, end - time.monotonic()))
            except queue.Empty:
                shown = [f"{w['role']}: {w['label'][:60]}" for w in self.now["widgets"]] if self.now else []
                raise Failure(f"{self.name} never saw {what}; shown is {self.now and self.now['screen']}: {shown}") from None

    def rest(self):
        try:
            while True:
                self._take(self.quiet)
        except queue.Empty:
            check_layout(self.name, self.now)

    @staticmethod
    def all_of(picture, role, label=None, value=None):
        return [w for w in picture["widgets"] if w["role"] == role and label in (None, w["label"]) and value in (None, w.get("value"))]

    def see(self, role, label=None):
        return self.until(lambda picture: self.all_of(picture, role, label), f"{role} “{label}”")[0]

    def sees(self, role, label=None):
        self.rest()
        return bool(self.all_of(self.now, role, label))

    def in_sight(self, role, label, value=None):
        """Scrolls with the wheel until the middle of it can be clicked."""
        for _ in range(40):
            self.until(lambda picture: any(w["enabled"] for w in self.all_of(picture, role, label, value)), f"{role} “{label}” ready")
            self.rest()
            for widget in reversed(self.all_of(self.now, role, label, value)):  # a dialog's may have the same words as the page behind it
                x, y, width, height = widget["visible"]
                full = widget["rect"]
                if width > 0 and height >= min(full[3], 40):
                    return x + width // 2, y + height // 2
            page = self.now["widgets"][0]["rect"]
            self.display.run("xdotool", "mousemove", str(self.left() + 640), "420", "click", "4" if full[1] < 0 else "5")
        raise Failure(f"{self.name} cannot bring {role} “{label}” into sight (page at {page})")

    def left(self):
        return int(self.process.command[self.process.command.index("--position") + 1].split(",")[0])

    def focused(self):
        return next(((w["role"], w["label"]) for w in self.now["widgets"] if w.get("focused")), None)

    def reach(self, role, label):
        """By Tab alone."""
        self.until(lambda picture: any(w["enabled"] for w in self.all_of(picture, role, label)), f"{role} “{label}” ready")
        self.rest()
        for _ in range(90):
            if self.focused() == (role, label):
                return
            before = self.focused()
            self.key("Tab")
            self.until(lambda picture, before=before: self.focused() not in (before, None), "the keyboard elsewhere")
        raise Failure(f"{self.name} cannot reach {role} “{label}” by keys; the keyboard is on {self.focused()}")

    def click(self, role, label, value=None):
        if self.by_keys:
            self.reach(role, label)
            return None if role in ("field", "writing") else self.key("Return")
        self.press(self.in_sight(role, label, value))

    def click_until(self, role, label, condition, what):
        """As a person does: what comes from the partner may move a button away from under the hand, and then one presses again."""
        for _ in range(3):
            self.click(role, label)
            end = time.monotonic() + AGAIN
            while not condition(self.now) and time.monotonic() < end:
                try:
                    self._take(max(0.01, end - time.monotonic()))
                except queue.Empty:
                    break
            if condition(self.now):
                return
        raise Failure(f"{self.name} pressed {role} “{label}” three times, and never saw {what}")

    def press(self, place):
        """What is shown afterwards is what came of it: nearly every press changes the picture, if only where the keyboard is."""
        while not self.pictures.empty():
            self._take(DEADLINE)
        x, y = place
        self.display.run("xdotool", "windowfocus", "--sync", self.id, "mousemove", str(x), str(y), "click", "1")
        began = time.monotonic()
        try:
            self._take(ANSWERED)
        except queue.Empty:
            return
        answered = time.monotonic() - began
        self.quiet = min(LONGEST_QUIET, max(QUIET, 2 * answered, 0.8 * self.quiet))

    def type(self, text):
        self.display.run("xdotool", "windowfocus", "--sync", self.id, "type", "--delay", "12", text)

    def key(self, *keys):
        self.display.run("xdotool", "windowfocus", "--sync", self.id, "key", "--delay", "40", *keys)

    def write(self, role, label, text):
        self.click(role, label)
        self.until(lambda picture: any(w.get("focused") for w in self.all_of(picture, role, label)), f"the keyboard in {label}")
        self.type(text)
        self.until(lambda picture: any(w.get("value") == text for w in self.all_of(picture, role, label)), f"“{text}” in {label}")

    def has_shown(self, text):
        self.rest()
        return any(text in line for line in self.lines)

    def close(self):
        self.process.child.terminate()
        expect(self.process.wait() == 0, f"{self.name}'s window ended badly: {self.process.describe()}")
        return self.process.errors


def begin(window, invitation):
    for title in ("The same question, far apart", "Sealed until you both are done"):
        window.see("title", title)
        window.click("button", "Next")
    window.click("button", "Let us begin")
    window.write("field", "Your name", window.name)
    window.write("field", "Relay", invitation)
    window.click("button", "Begin")
    window.see("button", "Show a code")


def pair(noor, sam):
    noor.click("button", "Show a code")
    code = noor.see("code")["label"]
    sam.write("field", "Code", code)
    sam.key("Return")
    words = [[w["label"] for w in each.until(lambda picture: len(Window.all_of(picture, "word")) == 4 and Window.all_of(picture, "word"), "four words")]
             for each in (noor, sam)]
    expect(words[0] == words[1], f"the words differ: {words}")
    expect(noor.see("pattern")["value"] == sam.see("pattern")["value"], "the patterns differ")
