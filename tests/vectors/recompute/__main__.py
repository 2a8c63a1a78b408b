"""Recomputes every one of our own vectors, independently of our code: `python3 tests/vectors/recompute [topic...]`.

Each file here other than this and common.py is a topic, with a function check() that raises AssertionError at the first
value that differs and returns how many values it compared."""

import importlib
import pathlib
import sys
import traceback


def run(topic):
    try:
        count = importlib.import_module(topic).check()
    except Exception:  # a value that differs, or a file that cannot even be read: the other topics are still worth knowing
        traceback.print_exc()
        print(f"{topic}: differs")
        return False
    print(f"{topic}: {count} values agree")
    return count > 0


def main(wanted):
    here = pathlib.Path(__file__).resolve().parent
    topics = sorted(path.stem for path in here.glob("*.py") if path.stem not in ("__main__", "common"))
    unknown = [topic for topic in wanted if topic not in topics]
    if unknown or not topics:
        print(f"no such topic: {', '.join(unknown)}. There are: {', '.join(topics)}")
        return 2
    return 0 if all([run(topic) for topic in wanted or topics]) else 1


sys.dont_write_bytecode = True
sys.exit(main(sys.argv[1:]))
