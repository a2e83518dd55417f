"""The real program in the pseudo-terminal: a database of one synthetic article, keys, start-up."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.config import Settings
from annotator.domain.article import Article
from annotator.domain.suggestion import SuggestedMention, Suggestions
from annotator.project.opening import open_article
from annotator.project.suggesting import store_suggestions
from annotator.project.workspace import open_workspace
from annotator.storage.articles import add_article
from annotator.suggest.protocol import Done
from benchmarks.synthetic import article_text, mention_spans
from benchmarks.terminal import START_UP_S, Answer, ProgramRun, Terminal, measure_program

NAME, FIRST_WORD = "synthetic", "Synthétique"
LABELS = ("PER", "ORG", "GPE", "LOC")
PAIR = "first", "other"
"""Names of two articles without a letter in the same place, so that each is sent whole."""
PREPARE = "(prepare)"
"""Presses that bring about the state that the next key is measured in."""

ENVIRONMENT = {"ANNOTATOR_SPACE_GUARD_MS": "0", "ANNOTATOR_NAME": "bench"}
"""What the program is started with: keys come faster than a person's."""

WARM_UP = 20
"""Presses of each act before those that are measured."""
STILL_KEYS = {
    "next item": (("next item", b"n"),),
    "relabel": ((PREPARE, b"n"), ("relabel", b"t")),
    "edge": ((PREPARE, b"n"), ("edge", b"k")),
    "reject": ((PREPARE, b"n"), ("reject", b"x")),
    "keep": ((PREPARE, b"n"), ("keep", b"y")),
    "undo": (("undo", b"z"),),
}
SCROLLING_KEYS = {"pages": (("page down", b"\x1b[6~"), ("page up", b"\x1b[5~"))}


@contextmanager
def synthetic_project(size: int, mentions: int) -> Iterator[Path]:
    """A database with one opened article of `size` code points and so many mentions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        add_synthetic(path, size, mentions)
        yield path


def add_synthetic(database: Path, size: int, mentions: int, name: str = NAME) -> None:
    """Add such an article to a database, new or not, as the last one, opened by `bench`."""
    text = f"{FIRST_WORD}\n" + article_text(size)
    spans = mention_spans(size, mentions)
    found = tuple(
        SuggestedMention(
            start=span.start + len(FIRST_WORD) + 1,
            end=span.end + len(FIRST_WORD) + 1,
            label=LABELS[n % len(LABELS)],
            canonical=f"name {n % 400}",
            p=0.95,
            rule="synthetic",
            reason="made for the benchmark",
        )
        for n, span in enumerate(spans)
    )
    done = Done(name, Suggestions("synthetic-1", found, ()), None)
    with open_workspace(Settings(str(database), "bench")) as workspace:
        workspace.write(lambda s: add_article(s, Article(name, text), workspace.clock()))
        workspace.write(lambda s: store_suggestions(workspace, done, "none", s))
        open_article(workspace, name)


def run_program(size: int, mentions: int, repeats: int) -> ProgramRun:
    """Start the program on a synthetic article and press every act's key `repeats` times."""
    with synthetic_project(size, mentions) as database:
        keys = presses(repeats)
        return measure_program(database, keys, FIRST_WORD, environment=ENVIRONMENT)


def measure_changes(size: int, mentions: int, repeats: int) -> list[Answer]:
    """Go from one such article to another and back: to the frame with the article's name."""
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        for name in PAIR:
            add_synthetic(database, size, mentions, name)
        command = [sys.executable, "-m", "annotator", "--db", str(database)]
        with Terminal(command, environment=ENVIRONMENT) as terminal:
            terminal.wait_for(PAIR[1])
            terminal.settle(START_UP_S)
            for _ in range(repeats):
                for key, name in zip((b"B", b"N"), PAIR, strict=True):
                    answers.append(terminal.press(key, text=name))
                    terminal.settle()
    return answers


def presses(repeats: int) -> list[tuple[str, bytes]]:
    """The keys of every act, `repeats` times, with the act's name.

    What comes before that, `WARM_UP` times each, counts as a preparation: what is read and worked
    out once in the first minute is no cost of an act.
    """
    first = [
        (PREPARE, key) for keys in STILL_KEYS.values() for _ in range(WARM_UP) for _, key in keys
    ]
    return first + [
        press
        for acts in (STILL_KEYS, SCROLLING_KEYS)
        for keys in acts.values()
        for _ in range(repeats)
        for press in keys
    ]
