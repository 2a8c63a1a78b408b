"""What the window tells the rest of a desktop: a title that is its own name and nothing else, an invitation on the clipboard only while its code lives, no
word on its standard output, where a session's journal keeps it. And of a draft that is typed nothing leaves but the writing bit."""
import os
import subprocess
import sys
import tempfile
from collections import Counter

from support.windows import DEADLINE, Display, Window, begin, expect, run
from window_test import depth_of, prompt_of

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from lib import Client, Programs  # noqa: E402
from recorder import Recorder  # noqa: E402

DRAFT = "Yesterday I walked past the bakery and nearly rang you. " * 3
CARD = "values.difference-i-admire"
SOMEBODYS = "a line of a poem that somebody has copied"
LIVE = 33  # protocol/README.md, 2.4


def environment(display):
    return {**os.environ, "DISPLAY": display.name}


def clipboard(display):
    """What another program would paste."""
    done = subprocess.run(["xclip", "-selection", "clipboard", "-o"], env=environment(display), capture_output=True, text=True, timeout=DEADLINE, check=False)
    return done.stdout if done.returncode == 0 else ""


def copy_as_another_program(display, text):
    subprocess.run(["xclip", "-selection", "clipboard"], input=text, text=True, check=True, env=environment(display), stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def check_title(window, where):
    said = window.display.run("xdotool", "getwindowname", window.id).strip()
    expect(said == "Twinlamp", f"{where} the window's title is “{said}”")
    told = window.display.run("xprop", "-id", window.id, "WM_NAME", "_NET_WM_NAME", "WM_ICON_NAME", "_NET_WM_ICON_NAME", "WM_CLASS", "WM_CLIENT_MACHINE")
    for words in (window.name, DRAFT[:20], prompt_of(CARD)[:30], "Sam"):
        expect(words not in told, f"{where} the window tells “{words}”: {told}")


def copied(noor, display):
    noor.click("button", "Copy the invitation")
    noor.see("button", "Copied")
    invitation = noor.see("invitation")["label"]
    expect(clipboard(display) == invitation, "the invitation was not copied, so that it is gone says nothing")
    return invitation


def check_clipboard(noor, sam, display):
    noor.click("button", "Show a code")
    copied(noor, display)
    noor.click("button", "Cancel")
    noor.see("button", "Show a code")
    noor.rest()
    expect(clipboard(display) == "", "a code that was cancelled is still on the clipboard")

    noor.click("button", "Show a code")
    copied(noor, display)
    copy_as_another_program(display, SOMEBODYS)
    noor.click("button", "Cancel")
    noor.see("button", "Show a code")
    noor.rest()
    expect(clipboard(display) == SOMEBODYS, "what somebody has copied since was taken away")

    noor.click("button", "Show a code")
    copied(noor, display)
    check_title(noor, "while a code is shown")
    join = sam.start("pair", "join", noor.see("code")["label"])
    join.event("same_words")
    noor.see("button", "They are the same")
    noor.rest()
    expect(clipboard(display) == "", "a code that was used is still on the clipboard")
    join.say("yes")
    noor.click("button", "They are the same")
    join.event("paired")
    join.wait()
    noor.until(lambda picture: picture["screen"] == "tonight", "tonight")


def logged_in(recorder):
    return {f.connection for f in recorder.check() if f.up and f.kind == "login"} - recorder.ended


def let_the_devices_ask(recorder, connection, partner):
    """What two devices ask each other by themselves when they meet is over, and Noor's has said all that it had to say of it."""
    recorder.wait(lambda: len({f.connection for f in recorder.check() if f.up and f.kind == "latch_ack"}) == 2, "the end of a quiet run on both sides")
    seen = len([f for f in recorder.check() if not f.up and f.kind == "deliver" and f.connection == connection])
    partner.say("say I love you.")
    partner.event("done")

    def is_heard():
        to_noor = [f for f in recorder.check() if f.connection == connection]
        last = [at for at, f in enumerate(to_noor) if not f.up and f.kind == "deliver"]
        return len(last) > seen and any(f.up and f.kind == "ack" for f in to_noor[last[-1]:])
    recorder.wait(is_heard, "that Noor has heard what came after")


def check_draft(noor, sam, recorder):
    noor.click("place", "Practices")
    noor.click("practice", "Values")
    noor.click("chip", depth_of(prompt_of(CARD)))
    noor.click("row", prompt_of(CARD))
    noor.click("button", "Ask this")
    recorder.wait(lambda: len(logged_in(recorder)) == 1, "Noor's connection alone")
    (connection,) = logged_in(recorder)
    partner = sam.start("interactive")
    partner.event("status")
    let_the_devices_ask(recorder, connection, partner)
    noor.see("writing", "Your answer")
    noor.rest()
    start = len(recorder.check())
    noor.write("writing", "Your answer", DRAFT.strip())
    check_title(noor, "while a draft is written")
    errors = noor.close()  # all that it had to say has passed by the end of its connection
    recorder.wait(lambda: connection in recorder.ended, "the end of Noor's connection")
    sent = [f for f in recorder.check()[start:] if f.up and f.connection == connection and f.kind not in ("ack", "head_set")]
    expect({f.kind for f in sent} <= {"live"}, f"while a draft was typed there left {Counter(f.kind for f in sent)}")
    expect(all(len(f.body) == LIVE + 256 for f in sent), f"while a draft was typed there left live frames of {Counter(len(f.body) for f in sent)}")
    partner.close_input()
    partner.wait()
    return len(sent), errors


def test(programs, folder, display):
    recorder = Recorder(folder)
    relay = recorder.relay(programs, os.path.join(folder, "relay"))
    os.environ.update(recorder.environment)
    noor = Window(programs, display, folder, "Noor", "0,0")
    sam = Client(programs, os.path.join(folder, "Sam"), "Sam", recorder.environment)
    try:
        sam.run("setup", "--name", sam.name, "--relay", relay.invitation)
        begin(noor, relay.invitation)
        check_title(noor, "before a pair stands")
        check_clipboard(noor, sam, display)
        live, errors = check_draft(noor, sam, recorder)
        told = "\n".join(noor.process.seen + errors)
        for words in (DRAFT[:20], "Noor", "Sam", prompt_of(CARD)[:20], CARD, "twinlamp://"):
            expect(words not in told, f"the window's output, which a session's journal keeps, tells “{words}”: {told}")
        expect("first picture after" in told, f"the window's output was not caught: {told}")
        print(f"a title of its own, a clipboard given back, {len(told)} bytes of output without a word; {live} live frames while a draft was typed, nothing else")
    finally:
        noor.process.kill()
        relay.kill()


def main():
    with tempfile.TemporaryDirectory(prefix="twinlamp-traces-") as folder:
        display = Display(1200, 820)
        try:
            test(Programs(sys.argv[1]), folder, display)
        finally:
            display.stop()


if __name__ == "__main__":
    run(main)
