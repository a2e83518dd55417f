"""The annotate screen without its screen: what is current, which mode, what a key does.

Keys come in as Textual names, go through the registry, and end as calls of the desk. The screen
repaints from this object after each key. Knows no widget, so that tests can press keys at full
speed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from annotator.domain.article import Article, Span
from annotator.domain.layer import State
from annotator.domain.queue import QueueEntry, Visit
from annotator.errors import AnnotatorError, StaleLayerError
from annotator.keys import LABEL_ACTION, Mode, keymap
from annotator.project.annotating import Desk
from annotator.project.opening import is_opened, open_article, read_article
from annotator.project.queue import articles_ahead, list_queue
from annotator.project.workspace import Workspace
from annotator.tui import focus, wording
from annotator.tui.face import Face
from annotator.tui.focus import Current
from annotator.tui.hints import Hint

PAUSE_SECONDS = 60.0


@dataclass(slots=True)
class HintPrompt:
    """Hints on screen: what they are for, what was typed, and what happens with the one chosen."""

    purpose: str
    hints: tuple[Hint, ...]
    chosen: Callable[[Span], None]
    nested: bool = False
    typed: str = ""


@dataclass(slots=True)
class TextCursor:
    """Cursor mode: where the cursor stands and where the selection began."""

    offset: int
    anchor: int | None = None

    def selection(self) -> Span | None:
        """What is selected, if anything."""
        if self.anchor is None or self.anchor == self.offset:
            return None
        return Span(min(self.anchor, self.offset), max(self.anchor, self.offset))


@dataclass(slots=True)
class Pace:
    """The clock of the person: when the last key came, and how long she has been active."""

    now: Callable[[], float]
    last_key: float | None = None
    active_seconds: float = 0.0
    guarded_until: float = 0.0

    def key(self) -> None:
        """Count the time since the last key, unless it was a pause."""
        now = self.now()
        if self.last_key is not None and now - self.last_key <= PAUSE_SECONDS:
            self.active_seconds += now - self.last_key
        self.last_key = now

    def guard(self, milliseconds: int) -> None:
        """Ignore Space for a moment: something new was painted."""
        self.guarded_until = self.now() + milliseconds / 1000


@dataclass(slots=True)
class Reader:
    """The state of the annotate screen. `act_table` maps action ids to what they do."""

    workspace: Workspace
    face: Face
    pace: Pace
    act_table: dict[str, Callable[[Reader], Awaitable[None] | None]]
    label_act: Callable[[Reader, str], None]
    wanted: Callable[[str], None] = field(default=lambda _article: None)
    """Asks for the suggestions of an article."""

    article: Article | None = None
    desk: Desk | None = None
    current: Current | None = None
    cursor: TextCursor | None = None
    prompt: HintPrompt | None = None
    unstored: int = 0
    armed: bool = False
    """The last key was a `Space` that met doubts; the next one finishes all the same."""
    follow: bool = True
    """Whether the view is to bring the current item on screen."""
    entries: list[QueueEntry] = field(default_factory=list)
    find_text: str = ""
    _place: int = 0
    _reloading: asyncio.Future[None] | None = None

    @property
    def mode(self) -> Mode:
        """Which keys work."""
        return Mode.READING if self.cursor is None else Mode.CURSOR

    @property
    def origin(self) -> int:
        """Where the person is: the current item, else the first visible character."""
        if self.cursor is not None:
            return self.cursor.offset
        if self.current is not None:
            return self.current.span.start
        visible = self.face.visible_span()
        return self._place if visible.start <= self._place < visible.end else visible.start

    async def press(self, key: str) -> bool:
        """What a key does; False where it does nothing here."""
        self.pace.key()
        if self.prompt is not None:
            return self._hint_key(key)
        action = keymap(self.mode, self.workspace.scheme).get(key)
        if action is None:
            return False
        await self.act(action)
        return True

    async def act(self, action: str) -> None:
        """Do an action of the registry."""
        if action != "article.done":
            self.armed = False
        self.follow = not action.startswith("view.")
        before = self.current
        self._place = self.origin
        try:
            if action.startswith(LABEL_ACTION):
                if self.desk is not None:
                    self.label_act(self, action.removeprefix(LABEL_ACTION))
            else:
                result = self.act_table[action](self)
                if result is not None:
                    await result
        except AnnotatorError as error:
            self.face.notice(str(error), warning=True)
        if self.current != before:
            self.remember()

    # Opening and leaving articles

    async def open(self, article: str, *, without_suggestions: bool = False) -> None:
        """Put an article on the screen: to work on, or to read until its suggestions are in."""
        self.leave()
        self.entries = await asyncio.to_thread(list_queue, self.workspace)
        entry = next((e for e in self.entries if e.article == article), None)
        ready = entry is not None and (entry.suggested or without_suggestions)
        if ready or await asyncio.to_thread(is_opened, self.workspace, article):
            contents = await asyncio.to_thread(open_article, self.workspace, article)
            self.desk = Desk(self.workspace, contents)
            self.article = contents.article
            self.current = self._first_stop(self.desk)
        else:
            self.desk = None
            self.article = await asyncio.to_thread(read_article, self.workspace, article)
            self.current = None
        for ahead in articles_ahead(self.entries, article, self.workspace.settings.prefetch):
            await asyncio.to_thread(self.wanted, ahead)
        self.cursor, self.prompt, self._place = None, None, 0
        self.armed = False
        self.pace.active_seconds = 0.0
        self.pace.guard(self.workspace.settings.space_guard_ms)

    def leave(self) -> None:
        """Store where the person is before she goes elsewhere."""
        if self.desk is not None:
            self.remember()
        self.pace.active_seconds = 0.0

    async def reopen(self) -> None:
        """Show what is stored, after a failed commit or another window's change."""
        if self.desk is None:
            return
        await asyncio.to_thread(self.desk.reload)
        self.current = focus.find(
            self.current.key if self.current else None, self.desk.mentions, self.desk.candidates
        )

    async def suggestions_stored(self, article: str) -> None:
        """Suggestions came in: open the article that waited, or say that newer ones are there."""
        self.entries = await asyncio.to_thread(list_queue, self.workspace)
        if self.article is None or self.article.id != article:
            return
        if self.desk is None:
            await self.open(article)
            return
        await asyncio.to_thread(self.desk.refresh_suggestions)
        if self.desk.newer_suggestions:
            self.face.notice(wording.newer_suggestions())

    # What acts share

    def stored(self, future: Future[int] | None) -> bool:
        """Follow a queued edit; False where there was nothing to change."""
        if future is None:
            return False
        self.unstored += 1
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda f: loop.call_soon_threadsafe(self._settled, f))
        return True

    def put_current(self, current: Current | None, *, guard: bool = False) -> None:
        """Make an item current."""
        self.current = current
        if guard:
            self.pace.guard(self.workspace.settings.space_guard_ms)

    def refocus(self) -> None:
        """After an act: hold on to the current item in its new shape."""
        if self.desk is None or self.current is None or self.current.mention is None:
            return
        same = focus.find(self.current.key, self.desk.mentions, self.desk.candidates)
        self.current = same or focus.exactly(self.current.span, self.desk.mentions)

    def remember(self) -> None:
        """Store the bookmark and the active time."""
        if self.desk is None:
            return
        seconds, self.pace.active_seconds = self.pace.active_seconds, 0.0
        visit = Visit(
            item=self.current.key if self.current and self.current.key else None,
            offset=self.face.visible_span().start,
            active_ms=self.desk.visit.active_ms + round(seconds * 1000),
        )
        future = self.desk.remember(visit)
        # A bookmark that can't be stored is no news: the edit before it has said so.
        future.add_done_callback(lambda f: f.exception())

    def _first_stop(self, desk: Desk) -> Current | None:
        found = focus.find(desk.visit.item, desk.mentions, desk.candidates)
        if found is not None or desk.visit.item is not None or desk.state is State.DONE:
            return found
        return focus.of_doubt(desk.doubts[0]) if desk.doubts else None

    def _settled(self, future: Future[int]) -> None:
        self.unstored -= 1
        error = future.exception()
        self.face.status_changed()
        if error is None:
            return
        if not isinstance(error, AnnotatorError):
            raise error
        text = str(error) if isinstance(error, StaleLayerError) else wording.not_stored(str(error))
        self.face.notice(text, warning=True)
        self._reloading = asyncio.ensure_future(self.reopen())

    def _hint_key(self, key: str) -> bool:
        prompt = self.prompt
        if prompt is None:
            return False
        if key == "enter" and not prompt.typed:
            prompt.nested = not prompt.nested
            return True
        if len(key) != 1 or not key.isalpha():
            self.prompt = None
            return True
        prompt.typed += key
        matching = [h for h in prompt.hints if h.letters.startswith(prompt.typed)]
        if not matching:
            self.prompt = None
            self.face.notice(wording.no_such_hint(prompt.typed))
        elif len(matching) == 1 and matching[0].letters == prompt.typed:
            self.prompt = None
            self.follow = True
            before = self.current
            try:
                prompt.chosen(matching[0].word)
            except AnnotatorError as error:
                self.face.notice(str(error), warning=True)
            if self.current != before:
                self.remember()
        return True
