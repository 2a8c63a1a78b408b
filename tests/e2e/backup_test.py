"""A laptop is lost after its owner has made a backup: a new one takes its place and the two go on. The passphrase comes from a descriptor or is
typed, a file that was damaged on its way is refused with its reason, and a restore that is killed leaves a fresh profile."""
import os
import shutil
import signal
import subprocess
import sys

from keepsake_test import play
from lib import Client, Process, Relay, expect, only, pair, run_main
from search import files_below, hits

PASSPHRASE = "four lamps on a quiet sill"
WORDS = ["Blue tiles, and my aunt who never sat down.", "My uncle's radio at dusk, and him humming."]
SINCE = ["The stairs smelled of oranges that day.", "You rang twice and said nothing at first."]


def with_passphrase(client, passphrase, *words, code=0):
    """Runs it with the passphrase on a descriptor of its own."""
    reading, writing = os.pipe()
    os.write(writing, passphrase.encode() + b"\n")
    os.close(writing)
    os.set_inheritable(reading, True)
    done = subprocess.run(client.command(*words, "--passphrase-fd", str(reading)), pass_fds=[reading], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"})
    os.close(reading)
    expect(done.returncode == code, f"{words} gave {done.returncode}, not {code}: {done.stdout} {done.stderr}")
    return done.stdout + done.stderr


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor = Client(programs, os.path.join(folder, "noor"), "Noor", {"LC_ALL": "C.UTF-8"})
    sam = Client(programs, os.path.join(folder, "sam"), "Sam", {"LC_ALL": "C.UTF-8"})
    pair(noor, sam, relay)
    play(noor, sam, "open-up.first-kitchen", *WORDS)
    sam.run("status")

    backup = os.path.join(folder, "all.twinlamp")
    expect("at least 12 characters" in with_passphrase(noor, "too short", "backup", backup, code=1), "a short passphrase was taken")
    with_passphrase(noor, PASSPHRASE, "backup", backup)
    expect(os.stat(backup).st_mode & 0o777 == 0o600, "others can read it")
    expect("already" in with_passphrase(noor, PASSPHRASE, "backup", backup, code=1), "it was written over")
    with open(backup, "rb") as file:
        whole = file.read()
    expect(not hits({"backup": whole}, WORDS + ["Noor", PASSPHRASE]), "something can be read in the backup")
    transcript = "\n".join(noor.transcript)
    expect(PASSPHRASE not in transcript, "the passphrase was printed")
    play(noor, sam, "open-up.good-news", *SINCE)  # so that the backup is an old one
    shutil.rmtree(noor.home)  # the laptop is gone

    new = Client(programs, os.path.join(folder, "new"), "Noor", {"LC_ALL": "C.UTF-8"})
    changed = os.path.join(folder, "changed.twinlamp")
    for damage, told in ((whole[:-1], "not copied whole"), (whole + b"\0", "added to the end"), (whole[:3000] + b"\0\0" + whole[3002:], "damaged or altered"),
                         (b"x" + whole[1:], "no backup of Twinlamp's")):
        with open(changed, "wb") as file:
            file.write(damage)
        expect(told in with_passphrase(new, PASSPHRASE, "restore", changed, code=1), f"it did not say: {told}")
    expect("does not open this backup" in with_passphrase(new, "four lamps on a noisy sill", "restore", backup, code=1), "a wrong passphrase")
    expect(set(files_below(new.home)) <= {"lock", "look"}, f"something was left: {list(files_below(new.home))}")

    killed = Process(new.command("restore", backup))
    killed.say(PASSPHRASE)
    killed.child.send_signal(signal.SIGKILL)
    killed.child.wait()
    restored = new.start("restore", backup)
    restored.say(PASSPHRASE)
    expect(restored.event("restored")["partner"] == "Sam", "it is another pair")
    restored.close_input()
    expect(restored.wait() == 0, "restore failed")
    lines = new.run("history")
    expect(WORDS[1] in str(lines), f"the keepsake did not come along: {lines}")
    expect(SINCE[0] not in str(lines), "the backup has what came after it")
    # Until Sam's laptop has shown what it has, nothing can be added here.
    alone = new.run("repair", "--wait", "0", code=1)
    expect("waits until Sam is here" in str(alone), f"it does not say what it waits for: {alone}")
    present = sam.start()
    mended = only(new.run("repair", "--wait", "60"), "repair")
    expect(mended["repair"] == "", f"it is not mended: {mended}")
    present.close_input()
    present.wait()
    for person, side in ((new, "hers"), (sam, "his")):
        held = str(person.run("history"))
        expect(all(words in held for words in (*WORDS, *SINCE)), f"the whole history is not on {side}: {held}")
    play(new, sam, "open-up.fondness-shown", "We go on.", "So we do.")
    expect("We go on." in str(sam.run("history")), "Sam does not have the new round")


if __name__ == "__main__":
    sys.exit(run_main(test))
