"""Recomputes tests/vectors/epoch.json: what an epoch derives, and the first envelopes of both slots in it. Written from
the specification (protocol/README.md, section 2), not from our code."""

from common import dh, hkdf_sha512, lv, public_key, read_vector, u32, unhex
from ratchet import Ratchet, pack, pad_durable

ROOM = b"\xaa\xbb" + bytes(14)


def envelope(side, epoch, slot, text, nonces):
    head = b"\x01" + u32(epoch)
    ad = b"envelope/1" + head + lv(ROOM + bytes([slot]))
    return head + side.send(pad_durable(pack([text], [])[0]), ad, nonces), ad


def check_epoch(each):
    epoch = each["epoch"]
    agreement = dh(unhex(each["fresh_secret_0"]), public_key(unhex(each["fresh_secret_1"])))
    assert agreement == dh(unhex(each["fresh_secret_1"]), public_key(unhex(each["fresh_secret_0"]))), "agreement"
    out = hkdf_sha512(unhex(each["handshake_hash"]), agreement, b"epoch/1" + u32(epoch), 112).hex()
    assert out == each["root"] + each["header_alice"] + each["next_header_bob"] + each["check"], "secrets"
    secret, *nonces = [unhex(part) for part in each["alice_random"]]
    alice, bob = Ratchet.alice(each, secret), Ratchet.bob(each)
    first, ad = envelope(alice, epoch, 0, b"said first in it", nonces)
    assert first.hex() == each["envelope_0"], "slot 0's envelope"
    fresh, *nonces = [unhex(part) for part in each["bob_random"]]
    bob.receive(first[5:], ad, [fresh])
    second, _ = envelope(bob, epoch, 1, b"and answered", nonces)
    assert second.hex() == each["envelope_1"], "slot 1's envelope"
    return 3


def check():
    return sum(check_epoch(each) for each in read_vector("epoch.json")["epochs"])
