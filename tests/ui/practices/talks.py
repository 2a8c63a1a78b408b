"""A fear that is heard and then helped, a dialogue with its board, and a deep card that is heard at the second try."""
from support.windows import Window, expect


def fears(couple):
    noor, sam = couple.noor, couple.sam
    couple.play("Fears", "fears", 3, "That the line goes dead for good.", "That I am only good at being away.")
    for window in (noor, sam):
        expect(not window.sees("button", "company"), "help was offered before the fear was heard")
    couple.hear("That it is about silence.")
    noor.click("button", "company")
    sam.write("writing", "To help", "I stay on the line tonight, also when we say nothing.")
    couple.shot("fears-help")
    sam.click("button", "Send it")
    sam.click("button", "nothing but being heard")
    noor.see("said", "I stay on the line tonight, also when we say nothing.")
    couple.shot("fears-done")
    couple.close()


def dialogue(couple):
    noor, sam = couple.noor, couple.sam
    couple.play("Dialogue", "dialogue", 1, "It is what stays when the visit is over.", "It is a kitchen light.")
    noor.click("chip", "for an example")
    noor.write("writing", "Your question", "When did you see it last?")
    noor.click("button", "Ask")
    sam.write("writing", "Your answer", "On Sunday, from the street.")
    sam.click("button", "Answer")
    noor.see("said", "On Sunday, from the street.")
    noor.write("field", "A sentence for the board", "It can be seen from outside.")
    noor.click("button", "Put it on the board")
    sam.click("button", "I stand behind this too")
    couple.shot("dialogue")
    couple.react("I did not know that", "I feel this too")
    for window, other in couple.both():
        window.click_until("chip", "we agree", lambda picture: Window.all_of(picture, "exchange", "How you see it now: we agree"), "how it was said")
        other.see("exchange", f"How {window.name} sees it now: we agree")
    couple.shot("dialogue-ended")
    couple.close()


def heard(couple):
    """Everything that is still to be heard lies on a page of its own; a round that is not quite understood is understood then."""
    noor, sam = couple.noor, couple.sam
    prompt = couple.play("Values", "values", 4, "That you keep your word to people who cannot check.", "That we were poor and nobody was ashamed.")
    for window in (noor, sam):
        couple.go(window, "Heard?")
        window.see("heading", "For you to receive")
    couple.shot("heard-waits")
    for window in (noor, sam):
        window.click("row", prompt)
    couple.say_back(noor, "That being poor was hard.")
    sam.click("button", "Not quite")
    sam.write("writing", "What I meant", "It was not hard. It was ours.")
    couple.shot("heard-not-quite")
    sam.click("button", "Send it")
    noor.see("said", "It was not hard. It was ours.")
    couple.say_back(noor, "That you had little, together, and it was good.")
    couple.confirm(sam)
    noor.see("exchange", "Sam said: yes, that is it")
    couple.say_back(sam, "That being trusted unseen matters most to you.")
    couple.confirm(noor)
    sam.see("exchange", "Noor said: yes, that is it")
    couple.shot("heard-done")
    couple.close()
    for window in (noor, sam):
        couple.go(window, "Heard?")
        window.until(lambda picture: not Window.all_of(picture, "row"), "nothing more to be heard")


PRACTICES = [fears, dialogue, heard]
