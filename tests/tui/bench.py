"""A reader at a plain face over a real project: what the tests beside it press keys on."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count

from annotator.config import Settings
from annotator.domain.article import Article, Span
from annotator.domain.items import Attribution, Certainty, HolderKind, Mention, MentionKind
from annotator.domain.layer import Author, Role
from annotator.domain.standpoints import tally
from annotator.domain.suggestion import (
    SuggestedMention,
    SuggestedStance,
    SuggestedZone,
    Suggestions,
)
from annotator.project.opening import contents_of
from annotator.project.queue import Queue
from annotator.project.starting import take_own_keys
from annotator.project.suggesting import store_suggestions
from annotator.project.workspace import open_workspace
from annotator.storage.articles import add_article
from annotator.storage.queue import load_visit
from annotator.suggest.protocol import Done
from annotator.tui.act_table import every_act
from annotator.tui.beside import NothingBeside
from annotator.tui.pace import Pace
from annotator.tui.reader import Reader

AT = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
RULES_1, RULES_2 = "rules-1", "rules-2"

PORT = (
    "Valmer attend son chantier\n"
    "\n"
    "Solène Abgrall a reçu Bo Lindqvist à Valmer. La Ligue des docks proteste.\n"
    "\n"
    "Lindqvist parle de Port-Sarre ; Abgrall, de Valmer et de la Ligue des docks.\n"
    "\n"
    "Lire aussi : nos archives"
)
DIGUE = "La digue de Valmer cède\n\nBo Lindqvist accuse la Ligue des docks.\n"


def span_of(text, quote, nth=0):
    """The `nth` place of a quote."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote))


def guess(text, quote, label_id, p=0.97, nth=0, canonical=None, kind="named"):
    """A suggested mention."""
    span = span_of(text, quote, nth)
    return SuggestedMention(
        start=span.start,
        end=span.end,
        label=label_id,
        canonical=canonical or quote,
        kind=MentionKind(kind),
        p=p,
        rule="model",
        reason=f"reason for {quote}",
    )


def side(text, holder, target, words, label_id="against", p=0.97, nth=0):
    """A suggested stance; its ends are places among the mentions."""
    return SuggestedStance(
        holder=holder,
        holder_kind=HolderKind.MENTION,
        target=target,
        label=label_id,
        evidence=(span_of(text, words, nth),),
        attribution=Attribution.REPORTED,
        certainty=Certainty.ASSERTED,
        p=p,
        rule="frame",
        reason=f"frame of {words}",
    )


def zone(text, quote):
    """A suggested zone."""
    span = span_of(text, quote)
    return SuggestedZone(start=span.start, end=span.end, p=0.9, rule="teaser", reason="a teaser")


def port_guesses():
    """Two sure, one doubtful, one candidate, in this order: m1 to m4 of the suggester's layer."""
    return [
        guess(PORT, "Solène Abgrall", "PER"),
        guess(PORT, "Bo Lindqvist", "PER", p=0.6),
        guess(PORT, "Valmer", "ORG", nth=1),
        guess(PORT, "Ligue des docks", "ORG", p=0.3),
    ]


@dataclass
class FakeFace:
    """Remembers what was said; answers what it was told to."""

    text: str = ""
    said: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    shown: list = field(default_factory=list)
    visible: Span = field(default_factory=lambda: Span(0, 100_000))
    pictures: int = 0
    forgotten: int = 0
    has_quit: bool = False

    def notice(self, text, *, warning=False):
        self.said.append(text)
        if warning:
            self.warnings.append(text)

    def status_changed(self):
        pass

    def picture_changed(self, *, settled=True):
        self.pictures += 1

    async def drawn(self):
        pass

    def forget_keys(self):
        self.forgotten += 1
        return self.forgotten == 1

    def draw_ahead(self, desk):
        pass

    def visible_span(self):
        return self.visible

    def scroll_rows(self, rows):
        self.shown.append(rows)

    def page_rows(self):
        return 10

    def row_step(self, offset, rows):
        return max(0, offset + 10 * rows)

    async def ask(self, question, value, complete=None):
        self.asked.append((question, value, complete))
        return self.answers.pop(0)

    async def confirm(self, question, details):
        self.asked.append((question, *details))
        return self.answers.pop(0)

    async def show_help(self):
        self.shown.append("help")

    async def show_guideline(self, section):
        self.shown.append(section)

    async def choose_article(self):
        self.shown.append("queue")
        return self.answers.pop(0) if self.answers else None

    async def choose_feedback(self, places):
        self.shown.append(places)
        return self.answers.pop(0)

    async def choose_finding(self, findings):
        self.shown.append(tuple(findings))
        return self.answers.pop(0)(findings) if self.answers else None

    async def choose_saying(self, points):
        self.shown.append(" ".join(f"{p.holder} on {p.target}: {tally([p])}" for p in points))
        return self.answers.pop(0)(points) if self.answers else None

    async def choose_hit(self, found):
        self.asked.append(found)
        return self.answers.pop(0)

    async def choose_labelled(self, history):
        self.asked.append(history)
        return self.answers.pop(0)

    def show_palette(self):
        self.shown.append("palette")

    def toggle_panel(self):
        self.shown.append("panel")

    def redraw(self):
        self.shown.append("redraw")

    def next_theme(self):
        self.shown.append("theme")

    def quit(self):
        self.has_quit = True


@dataclass
class Bench:
    """One window on a project: a reader and its face, with a clock that the test moves."""

    workspace: object
    face: FakeFace
    reader: Reader
    wanted: list
    seconds: list

    async def press(self, *keys):
        """Press keys; every edit is stored when this returns."""
        for key in keys:
            await self.reader.press(key)
        await self.settle()

    async def type(self, letters):
        """Press one key for each letter."""
        await self.press(*letters)

    async def hint(self, quote, nth=0, *, capitals=False):
        """Type the hint that stands on a word of the text."""
        start = span_of(self.reader.article.text, quote, nth).start
        letters = self.reader.prompt.remaining()[start]
        await self.press(*(letters.upper() if capitals else letters))

    async def settle(self):
        """Wait for the writer, then for what it reported."""
        await asyncio.wrap_future(self.workspace.queued())
        for _ in range(3):
            await asyncio.sleep(0)
        while self.reader._failed or (
            self.reader._restoring is not None and not self.reader._restoring.done()
        ):
            await asyncio.sleep(0)

    async def open(self, article, **options):
        """Open an article."""
        await self.reader.open(article, **options)
        await self.settle()

    @property
    def said(self):
        """The last notice."""
        return self.face.said[-1] if self.face.said else ""

    @property
    def current(self):
        """What is current: its text, or None."""
        here = self.reader.current
        return None if here is None else here.span.of(self.reader.article.text)

    def stored(self, article):
        """The layer as the database has it."""
        author = Author(Role.ANNOTATOR, self.workspace.settings.annotator)
        return self.workspace.read(lambda s: contents_of(s, article, author)).layer

    def mention(self, identifier, article=None):
        """A stored item of the article on screen."""
        return self.stored(article or self.reader.article.id).items[identifier]

    def live(self, article=None):
        """(quote, label) of each stored live mention, in text order."""
        layer = self.stored(article or self.reader.article.id)
        return [(m.quote, m.label) for m in layer.mentions()]

    def assignment(self, article=None):
        """The stored assignment."""
        return self.stored(article or self.reader.article.id).assignment

    def visit(self, article):
        """The stored bookmark."""
        name = self.workspace.settings.annotator
        return self.workspace.read(lambda s: load_visit(s, article, name))

    def first(self):
        """Where the annotator would go on after a restart."""
        return Queue(self.workspace).first()

    def entity_name(self, mention):
        """The name of a mention's entity."""
        return self.reader.desk.entity_of(mention).name


class Wanting(NothingBeside):
    """Notes which articles' suggestions are asked for."""

    def __init__(self, wanted):
        self.want = wanted.append


def window(path, *, annotator="anna", guard_ms=0):
    """A window on the project at `path`; close its workspace."""
    settings = Settings(str(path), annotator, space_guard_ms=guard_ms)
    seconds_gone = count()
    workspace = open_workspace(
        settings, clock=lambda: AT + dt.timedelta(seconds=next(seconds_gone))
    )
    take_own_keys(workspace)
    face, seconds, wanted = FakeFace(), [0.0], []
    reader = Reader(
        workspace,
        face,
        Pace(lambda: seconds[0]),
        cache(every_act),
        beside=Wanting(wanted),
    )
    return Bench(workspace, face, reader, wanted, seconds)


def put_article(workspace, identifier, text, source=None):
    """Store an article."""
    workspace.write(lambda s: add_article(s, Article(identifier, text, source=source), AT))


def put_suggestions(workspace, identifier, mentions=(), zones=(), suggester=RULES_1, stances=()):
    """Store suggestions as the suggestion process's answer would be."""
    found = Suggestions(suggester, tuple(mentions), tuple(zones), tuple(stances))
    done = Done(identifier, found, None)
    workspace.write(partial(store_suggestions, workspace, done, "no pipeline"))


def same_as_stored(bench):
    """Whether the picture is what the database has."""
    desk = bench.reader.desk
    return desk.layer == bench.stored(desk.article.id)


def is_mention(item):
    """For filters over items."""
    return isinstance(item, Mention)
