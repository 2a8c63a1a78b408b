"""Recomputes the farewells: room id, the farewell key out of the latch seed, and each slot's proof."""

from common import blake2b_128, blake2b_256, hkdf_sha512, read_vector, unhex


def check():
    vector = read_vector("farewell.json")
    room_id = blake2b_128(b"room/1", unhex(vector["member_key_0"]), unhex(vector["member_key_1"]))
    assert room_id.hex() == vector["room_id"], "room id"
    key = hkdf_sha512(b"", unhex(vector["latch_seed"]), b"farewell/1", 32)
    for slot in range(2):
        farewell = b"\x01" + blake2b_256(b"farewell/1", room_id, bytes([slot]), key=key)
        assert farewell.hex() == vector[f"farewell_{slot}"], f"farewell of slot {slot}"
    return 3
