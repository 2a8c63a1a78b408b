"""slowhttptest cannot deny service to couples that are logged in: slow headers, slow bodies, slow reading and endless ranges, as many at once as the
relay takes, from as many addresses as it takes them from; a couple talks meanwhile, and how long each envelope takes is printed."""
import os
import subprocess
import sys

from operator_lib import expect, find, need
from lib import Process, Relay, run_main

CONNECTIONS = 600  # the relay's limit in this test
ATTACKERS = 900    # more than that
SECONDS = 12       # of each attack: longer than the relay waits for a login
ATTACKS = {"slow headers": ["-H", "-i", "2"], "slow bodies": ["-B", "-i", "2", "-s", "8192"], "slow reading": ["-X", "-n", "5", "-w", "1", "-y", "16", "-z", "1"],
           "ranges": ["-R"]}


class Couple:
    def __init__(self, build, port):
        self.process = Process([os.path.join(build, "tests", "operator", "relay_couple"), str(port)])
        expect(self.process.next_line() == "here", "the couple is not here")

    def measured(self, meanwhile):
        self.process.say("begin")
        meanwhile()
        self.process.say("end")
        count, median, p99, longest = self.process.next_line().split()
        return int(count), float(median), float(p99), float(longest)

    def end(self):
        self.process.close_input()
        expect(self.process.wait() == 0, "an envelope did not arrive, or a connection ended")


def attack(listen, options):
    done = subprocess.run([find("slowhttptest"), *options, "-c", str(ATTACKERS), "-r", "300", "-l", str(SECONDS), "-p", "3", "-v", "1",
                           "-u", f"https://{listen}/v1"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    expect("Exit status" in done.stdout or "status" in done.stdout, f"slowhttptest did not run: {done.stdout[-300:]}{done.stderr[-300:]}")


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"), ["--limit", f"connections={CONNECTIONS}"])
    port = int(relay.listen.rsplit(":", 1)[1])
    couple = Couple(sys.argv[1], port)
    print(f"{'an envelope from one to the other, ms':<40}{'count':>7}{'median':>9}{'p99':>9}{'longest':>9}")

    def quiet():
        subprocess.run(["sleep", "5"], check=True)

    for name, meanwhile in [("quiet", quiet)] + [(name, lambda options=options: attack(relay.listen, options)) for name, options in ATTACKS.items()]:
        count, median, p99, longest = couple.measured(meanwhile)
        print(f"{name:<40}{count:>7}{median:>9.1f}{p99:>9.1f}{longest:>9.1f}", flush=True)
        expect(count > 5, f"the couple hardly got through during {name}: {count} envelopes")
    couple.end()
    newcomer = Couple(sys.argv[1], port)  # and whoever comes afterwards gets in
    newcomer.end()
    expect(relay.stop() == 0, "the relay did not outlive it")


if __name__ == "__main__":
    need("slowhttptest")
    sys.exit(run_main(test))
