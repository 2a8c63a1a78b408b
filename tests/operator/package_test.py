"""The Debian packages in a clean chroot: install, start, pair two clients through it, upgrade, remove, purge."""
import glob
import os
import re
import shutil
import subprocess
import sys

from operator_lib import DEADLINE, expect, free_port, need, open_a_round, skip, write
from lib import Client, only, pair, run_main

NEWER = "99.0"
RELAY_USER = "twinlamp-relay"
CONFIG, DATA = "/etc/twinlamp-relay/relay.toml", "/var/lib/twinlamp-relay"


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **more)
    expect(done.returncode == 0, f"{' '.join(command)[:160]}: {done.stdout[-800:]}{done.stderr[-800:]}")
    return done.stdout


def make_packages(build, folder, version=None):
    run(["cpack", "-G", "DEB", "-B", folder, *(["-D", f"CPACK_PACKAGE_VERSION={version}"] if version else [])], cwd=build)
    found = {os.path.basename(path).split("_")[0]: path for path in glob.glob(os.path.join(folder, "*.deb"))}
    expect(set(found) == {"twinlamp", "twinlamp-relay"}, f"cpack made {sorted(found)}")
    return found


class Chroot:
    """A minimal Debian of its own, from where this machine's apt has its packages."""

    def __init__(self, folder):
        self.root = os.path.join(folder, "chroot")
        sources = glob.glob("/etc/apt/sources.list.d/*.sources") + glob.glob("/etc/apt/sources.list.d/*.list") + glob.glob("/etc/apt/sources.list")
        codename = re.search(r"VERSION_CODENAME=(\w+)", open("/etc/os-release", encoding="utf-8").read()).group(1)
        run(["mmdebstrap", "--quiet", "--variant=apt", "--mode=root", codename, self.root, *[path for path in sources if os.path.getsize(path)]])
        self.processes = []
        for name in ("resolv.conf", "hosts"):
            shutil.copy(os.path.join("/etc", name), os.path.join(self.root, "etc", name))
        run(["mount", "-t", "proc", "proc", os.path.join(self.root, "proc")])

    def update(self):
        self.run("apt-get", "-qq", "update")

    def run(self, *command):
        return run(["chroot", self.root, "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/root",
                    "DEBIAN_FRONTEND=noninteractive", *command])

    def fails(self, *command):
        done = subprocess.run(["chroot", self.root, *command], capture_output=True, check=False)
        return done.returncode != 0

    def install(self, *packages):
        inside = []
        for package in packages:
            shutil.copy(package, os.path.join(self.root, "tmp"))
            inside.append("/tmp/" + os.path.basename(package))
        self.run("apt-get", "-qq", "install", "-y", "--no-install-recommends", *inside)

    def start(self, *command):
        process = subprocess.Popen(["chroot", *self.as_user(), self.root, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.processes.append(process)
        return process

    def as_user(self):
        ids = next(line.split(":") for line in open(os.path.join(self.root, "etc/passwd"), encoding="utf-8") if line.startswith(RELAY_USER + ":"))
        return [f"--userspec={ids[2]}:{ids[3]}"]

    def path(self, inside):
        return self.root + inside

    def remove(self):
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
                process.wait(DEADLINE)
        subprocess.run(["umount", os.path.join(self.root, "proc")], capture_output=True, check=False)


class InstalledRelay:
    """Started as the unit does: its command, as its user, since no systemd runs in a chroot."""

    def __init__(self, chroot):
        unit = open(chroot.path("/lib/systemd/system/twinlamp-relay.service"), encoding="utf-8").read()
        command = re.search(r"^ExecStart=(.*)$", unit, re.M).group(1).split()
        expect(f"User={RELAY_USER}" in unit, "the unit names no user of its own")
        self.child = chroot.start(*command)
        said = []
        for line in self.child.stdout:
            said.append(line)
            if line.startswith("Invitation: "):
                self.invitation = line.removeprefix("Invitation: ").strip()
            if line == "Ready.\n":
                return
        expect(False, f"the relay did not start: {said}")

    def stop(self):
        self.child.terminate()
        expect(self.child.wait(DEADLINE) == 0, "the relay did not stop")


def client_in(chroot, folder, name):
    """The installed terminal client, as the tests' own class drives it."""
    wrapper = write(os.path.join(folder, "in-chroot"), f'#!/bin/sh\nexec chroot {chroot.root} /usr/bin/env -i LC_ALL=C.UTF-8 HOME=/root /usr/bin/twinlamp-cli "$@"\n')
    os.chmod(wrapper, 0o755)
    return Client(type("Installed", (), {"cli": wrapper}), f"/root/{name}", name)


def both_here(noor, sam):
    noor.run("status")
    sam.run("status")
    for client in (noor, sam):
        expect(only(client.run("status"), "status")["stage"] == "paired", f"{client.name} is not paired")


def set_settings(chroot, port):
    """The file that the package wrote, with its lines uncommented as an operator would."""
    text = open(chroot.path(CONFIG), encoding="utf-8").read()
    for name, value in (("name", f"localhost:{port}"), ("listen", f"127.0.0.1:{port}")):
        text, count = re.subn(rf'^# {name} = ".*"$', f'{name} = "{value}"', text, flags=re.M)
        expect(count == 1, f"the settings have no line for {name}")
    with open(chroot.path(CONFIG), "w", encoding="utf-8") as file:
        file.write(text + "\npairings-a-minute = 1000\nsockets-a-minute = 0\n")


def go(chroot, folder, old, new):
    chroot.update()
    chroot.install(old["twinlamp-relay"], old["twinlamp"])
    pages = [chroot.path(f"/usr/share/man/man{section}/{name}.{section}.gz") for name, section in (("twinlamp-relay", 8), ("twinlamp", 1), ("twinlamp-cli", 1))]
    expect(all(os.path.exists(page) for page in pages), f"a manual page is missing of {pages}")
    print("installed")
    port = free_port()
    set_settings(chroot, port)
    mode = os.stat(chroot.path(CONFIG)).st_mode & 0o777
    expect(mode == 0o640, f"the settings can be read by others: {oct(mode)}")
    relay = InstalledRelay(chroot)
    status = chroot.run("twinlamp-relay", "status")
    expect(relay.invitation in status, f"status: {status}")
    expect("MEND" not in chroot.run("twinlamp-relay", "check"), "check is not content with the package's own settings")
    noor, sam = client_in(chroot, folder, "Noor"), client_in(chroot, folder, "Sam")
    pair(noor, sam, relay)
    both_here(noor, sam)
    print("started and paired through it")

    chroot.run("twinlamp-relay", "backup", "/root/relay.backup")
    relay.stop()
    key = open(chroot.path(DATA + "/relay.key"), "rb").read()
    settings = open(chroot.path(CONFIG), encoding="utf-8").read()
    chroot.install(new["twinlamp-relay"], new["twinlamp"])
    expect(NEWER in chroot.run("dpkg-query", "-W", "-f", "${Version}", "twinlamp-relay"), "it was not upgraded")
    expect(open(chroot.path(CONFIG), encoding="utf-8").read() == settings, "the upgrade changed the settings")
    relay = InstalledRelay(chroot)
    both_here(noor, sam)
    open_a_round(noor, sam)
    relay.stop()
    print("upgraded, and a round opened through it")

    chroot.run("apt-get", "-qq", "remove", "-y", "twinlamp-relay", "twinlamp")
    expect(not os.path.exists(chroot.path("/usr/bin/twinlamp-relay")), "removing it left the program")
    expect(open(chroot.path(DATA + "/relay.key"), "rb").read() == key, "removing it took the relay's key")
    expect(os.path.exists(chroot.path(CONFIG)), "removing it took the settings")
    print("removed; its data stayed")

    chroot.run("apt-get", "-qq", "purge", "-y", "twinlamp-relay")
    left = [path for path in (CONFIG, DATA, "/etc/twinlamp-relay", "/usr/share/doc/twinlamp-relay", "/usr/share/man/man8/twinlamp-relay.8.gz") if os.path.exists(chroot.path(path))]
    expect(not left, f"purging it left {left}")
    expect(chroot.fails("getent", "passwd", RELAY_USER), "purging it left its user")
    print("purged; nothing is left")


def test(programs, folder):
    build = os.path.abspath(sys.argv[1])
    expect(os.path.exists(programs.window), "the window is not built, and the package has it")
    old = make_packages(build, os.path.join(folder, "old"))
    new = make_packages(build, os.path.join(folder, "new"), NEWER)
    chroot = Chroot(folder)
    try:
        go(chroot, folder, old, new)
    finally:
        chroot.remove()


if __name__ == "__main__":
    need("mmdebstrap", "cpack", "chroot", "dpkg-shlibdeps")
    if os.geteuid() != 0:
        skip("a chroot can be entered by root alone")
    sys.exit(run_main(test))
