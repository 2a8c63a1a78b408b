"""testssl.sh against a running relay: nothing above "info" that is not in testssl_allowed.txt with its reason, and nothing in there that is not found."""
import json
import os
import subprocess
import sys

from operator_lib import DEADLINE, expect, find, need
from lib import Relay, run_main

ALLOWED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "testssl_allowed.txt")
QUIET = {"OK", "INFO"}
OF_THE_SCANNER = {"engine_problem"}  # depends on the machine: may be there or not


def allowed():
    with open(ALLOWED, encoding="utf-8") as file:
        lines = [line.split(None, 1) for line in file if line.strip() and not line.startswith("#")]
    expect(all(len(line) == 2 for line in lines), "a line of testssl_allowed.txt has no reason")
    return {name for name, _ in lines}


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    report = os.path.join(folder, "report.json")
    done = subprocess.run([find("testssl"), "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "--jsonfile", report, f"https://{relay.listen}"],
                          capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=DEADLINE * 12)
    expect(os.path.exists(report), f"testssl reports nothing: {done.stdout[-500:]}{done.stderr[-500:]}")
    with open(report, encoding="utf-8") as file:
        findings = json.load(file)
    expect(len(findings) > 100, f"testssl had only {len(findings)} findings")
    expect(not any(one["id"] == "scanProblem" or one["severity"] == "FATAL" for one in findings), "testssl could not scan it")
    loud = {one["id"]: one for one in findings if one["severity"] not in QUIET}
    new = [f"{one['severity']} {one['id']}: {one['finding']}" for name, one in loud.items() if name not in allowed()]
    expect(not new, "; ".join(new))
    gone = allowed() - set(loud) - OF_THE_SCANNER
    expect(not gone, f"testssl does not say this any more, take it out of testssl_allowed.txt: {sorted(gone)}")
    expect(relay.stop() == 0, "the relay did not outlive it")
    print(f"{len(findings)} findings, {len(loud)} above info, each with its reason")


if __name__ == "__main__":
    need("testssl")
    sys.exit(run_main(test))
