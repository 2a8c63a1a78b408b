"""A laptop is lost with no backup: its owner pairs anew on a new one, and the partner's laptop gives it the whole history. The lost one is shut out.

Both ways round: the one who stays shows the code, or types it. In between the one who stays is killed at every moment that a person could notice.
"""
import os
import shutil
import sys

from keepsake_test import play
from lib import Client, Relay, expect, only, pair, run_main

WORDS = ["Blue tiles, and my aunt who never sat down.", "My uncle's radio at dusk, and him humming."]


def renew(staying, new, relay, staying_shows, kills=False):
    """By a code, as the first time; `new` is fresh. Where it `kills`, the one who stays is killed while the words are compared."""
    new.run("setup", "--name", new.name, "--relay", relay.invitation)
    if staying_shows:
        shows = staying.start("pair", "new-laptop")
        types = new.start("pair", "join", shows.event("code")["code"])
        old, fresh = shows, types
    else:
        shows = new.start("pair", "invite")
        types = staying.start("pair", "new-laptop", shows.event("code")["code"])
        old, fresh = types, shows
    words = [old.event("same_words")["words"], fresh.event("same_words")["words"]]
    expect(words[0] == words[1] and len(words[0]) == 4, "the four words differ")
    fresh.say("yes")
    fresh.event("history_comes")
    expect(fresh.wait() == 0, "the new laptop did not confirm")
    if kills:
        old.kill()
        staying.run("pair", "confirm")
        return
    old.say("yes")
    old.event("history_given")
    expect(old.wait() == 0, "the one who stays did not confirm")


def bring_back(staying, new):
    """Both here: the history comes."""
    present = staying.start()
    mended = only(new.run("repair", "--wait", "60"), "repair")
    expect(mended["repair"] == "", f"the history did not come: {mended}")
    present.close_input()
    present.wait()


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor = Client(programs, os.path.join(folder, "noor"), "Noor", {"LC_ALL": "C.UTF-8"})
    sam = Client(programs, os.path.join(folder, "sam"), "Sam", {"LC_ALL": "C.UTF-8"})
    pair(noor, sam, relay)
    play(noor, sam, "open-up.first-kitchen", *WORDS)
    noor.run("ask", "open-up.fondness-shown")
    noor.run("answer", text="Never to be opened.")
    noor.run("seal")
    sam.run("status")
    lost = os.path.join(folder, "lost")
    shutil.copytree(sam.home, lost)  # whoever has it now can still start it
    shutil.rmtree(sam.home)

    gives_up = noor.start("pair", "new-laptop")
    gives_up.event("code")
    gives_up.kill()
    expect(only(noor.run("status"), "status")["stage"] == "paired", "a renewal that came to nothing has changed the pair")

    second = Client(programs, os.path.join(folder, "sam2"), "Sam", {"LC_ALL": "C.UTF-8"})
    renew(noor, second, relay, staying_shows=True)
    waits = str(second.run("repair", "--wait", "0", code=1))
    expect("This laptop is new" in waits, f"it does not say what it waits for: {waits}")
    refused = second.run("ask", "open-up.good-news", code=None)
    expect(not any(event["event"] == "round" for event in refused), "something was added before the history was here")
    bring_back(noor, second)
    history = str(second.run("history"))
    expect(all(words in history for words in WORDS), f"the history is not whole: {history}")
    play(noor, second, "open-up.good-news", "We go on.", "So we do.")

    thief = Client(programs, lost, "Sam", {"LC_ALL": "C.UTF-8"})
    told = str(thief.run("status", code=None)) + str(thief.run("status", code=None))
    expect("ended" in told, f"the lost laptop is not shut out: {told}")

    # And the other one's, with the one who stays killed while the words are compared.
    shutil.rmtree(noor.home)
    third = Client(programs, os.path.join(folder, "noor2"), "Noor", {"LC_ALL": "C.UTF-8"})
    renew(second, third, relay, staying_shows=False, kills=True)
    bring_back(second, third)
    history = str(third.run("history"))
    expect(all(words in history for words in WORDS + ["We go on.", "So we do."]), f"the history is not whole: {history}")
    play(third, second, "open-up.when-ill", "Still here.", "And here.")
    for who in (second, third):
        expect(only(who.run("status"), "status")["stage"] == "paired", f"{who.name} is not paired")
    relay.stop()


if __name__ == "__main__":
    sys.exit(run_main(test))
