"""The annotate screen without its screen: what is current, which mode, what a key does.

Keys come in as Textual names, go through the registry, and end as calls of the desk; the screen
then repaints from this object. Knows no widget, so that tests can press keys at full speed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from annotator.domain.article import Article
from annotator.domain.items import Attribution
from annotator.domain.layer import Layer
from annotator.domain.queue import QueuePlace, Visit
from annotator.errors import AnnotatorError, EditError, StaleLayerError
from annotator.keys import LABEL_ACTION, STANCE_ACTION, Mode
from annotator.preferences import Preferences
from annotator.project.annotating import Desk
from annotator.project.queue import Queue
from annotator.project.workspace import Workspace
from annotator.tui import focus, item_wording, wording
from annotator.tui.acts import Acts
from annotator.tui.beside import Beside, NothingBeside
from annotator.tui.claim_keeper import keep_claim
from annotator.tui.face import Face
from annotator.tui.focus import Current, Items, Kind
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.idle_keys import why_idle
from annotator.tui.key_names import KeyNames, key_names, keymaps
from annotator.tui.neighbours import Neighbours
from annotator.tui.opening import open_article
from annotator.tui.pace import Pace
from annotator.tui.shown_spans import ShownSpans
from annotator.tui.text_cursor import TextCursor


@dataclass(slots=True)
class Reader:
    """The state of the annotate screen. `acts` gives what keys do, when the first one asks."""

    workspace: Workspace
    face: Face
    pace: Pace
    acts: Callable[[], Acts]
    beside: Beside = field(default_factory=NothingBeside)
    """Makes suggestions; told of every decision that is stored."""
    preferences: Preferences = field(default_factory=lambda: Preferences(None, ""))
    """What the person has done how often: her hints fade by it."""
    judge: Callable[[Layer, Layer], str] | None = None
    """In practice: a sentence on what a key made of the layer."""
    article: Article | None = None
    desk: Desk | None = None
    current: Current | None = None
    cursor: TextCursor | None = None
    prompt: HintPrompt | None = None
    pressed: str = ""
    turned_from: tuple[str, Attribution] = ("", Attribution.REPORTED)
    """The stance whose attribution was turned last, and what it was before the first turn."""
    unsaid: Callable[[], None] | None = None
    """Says what the same-text proposal holds, once it is worked out and no act came between."""
    unstored: int = 0
    armed: bool = False
    """The last key was `article.done` and met doubts; the next one finishes all the same."""
    follow: bool = True
    """Whether the view is to bring the current item on screen."""
    total: int = 0  # articles
    place: QueuePlace | None = None
    """Where the article stood in the queue when it was opened."""
    find_text: str = ""
    shown: ShownSpans = field(default_factory=ShownSpans)
    open_stance: str = ""
    """The stance whose end the person went to; it stays open until she goes elsewhere."""
    _place: int = 0
    claimed_at: float = 0.0
    """When the article was claimed, or the claim renewed, by the clock of `pace`."""
    failures: int = 0  # edits that could not be stored
    _failed: bool = False  # an edit could not be stored; the stored picture is on its way
    _restoring: asyncio.Future[None] | None = None
    _in_doubt: bool = False  # doubts were left when the last edit was stored
    neighbours: Neighbours = field(init=False)
    keys: KeyNames = field(init=False)
    """Each act's key in words: neither scheme nor keymap changes while the project is open."""
    keymaps: Mapping[Mode, Mapping[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = key_names(self.workspace.scheme, self.workspace.keys)
        self.keymaps = keymaps(self.workspace.scheme, self.workspace.keys)
        self.neighbours = Neighbours(self)

    @property
    def mode(self) -> Mode:
        """Which keys work."""
        if self.cursor is not None:
            return Mode.CURSOR
        on_stance = self.current is not None and self.current.stance is not None
        return Mode.STANCE if on_stance else Mode.READING

    @property
    def queue(self) -> Queue:
        """The annotator's queue."""
        return Queue(self.workspace)

    @property
    def origin(self) -> int:
        """Where the person looks: cursor, current item in sight, else the first visible text."""
        if self.cursor is not None:
            return self.cursor.offset
        visible = self.face.visible_span()
        if self.current is not None and visible.overlaps(self.current.span):
            return self.current.span.start
        return self._place if visible.start <= self._place < visible.end else visible.start

    @property
    def items(self) -> Items:
        """What can be walked over."""
        if self.desk is None:
            return Items()
        p = self.desk.picture
        return Items(p.mentions, p.candidates, p.stances, p.stance_candidates)

    @property
    def in_sight(self) -> Current | None:
        """The current item, unless the person has scrolled away from it."""
        here = self.current
        return here if here and self.face.visible_span().overlaps(here.span) else None

    async def press(self, key: str) -> None:
        """Do what a key does here; where it does nothing, say so."""
        desk = self.desk
        before = desk.layer if desk else None
        self.shown.add(self.face.visible_span())
        await self._press(key)
        if self.judge is not None and desk is not None and desk is self.desk and before:
            said = self.judge(before, desk.layer) if desk.layer is not before else ""
            if said:
                self.face.notice(said)

    async def _press(self, key: str) -> None:
        self.pace.key()
        keep_claim(self)
        self.pressed = key
        if self.prompt is not None:
            self._hint_key(self.prompt, key)
            return
        action = self.keymaps[self.mode].get(key)
        if action is not None:
            await self.act(action)
            return
        self.armed = False
        if self.article is not None:
            workspace = self.workspace
            said = why_idle(key, self.mode, workspace.scheme, workspace.keys, self.keys)
            self.face.notice(said)

    async def act(self, action: str) -> None:
        """Do an action of the registry."""
        self.preferences.count(action)
        self.unsaid = None
        if action != "article.done":
            self.armed = False
        # What does not move the current item does not scroll either: hints and the cursor are for
        # the text in sight.
        self.follow = False
        before, desk = self.current, self.desk
        self._place = self.origin
        try:
            await self._run(action)
        except (EditError, StaleLayerError) as error:
            # What is on the screen is not what is stored: another window was faster.
            await self.reopen()
            self.face.notice(str(error), warning=True)
        except AnnotatorError as error:
            self.face.notice(str(error), warning=True)
        if self.current != before:
            self.follow = True
            # Of an article that was just opened the screen does not tell yet where its top is.
            if self.desk is desk:
                self.remember()

    async def _run(self, action: str) -> None:
        if action.startswith(LABEL_ACTION):
            if self.desk is not None:
                self.acts().label(self, action.removeprefix(LABEL_ACTION))
        elif action.startswith(STANCE_ACTION):
            if self.desk is not None:
                self.acts().stance(self, action.removeprefix(STANCE_ACTION))
        else:
            result = self.acts().table[action](self)
            if result is not None:
                await result

    def point_at(self, current: Current | None) -> None:
        """Make what the mouse points at current, or take the hint there; cursor mode ends."""
        prompt, self.prompt = self.prompt, None
        word = prompt.word_at(current.span) if prompt and current else None
        if prompt is not None and word is not None:
            self._chosen(partial(prompt.chosen, word))
            return
        self.cursor, self.prompt, self.armed = None, None, False
        self.put_current(current)
        self.remember()

    # Opening and leaving articles

    async def open(self, article: str, *, without_suggestions: bool = False) -> None:
        """Put an article on the screen: to work on, or to read until its suggestions are in.

        Raises:
            InputError: It is not hers to work on; what was on the screen stays there.
        """
        await open_article(self, article, without_suggestions=without_suggestions)

    def begin_article(self) -> None:
        """What was about the article before is over."""
        self.cursor, self.prompt, self._place, self.shown = None, None, 0, ShownSpans()
        self.armed, self.follow = False, True
        self._in_doubt = self.desk is not None and bool(self.desk.doubts)
        self.pace.active_seconds = 0.0
        self.pace.guard(self.workspace.settings.space_guard_ms)

    async def suggest_with(self, beside: Beside) -> None:
        """Have suggestions made from now on; the article on the screen keeps what it has."""
        self.beside = beside
        if self.article is not None:
            beside.fresh(self.article.id, begun=True)
            await self.want_ahead(self.article.id)

    async def want_ahead(self, article: str) -> None:
        """Have suggestions made for the articles from this one on that have none."""
        prefetch = self.workspace.settings.prefetch
        for ahead in await asyncio.to_thread(self.queue.ahead, article, prefetch):
            await asyncio.to_thread(self.beside.want, ahead)

    async def refresh_place(self, article: str) -> None:
        """Read again where the article stands, once what was done is stored."""
        await asyncio.wrap_future(self.workspace.queued())
        self.place = await asyncio.to_thread(self.queue.place, article)
        self.total = self.place.total if self.place is not None else self.total

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
        self.current = focus.find(self.current.key if self.current else None, self.items)

    async def suggestions_stored(self, article: str) -> None:
        """Suggestions came in: open the article that waited, or say that newer ones are there."""
        self.neighbours.look_again(article)
        if self.article is None or self.article.id != article:
            return
        await self.refresh_place(article)
        if self.desk is None:
            await self.open(article)
            return
        await asyncio.to_thread(self.desk.refresh_suggestions)
        if self.desk.newer_suggestions:
            self.face.notice(wording.newer_suggestions(self.keys))

    # What acts share

    def stored(
        self, future: Future[int] | None, *, of_article: bool = False, desk: Desk | None = None
    ) -> bool:
        """Follow a queued edit of a desk, else the one here; False where nothing was to change.

        After one `of_article`, about it as a whole, no article waits for what it may teach.
        """
        if future is None:
            return False
        self.unstored += 1
        loop, desk = asyncio.get_running_loop(), desk or self.desk
        # Not the desk: its log has the future, and one would keep the other in memory.
        article = None if desk is None else desk.article.id

        def tell(settled: Future[int]) -> None:
            # Closed: the person has left, and the program waits for the writer by itself.
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._settled, settled, of_article, article)

        future.add_done_callback(tell)
        return True

    async def until_stored(self, future: Future[int] | None) -> None:
        """Wait for a queued edit, where there is one, that no frame has to be drawn for.

        Raises:
            AnnotatorError: It could not be stored.
        """
        self.workspace.queued()
        if future is not None:
            await asyncio.wrap_future(future)

    def put_current(self, current: Current | None, *, guard: bool = False) -> None:
        """Make an item current, and bring it into sight."""
        self.current = current
        self.follow = True
        if guard:
            self.pace.guard(self.workspace.settings.space_guard_ms)

    def refocus(self) -> None:
        """After an act: hold on to the current item in its new shape."""
        here = self.current
        if self.desk is None or here is None or here.item is None:
            return
        if here.kind is Kind.MENTION:
            mention = self.desk.item(here.item.id)
            same = Current.of_mention(mention) if mention else None
        else:
            same = focus.find(here.key, self.items)
        if here.stance is None:
            same = same or focus.exactly(here.span, self.desk.mentions)
        elif same is not None and same.kind is Kind.STANCE and same.stance is not None:
            same = Current.of_stance(same.stance, here.evidence, at_evidence=here.at_evidence)
        elif same is None and here.is_candidate:
            same = focus.made_of(here, self.desk.picture.stances)
        self.current = same

    def remember(self) -> None:
        """Store the bookmark and the active time."""
        if self.desk is None:
            return
        seconds, self.pace.active_seconds = self.pace.active_seconds, 0.0
        visit = Visit(
            # Empty where the person let go of the item: only a first visit begins at a doubt.
            item=self.current.key if self.current else "",
            offset=self.face.visible_span().start,
            active_ms=self.desk.visit.active_ms + round(seconds * 1000),
        )
        self.in_silence(self.desk.remember(visit))

    def in_silence(self, future: Future[None]) -> None:
        """Follow what is stored beside the edits, and say nothing of a failure."""
        # A bookmark that can't be stored is no news: the next edit will say so.
        future.add_done_callback(lambda f: f.exception())

    def _settled(self, future: Future[int], of_article: bool, article: str | None) -> None:
        self.unstored -= 1
        if (error := future.exception()) is None and not of_article:
            doubts = self.desk is not None and bool(self.desk.doubts)
            # The last doubt is gone: the next key may open the next article.
            self.beside.decided(soon=self._in_doubt and not doubts)
            self._in_doubt = doubts
        self.face.status_changed()
        # What was queued behind a failed edit stood on it and fails with it: that is no news.
        if error is not None and not self._failed:
            self._failed = True
            self.failures += 1
            stale = isinstance(error, StaleLayerError)
            self.face.notice(str(error) if stale else wording.not_stored(str(error)), warning=True)
        if self._failed and not self.unstored:
            self._failed = False
            # One that is on the screen no longer is read again by whoever brings it back.
            if self.desk is not None and self.desk.article.id == article:
                self._restoring = asyncio.ensure_future(self._restore())

    async def _restore(self) -> None:
        try:
            await self.reopen()
        except AnnotatorError as error:
            self.face.notice(str(error), warning=True)
        self.face.picture_changed()

    def _hint_key(self, prompt: HintPrompt, key: str) -> None:
        act = None if prompt.typed else prompt.instead.get(key)
        if act is not None:
            self.prompt = None
            self._chosen(act)
            return
        if prompt.turn_nested(key):
            return
        if len(key) != 1 or not key.isalpha():
            self.prompt = None
            return
        prompt.type(key)
        if not prompt.remaining():
            self.prompt = None
            self.face.notice(item_wording.no_such_hint(prompt.typed))
        elif (word := prompt.typed_word()) is not None:
            self.prompt = None
            self._chosen(partial(prompt.chosen, word))

    def _chosen(self, act: Callable[[], None]) -> None:
        """Do what a prompt was for."""
        before = self.current
        try:
            act()
        except AnnotatorError as error:
            self.face.notice(str(error), warning=True)
        if self.current != before:
            self.follow = True
            self.remember()
