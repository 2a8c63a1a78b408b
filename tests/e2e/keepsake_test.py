"""Two people name today's feeling, each in their own language, and both open; then the page of the practice, the charts, the search and
copies of the keepsake in every form, by each one's own terminal."""
import os
import subprocess
import sys

from lib import Client, Relay, expect, only, pair, run_main


def play(noor, sam, card, mine, theirs):
    """Both answer the card, it opens, each says a small thing, and it is closed."""
    opened = only(noor.run("ask", card), "round")["round"]
    noor.run("answer", text=mine)
    noor.run("seal", "--mode", "apart")
    sam.run("status")
    sam.run("answer", "--round", opened, text=theirs)
    sam.run("seal", "--mode", "apart", "--round", opened)
    both = [client.start("reveal", "--round", opened) for client in (noor, sam)]
    for process in both:
        process.event("round")
        process.close_input()
        expect(process.wait() == 0, f"reveal failed: {process.describe()}")
    noor.run("react", "Thank you for telling me", "--round", opened)
    sam.run("react", "Me hizo sonreír", "--round", opened)
    noor.run("status")
    noor.run("close", "--round", opened)
    sam.run("status")
    return opened


def copies(client, folder, *chosen):
    """A copy of what is chosen in each form, as text."""
    texts = {}
    for ending in ("html", "md", "pdf"):
        path = os.path.join(folder, f"{client.name}.{ending}")
        exported = only(client.run("export", path, "--replace", *chosen), "exported")
        expect(exported["file"] == path, f"it went elsewhere: {exported}")
        expect(os.stat(path).st_mode & 0o777 == 0o600, "others can read it")
        if ending == "pdf":
            texts[ending] = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
        else:
            with open(path, encoding="utf-8") as file:
                texts[ending] = file.read()
    return texts


def test(programs, folder):
    relay = Relay(programs, os.path.join(folder, "relay"))
    noor = Client(programs, os.path.join(folder, "noor"), "Noor", {"LC_ALL": "en_GB.UTF-8"})
    sam = Client(programs, os.path.join(folder, "sam"), "Sam", {"LC_ALL": "es_MX.UTF-8"})
    pair(noor, sam, relay)

    page = only(noor.run("practice", "feelings"), "practice")
    today = play(noor, sam, "feelings.today", "nostalgic 4 the harbour lights", "paz 2 la cocina en silencio")
    kitchen = play(noor, sam, "open-up.first-kitchen", "Blue tiles, and my aunt who never sat down.", "La de mi abuela, con el radio puesto.")
    expect(page["name"] == "Feelings", f"the page: {page}")

    feelings = only(noor.run("charts"), "feelings")
    expect(feelings["mine"] == "nostalgic, 4 of 5" and feelings["partners"] == "peaceful, 2 of 5", f"Noor's chart: {feelings}")
    feelings = only(sam.run("charts"), "feelings")
    expect(feelings["mine"] == "paz, 2 de 5" and feelings["partners"] == "nostalgia, 4 de 5", f"Sam's chart: {feelings}")
    evenings = only(noor.run("charts"), "evenings")
    expect(evenings["all"] == 1, f"the evenings: {evenings}")

    def found(client, *words):
        return [e["round"] for e in client.run("history", *words) if e["event"] == "history"]

    expect(found(noor, "--search", "abuela") == [kitchen], "the partner's words are not found")
    expect(found(sam, "--search", "HARBOUR light") == [today], "words by their beginnings are not found")
    expect(found(noor, "--practice", "feelings") == [today], "a practice chooses wrongly")
    expect(found(noor, "--search", "nowhere") == [], "something was found that is not there")
    expect(found(noor, "--this-day") == [], "today is no memory yet")

    refused = sam.run("export", os.path.join(folder, "none.md"), "--search", "mountains", code=1)
    expect(not os.path.exists(os.path.join(folder, "none.md")), f"a copy of nothing was made: {refused}")
    for ending, text in copies(noor, folder).items():
        for words in ("Noor and Sam", "Blue tiles, and my aunt who never sat down.", "La de mi abuela, con el radio puesto.", "the harbour lights"):
            expect(words in text, f"Noor's {ending} lacks “{words}”")
    for ending, text in copies(sam, folder, "--round", kitchen).items():
        expect("Blue tiles" in text and "harbour" not in text, f"Sam's {ending} of one round has another in it")
        expect("Noor dijo" in text and "no está cifrado" in text, f"Sam's {ending} is not in Spanish: {text[:300]}")
    expect(relay.stop() == 0, "the relay did not stop politely")


if __name__ == "__main__":
    sys.exit(run_main(test))
