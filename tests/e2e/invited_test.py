"""A relay that takes new pairs by invitation only: two people who paste the operator's line pair and answer; two who have none are told why and what to do,
and come in once they have one. Who is there is never asked again."""
import os
import re
import subprocess
import sys

from lib import Client, Relay, expect, only, pair, run_main


def invite(programs, data, *words):
    done = subprocess.run([programs.relay, "invite", "new", *words, "--data", data], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, done.stderr)
    return type("Invited", (), {"invitation": re.search(r"twinlamp://\S+", done.stdout).group(0)})


def play(noor, sam):
    noor.run("ask", "open-up.first-kitchen")
    for client in (noor, sam):
        client.run("status")
        client.run("answer", text="Tiles, and a radio.")
        client.run("seal")


def test(programs, folder):
    data = os.path.join(folder, "relay")
    relay = Relay(programs, data, ["--new-rooms", "invited"])
    people = [Client(programs, os.path.join(folder, name), name) for name in ("Noor", "Sam", "Ada", "Eve")]
    noor, sam, ada, eve = people
    pair(noor, sam, invite(programs, data))
    play(noor, sam)
    shown = only(noor.run("status"), "status")
    expect("invite" not in str(shown), f"the invite is shown: {shown}")

    pair(ada, eve, relay)  # comparing words needs no room
    told = subprocess.run([programs.cli, "--home", ada.home, "status"], capture_output=True, text=True, check=False)  # as a person reads it
    expect("by invitation only" in told.stdout, f"nobody tells Ada why: {told.stdout}{told.stderr}")
    line = invite(programs, data).invitation
    for client in (ada, eve):
        client.run("setup", "--relay", line)
    play(ada, eve)

    relay.stop()
    relay.start()
    for client in people:
        expect(only(client.run("status"), "status")["online"], f"{client.name} is asked again")
    relay.stop()


sys.exit(run_main(test))
