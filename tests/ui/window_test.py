"""The main job in two real windows, by X events alone: pair, ask, answer, seal, open together, say back, confirm, close.

`window_test.py BUILD SCALE mouse|keys`: Noor's window in the evening palette, Sam's in the morning one, letters of that size; all by the mouse
and typing, or by the keyboard alone. Sam's answer is in many scripts. In every picture that comes to rest nothing lies over anything else.

Pictures stay in the build folder: tests/ui/shots.
"""
import os
import re
import subprocess
import sys
import tempfile

from support.windows import Display, Failure, Programs, Relay, Window, begin, expect, pair, run


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
