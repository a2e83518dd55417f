"""Opening an article on the screen: claimed, shown at once where it was made ready, told about."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING

from annotator.domain.layer import State
from annotator.project.entering import Entered, enter
from annotator.project.opening import is_opened
from annotator.tui import focus, question_wording, wording
from annotator.tui.focus import Current

if TYPE_CHECKING:
    from annotator.project.annotating import Desk
    from annotator.tui.reader import Reader


async def open_article(
    reader: Reader,
    article: str,
    *,
    without_suggestions: bool = False,
    only_unfinished: bool = False,
    after: Future[int] | None = None,
    said: str = "",
) -> bool:
    """Put an article on the screen: to work on, or to read until its suggestions are in.

    Args:
        reader: The reader.
        article: Its id.
        without_suggestions: Begin it though nothing is suggested yet.
        only_unfinished: Leave it where she has nothing to do there.
        after: An edit that is queued; unless it can be stored, nothing is opened.
        said: What to say with it.

    Returns:
        Whether it is on the screen now.

    Raises:
        InputError: It is not hers to work on; what was on the screen stays there.
        AnnotatorError: What `after` failed with.
    """
    ready, beside, workspace = reader.neighbours.ready_of(article), reader.beside, reader.workspace
    if ready is None:
        await reader.neighbours.make_room_for(article)

    def job() -> Entered | None:
        begun = is_opened(workspace, article) if ready is None else ready.adoption is None
        beside.fresh(article, begun=begun)
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


def _show(reader: Reader, entered: Entered) -> None:
    reader.claimed_at = reader.pace.now()
    reader.leave()
    reader.neighbours.came_to(entered)
    reader.article, reader.desk = entered.article, entered.desk
    reader.place, reader.total = entered.place, entered.place.total
    reader.current = None
    if entered.desk is not None:
        reader.current = _first_stop(reader, entered.desk)
        # Whatever happens now, this is the article to come back to.
        reader.in_silence(entered.desk.remember(entered.desk.visit))
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
