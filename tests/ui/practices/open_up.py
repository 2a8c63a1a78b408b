"""Open up, a whole round that is heard, and the step deeper that both have allowed. And Desire, which both switch on meanwhile, each for themselves:
it is there after that round, with a wish list in which one thing is wanted by both, and of the rest nobody learns anything."""
import json

from support.windows import Window, expect


def switch_on(couple):
    """Each alone; as long as one has not, nothing shows."""
    for window, other in couple.both():
        couple.go(window, "Desire")
        window.click("button", "I would like it here")
        window.see("button", "Take it back")
        couple.go(other, "Desire")
        expect(not other.sees("button", "Answer the next 8"), f"it is on for {other.name}, whom nobody asked")
    couple.shot("desire-waiting")


def open_up(couple):
    noor, sam = couple.noor, couple.sam
    switch_on(couple)
    for window, area in ((noor, "The past"), (sam, "Dreams")):
        couple.go(window, "Open up")
        window.click("chip", area)
    for window, ceiling in ((noor, "open"), (sam, "easy")):
        window.click("chip", ceiling, "ceiling")
        window.until(lambda picture, depth=ceiling: any(w.get("selected") for w in Window.all_of(picture, "chip", depth, "ceiling")), f"“{ceiling}” chosen")
    noor.see("partners-area", "Sam chose: Dreams")
    couple.shot("open-up")
    noor.click("button", "Ask this")
    couple.join()
    couple.write_both("Tiles, and a radio that only had one station.", "A boat with a stove in it.")
    couple.shot("open-up-answers")
    for window, other in couple.both():
        window.click("button", "Say it back")
        couple.say_back(window, f"What {other.name} sees when it is quiet.")
        couple.confirm(other)
        window.see("exchange", f"{other.name} said: yes, that is it")
    couple.shot("open-up-heard")
    couple.close()
    for window in (noor, sam):
        couple.go(window, "Open up")
        window.see("depth", "Depth 2 of 5: easy")
    couple.shot("open-up-deeper")


def answer(window, answers):
    """To each wish in its order; gives back the wishes."""
    window.until(lambda picture: Window.all_of(picture, "item") and Window.all_of(picture, "button", "Seal my answer"), "the wishes")
    wishes = [w["label"] for w in Window.all_of(window.now, "item")]
    ids = list(dict.fromkeys(w["value"] for w in Window.all_of(window.now, "chip", "No")))
    expect(len(wishes) == len(ids) == 8, f"{window.name}: {wishes} {ids}")
    for words, item in zip(answers, ids):
        window.click("chip", words, item)
        window.until(lambda picture, w=words, i=item: any(c.get("selected") for c in Window.all_of(picture, "chip", w, i)), f"“{words}” chosen")
    return wishes


def desire(couple):
    noor, sam = couple.noor, couple.sam
    no, thought, to_do = "No", "A thought I enjoy", "Something I want to do"
    for window in (noor, sam):
        couple.go(window, "Desire")
        window.see("button", "Answer the next 8")
    couple.shot("desire-page")
    noor.click("button", "Answer the next 8")
    noor.until(lambda picture: picture["screen"] == "round", "the list")
    sam.click("button", "Go on with the list")
    wishes = answer(noor, (to_do, to_do, thought, no))
    expect(answer(sam, (to_do, no, thought, to_do)) == wishes, "the two were given different wishes")
    couple.shot("desire-list")
    couple.seal_both()
    marks = []
    for window in (noor, sam):
        window.see("who", "What you both want")
        window.rest()
        marks.append(len(window.lines))
    couple.shot("desire-open")
    couple.close()
    for window in (noor, sam):
        couple.go(window, "Desire")
        window.see("wish")
        shown = [w["label"] for w in Window.all_of(window.now, "wish")]
        expect(shown == [wishes[0], wishes[2]], f"{window.name} sees {shown}, not {wishes[0]} and {wishes[2]}")
    couple.shot("desire-match")
    for window, mark in zip((noor, sam), marks):
        window.click("place", "Keepsake")
        window.rest()
        later = [json.loads(line) for line in window.lines[mark:]]
        for wish in (wishes[1], *wishes[3:]):
            found = [w for picture in later for w in picture["widgets"] if wish in w["label"] or wish in w.get("value", "")]
            expect(not found, f"{window.name} still sees “{wish}”: {found[:1]}")
        expect(not any(wish in w["label"] for w in window.now["widgets"] for wish in wishes), "a wish lies on the keepsake's front")


PRACTICES = [open_up, desire]
