"""Recomputes the vectors of the sealed answer: latch id, u and L, the answer's key and ciphertext, the box, the open blob, its signature; and
checks of latch.json that every scalar in it opens its lock."""

from common import (
    ORDER, blake2b_256, ed25519_public, ed25519_sign, hkdf_sha512, lv, pad, read_vector, ristretto_base, scalar_reduce, seal_box, u32, unhex, unpad,
    xchacha_open, xchacha_seal)

BUCKETS = [1024, 4096, 12288, 49152]


def bucket(size):
    return next(each for each in BUCKETS if size <= each) + 1


def check_seal(latch_seed, seal):
    slot, answer = bytes([seal["slot"]]), unhex(seal["answer"])
    random = unhex(seal["random"])
    wide, salt, nonce, box_nonce = random[:64], random[64:96], random[96:120], random[120:]
    latch_id = hkdf_sha512(b"", latch_seed, lv("latch") + unhex(seal["round_id"]) + u32(seal["version"]), 16)
    assert latch_id.hex() == seal["latch_id"], "latch id"
    u = scalar_reduce(wide)
    assert u.hex() == seal["u"], "u"
    assert ristretto_base(u).hex() == seal["lock"], "L"
    assert (salt.hex(), nonce.hex()) == (seal["salt"], seal["nonce"]), "salt and nonce"
    context = b"seal/1" + latch_id + slot
    key = hkdf_sha512(b"", u + salt, context, 32)
    ciphertext = xchacha_seal(key, nonce, context, pad(answer, bucket(len(answer))))
    assert ciphertext.hex() == seal["ciphertext"], "ciphertext"
    assert unpad(xchacha_open(key, nonce, context, ciphertext)) == answer, "answer"
    box = seal_box(unhex(seal["box_key"]), box_nonce, context, u)
    assert box.hex() == seal["boxed_scalar"], "box"
    return 7 + check_blob(latch_seed, seal, latch_id, slot)


def check_blob(latch_seed, seal, latch_id, slot):
    entry, seal_id = unhex(seal["seal_entry"]), unhex(seal["seal_id"])
    assert blake2b_256(entry[:160]) == seal_id, "seal id"
    context = b"open" + latch_id + slot
    blob = xchacha_seal(hkdf_sha512(b"", latch_seed, context, 32), seal_id[:24], context, entry)
    assert blob.hex() == seal["blob"], "blob"
    return 2


def check_signature(latch_seed, seal):
    slot, latch_id, entry = bytes([seal["slot"]]), unhex(seal["latch_id"]), unhex(seal["seal_entry"])
    seal_id = blake2b_256(entry[:160])
    assert seal_id.hex() == seal["seal_id"], "seal id"
    seed = hkdf_sha512(b"", unhex(seal["self_key"]), b"seal key/1", 32)
    assert ed25519_public(seed).hex() == seal["seal_key"], "seal key"
    signature = ed25519_sign(seed, b"seal-id/1" + latch_id + slot + seal_id)
    assert signature.hex() == seal["signature"], "signature"
    context = b"open" + latch_id + slot
    blob = xchacha_seal(hkdf_sha512(b"", latch_seed, context, 32), seal_id[:24], context, entry)
    assert (b"\x02" + blob + signature).hex() == seal["signed_blob"], "signed blob"
    return 4


# ---- latch.json

def fields(message):
    """A protobuf message of varints and byte strings, by field number."""
    out, at = {}, 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = varint()
        if tag & 7 == 0:
            out[tag >> 3] = varint()
        else:
            assert tag & 7 == 2, "wire type"
            size = varint()
            out[tag >> 3] = message[at:at + size]
            at += size
    return out


WAITING, RELEASED, INVALID = 1, 2, 7


def opens(scalar, lock):
    return len(scalar) == 32 and 0 < int.from_bytes(scalar, "little") < ORDER and ristretto_base(scalar) == lock


def check_script(script):
    locks, checked = {}, 0
    for step in script["steps"]:
        message, reply = fields(unhex(step["message"])), fields(unhex(step["reply"]))
        status = reply.get(2, 0)
        if step["does"] == "put":
            sound = opens(message[7], message[3]) and message[3] != message.get(4)
            assert sound == (status != INVALID), f"{script['name']}: a put that does not open its lock"
            if step["stored"]:
                locks[step["slot"]] = message[3]
            checked += 1
        for told in [reply] + ([fields(unhex(step["to_partner"]))] if "to_partner" in step else []):
            if told.get(2, 0) == RELEASED:
                assert opens(told[3], locks[0]) and opens(told[4], locks[1]), f"{script['name']}: release"
                checked += 1
            else:
                assert not set(told) & {3, 4, 7}, f"{script['name']}: a scalar before the release"
    return checked


def check():
    vector = read_vector("seal.json")
    latch_seed = unhex(vector["latch_seed"])
    checked = sum(check_seal(latch_seed, seal) for seal in vector["seals"])
    signed = read_vector("seal-signature.json")
    checked += sum(check_signature(unhex(signed["latch_seed"]), seal) for seal in signed["seals"])
    return checked + sum(map(check_script, read_vector("latch.json")["scripts"]))
