"""Whoever has forgotten the passphrase, or has a profile that nothing opens, leaves without it: by the same word, and the partner is told."""
import os
import subprocess
import sys

from lib import DEADLINE, Client, Relay, expect, only, pair, run_main

PASSPHRASE = "a lamp in the rain"
OF_THE_PAIR = ("key", "member", "twinlamp.db")


def kept_by(client):
    return [name for name in OF_THE_PAIR if os.path.exists(os.path.join(client.home, name))]


def in_words(client, *words):
    ended = subprocess.run([client.programs.cli, "--home", client.home, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=DEADLINE,
                           check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return ended.returncode, ended.stdout + ended.stderr


def forgotten_passphrase(programs, folder, relay):
    noor, sam = (Client(programs, os.path.join(folder, name.lower()), name) for name in ("Noor", "Sam"))
    pair(noor, sam, relay)
    noor.run("lock", text=PASSPHRASE + "\n")
    noor.run("status", text="a lamp in the sun\n", code=1)
    code, said = in_words(noor, "leave")
    expect(code == 1 and "leave leave" in said, f"it gave {code}: {said}")
    expect("Passphrase" not in said and "Sam" not in said, f"a locked profile says {said}")
    expect(f"move the folder {noor.home}" in said, f"it says no way to go on: {said}")
    expect(kept_by(noor) == list(OF_THE_PAIR), "the explanation alone has destroyed something")
    only(noor.run("leave", "no", code=1), "problem")
    expect(kept_by(noor) == list(OF_THE_PAIR), "another word has destroyed something")
    code, said = in_words(noor, "status")
    expect(code == 1, f"another command ran without the passphrase: {said}")

    only(noor.run("leave", "leave"), "left")
    expect(not kept_by(noor), f"still here: {kept_by(noor)}")
    expect(only(sam.run("status"), "status")["stage"] == "ended", "the partner was not told")
    noor.run("setup", "--name", "Noor", "--relay", relay.invitation)


def damaged(programs, folder, relay, file, told):
    noor, sam = (Client(programs, os.path.join(folder, f"{name.lower()}-{file}"), name) for name in ("Noor", "Sam"))
    pair(noor, sam, relay)
    with open(os.path.join(noor.home, file), "r+b") as damaged_file:
        damaged_file.write(b"damaged" * 3)
    code, said = in_words(noor, "status")
    expect(code == 1 and told in said and "leave` says" in said, f"it gave {code}: {said}")
    only(noor.run("leave", "leave"), "left")
    expect(not kept_by(noor), f"still here: {kept_by(noor)}")
    expect(only(sam.run("status"), "status")["stage"] == "ended", "the partner was not told")


def at_the_prompt(programs, folder, relay):
    noor, sam = (Client(programs, os.path.join(folder, name.lower() + "-at-the-prompt"), name) for name in ("Noor", "Sam"))
    pair(noor, sam, relay)
    terminal = noor.start("interactive")
    for line in ("lock", PASSPHRASE, "lock"):
        terminal.say(line)
    for _ in range(2):
        terminal.event("locked")
    terminal.say("leave")
    terminal.say("leave")
    terminal.event("left")
    terminal.close_input()
    expect(terminal.wait() == 0, "the terminal ended badly")
    expect(not kept_by(noor), f"still here: {kept_by(noor)}")


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    forgotten_passphrase(programs, folder, relay)
    damaged(programs, folder, relay, "key", "The key file of this profile is damaged.")
    damaged(programs, folder, relay, "twinlamp.db", "database")
    at_the_prompt(programs, folder, relay)
    expect(relay.stop() == 0, "the relay did not stop politely")


sys.exit(run_main(test))
