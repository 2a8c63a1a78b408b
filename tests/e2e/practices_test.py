"""Every practice, by two people at their terminals: real clients, a real relay. What each sees is checked on both sides, and the transcript of
both is printed with --transcript, as a newcomer would read it."""
import os
import sys

from lib import Client, Relay, expect, only, pair, run_main


class Couple:
    def __init__(self, programs, folder):
        self.relay = Relay(programs, os.path.join(folder, "relay"))
        self.noor, self.sam = Client(programs, os.path.join(folder, "noor"), "Noor"), Client(programs, os.path.join(folder, "sam"), "Sam")
        pair(self.noor, self.sam, self.relay)

    def both(self):
        return self.noor, self.sam

    def ask(self, card):
        """Its round, which is the same on both."""
        found = only(self.noor.run("ask", card), "round")["round"]
        self.sam.run("status")
        return found

    def play(self, card, mine, theirs):
        """One card: asked by Noor, answered, sealed and opened by both. The round's event as each of them sees it."""
        found = self.ask(card)
        for client, text in ((self.noor, mine), (self.sam, theirs)):
            client.run("answer", "--round", found, text=text)
            expect(only(client.run("seal", "--mode", "apart", "--round", found), "done")["sent"], f"{card}: the seal did not reach the relay")
        lives = [client.start("reveal", "--round", found) for client in self.both()]
        seen = [process.event("round") for process in lives]
        for client, process in zip(self.both(), lives):
            process.close_input()
            expect(process.wait() == 0, f"{card}: {process.describe()}")
            client.transcript += process.seen
        return seen


def feelings(couple):
    card = "feelings.today"
    noor, sam = couple.play(card, "tender 4 Your letter came.", "worried 2")
    expect("tender" in noor["mine"].lower() and "worried" in noor["partners"].lower(), f"{noor['mine']} {noor['partners']}")
    expect(sam["mine"].lower().startswith("worried"), sam["mine"])
    chart = " ".join(str(e) for e in couple.noor.run("charts"))
    expect("feeling" in chart.lower() or "tender" in chart.lower(), "the check-in is in no chart")


def appreciations(couple):
    couple.noor.run("appreciate", "You read to me when I could not sleep.", "--says", "You notice.", "--felt", "Held.")
    again = couple.noor.run("appreciate", "You read to me when I could not sleep.", "--says", "You notice.", "--felt", "Held.", code=1)
    expect("problem" in str(again), "a compliment was repeated word for word")
    couple.noor.run("say", "I love you.")
    couple.noor.run("say", "I love you.")  # as often as one likes
    couple.noor.run("say", "--morning", "Good morning.")
    got = [e for e in couple.sam.run("jar") if e["event"] == "gift"]
    expect(len(got) == 3 and any(e["did"] == "You read to me when I could not sleep." for e in got), f"the jar has {got}")
    expect("Good morning." not in str(couple.sam.transcript), "what is for the morning was seen before")
    couple.sam.run("thank", "It was the best hour.")
    expect("It was the best hour." in str(couple.noor.run("jar", "all")), "the thanks did not come")


def hear(couple, found, heard):
    """Each says back what they heard, and each says: yes, that is it."""
    for client, text in zip(couple.both(), heard):
        client.run("say-back", text, "--round", found)
    for client in couple.both():
        client.run("status")
        client.run("confirm", "--round", found)
    couple.noor.run("status")


def fears(couple):
    card = next(e["card"] for e in couple.noor.run("card", "list", "fears") if e["kind"] == "text" and e["depth"] == 3)
    opened, _ = couple.play(card, "That the line goes dead for good.", "That I am only good at being away.")
    found = opened["round"]
    couple.sam.run("give-help", "--round", found, "Call your mother.", code=1)  # nobody mends what was not heard
    couple.noor.run("help-wanted", "company", "--round", found, code=1)
    hear(couple, found, ("that you fear being good at distance only", "that silence scares you"))
    couple.noor.run("close", "--round", found, code=1)  # heard is not yet helped
    couple.noor.run("help-wanted", "company", "--round", found)
    couple.sam.run("status")
    couple.sam.run("give-help", "--round", found, "I stay on the line tonight, also when we say nothing.")
    couple.sam.run("help-wanted", "nothing", "--round", found)
    seen = only(couple.noor.run("reveal", "--round", found), "round")
    expect("I stay on the line tonight" in str(seen), f"the help did not come: {seen}")
    couple.noor.run("close", "--round", found)
    couple.sam.run("status")


def values(couple):
    cards = couple.noor.run("card", "list", "values")
    sort = next(e["card"] for e in cards if e["kind"] == "sort")
    noor, sam = couple.play(sort, "most 1 2 3 | least 4 5 | top 2 1 3", "most 2 6 | least 1 | top 6 2")
    expect(noor["mine"] == sam["partners"] and noor["partners"] == sam["mine"], "the piles differ")
    couple.noor.run("week", "suggest", "--round", noor["round"], "Write a letter by hand.")
    couple.sam.run("status")
    couple.sam.run("week", "agree", "--round", noor["round"])
    seen = only(couple.noor.run("reveal", "--round", noor["round"]), "round")
    expect("Write a letter by hand." in str(seen), f"nothing was agreed on: {seen}")
    couple.noor.run("week", "done", "--round", noor["round"])


def dialogue(couple):
    card = next(e["card"] for e in couple.noor.run("card", "list", "dialogue") if e["kind"] == "text" and e["depth"] == 1)
    opened, _ = couple.play(card, "It is what stays when the visit is over.", "It is a kitchen light.")
    found = opened["round"]
    couple.noor.run("talk", "ask", "example", "--round", found, "When did you see it last?")
    couple.sam.run("status")
    couple.sam.run("talk", "answer", "--round", found, "On Sunday, from the street.")
    couple.sam.run("talk", "put", "--round", found, "It can be seen from outside.")
    couple.noor.run("status")
    couple.noor.run("talk", "stand", "1", "--round", found)
    couple.noor.run("talk", "end", "differ", "--round", found)
    couple.sam.run("status")
    couple.sam.run("talk", "end", "differ", "--round", found)
    seen = str(couple.noor.run("reveal", "--round", found))
    for words in ("When did you see it last?", "On Sunday, from the street.", "It can be seen from outside."):
        expect(words in seen, f"the dialogue lost “{words}”")


PRACTICES = [feelings, fears, appreciations, values, dialogue]


def test(programs, folder):
    couple = Couple(programs, folder)
    for practice in PRACTICES:
        practice(couple)
        print(f"{practice.__name__}: played by both", flush=True)
        if "--transcript" in sys.argv:
            for client in couple.both():
                print(f"--- {client.name}")
                print("\n".join(client.transcript))
        for client in couple.both():
            client.transcript.clear()


if __name__ == "__main__":
    sys.exit(run_main(test))
