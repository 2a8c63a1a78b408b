"""Recomputes the journal's vectors: round ids, and the hashes and layouts of entries."""

from common import blake2b_128, blake2b_256, lv, read_vector, u16, u32, u64, unhex


def check_rounds(vector):
    seed = unhex(vector["pair_seed"])
    for each in vector["rounds"]:
        computed = blake2b_128(b"round/1", seed, lv(each["card_id"]), u32(each["times_before"]))
        assert computed.hex() == each["round_id"], "round id"
    return len(vector["rounds"])


def check_entry(entry):
    salt, body = unhex(entry["salt"]), unhex(entry["body"])
    body_hash = blake2b_256(salt, body)
    assert body_hash.hex() == entry["body_hash"], "body hash"
    tagged = (b"\x01" + bytes([entry["author"]]) + u32(entry["epoch"]) + u64(entry["seq"]) + unhex(entry["prev"]) +
              u64(entry["lamport"]) + u64(entry["peer_seq"]) + unhex(entry["peer_hash"]) + u16(entry["type"]) + body_hash)
    assert len(tagged) == 128, "the part under the tag"
    tag = blake2b_256(tagged, key=unhex(entry["self_key"]))
    assert tag.hex() == entry["self_tag"], "self tag"
    header = tagged + tag
    assert blake2b_256(header).hex() == entry["id"], "id"
    assert (header + b"\x01" + salt + lv(body)).hex() == entry["wire"], "wire"
    assert (header + b"\x00").hex() == entry["erased_wire"], "erased wire"
    return 5


def check_chains(entries):
    """Each log is chained, names the other's entries truly, and its lamport is one above both entries it follows."""
    ids, lamports, heads = {}, {}, {0: 0, 1: 0}
    for entry in entries:
        author, seq, peer = entry["author"], entry["seq"], 1 - entry["author"]
        assert seq == heads[author] + 1, "seq"
        assert entry["prev"] == ids.get((author, seq - 1), "00" * 32), "previous hash"
        assert entry["peer_hash"] == ids.get((peer, entry["peer_seq"]), "00" * 32), "peer hash"
        follows = max(lamports.get((author, seq - 1), 0), lamports.get((peer, entry["peer_seq"]), 0))
        assert entry["lamport"] == follows + 1, "lamport"
        ids[author, seq], lamports[author, seq], heads[author] = entry["id"], entry["lamport"], seq
    places = [(entry["lamport"], entry["author"]) for entry in entries]
    assert places == sorted(places), "order"
    return len(entries)


def check():
    vector = read_vector("journal.json")
    return check_rounds(vector) + sum(map(check_entry, vector["entries"])) + check_chains(vector["entries"])
