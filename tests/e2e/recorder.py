"""What a relay sees: a proxy before it that ends TLS, as one would in front of a real relay, and writes down every frame of the protocol that passes.

The pair is paired through it, in the mode without the exporter: with the other one a device notices that somebody else has ended its TLS. So there is an
authority of the test, and `environment` has the clients trust it."""
import os
import selectors
import socket
import ssl
import subprocess
import threading
import time
from collections import namedtuple

from lib import DEADLINE, Relay, expect

# Of relay.proto: the numbers of Frame's fields.
KINDS = {1: "client_hello", 2: "relay_hello", 3: "login", 4: "logged_in", 10: "nameplate_allocate", 11: "nameplate_allocated", 12: "nameplate_claim",
         13: "nameplate_claimed", 14: "nameplate_message", 15: "nameplate_close", 20: "post", 21: "posted", 22: "deliver", 23: "ack", 30: "live",
         31: "presence", 40: "latch_put", 41: "latch_get", 42: "latch_cancel", 43: "latch_state", 44: "latch_ack", 50: "head_set", 51: "head_get",
         52: "head", 60: "room_erase", 61: "room_erased", 70: "ping", 71: "pong", 72: "error"}
BODY = {"post": 2, "deliver": 2, "live": 1}  # the field that holds what is sealed
CHUNK = 1 << 16

# connection: a number; up: towards the relay; size: of the WebSocket message; body: the bytes of what is sealed in it, or None; fields: number -> value
Frame = namedtuple("Frame", "time connection up kind size body fields")


def varint(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        value |= (byte & 0x7f) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields_of(data):
    """A message's fields by number; of numbers their value, of bytes the bytes."""
    found, at = {}, 0
    while at < len(data):
        tag, at = varint(data, at)
        if tag & 7 == 0:
            found[tag >> 3], at = varint(data, at)
        else:
            expect(tag & 7 == 2, f"a field of a type that the protocol does not use: {tag & 7}")
            size, at = varint(data, at)
            found[tag >> 3] = data[at:at + size]
            at += size
    return found


class Messages:
    """One direction of a WebSocket connection: bytes in, whole binary messages out."""

    def __init__(self):
        self.data, self.is_open = bytearray(), False

    def push(self, data):
        self.data += data
        if not self.is_open:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return
            del self.data[:end + 4]
            self.is_open = True
        while (message := self._next()) is not None:
            opcode, payload = message
            expect(opcode in (2, 8, 9, 10), f"a WebSocket frame of a kind that the protocol does not use: {opcode}")
            if opcode == 2:
                yield payload

    def _next(self):
        if len(self.data) < 2:
            return None
        first, second = self.data[0], self.data[1]
        expect(first & 0x70 == 0, "a WebSocket frame uses an extension: nothing is compressed here")
        size, at = second & 0x7f, 2
        for short, width in ((126, 2), (127, 8)):
            if second & 0x7f == short:
                if len(self.data) < 2 + width:
                    return None
                size, at = int.from_bytes(self.data[2:2 + width], "big"), 2 + width
        masked = second & 0x80
        if len(self.data) < at + (4 if masked else 0) + size:
            return None
        mask = bytes(self.data[at:at + 4]) if masked else bytes(4)
        at += 4 if masked else 0
        payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(self.data[at:at + size]))
        del self.data[:at + size]
        return first & 0x0f, payload


class RelayBehind(Relay):
    """On a port of its own; the one that its invitation names is the recorder's."""

    def __init__(self, programs, folder, front):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.back = probe.getsockname()[1]
        super().__init__(programs, folder, ["--name", f"localhost:{front}", "--behind-proxy", "127.0.0.1", "--proxy-kind", "ends-tls"])

    def start(self):
        self.listen = f"127.0.0.1:{self.back}"
        super().start()


class Recorder:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "recorder")
        os.makedirs(self.folder)
        self.authority, leaf, key = self._certificates()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_3
        self.context.load_cert_chain(leaf, key)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.target, self.count = None, 0
        self.frames, self.problems, self.ended, self.news = [], [], set(), threading.Condition()
        self.environment = {"SSL_CERT_FILE": self.authority}

    def relay(self, programs, folder):
        """The relay behind it, whose invitation names this recorder."""
        relay = RelayBehind(programs, folder, self.port)
        expect("binding=none" in relay.invitation, f"the relay takes itself for one that ends TLS: {relay.invitation}")
        self.target = ("127.0.0.1", relay.back)
        threading.Thread(target=self._accept, daemon=True).start()
        return relay

    def _certificates(self):
        path = {name: os.path.join(self.folder, name) for name in ("ca.pem", "ca.key", "leaf.pem", "leaf.key", "leaf.csr", "ext")}
        with open(path["ext"], "w", encoding="utf-8") as file:
            file.write("subjectAltName=DNS:localhost\n")
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for command in (["req", "-x509", *curve, "-keyout", path["ca.key"], "-out", path["ca.pem"], "-days", "2", "-subj", "/CN=An authority of a test"],
                        ["req", *curve, "-keyout", path["leaf.key"], "-out", path["leaf.csr"], "-subj", "/CN=localhost"],
                        ["x509", "-req", "-in", path["leaf.csr"], "-CA", path["ca.pem"], "-CAkey", path["ca.key"], "-CAcreateserial", "-out", path["leaf.pem"],
                         "-days", "2", "-extfile", path["ext"]]):
            done = subprocess.run(["openssl", *command], capture_output=True, text=True, check=False)
            expect(done.returncode == 0, done.stderr)
        return path["ca.pem"], path["leaf.pem"], path["leaf.key"]

    def _accept(self):
        while True:
            try:
                plain, _ = self.server.accept()
            except OSError:
                return
            self.count += 1
            threading.Thread(target=self._serve, args=(plain, self.count), daemon=True).start()

    # One thread a connection, which alone touches its TLS.
    def _serve(self, plain, number):
        try:
            with self.context.wrap_socket(plain, server_side=True) as near, socket.create_connection(self.target) as far:
                far.sendall(b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n")
                self._pass(near, far, number)
        except OSError:
            return
        except Exception as problem:  # pylint: disable=broad-except  # told by the test's own thread
            self.problems.append(repr(problem))
        finally:
            with self.news:
                self.ended.add(number)
                self.news.notify_all()

    def _pass(self, near, far, number):
        ways = {near: (far, Messages(), True), far: (near, Messages(), False)}
        with selectors.DefaultSelector() as selector:
            for end in ways:
                selector.register(end, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    source = key.fileobj
                    sink, messages, up = ways[source]
                    data = source.recv(CHUNK)
                    while source is near and near.pending():
                        data += near.recv(CHUNK)
                    if not data:
                        return
                    for message in messages.push(data):
                        self._note(message, number, up)
                    sink.sendall(data)

    def _note(self, message, number, up):
        (kind, inner), *rest = fields_of(message).items()
        expect(not rest and kind in KINDS, f"a frame that the protocol does not have: {kind}")
        fields = fields_of(inner)
        body = fields.get(BODY[KINDS[kind]], b"") if KINDS[kind] in BODY else None
        with self.news:
            self.frames.append(Frame(time.monotonic(), number, up, KINDS[kind], len(message), body, fields))
            self.news.notify_all()

    def check(self):
        expect(not self.problems, f"the recorder could not read what passed: {self.problems}")
        return list(self.frames)

    def wait(self, holds, what):
        with self.news:
            expect(self.news.wait_for(holds, DEADLINE), f"never passed: {what}")
