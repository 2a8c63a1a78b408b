"""Recomputes the published CPace vectors, so that the program which recomputes our pairing is itself known to be right.
Written from draft-irtf-cfrg-cpace-21."""

from common import hmac_sha512, lv, read_json, ristretto_from_hash, ristretto_multiply, sha512, unhex

DSI = b"CPaceRistretto255"


def generator_string(prs, ci, sid):
    zeros = max(0, 127 - len(lv(prs)) - len(lv(DSI)))
    return lv(DSI, prs, bytes(zeros), ci, sid)


def generator(prs, ci, sid):
    return ristretto_from_hash(sha512(generator_string(prs, ci, sid)))


def transcript(ya, ada, yb, adb):
    return lv(ya, ada, yb, adb)


def session_key(sid, k, transcript_bytes):
    return sha512(lv(DSI + b"_ISK", sid, k), transcript_bytes)


def confirmation(sid, isk, element, ad):
    return hmac_sha512(sha512(b"CPaceMac", sid, isk), lv(element, ad))


def check_generator(vector):
    prs, ci, sid = (unhex(vector[name]) for name in ("PRS", "CI", "sid"))
    assert generator_string(prs, ci, sid) == unhex(vector["generator_string(G.DSI,PRS,CI,sid,H.s_in_bytes)"])
    assert generator(prs, ci, sid) == unhex(vector["encoded generator g"])
    return 2


def check_protocol(vector):
    v = {name: unhex(value) for name, value in vector.items()}
    g = generator(v["PRS"], v["CI"], v["sid"])
    assert ristretto_multiply(v["ya"], g) == v["Ya"] and ristretto_multiply(v["yb"], g) == v["Yb"]
    assert ristretto_multiply(v["ya"], v["Yb"]) == v["K"] == ristretto_multiply(v["yb"], v["Ya"])
    assert session_key(v["sid"], v["K"], transcript(v["Ya"], v["ADa"], v["Yb"], v["ADb"])) == v["ISK_IR"]
    return 4


def check_points(vector):
    valid = vector["Valid"]
    s = unhex(valid["s"])
    assert ristretto_multiply(s, unhex(valid["X"])) == unhex(valid["G.scalar_mult_vfy(s,X)"])
    assert ristretto_multiply(s, unhex(vector["Invalid Y1"])) is None
    assert ristretto_multiply(s, unhex(vector["Invalid Y2"])) is None
    return 3


def check():
    vectors = read_json("cpace-ristr255-sha512.json")
    return (check_generator(vectors["calculate_generator"]) + check_protocol(vectors["protocol"]) +
            check_points(vectors["scalar_mult_vfy"]))
