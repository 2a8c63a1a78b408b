"""This or that, live: ten pairs in step on both screens, one of them missed by one of the two."""
import json

from support.couple import deck
from support.windows import Window, expect

CARD = next(card for card in deck("play") if card["kind"] == "pairs" and card["depth"] == 1)
PAIRS = [tuple(pair) for pair in CARD["pairs"]]
MISSED = 4  # by Sam


def place_of(picture):
    """Which pair is shown now; 0 when none is."""
    shown = [w["label"] for w in Window.all_of(picture, "place") if w["label"].endswith(f" of {len(PAIRS)}")]
    return int(shown[0].split()[0]) if shown else 0


def begun(window):
    """When each pair was first seen on that screen."""
    seen = {}
    for line, at in zip(window.lines, window.times):
        seen.setdefault(place_of(json.loads(line)), at)
    return [seen[number] for number in range(1, len(PAIRS) + 1)]


def pick(window, number, side, by_mouse):
    """What was taken, as the window shows it; nothing where the three seconds were over before."""
    words = PAIRS[number - 1][side]
    if by_mouse:
        x, y, width, height = Window.all_of(window.now, "option", words, "now")[0]["visible"]
        window.press((x + width // 2, y + height // 2))
    else:
        window.key(("Left", "Right")[side])
    window.until(lambda picture: place_of(picture) != number or any(w.get("selected") for w in Window.all_of(picture, "option", words, "now")), f"“{words}” taken")
    return words if place_of(window.now) == number else None


def play_pairs(couple):
    """The pairs as both played them: what each took."""
    noor, sam = couple.noor, couple.sam
    taken = {noor: {}, sam: {}}
    for number in range(1, len(PAIRS) + 1):
        for window in (noor, sam):
            window.until(lambda picture, at=number: place_of(picture) == at, f"pair {number}")
            if window is sam and number == MISSED:
                continue
            side = number % 2 if window is noor else (number // 2) % 2
            taken[window][number] = pick(window, number, side, by_mouse=number % 3 == 0)
        if number == 2:
            couple.display.shot(couple.shots, "play-live")
    return taken


def this_or_that(couple):
    noor, sam = couple.noor, couple.sam
    couple.ask("Play", 1, CARD["prompt"])
    noor.click("button", "I am ready")
    noor.see("waiting", "Waiting for Sam to be ready …")
    sam.see("ready")
    couple.shot("play-ready")
    sam.click("button", "I am ready")
    taken = play_pairs(couple)
    seen = {window: begun(window) for window in (noor, sam)}
    for number in range(len(PAIRS) - 1):
        for window, other in couple.both():
            expect(seen[window][number] < seen[other][number + 1], f"{window.name} came to pair {number + 1} after {other.name} had left it")
    apart = max(abs(a - b) for a, b in zip(seen[noor], seen[sam]))
    print(f"ten pairs in step: at most {apart * 1000:.0f} ms apart as seen from outside", flush=True)
    for window, other in couple.both():
        window.until(lambda picture: not place_of(picture) and len(Window.all_of(picture, "item")) == 2 * len(PAIRS), "what both took")
        window.rest()
        late = 0
        for number, pair in enumerate(PAIRS, 1):
            mine, theirs = taken[window].get(number), taken[other].get(number)
            late += (mine is None) + (theirs is None)
            for words in pair:
                meant = "both" if mine == theirs == words else "mine" if mine == words else "partners" if theirs == words else None
                shown = {w.get("value") for w in Window.all_of(window.now, "item", words)}
                expect(meant in shown, f"{window.name} sees “{words}” as {shown}, not {meant}")
        told = [w for w in window.now["widgets"] if w["label"].endswith("too late for this one")]
        expect(len(told) == late >= 1, f"{late} came too late, and {len(told)} are told of")
        expect(any(taken[window].values()), f"nothing that {window.name} took came in time")
    couple.shot("play-together")
    couple.react("That made me smile", "I feel this too")
    couple.close()


PRACTICES = [this_or_that]
