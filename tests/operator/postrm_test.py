"""What `apt purge` deletes, and what it names because it lies elsewhere: the package's own script, on folders of the test."""
import os
import subprocess
import sys

from operator_lib import expect, write
from lib import run_main

POSTRM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "packaging", "debian", "postrm")


def purge(folder):
    """No unit, user or program of this machine is called as the script's are here."""
    with open(POSTRM, encoding="utf-8") as file:
        text = file.read()
    for place in ("/etc/", "/var/lib/"):
        expect(place + "twinlamp-relay" in text, f"the script does not know {place}twinlamp-relay")
        text = text.replace(place + "twinlamp-relay", folder + place + "the-relay")
    for name in ("twinlamp-relay", "deb-systemd-helper"):
        text = text.replace(name, "none-of-this-machine")
    script = write(os.path.join(folder, "postrm"), text)
    done = subprocess.run(["sh", script, "purge"], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, done.stderr)
    return done.stdout + done.stderr


def lay_out(folder, settings, data):
    for place in ("etc/the-relay", "var/lib", data):
        os.makedirs(os.path.join(folder, place), exist_ok=True)
    write(os.path.join(folder, "etc/the-relay/relay.toml"), settings)
    write(os.path.join(folder, data, "relay.key"), "the key")


def test(_programs, folder):
    usual, moved, linked = (os.path.join(os.path.realpath(folder), name) for name in ("usual", "moved", "linked"))
    lay_out(usual, f'# data = "/elsewhere"\ndata = "{usual}/var/lib/the-relay"\n', "var/lib/the-relay")
    said = purge(usual)
    expect(not said, f"it has something to say: {said}")
    expect(os.listdir(os.path.join(usual, "var/lib")) == [] and os.listdir(os.path.join(usual, "etc")) == [], "something is left")

    lay_out(moved, f"data = '{moved}/srv/relay'  # the larger disk\n", "srv/relay")
    said = purge(moved)
    expect(f"stay in {moved}/srv/relay" in said, f"it does not name the folder: {said}")
    expect(os.path.exists(os.path.join(moved, "srv/relay/relay.key")), "it has deleted what it has not made")

    lay_out(linked, "", "srv/relay")
    os.symlink(os.path.join(linked, "srv/relay"), os.path.join(linked, "var/lib/the-relay"))
    said = purge(linked)
    expect(f"stay in {linked}/srv/relay" in said, f"it does not name the folder that the link means: {said}")
    expect(not os.path.lexists(os.path.join(linked, "var/lib/the-relay")), "the link is left")


if __name__ == "__main__":
    sys.exit(run_main(test))
