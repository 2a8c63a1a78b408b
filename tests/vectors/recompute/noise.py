"""Recomputes the published Noise KK vectors of tests/vectors, so that the program which recomputes our live layer is
itself known to be right. Written from the Noise specification, revision 34."""

import hashlib
import hmac

from common import dh, public_key, read_json, unhex
from nacl.bindings import (
    crypto_aead_chacha20poly1305_ietf_decrypt as aead_open, crypto_aead_chacha20poly1305_ietf_encrypt as aead_seal)


def nonce(counter):
    return bytes(4) + counter.to_bytes(8, "little")


class Symmetric:
    def __init__(self, name):
        self.hash = hashlib.sha256 if name.endswith("SHA256") else hashlib.sha512
        size = self.hash().digest_size
        name = name.encode()
        self.h = name.ljust(size, b"\0") if len(name) <= size else self.hash(name).digest()
        self.ck, self.k, self.n = self.h, None, 0

    def hkdf(self, material, outputs):
        secret, out, last = hmac.digest(self.ck, material, self.hash), [], b""
        for i in range(1, outputs + 1):
            last = hmac.digest(secret, last + bytes([i]), self.hash)
            out.append(last)
        return out

    def mix_hash(self, data):
        self.h = self.hash(self.h + data).digest()

    def mix_key(self, material):
        self.ck, key = self.hkdf(material, 2)
        self.k, self.n = key[:32], 0

    def mix_key_and_hash(self, material):
        self.ck, extra, key = self.hkdf(material, 3)
        self.mix_hash(extra)
        self.k, self.n = key[:32], 0

    def encrypt_and_hash(self, plaintext):
        out = aead_seal(plaintext, self.h, nonce(self.n), self.k)
        self.n += 1
        self.mix_hash(out)
        return out

    def split(self):
        return [key[:32] for key in self.hkdf(b"", 2)]


class Handshake:
    """Both sides at once: it knows all secrets. KK: -> s, <- s, ..., -> e, es, ss, <- e, ee, se."""

    def __init__(self, name, prologue, statics, ephemerals, psks):
        self.s, self.e = statics, ephemerals
        psks = list(psks)
        self.psk0 = psks.pop(0) if "psk0" in name else None
        self.psk2 = psks.pop(0) if "psk2" in name else None
        self.symmetric = Symmetric(name)
        self.symmetric.mix_hash(prologue)
        for static in statics:
            self.symmetric.mix_hash(public_key(static))

    def send_ephemeral(self, who):
        key = public_key(self.e[who])
        self.symmetric.mix_hash(key)
        if self.psk0 or self.psk2:
            self.symmetric.mix_key(key)
        return key

    def first(self, payload):
        if self.psk0:
            self.symmetric.mix_key_and_hash(self.psk0)
        key = self.send_ephemeral(0)
        self.symmetric.mix_key(dh(self.e[0], public_key(self.s[1])))
        self.symmetric.mix_key(dh(self.s[0], public_key(self.s[1])))
        return key + self.symmetric.encrypt_and_hash(payload)

    def second(self, payload):
        key = self.send_ephemeral(1)
        self.symmetric.mix_key(dh(self.e[0], public_key(self.e[1])))
        self.symmetric.mix_key(dh(self.s[0], public_key(self.e[1])))
        if self.psk2:
            self.symmetric.mix_key_and_hash(self.psk2)
        return key + self.symmetric.encrypt_and_hash(payload)


def transport(key, counter, plaintext, ad=b""):
    return aead_seal(plaintext, ad, nonce(counter), key)


def check_vector(vector):
    handshake = Handshake(
        vector["protocol_name"], unhex(vector["init_prologue"]),
        [unhex(vector["init_static"]), unhex(vector["resp_static"])],
        [unhex(vector["init_ephemeral"]), unhex(vector["resp_ephemeral"])],
        [unhex(psk) for psk in vector.get("init_psks", [])])
    payloads = [unhex(message["payload"]) for message in vector["messages"]]
    written = [handshake.first(payloads[0]), handshake.second(payloads[1])]
    keys = handshake.symmetric.split()
    for i, payload in enumerate(payloads[2:]):
        written.append(transport(keys[i % 2], i // 2, payload))
    for i, (ours, message) in enumerate(zip(written, vector["messages"])):
        assert ours.hex() == message["ciphertext"], f"{vector['protocol_name']}, message {i}"
    if "handshake_hash" in vector:
        assert handshake.symmetric.h.hex() == vector["handshake_hash"], f"{vector['protocol_name']}, hash"
    return len(written)


def check():
    return sum(check_vector(vector) for vector in read_json("noise-kk-25519-chachapoly.json")["vectors"])
