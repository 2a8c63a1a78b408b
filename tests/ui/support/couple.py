"""Noor and Sam in their two windows, and what every practice needs of them: a card asked, answered, opened together, heard and closed."""
import os
import tempfile
import tomllib

from support.windows import Display, Failure, Relay, Window, begin, expect, pair

DECKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "client", "content", "decks", "en")
DEPTHS = ("light", "easy", "open", "deep", "very deep")


def deck(practice):
    with open(os.path.join(DECKS, practice + ".toml"), "rb") as file:
        return tomllib.load(file)["card"]


def card_of(practice, depth):
    """The first text card of this depth: its prompt."""
    return next(card["prompt"] for card in deck(practice) if card["depth"] == depth and card["kind"] == "text")


class Couple:
    def __init__(self, noor, sam, display, shots):
        self.noor, self.sam, self.display, self.shots = noor, sam, display, shots

    def both(self):
        return (self.noor, self.sam), (self.sam, self.noor)

    def shot(self, name):
        for window in (self.noor, self.sam):
            window.rest()
        self.display.shot(self.shots, name)

    def go(self, window, practice):
        window.click("place", "Practices")
        window.see("title", "Practices")  # the first page names practices, too
        window.click("practice", practice)
        window.see("title", practice)

    def ask(self, practice, depth, prompt):
        """From its row on the practice's page, by Noor."""
        self.go(self.noor, practice)
        self.noor.click("chip", DEPTHS[depth - 1])
        self.noor.click("row", prompt)
        self.noor.see("dialog", prompt)
        self.noor.click_until("button", "Ask this", lambda picture: picture["screen"] == "round", "the round")
        self.join(prompt)

    def join(self, prompt=None):
        """Sam finds what Noor has asked on the first page."""
        shown = self.noor.until(lambda picture: picture["screen"] == "round" and Window.all_of(picture, "prompt"), "the round")[0]["label"]
        expect(prompt in (None, shown), f"asked was {prompt}, and it is {shown}")
        prompt = shown
        self.sam.click("place", "Tonight")
        self.sam.see("prompt", prompt)
        self.sam.click_until("button", "Open it", lambda picture: picture["screen"] == "round", "the round")

    def seal(self, window, other):
        window.click_until("button", "Seal my answer", lambda picture: not Window.all_of(picture, "button", "Seal my answer"), "the answer sealed")
        told = f"{window.name} has sealed an answer. It opens with yours."  # a line that moves all below it
        other.until(lambda picture: Window.all_of(picture, "text", told) or not Window.all_of(picture, "button", "Seal my answer"), f"that {window.name} has sealed")

    def seal_both(self):
        for window, other in self.both():
            self.seal(window, other)

    def write_both(self, mine, theirs):
        """An answer in words by each, sealed and opened."""
        for (window, other), text in zip(self.both(), (mine, theirs)):
            window.write("writing", "Your answer", text)
            self.seal(window, other)
        self.see_answers(mine, theirs)

    def see_answers(self, *answers):
        for window in (self.noor, self.sam):
            shown = window.until(lambda picture: len(Window.all_of(picture, "answer")) == len(answers) and Window.all_of(picture, "answer"), "both answers")
            expect({w["label"] for w in shown} == set(answers), f"{window.name} sees {shown}")
            window.rest()

    def play(self, practice, slug, depth, mine, theirs):
        """One card of words, asked by Noor, answered and opened by both."""
        prompt = card_of(slug, depth)
        self.ask(practice, depth, prompt)
        self.write_both(mine, theirs)
        return prompt

    def say_back(self, window, text):
        window.write("writing", "What I heard", text)
        window.click("button", "Say it back")

    def confirm(self, window):
        window.click_until("button", "Yes, that is it", lambda picture: not Window.all_of(picture, "button", "Yes, that is it"), "that it was said")

    def hear(self, text):
        for window, other in self.both():
            self.say_back(window, text)
            self.confirm(other)
            window.see("exchange", f"{other.name} said: yes, that is it")

    def react(self, *words):
        """Under a light card a small word is enough."""
        for (window, other), word in zip(self.both(), words):
            window.click("chip", word)
            other.see("said", word)

    def close(self):
        self.noor.click_until("button", "Close this round", lambda picture: not Window.all_of(picture, "button", "Close this round"), "that it was closed")
        for window in (self.noor, self.sam):
            window.until(lambda picture: not Window.all_of(picture, "button", "Close this round"), "the round closed")


def with_couple(programs, shots, play):
    """Two windows, paired over a relay of their own; `play` is given the couple. The pictures stay in the folder `shots`."""
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
            play(Couple(*windows, display, shots))
            for window in windows:
                window.close()
        except Failure:
            display.shot(shots, "failed")
            for window in windows:
                with open(os.path.join(shots, f"failed-{window.name}.jsonl"), "w", encoding="utf-8") as log:
                    log.writelines(window.lines[-40:])
            raise
        finally:
            for window in windows:
                window.process.kill()
            relay.kill()
            display.stop()
