"""Opening an article on the screen: shown as soon as it is ready, claimed, told about."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from annotator.domain.layer import State
from annotator.project.entering import Entered, Ready, enter, is_up_to_date, make_ready
from annotator.project.opening import is_opened
from annotator.tui import focus, question_wording, wording
from annotator.tui.focus import Current

if TYPE_CHECKING:
    from annotator.domain.article import Article
    from annotator.domain.queue import QueuePlace
    from annotator.project.annotating import Desk
    from annotator.tui.reader import Reader
    from annotator.tui.shown_spans import ShownSpans


async def open_article(
    reader: Reader,
    article: str,
    *,
    without_suggestions: bool = False,
    only_unfinished: bool = False,
    after: Future[int] | None = None,
    ready: Ready | None = None,
    said: str = "",
) -> bool:
    """Put an article on the screen: to work on, or to read until its suggestions are in.

    Args:
        reader: The reader.
        article: Its id.
        without_suggestions: Begin it though nothing is suggested yet.
        only_unfinished: Leave it where she has nothing to do there.
        after: An edit that is queued; unless it can be stored, nothing is opened.
        ready: What is ready of it and up to date, where that is at hand.
        said: What to say with it.

    Returns:
        Whether it is on the screen now.

    Raises:
        InputError: It is not hers to work on; what was on the screen stays there.
        AnnotatorError: What `after` failed with.
    """
    workspace, is_fresh = reader.workspace, ready is not None
    ready = ready or await reader.neighbours.expected(article)
    if ready is None:
        await reader.neighbours.make_room_for(article)

    def job() -> Entered | None:
        if after is None and not is_fresh:
            _freshen(reader, article, ready)
        return enter(
            workspace,
            article,
            ready,
            without_suggestions=without_suggestions,
            only_unfinished=only_unfinished,
            after=after,
        )

    entered = await asyncio.to_thread(job)
    if entered is None:
        return False
    _show(reader, entered)
    if said:
        reader.face.notice(said)
    reader.face.picture_changed()
    await reader.face.drawn()
    if not entered.is_exact:
        await reader.refresh_place(article)
        reader.face.status_changed()
    await reader.want_ahead(article)
    await _say(reader)
    return True


async def open_behind(reader: Reader, article: str, finishing: Finishing | None, said: str) -> bool:
    """Finish the article on the screen, unless it is, and open another one that is left to do.

    That is seen before either is stored, at once where it was made ready; no key is taken until
    both are. Unless they can be, what was on the screen is there again.

    Returns:
        Whether it was opened.

    Raises:
        AnnotatorError: Why one of the two could not be stored.
    """
    before, ready = _Scene.of(reader), await _made_ready(reader, article)
    if ready is not None:
        _turn_to(reader, ready.desk.article, ready.desk, ready.place)
        reader.face.picture_changed(settled=False)
        await reader.face.drawn()
    opened = False
    try:
        after = None if finishing is None else await finishing.queued()
        opened = await open_article(
            reader, article, only_unfinished=True, after=after, ready=ready, said=said
        )
    finally:
        if ready is not None and not opened:
            await before.come_back(reader)
        # What was typed meanwhile was meant for what was seen.
        is_other = ready is not None and reader.desk is not ready.desk
        if is_other and reader.face.forget_keys():
            reader.face.notice(wording.keys_forgotten(), warning=True)
    return opened


async def _made_ready(reader: Reader, article: str) -> Ready | None:
    """What is ready of an article and up to date, else read now; None where it can't be begun."""
    ready, workspace = await reader.neighbours.expected(article), reader.workspace
    await asyncio.to_thread(_freshen, reader, article, ready)
    if ready is not None and await asyncio.to_thread(is_up_to_date, workspace, ready):
        return ready
    await reader.neighbours.make_room_for(article)
    return await asyncio.to_thread(make_ready, workspace, article)


class Finishing:
    """The edit that finishes an article, made and queued when it is first asked for."""

    def __init__(self, reader: Reader, desk: Desk) -> None:
        self._reader, self._desk = reader, desk
        self._queued: Future[int] | None = None

    async def queued(self) -> Future[int] | None:
        """The edit; None where the article is finished."""
        if self._queued is None:
            # A long one takes a fifth of a second.
            self._queued = await asyncio.to_thread(self._desk.finish)
            self._reader.stored(self._queued, of_article=True, desk=self._desk)
        return self._queued


@dataclass(frozen=True, slots=True)
class _Scene:
    """What was on the screen."""

    article: Article | None
    desk: Desk | None
    place: QueuePlace | None
    current: Current | None
    shown: ShownSpans

    @classmethod
    def of(cls, reader: Reader) -> Self:
        return cls(reader.article, reader.desk, reader.place, reader.current, reader.shown)

    async def come_back(self, reader: Reader) -> None:
        """Show it again, as it is stored now."""
        reader.article, reader.desk, reader.place = self.article, self.desk, self.place
        reader.begin_article()
        reader.current, reader.shown = self.current, self.shown
        if self.desk is not None and self.desk.has_failed:
            await reader.reopen()
        reader.face.picture_changed()


def _freshen(reader: Reader, article: str, ready: Ready | None) -> None:
    """Bring what was learned to an article that is about to be opened; may take a moment."""
    begun = is_opened(reader.workspace, article) if ready is None else ready.adoption is None
    reader.beside.fresh(article, begun=begun)


def _show(reader: Reader, entered: Entered) -> None:
    """The article is hers: show it, unless it is what is seen already."""
    if reader.desk is None or reader.desk is not entered.desk:
        _turn_to(reader, entered.article, entered.desk, entered.place)
    reader.claimed_at = reader.pace.now()
    # From now on: a second `Space` may have waited for this long.
    reader.pace.guard(reader.workspace.settings.space_guard_ms)
    reader.neighbours.came_to(entered)
    if entered.desk is not None:
        # Whatever happens now, this is the article to come back to.
        reader.in_silence(entered.desk.remember(entered.desk.visit))


def _turn_to(reader: Reader, article: Article, desk: Desk | None, place: QueuePlace) -> None:
    reader.leave()
    reader.article, reader.desk = article, desk
    reader.place, reader.total = place, place.total
    reader.current = None if desk is None else _first_stop(reader, desk)
    reader.begin_article()


def _first_stop(reader: Reader, desk: Desk) -> Current | None:
    found = focus.find(desk.visit.item, reader.items)
    if found is not None or desk.visit.item is not None or desk.state is State.DONE:
        return found
    return focus.of_doubt(desk.doubts[0]) if desk.doubts else None


async def _say(reader: Reader) -> None:
    """Say what is new or different about the article, or that the reviewer answered somewhere."""
    # Imported here: the first frame must not wait for SQLModel.
    from annotator.project.asking import unseen_answers

    desk, place = reader.desk, reader.place
    if desk is not None and desk.newer_suggestions:
        reader.face.notice(wording.newer_suggestions(reader.keys))
    if answers := await asyncio.to_thread(unseen_answers, reader.workspace):
        reader.face.notice(question_wording.news(reader.keys, answers))
    if desk is not None and place is not None and place.plain:
        reader.face.notice(wording.plain_article())
