"""The README's recipes with the real programs: two people pair and open a round through HAProxy, nginx and Caddy, with TLS passed through and with
TLS ended there; and the relay knows each client's address, not the proxy's."""
import os
import socket
import ssl
import sys

from operator_lib import Service, expect, find, free_port, make_authority, need, open_a_round, recipe, write
from lib import Client, Process, pair, run_main


class ConfiguredRelay:
    """A relay from a file of settings, as the README has it."""

    def __init__(self, programs, folder, settings, sockets_a_minute=1000):
        self.file = write(os.path.join(folder, "relay.toml"), settings + f'data = "{folder}/relay"\n[limits]\npairings-a-minute = 1000\n')
        self.process = Process([programs.relay, "--config", self.file, "--limit", f"sockets-a-minute={sockets_a_minute}"])
        while True:
            line = self.process.next_line()
            if line.startswith("Invitation: "):
                self.invitation = line.removeprefix("Invitation: ")
            if line == "Ready.":
                return

    def stop(self):
        self.process.child.terminate()
        return self.process.wait()


def play(programs, folder, relay, ca=None):
    env = {"SSL_CERT_FILE": ca} if ca else None
    noor, sam = (Client(programs, os.path.join(folder, name), name, env) for name in ("Noor", "Sam"))
    pair(noor, sam, relay)
    open_a_round(noor, sam)


def status_of(port, tls, source):
    """The HTTP status of a request without our subprotocol, from a loopback address of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0)) as plain:
        context = ssl._create_unverified_context()
        with context.wrap_socket(plain, server_hostname="localhost") if tls else plain as stream:
            stream.sendall(b"GET /v1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
            return stream.recv(4096).split(b"\r\n")[0].decode()


def counts_addresses(programs, folder, settings, front):
    """With room for one connection a minute from an address, a second address gets in and the first not again."""
    relay = ConfiguredRelay(programs, folder, settings, sockets_a_minute=1)
    seen = [status_of(front, True, source) for source in ("127.0.0.2", "127.0.0.3", "127.0.0.2")]
    relay.stop()
    expect(["400" in seen[0], "400" in seen[1], "429" in seen[2]] == [True] * 3, f"the relay takes one client for another: {seen}")


def run_recipe(programs, folder, name, settings, service, front, ca=None):
    with service.ready_on(front):
        relay = ConfiguredRelay(programs, folder, settings)
        expect(f"localhost:{front}" in relay.invitation and ("binding=none" in relay.invitation) == bool(ca), relay.invitation)
        play(programs, folder, relay, ca)
        expect(relay.stop() == 0, "the relay did not stop")
        counts_addresses(programs, os.path.join(folder, "counting"), settings, front)
    print(f"{name}: paired, opened a round, addresses told apart")


def haproxy(programs, folder, kind):
    front, back = free_port(), free_port()
    replaced = {":7417": f"127.0.0.1:{front}", "127.0.0.1:7418": f"127.0.0.1:{back}"}
    ca = None
    settings = recipe("toml pass-through", **{"lamp.example.org:7417": f"localhost:{front}", "127.0.0.1:7418": f"127.0.0.1:{back}"})
    if kind == "ends-tls":
        ca, leaf, key = make_authority(folder)
        with open(leaf, encoding="utf-8") as one, open(key, encoding="utf-8") as other:
            bundle = write(os.path.join(folder, "lamp.pem"), one.read() + other.read())
        replaced = {":443": f"127.0.0.1:{front}", "127.0.0.1:7418": f"127.0.0.1:{back}", "/etc/haproxy/lamp.pem": bundle}
        settings = settings.replace("pass-through", "ends-tls")
    file = write(os.path.join(folder, "haproxy.cfg"), recipe(f"haproxy {kind}", **replaced))
    service = Service([find("haproxy"), "-db", "-f", file], folder, "haproxy")
    run_recipe(programs, folder, f"haproxy {kind}", settings, service, front, ca)


def nginx_file(folder, part, body):
    modules = "/usr/lib/nginx/modules/ngx_stream_module.so"
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return write(os.path.join(folder, "nginx.conf"),
                 (f"load_module {modules};\n" if part == "stream" else "") +
                 f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{ }}\n{part} {{\n" +
                 ("access_log off;\n" + temporary if part == "http" else "") + body + "}\n")


def nginx(programs, folder, kind):
    front, back = free_port(), free_port()
    relay_place = {"127.0.0.1:7418": f"127.0.0.1:{back}"}
    ca = None
    if kind == "stream pass-through":
        settings = recipe("toml pass-through", **{"lamp.example.org:7417": f"localhost:{front}"}, **relay_place)
        body = recipe("nginx stream pass-through", **{"listen 7417": f"listen 127.0.0.1:{front}"}, **relay_place)
    else:
        ca, leaf, key = make_authority(folder)
        settings = recipe("toml http", **{"lamp.example.org:443": f"localhost:{front}"}, **relay_place)
        body = recipe("nginx http", **{"/etc/letsencrypt/live/lamp.example.org/fullchain.pem": leaf,
                                       "/etc/letsencrypt/live/lamp.example.org/privkey.pem": key,
                                       "lamp.example.org": "localhost", "listen 443": f"listen 127.0.0.1:{front}"}, **relay_place)
    file = nginx_file(folder, kind.split()[0], body)
    service = Service([find("nginx"), "-p", folder, "-c", file, "-e", "stderr"], folder, "nginx")
    run_recipe(programs, folder, f"nginx {kind}", settings, service, front, ca)


def caddy(programs, folder):
    front, back = free_port(), free_port()
    relay_place = {"127.0.0.1:7418": f"127.0.0.1:{back}"}
    settings = recipe("toml http", **{"lamp.example.org:443": f"localhost:{front}"}, **relay_place)
    options = f"{{\nadmin off\nskip_install_trust\nhttp_port {free_port()}\nhttps_port {front}\n}}\n"
    file = write(os.path.join(folder, "Caddyfile"), options + recipe("caddy http", **{"lamp.example.org": "localhost"}, **relay_place))
    service = Service([find("caddy"), "run", "--config", file, "--adapter", "caddyfile"], folder, "caddy",
                      {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "HOME": folder})
    run_recipe(programs, folder, "caddy http", settings, service, front, os.path.join(folder, "caddy/pki/authorities/local/root.crt"))


WAYS = {
    "haproxy-pass-through": (["haproxy"], lambda programs, folder: haproxy(programs, folder, "pass-through")),
    "haproxy-ends-tls": (["haproxy", "openssl"], lambda programs, folder: haproxy(programs, folder, "ends-tls")),
    "nginx-stream": (["nginx", "ngx_stream_module.so"], lambda programs, folder: nginx(programs, folder, "stream pass-through")),
    "nginx-http": (["nginx", "openssl"], lambda programs, folder: nginx(programs, folder, "http")),
    "caddy": (["caddy"], caddy),
}

if __name__ == "__main__":
    needed, way = WAYS[sys.argv[2]]
    need(*needed)
    sys.exit(run_main(way))
