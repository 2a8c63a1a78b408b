"""What a client leaves around itself, and what it does not: no core dump and no look into its memory, keys in locked memory alone, no name, word or card in
the name of any file, in what other processes can read of it, or in what its window says of itself."""
import os
import re
import resource
import shutil
import signal
import subprocess
import sys

from lib import Client, Process, Relay, expect, pair, run_main
from privacy_test import ANSWERS, DRAFT, NAMES, SAID, play, private_keys
from search import files_below, forms, spellings

NOBODY = 65534


# --- dumps and looks

def dies_with_a_core(command, folder):
    """Whether the system writes a core of it, where its parent allows as much as it may. Of a program that waits for its input."""
    os.makedirs(folder, exist_ok=True)

    def allow():
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    child = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=allow)
    child.stdout.readline()
    os.kill(child.pid, signal.SIGABRT)
    _, status = os.waitpid(child.pid, 0)
    child.stdin.close()
    child.stdout.close()
    expect(os.WIFSIGNALED(status), f"it did not die of it: {status}")
    return os.WCOREDUMP(status)


PROBE = [sys.executable, "-c", "print('ready', flush=True); input()"]


def check_no_core(client, folder):
    if not dies_with_a_core(PROBE, os.path.join(folder, "probe")):
        print("whether a core is written could not be tried: this system writes none of any program")
        return
    expect(not dies_with_a_core(client.command("interactive"), os.path.join(folder, "core")), "a client that crashes leaves a core")


def as_nobody(command):
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", *command]


def may_look_into(pid):
    """Whether another program of the same user can: as the one who runs the test, or as nobody where that is root."""
    done = subprocess.run(as_nobody([sys.executable, "-c", f"open('/proc/{pid}/mem', 'rb'); open('/proc/{pid}/environ', 'rb').read()"]),
                          capture_output=True, text=True, check=False)
    expect(done.returncode == 0 or "PermissionError" in done.stderr, done.stderr)
    return done.returncode == 0


def check_no_look(programs, folder):
    home = os.path.join(folder, "nobody")
    os.makedirs(home)
    program = shutil.copy(programs.cli, os.path.join(folder, "twinlamp-cli"))
    os.chmod(program, 0o755)
    if os.geteuid() == 0:
        for path in (folder, home):
            os.chown(path, NOBODY, NOBODY)
    probe = Process(as_nobody(PROBE))
    probe.next_line()
    expect(may_look_into(probe.child.pid), "nobody can look into anything here: the check would say nothing")
    probe.kill()
    client = Process(as_nobody([program, "--home", home, "--json", "interactive"]), {"HOME": home})
    client.event("status")
    expect(not may_look_into(client.child.pid), "another program of the same user can look into a running client")
    client.close_input()
    expect(client.wait() == 0, client.describe())


# --- locked memory

def regions(pid):
    """(start, end, flags) of each, from smaps: lo is locked, dd is left out of dumps."""
    with open(f"/proc/{pid}/smaps", encoding="utf-8") as file:
        bounds = None
        for line in file:
            if match := re.match(r"([0-9a-f]+)-([0-9a-f]+) (....)", line):
                bounds = int(match.group(1), 16), int(match.group(2), 16), match.group(3)
            elif line.startswith("VmFlags:") and bounds:
                yield (*bounds, set(line.split()[1:]))


def places_of(pid, needles):
    """name -> the flags of each region that has it."""
    found = {name: [] for name in needles}
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for start, end, rights, flags in regions(pid):
            if not rights.startswith("rw") or end - start > 64 << 20:
                continue
            try:
                memory.seek(start)
                data = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            for name, needle in needles.items():
                if needle in data:
                    found[name].append(flags)
    return found


def check_locked(noor):
    if os.geteuid() != 0:
        print("where keys lie in memory was not looked for: only root may look into a client")
        return
    terminal = noor.start("interactive")
    terminal.event("status")
    keys = private_keys(noor.home)
    found = places_of(terminal.child.pid, keys)
    there = {name: flags for name, flags in found.items() if flags}
    expect("profile" in there and "identity" in there and "self key" in there, f"the search does not find keys that are in use: {sorted(there)}")
    loose = {name: [" ".join(sorted(each)) for each in flags if not {"lo", "dd"} <= each] for name, flags in there.items()}
    loose = {name: flags for name, flags in loose.items() if flags}
    expect(not loose, f"keys lie in memory that may be swapped out: {loose}")
    terminal.close_input()
    terminal.wait()
    print(f"{len(there)} of {len(keys)} private keys are in the memory of a running client, all of it locked and kept out of dumps")


# --- names

def command_line_of_an_answer(noor):
    """As any user of the machine can list it, from when the client has begun: before that it is the system's."""
    asked = noor.start("answer", ANSWERS[0])
    seen = []
    while asked.child.poll() is None:
        try:
            with open(f"/proc/{asked.child.pid}/cmdline", "rb") as file:
                seen.append(file.read().replace(noor.home.encode(), b""))
        except OSError:
            break
    asked.wait()
    lines = [line for line in seen if line.strip(b"\0")]
    expect(len(lines) > 10, "the command was over before it could be looked at")
    return lines[-1]


def check_names(noor, folder):
    """Of files, of the exports', and what /proc tells anybody of a running client."""
    outside = os.path.join(folder, "outside")
    os.makedirs(outside)
    for form, end in (("markdown", "md"), ("html", "html"), ("pdf", "pdf")):
        noor.run("export", form, os.path.join(outside, f"keepsake.{end}"), code=None)
    texts = ANSWERS + NAMES + [DRAFT, SAID] + [name.lower() for name in NAMES]
    told = {"a file's name": "\n".join(files_below(noor.home)).encode(), "an export's name": "\n".join(files_below(outside)).encode()}
    terminal = noor.start("interactive")
    terminal.event("status")
    for what in ("cmdline", "comm"):
        with open(f"/proc/{terminal.child.pid}/{what}", "rb") as file:
            told[what] = file.read().replace(noor.home.encode(), b"")  # the folder is the test's
    terminal.close_input()
    terminal.wait()
    told["the command line of one command"] = command_line_of_an_answer(noor)
    for place, data in told.items():
        for text in texts:
            expect(not any(form in data for form in forms(text)), f"{place} tells “{text}”: {data}")
    expect(b"key" in told["a file's name"], "there were no files to look at")
    expect(any(form in b"a file called " + NAMES[0].encode() for form in spellings(NAMES[0].encode())), "the search does not find a name")


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor, sam = (Client(programs, os.path.join(folder, f"home-{n}"), name) for n, name in enumerate(NAMES))
    pair(noor, sam, relay)
    play(noor, sam)
    check_no_core(noor, folder)
    check_locked(noor)
    check_names(noor, folder)
    check_no_look(programs, folder)


sys.exit(run_main(test))
