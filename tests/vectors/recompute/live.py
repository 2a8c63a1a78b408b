"""Recomputes tests/vectors/live.json: the frames of a meeting, an epoch derived in it, and the live messages. Written
from the specification (protocol/README.md, section 2), not from our code."""

from common import blake2b_256, dh, hkdf_sha512, lv, pad, public_key, read_vector, u16, u32, u64, unhex
from noise import Handshake, transport
from ratchet import pattern

NAME = "Noise_KKpsk0_25519_ChaChaPoly_SHA512"
HELLO, ANSWER, DATA = 1, 2, 3


def i64(value):
    return value.to_bytes(8, "big", signed=True)


def frame(kind, handshake_id, counter, body=b""):
    return bytes([kind]) + handshake_id + u64(counter) + body


def pad_live(plaintext):
    return pad(plaintext, len(plaintext) // 256 * 256 + 256)


def cut(message, message_id):
    """The plaintexts of a message."""
    if len(message) <= 16382:
        return [b"\x03" + message]
    parts = [message[i:i + 16374] for i in range(0, len(message), 16374)]
    return [b"\x04" + u32(message_id) + u16(i) + u16(len(parts)) + part for i, part in enumerate(parts)]


class Meeting:
    def __init__(self, vector):
        random = [[unhex(part) for part in each["random"]] for each in vector["frames"]]
        self.id, ephemeral_0 = random[0]
        prologue = b"live/1" + lv(unhex(vector["prologue"])) + self.id
        statics = [unhex(vector["secret_0"]), unhex(vector["secret_1"])]
        self.handshake = Handshake(NAME, prologue, statics, [ephemeral_0, random[1][0]], [unhex(vector["psk"])])
        self.counters = [0, 0]

    def frames(self):
        yield 0, frame(HELLO, self.id, 0, self.handshake.first(b""))
        yield 1, frame(ANSWER, self.id, 0, self.handshake.second(b""))
        self.keys = self.handshake.symmetric.split()
        yield 0, self.data(0, b"\x01")  # CONFIRM
        yield 1, self.data(1, b"\x02")  # CONFIRMED
        messages = [(0, b"hello from slot 0", 0), (1, pattern(300), 0), (1, pattern(20000), 1)]
        for slot, message, message_id in messages:
            for plaintext in cut(message, message_id):
                yield slot, self.data(slot, plaintext)

    def data(self, slot, plaintext):
        counter = self.counters[slot]
        self.counters[slot] += 1
        head = frame(DATA, self.id, counter)
        return head + transport(self.keys[slot], counter, pad_live(plaintext), head)


def check_frames(vector):
    meeting = Meeting(vector)
    frames = list(meeting.frames())
    assert len(frames) == len(vector["frames"]), "number of frames"
    for (slot, ours), expected in zip(frames, vector["frames"]):
        assert slot == expected["from"], expected["what"]
        assert blake2b_256(ours).hex() == expected["frame_hash"], expected["what"]
        assert "frame" not in expected or ours.hex() == expected["frame"], expected["what"]
    assert meeting.handshake.symmetric.h.hex() == vector["handshake_hash"], "handshake hash"
    return len(frames) + 1


def check_epoch(vector):
    epoch = vector["epoch"]
    agreement = dh(unhex(epoch["alice_fresh_secret"]), public_key(unhex(epoch["bob_fresh_secret"])))
    out = hkdf_sha512(unhex(vector["handshake_hash"]), agreement, b"epoch/1" + u32(epoch["epoch"]), 112)
    expected = epoch["root"] + epoch["header_alice"] + epoch["next_header_bob"] + epoch["check"]
    assert out.hex() == expected, "epoch"
    return 4


ENCODERS = {
    "PRESENCE": lambda f: bytes([1, f["flags"]]),
    "PROBE": lambda f: b"\x02" + u32(f["id"]) + i64(f["t1"]),
    "PROBE_REPLY": lambda f: b"\x03" + u32(f["id"]) + i64(f["t1"]) + i64(f["t2"]) + i64(f["t3"]),
    "HAVE": lambda f: b"\x04" + u64(f["yours"]) + u64(f["mine"]) + unhex(f["head_of_yours"]) + unhex(f["head_of_mine"]),
    "ENTRIES": lambda f: b"\x05" + b"".join(lv(unhex(entry)) for entry in f["entries"]),
    "LATCH_READY": lambda f: b"\x06" + unhex(f["latch_id"]),
    "PROPOSE": lambda f: b"\x07" + unhex(f["latch_id"]) + bytes([f["n"]]) + i64(f["T"]),
    "ACK": lambda f: b"\x08" + unhex(f["latch_id"]) + bytes([f["n"]]) + i64(f["T"]),
    "GO": lambda f: b"\x09" + unhex(f["latch_id"]) + bytes([f["n"]]) + i64(f["T"]),
    "REKEY": lambda f: b"\x0a" + u32(f["epoch"]) + bytes([f["reason"]]),
    "KEYS": lambda f: b"\x0b" + u32(f["epoch"]) + unhex(f["fresh_key"]) + unhex(f["ratchet_key"]),
    "EPOCH_READY": lambda f: b"\x0c" + u32(f["epoch"]) + unhex(f["check"]),
}


def check_messages(vector):
    for message in vector["messages"]:
        ours = ENCODERS[message["type"]](message["fields"])
        assert ours.hex() == message["bytes"], message["type"]
    assert {message["type"] for message in vector["messages"]} == set(ENCODERS), "a type is missing"
    return len(vector["messages"])


def check():
    vector = read_vector("live.json")
    return check_frames(vector) + check_epoch(vector) + check_messages(vector)
