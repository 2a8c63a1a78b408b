"""Our window beside the least one, in turns: time to the first picture, and memory. Needs a display, or Xvfb to make one.

Prints medians; with a screen drawn by software the picture itself is most of the time.
"""
import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

TIMES = 7


def rollup(process):
    """Of a client only root may read it."""
    path = f"/proc/{process}/smaps_rollup"
    return subprocess.run(["cat", path] if os.geteuid() == 0 else ["sudo", "cat", path], check=True, capture_output=True, text=True).stdout


def memory(process):
    found = {}
    for line in rollup(process).splitlines():
        name, _, rest = line.partition(":")
        if rest:
            found[name] = rest
    own = int(found["Private_Clean"].split()[0]) + int(found["Private_Dirty"].split()[0])
    return int(found["Rss"].split()[0]), own


def small(path):
    first, resident, own = subprocess.run([path], check=True, capture_output=True, text=True).stdout.split()
    return float(first), int(resident), int(own)


def ours(path):
    """The real program on a fresh profile; it says its own figures when it is asked to end."""
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen([path, "--home", home, "--figures"], stderr=subprocess.PIPE, text=True)
        time.sleep(1.5)
        resident, own = memory(process.pid)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=20)[1]
    return float(said.split("after ")[1].split(" ms")[0]), resident, own


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    programs = parser.parse_args().bin
    minimal, scripts, window = (os.path.join(programs, path) for path in
                                ("tests/bench/minimal_window", "tests/bench/scripts_window", "client/ui/twinlamp"))
    kinds = {"the least window": (small, minimal), "ours, first screen": (ours, window), "ours, every screen and script": (small, scripts)}
    measured = {name: [] for name in kinds}
    for _ in range(TIMES):
        for name, (measure, path) in kinds.items():
            measured[name].append(measure(path))
    print(f"{'median of ' + str(TIMES):32} first picture   resident        own")
    middle = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in measured.items()}
    for name, (first, resident, own) in middle.items():
        print(f"{name:32} {first:10.0f} ms {resident / 1024:7.1f} MiB {own / 1024:7.1f} MiB")
    least = middle["the least window"]
    for name in list(middle)[1:]:
        print(f"{name:32} {middle[name][0] / least[0]:10.2f} x  {(middle[name][1] - least[1]) / 1024:+7.1f} MiB "
              f"{(middle[name][2] - least[2]) / 1024:+7.1f} MiB")
    print(subprocess.run([os.path.join(programs, "tests/bench/keepsake_window")], check=True, capture_output=True, text=True).stdout, end="")


if not os.environ.get("DISPLAY"):
    os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24 -nolisten tcp -noreset", sys.executable, *sys.argv])
main()
