"""Keeps the best of what fuzzing found: keep_corpus.py BUILD-FOLDER NAME [FOUND]

From FOUND (build/corpus/NAME) and the corpus that is kept already, those inputs go to tests/fuzz/corpus/NAME that together reach most of
the code: greedily, by libFuzzer's own features, within bounds that keep a clone small. What is honest or empty is replayed anyway.
"""
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

MOST_FILES, MOST_BYTES = 30, 64 * 1024
HERE = pathlib.Path(__file__).resolve().parent


def features_of(target, folders):
    """Each input's features, by libFuzzer's merge: its control file names the inputs, then FT and COV lines by their number."""
    with tempfile.TemporaryDirectory() as folder:
        control = pathlib.Path(folder, "control")
        merged = pathlib.Path(folder, "merged")
        merged.mkdir()
        done = subprocess.run([target, "-merge=1", f"-merge_control_file={control}", merged, *folders], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{target} could not merge:\n{done.stderr[-800:]}")
        lines = control.read_text(encoding="utf-8").splitlines()
    count = int(lines[0])
    names = lines[2:2 + count]
    found = {name: set() for name in names}
    for line in lines[2 + count:]:
        kind, number, *features = line.split()
        if kind in ("FT", "COV"):
            found[names[int(number)]] |= {(kind, feature) for feature in features}
    return found


def choose(features):
    data = {name: pathlib.Path(name).read_bytes() for name in features}
    chosen, reached, size = [], set(), 0
    while len(chosen) < MOST_FILES:
        fits = [name for name in features if size + len(data[name]) <= MOST_BYTES and features[name] - reached]
        if not fits:
            break
        best = max(fits, key=lambda name: (len(features[name] - reached), -len(data[name]), name))
        chosen.append(data[best])
        reached |= features[best]
        size += len(data[best])
    everything = set().union(*features.values()) if features else set()
    return chosen, len(reached), len(everything)


def main():
    build, name = pathlib.Path(sys.argv[1]), sys.argv[2]
    kept = HERE / "corpus" / name
    found = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else HERE.parent.parent / "build" / "corpus" / name
    folders = [folder for folder in (found, kept) if folder.is_dir()]
    chosen, reached, everything = choose(features_of(build / "tests" / "fuzz" / f"fuzz_{name}", folders))
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for data in chosen:
        (kept / hashlib.sha1(data).hexdigest()).write_bytes(data)
    print(f"{name}: {len(chosen)} inputs, {sum(map(len, chosen))} bytes, {reached} of {everything} features")


main()
