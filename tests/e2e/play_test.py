"""Play from start to end by two real clients: a guess, a marked list, this or that against the clock, and your thing.

The mark of a list is nowhere on the other's side before they have guessed; the live game begins on both at one instant."""
import os
import sys
import time

from lib import Client, Relay, expect, only, pair, run_main

LINES = {"Noor": "I was called Pip | *My nickname is Comet | They say Bear", "Sam": "*Captain | Noodle | Professor"}


def ask(noor, sam, card, answers):
    noor.run("ask", card)
    sam.run("status")
    for client in (noor, sam):
        client.run("answer", answers[client.name])
        client.run("seal")
    return open_both(noor, sam)


def open_both(noor, sam):
    both = [noor.start("reveal"), sam.start("reveal")]
    opened = [process.event("round") for process in both]
    for process in both:
        process.close_input()
        expect(process.wait() == 0, f"reveal failed: {process.describe()}")
    return opened


def finish(noor, sam):
    for client in (noor, sam):
        client.run("status")
        client.run("react", "lovely")
    noor.run("status")
    noor.run("close")
    sam.run("status")


def test_guess(noor, sam):
    card = next(e for e in noor.run("card", "list", "play") if e["kind"] == "guess" and e.get("options"))
    sees = ask(noor, sam, card["card"], {"Noor": "1 2", "Sam": "2 1"})
    expect(card["options"][0] in sees[1]["partners"] and card["options"][1] in sees[1]["partners"], f"Sam sees {sees[1]}")
    finish(noor, sam)


def test_marked_list(noor, sam):
    card = next(e for e in noor.run("card", "list", "play") if e["kind"] == "list" and e.get("marked"))
    sees = ask(noor, sam, card["card"], LINES)
    expect("Comet" in sees[1]["partners"] and "2" not in sees[1]["partners"].split("\n")[-1], f"the mark is told: {sees[1]}")
    expect("guess" in sees[1]["may"], "Sam may not guess")
    sam.run("guess", "2")
    after = only(sam.run("history", "1"), "history")
    expect("2" in after["partners"].split("\n")[-1], f"the mark is not told after the guess: {after}")
    noor.run("status")
    expect("guess" in only(noor.run("reveal"), "round")["may"], "Noor may not guess")
    noor.run("guess", "3")
    finish(noor, sam)


def play(process, letters):
    pairs = []
    for letter in letters:
        pairs.append((process.event("pair"), time.monotonic()))
        process.say(letter)
    return pairs


def test_live(noor, sam):
    card = next(e for e in noor.run("card", "list", "play") if e["kind"] == "pairs")
    noor.run("ask", card["card"])
    sam.run("status")
    alone = noor.run("play", "--wait", "1", code=1)
    expect("pair" not in [e["event"] for e in alone], "it began for one alone")
    both = {"Noor": noor.start("play"), "Sam": sam.start("play")}
    seen = {name: [] for name in both}
    for place in range(10):
        for name, process in both.items():
            event = process.event("pair", timeout=60)
            seen[name].append(time.monotonic())
            expect(event["place"] == place + 1, f"{name} sees pair {event}")
            if not (name == "Sam" and place == 4):  # Sam lets one go by
                process.say("l" if (place + len(name)) % 2 == 0 else "r")
    apart = max(abs(a - b) for a, b in zip(seen["Noor"], seen["Sam"]))
    expect(apart < 1, f"the pairs are {apart} s apart")
    for process in both.values():
        process.event("done", timeout=60)
        process.close_input()
        expect(process.wait() == 0, f"play failed: {process.describe()}")
    sees = open_both(noor, sam)
    lines = {"Noor": sees[0]["mine"].split("\n"), "Sam": sees[0]["partners"].split("\n")}
    sides = [card["pairs"][i:i + 2] for i in range(0, 20, 2)]
    for name, picked in lines.items():
        for place, (left, right) in enumerate(sides):
            wanted = "too late" if name == "Sam" and place == 4 else left if (place + len(name)) % 2 == 0 else right
            expect(picked[place] == wanted, f"{name}'s pick of {left} or {right} is {picked[place]}")
    finish(noor, sam)


def test_things(noor, sam):
    noor.run("thing", "add", "the names of clouds")
    sam.run("status")
    sam.run("thing", "reply", "1", "Buy a book.", code=1)
    sam.run("thing", "ask", "1", "Which one is overhead?")
    noor.run("status")
    noor.run("thing", "advice", "1")
    sam.run("status")
    sam.run("thing", "reply", "1", "A book with pictures.")
    noor.run("status")
    expect(only(noor.run("thing"), "things")["count"] == 1, "the thing is gone")


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor, sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
    pair(noor, sam, relay)
    test_guess(noor, sam)
    test_marked_list(noor, sam)
    test_live(noor, sam)
    test_things(noor, sam)


if __name__ == "__main__":
    sys.exit(run_main(test))
