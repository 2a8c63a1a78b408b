"""The daily check-in: a word on the wheel, how strong it is, a note; sealed by both, opened together, and drawn in the chart."""
from support.windows import Window, expect

NOTE = "Your letter came, with the wrong stamp."


def families_of(window):
    window.see("feeling")
    return [w["label"] for w in Window.all_of(window.now, "feeling")]


def feelings(couple):
    noor, sam = couple.noor, couple.sam
    couple.go(noor, "Feelings")
    couple.shot("feelings-page")
    noor.click("button", "Name what is there")
    couple.go(sam, "Feelings")
    sam.click("button", "Open it")
    families = families_of(noor)
    expect(len(families) >= 8, f"only {families}")
    chosen = []
    for window, place, strength in ((noor, 0, "4"), (sam, 5, "2")):
        window.click("feeling", families[place])
        window.until(lambda picture: Window.all_of(picture, "button", "All feelings") and Window.all_of(picture, "feeling"), "the finer words")
        window.rest()
        words = [w["label"] for w in Window.all_of(window.now, "feeling")]
        expect(len(words) >= 8 and not set(words) & set(families), f"{families[place]}: {words}")
        chosen.append(words[3])
        window.click("feeling", words[3])
        window.until(lambda picture, word=words[3]: any(w.get("selected") for w in Window.all_of(picture, "feeling", word)), f"{words[3]} chosen")
        window.click("step", strength)
        window.until(lambda picture, step=strength: any(w.get("selected") for w in Window.all_of(picture, "step", step)), f"{strength} chosen")
    couple.shot("feelings-wheel")
    noor.write("writing", "A note, if you like", NOTE)
    couple.seal_both()
    couple.see_answers(*chosen, NOTE)
    couple.shot("feelings-open")
    couple.react("That made me smile", "I am with you")
    couple.shot("feelings-said")
    couple.close()
    for window, (mine, theirs) in ((noor, ("4", "2")), (sam, ("2", "4"))):
        first, second = chosen if window is noor else reversed(chosen)
        couple.go(window, "Feelings")
        told = window.see("chart")["value"]
        other = sam.name if window is noor else noor.name
        expect(f"You: {first}, {mine} of 5" in told and f"{other}: {second}, {theirs} of 5" in told, f"{window.name}'s chart says {told}")
    for window in (noor, sam):
        window.in_sight("chart", window.see("chart")["label"])
    couple.shot("feelings-chart")


PRACTICES = [feelings]
