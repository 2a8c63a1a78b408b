"""Fifty values in three piles, by the buttons and by the keys; what both hold dear and where they differ; one thing to do this week."""
from support.couple import deck
from support.windows import Window, expect

SORT = next(card["prompt"] for card in deck("values") if card["kind"] == "sort")
ACTION = "On Sunday each of us rings a grandmother, and tells the other."
PILES = ("1  Matters most", "2  Matters some", "3  Matters least")


def in_hand(picture):
    return [w for w in Window.all_of(picture, "item") if "/" in w.get("value", "")]


def sort(window, by_buttons, by_keys):
    """All others matter some. Gives back the names in the order in which they came."""
    names = []
    for place, pile in enumerate(by_buttons, 1):
        shown = window.until(lambda picture, at=f"{place}/50": [w for w in in_hand(picture) if w["value"] == at], f"value {place} of 50")
        names.append(shown[0]["label"])
        window.click("button", PILES[int(pile) - 1])
    for place, pile in enumerate(by_keys, len(by_buttons) + 1):
        shown = window.until(lambda picture, at=f"{place}/50": [w for w in in_hand(picture) if w["value"] == at], f"value {place} of 50")
        names.append(shown[0]["label"])
        window.key(pile)
    window.key(*"2" * (50 - len(names)))
    window.until(lambda picture: not in_hand(picture) and Window.all_of(picture, "rank"), "the order of what matters most")
    return names


def ranked(picture):
    return [w["label"] for w in sorted(Window.all_of(picture, "rank"), key=lambda w: int(w["value"].split("/")[0]))]


def values(couple):
    noor, sam = couple.noor, couple.sam
    couple.ask("Values", 2, SORT)
    # Noor holds the first six, Sam the fourth to the ninth; each puts the other's first ones lowest.
    names = sort(noor, "111", "111333")
    couple.shot("values-sorted")
    expect(sort(sam, "332", "111111") == names, "the two sort different values")
    window = noor
    before = ranked(window.now)
    expect(set(before) == set(names[:6]), f"Noor ranks {before}")
    window.click("rank", before[3])
    window.key("alt+Up", "alt+Up", "alt+Up")
    window.until(lambda picture: ranked(picture) == [before[3], *before[:3], *before[4:]], f"{before[3]} at the top")
    sam.click("button", "It is right as it is")
    couple.shot("values-ranked")
    couple.seal_both()
    shared, of_noor, of_sam = names[3:6], names[:3], names[6:9]
    for window, other in couple.both():
        window.until(lambda picture: Window.all_of(picture, "overlap") and Window.all_of(picture, "talk"), "what both have in common, and what not")
        window.rest()
        shown = {part: {w["label"] for w in Window.all_of(window.now, "item", value=part)} for part in ("You", "Both of you", other.name)}
        expect(shown["Both of you"] == set(shared), f"{window.name} sees in common {shown}, not {shared}")
        mine, theirs = (of_noor, of_sam) if window is noor else (of_sam, of_noor)
        expect(shown["You"] <= set(mine) and shown[other.name] <= set(theirs) and shown["You"], f"{window.name} sees {shown}")
        talks = {w["label"] for w in Window.all_of(window.now, "talk")}
        expect(len(talks) >= 3 and talks <= set(of_noor + of_sam), f"{window.name} differs in {talks}")
        window.in_sight("overlap", "What matters most")
    couple.shot("values-overlap")
    talk = Window.all_of(noor.now, "talk")[0]["label"]
    for window in (noor, sam):
        window.in_sight("talk", Window.all_of(window.now, "talk")[-1]["label"])
    couple.shot("values-circle")
    noor.click("talk", talk)
    question = f"What does “{talk}” mean to you, and where did you learn it?"
    noor.until(lambda picture: any(w.get("value") == question for w in Window.all_of(picture, "writing", "My question")), "the question, to be asked or changed")
    noor.click("button", "Ask it")
    sam.write("writing", "My reply", "From my aunt, who never locked a door.")
    sam.click("button", "Reply")
    noor.see("said", "From my aunt, who never locked a door.")
    couple.react("I did not know that", "I feel this too")
    noor.write("writing", "What you could do together", ACTION)
    couple.shot("values-week")
    noor.click("button", "Suggest it")
    sam.see("action", ACTION)
    couple.shot("values-suggested")
    sam.click("button", "Yes, let us do that")
    for window in (noor, sam):
        window.until(lambda picture: Window.all_of(picture, "text", "This week, together"), "that both will do it")
    couple.shot("values-agreed")
    couple.close()
    for window in (noor, sam):
        couple.go(window, "Values")
        window.see("action", ACTION)
    couple.shot("values-page")


PRACTICES = [values]
