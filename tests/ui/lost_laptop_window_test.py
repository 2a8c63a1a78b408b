"""A laptop is lost, in real windows and by X events alone: two pair and open a round, one's folder goes, a new laptop pairs anew by the
other's settings, and ends with the round readable in its keepsake. Then both go on.

`lost_laptop_window_test.py BUILD Sam|Noor`: whose laptop it is. Noor has shown the code when the two began, and shows it again, on whichever
laptop she has. Pictures stay in the build folder: tests/ui/shots/lost-NAME.
"""
import os
import shutil
import sys
import tempfile

from support.couple import Couple, card_of
from support.windows import Display, Failure, Programs, Relay, Window, begin, expect, pair, run

PLACES = {"Noor": ("0,0", "evening"), "Sam": ("1100,0", "morning")}
ANSWERS = {"Noor": "The stairs, where it always smelled of rain.", "Sam": "The window, and who stood in it."}


def open_window(programs, display, folder, name):
    os.makedirs(folder, exist_ok=True)
    place, palette = PLACES[name]
    return Window(programs, display, folder, name, place, ("--palette", palette))


def compare(shower, typist, same):
    """`same`: what the button says on each."""
    words = [[w["label"] for w in each.until(lambda picture: len(Window.all_of(picture, "word")) == 4 and Window.all_of(picture, "word"), "four words")]
             for each in (shower, typist)]
    expect(words[0] == words[1], f"the words differ: {words}")
    for window in (shower, typist):
        window.click("button", same[window.name])


def say_code(shower, typist, button="Show a code"):
    shower.click("button", button)
    typist.write("field", "Code", shower.see("code")["label"])
    typist.key("Return")


def expect_readable(window, prompt):
    window.click("place", "Keepsake")
    window.see("row", prompt)
    window.click("row", prompt)
    shown = window.until(lambda picture: len(Window.all_of(picture, "answer")) == 2 and Window.all_of(picture, "answer"), "both answers")
    expect({w["label"] for w in shown} == set(ANSWERS.values()), f"{window.name} reads {shown}")


def renew(stays, new, display, shots):
    """By the settings of the one who stays, and as the first time on the new laptop."""
    stays.click("place", "Settings")
    stays.click("button", f"{new.name} has a new laptop")
    stays.see("title", f"{new.name} has a new laptop")
    stays.rest()
    display.shot(shots, "1-what-it-does")
    stays.click("button", "Go on, and give our history")
    stays.see("title", f"Pair with {new.name}'s new laptop")
    stays.rest()
    display.shot(shots, "2-pairing-anew")
    say_code(*((stays, new) if stays.name == "Noor" else (new, stays)))
    stays.see("word")
    new.see("word")
    display.shot(shots, "3-the-same-words")
    compare(stays, new, {stays.name: "They are the same: give our history", new.name: "They are the same"})
    for window in (stays, new):
        window.until(lambda picture: picture["screen"] == "tonight", "tonight")


def main():
    programs, lost_name = Programs(sys.argv[1]), sys.argv[2]
    shots = os.path.join(sys.argv[1], "tests", "ui", "shots", "lost-" + lost_name)
    os.makedirs(shots, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="twinlamp-lost-") as folder:
        display = Display(2200, 820)
        relay = Relay(programs, os.path.join(folder, "relay"))
        windows = {}
        try:
            for name in PLACES:
                windows[name] = open_window(programs, display, folder, name)
            for window in windows.values():
                begin(window, relay.invitation)
            pair(windows["Noor"], windows["Sam"])
            compare(windows["Noor"], windows["Sam"], dict.fromkeys(PLACES, "They are the same"))
            for window in windows.values():
                window.until(lambda picture: picture["screen"] == "tonight", "tonight")
            prompt = card_of("fears", 3)
            couple = Couple(windows["Noor"], windows["Sam"], display, shots)
            couple.ask("Fears", 3, prompt)
            couple.write_both(ANSWERS["Noor"], ANSWERS["Sam"])

            windows[lost_name].process.kill()
            shutil.rmtree(os.path.join(folder, lost_name))
            new = windows[lost_name] = open_window(programs, display, os.path.join(folder, "new"), lost_name)
            stays = next(window for name, window in windows.items() if name != lost_name)
            begin(new, relay.invitation)
            renew(stays, new, display, shots)
            expect_readable(new, prompt)
            new.rest()
            display.shot(shots, "4-the-history-is-there")
            stays.see("notice", "Your partner's new laptop has your whole history now.")
            for window in windows.values():  # a notice lies over what is clicked next
                while window.sees("button", "Dismiss"):
                    window.click("button", "Dismiss")

            couple = Couple(windows["Noor"], windows["Sam"], display, shots)
            couple.ask("Values", 4, card_of("values", 4))
            couple.write_both("Afresh, from here.", "And afresh, from there.")
            display.shot(shots, "5-both-go-on")
            for window in windows.values():
                window.close()
        except Failure:
            display.shot(shots, "failed")
            for window in windows.values():
                with open(os.path.join(shots, f"failed-{window.name}.jsonl"), "w", encoding="utf-8") as log:
                    log.writelines(window.lines[-40:])
            raise
        finally:
            for window in windows.values():
                window.process.kill()
            relay.kill()
            display.stop()
    print(f"{lost_name}'s new laptop has the history, and both go on")


if __name__ == "__main__":
    run(main)
