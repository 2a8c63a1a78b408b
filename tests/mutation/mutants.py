"""What the tests must notice: each rule below is taken out of the source in turn, and at least one test must fail.

    mutants.py ROOT SCRATCH [--only WORD] [--attacks N]

The tree is copied to SCRATCH and built there (what was built stays for the next time); the checkout is never touched. A rule is
found by its own words: an anchor that is not there exactly once, a copy that does not build, and a mutant that no test notices are
failures. --attacks plays so many schedules of the simulated adversaries against each mutant too, and says how many found it.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys


@dataclasses.dataclass
class Mutant:
    rule: str
    file: str
    anchor: str
    change: str
    tests: tuple  # targets; all of their tests run


ROUND, DEVICE, JOURNAL, ROOM = "round_tests", "device_test", "journal_tests", "room_test"

MUTANTS = [
    Mutant("u*G = L, at the relay", "protocol/round/latch_relay.cpp",
           "return lock && same(*lock, put.lock_mine);", "return lock && !put.lock_mine.empty();", (ROUND,)),
    Mutant("u*G = L, on the device", "protocol/round/seal.cpp",
           "return element && *element == lock;", "return element && lock != Element{};", (ROUND, DEVICE)),
    Mutant("L1 != L2, at the relay", "protocol/round/latch_relay.cpp",
           "!same(put.lock_mine, put.lock_partner) && ", "", (ROUND,)),
    Mutant("L1 != L2, on the device", "protocol/round/latch_client.cpp",
           "return facts.partner != nullptr && facts.partner->lock == facts.mine->lock;", "return facts.partner == nullptr;",
           (ROUND, DEVICE)),
    Mutant("the seal ids match, at the relay", "protocol/round/latch_relay.cpp",
           "same(closed.lock_partner, other.lock_mine) && same(closed.seal_partner, other.seal_mine)",
           "same(closed.lock_partner, other.lock_mine)", (ROUND,)),
    Mutant("the seal ids match, on the device", "protocol/round/latch_client.cpp",
           "return seal_of(state, slot) == seal.entry_id && opens(scalar_of(state, slot), seal.lock);",
           "return opens(scalar_of(state, slot), seal.lock);", (ROUND, DEVICE)),
    Mutant("only the first SEAL counts", "protocol/journal/apply_seal.cpp",
           "    return void_seal(applied, *round, AnomalyKind::second_seal);",
           "    void_seal(applied, *round, AnomalyKind::second_seal);", (JOURNAL, DEVICE)),
    Mutant("no PUT before my SEAL is covered", "protocol/round/latch_client.cpp",
           "return facts.mine_is_covered ? LatchAction::put : LatchAction::none;", "return LatchAction::put;", (ROUND, DEVICE)),
    Mutant("a cover names the right hash", "protocol/journal/log.cpp",
           "if (mark->id != header.peer_hash) return fork;", "", (JOURNAL, DEVICE)),
    Mutant("the self tag", "protocol/journal/entry.cpp",
           "return equal_constant_time(blake2b_256_keyed(self_key, {tagged_part(header_bytes_)}), header_.self_tag);",
           "return !equal_constant_time(self_key.view(), header_.self_tag);", (JOURNAL, DEVICE)),
    Mutant("a device acknowledges after its commit", "protocol/device/device_relay.cpp",
           "hold_frame(std::move(ack));", "frames_.push_back(std::move(ack));", (DEVICE,)),
    Mutant("the relay says Posted after its commit", "protocol/room/room.cpp",
           "  const auto size = append.body->size();",
           "  const auto size = append.body->size();\n  wire::Frame early;\n  early.mutable_posted()->set_client_id(to_string(append.client_id));\n"
           "  core.send(member.connection, std::move(early));", (ROOM,)),
    Mutant("CANCEL leaves a tombstone, at the relay", "protocol/round/latch_relay.cpp",
           "return {std::move(tombstone), told, told};", "return {std::nullopt, told, told};", (ROUND, ROOM)),
    Mutant("no PUT after CANCEL, on the device", "protocol/round/latch_client.cpp",
           "  if (cancelling_) {", "  if (cancelling_ && cancelled_) {", (ROUND, DEVICE)),
    Mutant("my ceiling is in my vote", "protocol/round/quiet.cpp",
           "vote_for(can_climb && settings.ceiling >= asked)", "vote_for(can_climb)", (ROUND, DEVICE)),
    Mutant("a climb is what both want", "protocol/journal/apply_match.cpp",
           "const bool climbs = is_yes(quiet_deeper) && state.may_climb;", "const bool climbs = state.may_climb;", (JOURNAL, DEVICE)),
    Mutant("the exporter is in the relay's signature", "protocol/room/login.cpp",
           'out.raw("relay-hello/1").raw(context.client_nonce).raw(context.relay_nonce).raw(context.channel_binding);',
           'out.raw("relay-hello/1").raw(context.client_nonce).raw(context.relay_nonce);', (ROOM,)),
    Mutant("the exporter is in the member's signature", "protocol/room/login.cpp",
           "  out.raw(context.client_nonce).raw(context.relay_nonce).raw(context.channel_binding);",
           "  out.raw(context.client_nonce).raw(context.relay_nonce);", (ROOM,)),
    Mutant("a RENEWAL is let in only where one is agreed on", "protocol/device/journal_keeper.cpp",
           "state().renewals >= record_.renewals", "state().renewals > record_.renewals", (DEVICE,)),
]


def run(*command, **options):
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)


def mutated(mutant, text):
    """Raises ValueError where the anchor is not there exactly once: the rule has moved, and this list has to follow."""
    if text.count(mutant.anchor) != 1:
        raise ValueError(f"{mutant.rule}: found {text.count(mutant.anchor)} times in {mutant.file}: {mutant.anchor}")
    return text.replace(mutant.anchor, mutant.change)


def copy_tree(root, scratch):
    """What git knows or would: unchanged files keep their times, so that only what differs is built again."""
    files = run("git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout.split("\0")
    wanted = {name for name in files if name and (root / name).is_file()}
    for name in wanted:
        source, target = root / name, scratch / name
        if target.is_file() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    for folder, folders, names in os.walk(scratch):
        folders[:] = [each for each in folders if pathlib.Path(folder, each) != scratch / "build"]
        for name in names:
            path = pathlib.Path(folder, name)
            if str(path.relative_to(scratch)) not in wanted:
                path.unlink()


class Tree:
    def __init__(self, root, scratch, attacks):
        self.path, self.attacks = scratch, attacks
        self.build_folder = scratch / "build" / "debug"
        copy_tree(root, scratch)
        done = run("cmake", "--preset", "debug", cwd=scratch)
        if done.returncode:
            raise RuntimeError(f"CMake could not configure the copy:\n{done.stdout[-3000:]}")

    def build(self, targets):
        return run("ninja", "-C", str(self.build_folder), f"-j{os.cpu_count()}", *targets)

    def failures(self, target):
        """Of one target's tests, or what ended it."""
        program = next(self.build_folder.glob(f"tests/*/{target}"))
        report = self.build_folder / f"{target}.json"
        report.unlink(missing_ok=True)
        try:
            ran = run(str(program), f"--gtest_output=json:{report}", timeout=900)
        except subprocess.TimeoutExpired:
            return [f"{target} (came to no end)"]
        if not report.is_file():
            running = re.findall(r"\[ RUN      \] (\S+)", ran.stdout)
            return [f"{running[-1] if running else target} (ended by {ran.returncode})"]
        suites = json.loads(report.read_text(encoding="utf-8"))["testsuites"]
        return [f"{suite['name']}.{test['name']}" for suite in suites for test in suite["testsuite"] if test.get("failures")]

    def attacks_that_found_it(self):
        environment = dict(os.environ, TWINLAMP_ATTACKS=str(self.attacks), TWINLAMP_ATTACKS_GO_ON="1")
        ran = run(str(self.build_folder / "tests/sim/attack_test"), "--gtest_filter=*UnderAttack*", env=environment, timeout=3000)
        found = re.search(r"invariants broken: (none|\d+)", ran.stdout)
        return "it ended all" if not found else found[1].replace("none", "0")


def try_one(tree, mutant):
    path = tree.path / mutant.file
    original = path.read_text(encoding="utf-8")
    targets = list(mutant.tests) + (["attack_test"] if tree.attacks else [])
    try:
        path.write_text(mutated(mutant, original), encoding="utf-8")
        built = tree.build(targets)
        if built.returncode:
            raise RuntimeError(f"{mutant.rule}: does not build without it:\n{built.stdout[-2000:]}")
        failed = [name for target in mutant.tests for name in tree.failures(target)]
        found = tree.attacks_that_found_it() if tree.attacks else None
        return failed, found
    finally:
        path.write_text(original, encoding="utf-8")


def main(root, scratch, only, attacks):
    chosen = [mutant for mutant in MUTANTS if only in mutant.rule]
    for mutant in chosen:  # before anything is built
        mutated(mutant, (root / mutant.file).read_text(encoding="utf-8"))
    tree = Tree(root, scratch, attacks)
    targets = sorted({target for mutant in chosen for target in mutant.tests})
    built = tree.build(targets + (["attack_test"] if attacks else []))
    if built.returncode:
        raise RuntimeError(f"the copy does not build:\n{built.stdout[-3000:]}")
    whole = [name for target in targets for name in tree.failures(target)]
    if whole:
        raise RuntimeError(f"these fail with nothing taken out: {', '.join(whole)}")
    survivors = 0
    for mutant in chosen:
        failed, found = try_one(tree, mutant)
        survivors += not failed
        attacked = "" if found is None else f"; {found} of {attacks} attacks"
        print(f"without: {mutant.rule}\n  {len(failed)} tests fail{attacked}", flush=True)
        for name in failed[:6]:
            print(f"    {name}")
        if len(failed) > 6:
            print(f"    and {len(failed) - 6} more")
    print(f"{len(chosen)} rules taken out, {survivors} not noticed")
    return 1 if survivors or not chosen else 0


def self_test():
    mutant = Mutant("a rule", "file", "if (bad) return;", "", ())
    assert mutated(mutant, "a; if (bad) return; b;") == "a;  b;"
    for text in ("moved", "if (bad) return; if (bad) return;"):
        try:
            mutated(mutant, text)
        except ValueError:
            continue
        raise AssertionError(text)
    return 0


def check_anchors(root):
    """Cheap enough for every run: the list follows the source."""
    for mutant in MUTANTS:
        assert mutated(mutant, (root / mutant.file).read_text(encoding="utf-8"))
    print(f"{len(MUTANTS)} rules found in the source")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("scratch", type=lambda text: pathlib.Path(text).resolve(), nargs="?")
    parser.add_argument("--only", default="")
    parser.add_argument("--attacks", type=int, default=0)
    given = parser.parse_args()
    try:
        if given.scratch is None:
            sys.exit(check_anchors(given.root))
        sys.exit(main(given.root, given.scratch, given.only, given.attacks))
    except (RuntimeError, ValueError) as trouble:
        sys.exit(f"mutants: {trouble}")
