"""The widgets in a real window, by X events alone: what the mouse drags, what keys carry, what hangs above the page.

`twinlamp --gallery` shows them all. Needs Xvfb, xdotool and ImageMagick. Pictures stay in the build folder: tests/ui/shots.
"""
import os
import sys
import tempfile
import types

from support.windows import Display, Failure, Window, run


def value_of(window, role, label, value):
    window.until(lambda picture: any(w.get("value") == value for w in Window.all_of(picture, role, label)), f"{role} “{label}” to be “{value}”")


def middle(window, role, label):
    window.in_sight(role, label)
    window.rest()
    x, y, width, height = Window.all_of(window.now, role, label)[0]["visible"]
    return x + width // 2, y + height // 2


def rest_on_a_sign(window, shot):
    x, y = middle(window, "button", "Search")
    window.display.run("xdotool", "mousemove", str(x), str(y))
    window.see("tooltip", "Search")
    window.rest()
    shot("tooltip")


def complete_a_code(window, shot):
    window.click("field", "Code")
    window.type("417-am")
    window.see("completion", "amend")
    shot("completions")
    window.key("Down", "Tab")
    value_of(window, "field", "Code", "417-amend-")
    window.type("ot")
    x, y = middle(window, "completion", "otter")
    window.display.run("xdotool", "mousemove", str(x), str(y), "click", "1")
    value_of(window, "field", "Code", "417-amend-otter-")


def put_in_order(window, shot):
    window.click("rank", "trust")
    window.key("alt+Down")
    value_of(window, "rank", "trust", "2/6")
    window.key("space", "Down", "Down", "space")
    value_of(window, "rank", "trust", "4/6")
    window.in_sight("rank", "rest")
    from_x, from_y = middle(window, "rank", "freedom")
    to = middle(window, "rank", "care")[1]
    window.display.run("xdotool", "mousemove", str(from_x), str(from_y), "mousedown", "1")
    window.until(lambda picture: any(w.get("focused") for w in Window.all_of(picture, "rank", "freedom")), "a line being held")
    for part in range(1, 7):
        window.display.run("xdotool", "mousemove", str(from_x), str(from_y + (to - from_y + 24) * part // 6))
    window.until(lambda picture: any(w.get("selected") for w in Window.all_of(picture, "rank", "freedom")), "a line being dragged")
    shot("dragging")
    window.rest()
    window.display.run("xdotool", "mouseup", "1")
    value_of(window, "rank", "freedom", "3/6")


def name_a_feeling(window, shot):
    window.click("feeling", "Calm")
    window.click("feeling", "settled")
    window.until(lambda picture: any(w.get("selected") for w in Window.all_of(picture, "feeling", "settled")), "the word chosen")
    window.key("Right")
    shot("wheel")
    window.key("Escape")
    window.see("feeling", "Glad")


def read_a_chart(window, shot):
    window.click("chart", "Feelings, day by day")
    window.key("Home")
    first = window.until(lambda picture: any(w.get("focused") for w in Window.all_of(picture, "chart")) and Window.all_of(picture, "chart"), "the chart")[0]
    window.key("Right")
    window.until(lambda picture: Window.all_of(picture, "chart")[0]["value"] != first["value"], "another day")
    shot("chart")


def look_above_the_page(window, shot):
    window.click("button", "Ask first")
    window.see("dialog", "Ask first")
    window.until(lambda picture: any(w.get("focused") and w.get("layer") for w in picture["widgets"]), "the keyboard in the dialog")
    shot("dialog")
    window.key("Escape")
    window.until(lambda picture: not Window.all_of(picture, "dialog"), "the dialog gone")


def main():
    programs = types.SimpleNamespace(window=os.path.join(sys.argv[1], "client", "ui", "twinlamp"))
    shots = os.path.join(sys.argv[1], "tests", "ui", "shots")
    os.makedirs(shots, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="twinlamp-gallery-") as folder:
        display = Display(1200, 820)
        window = None
        try:
            window = Window(programs, display, folder, "gallery", "0,0", ["--gallery", "--language", "en"], first="gallery")
            for step in (rest_on_a_sign, complete_a_code, put_in_order, name_a_feeling, read_a_chart, look_above_the_page):
                step(window, lambda name: display.shot(shots, "gallery-" + name))
            print("; ".join(window.close()))
        except Failure:
            display.shot(shots, "gallery-failed")
            raise
        finally:
            if window is not None:
                window.process.kill()
            display.stop()
    print("the widgets did by hand what they should")


if __name__ == "__main__":
    run(main)
