"""The whole path in a real terminal: from an empty folder to a dataset that loads."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.e2e.tmux import ROOT, Tmux, need_tmux
from tests.tui.bench import (
    DIGUE,
    PORT,
    guess,
    port_guesses,
    put_article,
    put_suggestions,
    window,
)

pytestmark = pytest.mark.tmux

LOADING = """
import json, sys
from datasets import load_dataset
folder, cache = sys.argv[1:]
found = {}
for config in ("documents", "ner", "layers"):
    dataset = load_dataset(folder, config, cache_dir=cache)
    found[config] = {
        "features": {split: list(rows.features) for split, rows in dataset.items()},
        "labels": {},
        "rows": {split: list(rows) for split, rows in dataset.items()},
    }
    for rows in dataset.values():
        features = rows.features
        if config == "ner":
            found[config]["labels"] = features["ner_tags"].feature.names
        else:
            found[config]["labels"] = features["entities"].feature["label"].names
print(json.dumps(found))
"""


@pytest.fixture
def folder(tmp_path):
    need_tmux()
    return tmp_path


@pytest.fixture
def small(folder):
    """A project with suggestions, which needs no language model."""
    made = window(folder / "annotator.db")
    put_article(made.workspace, "port", PORT)
    put_article(made.workspace, "digue", DIGUE)
    put_suggestions(made.workspace, "port", port_guesses())
    put_suggestions(made.workspace, "digue", [guess(DIGUE, "Bo Lindqvist", "PER")])
    made.workspace.close()
    return folder


def rows(folder, query):
    """Rows of the database, as another program would read them."""
    with closing(sqlite3.connect(folder / "annotator.db")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def mine(folder):
    """The annotator's mentions and assignments."""
    mentions = rows(
        folder,
        "select layer.article, mention.* from mention join layer on layer.id = mention.layer "
        "where layer.role = 'annotator' order by mention.layer, mention.start, mention.id",
    )
    return mentions, rows(folder, "select article, state from assignment order by article")


def state(folder, article):
    return {row["article"]: row["state"] for row in mine(folder)[1]}[article]


def item_line(screen):
    """The line that says what is current: the third from below that has text."""
    lines = [line for line in screen.split("\n") if line.strip()]
    return lines[-3].strip()


def article_of(screen):
    """Everything but the line of keys and notices."""
    return [line.rstrip() for line in screen.rstrip("\n").split("\n")][:-1]


def command(folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    environment["HF_HOME"] = str(folder / "hf")
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def to_mention(tmux):
    """Go on to a mention that nobody touched; stances stand between."""
    for _ in range(40):
        before = item_line(tmux.screen())
        tmux.keys("n")
        try:
            screen = tmux.wait(re.escape(before), 1.5, gone=True)
        except pytest.fail.Exception:  # two items one after the other may read alike
            screen = tmux.screen()
        if re.search(r"(PER|ORG|GPE|LOC) named · suggested, p", item_line(screen)):
            return screen
    raise AssertionError(f"no untouched mention came:\n{screen}")


def relabel_one(tmux):
    """Give a mention that nobody touched another label."""
    screen = to_mention(tmux)
    label = "p" if " LOC " in item_line(screen) else "l"
    return tmux.press(label, until=r"(PER|LOC) \w+ ·.* changed")


@pytest.mark.model
def test_from_an_empty_folder_to_a_dataset_that_loads(folder):
    with Tmux(folder) as tmux:
        tmux.start()
        first = tmux.wait(r"article 1 of \d+ · 0 done · open", 120)
        total = int(re.search(r"article 1 of (\d+)", first)[1])
        name = rows(folder, "select id from article order by position")[0]["id"]
        correct(tmux, folder)
        finish_and_take_back(tmux, folder, name, total)
        quit_and_come_back(tmux, folder)
        be_killed_and_come_back(tmux, folder)
        finish_everything(tmux, total)
    assert {row["state"] for row in mine(folder)[1]} == {"done"}
    check_export(folder, total)


def correct(tmux, folder):
    """Relabel, move an edge, reject, add by hint: each is in the database at once."""
    relabelled = item_line(relabel_one(tmux))
    tmux.keys("k")
    tmux.wait(re.escape(relabelled[:20]), gone=True)
    moved = item_line(tmux.wait(r"○ stored"))
    text = rows(folder, "select text, id from article order by position")[0]["text"]
    (changed,) = [m for m in mine(folder)[0] if m["decision"] == "changed"]
    assert changed["label"] in moved
    assert text[changed["start"] : changed["end"]] == changed["quote"]
    to_mention(tmux)
    tmux.press("x", until=r"rejected|doubts? left|No doubts")
    tmux.press("h", until="Type a hint")
    tmux.press("Enter", until="nested")
    tmux.press("a", until="no mention yet")
    tmux.press("t", until=r"TOPIC nominal · added")
    tmux.wait("○ stored")
    decisions = {m["decision"] for m in mine(folder)[0]}
    assert decisions == {"added", "changed", "rejected", "suggested"}


def finish_and_take_back(tmux, folder, name, total):
    """Finish the article, doubts or not; then undo over the article change."""
    finish(tmux, rf"article 2 of {total} · 1 done")
    assert state(folder, name) == "done"
    tmux.wait(r"· open ·", 120)
    tmux.press("z", until="The last act was here")
    tmux.wait(rf"article 1 of {total}")
    tmux.press("z", until="Undone: article done")
    tmux.wait(r"· 0 done · open")
    assert state(folder, name) == "open"
    tmux.press("z", until="Undone: new mention")
    tmux.press("Z", until="Done again: new mention")


def quit_and_come_back(tmux, folder):
    """Quit and start again: same place, same picture."""
    tmux.keys("Down", "b", "n")
    tmux.wait("○ stored")
    settled = tmux.press("b", until=r"p 0?\.\d\d")
    before, stored = article_of(settled), mine(folder)
    tmux.keys("C-q")
    tmux.wait_for_end()
    assert mine(folder) == stored
    tmux.start()
    tmux.wait(re.escape(item_line(settled)[:40]))
    # The list below the text is drawn with the frame after that, once it has its place.
    tmux.wait("Stances in sight")
    assert article_of(tmux.screen()) == before


def be_killed_and_come_back(tmux, folder):
    """Killed in the middle of work: what was done is there, and so is the place."""
    tmux.keys("b")
    picture = relabel_one(tmux)
    tmux.wait("○ stored")
    stored = mine(folder)
    os.kill(tmux.pid(), signal.SIGKILL)
    tmux.wait_for_end()
    assert mine(folder) == stored
    tmux.start()
    tmux.wait(re.escape(item_line(picture)[:40]))
    assert mine(folder) == stored


def finish_everything(tmux, total):
    for number in range(1, total + 1):
        tmux.wait(r"· open ·", 120)
        finish(tmux, rf"· {number} done ·|All {total} articles")
    tmux.wait(rf"All {total} articles are done")
    tmux.keys("C-q")
    tmux.wait_for_end()


def finish(tmux, done):
    """Finish the article on screen, doubts or not."""
    tmux.keys("Space")
    if not re.search(done, tmux.wait(rf"Space again|{done}")):
        tmux.press("Space", until=done)


def check_export(folder, total):
    exported = command(folder, "-m", "annotator", "export", "out")
    assert exported.returncode == 0, exported.stderr
    assert f"{total} articles written" in exported.stdout
    checked = command(folder, "-m", "annotator", "check")
    assert (checked.returncode, checked.stdout) == (0, "Everything holds.\n"), checked.stderr
    loaded = command(folder, "-c", LOADING, "out", "cache")
    assert loaded.returncode == 0, loaded.stderr
    found = json.loads(loaded.stdout)
    texts = {row["id"]: row["text"] for row in rows(folder, "select id, text from article")}
    splits = {config: set(found[config]["rows"]) for config in found}
    assert splits["documents"] == splits["ner"] == splits["layers"]
    assert splits["documents"] <= {"train", "validation", "test"}
    assert "train" in splits["documents"]

    documents = [row for rows_ in found["documents"]["rows"].values() for row in rows_]
    assert {row["id"]: row["text"] for row in documents} == texts
    assert found["documents"]["labels"] == ["PER", "ORG", "GPE", "LOC", "TOPIC"]
    assert any(entity["text"] for row in documents for entity in row["entities"])
    for row in documents:
        for entity in row["entities"]:
            assert row["text"][entity["start"] : entity["end"]] == entity["text"]
    kept = [m for m in mine(folder)[0] if m["decision"] != "rejected" and not m["dimmed_by"]]
    assert sum(len(row["entities"]) for row in documents) == len(kept)

    for row in (row for rows_ in found["layers"]["rows"].values() for row in rows_):
        assert row["text"] == texts[row["document_id"]]
        for entity in row["entities"]:
            assert row["text"][entity["start"] : entity["end"]] == entity["text"]

    tags = found["ner"]["labels"]
    assert tags[0] == "O"
    for row in (row for rows_ in found["ner"]["rows"].values() for row in rows_):
        text = texts[row["document_id"]]
        assert text[row["start"] : row["start"] + len(row["text"])] == row["text"]
        assert len(row["tokens"]) == len(row["token_starts"]) == len(row["ner_tags"])
        for token, start in zip(row["tokens"], row["token_starts"], strict=True):
            assert row["text"][start : start + len(token)] == token


@pytest.mark.parametrize(
    ("term", "environment"), [("xterm", {}), ("xterm-256color", {"NO_COLOR": "1"})]
)
def test_sixteen_colours_or_none_show_the_current_item_and_the_marks(small, term, environment):
    with Tmux(small, term=term, **environment) as tmux:
        tmux.start(size=(80, 24))
        tmux.wait("“Bo Lindqvist” · PER")
        lines = tmux.screen(styles=True).split("\n")
        (body,) = [line for line in lines if "a reçu" in line]
        reverse = re.search(
            r"\x1b\[(?:[0-9:]+;)*7(?:;[0-9:]+)*m[^\x1b]*(\x1b\[(?!0|27)[0-9;:]*m)*Bo Lindqvist",
            body,
        )
        assert reverse, body
        # The mention before it is told apart by its ground, the candidate by its underline, and
        # both by letters.
        assert re.sub(r"\x1b\[[0-9;:]*m", "", body).strip() == (
            "Solène Abgrall a reçupBo Lindqvist?àoValmer. LaoLigue des docks+proteste."
        )
        assert re.search(r"\x1b\[[0-9;:]*m(\x1b\[[0-9;:]*m)*Solène Abgrall\x1b", body), body
        assert re.search(r"\x1b\[[0-9;:]*4[0-9;:]*m(\x1b\[[0-9;:]*m)*Ligue des docks", body), body
        tmux.press("o", until="ORG named · changed")
        tmux.keys("C-q")
        tmux.wait_for_end()


def test_words_sent_with_the_key_of_a_dialog_are_for_the_dialog(small):
    """As a slow line hands them over, or a terminal's macro: all in one piece."""
    with Tmux(small) as tmux:
        tmux.start()
        tmux.wait(r"article 1 of 2")
        before = mine(small)
        tmux.keys("C-g", "Ligue des docks", "Enter")
        tmux.wait("“Ligue des docks”: 3 places in 2 articles")
        tmux.press("Escape", until=r"article 1 of 2")
        tmux.keys("C", "relire", "Enter", "F")
        tmux.wait("○ stored · ⚑ flagged · comment")
    query = "select comment, flagged from assignment where article = 'port'"
    assert rows(small, query) == [{"comment": "relire", "flagged": 1}]
    assert mine(small)[0] == before[0]


def test_ctrl_c_right_after_keys_loses_nothing(small):
    with Tmux(small) as tmux:
        tmux.start(size=(80, 24))
        tmux.wait("“Bo Lindqvist” · PER")
        tmux.keys("o", "n", "g", "C-c")
        last_words = tmux.wait_for_end()
        assert "Traceback" not in last_words
    labels = {m["quote"]: m["label"] for m in mine(small)[0]}
    assert (labels["Bo Lindqvist"], labels["Valmer"]) == ("ORG", "GPE")


def test_a_terminal_may_shrink_to_nearly_nothing_and_grow_again(small):
    with Tmux(small) as tmux:
        tmux.start(size=(20, 5))
        tmux.wait("article 1 of 2")
        tmux.keys("n", "g")
        tmux.resize(160, 50)
        tmux.wait("“Valmer” · GPE named · changed")
        tmux.wait("In this article")
        tmux.resize(80, 24)
        tmux.wait("In this article", gone=True)
        tmux.keys("C-q")
        tmux.wait_for_end()
