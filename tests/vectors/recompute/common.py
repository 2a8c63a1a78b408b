"""What every topic's recomputation shares: reading vectors, encodings, and the primitives, none of them from our code.

hashlib and hmac are Python's, the AEAD and the curves PyNaCl's; HKDF and ristretto255 are written here from their
RFCs, since PyNaCl has neither."""

import hashlib
import hmac
import json
import pathlib

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_aead_xchacha20poly1305_ietf_encrypt, crypto_scalarmult,
    crypto_scalarmult_base, crypto_sign, crypto_sign_open, crypto_sign_seed_keypair)
from nacl.exceptions import CryptoError

FOLDER = pathlib.Path(__file__).resolve().parent.parent


# ---- files

def read_json(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_vector(name):
    """Our own files: {about, source, licence, vector}."""
    return read_json(name)["vector"]


# ---- encodings

unhex = bytes.fromhex


def u16(value):
    return value.to_bytes(2, "big")


def u32(value):
    return value.to_bytes(4, "big")


def u64(value):
    return value.to_bytes(8, "big")


def leb128(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def lv(*parts):
    """Each part after its length; text as UTF-8."""
    out = b""
    for part in parts:
        part = part.encode() if isinstance(part, str) else bytes(part)
        out += leb128(len(part)) + part
    return out


def pad(data, size):
    assert size > len(data)
    return data + b"\x80" + bytes(size - len(data) - 1)


def unpad(data):
    data = data.rstrip(b"\0")
    assert data.endswith(b"\x80"), "no mark"
    return data[:-1]


# ---- hashes and key derivation

def sha512(*parts):
    return hashlib.sha512(b"".join(parts)).digest()


def blake2b_256(*parts, key=b""):
    return hashlib.blake2b(b"".join(parts), digest_size=32, key=key).digest()


def blake2b_128(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=16).digest()


def hmac_sha256(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def hmac_sha512(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha512).digest()


def hkdf_sha512(salt, ikm, info, size):
    """RFC 5869."""
    prk = hmac_sha512(salt or bytes(64), ikm)
    out, block = b"", b""
    for i in range(1, -(-size // 64) + 1):
        block = hmac_sha512(prk, block, info, bytes([i]))
        out += block
    return out[:size]


# ---- XChaCha20-Poly1305

def xchacha_seal(key, nonce, ad, plaintext):
    return crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, ad, nonce, key)


def xchacha_open(key, nonce, ad, ciphertext):
    """None if it does not verify."""
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, ad, nonce, key)
    except (CryptoError, ValueError):
        return None


def seal_box(key, nonce, ad, plaintext):
    return nonce + xchacha_seal(key, nonce, ad, plaintext)


def open_box(key, ad, box):
    """None if it does not verify."""
    return xchacha_open(key, box[:24], ad, box[24:]) if len(box) >= 40 else None


# ---- X25519 and Ed25519

def public_key(secret):
    return crypto_scalarmult_base(secret)


def dh(secret, public):
    return crypto_scalarmult(secret, public)


def ed25519_public(seed):
    return crypto_sign_seed_keypair(seed)[0]


def ed25519_sign(seed, message):
    return crypto_sign(message, crypto_sign_seed_keypair(seed)[1])[:64]


def ed25519_verify(public, message, signature):
    try:
        return crypto_sign_open(signature + message, public) == message
    except (CryptoError, ValueError):
        return False


# ---- ristretto255, RFC 9496. Points are extended Edwards coordinates (X, Y, Z, T).

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def is_negative(x):
    return x % P & 1


def absolute(x):
    x %= P
    return P - x if x & 1 else x


def sqrt_ratio_m1(u, v):
    """(was u/v a square, its non-negative root or that of SQRT_M1 * u/v), section 4.2."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    correct, flipped, flipped_i = check == u % P, check == -u % P, check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return correct or flipped, absolute(r)


INVSQRT_A_MINUS_D = sqrt_ratio_m1(1, -1 - D)[1]
SQRT_AD_MINUS_ONE = sqrt_ratio_m1(-D - 1, 1)[1]
SQRT_AD_MINUS_ONE = P - SQRT_AD_MINUS_ONE if not is_negative(SQRT_AD_MINUS_ONE) else SQRT_AD_MINUS_ONE
ONE_MINUS_D_SQ = (1 - D * D) % P
D_MINUS_ONE_SQ = (D - 1) ** 2 % P

IDENTITY = (0, 1, 1, 0)


def decode(data):
    """None for anything but a canonical encoding, section 4.3.1."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= P or is_negative(s):
        return None
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, inverse = sqrt_ratio_m1(1, v * u2 * u2 % P)
    x_denominator = inverse * u2 % P
    x = absolute(2 * s * x_denominator)
    y = u1 * inverse * x_denominator * v % P
    t = x * y % P
    return None if not square or is_negative(t) or y == 0 else (x, y, 1, t)


def encode(point):
    """Section 4.3.2."""
    x, y, z, t = point
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    inverse = sqrt_ratio_m1(1, u1 * u2 * u2 % P)[1]
    d1, d2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = d1 * d2 * t % P
    if is_negative(t * z_inverse):
        x, y, denominator = y * SQRT_M1 % P, x * SQRT_M1 % P, d1 * INVSQRT_A_MINUS_D % P
    else:
        denominator = d2
    if is_negative(x * z_inverse):
        y = -y % P
    return absolute(denominator * (z - y)).to_bytes(32, "little")


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def ristretto_map(data):
    """MAP of section 4.3.4: 32 bytes to a point."""
    t = int.from_bytes(data, "little") % 2**255 % P
    r = SQRT_M1 * t * t % P
    u = (r + 1) * ONE_MINUS_D_SQ % P
    v = (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio_m1(u, v)
    c = -1
    if not square:
        s, c = P - absolute(s * t), r
    n = (c * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0, w1 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def ristretto_from_hash(data):
    return encode(add(ristretto_map(data[:32]), ristretto_map(data[32:])))


BASE = decode(unhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))


def ristretto_multiply(scalar, element):
    """None for a bad encoding or an identity result, as the protocol asks."""
    point = decode(element)
    result = point and encode(multiply(int.from_bytes(scalar, "little") % ORDER, point))
    return result if result and result != bytes(32) else None


def ristretto_base(scalar):
    return encode(multiply(int.from_bytes(scalar, "little") % ORDER, BASE))


def scalar_reduce(data):
    return (int.from_bytes(data, "little") % ORDER).to_bytes(32, "little")
