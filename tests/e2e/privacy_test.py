"""Nothing private can be found in the relay's database, WAL, log and memory, in the captured wire, or in the clients' files; while a
planted canary is found by the same search."""
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
import threading

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt

from lib import Client, Relay, expect, pair, run_main
from search import files_below, forms, hits, memory_as_root, spellings

ANSWERS = ["A quiet kitchen in Porto with you in it.", "I am afraid of being forgotten slowly."]
DRAFT = "Half a thought about the winter train, not finished."
SAID = "I heard that the kitchen matters more than the town."
NAMES = ["Noorunnisa", "Samuel-Ilias"]
CANARY = "canary: the search finds what is there"


def stored(home, key):
    """The values of a profile's database by name, opened with its key: client/store/sqlite_storage.cpp."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "profile")
        shutil.copytree(home, copy)
        name = next(name for name, data in files_below(copy).items() if data.startswith(b"SQLite format 3"))
        with sqlite3.connect(os.path.join(copy, name)) as database:
            rows = database.execute("SELECT name, sealed FROM vals").fetchall()
    return {name: decrypt(box[24:], b"vals" + bytes([len(name)]) + name.encode(), box[:24], key) for name, box in rows}


def keys_at(data, fields):
    """What of a row of 32-byte fields is private: those with a name."""
    return {name: data[32 * i:32 * i + 32] for i, name in enumerate(fields) if name}


def private_keys(home):
    """Every private key of a device, where the device keeps it: keyring.h, pair_record.cpp, durable.cpp and ratchet_state.cpp. That they
    are read from the right places is checked by what is public beside them."""
    with open(os.path.join(home, "key"), "rb") as file:
        profile = file.read()[-32:]
    with open(os.path.join(home, "member"), "rb") as file:
        member = file.read()[len("twinlamp member") + 2:][:64]
    values = stored(home, profile)
    pair_record = keys_at(values["pair"][2:], [
        "identity", "member", None, None, None, "first ratchet", None, "root of the first ratchet", "first header", "next header", "live psk",
        "latch seed", "pair seed", "self key", "box key"])
    expect(pair_record["member"] + values["pair"][2 + 64:2 + 96] == member, "the pair record is not laid out as it was")
    session = values["session"]
    ratchet = session[1 + 4 + 8:]
    while ratchet[0] & 0x80:
        ratchet = ratchet[1:]
    ratchet = ratchet[1:]
    expect(ratchet[0] == 1 and ratchet[1] <= 3, "the ratchet is not laid out as it was")
    chains = keys_at(ratchet[2:], ["ratchet key", None, "root", "send chain", "receive chain", "send header", "receive header", "next send header",
                                   "next receive header"])
    keys = {"profile": profile, **pair_record, **chains}
    return {name: key for name, key in keys.items() if key != bytes(32)}


def held_open(pid):
    """Files that a process holds open, also those without a name. Of a client only root may see them."""
    if os.geteuid() != 0:
        print("what a client holds open was not searched: only root may look")
        return {}
    found = {}
    for number in os.listdir(f"/proc/{pid}/fd"):
        path = f"/proc/{pid}/fd/{number}"
        if os.path.isfile(path):
            with open(path, "rb") as file:
                found[f"open file {number}: {os.readlink(path)}"] = file.read()
    expect(any("-wal" in name for name in found), f"the open files were not found: {list(found)}")
    return found


def searched_for(noor, folder):
    """What there is on any disk while a keepsake is searched: files of the profile, of the folders for temporary files, and those that the
    process holds open without a name."""
    temporary = os.path.join(folder, "temporary")
    os.makedirs(temporary)
    noor.env = {**(noor.env or {}), "TMPDIR": temporary, "SQLITE_TMPDIR": temporary}
    terminal = noor.start("interactive")
    terminal.event("status")
    terminal.say("history --search kitchen")
    expect(ANSWERS[0] in str(terminal.event("history")), "the search finds nothing")
    open_files = held_open(terminal.child.pid)
    found = {**open_files, **files_below(temporary), **{f"while searching: {name}": data for name, data in files_below(noor.home).items()}}
    memory = memory_as_root(terminal.child.pid)
    expect(memory is None or ANSWERS[0].encode() in memory, "the index was not there when it was looked for")
    terminal.close_input()
    terminal.wait()
    return found


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


def play(noor, sam):
    """A round that opens, with something said back; and a draft that stays. Gives back the two cards."""
    cards = [e for e in noor.run("card", "list", "values") if e["kind"] == "text"]
    noor.run("ask", cards[0]["card"])
    sam.run("status")
    for person, answer in zip((noor, sam), ANSWERS):
        person.run("answer", text=answer)
    for person in (noor, sam):
        person.run("seal", "--mode", "apart")
    for process in [noor.start("reveal"), sam.start("reveal")]:
        process.event("round")
        process.close_input()
        process.wait()
    sam.run("say-back", text=SAID)
    noor.run("ask", cards[1]["card"])
    noor.run("answer", text=DRAFT)
    return cards[:2]


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"), ["--log-level", "debug"], env={"TWINLAMP_TEST_CANARY": CANARY})
    host, port = relay.listen.rsplit(":", 1)
    tap = Wiretap(host, int(port))
    relay.invitation = relay.invitation.replace(f":{port}/", f":{tap.port}/")
    noor, sam = (Client(programs, os.path.join(folder, name), name) for name in NAMES)
    pair(noor, sam, relay)
    cards = play(noor, sam)
    with socket.create_connection(("127.0.0.1", tap.port)) as plain:  # the canary, once by the same wire
        plain.sendall(CANARY.encode())
        plain.shutdown(socket.SHUT_WR)
        plain.recv(1)

    texts = ANSWERS + NAMES + [DRAFT, SAID] + [card[part] for card in cards for part in ("prompt", "card")]
    memory = memory_as_root(relay.process.child.pid)
    at_relay = {"memory": memory or b"", **{f"running: {name}": data for name, data in files_below(relay.folder).items()}}
    expect(relay.stop() == 0, "the relay ended badly")
    at_relay |= {"wire": bytes(tap.captured), "log": "\n".join(relay.process.seen + relay.process.errors).encode(), **files_below(relay.folder)}
    sizes = {name: len(data) for name, data in at_relay.items()}
    expect((memory is None or sizes["memory"] > 1 << 20) and sizes["wire"] > 10_000 and b"Ready." in at_relay["log"], f"there was nothing to search: {sizes}")
    expect(any(name.endswith("-wal") and data for name, data in at_relay.items()), "the relay's WAL was not searched")
    keys = {f"{person.name}'s {name}": key for person in (noor, sam) for name, key in private_keys(person.home).items()}
    expect(len(keys) == 40, f"not all keys were found: {sorted(keys)}")
    for name, key in keys.items():
        for place, data in at_relay.items():
            expect(not any(form in data for form in spellings(key)), f"{name} is at the relay: {place}")
    expect(not hits(at_relay, texts), f"found at the relay: {hits(at_relay, texts)}")
    at_clients = {**{f"noor/{name}": data for name, data in files_below(noor.home).items()},
                  **{f"sam/{name}": data for name, data in files_below(sam.home).items()}}
    expect(not hits(at_clients, texts), f"found in the clients' files: {hits(at_clients, texts)}")

    while_searching = searched_for(noor, folder)
    expect(not hits(while_searching, texts), f"found on a disk while the keepsake was searched: {hits(while_searching, texts)}")

    for encoded in forms(CANARY):
        expect(hits({"planted": b"..." + encoded + b"..."}, [CANARY]), "the search does not find its canary")
    with open(os.path.join(relay.folder, "canary"), "w", encoding="utf-8") as file:
        file.write(CANARY)
    found = {place for _, place in hits({**at_relay, **files_below(relay.folder)}, [CANARY])}
    expect(found == {"wire", "canary"} | ({"memory"} if memory else set()), f"the search does not find its canary everywhere: {found}")
    profile = private_keys(noor.home)["profile"]
    expect(any(form in at_clients["noor/key"] for form in spellings(profile)), "the search does not find a key where it is")
    if memory is None:
        print("the relay's memory was not searched: only root may look into it")
    print(f"searched {sum(map(len, at_relay.values())) >> 20} MiB at the relay and {sum(map(len, at_clients.values())) >> 10} KiB at the "
          f"clients for {len(texts)} texts and {len(keys)} private keys: 0 hits; the canary was found")


if __name__ == "__main__":
    sys.exit(run_main(test))
