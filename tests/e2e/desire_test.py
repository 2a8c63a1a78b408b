"""Desire and Open up between two real processes: nothing of it shows until both want it, a wish list with no match and one with a match,
and a depth that is climbed only as far as both ceilings go. One command after the other, as two people would type them."""
import os
import sys

from lib import Client, Relay, expect, only, pair, run_main

ROUNDS = 24  # of both looking, one after the other: far more than anything takes
ASKING = 8   # more than the devices need to ask each other anything


def look(noor, sam, until=None):
    """Both look in turn until `until` holds; without one, as long as any question of the devices takes."""
    for _ in range(ROUNDS if until else ASKING):
        noor.run("status", "--wait", "0")
        sam.run("status", "--wait", "0")
        if until and until():
            return True
    return until is None


def play(noor, sam, card):
    """A round from the question to the close, each heard by the other."""
    noor.run("ask", card)
    for client in (noor, sam):
        client.run("status", "--wait", "0")
        client.run("answer", text="Tiles, and a radio.")
        client.run("seal", "--mode", "apart")
    look(noor, sam, lambda: all((c.round() or {}).get("phase") == "receiving" for c in (noor, sam)))
    for client in (noor, sam):
        client.run("react", "warm")
    noor.run("status", "--wait", "0")
    noor.run("close")
    sam.run("status", "--wait", "0")


def light_card(client):
    """A card of Open up that may be asked at the first depth, in words."""
    view = only(client.run("open-up"), "open_up")
    expect(view["next_card"], f"no card of Open up: {view}")
    return view["next_card"]


def of_desire(client):
    return [e for e in client.run("card", "list", code=None) if e["event"] == "card" and e["card"].startswith("desire.")]


def depth(client):
    return only(client.run("open-up"), "open_up")["depth"]


def asks_ceiling(client):
    return only(client.run("open-up"), "open_up")["asks_ceiling"]


def vote(client, answer):
    client.run("status", "--wait", "0")
    client.run("answer", answer)
    client.run("seal", "--mode", "apart")


def play_wishes(noor, sam, mine, theirs):
    noor.run("wishes")
    vote(noor, mine)
    vote(sam, theirs)
    opened = look(noor, sam, lambda: all((c.round() or {}).get("phase") == "receiving" for c in (noor, sam)))
    expect(opened, "the wish list did not open")
    rounds = [noor.round(), sam.round()]
    noor.run("close")
    sam.run("status", "--wait", "0")
    return rounds


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor, sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
    pair(noor, sam, relay)

    # Open up: each chooses a place; the other sees which. A ceiling is seen by nobody.
    noor.run("area", "past")
    sam.run("area", "family")
    sam.run("ceiling", "1")
    expect(only(noor.run("open-up"), "open_up")["partners_area"] == "family", "Noor does not see where Sam would begin")
    sam.run("ceiling", "9", code=2)
    noor.run("area", "the moon", code=1)

    # Only Noor wants Desire: nobody sees anything, and Sam's ceiling keeps the two where they are.
    noor.run("desire", "on")
    play(noor, sam, light_card(noor))
    look(noor, sam)
    expect(not of_desire(noor) and not of_desire(sam), "cards of Desire are there before both want it")
    for client in (noor, sam):
        expect(not only(client.run("desire", "status"), "desire")["on"], "it is on for one")
        client.run("wishes", code=1)
        expect(depth(client) == 1, "the two have gone deeper than Sam's ceiling")
    expect("ceiling" not in str([e for e in noor.run("status") if e["event"] == "status"]), "a ceiling in the status")

    # Sam says yes to both: the devices find out by themselves, after the next round.
    sam.run("desire", "on")
    sam.run("ceiling", "3")
    play(noor, sam, light_card(noor))
    both_on = look(noor, sam, lambda: all(only(c.run("desire", "status"), "desire")["on"] for c in (noor, sam)))
    expect(both_on, "both want Desire, and it is not there")
    expect(of_desire(noor) and of_desire(sam), "its cards are not there")
    for client in (noor, sam):
        expect(depth(client) == 2, f"both ceilings allow the second depth: {depth(client)}")

    # Noor has never been asked how deep she would go. Once they have been heard at the second depth she is; until she answers, they stay there.
    expect(not asks_ceiling(noor) and not asks_ceiling(sam), "the question comes before a climb needs it")
    play(noor, sam, light_card(noor))
    expect(look(noor, sam, lambda: asks_ceiling(noor)), "Noor is not asked")
    expect(not asks_ceiling(sam), "Sam is asked, who has said it")
    expect(depth(noor) == 2, "an unanswered question has let them climb")
    noor.run("ceiling", "4")
    expect(not asks_ceiling(noor), "it is asked again")

    # A list in which nothing is wanted by both, and one in which one thing is.
    rounds = play_wishes(noor, sam, "yes 1 2 | curious 3", "yes 4 5")
    for round_ in rounds:
        expect("Nothing that you both want" in round_["mine"], f"with nothing in common it says {round_['mine']}")
    for client in (noor, sam):
        view = only(client.run("desire"), "desire")
        expect(view["both_want"] == [] and view["both_enjoy"] == [], f"nothing was in common: {view}")
    rounds = play_wishes(noor, sam, "yes 1 2 | curious 3", "yes 1 3")
    expect(rounds[0]["mine"] == rounds[1]["mine"], "the two see different things")
    views = [only(c.run("desire"), "desire") for c in (noor, sam)]
    expect(len(views[0]["both_want"]) == 1 and len(views[0]["both_enjoy"]) == 1, f"one of each kind: {views[0]}")
    expect(views[0]["both_want"] == views[1]["both_want"] and views[0]["both_enjoy"] == views[1]["both_enjoy"], "the two see different wishes")

    # Hidden from the keepsake's front, found where it is asked for; and gone at once where one wants it no more.
    expect("wish" not in str([e.get("prompt") for e in noor.run("history")]), "Desire lies on the keepsake's front")
    sam.run("desire", "off")
    expect(not of_desire(sam), "it is off and its cards are there")
    sam.run("wishes", code=1)
    expect(views[1]["both_want"][0] not in str(sam.run("desire")), "it is off and shows a wish")
    look(noor, sam)
    expect(only(noor.run("desire", "status"), "desire")["on"], "Noor was told that Sam has switched it off")
    expect(relay.stop() == 0, "the relay did not stop politely")


sys.exit(run_main(test))
