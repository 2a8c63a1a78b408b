"""The relay beside node's `ws` and uWebSockets (prebuilt for node), all on loopback with one kind of TLS key: the same work,
in one run, in turns; medians. The relay's servers and the generator are child processes, and end with this one.

    relay_bench.py --bin build/release [--json FILE] [--quick]
"""
import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

PACKAGES = {"ws": "ws@8.18.0", "uws": "@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0"}
NAMES = {"relay": "relay", "ws": "node ws", "uws": "uWebSockets"}
RELAY_LIMITS = {  # as wide as they go: it is the work that is measured, not the refusals
    "sockets-a-minute": 0, "new-rooms-a-day": 1_000_000, "total-rooms": 1_000_000, "connections": 80_000, "connections-an-address": 0,
    "frames-per-second": 1_000_000, "frames-burst": 1_000_000, "first-week-kib": 1 << 30,
    "mailbox-entries": 1_000_000, "mailbox-mib": 65_536, "idle-seconds": 3600,
}
BATCH = 100  # posts that wait for their commit at a time: one commit can hold no more
PATIENCE = 240  # seconds for one measurement: far more than it takes


def say(text):
    print(f"· {text}", file=sys.stderr, flush=True)


class Server:
    """A server as a child process. `port` is where it listens, on loopback."""

    def __init__(self, kind, options, scratch):
        self.kind = kind
        self.folder = tempfile.mkdtemp(dir=scratch)
        self.output = os.path.join(self.folder, "output")
        if kind == "relay":
            command = [os.path.join(options.bin, "relay/twinlamp-relay"), "--listen", "127.0.0.1:0", "--data",
                       os.path.join(self.folder, "data"), "--log-level", "error"]
            for name, number in RELAY_LIMITS.items():
                command += ["--limit", f"{name}={number}"]
        else:
            command = ["node", "tests/bench/relay_peers.cjs", kind, os.path.join(options.modules, kind, "node_modules"),
                       os.path.join(scratch, "tls.crt"), os.path.join(scratch, "tls.key")]
        with open(self.output, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(command, stdout=output)
        self.port = self._wait_for_port()

    def _wait_for_port(self):
        for _ in range(600):
            if self.process.poll() is not None:
                break
            with open(self.output, encoding="utf-8") as output:
                text = output.read()
            if self.kind == "relay" and "Ready.\n" in text:
                return int(text.split("twinlamp://")[1].split("/")[0].rsplit(":", 1)[1])
            if self.kind != "relay" and text.startswith("port ") and text.endswith("\n"):
                return int(text.split()[1])
            time.sleep(0.05)
        raise RuntimeError(f"{NAMES[self.kind]} did not start")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def measure(server, options, what, **flags):
    command = [os.path.join(options.bin, "tests/bench/relay_load"), "--server",
               "relay" if server.kind == "relay" else "other", "--port", str(server.port), "--pid",
               str(server.process.pid), what]
    for name, value in flags.items():
        command += [f"--{name}", str(value)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode != 0:
        raise RuntimeError(f"{NAMES[server.kind]}, {what}: {done.stderr.strip() or done.returncode}")
    return json.loads(done.stdout)


def make_key(scratch):
    """The others' certificate, of the kind that the relay makes for itself: P-256."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=localhost", "-days", "30", "-keyout", os.path.join(scratch, "tls.key"), "-out",
                    os.path.join(scratch, "tls.crt")], check=True, capture_output=True)


def installed_others(options):
    """Which of the others are there, each installed by npm into the build folder, by itself: as its users have it."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            say(f"ws and uWebSockets are left out: there is no {program} (apt-get install npm)")
            return []
    there = []
    for kind, package in PACKAGES.items():
        folder = os.path.join(options.modules, kind)
        mark = os.path.join(folder, "installed")
        if not (os.path.exists(mark) and open(mark, encoding="utf-8").read() == package):
            say(f"installing {package} into {folder}")
            os.makedirs(folder, exist_ok=True)
            done = subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts",
                                   package], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                say(f"{NAMES[kind]} is left out: npm could not install {package}")
                continue
            with open(mark, "w", encoding="utf-8") as file:
                file.write(package)
        there.append(kind)
    return there


def per_cpu(count):
    return lambda found: found[count] / max(found["server_cpu"], 1e-9)


# What is measured beside the others: name, unit, measure, flags, how a figure comes from it, whether more is better.
def compared(options):
    short = 1 if options.quick else 2
    latency = {"pairs": 50, "rate": 5000, "seconds": 2 if options.quick else 4}
    return [
        ("live frames, 8 in flight", "a CPU second", "live", {"pairs": 50, "flight": 8, "seconds": short}, per_cpu("frames"), True),
        ("live frames, 1 in flight", "a CPU second", "live", {"pairs": 50, "flight": 1, "seconds": short}, per_cpu("frames"), True),
        ("live frames, 1 in flight, one pair", "a CPU second", "live", {"pairs": 1, "flight": 1, "seconds": short}, per_cpu("frames"), True),
        ("one way at 5,000 frames/s, p50", "µs", "latency", latency, lambda found: found["p50_us"], False),
        ("one way at 5,000 frames/s, p99", "µs", "latency", latency, lambda found: found["p99_us"], False),
        ("one way at 5,000 frames/s, p99.9", "µs", "latency", latency, lambda found: found["p999_us"], False),
        ("new connections (TLS, WebSocket)", "a CPU second", "connects", {"seconds": short}, per_cpu("logins"), True),
        ("new logins (the relay's with its signatures and its store)", "a CPU second", "logins", {"seconds": short}, per_cpu("logins"), True),
    ]


def run_rounds(kinds, options, scratch, rounds):
    """All servers run all the time and take turns, so that a busy moment of the machine hits each of them."""
    servers = [Server(kind, options, scratch) for kind in kinds]
    kept, found = [], {}
    try:
        for server in servers:
            measure(server, options, "live", pairs=50, flight=8, seconds=1)  # as warm as its compiler makes it
        for number in range(rounds):
            for name, _, what, flags, figure, _ in compared(options):
                if (what, str(flags)) not in found:
                    for server in servers:
                        say(f"round {number + 1} of {rounds}: {what} {flags}, {NAMES[server.kind]}")
                        found.setdefault((what, str(flags)), []).append(
                            (server.kind, measure(server, options, what, **flags)))
                for kind, each in found[(what, str(flags))]:
                    kept.append((name, kind, figure(each), each))
            found = {}
    finally:
        for server in servers:
            server.stop()
    return kept


def run_memory(kinds, options, scratch, rounds):
    """A fresh process each time: memory remembers."""
    kept = []
    for number in range(rounds):
        for kind in kinds:
            say(f"round {number + 1} of {rounds}: memory, {NAMES[kind]}")
            server = Server(kind, options, scratch)
            try:
                found = measure(server, options, "idle", pairs=100 if options.quick else 500, seconds=4)
                kept.append(("an idle TLS connection", kind, found["kib_each"], found))
            finally:
                server.stop()
    return kept


def run_own(options, scratch, rounds):
    """What only the relay does."""
    kept = []
    posts = 1 if options.quick else 2
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}: durable posts, rooms, relay")
        server = Server("relay", options, scratch)
        try:
            for flight in (BATCH, 1):
                kept.append((f"posts, {flight} at a time", "relay", 0,
                             measure(server, options, "posts", pairs=50, flight=flight, seconds=posts)))
        finally:
            server.stop()
        server = Server("relay", options, scratch)
        try:
            kept.append(("an idle room", "relay", 0,
                         measure(server, options, "rooms", pairs=300 if options.quick else 2000, seconds=4)))
        finally:
            server.stop()
    return kept


def run_crowd(options, scratch):
    couples = 500 if options.quick else 5000
    say(f"{couples:,} couples at once, relay")
    server = Server("relay", options, scratch)
    try:
        return measure(server, options, "crowd", pairs=couples, seconds=5 if options.quick else 30)
    finally:
        server.stop()


def median(kept, name, kind, field=None):
    values = [figure if field is None else found[field] for each, which, figure, found in kept
              if each == name and which == kind]
    return statistics.median(values) if values else None


def shown(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"


def print_table(kept, kinds, options):
    rows = [(name, unit, more) for name, unit, _, _, _, more in compared(options)]
    rows.append(("an idle TLS connection", "KiB", False))
    others = [kind for kind in kinds if kind != "relay"]
    print("| " + " | ".join(["what", "unit"] + [NAMES[kind] for kind in kinds] +
                            [f"relay / {NAMES[kind]}" for kind in others]) + " |")
    print("|" + "---|" * 2 + "---:|" * (len(kinds) + len(others)))
    table = []
    for name, unit, _ in rows:
        values = {kind: median(kept, name, kind) for kind in kinds}
        ratios = {kind: values["relay"] / values[kind] if values[kind] else None for kind in others}
        print("| " + " | ".join([name, unit] + [shown(values[kind]) for kind in kinds] +
                                ["-" if ratios[kind] is None else f"{ratios[kind]:.2f}" for kind in others]) + " |")
        table.append({"what": name, "unit": unit, "median": values, "ratio": ratios})
    return table


def print_own(kept, crowd):
    for flight in (BATCH, 1):
        name = f"posts, {flight} at a time"
        rate = statistics.median([found["posts"] / found["seconds"] for each, _, _, found in kept if each == name])
        print(f"durable posts of 256 bytes, {flight} waiting at a time: {rate:,.0f} a second; until committed "
              f"p50 {shown(median(kept, name, 'relay', 'p50_us'))}, p99 {shown(median(kept, name, 'relay', 'p99_us'))}, "
              f"p99.9 {shown(median(kept, name, 'relay', 'p999_us'))} µs")
    rates = {flight: [found["posts"] / found["seconds"] for each, _, _, found in kept if each == f"posts, {flight} at a time"]
             for flight in (BATCH, 1)}
    ratio = statistics.median(many / one for many, one in zip(rates[BATCH], rates[1]))
    print(f"durable posts, at most {BATCH} in a batch, against one fsync a post, on the same disk in the same run: {ratio:.1f} times as many")
    print(f"an idle room: {median(kept, 'an idle room', 'relay', 'bytes_each'):.0f} bytes of memory")
    name = "an idle TLS connection"
    print(f"{median(kept, name, 'relay', 'connections'):,} connections: {shown(median(kept, name, 'relay', 'before_kib'))} KiB "
          f"before, {shown(median(kept, name, 'relay', 'with_kib'))} with, "
          f"{shown(median(kept, name, 'relay', 'after_kib'))} after they have left")
    print(f"{crowd['connections'] // 2:,} couples connected, {crowd['frames']:,} live frames between them in {crowd['seconds']:.0f} s: "
          f"{crowd['before_kib']:,} KiB before, {crowd['with_kib']:,} when all were there, {crowd['later_kib']:,} after the frames, "
          f"{crowd['after_kib']:,} after they have left")


def print_generator(kept, kinds):
    for kind in kinds:
        busy = [found["own_cpu"] / found["seconds"] for name, which, _, found in kept
                if which == kind and name.startswith("live frames, 8")]
        served = [found["server_cpu"] / found["seconds"] for name, which, _, found in kept
                  if which == kind and name.startswith("live frames, 8")]
        print(f"8 in flight, {NAMES[kind]}: the server was busy for {100 * statistics.median(served):.0f} % of a core, the "
              f"generator for {100 * statistics.median(busy):.0f} %")


def main():
    parser = argparse.ArgumentParser(prog="twinlamp bench relay")
    parser.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", help="keep every figure in this file")
    parser.add_argument("--quick", action="store_true", help="one short round: that it works, not how well")
    options = parser.parse_args()
    options.modules = os.path.join(os.path.dirname(os.path.abspath(options.bin)), "bench-npm")
    rounds = 1 if options.quick else 5
    scratch = tempfile.mkdtemp(prefix="relay-bench-", dir=options.bin)
    try:
        make_key(scratch)
        kinds = ["relay"] + installed_others(options)
        kept = run_rounds(kinds, options, scratch, rounds)
        kept += run_memory(kinds, options, scratch, rounds)
        kept += run_own(options, scratch, rounds)
        crowd = run_crowd(options, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"Loopback, TLS 1.3, P-256, frames of 256 bytes; medians of {rounds}.")
    table = print_table(kept, kinds, options)
    print_generator(kept, kinds)
    print_own(kept, crowd)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"table": table, "crowd": crowd, "all": [
                {"what": name, "server": kind, **found} for name, kind, _, found in kept]}, file, indent=1)
            file.write("\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, subprocess.SubprocessError) as problem:
        sys.exit(f"twinlamp bench relay: {problem}")
