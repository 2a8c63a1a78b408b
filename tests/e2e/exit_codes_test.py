"""Words and flags that a program does not know end it with 2, and are named; help ends with 0, and needs no profile."""
import os
import subprocess
import sys

from lib import expect, run_main


def run(program, *words, env=None):
    return subprocess.run([program, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "DISPLAY": "", **(env or {})})


def test(programs, folder):
    home = ["--home", os.path.join(folder, "new")]
    wrong = [(programs.relay, "--bogus"), (programs.cli, "--bogus"), (programs.cli, *home, "bogus"), (programs.cli, *home, "status", "--bogus")]
    if os.path.exists(programs.window):
        wrong.append((programs.window, "--bogus"))
    for command in wrong:
        ended = run(*command)
        expect(ended.returncode == 2, f"{command} ended with {ended.returncode}")
        expect("bogus" in ended.stderr, f"{command} said {ended.stderr}")
    for command in ((programs.relay, "--help"), (programs.cli, "--help"), (programs.cli, *home, "ask", "--help"), (programs.cli, *home, "help")):
        ended = run(*command)
        expect(ended.returncode == 0 and ended.stdout, f"{command} ended with {ended.returncode}: {ended.stderr}")

    # A hint names the program as it was started.
    expect(f"twinlamp-cli --home {home[1]} setup --name" in run(programs.cli, *home, "status").stdout, "the hint does not name the program")
    called = run(programs.cli, *home, "status", env={"TWINLAMP_CALLED": "./twinlamp cli"}).stdout
    expect(f"./twinlamp cli --home {home[1]} setup --name" in called, f"the hint does not name the script, or not the folder: {called}")
    apart = run(programs.cli, "--profile", "a", "status", env={"XDG_DATA_HOME": folder}).stdout
    expect("twinlamp-cli --profile a setup --name" in apart, f"the hint is another person's: {apart}")


sys.exit(run_main(test))
