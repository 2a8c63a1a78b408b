"""The systemd unit: what systemd itself thinks of its hardening; a socket handed over; the news that the service is ready."""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys

from operator_lib import DEADLINE, Service, expect, find, free_port, need, recipe, skip, until, write
from lib import Client, Process, pair, run_main

PACKAGING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "packaging")
UNIT = os.path.join(PACKAGING, "twinlamp-relay.service")
MOST_EXPOSURE = 2.0


def test_hardening(_programs, _folder):
    need("systemd-analyze")
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", UNIT], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    found = re.search(r"Overall exposure level for twinlamp-relay.service: ([0-9.]+)", done.stdout)
    expect(found, f"systemd-analyze says no exposure: {done.stdout[-300:]}{done.stderr}")
    expect(float(found.group(1)) < MOST_EXPOSURE, f"exposure {found.group(1)}, not under {MOST_EXPOSURE}")
    print(f"exposure {found.group(1)}")


def test_units_are_understood(programs, folder):
    need("systemd-analyze")
    for name in ("twinlamp-relay.service", "twinlamp-relay.socket"):
        with open(os.path.join(PACKAGING, name), encoding="utf-8") as file:
            text = file.read().replace("/usr/bin/twinlamp-relay", os.path.abspath(programs.relay))
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    units = [os.path.join(folder, name) for name in ("twinlamp-relay.service", "twinlamp-relay.socket")]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "twinlamp-relay" in line]
    expect(not ours, "\n".join(ours))


def calls_of(names):
    """What systemd itself means by a list of system calls and of @sets."""
    calls = set()
    for name in names:
        if not name.startswith("@"):
            calls.add(name)
            continue
        done = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", name], capture_output=True, text=True, check=True)
        calls |= calls_of(line.strip() for line in done.stdout.splitlines()[1:] if line.strip() and not line.strip().startswith("#"))
    return calls


def test_the_unit_allows_what_the_relay_asks_of_the_system(_programs, _folder):
    """What is refused by the filter is an error that nobody sees: the check for damage then ran before everything else."""
    need("systemd-analyze")
    allowed = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", open(UNIT, encoding="utf-8").read(), re.M):
        allowed = allowed - calls_of(line[1:].split()) if line.startswith("~") else allowed | calls_of(line.split())
    missing = {"setpriority", "flock", "fsync", "accept4", "epoll_wait", "getrandom", "prlimit64"} - allowed
    expect(not missing, f"the unit forbids {sorted(missing)}")
    expect(not allowed & {"mount", "ptrace", "reboot", "sched_setscheduler"}, "the unit allows what it should not")


def test_a_damaged_database_is_not_started_again(programs, folder):
    """The exit code with which it ends is the one that the unit does not start again."""
    data = os.path.join(folder, "relay")
    relay = Process([programs.relay, "--data", data, "--listen", "127.0.0.1:0"])
    while relay.next_line() != "Ready.":
        pass
    relay.child.terminate()
    expect(relay.wait() == 0, relay.describe())
    with open(os.path.join(data, "relay.sqlite3"), "r+b") as file:
        file.seek(4096)
        file.write(b"Z" * 20_000)
    done = subprocess.run([programs.relay, "--data", data, "--listen", "127.0.0.1:0"], capture_output=True, text=True, check=False, timeout=DEADLINE)
    unit = open(UNIT, encoding="utf-8").read()
    expect(f"\nRestartPreventExitStatus={done.returncode}\n" in unit, f"it ended with {done.returncode}: {done.stderr}")


def test_socket_activation(programs, folder):
    need("systemd-socket-activate")
    port = free_port()
    command = [find("systemd-socket-activate"), "-l", f"127.0.0.1:{port}", programs.relay, "--data", os.path.join(folder, "relay"),
               "--name", f"localhost:{port}", "--listen", "127.0.0.1:1", "--limit", "sockets-a-minute=0", "--limit", "pairings-a-minute=1000"]
    with Service(command, folder, "activate") as service:
        # The first connection starts the relay, and waits for it.
        until(lambda: connects(f"127.0.0.1:{port}"), "systemd-socket-activate listens")
        until(lambda: "Ready." in service.said(), "the relay is started by the first connection")
        invitation = re.search(r"Invitation: (\S+)", service.said()).group(1)
        relay = type("Relay", (), {"invitation": invitation})
        noor, sam = (Client(programs, os.path.join(folder, name), name) for name in ("Noor", "Sam"))
        pair(noor, sam, relay)
        service.child.send_signal(signal.SIGTERM)
        expect(service.child.wait(DEADLINE) == 0, f"it did not stop: {service.said()}")


def low_port():
    """One that only root may open, and nobody uses: 443 where it is free."""
    for port in (443, *range(1023, 900, -1)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    skip("no port below 1024 is free")


def drop_in(folder, port):
    """The README's, beside the packaged unit as `systemctl edit` puts it; systemd itself reads the two together."""
    shutil.copy(os.path.join(PACKAGING, "twinlamp-relay.socket"), folder)
    write(os.path.join(folder, "twinlamp-relay.service"), "[Service]\nExecStart=/bin/true\n")
    write(os.path.join(folder, "twinlamp-relay.socket.d", "override.conf"), recipe("systemd socket", **{"443": port}))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", os.path.join(folder, "twinlamp-relay.socket")], capture_output=True, text=True, check=False)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "twinlamp-relay.socket" in line or "override" in line]
    expect(not ours, "\n".join(ours))
    streams = []
    for name in ("twinlamp-relay.socket", "twinlamp-relay.socket.d/override.conf"):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for stream in re.findall(r"^ListenStream=(.*)$", file.read(), re.M):
                streams = streams + [stream] if stream else []
    expect(streams == [str(port)], f"systemd would listen on {streams}")


def test_the_recipe_for_a_port_that_only_root_may_open(programs, folder):
    """As a user without rights, since that is what the unit's relay is."""
    need("systemd-socket-activate", "systemd-analyze", "setpriv")
    if os.geteuid() != 0:
        skip("a port below 1024 can be opened by root alone")
    port = low_port()
    os.makedirs(os.path.join(folder, "units"))
    drop_in(os.path.join(folder, "units"), port)
    os.chmod(folder, 0o711)
    place = os.path.join(folder, "open")
    os.makedirs(os.path.join(place, "data"))
    shutil.copy(programs.relay, place)
    os.chown(os.path.join(place, "data"), 65534, 65534)
    settings = recipe("toml socket", **{"lamp.example.org:443": f"localhost:{port}"})
    file = write(os.path.join(place, "relay.toml"), settings + f'listen = "[::]:7417"\ndata = "{place}/data"\n[limits]\npairings-a-minute = 1000\nsockets-a-minute = 0\n')
    command = [find("systemd-socket-activate"), "-l", f"127.0.0.1:{port}", find("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups",
               "--inh-caps=-all", os.path.join(place, "twinlamp-relay"), "--config", file]
    with Service(command, folder, "activate") as service:
        until(lambda: connects(f"127.0.0.1:{port}"), "systemd-socket-activate listens")
        until(lambda: "Ready." in service.said(), "the relay is started by the first connection")
        invitation = re.search(r"Invitation: (\S+)", service.said()).group(1)
        expect(f"localhost:{port}/" in invitation or (port == 443 and "localhost" in invitation), invitation)
        noor, sam = (Client(programs, os.path.join(folder, name), name) for name in ("Noor", "Sam"))
        pair(noor, sam, type("Relay", (), {"invitation": invitation}))
        service.child.send_signal(signal.SIGTERM)
        expect(service.child.wait(DEADLINE) == 0, f"it did not stop: {service.said()}")
    print(f"paired through port {port}, which systemd had opened for a relay of a user without rights")


def test_refuses_a_socket_that_is_none_of_its_kind(programs, folder):
    need("systemd-socket-activate")
    for options, said in ((["-l", os.path.join(folder, "unix")], "takes no TCP connections"),
                          (["-l", f"127.0.0.1:{free_port()}", "-l", f"127.0.0.1:{free_port()}"], "handed over 2 sockets")):
        with Service([find("systemd-socket-activate"), *options, programs.relay, "--data", os.path.join(folder, "relay")], folder, "activate") as service:
            place = options[1]
            until(lambda: connects(place), "systemd-socket-activate listens")
            expect(service.child.wait(DEADLINE) == 1 and said in service.said(), service.said())


def connects(place):
    family = socket.AF_UNIX if place.startswith("/") else socket.AF_INET
    with socket.socket(family) as one:
        one.connect(place if place.startswith("/") else ("127.0.0.1", int(place.split(":")[1])))
        return True


def test_tells_when_it_is_ready_and_when_it_stops(programs, folder):
    place = os.path.join(folder, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(place)
        manager.settimeout(DEADLINE)
        relay = Process([programs.relay, "--data", os.path.join(folder, "relay"), "--listen", "127.0.0.1:0"], {"NOTIFY_SOCKET": place})
        expect(manager.recv(100) == b"READY=1", "it is not told when it is ready")
        relay.child.terminate()
        expect(manager.recv(100) == b"STOPPING=1", "it is not told when it stops")
        expect(relay.wait() == 0, relay.describe())


if __name__ == "__main__":
    sys.exit(run_main({name.removeprefix("test_"): call for name, call in list(globals().items()) if name.startswith("test_")}[sys.argv[2]]))
