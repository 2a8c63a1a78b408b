"""A calendar file read by a parser that is not ours (python3-icalendar): every field comes back as it was put in.

usage: calendar_test.py PROGRAM-THAT-WRITES-ONE
"""
import datetime
import subprocess
import sys

from icalendar import Calendar

written = subprocess.run([sys.argv[1]], check=True, capture_output=True).stdout
calendar = Calendar.from_ical(written.decode("utf-8"))
events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
assert set(events) == {"0011@twinlamp", "0022@twinlamp"}, events.keys()
for event in events.values():
    assert not event.errors, event.errors

date = events["0011@twinlamp"]
utc = datetime.timezone.utc
assert date.decoded("DTSTART") == datetime.datetime(2026, 11, 28, 19, 30, tzinfo=utc), date.decoded("DTSTART")
assert date.decoded("DTEND") == datetime.datetime(2026, 11, 28, 21, 0, tzinfo=utc)
assert date.decoded("DTSTAMP") == datetime.datetime(2026, 11, 26, 8, 0, tzinfo=utc), date.decoded("DTSTAMP")
assert str(date["SUMMARY"]) == (
    "Soup, in both kitchens; “live” \\ 海で待つ, and a title that goes on for so long that it has to be folded twice 🕯🕯🕯 before it ends"), date["SUMMARY"]
assert str(date["DESCRIPTION"]) == "First line\nSecond, with a comma; and more", repr(str(date["DESCRIPTION"]))
alarm, = date.walk("VALARM")
assert alarm.decoded("TRIGGER") == datetime.timedelta(minutes=-15)

visit = events["0022@twinlamp"]
assert visit.decoded("DTSTART") == datetime.date(2026, 12, 19)

lines = written.split(b"\r\n")
assert lines[-1] == b"" and b"\n" not in b"".join(lines), "every line ends with CR LF"
assert max(len(line) for line in lines) <= 75
print("python3-icalendar reads", len(events), "events of", len(written), "octets")
