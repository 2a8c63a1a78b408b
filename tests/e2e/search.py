"""Looking for what must not be there: texts and keys in every spelling, in files, on the wire, in the memory of a running process."""
import base64
import glob
import os
import re
import shutil
import subprocess
import sys

MOST_OF_A_REGION = 64 << 20  # bytes; a sanitizer's shadow is larger than the machine
BLOCK = 1 << 14


def spellings(raw):
    """Bytes as they are, as hexadecimal, and as base64 at each alignment, without the ends that depend on what is around."""
    found = {raw, raw.hex().encode(), raw.hex().upper().encode()}
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(b"\0" * shift + raw).rstrip(b"=")
            first = -(-shift * 8 // 6)
            found.add(whole[first:(shift + len(raw)) * 8 // 6])
    return found


def forms(text):
    """A text in UTF-8 and UTF-16, each in every spelling."""
    found = set()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        found |= spellings(text.encode(encoding))
    return found


def pieces(text, size=12, step=10):
    """A text by pieces: a part that was left behind is found too."""
    return [text[at:at + size] for at in range(0, max(1, len(text) - size + 1), step)]


def pieces_in(memory, text):
    """Which parts of a text are somewhere in a memory, as the programs hold text."""
    return [(piece, encoding) for piece in pieces(text) for encoding in ("utf-8", "utf-16-le", "utf-32-le") if piece.encode(encoding) in memory]


def spread_words_in(memory, text, strides=(8, 12, 16, 20, 24)):
    """Which long words of a text lie there a letter in each record of so many bytes, as in a queue of keys. A space may be two keys."""
    found = []
    for stride in strides:
        for first in range(stride):
            letters = memory[first::stride]
            found += [(word, stride) for word in re.findall(r"\w{8,}", text) if word.encode() in letters]
    return found


def hits(haystacks, texts):
    return [(text, name) for text in texts for name, data in haystacks.items() if any(form in data for form in forms(text))]


def memory_of(pid, rights="r"):
    """What a core dump would hold and what is left out of those, region by region. With "rw", without what nobody can have written to."""
    data = bytearray()
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            match = re.match(rf"([0-9a-f]+)-([0-9a-f]+) {rights}", line)
            if not match or "[v" in line:
                continue
            start, end = (int(part, 16) for part in match.groups())
            try:
                memory.seek(start)
                left = min(end - start, MOST_OF_A_REGION)
                while left > 0 and (part := memory.read(min(left, BLOCK))):
                    if part != part[:1] * len(part):  # one byte all over is no text and no key
                        data += part
                    left -= len(part)
            except (OSError, ValueError, OverflowError):
                continue
            data += b"\0"
    return bytes(data)


def memory_as_root(pid, rights="r"):
    """The same of a process that lets nobody but root look into it, as the relay and the clients do. None where one is not root and cannot become it."""
    if os.geteuid() == 0:
        return memory_of(pid, rights)
    if shutil.which("sudo") is None:
        return None
    done = subprocess.run(["sudo", "-n", sys.executable, os.path.abspath(__file__), str(pid), rights], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def memory_or_skip(pid, rights="r"):
    """For a test that is about nothing else: 77 is what CTest is told to take as "not run"."""
    memory = memory_as_root(pid, rights)
    if memory is None:
        print("SKIPPED: only root may look into the memory of a client")
        sys.exit(77)
    return memory


def files_below(folder):
    found = {}
    for path in glob.glob(os.path.join(folder, "**"), recursive=True, include_hidden=True):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


if __name__ == "__main__":
    sys.stdout.buffer.write(memory_of(int(sys.argv[1]), *sys.argv[2:3]))


def dumps_nothing(pid):
    with open(f"/proc/{pid}/coredump_filter") as filter_file, open(f"/proc/{pid}/limits") as limits:
        size = next(line for line in limits if line.startswith("Max core file size")).split()
        return int(filter_file.read(), 16) == 0 and size[4:6] == ["0", "0"]
