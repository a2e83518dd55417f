"""What keys do to the article, the view and the history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import partial

from annotator.domain.article import paragraph_at
from annotator.domain.edits import Act
from annotator.domain.items import Mention, Stance, is_decided
from annotator.domain.layer import State
from annotator.errors import InputError
from annotator.project import history
from annotator.project.annotating import Desk
from annotator.project.claiming import let_go
from annotator.project.history import Step
from annotator.project.propagating import preview_over_project, repeat_over_project
from annotator.project.quality import quality_findings
from annotator.project.workspace import Workspace
from annotator.tui import evidence_acts, focus, wording
from annotator.tui.focus import Current
from annotator.tui.opening import Finishing, open_article, open_behind
from annotator.tui.reader import Reader
from annotator.tui.text_cursor import TextCursor


async def done(reader: Reader) -> None:
    """Finish the article and go on; with doubts left, go to the first instead."""
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    if reader.pace.now() < reader.pace.guarded_until:
        return
    if desk.doubts and not reader.armed:
        reader.armed = True
        reader.put_current(focus.of_doubt(desk.doubts[0]), guard=True)
        reader.face.notice(wording.doubts_left(reader.keys, len(desk.doubts)))
        return
    if desk.state is State.DONE:
        # Paging through finished articles with Space leaves nothing to undo.
        await _go_on(reader, desk.article.id, 0)
        return
    undecided = (s for s in desk.picture.stances if not is_decided(s))
    unseen = sum(not reader.shown.has(stance.span) for stance in undecided)
    await _go_on(reader, desk.article.id, unseen, Finishing(reader, desk))


async def skip(reader: Reader) -> None:
    """Leave the article for later and go on."""
    desk = reader.desk
    following = await reader.neighbours.at(+1)
    if following is None or reader.article is None:
        reader.face.notice(wording.last_article())
        return
    future, said = desk.skip() if desk is not None else None, ""
    if reader.stored(future, of_article=True) and future is not None:
        await reader.until_stored(future)
        said = wording.skipped(reader.article.id)
    await _open_at(reader, +1, following, said)


async def previous_article(reader: Reader) -> None:
    """Go to the article before this one in the queue."""
    before = await reader.neighbours.at(-1)
    if before is None:
        reader.face.notice(wording.first_article())
    else:
        await _open_at(reader, -1, before)


async def back(reader: Reader) -> None:
    """Back from evidence or an end to its stance; else let go of the item; else the queue."""
    stance = evidence_acts.open_stance(reader)
    if stance is not None and (stance.at_evidence or stance is not reader.current):
        reader.put_current(replace(stance, at_evidence=False))
        return
    if reader.current is not None:
        reader.put_current(None)
        return
    await choose(reader)


async def choose(reader: Reader) -> None:
    """Show the queue, and open what the person chooses there."""
    reader.leave()
    await asyncio.wrap_future(reader.workspace.queued())
    chosen = await reader.face.choose_article()
    if chosen is not None and (reader.article is None or chosen != reader.article.id):
        await reader.open(chosen)


async def second_look(reader: Reader) -> None:
    """Show what is worth a second look, and go to what the person chooses there."""
    reader.leave()
    await asyncio.wrap_future(reader.workspace.queued())
    found = await asyncio.to_thread(partial(quality_findings, reader.workspace, only_own=True))
    if not found:
        reader.face.notice(wording.nothing_to_look_at())
        return
    chosen = await reader.face.choose_finding(found)
    if chosen is None:
        return
    if reader.article is None or chosen.article != reader.article.id:
        await reader.open(chosen.article)
    if reader.desk is not None and chosen.span is not None:
        own = chosen.author == reader.workspace.settings.annotator
        here = focus.find(chosen.item, reader.items) if own else None
        here = here or focus.exactly(chosen.span, reader.desk.mentions)
        reader.point_at(here or Current.pending(chosen.span))
    reader.face.notice(chosen.reason)


def flag(reader: Reader) -> None:
    """Flag the article for the reviewer, or take the flag away."""
    if reader.desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
    else:
        reader.stored(reader.desk.toggle_flag(), of_article=True)
        reader.face.notice(wording.flagged(on=reader.desk.layer.assignment.flagged))


async def comment(reader: Reader) -> None:
    """Comment on the article."""
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    text = await reader.face.ask(wording.ask_comment(), desk.layer.assignment.comment)
    if text is not None:
        reader.stored(desk.set_comment(text.strip()), of_article=True)


async def guideline(reader: Reader) -> None:
    """Show the guideline for the current item."""
    item = reader.current.item if reader.current else None
    await reader.face.show_guideline("boundaries" if item is None else item.label)


def accept_paragraph(reader: Reader) -> None:
    """Everything suggested in the current paragraph is right."""
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    words = _paragraph_words(reader, desk)
    stored = reader.stored(desk.accept_paragraph(reader.origin))
    reader.refocus()
    reader.face.notice(wording.paragraph_accepted(words, desk.changed_last if stored else 0))


def toggle_dim(reader: Reader) -> None:
    """Dim the current paragraph, or undim it."""
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    zones, words = len(list(desk.layer.zones())), _paragraph_words(reader, desk)
    if not reader.stored(desk.toggle_dim(reader.origin)):
        reader.face.notice(wording.no_paragraph())
        return
    reader.face.notice(wording.dimmed(words, on=len(list(desk.layer.zones())) > zones))
    reader.refocus()


def take_proposal(reader: Reader) -> None:
    """Repeat the last fix on the outlined same texts."""
    desk = reader.desk
    proposal = desk.proposal if desk is not None else None
    if desk is None or not proposal:
        reader.face.notice(wording.no_proposal())
        return
    count = len(proposal.changes)
    reader.stored(desk.take_proposal())
    reader.refocus()
    reader.face.notice(wording.proposal_taken(count))


async def propose_over_project(reader: Reader) -> None:
    """Repeat the last fix over every open article, after a preview."""
    desk = reader.desk
    fix = desk.fix if desk else None
    if desk is None or fix is None:
        reader.face.notice(wording.no_proposal())
        return
    workspace = reader.workspace
    # The edit that made the fix may still be on its way to the database.
    await asyncio.wrap_future(workspace.queued())
    preview = await asyncio.to_thread(preview_over_project, workspace, fix)
    if not preview.total:
        reader.face.notice(wording.no_proposal())
        return
    rows = [wording.preview_row(article, places) for article, places in preview.places.items()]
    label = None if fix.after is None else fix.after.label
    if await reader.face.confirm(wording.preview(fix.text, label, preview.total, len(rows)), rows):
        drafts = await asyncio.to_thread(repeat_over_project, workspace, fix)
        desk.acted_elsewhere()
        if desk.article.id in drafts:
            desk.replay(drafts[desk.article.id])
            reader.refocus()
        reader.face.notice(wording.proposal_taken(preview.total))


def take_newer(reader: Reader) -> None:
    """Take the newer suggestions."""
    desk = reader.desk
    if desk is None or not reader.stored(desk.take_newer()):
        reader.face.notice(wording.nothing_newer())
        return
    reader.refocus()
    reader.face.notice(wording.newer_taken())


async def undo(reader: Reader) -> None:
    """Take back the newest act, wherever it was."""
    taken = reader.desk.take_back() if reader.desk else None
    if taken is None or reader.article is None:
        await _travel(reader, history.queue_undo, undone=True)
        return
    reader.stored(taken.stored)
    step = Step(reader.article.id, taken.draft.act, taken.draft, 1)
    _show_touched(reader, step)
    reader.face.notice(wording.undid(taken.draft.act, 1, undone=True))


async def redo(reader: Reader) -> None:
    """Do again what was undone last."""
    await _travel(reader, history.queue_redo, undone=False)


def scroll(rows: int) -> Callable[[Reader], None]:
    """An act that scrolls by rows."""
    return lambda reader: reader.face.scroll_rows(rows)


def page(direction: int) -> Callable[[Reader], None]:
    """An act that scrolls by a page, keeping one row in view."""
    return lambda reader: reader.face.scroll_rows(direction * max(1, reader.face.page_rows() - 1))


async def show_help(reader: Reader) -> None:
    """Show the keys."""
    await reader.face.show_help()


def show_palette(reader: Reader) -> None:
    """Show every command by name."""
    reader.face.show_palette()


def toggle_panel(reader: Reader) -> None:
    """Hide the panel, or show it again."""
    reader.face.toggle_panel()


def redraw(reader: Reader) -> None:
    """Send the whole screen again."""
    reader.face.redraw()


def next_theme(reader: Reader) -> None:
    """Show everything in the next theme."""
    reader.face.next_theme()


async def leave_program(reader: Reader) -> None:
    """Quit, once everything is stored; what can't be stored is said first."""
    failures = reader.failures
    reader.leave()
    let_go(reader.workspace)
    await asyncio.wrap_future(reader.workspace.queued())
    if reader.failures == failures:
        reader.face.quit()


async def begin_or_cursor(reader: Reader) -> None:
    """Enter: begin without suggestions where they are not in yet, else cursor mode."""
    if reader.desk is None:
        if reader.article is not None:
            await reader.open(reader.article.id, without_suggestions=True)
            reader.face.notice(wording.begun_without(reader.keys))
        return
    reader.cursor = TextCursor(reader.origin)


def _paragraph_words(reader: Reader, desk: Desk) -> str:
    """The paragraph that the act is about: it may be none that is marked as current."""
    paragraph = paragraph_at(desk.article.text, reader.origin)
    return "" if paragraph is None else paragraph.of(desk.article.text).strip()


async def _go_on(
    reader: Reader, article: str, unseen: int, finishing: Finishing | None = None
) -> None:
    """Say that an article is finished, and open the next unfinished one, or else the queue.

    Raises:
        AnnotatorError: What finishes it could not be stored; it stays on the screen.
    """
    said = wording.finished(reader.keys, article, unseen)
    likely = await reader.neighbours.unfinished()
    if finishing is not None:
        reader.neighbours.make_room_again(likely)
    with suppress(InputError):  # taken meanwhile: another one is looked for
        if likely and await open_behind(reader, likely, finishing, said):
            return
    if finishing is not None:
        await reader.until_stored(await finishing.queued())
    following = await asyncio.to_thread(reader.queue.take_next, article)
    if following is None:
        reader.put_current(None)
        elsewhere = (await asyncio.to_thread(reader.queue.counts)).elsewhere
        left = wording.nothing_offered(elsewhere) if elsewhere else wording.all_done(reader.total)
        told = f"{wording.unseen_in_last(reader.keys, unseen)} " if unseen else ""
        reader.face.notice(f"{told}{left}")
        # What was typed meanwhile was meant for another article.
        reader.face.forget_keys()
        await choose(reader)
        return
    await open_article(reader, following, said=said)


async def _open_at(reader: Reader, step: int, article: str, said: str = "") -> None:
    """Open the neighbour of an article, or the one behind it that nobody took meanwhile."""
    try:
        await open_article(reader, article, said=said)
    except InputError:
        another = await reader.neighbours.asked(step)
        if another is None or another == article:
            raise
        await open_article(reader, another, said=said)


async def _travel(
    reader: Reader, move: Callable[[Workspace, str | None], Future[Step]], *, undone: bool
) -> None:
    on_screen = reader.article.id if reader.desk and reader.article else None
    reader.neighbours.make_room_again()
    step = await asyncio.wrap_future(move(reader.workspace, on_screen or ""))
    if step.article is None or step.act is None:
        reader.face.notice(wording.nothing_to_undo(undone=undone))
        return
    if step.draft is None:
        await reader.open(step.article)
        reader.face.notice(wording.undo_is_here(reader.keys, step.act, undone=undone))
        return
    if reader.desk is not None:
        reader.desk.replay(step.draft)
        _show_touched(reader, step)
    reader.face.notice(wording.undid(step.act, step.articles, undone=undone))


def _show_touched(reader: Reader, step: Step) -> None:
    """Make what an undo or redo touched current; with a whole article, stay where the person is."""
    whole = step.act in (Act.DONE, Act.DONE_WITH_DOUBTS, Act.SKIP, Act.ADOPT_NEWER)
    changes = step.draft.changes if step.draft and not whole else ()
    # A stance before the mentions that came or went with it.
    for change in sorted(changes, key=lambda c: not isinstance(c.after or c.before, Stance)):
        value = change.after or change.before
        if isinstance(value, Stance) and reader.desk is not None:
            candidate = f"?{value.origin.item}" if value.origin else ""
            here = focus.find(value.id, reader.items) or focus.find(candidate, reader.items)
            reader.put_current(here)
            return
        if isinstance(value, Mention) and reader.desk is not None:
            live = reader.desk.item(value.id)
            gone = Current.pending(value.span) if change.after is None else None
            reader.put_current(Current.of_mention(live) if live else gone)
            return
    reader.refocus()
