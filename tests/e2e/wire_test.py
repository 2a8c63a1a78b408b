"""What the relay can measure, between real processes: an evening of every kind of answer and of every size, live games and a wish list, through a
recorder that ends TLS. Every live frame and every post is of a published size, closed latches look alike, drafts leave nothing, and a lamp that is out
leaves nothing live. That two evenings are equal frame by frame is shown where time stands still: tests/device/wire_sizes_test.cpp."""
import json
import os
import sys
from collections import Counter

from lib import Client, expect, only, pair, run_main
from recorder import Recorder

# protocol/README.md, 2.2 and 2.4
ENVELOPE, LIVE, HELLO, POKE = 125, 33, 65, 17
POSTS = {bucket * 1024 + ENVELOPE for bucket in (1, 4, 16, 64)}
CLOSED = 0
# From each bucket of an answer one, and those next to the edges.
TEXTS = [("No.", "d" * (48 * 1024 - 5)), ("a" * 1015, "b" * 6000), ("a" * 1100, "c" * 20000)]


def answers_for(card):
    """Two that differ, as they are typed."""
    kind = card["kind"]
    options = len(card.get("options") or [])
    if kind == "ranking":
        order = [str(n) for n in range(1, options + 1)]
        return " ".join(order), " ".join(reversed(order))
    if kind == "guess":
        return ("1 2", "2 1") if options else ("the harbour | the kitchen", "a bench | the harbour before anyone is up")
    if kind == "list":
        least = card.get("lines_least") or 3
        mark = "*" if card.get("marked") else ""
        return tuple(" | ".join((mark if n == 0 else "") + f"{word} {n}" for n in range(least)) for word in ("a line", "another one, longer"))
    return {"choice": ("1", "2"), "scale": ("1", "5"), "choices": ("1", "1 2"), "feeling": ("tender 4 Your letter came.", "worried 2"),
            "sort": ("most 1 2 3 | least 4 5 | top 2 1 3", "most 2 6 | least 1 | top 6 2")}[kind]


class Evenings:
    def __init__(self, noor, sam):
        self.noor, self.sam, self.kinds = noor, sam, set()

    def both(self):
        return self.noor, self.sam

    def play(self, card, answers, mode="apart"):
        found = only(self.noor.run("ask", card["card"]), "round")["round"]
        self.sam.run("status")
        for client, text in zip(self.both(), answers):
            client.run("answer", "--round", found, text=text)
            client.run("seal", *(["--mode", mode] if mode else []), "--round", found)
        lives = [client.start("reveal", "--round", found) for client in self.both()]
        for process in lives:
            process.event("round")
            process.close_input()
            expect(process.wait() == 0, f"{card['card']}: {process.describe()}")
        for client in self.both():
            client.run("react", "lovely", "--round", found, code=None)
        self.noor.run("status")
        self.noor.run("close", "--round", found, code=None)
        self.sam.run("status")
        self.kinds.add(card["kind"])


def cards_of(noor):
    """One card of each kind that can be asked straight away."""
    found = {}
    for practice in ("feelings", "values", "dialogue", "play"):
        for event in noor.run("card", "list", practice):
            if event["event"] == "card" and (event["depth"] == 1 or event["kind"] == "sort"):
                found.setdefault(event["kind"], event)
    return found


def play_live(evenings, card):
    evenings.noor.run("ask", card["card"])
    evenings.sam.run("status")
    both = [client.start("play") for client in evenings.both()]
    for place in range(10):
        for process in both:
            process.event("pair", timeout=60)
            process.say("l" if place % 2 else "r")
    for process in both:
        process.event("done", timeout=60)
        process.close_input()
        process.wait()
    evenings.kinds.add("pairs")


def look(evenings, until, what):
    for _ in range(24):
        if until():
            return
        for client in evenings.both():
            client.run("status")
    expect(until(), what)


def play_wishes(evenings):
    """Both have wanted Desire since before their first evening: the devices have asked each other meanwhile."""
    look(evenings, lambda: all(only(client.run("desire", "status"), "desire")["on"] for client in evenings.both()), "Desire did not come to both")
    evenings.noor.run("wishes")
    for client, votes in zip(evenings.both(), ("yes 1 2 | curious 3", "no 1")):
        client.run("status")
        client.run("answer", votes)
        client.run("seal", "--mode", "apart")
    look(evenings, lambda: all((client.round() or {}).get("phase") == "receiving" for client in evenings.both()), "the wish list did not open")
    evenings.kinds.add("wishes")


def check_sizes(frames):
    for frame in frames:
        if frame.kind in ("post", "deliver"):
            expect(len(frame.body) in POSTS, f"an envelope of {len(frame.body)} bytes")
        elif frame.kind == "live":
            size = len(frame.body)
            kind = frame.body[0] if frame.body else 0
            fits = {1: size == HELLO, 2: size == HELLO, 3: size > LIVE and (size - LIVE) % 256 == 0, 4: size == POKE}
            expect(fits.get(kind), f"a live frame of kind {kind} and {size} bytes")
    up = [frame for frame in frames if frame.up]
    puts = {frame.size for frame in up if frame.kind == "latch_put" and frame.fields.get(2, CLOSED) == CLOSED and 8 not in frame.fields}
    expect(len(puts) == 1, f"closed latches differ: {puts}")
    for kind in ("latch_ack", "head_set", "login"):
        sizes = {frame.size for frame in up if frame.kind == kind}
        expect(len(sizes) <= 1 or kind == "login" and len(sizes) <= 2, f"{kind} has the sizes {sizes}")
    return Counter(len(frame.body) for frame in up if frame.kind == "post"), Counter(len(frame.body) for frame in up if frame.kind == "live")


def frames_until_said(recorder, terminal, words):
    """Says something that is posted, and waits for its post: all that this terminal had to send before it has passed by then."""
    def posts():
        return [frame for frame in recorder.check() if frame.up and frame.kind == "post"]
    before = len(posts())
    terminal.say(f"say {words}")
    while True:
        event = json.loads(terminal.next_line())
        expect(event["event"] != "problem", f"{event}")
        if event["event"] == "done":
            break
    recorder.wait(lambda: len(posts()) > before, "the post of what was said")
    return posts()[before].connection


def check_drafts(recorder, noor, sam, card):
    """Into a terminal that stays open, saved again and again: with the partner away, with the partner here, with the lamp out."""
    found = only(noor.run("ask", card["card"]), "round")["round"]
    sam.run("status")
    terminal = noor.start("interactive")
    terminal.event("status")
    drafts = ["A", "A long winter with a train in it. " * 40, "Snow."] * 3

    def write():
        """What left this terminal while they were typed, but for what was said to know that all of it had left."""
        connection = frames_until_said(recorder, terminal, "I love you.")
        begin = len(recorder.check())
        for line in drafts:
            terminal.say(f"answer --round {found} {line}")
            terminal.event("draft")
        frames_until_said(recorder, terminal, "I love you.")
        sent = [frame for frame in recorder.check()[begin:] if frame.up and frame.connection == connection]
        at = next(place for place, frame in enumerate(sent) if frame.kind == "post")
        return [frame for frame in sent[:at] if frame.kind not in ("ack", "head_set")]

    alone = write()
    expect(not alone, f"with nobody there a draft left as {Counter(frame.kind for frame in alone)}")
    partner = sam.start("interactive")
    partner.event("status")
    recorder.wait(lambda: any(frame.up and frame.kind == "live" and len(frame.body) > HELLO for frame in recorder.check()[-40:]), "a meeting")
    here = write()
    expect({frame.kind for frame in here} <= {"live"}, f"a draft left as {Counter(frame.kind for frame in here)}")
    terminal.say("lamp off")
    terminal.event("lamp")
    dark = write()
    expect(not dark, f"with the lamp out a draft left as {Counter(frame.kind for frame in dark)}")
    for process in (terminal, partner):
        process.close_input()
        process.wait()
    return len(here)


def check_coverage(posts, live, kinds):
    expect(set(posts) == POSTS, f"not every bucket was posted: {posts}")
    expect(HELLO in live and LIVE + 256 in live, f"there was no meeting: {live}")
    wanted = {"text", "choice", "scale", "feeling", "choices", "ranking", "list", "guess", "sort", "wishes", "pairs"}
    expect(kinds == wanted, f"no evening of {wanted - kinds}")


def test(programs, folder):
    recorder = Recorder(folder)
    relay = recorder.relay(programs, os.path.join(folder, "relay"))
    noor, sam = (Client(programs, os.path.join(folder, name), name, recorder.environment) for name in ("Noor", "Sam"))
    pair(noor, sam, relay)
    for client in (noor, sam):
        client.run("desire", "on")
    evenings = Evenings(noor, sam)
    cards = cards_of(noor)
    for kind, card in cards.items():
        if kind == "pairs":
            play_live(evenings, card)
        elif kind not in ("wishes", "text"):
            evenings.play(card, answers_for(card))
    texts = [card for card in noor.run("card", "list", "open-up") if card["event"] == "card" and card["kind"] == "text" and card["depth"] == 1]
    for card, lengths in zip(texts, TEXTS):
        evenings.play(card, lengths)
    evenings.play(texts[len(TEXTS)], ("short", "e" * 9000), mode="open")
    play_wishes(evenings)
    live_frames = check_drafts(recorder, noor, sam, texts[len(TEXTS) + 1])
    frames = recorder.check()
    posts, live = check_sizes(frames)
    check_coverage(posts, live, evenings.kinds)
    expect(relay.stop() == 0, "the relay ended badly")
    print(f"{len(frames)} frames of {recorder.count} connections: posts by size {dict(sorted(posts.items()))}, live frames {dict(sorted(live.items()))}; "
          f"{live_frames} live frames while a draft was written with both here, and nothing else")


if __name__ == "__main__":
    sys.exit(run_main(test))
