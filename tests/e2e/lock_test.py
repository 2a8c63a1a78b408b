"""After `lock`, nothing that was typed, sealed or read is left in the memory of the running client, in no encoding and in no part; while
the same search finds all of it before, and finds a planted canary after."""
import os
import sys

from lib import Client, Relay, expect, pair, run_main
from privacy_test import private_keys
from search import dumps_nothing, memory_or_skip, pieces_in

DRAFT = "Yesterday I walked past the bakery and nearly rang you."
# Words that no card has in a row: those stay in memory.
SEALED = "Pewter mornings, before trolleybuses hum past quinces."
PARTNERS = "Your hiccup of laughter down stairs, ahead of hinges creaking."
SAID = "I heard that stairs ring like small bells under me."
PASSPHRASE = "correct-horse-of-porto"
LASTING = ("profile", "identity", "member", "latch seed", "pair seed", "self key", "box key", "live psk")  # the same from the pairing on
CANARY = "canary: this search reads the memory"


def play(noor, sam, terminal):
    """A draft, and a round that both have answered and Noor has said back; all in one run of Noor's terminal."""
    cards = [e["card"] for e in sam.run("card", "list", "values") if e["kind"] == "text"]
    terminal.say(f"ask {cards[0]}")
    terminal.event("done")
    terminal.say("answer")
    for line in (SEALED, "."):
        terminal.say(line)
    terminal.event("draft")
    terminal.say("seal --mode apart")
    terminal.event("done")
    sam.run("answer", text=PARTNERS)
    sam.run("seal", "--mode", "apart")
    opens = sam.start("reveal")
    terminal.say("reveal")
    while terminal.event("round")["phase"] != "receiving":
        pass
    terminal.event("done")
    opens.close_input()
    opens.wait()
    terminal.say(f"say-back {SAID}")
    terminal.event("done")
    terminal.say("history --search stairs")  # and so all of it is in the index too
    terminal.event("history")
    terminal.say(f"ask {cards[1]}")
    terminal.event("done")
    terminal.say("answer " + DRAFT)
    terminal.event("draft")


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor = Client(programs, os.path.join(folder, "noor"), "Noor", {"TWINLAMP_TEST_CANARY": CANARY})
    sam = Client(programs, os.path.join(folder, "sam"), "Sam")
    pair(noor, sam, relay)
    keys = private_keys(noor.home)  # while the disk still gives them to whoever reads it
    lasting = {name: keys[name] for name in LASTING}
    terminal = noor.start("interactive")
    terminal.event("status")
    terminal.say("lock")
    terminal.say(PASSPHRASE)
    terminal.event("locked")  # from now on there is a passphrase
    texts = {"the draft": DRAFT, "the sealed answer": SEALED, "the partner's answer": PARTNERS, "what was said back": SAID}
    play(noor, sam, terminal)

    expect(dumps_nothing(terminal.child.pid), "a crash would write what people wrote to a core file")
    before = memory_or_skip(terminal.child.pid, "rw")
    for name, text in texts.items():
        expect(text.encode() in before, f"the search does not find {name} while the profile is open")
    for name in ("profile", "identity", "self key", "member"):
        expect(lasting[name] in before, f"the search does not find the key {name} while the profile is open")
    terminal.say("lock")
    terminal.event("locked")
    after = memory_or_skip(terminal.child.pid, "rw")
    expect(CANARY.encode() in after, "the search does not find its canary")
    left = {name: pieces_in(after, text) for name, text in {**texts, "the passphrase": PASSPHRASE}.items()}
    expect(not any(left.values()), f"still in memory after locking: {left}")
    expect(lasting["member"] in after, "a locked client stays logged in with its member key")
    keys_left = [name for name, key in lasting.items() if key in after and name != "member"]
    expect(not keys_left, f"keys still in memory after locking: {keys_left}")

    terminal.say("unlock")
    terminal.say(PASSPHRASE)
    terminal.event("unlocked")
    terminal.say("history")
    expect(terminal.event("history").get("mine"), "the round is gone after unlocking")
    terminal.say("leave")
    terminal.say("leave")
    terminal.event("left")
    gone = memory_or_skip(terminal.child.pid, "rw")
    expect(CANARY.encode() in gone, "the search does not find its canary")
    left = {name: pieces_in(gone, text) for name, text in texts.items()}
    keys_left = [name for name, key in lasting.items() if key in gone and name != "member"]
    expect(not any(left.values()) and not keys_left, f"still in memory after leaving: {left} {keys_left}")
    terminal.close_input()
    expect(terminal.wait() == 0, "the terminal ended badly")
    print(f"searched {len(after) >> 20} MiB of a locked client for {len(texts)} texts, by pieces, {len(lasting) - 1} keys and the passphrase: 0 hits; the canary was found")


sys.exit(run_main(test))
