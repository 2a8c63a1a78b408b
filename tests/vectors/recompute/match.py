"""Recomputes tests/vectors/match.json: the wish list's private AND, both sides made again from their seeds, every proof checked by its equation."""

from common import (
    BASE, IDENTITY, ORDER, add, blake2b_256, decode, encode, hmac_sha512, lv, multiply, read_vector, ristretto_from_hash, sha512, u16, u32, unhex)

NO, CURIOUS, YES = 0, 1, 2


def number(data):
    return int.from_bytes(data, "little")


def word(value):
    return (value % ORDER).to_bytes(32, "little")



def combine(*terms):
    """The sum of scalar times point, encoded."""
    total = IDENTITY
    for scalar, point in terms:
        total = add(total, multiply(scalar % ORDER, point))
    return total


def oracle(label, context, slot, *parts):
    return sha512(lv(label) + context + bytes([slot]) + b"".join(parts))


def scalar(*parts):
    return number(oracle(*parts)) % ORDER


class Terms:
    def __init__(self, run):
        ids = run["items"]
        self.count, self.quota = len(ids), run["quota"]
        self.list_hash = blake2b_256(b"match/1 list", u16(self.quota), u16(self.count), *[lv(each) for each in ids])
        self.h0 = blake2b_256(b"match/1 run", unhex(run["round_id"]), unhex(run["latch_id"]), self.list_hash)


class Secrets:
    def __init__(self, terms, slot, side):
        self.secret = hmac_sha512(unhex(side["seed"]), b"match/1 secret", terms.h0, bytes([slot]), bytes(side["votes"]))
        self.key_secret = hmac_sha512(unhex(side["seed"]), b"match/1 key secret", terms.h0, bytes([slot]))
        self.votes = side["votes"]
        self.x, self.key_nonce = self.drawn_for_key("x", terms.h0), self.drawn_for_key("key nonce", terms.h0)
        self.u = self.drawn("u", terms.h0)

    def drawn(self, label, context, index=0):
        return number(hmac_sha512(self.secret, lv(label) + context + u32(index))) % ORDER

    def drawn_for_key(self, label, h0):
        return number(hmac_sha512(self.key_secret, lv(label) + h0 + u32(0))) % ORDER

    def bit(self, at):
        return 1 if self.votes[at // 2] > at % 2 else 0


def words_of(data):
    assert len(data) % 32 == 0
    return [data[at:at + 32] for at in range(0, len(data), 32)]


def points(words):
    decoded = [decode(each) for each in words]
    assert None not in decoded and bytes(32) not in words, "an element"
    return decoded


# ---- making a step again

def make_keys(terms, slot, mine):
    key, nonce = encode(multiply(mine.x, BASE)), mine.key_nonce
    c = scalar("match/1 key proof", terms.h0, slot, key, encode(multiply(nonce, BASE)))
    return terms.list_hash + key + word(c) + word(nonce + c * mine.x)


def one_of(mine, q, h1, nonces, challenges, first, values, real):
    """(commitments, a function from (challenge, r) to (c without the last, z))"""
    drawn = [(mine.drawn(nonces, h1, first + k), mine.drawn(challenges, h1, first + k)) for k in range(len(values))]
    said = b"".join(
        encode(multiply(w, BASE)) + encode(combine((w, q), (-c * (values[real] - values[k]), BASE))) for k, (w, c) in enumerate(drawn))

    def respond(challenge, r):
        c = [each for _, each in drawn]
        c[real] = (challenge - sum(c[:real] + c[real + 1:])) % ORDER
        return b"".join(word(each) for each in c[:-1]) + b"".join(word(w + each * r) for (w, _), each in zip(drawn, c))

    return said, respond


def make_bits(terms, slot, mine, q, h1):
    bits = range(2 * terms.count)
    rho = [mine.drawn("rho", h1, at) for at in bits]
    ciphers = b"".join(encode(multiply(rho[at], BASE)) + encode(combine((rho[at], q), (mine.bit(at), BASE))) for at in bits)
    digest = oracle("match/1 ciphers", h1, slot, ciphers)
    said, responders = b"", []
    for item in range(terms.count):
        t = scalar("match/1 weight", h1, slot, digest, u16(item))
        part, respond = one_of(mine, q, h1, "level nonce", "level challenge", 3 * item, [0, 1, 1 + t], mine.votes[item])
        said += part
        responders.append((respond, rho[2 * item] + t * rho[2 * item + 1]))
    c = scalar("match/1 bits proof", h1, slot, ciphers, said)
    levels = word(c) + b"".join(respond(c, r) for respond, r in responders)
    wanted = sum(vote > NO for vote in mine.votes)
    said, respond = one_of(mine, q, h1, "quota nonce", "quota challenge", 0, list(range(terms.quota + 1)), wanted)
    c = scalar("match/1 quota proof", h1, slot, ciphers, said)
    return ciphers + levels + word(c) + respond(c, sum(rho[0::2]))


def make_product(terms, mine, theirs, q, h1, h2):
    bits = range(2 * terms.count)
    sigma = [mine.drawn("sigma", h2, at) for at in bits]
    products = b"".join(
        encode(combine((mine.bit(at), a), (sigma[at], BASE))) + encode(combine((mine.bit(at), b), (sigma[at], q)))
        for at, (a, b) in zip(bits, theirs))
    said, nonces = b"", []
    for at, (a, b) in zip(bits, theirs):
        n = [mine.drawn("product " + name, h2, at) for name in ("b", "rho", "sigma")]
        nonces.append(n)
        said += encode(multiply(n[1], BASE)) + encode(combine((n[1], q), (n[0], BASE)))
        said += encode(combine((n[0], a), (n[2], BASE))) + encode(combine((n[0], b), (n[2], q)))
    c = scalar("match/1 product proof", h2, 1, products, said)
    out = products + word(c)
    for at, n in zip(bits, nonces):
        out += word(n[0] + c * mine.bit(at)) + word(n[1] + c * mine.drawn("rho", h1, at)) + word(n[2] + c * sigma[at])
    return out


def blind_base(h3, slot, at):
    return decode(ristretto_from_hash(oracle("match/1 blind", h3, slot, u16(at))))


def make_shares(terms, slot, mine, products, h3):
    bits = range(2 * terms.count)
    k = [blind_base(h3, slot, at) for at in bits]
    said = b"".join(encode(combine((mine.x, products[at][0]), (mine.u, k[at]))) for at in bits) + encode(multiply(mine.u, BASE))
    digest = oracle("match/1 shares said", h3, slot, said)
    e = [scalar("match/1 share weight", h3, slot, digest, u16(at)) for at in bits]
    p_sum = combine(*[(e[at], products[at][0]) for at in bits])
    k_sum = combine(*[(e[at], k[at]) for at in bits])
    x, u = mine.drawn("share x", h3), mine.drawn("share u", h3)
    c = scalar("match/1 share proof", h3, slot, said, encode(multiply(x, BASE)), encode(multiply(u, BASE)), encode(combine((x, p_sum), (u, k_sum))))
    return said + word(c) + word(x + c * mine.x) + word(u + c * mine.u)


# ---- checking a step by its equations, as the other side would

def check_bits(terms, slot, step, q, h1):
    words, n = words_of(step), terms.count
    ciphers, c = step[:128 * n], number(words[4 * n])
    cipher = points(words[:4 * n])
    digest = oracle("match/1 ciphers", h1, slot, ciphers)
    said = b""
    for item in range(n):
        t = scalar("match/1 weight", h1, slot, digest, u16(item))
        c0, c1, z0, z1, z2 = map(number, words[4 * n + 1 + 5 * item:4 * n + 6 + 5 * item])
        a_low, b_low, a_high, b_high = cipher[4 * item:4 * item + 4]
        for ck, zk, value in ((c0, z0, 0), (c1, z1, 1), (c - c0 - c1, z2, 1 + t)):
            said += encode(combine((zk, BASE), (-ck, a_low), (-ck * t, a_high)))
            said += encode(combine((zk, q), (-ck, b_low), (-ck * t, b_high), (ck * value, BASE)))
    assert scalar("match/1 bits proof", h1, slot, ciphers, said) == c, "bits proof"
    rest = list(map(number, words[9 * n + 1:]))
    c, cs, zs = rest[0], rest[1:1 + terms.quota], rest[1 + terms.quota:]
    cs.append((c - sum(cs)) % ORDER)
    a, b, said = combine(*[(1, each) for each in cipher[0::4]]), combine(*[(1, each) for each in cipher[1::4]]), b""
    for k, (ck, zk) in enumerate(zip(cs, zs, strict=True)):
        said += encode(combine((zk, BASE), (-ck, a))) + encode(combine((zk, q), (-ck, b), (ck * k, BASE)))
    assert scalar("match/1 quota proof", h1, slot, ciphers, said) == c, "quota proof"


def opened(terms, products, shares, blinds, h3):
    values = []
    for at in range(2 * terms.count):
        rest = products[at][1]
        for slot in (0, 1):
            rest = combine((1, rest), (-1, shares[slot][at]), (blinds[slot], blind_base(h3, slot, at)))
        values.append({bytes(32): 0, encode(BASE): 1}[encode(rest)])
    return [values[at] + values[at + 1] for at in range(0, len(values), 2)]


def check_run(run):
    terms = Terms(run)
    steps = {(each["slot"], each["step"]): unhex(each["bytes"]) for each in run["steps"]}
    sides = [Secrets(terms, slot, side) for slot, side in enumerate(run["sides"])]
    assert terms.list_hash.hex() == run["list_hash"], "list hash"
    h1 = blake2b_256(b"match/1 keys", terms.h0, lv(steps[0, 0], steps[1, 0]))
    h2 = blake2b_256(b"match/1 bits", h1, lv(steps[0, 1], steps[1, 1]))
    h3 = blake2b_256(b"match/1 product", h2, lv(steps[1, 2]))
    h4 = blake2b_256(b"match/1 shares", h3, lv(steps[0, 3], steps[1, 3]))
    assert [each.hex() for each in (terms.h0, h1, h2, h3, h4)] == run["h"], "h0 to h4"
    q = add(decode(steps[0, 0][32:64]), decode(steps[1, 0][32:64]))
    for slot, mine in enumerate(sides):
        assert word(mine.u).hex() == run["sides"][slot]["u"], "u"
        assert make_keys(terms, slot, mine) == steps[slot, 0], "step 0"
        assert make_bits(terms, slot, mine, q, h1) == steps[slot, 1], "step 1"
        check_bits(terms, slot, steps[slot, 1], q, h1)
    pairs = lambda data: list(zip(*[iter(points(words_of(data[:128 * terms.count])))] * 2))
    assert make_product(terms, sides[1], pairs(steps[0, 1]), q, h1, h2) == steps[1, 2], "step 2"
    products = pairs(steps[1, 2])
    for slot, mine in enumerate(sides):
        assert make_shares(terms, slot, mine, products, h3) == steps[slot, 3], "step 3"
    shares = [points(words_of(steps[slot, 3][:64 * terms.count])) for slot in (0, 1)]
    outcome = opened(terms, products, shares, [mine.u for mine in sides], h3)
    want = [0 if NO in pair else YES if set(pair) == {YES} else CURIOUS for pair in zip(sides[0].votes, sides[1].votes)]
    assert outcome == run["outcome"] == want, "outcome"
    return 6 + len(steps) + len(sides) * 3 + len(outcome)


def check():
    return sum(check_run(run) for run in read_vector("match.json")["runs"])
