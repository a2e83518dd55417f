"""The real program in the pseudo-terminal: databases of synthetic articles, keys, start-up."""

from __future__ import annotations

import string
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from annotator.config import Settings
from annotator.domain.article import Article
from annotator.domain.suggestion import SuggestedMention, Suggestions
from annotator.project.claiming import let_go
from annotator.project.entering import enter
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
ORDINARY, LONG = (3_000, 40), (1_000_000, 20_000)
"""Code points and mentions of an article as people read it, and of the longest that is measured."""
PREPARE = "(prepare)"
"""Presses that bring about the state that the next key is measured in."""

ENVIRONMENT = {"ANNOTATOR_SPACE_GUARD_MS": "0", "ANNOTATOR_NAME": "bench"}
"""What the program is started with: keys come faster than a person's."""

PAUSE_S = 0.5
"""Silence on another article before the next key: hardly anybody is so quick.

What the program makes ready in this time makes the next change shorter, on a long article perhaps
not all of it.
"""
STAY_S = 5.0
"""Silence on the longest article before it is finished: nobody reads it in less."""
STAYED = "finish after 5 s"
"""Finishing such an article; `finish` does it after the pause that all articles have."""

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
WHOLE_PAGE_KEYS = {
    "hints": (("hints", b"h"), (PREPARE, b"\x1b"), (PREPARE, b"n")),
    "pages": (("page down", b"\x1b[6~"), ("page up", b"\x1b[5~")),
}


Answers: TypeAlias = Mapping[str, Sequence[Answer]]
"""What came back for every press, by act."""


class Change(NamedTuple):
    """A key that goes to another article: the act, its key, and that article's name."""

    act: str
    key: bytes
    name: str


@contextmanager
def synthetic_project(size: int, mentions: int) -> Iterator[Path]:
    """A database with one opened article of `size` code points and so many mentions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        add_synthetic(path, size, mentions)
        yield path


def add_synthetic(
    database: Path,
    size: int,
    mentions: int,
    name: str = NAME,
    *,
    seed: int = 1,
    opened: bool = True,
) -> None:
    """Add such an article to a database, new or not, as the last one; another seed, another text.

    `bench` has opened it, or else its suggestions wait for whoever opens it first.
    """
    text = f"{FIRST_WORD}\n" + article_text(size, seed=seed)
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
        if opened:
            enter(workspace, name)
            let_go(workspace).result()


def run_program(size: int, mentions: int, repeats: int) -> ProgramRun:
    """Start the program on a synthetic article and press every act's key `repeats` times."""
    with synthetic_project(size, mentions) as database:
        keys = presses(repeats)
        return measure_program(database, keys, FIRST_WORD, environment=ENVIRONMENT)


def measure_changes(
    size: int,
    mentions: int,
    changes: int,
    finished: int,
    pause_s: float = PAUSE_S,
    *,
    stayed: int = 0,
) -> Answers:
    """Go from one article to another, of one size: to the frame with the article's name."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        add_changes(database, size, mentions, finished + stayed)
        return _measured(database, change_presses(changes, finished, stayed), pause_s)


def measure_neighbours(changes: int, pause_s: float = PAUSE_S) -> Answers:
    """Go from a long article to an ordinary one beside it and back."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        for seed, (name, shape) in enumerate(zip(PAIR, (LONG, ORDINARY), strict=True)):
            add_synthetic(database, *shape, name, seed=seed)
        acts = "article to long", "article from long"
        return _measured(database, _to_and_fro(acts, changes), pause_s)


def add_changes(database: Path, size: int, mentions: int, finished: int) -> None:
    """Add what `change_presses` goes through: two opened articles, then unopened ones.

    Each has a text of its own: only cells that change are sent.
    """
    for seed, name in enumerate((*PAIR, *_unopened(finished))):
        add_synthetic(database, size, mentions, name, seed=seed, opened=name in PAIR)


def change_presses(changes: int, finished: int, stayed: int = 0) -> list[Change]:
    """Back and forth between two opened articles; then each is finished, and a new one opened.

    The last `stayed` of these are finished after a longer silence.
    """
    names = _unopened(finished + stayed)
    finishing = [
        Change("finish" if place < finished else STAYED, b" ", name)
        for place, name in enumerate(names)
    ]
    return _to_and_fro(("article", "article"), changes) + finishing


def change(terminal: Terminal, to: Change, pause_s: float = PAUSE_S) -> Answer:
    """Go to the article, and stay there until the screen has been silent for so long."""
    answer = terminal.press(to.key, text=to.name)
    terminal.settle(pause_s)
    return answer


def _measured(database: Path, changes: Sequence[Change], pause_s: float) -> Answers:
    answers: dict[str, list[Answer]] = {}
    command = [sys.executable, "-m", "annotator", "--db", str(database)]
    with Terminal(command, environment=ENVIRONMENT) as terminal:
        terminal.wait_for(PAIR[1])
        terminal.settle(START_UP_S)
        for each in changes:
            if each.act == STAYED:
                terminal.settle(STAY_S)
            answers.setdefault(each.act, []).append(change(terminal, each, pause_s))
    return answers


def _to_and_fro(acts: tuple[str, str], changes: int) -> list[Change]:
    return [Change(*each) for each in zip(acts, (b"B", b"N"), PAIR, strict=True)] * changes


def _unopened(count: int) -> list[str]:
    """Names of which neighbours have no letter in the same place, as those of `PAIR`."""
    letters = string.ascii_lowercase
    return [letters[n % len(letters)] * (7 + n // len(letters)) for n in range(count)]


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
        for acts in (STILL_KEYS, WHOLE_PAGE_KEYS)
        for keys in acts.values()
        for _ in range(repeats)
        for press in keys
    ]
