"""A date from the first private mark to the evening after, by two real processes: each marks ideas for themselves, only those that both like come
up, one of them is proposed and agreed to in two time zones, saved for the calendar and read there, and looked back on by both."""
import datetime
import os
import sys

from icalendar import Calendar

from lib import Client, Process, Relay, expect, only, pair, run_main

CARD = "dates.ideas"
DAY = datetime.date.today() + datetime.timedelta(days=4)
ROUNDS = 24  # of both looking, one after the other: far more than anything takes


def page(client):
    """The page of dates as a person reads it."""
    process = Process([client.programs.cli, "--home", client.home, "dates"], client.env)
    process.close_input()
    expect(process.wait() == 0, process.describe())
    return "\n".join(process.seen)


def look(noor, sam, until):
    for _ in range(ROUNDS):
        if until():
            return
        noor.run("status")
        sam.run("status")
    expect(False, "it did not come about")


def mark_ideas(noor, sam):
    """Both like the first, and the third in their way; what only one of them likes is nowhere. The ideas, in the round's order."""
    asked = only(noor.run("ask", CARD), "round")
    found, ideas = asked["round"], asked["items"]
    sam.run("status")
    for client, marks in ((noor, "yes 1 2 | curious 3"), (sam, "yes 1 3 4")):
        client.run("answer", "--round", found, marks)
        client.run("seal", "--mode", "apart", "--round", found)
    look(noor, sam, lambda: all((client.round() or {}).get("phase") == "receiving" for client in (noor, sam)))
    seen = [only(client.run("reveal", "--round", found), "round") for client in (noor, sam)]
    expect(seen[0]["items"] == seen[1]["items"] == ideas, "the two were shown different ideas")
    for event in seen:
        expect(event["mine"] == event["partners"] == seen[0]["mine"], f"the two learn different things: {seen}")
        for place, idea in enumerate(ideas):
            expect((idea in event["mine"]) == (place in (0, 2)), f"idea {place + 1} of {event['mine']}")
    noor.run("close", "--round", found)
    sam.run("status")
    return ideas


def plan_one(noor, sam, idea):
    expect(idea in page(noor) and idea in page(sam), "the idea is on nobody's page")
    noor.run("plan", "--minutes", "75", str(DAY), "20:30", idea)
    proposed = only(sam.run("dates"), "plan")
    expect(proposed["state"] == "theirs" and proposed["what"] == idea and proposed["minutes"] == 75, f"Sam sees {proposed}")
    sam.run("plan", "agree")
    plans = [only(client.run("dates"), "plan") for client in (noor, sam)]
    expect(all(plan["state"] == "agreed" for plan in plans) and plans[0]["at_ms"] == plans[1]["at_ms"], f"not the same date: {plans}")
    return datetime.datetime.fromtimestamp(plans[0]["at_ms"] / 1000, datetime.timezone.utc)


def save(client, folder, idea, begins):
    """As a calendar reads it."""
    file = os.path.join(folder, f"{client.name}.ics")
    client.run("calendar", file)
    with open(file, "rb") as calendar:
        events = Calendar.from_ical(calendar.read()).walk("VEVENT")
    expect(len(events) == 1, f"{len(events)} events")
    event = events[0]
    expect(idea in f"{event.get('SUMMARY')} {event.get('DESCRIPTION')}", f"{client.name}'s calendar says {event.get('SUMMARY')}")
    expect(event.decoded("DTSTART") == begins, f"{event.decoded('DTSTART')} is not {begins}")
    expect(event.decoded("DTEND") - event.decoded("DTSTART") == datetime.timedelta(minutes=75), "another length")
    return str(event.get("UID"))


def look_back(noor, sam):
    for client, value in ((noor, "8"), (sam, "6")):
        client.run("answer", text=value)
        client.run("seal", "--mode", "apart")
    lives = [client.start("reveal") for client in (noor, sam)]
    seen = [process.event("round") for process in lives]
    for process in lives:
        process.close_input()
        expect(process.wait() == 0, process.describe())
    expect(seen[0]["card"] == "dates.how-exciting" and seen[0]["mine"] == seen[1]["partners"], f"they look back on {seen}")
    for client, word in ((noor, "♥"), (sam, "warm")):
        client.run("react", word)
    look(noor, sam, lambda: "close" in (noor.round() or {}).get("may", []))
    noor.run("close")
    sam.run("status")
    for client in (noor, sam):
        expect(not only(client.run("dates"), "dates")["agreed"], "the date is over and still ahead")


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor = Client(programs, os.path.join(folder, "noor"), "Noor", env={"TZ": "Europe/Berlin"})
    sam = Client(programs, os.path.join(folder, "sam"), "Sam", env={"TZ": "America/Los_Angeles"})
    pair(noor, sam, relay)
    ideas = mark_ideas(noor, sam)
    for client in (noor, sam):
        shown = page(client)
        expect([idea in shown for idea in ideas] == [place in (0, 2) for place in range(len(ideas))], f"{client.name}'s page: {shown}")
    begins = plan_one(noor, sam, ideas[2])
    expect(begins.date() == DAY and "20:30" in page(noor) and "20:30" in page(sam), "not by both clocks")
    ids = [save(client, folder, ideas[2], begins) for client in (noor, sam)]
    expect(ids[0] == ids[1], "the two calendars hold two dates")
    look_back(noor, sam)


if __name__ == "__main__":
    sys.exit(run_main(test))
