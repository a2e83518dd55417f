"""A stance of each kind corrected in a real terminal, exported, and found in the dataset."""

import json
import re

import pytest

from tests.e2e.test_workbench_in_tmux import command, rows
from tests.e2e.tmux import Tmux, need_tmux
from tests.tui.bench import guess, put_article, put_suggestions, side, window

pytestmark = pytest.mark.tmux

ONE_TO_CORRECT = [  # (sentence, who is suggested as holder, target, evidence, label, p)
    ("Abgrall refuse le pont.", "Abgrall", "pont", "refuse", "favor", 0.52),
    ("Brun attend, Colas refuse le quai.", "Brun", "quai", "refuse", "against", 0.52),
    ("Denis refuse le phare et la gare.", "Denis", "phare", "refuse", "against", 0.52),
    ("Eloi refuse le port et proteste.", "Eloi", "port", "refuse", "against", 0.52),
    ("Fabre refuse le canal.", "Fabre", "canal", "refuse", "against", 0.52),
    ("Gilles refuse le bassin.", "Gilles", "bassin", "refuse", "against", 0.52),
    ("Hamon refuse la cale, selon Ivars.", "Hamon", "cale", "refuse", "against", 0.52),
    ("Jarry accuse Kerbrat.", "Kerbrat", "Jarry", "accuse", "against", 0.52),
    ("Lopez lit ceci : le mur est de trop.", "Lopez", "mur", "est de trop", "against", 0.52),
    ("Nadal visite le cirque.", "Nadal", "cirque", "visite", "favor", 0.52),
    ("Olier salue le stade.", "Olier", "stade", "salue", "favor", 0.3),
]
TO_ADD = "Morel refuse le chenal."
TEXT = "\n\n".join(["La côte divise", *(row[0] for row in ONE_TO_CORRECT), TO_ADD])
NAMES = (
    "Abgrall", "Brun", "Colas", "Denis", "Eloi", "Fabre", "Gilles", "Hamon", "Ivars", "Jarry",
    "Kerbrat", "Lopez", "Nadal", "Olier", "Morel",
)  # fmt: skip

IN_THE_DATASET = {  # (holder, target): (label, attribution, certainty, source, evidence)
    ("Abgrall", "pont"): ("against", "reported", "asserted", None, ["refuse"]),
    ("Colas", "quai"): ("against", "reported", "asserted", None, ["refuse"]),
    ("Denis", "gare"): ("against", "reported", "asserted", None, ["refuse"]),
    ("Eloi", "port"): ("against", "reported", "asserted", None, ["refuse le", "proteste"]),
    ("Fabre", "canal"): ("against", "author", "asserted", None, ["refuse"]),
    ("Gilles", "bassin"): ("against", "reported", "hedged", None, ["refuse"]),
    ("Hamon", "cale"): ("against", "reported", "asserted", "Ivars", ["refuse"]),
    ("Jarry", "Kerbrat"): ("against", "reported", "asserted", None, ["accuse"]),
    (None, "mur"): ("against", "reported", "asserted", None, ["est de trop"]),
    ("Olier", "stade"): ("favor", "reported", "asserted", None, ["salue"]),
    ("Morel", "chenal"): ("favor", "reported", "asserted", None, [TO_ADD.removesuffix(".")]),
}
DECISIONS = {
    "suggested": 0,
    "changed": 9,
    "rejected": 1,
    "kept": 1,
    "added": 1,
}

LOADING = """
import json, sys
from datasets import load_dataset
folder, cache = sys.argv[1:]
dataset = load_dataset(folder, "stance", cache_dir=cache)
features = dataset["train"].features
named = ("label", "attribution", "certainty", "holder_kind")
print(json.dumps([
    {**row, **{n: None if row[n] is None else features[n].int2str(row[n]) for n in named}}
    for part in dataset.values() for row in part
]))
"""


@pytest.fixture
def coast(tmp_path):
    """One article with suggestions, each wrong in its own way, which needs no language model."""
    need_tmux()
    made = window(tmp_path / "annotator.db")
    labels = dict.fromkeys(NAMES, "PER") | {row[2]: "TOPIC" for row in ONE_TO_CORRECT}
    labels |= {"Jarry": "PER"}
    ends = list(labels)
    stances = [
        side(TEXT, ends.index(holder), ends.index(target), words, label, p=p, nth=nth)
        for holder, target, words, label, p, nth in placed()
    ]
    guesses = [guess(TEXT, quote, label) for quote, label in labels.items()]
    put_article(made.workspace, "cote", TEXT)
    put_suggestions(made.workspace, "cote", guesses, stances=stances)
    made.workspace.close()
    return tmp_path


def placed():
    """What to suggest, with how often the evidence's words stand in the text before."""
    for sentence, holder, target, words, label, p in ONE_TO_CORRECT:
        before = TEXT[: TEXT.index(sentence)]
        yield holder, target, words, label, p, before.count(words)


def type_hint(tmux, key, word, until):
    """Press a key that shows hints, and type what stands before the word, or where a row begins."""
    lines = tmux.screen().split("\n")
    ((row, column),) = [
        (y, m.start()) for y, line in enumerate(lines[1:-4], 1) for m in re.finditer(word, line)
    ]
    # The legend is the lowest line, drawn after the letters in the text.
    screen = tmux.press(key, until="The letters choose")
    at = column - 1 if lines[row][:column].strip() else column
    letter = screen.split("\n")[row][at]
    tmux.keys(letter)
    # Of two letters the second stands there once the first was typed; others in other spaces.
    before, after = (
        re.escape(s).replace("\\ ", ".") for s in (lines[row][:at], lines[row][at + 1 :])
    )
    second = re.compile(f"{before}(?P<letter>(?!{letter})[a-z]){after}")
    if found := second.search(tmux.wait(f"{until}|{second.pattern}")):
        tmux.keys(found["letter"])
    return tmux.wait(until)


def next_doubt(tmux, who):
    """On to the next doubt, which must be this one."""
    tmux.press("Tab", until=rf"(?m)^ *{who} · ")


def test_a_stance_of_each_kind_is_corrected_exported_and_loaded(coast):
    with Tmux(coast) as tmux:
        tmux.start(size=(100, 40))
        correct(tmux)
        tmux.press("Space", until="The only article is done")
        tmux.keys("C-q")
        tmux.wait_for_end()
    check_database(coast)
    check_dataset(coast)


def correct(tmux):
    """Give every stance what it lacks; each is on the screen before the next key."""
    tmux.wait("Abgrall → pont · favor")
    tmux.press("c", until="Abgrall → pont · against .* changed")
    next_doubt(tmux, "Brun → quai")
    type_hint(tmux, "H", "Colas", "Colas → quai · against .* changed")
    next_doubt(tmux, "Denis → phare")
    type_hint(tmux, "T", "gare", r"Denis → gare \(TOPIC\) · against .* changed")
    next_doubt(tmux, "Eloi → port")
    add_evidence(tmux)
    next_doubt(tmux, "Fabre → canal")
    tmux.press("a", until="Fabre → canal · against · stated as fact")
    next_doubt(tmux, "Gilles → bassin")
    tmux.press("i", until="Gilles → bassin · against · reported · hedged")
    next_doubt(tmux, "Hamon → cale")
    type_hint(tmux, "q", "Ivars", "reported by Ivars")
    next_doubt(tmux, "Kerbrat → Jarry")
    tmux.press("v", until="Jarry → Kerbrat · against .* changed")
    next_doubt(tmux, "Lopez → mur")
    tmux.press("H", until="Space: unstated")
    tmux.press("Space", until="somebody → mur · against .* changed")
    next_doubt(tmux, "Nadal → cirque")
    tmux.press("x", until="Nadal → cirque rejected with 1 mention")
    tmux.wait("Olier → stade · favor .* candidate")
    tmux.press("y", until="No doubts left")
    type_hint(tmux, "h", "Morel", "“Morel” · PER named")
    type_hint(tmux, "r", "chenal", r"Morel → chenal \(TOPIC\) · favor .* added")
    tmux.wait("○ stored")


def add_evidence(tmux):
    """Move the edge of the first evidence, then select a further word in cursor mode."""
    tmux.press("w", until="Evidence 1 of 1")
    tmux.press("k", until="evidence 1 of 1 .* · Eloi → port · against .* changed")
    tmux.press("Enter", until="Cursor on “refuse”")
    tmux.press("n", "n", "n", "n", until="Cursor on “proteste”")
    tmux.press("W", until="Evidence 2 of 2")


def check_database(folder):
    """Each act left its row."""
    found = rows(
        folder,
        "select stance.decision from stance join layer on layer.id = stance.layer "
        "where layer.role = 'annotator'",
    )
    for decision, count in DECISIONS.items():
        assert sum(row["decision"] == decision for row in found) == count, decision
    acts = [row["act"] for row in rows(folder, "select act from edit order by id")]
    assert acts.count("change_stance") == 10
    assert (acts.count("take"), acts.count("add_stance"), acts.count("reject")) == (1, 1, 1)
    checked = command(folder, "-m", "annotator", "check")
    assert (checked.returncode, checked.stdout) == (0, "Everything holds.\n"), checked.stderr


def check_dataset(folder):
    """Each stance is a row of the `stance` config; what was rejected is one without a side."""
    exported = command(folder, "-m", "annotator", "export", "out")
    assert exported.returncode == 0, exported.stderr
    loaded = command(folder, "-c", LOADING, "out", "cache")
    assert loaded.returncode == 0, loaded.stderr
    pairs = {
        (row["holder"] and row["holder"]["text"], row["target"]["text"]): row
        for row in json.loads(loaded.stdout)
    }
    explicit = {
        pair: (
            row["label"],
            row["attribution"],
            row["certainty"],
            row["source"] and row["source"]["text"],
            [evidence["text"] for evidence in row["evidence"]],
        )
        for pair, row in pairs.items()
        if row["explicit"]
    }
    assert explicit == IN_THE_DATASET
    rejected = pairs["Nadal", "cirque"]
    assert (rejected["explicit"], rejected["label"]) == (False, None)
