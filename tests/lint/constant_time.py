"""Secrets are compared by equal_constant_time() and by nothing else: `constant_time.py ROOT`.

Where a comparison ends at the first difference, its time tells how far a guess was right. `Secret` and `SecretBytes` compare in constant time by their
own operator; this finds what a compiler does not: functions that end early, and tags, MACs, scalars and checks that are plain bytes. Prints each breach
as `file:line: what`, and exits 1 if there is one. `--self-test` shows that each rule can fail.
"""
import pathlib
import re
import sys
import tempfile

HOME = "protocol/base/secret.h"  # where the one function is
EARLY = re.compile(r"\b(memcmp|wmemcmp|bcmp|strn?cmp|lexicographical_compare\w*|std::mismatch)\s*\(|\bstd::(ranges::)?equal\s*\(")
OTHER = re.compile(r"\b(sodium_memcmp|sodium_compare|crypto_verify_\d+|crypto_auth\w*_verify|CRYPTO_memcmp|timingsafe_\w+)\s*\(")
# The last word of what is compared: what nobody may guess byte by byte.
SECRET = re.compile(r"(^|_)(tag|mac|hmac|scalar|secret|psk|seed|passphrase|password|token|check|confirmation|farewell|isk|prs|blind|"
                    r"self_key|box_key|private_key|profile_key|master)$")
PLACE = r"(?:[A-Za-z_][\w]*(?:::|\.|->))*[A-Za-z_]\w*(?:\([^()]*\))?(?:(?:\.|->)[A-Za-z_]\w*(?:\([^()]*\))?)*"
COMPARED = re.compile(rf"({PLACE})\s*(==|!=)\s*({PLACE})")
EQUAL = re.compile(r"(?<![\w:])equal\s*\(")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"", re.S)
VALUES = {"nullptr", "true", "false", "std::nullopt", "npos", "end", "begin"}

# (file, part of the line): why its time tells nothing.
ALLOWED = {
    ("protocol/base/bytes.cpp", "bool equal(ByteView a, ByteView b)"): "equal() itself, for what is public",
    ("protocol/pairing/invitation.cpp", "scheme.begin()"): "the scheme of an address",
    ("protocol/device/device_acts.cpp", "same_shift"): "a person's own shifts of zone",
    ("relay/connection.cpp", "token == subprotocol"): "a word of an HTTP header",
    ("protocol/pairing/history.cpp", "history_tag"): "the kind of an option, in the clear within its box",
    ("protocol/pairing/words.cpp", "std::mismatch("): "how far a typed word goes along with one of the list",
    ("protocol/match/bits_step.cpp", "oracle.scalar() != c"): "a challenge of a proof, which is public; its type compares in constant time",
    ("protocol/match/product_step.cpp", "oracle.scalar() != c"): "likewise",
    ("client/app/core.cpp", "member_->farewell != member.farewell"): "two files of one's own, at the start",
    ("client/cli/commands_backup.cpp", "again == passphrase"): "what one person typed twice",
    ("client/link/child_process.cpp", "strncmp("): "a name of the environment",
    ("client/store/member_file.cpp", "version_without_farewell"): "a version",
    ("client/text/paragraph.cpp", "std::mismatch("): "a text with what it was before",
    ("client/backup/backup_file.cpp", "crypto_secretstream_xchacha20poly1305_TAG_"): "a kind of piece, after it was authenticated",
}


def last_word(place):
    """`record_.partner.farewell()` is farewell; `key.view()` is key."""
    words = [re.sub(r"\(.*\)$", "", word).rstrip("_") for word in re.split(r"::|\.|->", place)]
    while len(words) > 1 and words[-1] in ("view", "data", "span", "value", "c_str", "get"):
        words.pop()
    return words[-1]


def is_secret(place):
    return place not in VALUES and SECRET.search(last_word(place)) is not None


def arguments(code, start):
    """From behind the parenthesis to the one that closes it, cut at its commas."""
    depth, parts, begin = 1, [], start
    for at in range(start, min(len(code), start + 400)):
        if code[at] in "([{":
            depth += 1
        elif code[at] in ")]}":
            depth -= 1
            if depth == 0:
                return parts + [code[begin:at].strip()]
        elif code[at] == "," and depth == 1:
            parts.append(code[begin:at].strip())
            begin = at + 1
    return parts


def breaches(path, text):
    code = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)
    lines = text.splitlines()

    def at(match):
        return code.count("\n", 0, match.start()) + 1

    for match in EARLY.finditer(code):
        yield at(match), f"ends at the first difference: {match.group(0)}"
    if path != HOME:
        for match in OTHER.finditer(code):
            yield at(match), f"compare by equal_constant_time(), not by {match.group(0)}"
    for match in EQUAL.finditer(code):
        for part in arguments(code, match.end()):
            inner = re.sub(r"^\w+\((.*)\)$", r"\1", part)  # bytes_of(x)
            if re.fullmatch(PLACE, inner) and is_secret(inner):
                yield at(match), f"compare by equal_constant_time(): {inner}"
    for match in COMPARED.finditer(code):
        one, _, other = match.groups()
        if other in VALUES or last_word(other) in VALUES or re.fullmatch(r"[A-Z0-9_]+", last_word(other)):
            continue
        for place in (one, other):
            if is_secret(place):
                yield at(match), f"compare by equal_constant_time(): {lines[at(match) - 1].strip()}"
                break


def is_allowed(path, line):
    return any(path == file and part in line for file, part in ALLOWED)


def check(root):
    found, used = [], set()
    for folder in ("protocol", "relay", "client"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            path, text = file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")
            lines = text.splitlines()
            for number, what in breaches(path, text):
                around = " ".join(lines[max(0, number - 2):number + 1])
                if is_allowed(path, around):
                    used |= {(f, p) for f, p in ALLOWED if f == path and p in around}
                else:
                    found.append(f"{path}:{number}: {what}")
    return found, used


def self_test():
    cases = {
        "protocol/a.cpp": "if (memcmp(a, b, 32) == 0) return;\n",
        "protocol/b.cpp": "return std::equal(tag.begin(), tag.end(), other.begin());\n",
        "protocol/c.cpp": "return message.tag == tag_of(run_.theirs);\n",
        "protocol/d.cpp": "if (wanted != record_.farewell(1)) return;\n",
        "relay/e.cpp": "return equal(bytes_of(limits_.invite_token), bytes_of(token));\n",
        "relay/f.cpp": "return sodium_memcmp(a, b, 16) == 0;\n",
        "client/store/g.cpp": "return equal(*found, lock.check);\n",
        "client/store/h.cpp": "return equal(record.member.secret.view(), member);\n",
        "client/app/i.cpp": "return std::ranges::equal(a, b);\n",
    }
    fine = {
        "protocol/ok.cpp": "if (equal_constant_time(message.tag, mine)) return; // not memcmp(a, b)\n"
                           "if (tag == nullptr || count != seed_count || equal(id, other.id)) return;\nauto e = Kind::tag_end == kind;\n",
        HOME: "return sodium_memcmp(a, b, 32) == 0;\n",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in {**cases, **fine}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        found, _ = check(root)
    missed = [path for path in cases if not any(line.startswith(path + ":") for line in found)]
    wrong = [line for line in found if line.split(":")[0] in fine]
    if missed or wrong:
        print("the lint finds nothing in:", *missed)
        print("and finds what is fine:", *wrong)
        return 1
    return 0


def main(root):
    found, used = check(root)
    left = [f"{file}: nothing needs this exception any more: {part}" for file, part in ALLOWED if (file, part) not in used]
    print(*found, *left, sep="\n")
    return 1 if found or left else 0


sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else main(pathlib.Path(sys.argv[1])))
