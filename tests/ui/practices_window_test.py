"""Practices from start to end in two real windows, by X events alone: a fear that is heard and then helped, a dialogue with its board, a few kind
words, a date that both agree on, and one place to open up.

`practices_window_test.py BUILD`: pictures of each stay in the build folder, tests/ui/shots/practices.
"""
import os
import re
import sys
import tempfile

from window_test import DEPTHS, Display, Failure, Programs, Relay, Window, begin, expect, pair, run

DECKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "client", "content", "decks", "en")


def card_of(practice, depth):
    """The first text card of this depth: its prompt."""
    with open(os.path.join(DECKS, practice + ".toml"), encoding="utf-8") as deck:
        for block in deck.read().split("[[card]]"):
            if f"\ndepth = {depth}\n" in block and '\nkind = "text"\n' in block:
                return re.search(r'^prompt = "(.*)"$', block, re.M).group(1).replace('\\"', '"')
    raise Failure(f"no card of depth {depth} in {practice}")


class Couple:
    def __init__(self, noor, sam, display, shots):
        self.noor, self.sam, self.display, self.shots = noor, sam, display, shots

    def shot(self, name):
        for window in (self.noor, self.sam):
            window.rest()
        self.display.shot(self.shots, name)

    def go(self, window, practice):
        window.click("place", "Practices")
        window.click("practice", practice)
        window.see("title", practice)

    def play(self, practice, slug, depth, mine, theirs):
        """One card, asked by Noor, answered and opened by both."""
        prompt = card_of(slug, depth)
        self.go(self.noor, practice)
        self.noor.click("chip", DEPTHS[depth - 1])
        self.noor.click("row", prompt)
        self.noor.click("button", "Ask this")
        self.sam.click("place", "Tonight")
        self.sam.see("prompt", prompt)
        self.sam.click("button", "Open it")
        for window, text in ((self.noor, mine), (self.sam, theirs)):
            window.write("writing", "Your answer", text)
            window.click("button", "Seal my answer")
        for window in (self.noor, self.sam):
            shown = window.until(lambda picture: len(Window.all_of(picture, "answer")) == 2 and Window.all_of(picture, "answer"), "both answers")
            expect({w["label"] for w in shown} == {mine, theirs}, f"{window.name} sees {shown}")
            window.rest()

    def hear(self, text):
        for window, other in ((self.noor, self.sam), (self.sam, self.noor)):
            window.write("writing", "What I heard", text)
            window.click("button", "Say it back")
            other.click("button", "Yes, that is it")
            window.see("exchange", f"{other.name} said: yes, that is it")

    def close(self):
        self.noor.click("button", "Close this round")
        self.noor.until(lambda picture: not Window.all_of(picture, "button", "Close this round"), "the round closed")


def fears(couple):
    noor, sam = couple.noor, couple.sam
    couple.play("Fears", "fears", 3, "That the line goes dead for good.", "That I am only good at being away.")
    for window in (noor, sam):
        expect(not window.sees("button", "company"), "help was offered before the fear was heard")
    couple.hear("That it is about silence.")
    noor.click("button", "company")
    sam.write("writing", "To help", "I stay on the line tonight, also when we say nothing.")
    couple.shot("fears-help")
    sam.click("button", "Send it")
    sam.click("button", "nothing: being heard is enough")
    noor.see("said", "I stay on the line tonight, also when we say nothing.")
    couple.shot("fears-done")
    couple.close()


def dialogue(couple):
    noor, sam = couple.noor, couple.sam
    couple.play("Dialogue", "dialogue", 1, "It is what stays when the visit is over.", "It is a kitchen light.")
    noor.click("chip", "for an example")
    noor.write("writing", "Your question", "When did you see it last?")
    noor.click("button", "Ask")
    sam.write("writing", "Your answer", "On Sunday, from the street.")
    sam.click("button", "Answer")
    noor.see("said", "On Sunday, from the street.")
    noor.write("field", "A sentence for the board", "It can be seen from outside.")
    noor.click("button", "Put it on the board")
    sam.click("button", "I stand behind this too")
    couple.shot("dialogue")
    couple.hear("That one sees it from outside.")
    for window in (noor, sam):
        window.click("chip", "we agree")
    couple.shot("dialogue-ended")
    couple.close()


def appreciations(couple):
    couple.go(couple.noor, "Appreciations")
    couple.noor.click("chip", "A few words")
    couple.noor.write("writing", "What do you want to say to Sam?", "I love you, and your bad maps.")
    couple.noor.click("button", "Send it")
    couple.go(couple.sam, "Appreciations")
    couple.sam.see("gift", "I love you, and your bad maps.")
    couple.shot("appreciations")


def dates(couple):
    couple.go(couple.noor, "Dates")
    couple.noor.click("button", "Plan a date")
    couple.noor.write("writing", "What would you like to do?", "The same soup in both kitchens")
    couple.noor.click("button", "Propose it")
    couple.go(couple.sam, "Dates")
    couple.sam.click("button", "Yes, let us")
    for window in (couple.noor, couple.sam):
        window.see("button", "Save for the calendar")
    couple.shot("dates")


def open_up(couple):
    for window, area in ((couple.noor, "The past"), (couple.sam, "Dreams")):
        couple.go(window, "Open up")
        window.click("chip", area)
    couple.noor.see("partners-area", "Sam chose: Dreams")
    couple.shot("open-up")


PRACTICES = [fears, dialogue, appreciations, dates, open_up]


def main():
    programs = Programs(sys.argv[1])
    shots = os.path.join(sys.argv[1], "tests", "ui", "shots", "practices")
    os.makedirs(shots, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="twinlamp-practices-") as folder:
        display = Display(2200, 820)
        relay = Relay(programs, os.path.join(folder, "relay"))
        windows = []
        try:
            for name, place, palette in (("Noor", "0,0", "evening"), ("Sam", "1100,0", "morning")):
                windows.append(Window(programs, display, folder, name, place, ("--palette", palette)))
            for window in windows:
                begin(window, relay.invitation)
            pair(*windows)
            for window in windows:
                window.click("button", "They are the same")
            for window in windows:
                window.until(lambda picture: picture["screen"] == "tonight", "tonight")
            couple = Couple(*windows, display, shots)
            for practice in PRACTICES:
                practice(couple)
                print(f"{practice.__name__}: played in both windows", flush=True)
            for window in windows:
                window.close()
        except Failure:
            display.shot(shots, "failed")
            raise
        finally:
            for window in windows:
                window.process.kill()
            relay.kill()
            display.stop()


if __name__ == "__main__":
    run(main)
