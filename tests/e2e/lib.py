"""Real processes on real sockets: a relay and terminal clients, each on a temporary home. Waits for events, never for time."""
import atexit
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

DEADLINE = 90  # seconds; reached only when something is broken


class Failure(Exception):
    pass


def expect(condition, what):
    if not condition:
        raise Failure(what)


class Programs:
    def __init__(self, folder):
        self.relay = os.path.join(folder, "relay", "twinlamp-relay")
        self.cli = os.path.join(folder, "client", "cli", "twinlamp-cli")
        self.window = os.path.join(folder, "client", "ui", "twinlamp")
        for program in (self.relay, self.cli):
            expect(os.access(program, os.X_OK), f"{program} is not built")


class Process:
    """A child whose lines of output arrive in a queue."""

    def __init__(self, command, env=None):
        self.command = command
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                      encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})})
        self.lines = queue.Queue()
        self.seen = []
        self.errors = []
        self.readers = [threading.Thread(target=self._read, args=(self.child.stdout, True), daemon=True),
                        threading.Thread(target=self._read, args=(self.child.stderr, False), daemon=True)]
        for reader in self.readers:
            reader.start()

    def _read(self, stream, is_output):
        for line in stream:
            line = line.rstrip("\n")
            if is_output:
                self.seen.append(line)
                self.lines.put(line)
            else:
                self.errors.append(line)
        if is_output:
            self.lines.put(None)

    def next_line(self, timeout=DEADLINE):
        try:
            line = self.lines.get(timeout=timeout)
        except queue.Empty:
            raise Failure(f"nothing more came from {self.describe()}") from None
        expect(line is not None, f"it ended early: {self.describe()}")
        return line

    def event(self, name, timeout=DEADLINE):
        while True:
            event = json.loads(self.next_line(timeout))
            if event["event"] == name:
                return event
            expect(event["event"] != "problem", f"{event.get('text')} ({self.describe()})")

    def describe(self):
        code = self.child.poll()
        state = "it runs" if code is None else f"it ended with {code}"
        return f"{' '.join(os.path.basename(w) for w in self.command[:6])} …; {state}, and said {self.seen[-3:]} {self.errors[-3:]}"

    def say(self, text):
        self.child.stdin.write(text + "\n")
        self.child.stdin.flush()

    def close_input(self):
        self.child.stdin.close()

    def wait(self, timeout=DEADLINE):
        try:
            code = self.child.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure(f"it did not end: {self.describe()}") from None
        for reader in self.readers:
            reader.join(DEADLINE)
        return code

    def kill(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGKILL)
        self.child.wait()


class Relay:
    def __init__(self, programs, folder, extra=(), env=None):
        self.programs, self.folder, self.extra, self.env = programs, folder, list(extra), env
        self.listen = "127.0.0.1:0"
        self.process = None
        atexit.register(self.end)  # however a test ends, no relay stays behind
        self.start()

    def end(self):
        if self.process and self.process.child.poll() is None:
            self.stop()

    def start(self):
        self.process = Process([self.programs.relay, "--listen", self.listen, "--data", self.folder, "--limit", "sockets-a-minute=0",
                                "--limit", "pairings-a-minute=1000",
                                *self.extra], self.env)
        while True:
            line = self.process.next_line()
            if line.startswith("Invitation: "):
                self.invitation = line.removeprefix("Invitation: ")
                self.listen = re.match(r"twinlamp://([^/]+)/", self.invitation).group(1)  # the same port after a restart
            if line == "Ready.":
                return

    def kill(self):
        self.process.kill()

    def stop(self):
        self.process.child.send_signal(signal.SIGTERM)
        return self.process.wait()


class Client:
    """One person: a profile on a home of its own."""

    def __init__(self, programs, home, name, env=None):
        self.programs, self.home, self.name, self.env = programs, home, name, env
        self.transcript = []

    def command(self, *words, options=()):
        return [self.programs.cli, "--home", self.home, "--json", *options, *words]

    def start(self, *words, options=()):
        return Process(self.command(*words, options=options), self.env)

    def run(self, *words, text=None, code=0, options=()):
        process = self.start(*words, options=options)
        if text is not None:
            process.child.stdin.write(text)
        process.close_input()
        got = process.wait()
        events = [json.loads(line) for line in process.seen]
        self.transcript += process.seen + process.errors
        if code is not None:
            expect(got == code, f"{words} gave {got}, not {code}: {process.seen[-2:]} {process.errors}")
        return events

    def round(self):
        events = [e for e in self.run("reveal", "--wait", "0", code=None) if e["event"] == "round"]
        return events[-1] if events else None


def only(events, name):
    found = [e for e in events if e["event"] == name]
    expect(found, f"no event {name} in {events}")
    return found[-1]


def pair(first, second, relay):
    """By the three words, both confirming the same four: as two people do it."""
    first.run("setup", "--name", first.name, "--relay", relay.invitation)
    second.run("setup", "--name", second.name, "--relay", relay.invitation)
    invite = first.start("pair", "invite")
    code = invite.event("code")["code"]
    join = second.start("pair", "join", code)
    mine, theirs = invite.event("same_words"), join.event("same_words")
    expect(mine["words"] == theirs["words"] and len(mine["words"]) == 4, "the four words differ")
    invite.say("yes")
    join.say("yes")
    invite.event("paired")
    join.event("paired")
    expect(invite.wait() == 0 and join.wait() == 0, "pairing failed")
    return code


def run_main(test):
    """test(programs, folder); the folder goes away, whatever happens. Children end with it."""
    folder = tempfile.mkdtemp(prefix="twinlamp-")
    started = time.monotonic()
    try:
        test(Programs(sys.argv[1]), folder)
    except Failure as failure:
        print(f"FAILED: {failure}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"passed in {time.monotonic() - started:.1f} s")
    return 0


def run(main):
    """A test as a program: what failed in one line, and 1."""
    try:
        main()
    except Failure as failure:
        print(f"failed: {failure}")
        sys.exit(1)
