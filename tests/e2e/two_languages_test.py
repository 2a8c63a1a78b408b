"""Noor's device speaks English and Sam's Spanish, each by its environment. They play the same rounds: the card is one, its words are per
device, and each reads the other's choice, number and feeling in their own language; what was written stays as it was written."""
import os
import sys

from lib import Client, Relay, expect, only, pair, run_main


def play(noor, sam, card, mine, theirs):
    """Both answer the card; what each of them is shown when it opens."""
    opened = only(noor.run("ask", card), "round")
    noor.run("answer", text=mine)
    noor.run("seal", "--mode", "apart")
    asked = asked_round(sam, opened["round"])
    sam.run("answer", text=theirs)
    sam.run("seal", "--mode", "apart")
    both = [client.start("reveal", "--round", opened["round"]) for client in (noor, sam)]
    shown = [process.event("round") for process in both]
    for process in both:
        process.close_input()
        expect(process.wait() == 0, f"reveal failed: {process.describe()}")
    expect(opened["card"] == asked["card"] == card, "it is not the same card")
    expect(opened["prompt"] != asked["prompt"], f"both were asked in one language: {asked['prompt']}")
    return opened, asked, shown


def asked_round(client, name):
    """The open round in the words of this device's own cards: the one thing begun is what tonight suggests."""
    tonight = only(client.run("tonight"), "tonight")
    expect(tonight["round"] == name, "the open round is not tonight's")
    return tonight


def close(noor, sam, round_id):
    """Each reacts with one of the small things to say; what each reads of it."""
    noor.run("react", "Thank you for telling me", "--round", round_id)
    sam.run("react", "Me hizo sonreír", "--round", round_id)
    noor.run("status")
    seen = [only(client.run("reveal", "--round", round_id), "round")["exchange"] for client in (sam, noor)]
    noor.run("close", "--round", round_id)
    sam.run("status")
    return seen


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor = Client(programs, os.path.join(folder, "noor"), "Noor", {"LC_ALL": "en_GB.UTF-8"})
    sam = Client(programs, os.path.join(folder, "sam"), "Sam", {"LC_ALL": "es_MX.UTF-8"})
    pair(noor, sam, relay)

    english, spanish = ({e["card"]: e for e in client.run("card", "list")} for client in (noor, sam))
    expect(english.keys() == spanish.keys() and len(english) >= 100, "the decks differ")

    card = "feelings.weather"
    opened, asked, (hers, his) = play(noor, sam, card, "3", spanish[card]["options"][3])
    expect(hers["mine"] == english[card]["options"][2] and hers["partners"] == english[card]["options"][3], f"Noor reads {hers}")
    expect(his["mine"] == spanish[card]["options"][3] and his["partners"] == spanish[card]["options"][2], f"Sam reads {his}")
    sams, noors = close(noor, sam, opened["round"])
    expect(any("Gracias por contármelo" in line for line in sams), f"Sam reads {sams}")
    expect(any("That made me smile" in line for line in noors), f"Noor reads {noors}")

    opened, asked, (hers, his) = play(noor, sam, "fears.how-loud", "1", "7")
    expect(hers["mine"] == "1 of 10 (a whisper)" and his["partners"] == "1 de 10 (un susurro)", f"{hers['mine']}, {his['partners']}")
    close(noor, sam, opened["round"])

    opened, asked, (hers, his) = play(noor, sam, "feelings.right-now", "nostalgic 4 my own words", "paz 2 mis palabras")
    expect(his["partners"] == "nostalgia (Emoción), 4 de 5\nmy own words", f"Sam reads {his['partners']}")
    expect(hers["partners"] == "peaceful (Calm), 2 of 5\nmis palabras", f"Noor reads {hers['partners']}")
    close(noor, sam, opened["round"])

    # One device may change its language at any time: what was played is read in it.
    again = [line["prompt"] for line in sam.run("history", options=("--language", "en")) if line["event"] == "history"]
    expect(english[card]["prompt"] in again, f"the keepsake still speaks Spanish: {again}")
    expect(relay.stop() == 0, "the relay did not stop politely")


sys.exit(run_main(test))
