"""Recomputes tests/vectors/pad.json: padding to buckets. Written from the specification (protocol/README.md)."""

from common import pad, read_vector, unhex, unpad

KIB = 1024
DURABLE = [KIB, 4 * KIB, 16 * KIB, 64 * KIB]
ANSWER = [KIB + 1, 4 * KIB + 1, 12 * KIB + 1, 48 * KIB + 1]


def smallest(buckets, size):
    return next((bucket for bucket in buckets if size < bucket), None)


def has_mark(data):
    try:
        unpad(data)
    except AssertionError:
        return False
    return True


def check():
    vector = read_vector("pad.json")
    for row in vector["buckets"]:
        size = row["size"]
        assert row["live"] == (size // 256 + 1) * 256, size
        assert row["durable"] == smallest(DURABLE, size), size
        assert row["answer"] == smallest(ANSWER, size), size
    for row in vector["padded"]:
        data, padded = unhex(row["data"]), unhex(row["padded"])
        assert pad(data, (len(data) // 256 + 1) * 256) == padded, row["data"]
        assert unpad(padded) == data, row["data"]
    for text in vector["no_mark"]:
        assert not has_mark(unhex(text)), text
    return 3 * len(vector["buckets"]) + 2 * len(vector["padded"]) + len(vector["no_mark"])
