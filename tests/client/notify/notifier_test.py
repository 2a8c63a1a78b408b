"""The desktop's notifier against a bus of its own and a small server that writes down what it is asked to show.

`notifier_test.py PROBE`: the probe is notifier_probe.cpp. Waiting is for a call that is awaited, with a bound that only a fault reaches.
"""
import os
import subprocess
import sys
import tempfile
import time
import unittest

import dbus
import dbus.bus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

PROBE = sys.argv.pop(1)
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
BOUND = 20  # seconds

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


class Server(dbus.service.Object):
    """Answers as a desktop does, or, if it is deaf, never."""

    def __init__(self, bus, deaf=False):
        bus.request_name(NAME)
        super().__init__(bus, PATH)
        self.deaf, self.calls, self.last = deaf, [], 40

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u", async_callbacks=("answer", "fail"))
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout, answer, fail):
        shown = {"app": str(app), "replaces": int(replaces), "icon": str(icon), "summary": str(summary), "body": str(body),
                 "actions": len(actions), "hints": {str(key): value for key, value in hints.items()}}
        self.calls.append(("Notify", shown))
        if not self.deaf:
            self.last = int(replaces) or self.last + 1
            answer(self.last)

    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, number):
        self.calls.append(("Close", int(number)))

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return ["body", "persistence"]

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return ("recorder", "twinlamp", "1", "1.2")


class NotifierTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        config = os.path.join(self.folder.name, "bus.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(folder=self.folder.name))
        self.daemon = subprocess.Popen(["dbus-daemon", "--nofork", "--config-file", config, "--print-address"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.daemon.stdout.readline().strip()
        self.assertTrue(self.address, "dbus-daemon did not start")
        self.bus = dbus.bus.BusConnection(self.address)
        self.server = None

    def tearDown(self):
        if self.server:
            self.server.remove_from_connection()
        self.bus.close()
        self.daemon.terminate()
        self.daemon.wait()
        self.daemon.stdout.close()
        self.folder.cleanup()

    def start(self, **environment):
        clean = {key: value for key, value in os.environ.items()
                 if key not in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY")}
        return subprocess.Popen([PROBE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=clean | environment)

    def say(self, probe, line):
        probe.stdin.write(line + "\n")
        probe.stdin.flush()

    def run_until(self, holds, what):
        until = time.monotonic() + BOUND
        while not holds():
            self.assertLess(time.monotonic(), until, f"{what} never came: {self.server and self.server.calls}")
            wake = GLib.timeout_add(50, lambda: True)  # so that an iteration ends without a call too
            GLib.MainContext.default().iteration(True)
            GLib.source_remove(wake)

    def end(self, probe):
        """Its standard error, once it has ended by itself while the bus goes on working."""
        probe.stdin.close()
        self.run_until(lambda: probe.poll() is not None, "the end")
        said = probe.stdout.read() + probe.stderr.read()
        probe.stdout.close()
        probe.stderr.close()
        self.assertEqual(probe.returncode, 0, said)
        return said

    def wait_calls(self, count):
        self.run_until(lambda: len(self.server.calls) >= count, f"call {count}")
        return self.server.calls[count - 1]

    def test_shows_the_sentence_under_the_name_of_the_app_and_nothing_else(self):
        self.server = Server(self.bus)
        probe = self.start(DBUS_SESSION_BUS_ADDRESS=self.address)
        self.say(probe, "show Something is ready.")
        kind, shown = self.wait_calls(1)
        self.assertEqual(kind, "Notify")
        self.assertEqual((shown["app"], shown["summary"], shown["body"]), ("Twinlamp", "Twinlamp", "Something is ready."))
        self.assertEqual((shown["replaces"], shown["icon"], shown["actions"]), (0, "twinlamp", 0))
        self.assertEqual(shown["hints"]["desktop-entry"], "org.twinlamp.Twinlamp")
        self.assertLessEqual(set(shown["hints"]), {"desktop-entry", "sender-pid"})
        self.assertEqual(self.end(probe), "")

    def test_puts_a_new_one_in_the_place_of_the_old(self):
        self.server = Server(self.bus)
        probe = self.start(DBUS_SESSION_BUS_ADDRESS=self.address)
        self.say(probe, "show Something is ready.")
        self.wait_calls(1)
        self.say(probe, "show Hay algo listo.")
        _, shown = self.wait_calls(2)
        self.assertEqual((shown["replaces"], shown["body"]), (41, "Hay algo listo."))
        self.end(probe)

    def test_takes_it_away_and_begins_anew_afterwards(self):
        self.server = Server(self.bus)
        probe = self.start(DBUS_SESSION_BUS_ADDRESS=self.address)
        self.say(probe, "show Something is ready.")
        self.wait_calls(1)
        self.say(probe, "withdraw")
        self.assertEqual(self.wait_calls(2), ("Close", 41))
        self.say(probe, "withdraw")
        self.say(probe, "show Something is ready.")
        kind, shown = self.wait_calls(3)
        self.assertEqual((kind, shown["replaces"]), ("Notify", 0))
        self.end(probe)

    def test_leaves_nothing_behind_when_the_app_ends(self):
        self.server = Server(self.bus)
        probe = self.start(DBUS_SESSION_BUS_ADDRESS=self.address)
        self.say(probe, "show Something is ready.")
        self.wait_calls(1)
        self.end(probe)
        self.assertEqual(self.wait_calls(2), ("Close", 41))

    def test_does_not_wait_for_a_server_that_never_answers(self):
        self.server = Server(self.bus, deaf=True)
        probe = self.start(DBUS_SESSION_BUS_ADDRESS=self.address)
        self.say(probe, "show Something is ready.")
        self.wait_calls(1)
        self.assertEqual(self.end(probe), "")  # D-Bus alone would wait longer than the bound

    def test_is_silently_nothing_without_a_server(self):
        probe = self.start(DBUS_SESSION_BUS_ADDRESS=self.address)
        self.say(probe, "show Something is ready.")
        self.assertEqual(self.end(probe), "")

    def test_is_silently_nothing_without_a_bus(self):
        gone = "unix:path=" + os.path.join(self.folder.name, "gone")
        for environment in ({}, {"DBUS_SESSION_BUS_ADDRESS": gone}, {"XDG_RUNTIME_DIR": self.folder.name}, {"DISPLAY": ":0"}):
            with self.subTest(environment=environment):
                probe = self.start(**environment)
                self.say(probe, "show Something is ready.")
                self.say(probe, "withdraw")
                self.assertEqual(self.end(probe), "")


if __name__ == "__main__":
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    unittest.main(verbosity=2)
