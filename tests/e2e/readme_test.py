"""Every command in the README is one that works: each line of its `sh` blocks is run here, or is what runs this test."""
import os
import re
import subprocess
import sys
import tempfile

from lib import Client, Failure, Programs, Relay, expect, only

ROOT = sys.argv[1]
SCRIPT = os.path.join(ROOT, "twinlamp")


def commands():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        text = file.read()
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines() if line.strip()]


def script(*words, **more):
    return subprocess.run([SCRIPT, *words], capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL, check=False, **more)


def answer(client):
    """Whatever kind of card tonight's is: the first of these that it takes, to its end."""
    orders = [" ".join(str(number) for number in range(1, count + 1)) for count in range(1, 11)]
    lists = ["The sea | The bread", "The sea | The bread | A song", "The sea | *The bread | A song", "The sea | The bread | A song | Rain | A door"]
    for text in ["The sea.", "3", "calm 3", "llrlrrlrll", "yes 1", "1 1", *lists, *orders, "most 1 2 3 | top 1 2 3"]:
        client.run("answer", text=text, code=None)
        events = client.run("seal", code=None)
        if any(event["event"] == "done" for event in events):
            return
    raise Failure("tonight's card takes no answer that this test knows")


def run_cli_lines(lines, programs, folder):
    """The lines of the terminal client, by two people, in the README's order, through the script's own binary."""
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor, sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
    verbs = [line.removeprefix("./twinlamp cli ") for line in lines]
    card = None
    for verb in verbs:
        word = verb.split()[0]
        if word == "setup":
            for client in (noor, sam):
                client.run("setup", "--name", client.name, "--relay", relay.invitation)
        elif verb == "pair invite":
            invite = noor.start("pair", "invite")
            code = invite.event("code")["code"]
        elif verb.startswith("pair join"):
            join = sam.start("pair", "join", code)
            expect(invite.event("same_words")["words"] == join.event("same_words")["words"], "the words differ")
            for process in (invite, join):
                process.close_input()  # not confirmed here: by the next line
                process.wait()
        elif verb == "pair confirm":
            for client in (noor, sam, noor):
                client.run("pair", "confirm")
            noor.run("status")
            sam.run("status")
        elif verb == "tonight":
            card = only(noor.run("tonight"), "tonight")
            expect(card["card"] == only(sam.run("tonight"), "tonight")["card"], "tonight differs")
        elif verb == "ask":
            noor.run("ask")
        elif verb == "answer":
            for client in (noor, sam):
                answer(client)
        elif verb == "seal":
            pass  # so that an answer could be told from one that is not whole, it is sealed already
        elif verb == "reveal":
            both = [noor.start("reveal"), sam.start("reveal")]
            for process in both:
                process.event("round")
                process.close_input()
                expect(process.wait() == 0, "the reveal failed")
        elif word == "say-back":
            noor.run("say-back", "that you missed the sea")
        elif verb == "confirm":
            sam.run("confirm")
        elif word == "export":
            noor.run("export", os.path.join(folder, "our-keepsake.html"))
        elif verb in ("history", "help", "practices", "dates", "desire"):
            noor.run(verb)
        else:
            raise Failure(f"the README has a command that no test runs: {verb}")
    relay.stop()


def main():
    programs = Programs(os.path.join(ROOT, "build", "release"))
    cli = []
    try:
        for line in commands():
            if line == "./twinlamp demo":
                done = script("demo", env={**os.environ, "DISPLAY": ":4242"})  # a display that is none: then it is as without one
                expect(done.returncode == 0 and "Open together" in done.stdout, f"{line}: {done.stderr[-500:]}")
                expect("cannot be opened" in done.stderr, f"{line} does not say why it opens no window")
            elif line == "./twinlamp test":
                expect("test" in script("help").stdout, "the script has no verb `test`")  # it is what runs this
            elif line.startswith("./twinlamp relay "):
                relay = subprocess.Popen([SCRIPT, "relay", "--name", "lamp.example.org", "--listen", "127.0.0.1:0", "--data",
                                          tempfile.mkdtemp()], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                expect("twinlamp://lamp.example.org:" in relay.stdout.readline(), f"{line} prints no invitation")
                relay.terminate()
                relay.wait()
            elif line == "./twinlamp client":
                expect(script("client", "--version").returncode == 0, line)
            elif line.startswith("./twinlamp cli "):
                cli.append(line)
            elif line.startswith("INVITATION="):
                expect("twinlamp://lamp.example.org:7417?relay=" in line and not cli, "the invitation is not of the relay above, or comes too late")
            else:
                raise Failure(f"the README has a command that no test runs: {line}")
        expect(script("cli", "--version").returncode == 0 and cli, "the terminal client does not start")
        with tempfile.TemporaryDirectory() as folder:
            run_cli_lines(cli, programs, folder)
    except Failure as failure:
        print(f"FAILED: {failure}")
        return 1
    return 0


sys.exit(main())
