"""Leaving, looked at from the disk: a profile on a file system of its own, whose raw image is searched after the leaving for every key that was in the
profile. The search finds them in the image before. Needs to mount; skipped (77) where that is not permitted."""
import os
import subprocess
import sys

from lib import Client, Relay, expect, pair, run_main
from privacy_test import private_keys

SIZE = 48 << 20


def mount(image, place):
    os.makedirs(place, exist_ok=True)
    return subprocess.run(["mount", "-o", "loop", image, place], capture_output=True, check=False).returncode == 0


def unmount(place):
    subprocess.run(["umount", place], check=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def test(programs, folder):
    image, place = os.path.join(folder, "disk.img"), os.path.join(folder, "disk")
    with open(image, "wb") as file:
        file.truncate(SIZE)
    made = subprocess.run(["mkfs.ext4", "-q", image], capture_output=True, check=False).returncode == 0 if os.geteuid() == 0 else False
    if not made or not mount(image, place):
        sys.exit(77)
    try:
        relay = Relay(programs, os.path.join(folder, "relay"))
        noor = Client(programs, os.path.join(place, "noor"), "Noor")
        sam = Client(programs, os.path.join(folder, "sam"), "Sam")
        pair(noor, sam, relay)
        noor.run("ask", "open-up.first-kitchen")
        noor.run("answer", text="Half a thought about the winter train.")
        keys = private_keys(noor.home)
        expect(len(keys) > 10, f"too few keys to look for: {list(keys)}")
        decks = os.path.join(noor.home, "decks")
        os.makedirs(decks)
        secret_card = b"Only the two of us know this card."
        with open(os.path.join(decks, "ours.toml"), "wb") as file:
            file.write(secret_card)
        unmount(place)
        before = read(image)
        expect(keys["profile"] in before and keys["member"] in before and secret_card in before, "the search does not find what is there")
        expect(mount(image, place), "it does not mount again")

        relay.stop()  # offline
        noor.run("leave", "leave")
        expect([name[:8] for name in sorted(os.listdir(noor.home))] == ["leaving-", "lock"], f"left there: {os.listdir(noor.home)}")
        unmount(place)
        raw = read(image)
        found = [name for name, key in keys.items() if name != "member" and key in raw]
        expect(not found, f"in the raw image after leaving: {found}")
        expect(secret_card not in raw, "a card of their own is in the raw image")
        expect(keys["member"] in raw, "what erases the room has gone before the room")
        expect(mount(image, place), "it does not mount again")

        relay.start()
        noor.run("status")
        expect(os.listdir(noor.home) == ["lock"], f"left there once the room is erased: {os.listdir(noor.home)}")
        sam.run("status")
        unmount(place)
        raw = read(image)
        expect(keys["member"] not in raw, "the member key is in the raw image")
    finally:
        subprocess.run(["umount", place], check=False, capture_output=True)


if __name__ == "__main__":
    sys.exit(run_main(test))
