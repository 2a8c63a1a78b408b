"""Recomputes tests/vectors/ratchet.json and envelope.json: the Double Ratchet with header encryption, and what is
packed inside. Written from the specification (protocol/README.md, section 2), not from our code."""

from common import (
    blake2b_256, dh, hkdf_sha512, hmac_sha256, lv, open_box, pad, public_key, read_vector, seal_box, u16, u32, unhex)

MAX_SKIPPED = 512


def kdf_rk(root, agreement):
    out = hkdf_sha512(root, agreement, b"ratchet/1", 96)
    return out[:32], out[32:64], out[64:]


def kdf_ck(chain):
    """The next chain key and the message key."""
    return hmac_sha256(chain, b"\x02"), hmac_sha256(chain, b"\x01")


class Ratchet:
    NONE = bytes(32)

    def __init__(self):
        self.dhr = self.cks = self.ckr = self.hks = self.hkr = None
        self.nhks = self.nhkr = None
        self.ns = self.nr = self.pn = 0
        self.skipped = []  # (header key, number, message key), oldest first

    @classmethod
    def alice(cls, vector, secret):
        r = cls()
        r.dhs = secret
        r.dhr = public_key(unhex(vector["bob_secret"]))
        r.rk, r.cks, r.nhks = kdf_rk(unhex(vector["root"]), dh(secret, r.dhr))
        r.hks, r.nhkr = unhex(vector["header_alice"]), unhex(vector["next_header_bob"])
        return r

    @classmethod
    def bob(cls, vector):
        r = cls()
        r.dhs, r.rk = unhex(vector["bob_secret"]), unhex(vector["root"])
        r.nhks, r.nhkr = unhex(vector["next_header_bob"]), unhex(vector["header_alice"])
        return r

    def send(self, plaintext, ad, nonces):
        header = public_key(self.dhs) + u32(self.pn) + u32(self.ns)
        header_box = seal_box(self.hks, nonces[0], b"", header)
        self.cks, key = kdf_ck(self.cks)
        self.ns += 1
        return header_box + seal_box(key, nonces[1], ad + header_box, plaintext)

    def receive(self, message, ad, fresh_secrets):
        header_box, body = message[:80], message[80:]
        ad += header_box
        for i, (header_key, number, key) in enumerate(self.skipped):
            header = open_box(header_key, b"", header_box)
            if header is not None and header[36:40] == u32(number):
                del self.skipped[i]
                return open_box(key, ad, body)
        header = open_box(self.hkr, b"", header_box) if self.hkr else None
        if header is None:
            header = open_box(self.nhkr, b"", header_box)
            self.skip(int.from_bytes(header[32:36], "big"))
            self.turn(header[:32], fresh_secrets)
        self.skip(int.from_bytes(header[36:40], "big"))
        self.ckr, key = kdf_ck(self.ckr)
        self.nr += 1
        return open_box(key, ad, body)

    def skip(self, until):
        if self.ckr is None:
            return
        while self.nr < until:
            self.ckr, key = kdf_ck(self.ckr)
            self.skipped.append((self.hkr, self.nr, key))
            self.nr += 1
        self.skipped = self.skipped[-MAX_SKIPPED:]

    def turn(self, partner_key, fresh_secrets):
        self.pn, self.ns, self.nr = self.ns, 0, 0
        self.hks, self.hkr, self.dhr = self.nhks, self.nhkr, partner_key
        self.rk, self.ckr, self.nhkr = kdf_rk(self.rk, dh(self.dhs, self.dhr))
        self.dhs = fresh_secrets.pop(0)
        self.rk, self.cks, self.nhks = kdf_rk(self.rk, dh(self.dhs, self.dhr))

    def state(self):
        flags = (1 if self.cks else 0) | (2 if self.ckr else 0)
        out = bytes([1, flags]) + self.dhs
        for key in (self.dhr, self.rk, self.cks, self.ckr, self.hks, self.hkr, self.nhks, self.nhkr):
            out += key or self.NONE
        out += u32(self.ns) + u32(self.nr) + u32(self.pn) + u16(len(self.skipped))
        for header_key, number, key in self.skipped:
            out += header_key + u32(number) + key
        return out


def check_ratchet():
    vector = read_vector("ratchet.json")
    sides, messages, checked = {}, {}, 0
    for step in vector["steps"]:
        by, name = step["by"], step.get("message")
        random = [unhex(part) for part in step["random"]]
        if step["does"] == "begin":
            sides[by] = Ratchet.alice(vector, random[0]) if by == "alice" else Ratchet.bob(vector)
        elif step["does"] == "send":
            ad, plaintext = unhex(step["ad"]), unhex(step["plaintext"])
            message = sides[by].send(plaintext, ad, random)
            assert message.hex() == step["bytes"], f"message {name}"
            messages[name] = (message, ad, plaintext)
            checked += 1
        else:
            message, ad, plaintext = messages[name]
            assert sides[by].receive(message, ad, random) == plaintext, f"plaintext {name}"
            checked += 1
        assert sides[by].state().hex() == step["state"], f"state of {by} at {step['does']} {name}"
        checked += 1
    return checked


def pattern(size):
    return bytes(7 * i % 251 for i in range(size))


def pack(entries, transfer_ids):
    payloads, whole = [], b""
    for entry in entries:
        if len(whole) + len(lv(entry)) > 65535 or 1 + len(lv(entry)) > 65535:
            payloads += [whole] if whole else []
            whole = b""
        if 1 + len(lv(entry)) <= 65535:
            whole = (whole or b"\x01") + lv(entry)
            continue
        chunks = [entry[i:i + 61440] for i in range(0, len(entry), 61440)]
        transfer_id = transfer_ids.pop(0)
        for index, chunk in enumerate(chunks):
            payloads.append(b"\x02" + transfer_id + u16(index) + u16(len(chunks)) + chunk)
    return payloads + ([whole] if whole else [])


def pad_durable(payload):
    return pad(payload, next(kib * 1024 for kib in (1, 4, 16, 64) if len(payload) < kib * 1024))


def check_envelope():
    vector = read_vector("envelope.json")
    alice = Ratchet.alice(vector, unhex(vector["alice_random"][0]))
    entries = [e["text"].encode() if "text" in e else pattern(e["pattern"]) for e in vector["entries"]]
    transfer_ids = [unhex(part) for each in vector["payloads"] for part in each["pack_random"]]
    payloads = pack(entries, transfer_ids)
    assert len(payloads) == len(vector["payloads"]), "number of payloads"
    checked = 1
    head = b"\x01" + u32(vector["epoch"])
    ad = b"envelope/1" + head + lv(unhex(vector["context"]))
    for payload, expected in zip(payloads, vector["payloads"]):
        assert len(payload) == expected["payload_size"], "payload size"
        assert blake2b_256(payload).hex() == expected["payload_hash"], "payload"
        envelope = head + alice.send(pad_durable(payload), ad, [unhex(part) for part in expected["random"]])
        assert len(envelope) == expected["envelope_size"], "envelope size"
        assert blake2b_256(envelope).hex() == expected["envelope_hash"], "envelope"
        assert "envelope" not in expected or envelope.hex() == expected["envelope"], "envelope bytes"
        checked += 4
    return checked


def check():
    return check_ratchet() + check_envelope()
