"""One of the two runs the relay on their own laptop: they pair by its invitation and play a round to its end; the laptop goes away and comes back, and both
are there again; and nobody outlives anybody: a client that is killed takes its relay along. Then one leaves while the other is away, who hears of it all the same."""
import json
import os
import select
import signal
import subprocess
import sys
import time

from lib import DEADLINE, Client, Process, expect, only, run_main


class Host:
    """A prompt that stays open, as a laptop does."""

    def __init__(self, client, *how):
        self.client = client
        self.process = Process([client.programs.cli, "--home", client.home, "--json", *(how or ("--host", "interactive"))], client.env)
        self.process.event("status")

    def say(self, line, event):
        self.process.say(line)
        return self.process.event(event)

    def quit(self):
        self.process.say("quit")
        expect(self.process.wait() == 0, f"the prompt ended badly: {self.process.describe()}")


def children_of(pid):
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                if int(file.read().rsplit(")", 1)[1].split()[1]) == pid:
                    found.append(int(entry))
        except OSError:
            pass  # it has ended meanwhile
    return found


def until(holds, what):
    end = time.monotonic() + DEADLINE
    while not holds():
        expect(time.monotonic() < end, what)
        os.sched_yield()


def told_once_it_runs(host):
    """What `host` says, which for a moment may still be that the last one has ended."""
    while True:
        host.process.say("host")
        while True:
            event = json.loads(host.process.next_line())
            if event["event"] == "host":
                return event
            if event["event"] == "problem":
                break


def test(programs, folder):
    # As it is installed: found where commands are.
    env = {"PATH": os.path.dirname(programs.relay) + ":" + os.environ["PATH"]}
    noor, sam = (Client(programs, os.path.join(folder, name), name, env) for name in ("Noor", "Sam"))
    noor.run("setup", "--name", "Noor")
    host = Host(noor)
    told = host.say("host on --name 127.0.0.1", "host")
    expect(told["state"] == "running" and told["address"].startswith("127.0.0.1:"), f"the host says {told}")
    answer = subprocess.run([programs.cli, "--json", "relay-test", told["address"]], capture_output=True, text=True, check=False)
    known, _, invite = told["line"].partition("&invite=")  # the word for a new pair is no stranger's to see
    expect(invite and answer.returncode == 0 and json.loads(answer.stdout)["line"] == known, f"{answer.stdout}{answer.stderr}")

    sam.run("setup", "--name", "Sam")
    invitation = host.say("pair invite", "code")["invitation"]
    join = sam.start("pair", "join", invitation)
    words = host.process.event("same_words")["words"]
    expect(words == join.event("same_words")["words"], "the four words differ")
    host.process.say("yes")
    join.say("yes")
    join.event("paired")
    expect(join.wait() == 0, "pairing failed")
    host.process.event("paired")

    host.say("ask open-up.first-kitchen", "done")
    sam.run("answer", text="A blue oilcloth.")
    sam.run("seal")
    host.process.say("answer Flour everywhere.")
    host.say("seal", "done")
    opened = sam.start("reveal", "--wait", "30")
    while True:
        event = opened.event("round")
        if event["phase"] == "receiving":
            break
    expect("Flour everywhere." in json.dumps(event), f"Sam reads {event}")
    expect(opened.wait() == 0, "it did not open")
    sam.run("say-back", "that it was everywhere")
    host.say("confirm", "done")
    host.say("say-back that it was blue", "done")
    sam.run("confirm")
    sam.run("close")

    host.quit()
    expect(not only(sam.run("status", options=("--patience", "5")), "status")["online"], "the relay has outlived its laptop")

    host = Host(noor)  # with --host, as before
    again = host.say("host", "host")
    expect(again["address"] == told["address"] and again["line"] == told["line"], f"another relay came back: {again}")
    expect(only(sam.run("status"), "status")["online"], "Sam does not come back")
    host.say("say You waited", "done")
    expect("You waited" in json.dumps(sam.run("jar")), "nothing passes any more")

    relays = children_of(host.process.child.pid)
    expect(len(relays) == 1, f"not one child: {relays}")
    os.kill(relays[0], signal.SIGKILL)
    until(lambda: children_of(host.process.child.pid) not in ([], relays), "the relay was not started again")
    expect(told_once_it_runs(host)["address"] == told["address"], "another relay came back")
    end = os.pidfd_open(children_of(host.process.child.pid)[0])
    host.process.kill()
    expect(select.select([end], [], [], DEADLINE)[0], "the relay outlives the client that was killed")

    # Noor leaves while Sam is away: in one command, which ends at once. Her laptop keeps what Sam has yet to hear, and nothing else of the two.
    left = only(noor.run("leave", "leave"), "left")
    expect(left["waits"], f"nobody is waited for: {left}")
    kept = sorted(os.listdir(noor.home))
    expect(kept == ["lock", "relay"] or kept == ["relay"], f"Noor's laptop keeps {kept}")
    host = Host(noor, "interactive")  # opened again, with nobody in it
    expect(host.say("host", "host")["waits"], "it has forgotten Sam")
    until(lambda: only(sam.run("status"), "status")["stage"] == "ended", "Sam does not hear of it")
    until(lambda: not host.say("host", "host")["waits"], "Noor's laptop does not notice that Sam has heard")
    host.quit()
    expect("relay" not in os.listdir(noor.home), f"the relay is still there: {os.listdir(noor.home)}")


sys.exit(run_main(test))
