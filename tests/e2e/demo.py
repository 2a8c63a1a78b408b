"""`./twinlamp demo`: a relay and two people, Noor and Sam, on this machine, doing the main job for real.

With a display: two windows side by side, already paired and with a little history, to be used by hand; ends when both are closed.
Without one, or with --terminal: two terminal clients, printed as it happens. Fails if either shows the other's answer before both had sealed.
"""
import argparse
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import Client, Failure, Programs, Relay, expect, only, pair  # noqa: E402

CARD = "appreciations.sound-of-me"
ANSWERS = {
    "Noor": "Your laugh through the phone, when you try to be quiet.",
    "Sam": "The sigh before your first coffee. I hear it through two walls.",
}
HISTORY = [
    ("open-up.first-kitchen", "A blue oilcloth, and my aunt counting beans aloud.", "Flour everywhere. My father sings, badly, and nobody minds."),
    ("appreciations.did-not-notice", "You called although it was late.", "You listened to my mother's story twice."),
]


def screen():
    """Width and height of the display that windows open on; None where there is none, or one that does not let us in."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = x11.XOpenDisplay(None) if os.environ.get("DISPLAY") else None
    if not display:
        return None
    display = ctypes.c_void_p(display)
    number = x11.XDefaultScreen(display)
    size = x11.XDisplayWidth(display, number), x11.XDisplayHeight(display, number)
    x11.XCloseDisplay(display)
    return size


def step(text):
    print(f"\n{text}", flush=True)


def say(name, text):
    print(f"  {name:>5} │ {text}", flush=True)


def nothing_early(client, secret):
    expect(secret not in str(client.transcript), f"{client.name}'s client showed the other's answer before both had sealed")


def play(noor, sam, card, answers, tell):
    """One whole round, in together mode, both here at the end."""
    noor.run("ask", card)
    sam.run("status")
    for client, other in ((noor, sam), (sam, noor)):
        client.run("answer", text=answers[client.name])
        tell(client.name, "writes, alone. The draft is on this device only.")
        nothing_early(client, answers[other.name])
    for client, other in ((noor, sam), (sam, noor)):
        client.run("seal")
        tell(client.name, "seals. The lamp burns full.")
        nothing_early(noor, answers["Sam"])
        nothing_early(sam, answers["Noor"])
    both = [(noor, noor.start("reveal")), (sam, sam.start("reveal"))]
    opened = []
    for client, process in both:
        process.event("countdown")
        tell(client.name, "Both are here: three seconds.")
    for client, process in both:
        opened.append((client, process.event("round")))
        process.close_input()
        expect(process.wait() == 0, "the reveal did not end well")
    return opened


def pair_and_tell(noor, sam, relay, tell):
    code = pair(noor, sam, relay)
    tell("Noor", f"says on the phone: {code}")
    tell("Sam", "types it. Both compare the same four words, and both confirm.")


def in_terminal(programs, folder, relay):
    step("A relay starts on this machine. It will see random bytes only.")
    print(f"  {relay.invitation}")
    noor, sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
    step("Noor and Sam pair, by a number and three words.")
    pair_and_tell(noor, sam, relay, say)
    card = only(noor.run("card", "show", CARD), "card")
    step(f"The card, on both laptops: {card['prompt']}")
    opened = play(noor, sam, CARD, ANSWERS, say)
    step("Open together, on both sides.")
    for client, event in opened:
        say(client.name, f"wrote:  {event['mine']}")
        say(client.name, f"reads:  {event['partners']}")
        other = "Sam" if client.name == "Noor" else "Noor"
        expect(event["mine"] == ANSWERS[client.name] and event["partners"] == ANSWERS[other], "an answer is not what was sealed")
    noor.run("say-back", "That you know when I am up, and how much I want to be.")
    sam.run("status")
    sam.run("confirm")
    noor.run("status")
    last = only(noor.run("reveal", "--wait", "0"), "round")
    for line in last["exchange"]:
        say("", line)
    expect(relay.stop() == 0, "the relay did not stop politely")
    step("Done. `./twinlamp client` and `./twinlamp cli` are the same for two real people.")


def in_windows(programs, folder, relay, size):
    step("A relay starts, Noor and Sam pair, and leave a little history. Two windows follow.")
    noor, sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
    pair_and_tell(noor, sam, relay, say)
    for card, first, second in HISTORY:
        play(noor, sam, card, {"Noor": first, "Sam": second}, lambda *_: None)
        for client in (noor, sam):
            client.run("react", "♥")
        for client in (noor, sam):
            client.run("status")
        noor.run("close", code=None)
        sam.run("status")
    step("Both windows are real and yours to use; close them to end the demo.")
    width, height = min(930, size[0] // 2 - 20), min(980, size[1] - 100)
    look = f"{max(width, 480)}x{max(height, 400)}"
    windows = [subprocess.Popen([programs.window, "--home", client.home, "--size", look, "--position", f"{10 + (width + 15) * i},20"])
               for i, client in enumerate((noor, sam))]
    try:
        while any(window.poll() is None for window in windows):
            for window, name in zip(windows, ("Noor", "Sam")):
                expect(window.poll() in (None, 0), f"{name}'s window ended by itself ({window.poll()})")
            time.sleep(0.2)
        codes = [window.wait() for window in windows]
    finally:
        for window in windows:
            window.terminate()
    expect(codes == [0, 0], f"the windows ended with {codes}")
    relay.stop()


def main():
    parser = argparse.ArgumentParser(prog="twinlamp demo", description=__doc__.split("\n")[0])
    parser.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--terminal", action="store_true", help="in the terminal, although there is a display")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = tempfile.mkdtemp(prefix="twinlamp-demo-")
    relay = None
    try:
        size = None if options.terminal else screen()
        if os.environ.get("DISPLAY") and not size and not options.terminal:
            print(f"The display {os.environ['DISPLAY']} cannot be opened, so the demo runs in the terminal.", file=sys.stderr)
        programs = Programs(options.bin)
        relay = Relay(programs, os.path.join(folder, "relay"))
        if size:
            in_windows(programs, folder, relay, size)
        else:
            in_terminal(programs, folder, relay)
    except Failure as failure:
        print(f"\nThe demo failed: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        if relay:
            relay.kill()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
