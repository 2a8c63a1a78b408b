"""Recomputes tests/vectors/pairing.json: every message and every derived key of one pairing. Written from the
specification (protocol/README.md, section 1)."""

from common import (
    ed25519_public, hkdf_sha512, lv, open_box, pad, public_key, read_vector, ristretto_multiply, scalar_reduce, seal_box, u32, unhex, FOLDER)
from cpace import confirmation, generator, session_key, transcript

VERSION_AND_SUITE = b"\x01\x01"
HELLO, SHARE, ANSWER, CONFIRM, FINISH = range(1, 6)


def head(kind, fields):
    return VERSION_AND_SUITE + bytes([kind]) + lv(b"") + fields


def keys_of(device):
    plain = public_key(unhex(device["identity_secret"])) + ed25519_public(unhex(device["member_seed"]))
    plain += public_key(unhex(device["first_ratchet_secret"]))
    plain += lv(device["name"], device["app_version"]) + u32(device["features"]) + lv(b"")
    return pad(plain, (len(plain) // 256 + 1) * 256)


def check_devices(devices):
    for device in devices:
        drawn = [unhex(part) for part in device["random"]]
        assert [part.hex() for part in drawn[:3]] == [
            device["identity_secret"], device["member_seed"], device["first_ratchet_secret"]], "what was drawn"
        assert [len(part) for part in drawn[3:]] == [32, 64, 24], "what was drawn"
        assert keys_of(device).hex() == device["keys"], device["name"]
    return 3 * len(devices)


def words_of(numbers):
    words = (FOLDER.parent.parent / "protocol/pairing/words.txt").read_text(encoding="ascii").split()
    assert len(words) == 2048
    return [words[int.from_bytes(numbers[i:i + 2], "big") % 2048] for i in range(0, 8, 2)]


def derive(isk, run, boxes):
    okm = hkdf_sha512(b"", isk, lv("twinlamp/pair/1 secrets") + run + lv(*boxes), 216)
    names = ["ratchet_root", "header_alice", "next_header_bob", "live_psk", "latch_seed", "pair_seed"]
    derived = {name: okm[32 * i:32 * i + 32].hex() for i, name in enumerate(names)}
    return derived | {"same_words": words_of(okm[192:200]), "pattern": okm[200:].hex()}


def play(vector):
    """The five messages and what is derived."""
    nameplate, password = vector["code"].split("-", 1)
    (ra, ya, nonce_a), (rb, yb, nonce_b) = ([unhex(part) for part in device["random"][3:]] for device in vector["devices"])
    ya, yb, sid = scalar_reduce(ya), scalar_reduce(yb), ra + rb
    channel = lv("twinlamp/pair/1", unhex(vector["relay_id"]), bytes([vector["binding"]]), nameplate, "shows", "types")
    g = generator(password.encode(), channel, sid)
    share_a, share_b = ristretto_multiply(ya, g), ristretto_multiply(yb, g)
    run = transcript(share_a, VERSION_AND_SUITE, share_b, VERSION_AND_SUITE)
    isk = session_key(sid, ristretto_multiply(ya, share_b), run)
    assert isk == session_key(sid, ristretto_multiply(yb, share_a), run)
    tag_a, tag_b = (confirmation(sid, isk, share, VERSION_AND_SUITE) for share in (share_a, share_b))
    box_keys = hkdf_sha512(b"", isk, lv("twinlamp/pair/1 box keys") + run, 64)

    messages = [head(HELLO, rb), head(SHARE, ra + share_a), head(ANSWER, share_b + tag_b)]
    boxes = []
    for kind, fields, device, nonce, key in ((CONFIRM, tag_a, 0, nonce_a, box_keys[:32]), (FINISH, b"", 1, nonce_b, box_keys[32:])):
        ad = lv(*messages) + lv(head(kind, fields))
        boxes.append(seal_box(key, nonce, ad, keys_of(vector["devices"][device])))
        assert open_box(key, ad, boxes[-1]) == keys_of(vector["devices"][device])
        messages.append(head(kind, fields) + boxes[-1])
    return messages, derive(isk, run, boxes)


def check():
    vector = read_vector("pairing.json")
    messages, derived = play(vector)
    assert len(messages) == len(vector["messages"])
    for number, (ours, theirs) in enumerate(zip(messages, vector["messages"]), 1):
        assert ours.hex() == theirs, f"message {number}"
    assert derived.keys() == vector["derived"].keys()
    for name in derived:
        assert derived[name] == vector["derived"][name], name
    return check_devices(vector["devices"]) + len(messages) + len(derived)
