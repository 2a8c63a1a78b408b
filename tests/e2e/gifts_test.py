"""Two people give each other something and plan a date, in two real clients: an appreciation and its thanks, one for their morning that is taken
back, the jar, a surprise that is nowhere before its moment, a date proposed and agreed to in both time zones, its calendar file, a visit."""
import datetime
import os
import sys
import zoneinfo

from lib import Client, Relay, expect, only, pair, run_main

DID, SAYS, FELT = "You stayed on the line until I had found the key", "You stay, even when it is boring", "As if the stairwell were lit"
SURPRISE = "Look under your keyboard: a heron feather"

HERE, THERE = zoneinfo.ZoneInfo("Europe/Berlin"), zoneinfo.ZoneInfo("America/Los_Angeles")
DAY = datetime.date.today() + datetime.timedelta(days=20)
EVENING = datetime.datetime.combine(DAY, datetime.time(20, 30), HERE)


def with_sam(moment):
    return moment.astimezone(THERE).strftime("%H:%M")


def gifts(events):
    return [event for event in events if event["event"] == "gift"]


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor = Client(programs, os.path.join(folder, "noor"), "Noor", env={"TZ": "Europe/Berlin"})
    sam = Client(programs, os.path.join(folder, "sam"), "Sam", env={"TZ": "America/Los_Angeles"})
    pair(noor, sam, relay)

    # Appreciations.
    expect(only(noor.run("appreciate", "--says", SAYS, "--felt", FELT, DID), "done")["sent"], "the gift did not reach the relay")
    again = noor.run("appreciate", "--says", SAYS.upper(), "--felt", FELT + "!", DID, code=1)
    expect("word for word" in str(again), f"a compliment was repeated: {again}")
    for _ in range(2):
        noor.run("say", "I love you")
    come = sam.run("jar")
    expect([gift["did"] or gift["text"] for gift in gifts(come)] == [DID, "I love you", "I love you"], f"Sam sees {come}")
    expect(gifts(come)[0]["felt"] == FELT and not gifts(come)[0]["mine"], f"Sam sees {come}")
    expect(not gifts(sam.run("jar")), "it was shown as new twice")
    sam.run("thank", "--gift", "3", "I was glad that you called")
    thanked = [gift for gift in gifts(noor.run("jar", "all")) if gift["thanked"]]
    expect([gift["thanks"] for gift in thanked] == ["I was glad that you called"], f"Noor sees {thanked}")
    drawn = [only(sam.run("jar", "draw"), "gift")["id"] for _ in range(3)]
    expect(len(set(drawn)) == 3, f"one was drawn twice before all were: {drawn}")

    noor.run("appreciate", "--morning", "--says", "You are braver than you think", "You called the landlord")
    expect(len(gifts(sam.run("jar", "all"))) == 3, "it was there before its morning")
    noor.run("take-back")
    expect(len(gifts(noor.run("jar", "all"))) == 3, "it was not taken back")

    # Dates.
    sealed = noor.run("surprise", str(DAY), "20:30", SURPRISE)
    expect(with_sam(EVENING) in str(sealed), f"not by Sam's clock: {sealed}")
    everything = str(sam.run("jar", "all")) + str(sam.run("dates")) + str(sam.run("status")) + str(sam.run("practice", "dates"))
    expect("heron" not in everything, "a surprise was seen before its moment")
    noor.run("plan", "--minutes", "60", str(DAY), "20:30", "Cook the same soup, cameras on the pans")
    proposed = only(sam.run("dates"), "plan")
    expect(proposed["state"] == "theirs" and proposed["minutes"] == 60, f"Sam sees {proposed}")
    agreed = sam.run("plan", "agree")
    expect(with_sam(EVENING) + " with you" in str(agreed) and "20:30 with Noor" in str(agreed), f"not in both time zones: {agreed}")
    expect(only(noor.run("dates"), "plan")["state"] == "agreed", "Noor does not know that it is agreed")
    file = os.path.join(folder, "date.ics")
    noor.run("calendar", file)
    with open(file, encoding="utf-8", newline="") as calendar:
        text = calendar.read()
    starts = EVENING.astimezone(datetime.timezone.utc)
    for name, moment in (("DTSTART", starts), ("DTEND", starts + datetime.timedelta(minutes=60))):
        expect(f"{name}:{moment:%Y%m%dT%H%M%S}Z\r\n" in text, text)
    expect(os.stat(file).st_mode & 0o777 == 0o600, "others can read the calendar")
    sam.run("visit", str(DAY + datetime.timedelta(days=9)), "18:30", "At your place")
    expect(only(noor.run("visit"), "visit")["text"] == "At your place", "Noor does not know of the visit")
    expect(only(noor.run("seven"), "challenge") == only(noor.run("seven"), "challenge"), "the day's challenge changes")

    # Together, after the date: how exciting was it? They need not wait for the day to say so.
    for client in (noor, sam):
        client.run("answer", text="8")
        client.run("seal", "--mode", "apart")
    both = [noor.start("reveal"), sam.start("reveal")]
    opened = [process.event("round") for process in both]
    for process in both:
        process.close_input()
        process.wait()
    expect(all(round["phase"] in ("receiving", "open") or round["partners"] for round in opened), f"it did not open: {opened}")
    expect(relay.stop() == 0, "the relay did not end well")


sys.exit(run_main(test))
