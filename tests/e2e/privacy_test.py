"""Nothing private can be found in the relay's database, WAL, log and memory, in the captured wire, or in the clients' files; while a
planted canary is found by the same search."""
import base64
import glob
import os
import re
import socket
import sys
import threading

from lib import Client, Relay, expect, pair, run_main

SECRETS = ["A quiet kitchen in Porto with you in it.", "I am afraid of being forgotten slowly.", "Noorunnisa", "Samuel-Ilias"]
CANARY = "canary: the search finds what is there"


def forms(text):
    raw = text.encode()
    found = {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode(), raw.hex().upper().encode()}
    for shift in range(3):  # base64 at each alignment, without the ends that depend on what is around
        encoded = base64.b64encode(b"\0" * shift + raw)
        found.add(encoded[4 if shift else 0:-4])
        found.add(base64.urlsafe_b64encode(b"\0" * shift + raw)[4 if shift else 0:-4])
    return found


def hits(haystacks, texts):
    return [(text, name) for text in texts for name, data in haystacks.items() if any(form in data for form in forms(text))]


def memory_of(pid):
    data = bytearray()
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if not match or "[v" in line:
                continue
            start, end = (int(part, 16) for part in match.groups())
            try:
                memory.seek(start)
                data += memory.read(min(end - start, 64 << 20))
            except (OSError, ValueError, OverflowError):
                continue
    return bytes(data)


def private_keys(home):
    """The seed of the member key, and the profile key that opens everything else: client/store/{member_file,keyring}.h."""
    with open(os.path.join(home, "member"), "rb") as file:
        member = file.read()
    with open(os.path.join(home, "key"), "rb") as file:
        key = file.read()
    at = len("twinlamp member") + 2
    return [member[at:at + 32], key[-32:]]


class Wiretap:
    """A TCP hop between the clients and the relay that keeps every byte."""

    def __init__(self, host, port):
        self.target = (host, port)
        self.captured = bytearray()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            far = socket.create_connection(self.target)
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(a, b), daemon=True).start()

    def _pump(self, source, sink):
        try:
            while data := source.recv(65536):
                self.captured += data
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def files_below(folder):
    found = {}
    for path in glob.glob(os.path.join(folder, "**"), recursive=True):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"), ["--log-level", "debug"])
    host, port = relay.listen.rsplit(":", 1)
    tap = Wiretap(host, int(port))
    relay.invitation = relay.invitation.replace(f":{port}/", f":{tap.port}/")
    noor, sam = Client(programs, os.path.join(folder, "noor"), SECRETS[2]), Client(programs, os.path.join(folder, "sam"), SECRETS[3])
    pair(noor, sam, relay)
    card = next(e for e in noor.run("card", "list", "open-up") if e["kind"] == "text")
    noor.run("ask", card["card"])
    sam.run("status")
    noor.run("answer", text=SECRETS[0])
    sam.run("answer", text=SECRETS[1])
    noor.run("seal", "--mode", "apart")
    sam.run("seal", "--mode", "apart")
    both = [noor.start("reveal"), sam.start("reveal")]
    for process in both:
        process.event("round")
        process.close_input()
        process.wait()

    texts = SECRETS + [card["prompt"], card["card"]]
    at_relay = {"memory": memory_of(relay.process.child.pid), "wire": bytes(tap.captured),
                "log": "\n".join(relay.process.seen + relay.process.errors).encode(), **files_below(relay.folder)}
    expect(len(at_relay["memory"]) > 1 << 20 and len(tap.captured) > 10_000, "there was nothing to search")
    keys = private_keys(noor.home) + private_keys(sam.home)
    expect(len(keys) == 4, "the key files are not laid out as they were")
    for key in keys:
        for form in (key, key.hex().encode(), base64.b64encode(key)[:-4]):
            expect(not any(form in data for data in at_relay.values()), "a private key of a client is at the relay")
    expect(not hits(at_relay, texts), f"found at the relay: {hits(at_relay, texts)}")
    at_clients = {**files_below(noor.home), **files_below(sam.home)}
    expect(not hits(at_clients, texts), f"found in the clients' files: {hits(at_clients, texts)}")

    for encoded in forms(CANARY):
        expect(hits({"planted": b"..." + encoded + b"..."}, [CANARY]), "the search does not find its canary")
    with open(os.path.join(relay.folder, "canary"), "w", encoding="utf-8") as file:
        file.write(CANARY)
    expect(hits(files_below(relay.folder), [CANARY]), "the search does not find its canary on disk")
    # In memory: the relay holds its invitation, and the search finds it there.
    expect(b"relay=" in at_relay["memory"], "the search does not see the relay's memory")
    print(f"searched {sum(map(len, at_relay.values())) >> 20} MiB at the relay and {sum(map(len, at_clients.values())) >> 10} KiB at the "
          f"clients for {len(texts)} texts and {len(keys)} private keys: 0 hits; the canary was found")


sys.exit(run_main(test))
