"""The games that wait for nobody: guess me, and two truths and a wish. And what each is into, asked about and cheered."""
from support.windows import Window, expect


def guess(window, mine, theirs):
    """An answer and a guess: by its place among the options, or in words where there are none."""
    if Window.all_of(window.now, "option"):
        options = [w["label"] for w in Window.all_of(window.now, "option", value="mine")]
        window.click("option", options[mine], "mine")
        window.click("option", options[theirs], "guess")
        window.until(lambda picture: len([w for w in Window.all_of(picture, "option") if w.get("selected")]) == 2, "both chosen")
        return options[mine], options[theirs]
    words = ("a heron", "a mole", "a donkey")
    other = "Sam" if window.name == "Noor" else "Noor"
    window.write("field", "My own answer", words[mine])
    window.write("field", f"My guess of what {other} will answer", words[theirs])
    return words[mine], words[theirs]


def begin_game(window, name):
    """By the button that stands under the game's name: all of them say the same."""
    window.in_sight("game", name)
    x, y, _, _ = Window.all_of(window.now, "game", name)[0]["rect"]
    under = [w for w in Window.all_of(window.now, "button", "Play this") if w["rect"][0] - x in range(40) and w["rect"][1] > y]
    x, y, width, height = min(under, key=lambda w: w["rect"][1])["visible"]
    window.press((x + width // 2, y + height // 2))


def guess_me(couple):
    """Begun from the game's own place on the page; Noor guesses right, Sam does not."""
    noor, sam = couple.noor, couple.sam
    couple.go(noor, "Play")
    couple.shot("play-page")
    begin_game(noor, "Guess me")
    noor.see("dialog")
    noor.click("button", "Ask this")
    couple.join()
    said = {}
    for window, mine, theirs in ((noor, 0, 1), (sam, 1, 2)):
        window.until(lambda picture: Window.all_of(picture, "button", "Seal my answer"), "the form")
        said[window] = guess(window, mine, theirs)
    couple.shot("play-guess")
    couple.seal_both()
    couple.see_answers(said[noor][0], said[sam][0])
    for window in (noor, sam):
        guesses = {w["label"] for w in Window.all_of(window.now, "guess")}
        expect(guesses == {said[noor][1], said[sam][1]}, f"{window.name} sees the guesses {guesses}")
    couple.shot("play-guessed")
    couple.react("That made me smile", "That made me smile")
    couple.close()


def write_lines(window, lines, marked):
    for place, line in enumerate(lines, 1):
        window.write("field", f"Line {place}", line)
    window.click("chip", "This is the one", str(marked))
    window.until(lambda picture: any(w.get("selected") for w in Window.all_of(picture, "chip", "This is the one", str(marked))), "the line marked")


def truths_and_wish(couple):
    """Nobody sees which line it is before they have guessed; Noor guesses wrong, Sam right."""
    noor, sam = couple.noor, couple.sam
    couple.go(noor, "Play")
    begin_game(noor, "Two truths and a wish")
    noor.see("dialog")
    noor.click("button", "Ask this")
    couple.join()
    lines = {noor: ("I won a race once.", "I can whistle two notes.", "I have been to the sea in winter."),
             sam: ("I broke a window at nine.", "I speak to trams.", "I have a boat.")}
    for window, marked in ((noor, 2), (sam, 3)):
        write_lines(window, lines[window], marked)
    couple.shot("games-lines")
    couple.seal_both()
    couple.see_answers(*lines[noor], *lines[sam])
    for window, other in couple.both():
        told = [w for w in window.now["widgets"] if w["label"] == "This was the one"]
        expect(len(told) == 1, f"{window.name} sees {other.name}'s mark before the guess")
    couple.shot("games-open")
    for window, guessed in ((noor, lines[sam][0]), (sam, lines[noor][1])):
        window.click("option", guessed, "marked")
        window.click("button", "That is my guess")
    noor.see("guessed", f"Your guess “{lines[sam][0]}”: it was another one.")
    sam.see("guessed", f"Your guess “{lines[noor][1]}”: that was it.")
    noor.see("guessed", f"Sam guessed “{lines[noor][1]}”: that was it.")
    couple.shot("games-guessed")
    couple.react("That made me smile", "I did not know that")
    couple.close()


def your_thing(couple):
    noor, sam = couple.noor, couple.sam
    for window in (noor, sam):
        couple.go(window, "Play")
    noor.write("field", "What is it?", "Learning the names of clouds")
    noor.click("button", "Put it there")
    sam.see("thing", "Learning the names of clouds")
    sam.click("button", "Cheer")
    sam.write("writing", "Your words", "Bring me one home.")
    couple.shot("thing-cheer")
    sam.click("button", "Cheer")
    noor.until(lambda picture: any("Bring me one home." in w["label"] for w in picture["widgets"]), "what Sam said")
    couple.shot("thing-cheered")


PRACTICES = [guess_me, truths_and_wish, your_thing]
