"""`./twinlamp bench`: runs each measuring program and prints what it measured. Medians; nothing is typed by hand."""
import argparse
import os
import subprocess
import sys

PROGRAMS = [
    ("From a seal to the other's lamp; opening a long journal", "tests/client/app/app_speed_test", []),
    ("A commit on this disk; the client's store", "tests/client/store/client_store_test", ["--gtest_filter=*peed*"]),
    ("The fold", "tests/journal/fold_bench", []),
    ("The wish list: a run on one core", "tests/match/match_bench", []),
    ("A key in a long answer: its layout, the whole picture", "tests/bench/text_bench", []),
    ("", "tests/bench/typing_bench", []),
    ("The window", "tests/bench/window_bench.py", []),
    ("A backup of two years, and restoring it", "tests/bench/backup_bench", []),
    ("The relay's store", "tests/bench/store_bench", []),
    ("The relay beside node's ws and uWebSockets", "tests/bench/relay_bench.py", []),
    ("The relay under 400 connections, killed in the middle; logging in", "tests/relay/relay_load_test", []),
]
NOISE = ("[", "Note: ", "Running main")


def main():
    parser = argparse.ArgumentParser(prog="twinlamp bench")
    parser.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    parser.add_argument("name", nargs="?", default="", help="only what has this in its name, as \"match\" or \"relay\"")
    parser.add_argument("--json", help="keep the relay's figures in this file")
    parser.add_argument("--quick", action="store_true", help="one short round of the relay's")
    parser.add_argument("--from", dest="start", default=".", help=argparse.SUPPRESS)
    options = parser.parse_args()
    programs = [each for each in PROGRAMS if options.name in each[1]]
    if not programs:
        print(f"twinlamp bench: nothing is called {options.name}; there are: {', '.join(os.path.basename(each[1]) for each in PROGRAMS)}", file=sys.stderr)
        return 2
    failed = False
    for title, program, flags in programs:
        path = os.path.join(options.bin, program)
        command = [path, *flags]
        if program.endswith(".py"):
            path = program
            command = [sys.executable, program, "--bin", options.bin]
            if program.endswith("relay_bench.py"):
                command += ["--json", os.path.join(options.start, options.json)] if options.json else []
                command += ["--quick"] if options.quick else []
        elif not os.access(path, os.X_OK):
            print(f"twinlamp bench: {path} is not built", file=sys.stderr)
            return 1
        print(f"\n{title}\n  ({os.path.basename(program)})", flush=True)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=None if options.name else subprocess.PIPE,
                              text=True, check=False)
        for line in done.stdout.splitlines():
            if line.strip() and not line.startswith(NOISE):
                print("  " + line)
        if done.returncode != 0:
            print(f"  FAILED:\n{done.stdout[-800:]}{(done.stderr or '')[-400:]}")
            failed = True
    return 1 if failed else 0


sys.exit(main())
