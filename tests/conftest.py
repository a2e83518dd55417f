"""Builders that every test may use: layers found by their words, and projects on real files."""

import datetime as dt
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import pytest

from annotator.config import Settings
from annotator.domain.article import Article, Span
from annotator.domain.edits import Draft, apply_draft
from annotator.domain.items import (
    Attribution,
    Decision,
    Evidence,
    HolderKind,
    Item,
    Mention,
    MentionKind,
    Origin,
    Stance,
    Zone,
)
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.domain.suggestion import SuggestedMention, SuggestedZone, Suggestions
from annotator.project.annotating import Desk
from annotator.project.checking import rebuilt
from annotator.project.opening import contents_of, first_opening
from annotator.project.suggesting import store_suggestions
from annotator.project.workspace import Workspace, open_workspace
from annotator.storage.articles import add_article
from annotator.storage.engine import Session
from annotator.storage.layers import find_layer, load_layer
from annotator.suggest.protocol import Done

ROOT = Path(__file__).parents[1]
ANNA = Author(Role.ANNOTATOR, "anna")
BEGIN = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)

VALMURE = (
    "Valmure refuse le pont\n\n"
    "Le maire de Valmure, Paul Roche, refuse le pont. Valmure paiera, dit Paul Roche à Cardinal.\n"
    "Cardinal attend. Le conseil de Valmure vote mardi à Valmure.\n\n"
    "Lisez La Gazette de Valmure\n"
)


def span_of(text: str, words: str, nth: int = 1) -> Span:
    """Where the `nth` occurrence of the words stands."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


@dataclass
class Sketch:
    """An annotator's layer in the making, its items found by the words they cover."""

    text: str = VALMURE
    state: State = State.OPEN
    author: Author = ANNA
    items: dict[str, Item] = field(default_factory=dict)

    @property
    def article(self) -> Article:
        return Article("a", self.text)

    def span(self, words: str, nth: int = 1) -> Span:
        return span_of(self.text, words, nth)

    def mention(
        self,
        words: str,
        label: str,
        nth: int = 1,
        *,
        p: float | None = None,
        decision: Decision | None = None,
        kind: MentionKind = MentionKind.NAMED,
    ) -> Mention:
        """Suggested with `p`, else added."""
        span, identifier = self.span(words, nth), f"m{len(self.items) + 1}"
        origin = None if p is None else self._origin(identifier, p)
        decided = Decision.ADDED if origin is None else Decision.SUGGESTED
        mention = Mention(
            id=identifier,
            start=span.start,
            end=span.end,
            quote=words,
            label=label,
            kind=kind,
            entity=len(self.items) + 1,
            decision=decision or decided,
            origin=origin,
        )
        self.items[identifier] = mention
        return mention

    def stance(
        self,
        holder: Mention,
        target: Mention,
        words: str,
        source: Mention | None = None,
        *,
        p: float | None = None,
    ) -> Stance:
        """Suggested with `p`, else added."""
        span, identifier = self.span(words), f"s{len(self.items) + 1}"
        stance = Stance(
            id=identifier,
            holder=holder.id,
            holder_kind=HolderKind.MENTION,
            target=target.id,
            label="against",
            evidence=(Evidence(start=span.start, end=span.end, quote=words),),
            attribution=Attribution.REPORTED,
            source=source.id if source else None,
            decision=Decision.ADDED if p is None else Decision.SUGGESTED,
            origin=None if p is None else self._origin(identifier, p),
        )
        self.items[identifier] = stance
        return stance

    def zone(self, words: str, *, p: float | None = None) -> Zone:
        span, identifier = self.span(words), f"z{len(self.items) + 1}"
        origin = None if p is None else self._origin(identifier, p)
        decision = Decision.ADDED if origin is None else Decision.SUGGESTED
        zone = Zone(id=identifier, start=span.start, end=span.end, decision=decision, origin=origin)
        self.items[identifier] = zone
        return zone

    def _origin(self, identifier: str, p: float) -> Origin:
        own = self.author.role is Role.SUGGESTER
        return Origin(self.author.name if own else "model 1", identifier, p, "rule", "a reason")

    def layer(self) -> Layer:
        return Layer(
            "a",
            self.author,
            version=1,
            next_number=len(self.items) + 1,
            items=MappingProxyType(dict(self.items)),
            assignment=Assignment(self.state),
        )


def suggester_sketch(version: int = 1, text: str = VALMURE) -> Sketch:
    """A suggester's layer in the making."""
    return Sketch(text, author=Author(Role.SUGGESTER, f"model {version}"))


def content(layer: Layer) -> tuple[dict[str, Item], Assignment]:
    """What a layer says, whatever its version and the revisions of its items."""
    return {i: replace(item, revision=0) for i, item in layer.items.items()}, layer.assignment


def after(layer: Layer, draft: Draft) -> Layer:
    """The layer after a draft that must not be empty."""
    assert draft.changes
    return apply_draft(layer, draft)


@dataclass
class Project:
    """A project in a folder: real files, a clock that ticks once a second, ids that count."""

    folder: Path
    seconds: Iterator[int] = field(default_factory=itertools.count)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def file(self) -> Path:
        return self.folder / "annotator.db"

    def clock(self) -> dt.datetime:
        return BEGIN + dt.timedelta(seconds=next(self.seconds))

    def open(self, name: str = "anna", scheme: str = "news-fr") -> Workspace:
        settings = Settings(str(self.file), name, scheme)
        return open_workspace(settings, self.clock, lambda: next(self.ids))

    def add(self, workspace: Workspace, identifier: str = "a", text: str = VALMURE) -> Article:
        article = Article(identifier, text)
        workspace.write(lambda session: add_article(session, article, self.clock()))
        return article

    def suggest(
        self,
        workspace: Workspace,
        article: Article,
        *marks: tuple[str, str, float],
        zones: tuple[str, ...] = (),
        suggester: str = "model 1",
    ) -> None:
        """Suggestions on every occurrence of the words of a mark: words, label, probability."""
        mentions = []
        for words, label, p in marks:
            for nth in range(1, article.text.count(words) + 1):
                span = span_of(article.text, words, nth)
                mentions.append(
                    SuggestedMention(
                        start=span.start,
                        end=span.end,
                        label=label,
                        canonical=words,
                        p=p,
                        rule="rule",
                        reason="a reason",
                    )
                )
        found = Suggestions(
            suggester,
            tuple(sorted(mentions, key=lambda m: (m.start, m.end))),
            tuple(
                SuggestedZone(
                    start=span_of(article.text, words).start,
                    end=span_of(article.text, words).end,
                    p=0.9,
                    rule="rule",
                    reason="a reason",
                )
                for words in zones
            ),
        )
        done = Done(article.id, found, None)
        workspace.write(lambda session: store_suggestions(workspace, done, "none", session))


def open_desk(workspace: Workspace, article: str = "a") -> Desk:
    """The article on the annotator's table."""
    author = Author(Role.ANNOTATOR, workspace.settings.annotator)
    workspace.write(lambda session: first_opening(workspace, session, article, author))
    return Desk(workspace, workspace.read(lambda session: contents_of(session, article, author)))


def stored_layer(workspace: Workspace, article: str = "a", name: str = "anna") -> Layer:
    """What is stored of an annotator's layer."""

    def job(session: Session) -> Layer:
        row = find_layer(session, article, Author(Role.ANNOTATOR, name))
        assert row is not None
        return load_layer(session, row)

    return workspace.read(job)


def rebuilt_layer(workspace: Workspace, article: str = "a", name: str = "anna") -> Layer:
    """What the log alone makes of an annotator's layer."""

    def job(session: Session) -> Layer:
        row = find_layer(session, article, Author(Role.ANNOTATOR, name))
        assert row is not None
        return rebuilt(session, load_layer(session, row), row)

    return workspace.read(job)


def stored(future: Future[int] | None) -> int:
    """Wait for an act's commit; there must be one."""
    assert future is not None
    return future.result(timeout=30)


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


EACH = """
import contextlib, io, json, sys
from annotator.cli.start import start
outcomes = []
for arguments in json.loads(sys.argv[1]):
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["annotator", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            start(arguments)
        except SystemExit as end:
            code = end.code or 0
    outcomes.append({"code": code, "out": out.getvalue(), "err": err.getvalue()})
print(json.dumps(outcomes))
"""


@dataclass(frozen=True)
class CommandLine:
    """The real program in a process of its own, in a folder of the test."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "ANNOTATOR_NAME": "anna",
            "HF_HUB_OFFLINE": "1",
        }

    def __call__(self, *arguments: str | Path | bytes, python: tuple[str, ...] = ()) -> Outcome:
        command = python or ("-m", "annotator")
        done = subprocess.run(
            [sys.executable, *command, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def each(self, *commands: tuple[str, ...]) -> list[Outcome]:
        """Several commands one after the other in one process, which saves the start-ups."""
        done = self(json.dumps(commands), python=("-c", EACH))
        assert done.code == 0, done.err
        return [Outcome(**outcome) for outcome in json.loads(done.out)]


class Tools:
    """The functions above, for tests of any folder."""

    Sketch = Sketch
    Project = Project
    suggester = staticmethod(suggester_sketch)
    span_of = staticmethod(span_of)
    content = staticmethod(content)
    after = staticmethod(after)
    open_desk = staticmethod(open_desk)
    stored = staticmethod(stored)
    stored_layer = staticmethod(stored_layer)
    rebuilt_layer = staticmethod(rebuilt_layer)


@pytest.fixture(scope="session")
def build() -> Tools:
    return Tools()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def run(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)
