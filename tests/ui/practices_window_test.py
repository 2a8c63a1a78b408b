"""The practices from start to end in two real windows and over a real relay, by X events alone.

`practices_window_test.py BUILD FAMILY`: what is played is tests/ui/practices/FAMILY.py. A picture of each stays in the build folder,
tests/ui/shots/practices.
"""
import importlib
import os
import sys
import time

from support.couple import with_couple
from support.windows import Programs, run


def main():
    build, family = sys.argv[1:]
    practices = importlib.import_module("practices." + family).PRACTICES

    def play(couple):
        for practice in practices:
            began = time.monotonic()
            practice(couple)
            print(f"{practice.__name__}: played in both windows, {time.monotonic() - began:.0f} s", flush=True)

    with_couple(Programs(build), os.path.join(build, "tests", "ui", "shots", "practices"), play)


if __name__ == "__main__":
    run(main)
