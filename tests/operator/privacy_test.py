"""What an operator can read holds nothing of anybody: the log at its loudest, the figures, status and check, while two people pair, talk, fail to log in and
are turned away. Neither an address, nor a room or key, nor a word, nor a second of the clock; and a planted line shows that the search finds what is there."""
import base64
import os
import re
import socket
import sqlite3
import ssl
import subprocess
import sys

from operator_lib import expect, seal_both
from lib import Client, Relay, pair, run_main

WORDS = "Tiles, and a radio."


def secrets_of(folder):
    """Room ids as the database has them, in the spellings that a program might print."""
    with sqlite3.connect(f"file:{folder}/relay.sqlite3?mode=ro", uri=True) as database:
        rooms = [row[0] for row in database.execute("SELECT room_id FROM room")]
    expect(rooms, "the relay has no room")
    for room in rooms:
        yield room.hex()
        yield room.hex().upper()
        yield base64.urlsafe_b64encode(room).decode().rstrip("=")
        yield base64.b64encode(room).decode().rstrip("=")


def search(text, forbidden):
    return [what for what in forbidden if re.search(what, text)]


def disturb(port):
    """A refused request, one that is no TLS, and one that is no frame."""
    context = ssl._create_unverified_context()
    for request in (b"GET /v1 HTTP/1.1\r\nHost: x\r\nOrigin: https://x\r\n\r\n", b"\0" * 64):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as plain, context.wrap_socket(plain) as stream:
            stream.sendall(request)
            stream.recv(4096)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
        plain.sendall(b"nonsense\r\n\r\n")
        plain.recv(4096)


def test(programs, folder):
    data = os.path.join(folder, "relay")
    for form in ("plain", "json"):
        relay = Relay(programs, data, ["--log-level", "debug", "--log-format", form])
        noor, sam = (Client(programs, os.path.join(folder, form + name), name) for name in ("Noor", "Sam"))
        pair(noor, sam, relay)
        seal_both(noor, sam, WORDS)
        disturb(int(relay.listen.rsplit(":", 1)[1]))
        seen = ""
        for command in (["status"], ["status", "--raw"], ["check", "--listen", "127.0.0.1:0"]):
            seen += subprocess.run([programs.relay, *command, "--data", data], capture_output=True, text=True, check=False).stdout
        own_address = re.compile(r"Invitation:|# invitation|.{6}(port|name) ")  # the relay's own, which is no secret
        shown = [line for line in seen.splitlines() if not own_address.match(line)]
        rooms = list(secrets_of(data))
        expect(relay.stop() == 0, "the relay did not stop")
        log = relay.process.errors
        expect(log, "the log is empty: this test would find nothing in it")
        for source, lines in (("the log", log), ("what the commands say", shown)):
            text = "\n".join(lines)
            forbidden = [r"127\.0\.0\.1", r"::1\b", r"\d\d:\d\d:\d\d", *map(re.escape, [*rooms, WORDS, "Noor", "Sam"])]
            expect(not search(text, forbidden), f"{source} ({form}) holds {search(text, forbidden)}: {text[-600:]}")
            canary = f"{text}\n{rooms[0]} from 127.0.0.1"
            expect(len(search(canary, forbidden)) == 2, "the search does not find what is there")
        if form == "plain":
            expect(all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d (debug|info|warning|error) [^\d]*(: \d+)?", line) for line in log), f"an odd line: {log}")


if __name__ == "__main__":
    sys.exit(run_main(test))
