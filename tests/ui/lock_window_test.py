"""After Ctrl+L, nothing that was typed into the window or shown in it is left in its memory, in no encoding and in no part; while the same
search finds all of it before, and a planted canary after. Input is X events; the partner answers in a terminal."""
import os
import signal
import sys
import tempfile

from support.windows import Display, Window, begin
from traces_window_test import clipboard
from window_test import depth_of, prompt_of

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from lib import Client, Failure, Programs, Relay, expect, run  # noqa: E402
from search import dumps_nothing, memory_or_skip, pieces_in, spread_words_in  # noqa: E402

DRAFT = "Yesterday I walked past the patisserie and nearly rang you."
# Words that no card has in a row: those stay in memory.
SEALED = "Pewter mornings, before trolleybuses hum past quinces."
PARTNERS = "Your hiccup of laughter down stairs, ahead of hinges creaking."
SAID = "I heard that stairs ring like small bells under me."
PASSPHRASE = "correct-horse-of-porto"
CANARY = "canary: this search reads the memory"


def pair(noor, sam, relay):
    sam.run("setup", "--name", sam.name, "--relay", relay.invitation)
    noor.click("button", "Show a code")
    join = sam.start("pair", "join", noor.see("code")["label"])
    join.event("same_words")
    join.say("yes")
    noor.click("button", "They are the same")
    join.event("paired")
    join.wait()
    noor.until(lambda picture: picture["screen"] == "tonight", "tonight")


def set_passphrase(noor):
    noor.click("place", "Settings")
    noor.click("button", "Set a passphrase")
    for field in ("New passphrase", "New passphrase once more"):
        noor.click("field", field)
        noor.until(lambda picture, field=field: any(w.get("focused") for w in Window.all_of(picture, "field", field)), f"the keyboard in {field}")
        noor.type(PASSPHRASE)
    noor.click("button", "Save the passphrase")
    noor.see("button", "Change the passphrase")


def ask(noor, practice, card):
    noor.click("place", "Practices")
    noor.click("practice", practice)
    noor.click("chip", depth_of(prompt_of(card)))
    noor.click("row", prompt_of(card))
    noor.click("button", "Ask this")
    noor.see("writing", "Your answer")


def write_within_one_picture(noor, field, text):
    """As on a machine that was busy: everything that was typed comes at once, and passes through all the queues there are."""
    noor.click("writing", field)
    noor.until(lambda picture: any(w.get("focused") for w in Window.all_of(picture, "writing", field)), f"the keyboard in {field}")
    noor.process.child.send_signal(signal.SIGSTOP)
    try:
        noor.type(text)
    finally:
        noor.process.child.send_signal(signal.SIGCONT)
    noor.until(lambda picture: any(w.get("value") == text for w in Window.all_of(picture, "writing", field)), f"“{text}” in {field}")


def play(noor, sam):
    """A round that both have answered and Noor has said back; then a draft, undone in part and written again."""
    ask(noor, "Values", "values.difference-i-admire")
    noor.write("writing", "Your answer", SEALED)
    noor.click("button", "Seal my answer")
    noor.see("waiting")
    sam.run("answer", text=PARTNERS)
    sam.run("seal")
    opens = sam.start("reveal")
    noor.until(lambda picture: len(Window.all_of(picture, "answer")) == 2, "both answers")
    noor.write("writing", "What I heard", SAID)
    noor.click("button", "Say it back")
    opens.close_input()
    opens.wait()
    ask(noor, "Values", "values.what-money-may-not")
    write_within_one_picture(noor, "Your answer", DRAFT)
    noor.key("ctrl+z")
    noor.key("ctrl+shift+z")
    noor.until(lambda picture: any(w.get("value") == DRAFT for w in Window.all_of(picture, "writing")), "the draft again")
    noor.key("ctrl+a")
    noor.key("ctrl+c")


def test(programs, folder, display):
    relay = Relay(programs, os.path.join(folder, "relay"))
    os.environ["TWINLAMP_TEST_CANARY"] = CANARY
    noor = Window(programs, display, folder, "Noor", "0,0")
    sam = Client(programs, os.path.join(folder, "Sam"), "Sam")
    try:
        begin(noor, relay.invitation)
        pair(noor, sam, relay)
        set_passphrase(noor)
        texts = {"the draft": DRAFT, "the sealed answer": SEALED, "the partner's answer": PARTNERS, "what was said back": SAID}
        play(noor, sam)
        expect(clipboard(display) == DRAFT, "the draft was not copied, so that it is gone says nothing")
        expect(dumps_nothing(noor.process.child.pid), "a crash would write what people wrote to a core file")
        memory = memory_or_skip(noor.process.child.pid, "rw")
        for name, text in texts.items():
            expect(text.encode() in memory, f"the search does not find {name} while the window shows it")
        noor.key("ctrl+l")
        noor.until(lambda picture: picture["screen"] == "lock", "the lock screen")
        noor.rest()
        expect(clipboard(display) == "", "what was copied of a draft is still on the clipboard of a locked window")
        memory = memory_or_skip(noor.process.child.pid, "rw")
        expect(CANARY.encode() in memory, "the search does not find its canary")
        left = {name: pieces_in(memory, text) for name, text in {**texts, "the passphrase": PASSPHRASE}.items()}
        expect(not any(left.values()), f"still in memory after locking: {left}")
        keys = b"".join(letter.encode() + bytes(11) for letter in " patisserie ")
        expect(spread_words_in(b"some" + keys, DRAFT) == [("patisserie", 12)], "the search does not find a queue of keys")
        spread = spread_words_in(memory, " ".join(texts.values()))
        expect(not spread, f"still in memory after locking, key by key: {spread}")
        print(f"searched {len(memory) >> 20} MiB of a locked window for {len(texts)} texts, by pieces, and the passphrase: 0 hits; the canary was found")
        noor.close()
    finally:
        noor.process.kill()
        relay.kill()


def main():
    with tempfile.TemporaryDirectory(prefix="twinlamp-lock-") as folder:
        display = Display(1200, 820)
        try:
            test(Programs(sys.argv[1]), folder, display)
        finally:
            display.stop()


if __name__ == "__main__":
    run(main)
