"""A few kind words, and a date: an idea that both like, found without either learning what else the other marked, and planned from there."""
from support.windows import Window, expect


def appreciations(couple):
    couple.go(couple.noor, "Appreciations")
    couple.noor.click("chip", "A few words")
    couple.noor.write("writing", "What do you want to say to Sam?", "I love you, and your bad maps.")
    couple.noor.click("button", "Send it")
    couple.go(couple.sam, "Appreciations")
    couple.sam.see("gift", "I love you, and your bad maps.")
    couple.shot("appreciations")


def mark(window, answers):
    """One answer for each idea, in the order of the list; gives back the ideas."""
    window.see("item")
    ideas = [w["label"] for w in Window.all_of(window.now, "item")]
    ids = list(dict.fromkeys(w["value"] for w in Window.all_of(window.now, "chip") if w.get("value", "").startswith("ideas.")))
    expect(len(ideas) == len(ids) >= len(answers), f"{window.name}: {ideas} {ids}")
    for answer, item in zip(answers, ids):
        window.click("chip", answer, item)
        window.until(lambda picture, a=answer, i=item: any(w.get("selected") for w in Window.all_of(picture, "chip", a, i)), f"{answer} chosen")
    return ideas


def dates(couple):
    noor, sam = couple.noor, couple.sam
    couple.go(noor, "Dates")
    noor.click("button", "Mark ideas")
    couple.join()
    ideas = mark(noor, ("Yes", "Yes", "No", "No"))
    expect(mark(sam, ("Yes", "No", "Yes", "No")) == ideas, "the two were given different ideas")
    couple.shot("dates-marked")
    couple.seal_both()
    for window in (noor, sam):
        window.see("who", "What you both want")
        window.rest()
        expect(not Window.all_of(window.now, "button", "Seal my answer"), "it is open and still asks")
    couple.shot("dates-mutual")
    couple.close()
    for window in (noor, sam):
        couple.go(window, "Dates")
        shown = [w["label"] for w in window.until(lambda picture: Window.all_of(picture, "idea"), "an idea that both like")]
        expect(shown == ideas[:1], f"{window.name} sees {shown}, not {ideas[0]}")
    noor.click("button", "Plan this")
    noor.until(lambda picture: any(w.get("value") == ideas[0] for w in Window.all_of(picture, "writing")), "the idea in the plan")
    couple.shot("dates-plan")
    noor.click("button", "Propose it")
    sam.see("plan", ideas[0])
    couple.shot("dates-proposed")
    sam.click("button", "Yes, let us")
    for window in (noor, sam):
        window.see("button", "Save for the calendar")
        window.see("plan", ideas[0])
    couple.shot("dates-agreed")


PRACTICES = [appreciations, dates]
