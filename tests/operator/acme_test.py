"""Certificates of an ACME authority (Debian's pebble) by the README's recipes: Caddy gets its own in front of the relay; certbot gets the relay's and
renews it, which the relay takes while people are connected."""
import json
import os
import shlex
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.request

from operator_lib import Service, expect, find, free_port, make_authority, need, recipe, skip, until, write
from lib import Client, only, pair, run_main
from proxies_test import ConfiguredRelay, play

HOST = "lamp.example.org"
AGAIN = "TWINLAMP_TEST_WITH_HOSTS"


class Authority:
    """pebble: an ACME authority that forgets everything."""

    def __init__(self, folder, http_port, tls_port):
        os.makedirs(folder)
        self.ca, certificate, key = make_authority(folder)
        port, self.management = free_port(), free_port()
        self.directory = f"https://localhost:{port}/dir"
        config = {"listenAddress": f"127.0.0.1:{port}", "managementListenAddress": f"127.0.0.1:{self.management}", "certificate": certificate,
                  "privateKey": key, "httpPort": http_port, "tlsPort": tls_port, "ocspResponderURL": "", "externalAccountBindingRequired": False}
        file = write(os.path.join(folder, "pebble.json"), json.dumps({"pebble": config}))
        self.service = Service([find("pebble"), "-config", file], folder, "pebble", {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"})
        self.service.ready_on(port)
        self.service.ready_on(self.management)
        context = ssl.create_default_context(cafile=self.ca)
        with urllib.request.urlopen(f"https://localhost:{self.management}/roots/0", context=context) as answer:
            self.root = write(os.path.join(folder, "root.pem"), answer.read().decode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.service.stop()


def verified(port, root):
    """The certificate that is shown, if it is the authority's and made out to the host."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        with ssl.create_default_context(cafile=root).wrap_socket(plain, server_hostname=HOST) as stream:
            return stream.getpeercert(True)


def caddy(programs, folder):
    front, back, plain = free_port(), free_port(), free_port()
    with Authority(os.path.join(folder, "authority"), plain, front) as authority:
        relay_place = {"127.0.0.1:7418": f"127.0.0.1:{back}"}
        settings = recipe("toml http", **{f"{HOST}:443": f"{HOST}:{front}"}, **relay_place)
        options = (f"{{\nadmin off\nskip_install_trust\nhttp_port {plain}\nhttps_port {front}\nacme_ca {authority.directory}\n"
                   f"acme_ca_root {authority.ca}\n}}\n")
        file = write(os.path.join(folder, "Caddyfile"), options + recipe("caddy http", **relay_place))
        with Service([find("caddy"), "run", "--config", file, "--adapter", "caddyfile"], folder, "caddy",
                     {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "HOME": folder}) as service:
            service.ready_on(front)
            until(lambda: verified(front, authority.root), f"caddy has its certificate: {service.said()}")
            relay = ConfiguredRelay(programs, folder, settings)
            play(programs, folder, relay, authority.root)
            expect(relay.stop() == 0, "the relay did not stop")
    print("caddy got its certificate by itself; two people paired and opened a round through it")


def certbot(programs, folder):
    port, plain = free_port(), free_port()
    with Authority(os.path.join(folder, "authority"), plain, free_port()) as authority:
        tls = os.path.join(folder, "tls")
        hook = write(os.path.join(folder, "take-certificate"), recipe("sh certbot hook", **{"/etc/twinlamp-relay/tls": tls, "-g twinlamp-relay": "-g root"}))
        os.chmod(hook, 0o755)
        places = ["--config-dir", f"{folder}/certbot", "--work-dir", f"{folder}/work", "--logs-dir", f"{folder}/logs", "--non-interactive"]
        command = shlex.split(recipe("sh certbot", **{"/etc/twinlamp-relay/take-certificate": hook}))
        more = ["--server", authority.directory, "--http-01-port", str(plain), "--agree-tos", "--register-unsafely-without-email"]

        def run(words):
            done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, "REQUESTS_CA_BUNDLE": authority.ca})
            expect(done.returncode == 0, f"certbot: {done.stdout[-800:]}{done.stderr[-800:]}")

        run(command + more + places)
        settings = f'name = "{HOST}:{port}"\nlisten = "127.0.0.1:{port}"\ncert = "{tls}/fullchain.pem"\nkey = "{tls}/privkey.pem"\n'
        relay = ConfiguredRelay(programs, folder, settings)
        first = verified(port, authority.root)
        noor, sam = (Client(programs, os.path.join(folder, name), name) for name in ("Noor", "Sam"))
        pair(noor, sam, relay)
        here = noor.start("interactive")
        here.next_line()
        run([command[0], "renew", "--force-renewal", "--no-random-sleep-on-renew", *places])
        until(lambda: verified(port, authority.root) != first, "the relay takes the renewed certificate")
        here.close_input()
        expect(here.wait() == 0, f"it was disturbed: {here.describe()}")
        expect(only(sam.run("status"), "status")["stage"] == "paired", "Sam does not come in after the renewal")
        expect(relay.stop() == 0, "the relay did not stop")
    print("certbot got and renewed the relay's certificate; it was taken while somebody was connected")


def with_hosts(folder):
    """Runs this test again where the host's name is this machine, and nowhere else: in a mount namespace with hosts of its own."""
    hosts = write(os.path.join(folder, "hosts"), f"127.0.0.1 localhost {HOST}\n")
    return subprocess.run(["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', hosts, sys.executable, *sys.argv],
                          check=False, env={**os.environ, AGAIN: "1"}).returncode


if __name__ == "__main__":
    way = {"caddy": caddy, "certbot": certbot}[sys.argv[2]]
    need("pebble", "openssl", "unshare", sys.argv[2])
    if os.geteuid() != 0:
        skip("a name of this machine's own can be given by root alone")
    if AGAIN in os.environ:
        sys.exit(run_main(way))
    with tempfile.TemporaryDirectory() as hosts_folder:
        sys.exit(with_hosts(hosts_folder))
