"""The main job in two real windows, by X events alone: pair, ask, answer, seal, open together, say back, confirm, close.

`window_test.py BUILD SCALE mouse|keys`: Noor's window in the evening palette, Sam's in the morning one, letters of that size; all by the mouse
and typing, or by the keyboard alone. Sam's answer is in many scripts. In every picture that comes to rest nothing lies over anything else.

The windows say what they show, and where, through --widget-log; input is the mouse at those places and keys, as a person's would be.
Needs Xvfb, xdotool and ImageMagick. Pictures stay in the build folder: tests/ui/shots.
"""
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from lib import DEADLINE, Failure, Process, Programs, Relay, expect, run  # noqa: E402

QUIET = 0.25  # a window that says nothing new for so long has come to rest


class Display:
    def __init__(self, width, height):
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
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
        self.pictures, self.lines, self.now = queue.Queue(), [], None
        threading.Thread(target=self._read, daemon=True).start()
        self.process = Process([programs.window, "--home", os.path.join(folder, name), "--size", "1080x780", "--position", position,
                                "--widget-log", self.pipe, "--figures", *arguments],
                               env={"DISPLAY": display.name, "LIBGL_ALWAYS_SOFTWARE": "1"})
        self.until(lambda picture: picture["screen"] == first, "the first screen")
        self.id = display.run("xdotool", "search", "--pid", str(self.process.child.pid), "--name", "^Twinlamp$").split()[-1]

    def _read(self):
        with open(self.pipe, encoding="utf-8") as pipe:
            for line in pipe:
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
                self._take(QUIET)
        except queue.Empty:
            check_layout(self.name, self.now)

    @staticmethod
    def all_of(picture, role, label=None):
        return [w for w in picture["widgets"] if w["role"] == role and label in (None, w["label"])]

    def see(self, role, label=None):
        return self.until(lambda picture: self.all_of(picture, role, label), f"{role} “{label}”")[0]

    def sees(self, role, label=None):
        self.rest()
        return bool(self.all_of(self.now, role, label))

    def in_sight(self, role, label):
        """Scrolls with the wheel until the middle of it can be clicked."""
        for _ in range(40):
            self.until(lambda picture: any(w["enabled"] for w in self.all_of(picture, role, label)), f"{role} “{label}” ready")
            self.rest()
            for widget in reversed(self.all_of(self.now, role, label)):  # a dialog's may have the same words as the page behind it
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

    def click(self, role, label):
        if self.by_keys:
            self.reach(role, label)
            return None if role in ("field", "writing") else self.key("Return")
        x, y = self.in_sight(role, label)
        self.display.run("xdotool", "windowfocus", "--sync", self.id, "mousemove", str(x), str(y), "click", "1")

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


def mistype(window):
    window.write("field", "Code", "417-ambre-oter-windwo")
    window.key("Return")
    window.see("problem")
    if not window.by_keys:
        window.click("field", "Code")
    window.key("ctrl+a", "BackSpace")
    window.until(lambda picture: any(w.get("value", "") == "" for w in Window.all_of(picture, "field", "Code")), "an empty field")


DECK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "client", "content", "decks", "en", "values.toml")
PROMPT = None  # of a card that is deep enough to be said back


def prompt_of(card):
    with open(DECK, encoding="utf-8") as deck:
        return re.search(rf'id = "{re.escape(card)}".*?prompt = "(.*?)"\n', deck.read(), re.S).group(1)


DEPTHS = ("light", "easy", "open", "deep", "very deep")


def depth_of(prompt):
    """As its chip calls it."""
    with open(DECK, encoding="utf-8") as deck:
        block = next(block for block in deck.read().split("[[card]]") if f'"{prompt}"' in block)
    return DEPTHS[int(re.search(r"^depth = (\d)", block, re.M).group(1)) - 1]


ANSWERS = {"Noor": "The garden. I water it, and tell nobody how much I want it to live.", "Sam": "Your Sunday calls — שלום, مرحبا بك, नमस्ते, 海で待つ, ขอบคุณ. 👩‍👩‍👧‍👦 Always."}
HEARD = {"Noor": "That my calls carry more than you show.", "Sam": "That you hope for something and protect it by keeping quiet."}


def ask(window):
    window.click("place", "Practices")
    window.click("practice", "Values")
    window.click("chip", depth_of(PROMPT))
    window.click("row", PROMPT)
    window.click("button", "Ask this")
    window.see("writing", "Your answer")


def paste(window, text):
    """As from another program."""
    subprocess.run(["xclip", "-selection", "clipboard"], input=text, text=True, check=True, env={**os.environ, "DISPLAY": window.display.name},
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    window.key("ctrl+v")


def answer(window):
    text = ANSWERS[window.name]
    if text.isascii():
        window.write("writing", "Your answer", text)
    else:  # in scripts that this keyboard does not have; one emoji too many goes as one sign
        window.click("writing", "Your answer")
        window.until(lambda picture: any(w.get("focused") for w in Window.all_of(picture, "writing", "Your answer")), "the keyboard in the answer")
        head, tail = text.rsplit(" ", 1)
        paste(window, head + "👩‍👩‍👧‍👦")
        window.key("BackSpace")
        window.type(" " + tail)
        window.until(lambda picture: any(w.get("value") == text for w in Window.all_of(picture, "writing", "Your answer")), f"“{text}”")
    window.click("button", "Seal my answer")


def expect_sealed_from(window, other):
    expect(not window.has_shown(ANSWERS[other.name]), f"{window.name} saw {other.name}'s answer before both had sealed")


def reveal(noor, sam):
    for window in (noor, sam):
        shown = window.until(lambda picture: len(Window.all_of(picture, "answer")) == 2 and Window.all_of(picture, "answer"), "both answers")
        expect({w["label"] for w in shown} == set(ANSWERS.values()), f"{window.name} sees {shown}")
        window.rest()


def receive(window, other):
    window.write("writing", "What I heard", HEARD[window.name])
    window.click("button", "Say it back")
    other.click("button", "Yes, that is it")
    window.see("exchange", f"{other.name} said: yes, that is it")


def play(noor, sam, display, shots):
    ask(noor)
    sam.see("prompt", PROMPT)  # what was begun is what is suggested
    sam.click("button", "Open it")
    answer(noor)
    noor.see("waiting")
    expect_sealed_from(sam, noor)
    display.shot(shots, "1-noor-has-sealed")
    answer(sam)
    reveal(noor, sam)
    display.shot(shots, "2-open-together")
    receive(noor, sam)
    receive(sam, noor)
    display.shot(shots, "3-both-were-heard")
    noor.click("button", "Close this round")
    for window in (noor, sam):
        window.click("place", "Keepsake")
        window.see("row", PROMPT)
    display.shot(shots, "4-kept")


def main():
    global PROMPT
    PROMPT = prompt_of("values.difference-i-admire")
    programs = Programs(sys.argv[1])
    scale, way = sys.argv[2], sys.argv[3]
    shots = os.path.join(sys.argv[1], "tests", "ui", "shots", f"{scale}-{way}")
    os.makedirs(shots, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="twinlamp-window-") as folder:
        display = Display(2200, 820)
        relay = Relay(programs, os.path.join(folder, "relay"))
        noor = sam = None
        try:
            for name, place, palette in (("Noor", "0,0", "evening"), ("Sam", "1100,0", "morning")):
                window = Window(programs, display, folder, name, place, ("--palette", palette, "--text-scale", scale), by_keys=way == "keys")
                noor, sam = (window, sam) if name == "Noor" else (noor, window)
            for window in (noor, sam):
                begin(window, relay.invitation)
            mistype(sam)
            pair(noor, sam)
            display.shot(shots, "0-same-words")
            for window in (noor, sam):
                window.click("button", "They are the same")
            for window in (noor, sam):
                window.until(lambda picture: picture["screen"] == "tonight", "tonight")
            play(noor, sam, display, shots)
            for window in (noor, sam):
                print(f"{window.name}: {'; '.join(window.close())}")
        except Failure:
            display.shot(shots, "failed")
            for window in filter(None, (noor, sam)):
                with open(os.path.join(shots, f"failed-{window.name}.jsonl"), "w", encoding="utf-8") as log:
                    log.writelines(window.lines[-40:])
            raise
        finally:
            for window in (noor, sam):
                if window is not None:
                    window.process.kill()
            relay.kill()
            display.stop()
    print(f"two windows did the main job, letters of {scale}, by {way}")


if __name__ == "__main__":
    run(main)
