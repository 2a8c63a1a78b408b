"""What the program says is said by key: no sentence stands in the sources of either face, and no key is missing or left over.

Prints each breach as `file:line: what`, and exits 1 if there is one. `--self-test` shows that each rule can fail.
"""
import pathlib
import re
import sys
import tempfile
import tomllib

FACES = ("client/ui", "client/app", "client/cli", "client/content/answer.cpp")
# Their English sentences are looked up by their text (Words::translated).
LOWER = ("client/store", "client/link")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
KEY = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)*\.?")
SENTENCE = re.compile(r"[A-Za-z']{2,}[,:;]? [a-z(]")  # two words in a row: something to read
WORD = re.compile(r"[A-Z][a-z]{2,}\.?")  # a label of one word
FORMS = {"one", "many", "other"}
# Not said in anyone's language: names of widgets in the log and of things in files, other programs' words, and what is told before there
# is a display or beside CLI11's own English.
NOT_SAID = re.compile(r"my lamp|partner's lamp|scale |Twinlamp|Pattern|.*\.example\.org:\d+|PRAGMA .*|(SELECT|INSERT|DELETE|BEGIN|ON CONFLICT) .*"
                      r"|.*twinlamp-cli works without (one|it)|text_scale |language |pending pair|a (size|position) is written as .*|#version 130|.*%s.*|.*\\n")
ONE_WORD = re.compile(r"(button|prose|chip|toggle|field|heading|hint|writing_area|page_title|Dialog dialog|say|problem|info|fail|set_connection)\([^;]*$")


def literals(text):
    """Each string literal with its line; comments and includes are no code, and neighbours on a line or below are one sentence."""
    code = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)
    code = re.sub(r"^\s*#\s*include[^\n]*", "", code, flags=re.M)
    for match in LITERAL.finditer(code):
        start = code.rfind("\n", 0, match.start()) + 1
        yield code.count("\n", 0, match.start()) + 1, match.group(1), code[start:match.start()]


def flat(table, prefix=""):
    """key -> its sentences, as Words reads them."""
    out = {}
    for name, value in table.items():
        key = prefix + name
        if isinstance(value, str):
            out[key] = [value]
        elif isinstance(value, list):
            for place, each in enumerate(value):
                out[f"{key}.{place}"] = [each]
        elif set(value) <= FORMS:
            out[key] = list(value.values())
        else:
            out.update(flat(value, key + "."))
    return out


def sources(root, folders):
    for folder in folders:
        path = root / folder
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in (".h", ".cpp") and file.exists():
                yield file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")


def is_said_by_text(text, sentences):
    """Whether the literal is a sentence of the catalogue, or the fixed part of one with places."""
    plain = text.replace('\\"', '"')
    return any(plain == each or ("{" in each and plain.strip() and plain in re.split(r"\{[a-z_]+\}", each)) for each in sentences)


def check(root):
    english = flat(tomllib.loads((root / "client/content/ui/en.toml").read_text(encoding="utf-8")))
    sentences = [each for texts in english.values() for each in texts]
    tops = {key.split(".")[0] for key in english}
    found, used = [], set()
    for path, text in sources(root, ("client",)):
        for line, literal, _ in literals(text):
            if not KEY.fullmatch(literal) or literal.split(".")[0] not in tops:
                continue
            used.add(literal)
            is_list = literal + ".0" in english
            is_prefix = literal.endswith(".") and any(key.startswith(literal) for key in english)
            is_key = literal in english or is_list or is_prefix
            if "." in literal and not is_key and not literal.endswith((".toml", ".h", ".pem", ".db")):
                found.append(f"{path}:{line}: no such key: {literal}")
    said = set()
    for path, text in sources(root, FACES):
        for line, literal, before in literals(text):
            if NOT_SAID.fullmatch(literal):
                continue
            is_label = WORD.fullmatch(literal) and ONE_WORD.search(before)
            if not SENTENCE.search(literal) and not is_label:
                continue
            if is_said_by_text(literal, sentences):
                said.add(literal)
            elif path.startswith(("client/ui", "client/cli", "client/content")) or SENTENCE.search(literal):
                found.append(f"{path}:{line}: say it by a key of client/content/ui: \"{literal}\"")
    for path, text in sources(root, LOWER):
        for line, literal, _ in literals(text):
            if NOT_SAID.fullmatch(literal) or not re.match(r"[A-Z]", literal) or not SENTENCE.search(literal):
                continue
            said.add(literal)
            if not is_said_by_text(literal, sentences):
                found.append(f"{path}:{line}: not in client/content/ui, so it is said in English only: \"{literal}\"")
    for key, texts in english.items():
        parents = {key, re.sub(r"\.\d+$", "", key)}
        by_prefix = any(literal.endswith(".") and key.startswith(literal) for literal in used)
        by_text = any(is_said_by_text(each, texts) for each in said)
        if not parents & used and not by_prefix and not by_text:
            found.append(f"client/content/ui/en.toml: nothing says {key}")
    return found


# Spanish has words that take somebody's gender for granted, and a plural "you" that belongs to one side of the ocean.
SPANISH = re.compile(r"\b(novi[oa]s?|marido|espos[oa]s?|mujer|ambos|juntos|junt[oa]|solo contigo|vosotr[oa]s|vuestr[oa]s?|ustede?s?"
                     r"|sois|estáis|tenéis|queréis|podéis|habéis"
                     r"|(est[áa]s|estoy|eres|soy|te sientes|me siento)( muy| tan| más| un poco)? \w+(ad|id|ns|os|ll)[oa])\b", re.I)


def spanish_breaches(path, text):
    for line, literal, _ in literals(re.sub(r"(?m)^\s*#.*$|\s#\s[^\"]*$", "", text)):
        if match := SPANISH.search(literal):
            yield f"{path}:{line}: takes a gender or one side of the ocean for granted: {match.group(0)}"


def check_spanish(root):
    found = []
    for file in [*sorted((root / "client/content/decks/es").glob("*.toml")), root / "client/content/ui/es.toml"]:
        if file.exists():
            found += spanish_breaches(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    return found


def self_test():
    cases = {
        "client/ui/screens/a.cpp": 'button(ui, "Ask this tonight");\n',
        "client/ui/screens/b.cpp": 'button(ui, "Cancel");\n',
        "client/app/c.cpp": 'problem("There is no card of that name.");\n',
        "client/cli/d.cpp": 'say("tonight.asl");\n',
        "client/store/e.cpp": 'return Error{ErrorCode::corrupt, "The disk is not there."};\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in (cases | {"client/content/ui/en.toml": '[tonight]\nask = "Ask this"\nleft_over = "Nobody says this"\n',
                                    "client/ui/good.cpp": 'button(ui, ui.say("tonight.ask"));  // "A comment says nothing"\n'}).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        (root / "client/content/ui/es.toml").write_text('[tonight]\nask = "¿Estás cansada?"  # él\nleft_over = "Estás aquí, en compañía."\n')
        found = check(root)
        spanish = check_spanish(root)
    if [line.split(": ")[-1] for line in spanish] != ["Estás cansada"]:
        print("the lint of Spanish finds", spanish)
        return 1
    missed = [path for path in cases if not any(line.startswith(path + ":") for line in found)]
    if not any("nothing says tonight.left_over" in line for line in found):
        missed.append("the key that is left over")
    if any("good.cpp" in line or line.endswith("tonight.ask") for line in found):
        missed.append("nothing: it blames the innocent")
    if missed:
        print("the lint finds nothing in:", *missed)
        return 1
    return 0


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(self_test())
    lines = check(pathlib.Path(sys.argv[1])) + check_spanish(pathlib.Path(sys.argv[1]))
    print(*lines, sep="\n")
    sys.exit(1 if lines else 0)
