"""Two people pair by three words, answer from standard input, seal, open together, are heard; and all of it is there after kill -9 of
all three processes. Nobody sees anything before both have sealed."""
import os
import sys

from lib import Client, Relay, expect, only, pair, run_main

NOOR, SAM = "The sea, and you reading beside me.\nAnd nobody in a hurry.", "Your voice when you are nearly asleep. Ünïcödé: Ελλάδα."


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor, sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
    pair(noor, sam, relay)

    mine, theirs = only(noor.run("tonight"), "tonight"), only(sam.run("tonight"), "tonight")
    expect(mine["card"] == theirs["card"], "tonight differs")
    card = next(e for e in noor.run("card", "list", "feelings") if e["kind"] == "text" and e["depth"] >= 3)
    noor.run("ask", card["card"])
    noor.run("answer", text=NOOR)
    expect(only(noor.run("seal"), "done")["sent"], "the seal did not reach the relay")

    relay.kill()  # mid-round
    sam_waits = sam.start("status")  # offline: works, and says so
    sam_waits.wait()
    relay.start()

    seen = sam.run("status")
    expect(NOOR.split("\n")[0] not in str(sam.transcript), "an answer was seen before both had sealed")
    expect(only(seen, "status")["open_rounds"] == 1, "the round did not come")
    sam.run("answer", text=SAM)
    expect(NOOR.split("\n")[0] not in str(sam.transcript), "an answer was seen before both had sealed")
    expect(SAM not in str(noor.transcript), "an answer was seen before both had sealed")
    sam.run("seal")

    # Together: it opens when both are here, and not before.
    alone = noor.run("reveal", "--wait", "1", code=1)
    expect(SAM not in str(alone), "it opened for one alone")
    both = [noor.start("reveal"), sam.start("reveal")]
    opened = [process.event("round") for process in both]
    for process in both:
        process.close_input()
        expect(process.wait() == 0, f"reveal failed: {process.describe()}")
    expect(opened[0]["mine"] == NOOR and opened[0]["partners"] == SAM, f"Noor sees {opened[0]}")
    expect(opened[1]["mine"] == SAM and opened[1]["partners"] == NOOR, f"Sam sees {opened[1]}")

    noor.run("say-back", "that my voice helps you sleep")
    sam.run("status")
    sam.run("confirm", "--not-quite", "that it means you are near")
    noor.run("status")
    noor.run("say-back", "that it means I am near")
    sam.run("say-back", "the sea and no hurry")
    noor.run("confirm")
    sam.run("confirm")
    noor.run("status")
    sam.run("add", "And your books.")

    # kill -9 of all three, with the clients in the middle of being here.
    lives = [noor.start("reveal", "--wait", "30"), sam.start("interactive")]
    for process in lives:
        process.next_line()
        process.kill()
    relay.kill()
    relay.start()

    noor.run("status")
    noor.run("close")
    sam.run("status")
    for client, partner_text in ((noor, SAM), (sam, NOOR)):
        line = only(client.run("history"), "history")
        expect(line["partners"] == partner_text, f"{client.name} lost the answer: {line}")
        expect(line["phase"] == "closed", f"{client.name} has it as {line['phase']}")
        expect("that it means I am near" in str(line["exchange"]) and "that it means you are near" in str(line["exchange"]), "words were lost")
        expect("And your books." in str(line), "the addition was lost")

    # Whoever leaves has nothing any more; whom they left keeps what was opened.
    sam.run("leave", "leave")
    expect(only(sam.run("status"), "status")["stage"] == "fresh", "something of the pair is left where it was left")
    sam.run("history", code=1)
    expect(only(noor.run("status"), "status")["stage"] == "ended", "Noor was not told of the end")
    expect(only(noor.run("history"), "history")["partners"] == SAM, "Noor cannot read what was opened")
    noor.run("ask", card["card"], code=1)
    expect(relay.stop() == 0, "the relay did not stop politely")


sys.exit(run_main(test))
