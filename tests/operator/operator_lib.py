"""What tests of the operator's side share: recipes as the relay's README has them, programs that may not be installed, ports, an authority."""
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from lib import DEADLINE, Failure, expect  # noqa: E402

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "relay", "README.md")
SKIPPED = 77  # what CTest is told to take as "not run"


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(SKIPPED)


def need(*programs):
    """Ends the test as skipped, with one clear line, where a program is not installed."""
    missing = [name for name in programs if not find(name)]
    if missing:
        skip(f"{', '.join(missing)} not installed; './twinlamp operator' installs what these tests need")


def find(name):
    module = os.path.join("/usr/lib/nginx/modules", name)
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin") or (module if os.path.exists(module) else None)


def recipe(kind, **replaced):
    """The README's block of this kind ("nginx http"), with parts replaced: each has to be in it."""
    with open(README, encoding="utf-8") as file:
        blocks = re.findall(r"```" + re.escape(kind) + r"\n(.*?)```", file.read(), re.S)
    expect(len(blocks) == 1, f"the README has {len(blocks)} recipes '{kind}', not one")
    return replace(blocks[0], kind, replaced)


def replace(text, kind, replaced):
    for old, new in replaced.items():
        expect(old in text, f"the recipe '{kind}' does not have '{old}'")
        text = text.replace(old, str(new))
    return text


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def until(holds, what):
    """Asks again until it holds: for programs of others, which tell no one when they are ready."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except OSError:
            pass
        select_nothing()
    raise Failure(f"in {DEADLINE} s not: {what}")


def select_nothing():
    """Lets others run for a moment between two questions."""
    time.sleep(0.02)


def seal_both(noor, sam, words):
    """A round of theirs that both have answered and sealed."""
    noor.run("ask", "open-up.first-kitchen")
    for client in (noor, sam):
        client.run("status")
        client.run("answer", text=words)
        client.run("seal")


def open_a_round(noor, sam, words="Tiles, and a radio."):
    seal_both(noor, sam, words)
    both = [noor.start("reveal"), sam.start("reveal")]
    for process in both:
        expect(process.event("round")["partners"] == words, "the round did not open")
        process.close_input()
        expect(process.wait() == 0, process.describe())


def listens(port):
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return True


def make_authority(folder, host="localhost"):
    """An authority of our own and a certificate for the host. Returns (authority, certificate, key)."""
    ca, ca_key = os.path.join(folder, "ca.pem"), os.path.join(folder, "ca.key")
    leaf, key, request = (os.path.join(folder, name) for name in ("leaf.pem", "leaf.key", "leaf.csr"))
    extensions = write(os.path.join(folder, "ext"), f"subjectAltName=DNS:{host}\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for command in (["req", "-x509", *curve, "-keyout", ca_key, "-out", ca, "-days", "2", "-subj", "/CN=An authority of a test"],
                    ["req", *curve, "-keyout", key, "-out", request, "-subj", f"/CN={host}"],
                    ["x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-out", leaf, "-days", "2", "-extfile", extensions]):
        done = subprocess.run(["openssl", *command], capture_output=True, text=True, check=False)
        expect(done.returncode == 0, done.stderr)
    return ca, leaf, key


def shown_certificate(port):
    return ssl.get_server_certificate(("127.0.0.1", port))


class Service:
    """A program of others, ended with the test, with what it said at hand."""

    def __init__(self, command, folder, name, env=None):
        self.log = os.path.join(folder, f"{name}.log")
        with open(self.log, "wb") as log:
            self.child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        self.name = name

    def ready_on(self, port):
        until(lambda: self.child.poll() is not None or listens(port), f"{self.name} on port {port}: {self.said()}")
        expect(self.child.poll() is None, f"{self.name} ended: {self.said()}")
        return self

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()[-1500:]

    def stop(self):
        self.child.terminate()
        try:
            self.child.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
