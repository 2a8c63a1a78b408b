"""Two people at two prompts, on terminals: what one says the other reads at once, in one line; a round's question is read when it is asked
and once when it opens. A reveal that waits can be left, by Enter, by another command or by Ctrl-C, and nobody's program ends by that. A command that
cannot send says so in its last line, and the next one sends it."""
import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time

from lib import DEADLINE, Client, Relay, expect, only, pair, run_main

QUESTION = "Take me into the first kitchen you remember."


class Prompt:
    """One person's terminal."""

    def __init__(self, client):
        self.name, self.text = client.name, ""
        master, slave = pty.openpty()
        self.child = subprocess.Popen([client.programs.cli, "--home", client.home], stdin=slave, stdout=slave, stderr=slave, close_fds=True,
                                      start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
                                      env={**os.environ, "LC_ALL": "C.UTF-8"})
        os.close(slave)
        self.master = master

    def read_until(self, wanted):
        """What is shown from the last time on, up to the end of the wanted."""
        until = time.monotonic() + DEADLINE
        while wanted not in self.text:
            ready, _, _ = select.select([self.master], [], [], max(0, until - time.monotonic()))
            expect(ready, f"{self.name} does not read {wanted!r}: {self.text[-400:]!r}")
            self.text += os.read(self.master, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        end = self.text.index(wanted) + len(wanted)
        seen, self.text = self.text[:end], self.text[end:]
        return seen

    def say(self, line, wanted):
        os.write(self.master, (line + "\n").encode())
        return self.read_until(wanted)

    def quit(self):
        os.write(self.master, b"quit\n")
        expect(self.child.wait(DEADLINE) == 0, f"{self.name}'s prompt ended badly")
        os.close(self.master)


def leave_the_reveal(prompt):
    waits = "it opens here all the same.\n"
    prompt.say("reveal", waits)
    prompt.say("", "Back at the prompt.")
    prompt.say("reveal", waits)
    prompt.say("history", "Nothing is in your keepsake yet.\n")
    prompt.say("reveal", waits)
    os.write(prompt.master, b"\x03")
    prompt.read_until("Back at the prompt.")
    prompt.say("status", "Waits for Sam to seal.\n")


def a_terminal_that_closes(client):
    """What stands on the lines that were ended by then is kept."""
    prompt = Prompt(client)
    prompt.read_until("> ")
    prompt.say("ask open-up.first-kitchen", "open for both of you.\n")
    prompt.say("answer", "full stop.\n> ")  # so that the next mark is the one behind a line that is kept
    prompt.say("It smelled of", "of\n> ")
    prompt.say("coffee, and", "and\n> ")
    os.close(prompt.master)
    expect(prompt.child.wait(DEADLINE) != 0, "it goes on without its terminal")
    draft = only(client.run("ask", "open-up.first-kitchen", "--wait", "0"), "round")["draft"]
    expect(draft == "It smelled of\ncoffee, and", f"kept is {draft!r}")


def conversation(noor, sam):
    noor.read_until("> ")
    sam.read_until("> ")
    noor.say("ask open-up.first-kitchen", "open for both of you.\n")
    asked = sam.read_until("Noor asks: " + QUESTION)
    noor.say("answer Flour everywhere.", "final.\n")
    since = noor.say("seal", "Waits for Sam to seal.\n")
    leave_the_reveal(noor)
    since = sam.read_until("Noor has sealed.")
    sam.say("answer", "full stop.\n")
    for line in ("A blue oilcloth,", "Noor: never"):
        sam.say(line, line + "\n> ")
    sam.say(".", "final.\n")
    since += sam.say("seal", "Opens when you are both here.\n")
    expect(QUESTION not in since, f"the question is read again and again: {since}")
    opened = noor.read_until("You can: say-back TEXT") + sam.read_until("You can: say-back TEXT")
    expect("Sam: A blue oilcloth,\n  | Noor: never\nYou: Flour everywhere.\n" in opened, f"Noor reads {opened}")
    expect("Noor: Flour everywhere.\nYou: A blue oilcloth,\n  | Noor: never\n" in opened, f"Sam reads {opened}")
    expect(opened.count(QUESTION) == 2, f"not once each: {opened}")

    noor.say("say-back that it was loud", "Said.\n")
    sam.read_until("\nNoor says back: that it was loud\n")
    sam.say("confirm --not-quite it was quiet", "Clarified.\n")
    noor.read_until("\nSam says: not quite. it was quiet\n")
    noor.say("say-back that it was quiet", "Said.\n")
    sam.read_until("\nNoor says back: that it was quiet\n")
    sam.say("confirm", "Confirmed.\n")
    noor.read_until("\nSam says: yes, that is it.\n")
    sam.say("follow-up And the radio?", "Asked.\n")
    noor.read_until("\nSam asks you: And the radio?\n")
    noor.say("reply Always on.", "Replied.\n")
    sam.read_until("\nNoor replies: Always on.\n")
    sam.say("react warm", "Said.\n")
    noor.read_until("\nSam reacts: warm\n")
    tonight = noor.say("tonight", "both laptops.")
    expect(QUESTION not in tonight, "tonight still suggests what is open")
    noor.say("close", "Closed.\n")
    sam.read_until("This round is closed.\n")
    refused = noor.say("ask nonsense", "names them all.\n")
    expect(refused.count("nonsense") == 2, f"said twice: {refused}")  # typed, and told


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    clients = [Client(programs, os.path.join(folder, name.lower()), name) for name in ("Noor", "Sam")]
    pair(*clients, relay)
    terminals = [Prompt(client) for client in clients]
    conversation(*terminals)
    for terminal in terminals:
        terminal.quit()

    noor, sam = clients
    relay.kill()
    done = only(noor.run("ask", "feelings.weather", "--wait", "0"), "done")
    expect(not done["sent"] and done["why"] == "unreachable", f"it claims {done}")
    noor.run("answer", text="3")
    in_words = subprocess.run([programs.cli, "--home", noor.home, "seal", "--wait", "0"], capture_output=True, text=True, timeout=DEADLINE, check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8"})
    last = in_words.stdout.strip().split("\n")[-1]
    expect(re.fullmatch(r"Saved here; not sent yet\. The relay cannot be reached\. The next command sends it\.", last), f"the last line is {last}")
    relay.start()
    expect(only(noor.run("status"), "status")["unsent"] == 0, "the next command did not send it")
    expect(only(sam.run("status"), "status")["open_rounds"] == 1, "it did not arrive")
    a_terminal_that_closes(noor)
    expect(relay.stop() == 0, "the relay did not stop politely")


sys.exit(run_main(test))
