"""A wrong code word: named before anything is sent when it is not in the list; otherwise one failure, both told in plain words, and the
code is used up."""
import os
import sys

from lib import Client, Relay, expect, pair, run_main


def problem_of(process):
    process.wait()
    return " ".join(process.errors)


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor, sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
    for client in (noor, sam):
        client.run("setup", "--name", client.name, "--relay", relay.invitation)

    invite = noor.start("pair", "invite")
    code = invite.event("code")["code"]
    number, *words = code.split("-")

    mistyped = sam.start("pair", "join", "-".join([number, words[0], "qqqqzz", words[2]]))
    said = problem_of(mistyped)
    expect("Word 2" in said and "Nothing was sent" in said, f"the mistyped word is not named: {said}")

    wrong = sam.start("pair", "join", "-".join([number, words[1], words[0], words[2]] if words[0] != words[1] else [number, words[2], words[1], words[0]]))
    said_to_sam = problem_of(wrong)
    said_to_noor = problem_of(invite)
    for who, said in (("Sam", said_to_sam), ("Noor", said_to_noor)):
        expect(said, f"{who} was told nothing")
        expect("word" in said or "code" in said, f"{who} was told: {said}")
    again = problem_of(sam.start("pair", "join", code))
    expect(again, "a used code worked again")

    fresh_noor = Client(programs, os.path.join(folder, "noor2"), "Noor")
    fresh_sam = Client(programs, os.path.join(folder, "sam2"), "Sam")
    pair(fresh_noor, fresh_sam, relay)  # a new code works
    print(f"not in the list: {said}\nwrong, Sam: {said_to_sam}\nwrong, Noor: {said_to_noor}\nused: {again}")


sys.exit(run_main(test))
