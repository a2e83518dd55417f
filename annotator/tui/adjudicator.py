"""The adjudication screen without its screen: which conflict is current, what a key does.

Keys come in as Textual names, go through the registry, and end as calls of the review. Knows no
widget, so that tests can press keys at full speed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from annotator.domain.conflicts import Conflict
from annotator.domain.rulings import Reason, Remark, Ruling
from annotator.errors import AnnotatorError
from annotator.keys import Mode, keymap
from annotator.project import history
from annotator.project.disagreements import Docket, Place
from annotator.project.place_list import PlaceList
from annotator.project.reviewing import Reviewing
from annotator.tui import question_wording
from annotator.tui import review_wording as wording
from annotator.tui.face import Complete
from annotator.tui.key_names import KeyNames, key_names


class ReviewFace(Protocol):
    """A screen as the adjudicator sees it; tests put a plain object in its place."""

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say something in the status line."""

    def scroll(self, pages: int, rows: int) -> None:
        """Scroll the article."""

    async def ask(self, question: str, value: str, complete: Complete | None = None) -> str | None:
        """A line of text from the person; None when she turned away."""

    async def confirm(self, question: str, details: Sequence[str]) -> bool:
        """Yes or no."""

    async def show_help(self) -> None:
        """The keys, until dismissed."""

    async def show_guideline(self, section: str) -> None:
        """The guidelines, opened at a section."""

    async def own_version(self, desk: Reviewing, conflict: Conflict) -> bool:
        """Let the person make an own version; whether she decided for it."""

    def leave(self) -> None:
        """Back to the disagreements."""


@dataclass(slots=True)
class Adjudicator:
    """A reviewer on her way through what is listed; `desk` is the article of the current place."""

    docket: Docket
    face: ReviewFace
    listed: PlaceList
    index: int = 0
    desk: Reviewing | None = None
    remark: Remark = field(default_factory=Remark)
    last: Place | None = None
    """What was decided last: `review.alike` repeats it."""
    keys: KeyNames = field(init=False)
    """Each act's key in words."""

    def __post_init__(self) -> None:
        self.keys = key_names(self.docket.workspace.scheme, self.docket.workspace.keys)

    @property
    def places(self) -> Sequence[Place]:
        """The disagreements, as far as read."""
        return self.listed.places

    @property
    def place(self) -> Place:
        """The current disagreement."""
        return self.places[self.index]

    @property
    def conflict(self) -> Conflict | None:
        """The current conflict; None where the annotators' items have changed meanwhile."""
        if self.desk is None:
            return None
        found = (c for c in self.desk.conflicts if c.sources == self.place.sources)
        return next(found, None)

    @property
    def ruling(self) -> Ruling | None:
        """What was decided on it."""
        conflict = self.conflict
        return None if self.desk is None or conflict is None else self.desk.review.ruling(conflict)

    @property
    def said(self) -> Remark:
        """The remark on the current decision, or on the one to come."""
        ruling = self.ruling
        return self.remark if ruling is None else ruling.remark

    @property
    def undecided(self) -> int:
        """How many of the places wait for a decision."""
        return sum(place.how is None for place in self.places)

    async def begin(self) -> None:
        """Open the article of the current place."""
        await self._go(self.index)

    async def press(self, key: str) -> bool:
        """What a key does; False where it does nothing here."""
        workspace = self.docket.workspace
        action = keymap(Mode.REVIEW, workspace.scheme, workspace.keys).get(key)
        if action is None:
            return False
        await self.act(action)
        return True

    async def act(self, action: str) -> None:
        """Do an action of the registry."""
        do = review_acts().get(action)
        if do is None:
            self.face.notice(wording.not_in_review(self.keys))
            return
        try:
            await do(self)
        except AnnotatorError as error:
            await self._look_again()
            self.face.notice(str(error), warning=True)

    # What acts share

    async def decided(self, told: str) -> None:
        """Follow a decision on the current place, say it, and go to the next open one."""
        self._follow()
        self.last, self.remark = self.place, Remark()
        following = self._next_open()
        if following is None:
            unread = self.docket.unread
            self.face.notice(wording.all_decided(self.keys, told, len(self.places), unread))
        else:
            self.face.notice(told)
            await self._go(following)

    async def step(self, by: int) -> None:
        """Go to the next or previous place of the list, round its end."""
        await self._go((self.index + by) % len(self.places))

    async def next_open(self) -> None:
        """Go to the next place without a decision."""
        following = self._next_open()
        if following is None:
            self.face.notice(wording.nothing_open(self.keys, self.docket.unread))
        else:
            await self._go(following)

    async def show(self, articles: Sequence[str]) -> None:
        """After an undo: read these articles again, and go to what changed."""
        before = [place.how for place in self.places]
        for article in articles:
            desk = await asyncio.to_thread(self.docket.reread, article)
            if self.desk is not None and self.desk.article.id == article and desk is not None:
                self.desk = desk
        self.listed.follow(articles)
        changed = (n for n, how in enumerate(before) if self.places[n].how is not how)
        await self._go(next(changed, self.index))

    def at_article(self, article: str) -> int | None:
        """The first place of an article in the list."""
        return self.listed.first_of(article)

    async def go_to(self, index: int) -> None:
        """Make another place of the list current."""
        await self._go(index)

    def _next_open(self) -> int | None:
        size = len(self.places)
        around = ((self.index + step) % size for step in range(1, size + 1))
        return next((n for n in around if self.places[n].how is None), None)

    async def _go(self, index: int) -> None:
        if index != self.index:
            self.remark = Remark()
        self.index = index
        if self.desk is None or self.desk.article.id != self.place.article:
            self.desk = await asyncio.to_thread(self.docket.reread, self.place.article)
            self.listed.follow([self.place.article])

    def _follow(self) -> None:
        if self.desk is not None:
            self.docket.follow(self.desk.article.id, self.desk)
            self.listed.follow([self.desk.article.id])

    async def _look_again(self) -> None:
        """What is on the screen may not be what is stored: another window was faster."""
        if self.desk is not None:
            await asyncio.to_thread(self.desk.reload)
            self._follow()


Do = Callable[[Adjudicator], Awaitable[None]]


def review_acts() -> dict[str, Do]:
    """Action id to act, for every action of the review."""
    return {
        **{f"review.take{n + 1}": partial(_take, number=n) for n in range(4)},
        "review.none": _none,
        "review.alike": _alike,
        "review.own": _own,
        "review.next": lambda a: a.step(+1),
        "review.previous": lambda a: a.step(-1),
        "review.open": lambda a: a.next_open(),
        "review.send_back": _send_back,
        "review.reason": _reason,
        "review.gap": _gap,
        "review.note": _note,
        "review.answer": _answer,
        "review.guideline": _guideline,
        "review.undo": partial(_travel, undone=True),
        "review.redo": partial(_travel, undone=False),
        "review.down": partial(_scroll, rows=1),
        "review.up": partial(_scroll, rows=-1),
        "review.page_down": partial(_scroll, pages=1),
        "review.page_up": partial(_scroll, pages=-1),
        "review.back": _back,
        "app.help": lambda a: a.face.show_help(),
    }


async def _take(state: Adjudicator, number: int) -> None:
    """Take a reading."""
    desk, conflict = state.desk, state.conflict
    if desk is None or conflict is None:
        state.face.notice(wording.changed_meanwhile(state.keys), warning=True)
        return
    if number >= len(conflict.variants):
        state.face.notice(wording.no_such_reading(len(conflict.variants)))
        return
    variant = conflict.variants[number]
    await asyncio.to_thread(desk.take, conflict, variant, state.said)
    await state.decided(wording.taken(conflict, variant))


async def _none(state: Adjudicator) -> None:
    """None of the readings."""
    desk, conflict = state.desk, state.conflict
    if desk is None or conflict is None:
        state.face.notice(wording.changed_meanwhile(state.keys), warning=True)
        return
    await asyncio.to_thread(desk.reject, conflict, state.said)
    await state.decided(wording.rejected(conflict))


async def _alike(state: Adjudicator) -> None:
    """Repeat the last decision on identical conflicts, after a preview."""
    place = state.place if state.place.how is not None else state.last
    if place is None:
        state.face.notice(wording.nothing_to_repeat(state.keys))
        return
    found = state.docket.alike(place)
    if not found:
        state.face.notice(wording.no_alike())
        return
    rows = [wording.place_row(p) for p in found]
    question = wording.alike(place, len(found), state.docket.unread)
    if not await state.face.confirm(question, rows):
        return
    desk = state.desk
    if desk is None or desk.article.id != place.article:
        desk = await asyncio.to_thread(state.docket.reread, place.article)
    if desk is None:
        state.face.notice(wording.changed_meanwhile(state.keys), warning=True)
        return
    count = await asyncio.to_thread(state.docket.decide_alike, desk, place)
    await state.show(sorted({p.article for p in found}))
    await state.next_open()
    state.face.notice(wording.repeated(state.keys, count))


async def _own(state: Adjudicator) -> None:
    """Make an own version."""
    desk, conflict = state.desk, state.conflict
    if desk is None or conflict is None:
        state.face.notice(wording.changed_meanwhile(state.keys), warning=True)
    elif await state.face.own_version(desk, conflict):
        if state.remark != Remark():
            await asyncio.to_thread(desk.say, conflict, state.remark)
        await state.decided(wording.own_version())


async def _send_back(state: Adjudicator) -> None:
    """Send the conflict back to every annotator, with words."""
    desk, conflict = state.desk, state.conflict
    if desk is None or conflict is None:
        state.face.notice(wording.changed_meanwhile(state.keys), warning=True)
        return
    note = await state.face.ask(wording.ask_send_back(), state.said.note)
    if note is None:
        return
    words = wording.sent_back_comment(state.place, note.strip())
    remark = replace(state.said, note=note.strip())
    await asyncio.to_thread(desk.send_back, conflict, words, remark)
    await state.decided(wording.sent_back())


async def _reason(state: Adjudicator) -> None:
    """The next reason in turn."""
    reasons = tuple(Reason)
    following = reasons[(reasons.index(state.said.reason) + 1) % len(reasons)]
    await _say(state, replace(state.said, reason=following))
    state.face.notice(wording.remark(state.said))


async def _gap(state: Adjudicator) -> None:
    """Flag a gap of the guidelines, or take the flag away."""
    await _say(state, replace(state.said, guideline_gap=not state.said.guideline_gap))
    state.face.notice(wording.remark(state.said))


async def _note(state: Adjudicator) -> None:
    """A note in the reviewer's words."""
    text = await state.face.ask(wording.ask_note(), state.said.note)
    if text is not None:
        await _say(state, replace(state.said, note=text.strip()))
        state.face.notice(wording.remark(state.said))


async def _say(state: Adjudicator, remark: Remark) -> None:
    """Put the remark on the decision, or keep it for the one to come."""
    conflict = state.conflict
    if state.desk is None or conflict is None or state.ruling is None:
        state.remark = remark
    else:
        await asyncio.to_thread(state.desk.say, conflict, remark)


async def _answer(state: Adjudicator) -> None:
    """Answer what is asked here: the oldest open question, else the last one anew."""
    desk, conflict = state.desk, state.conflict
    asked = () if desk is None or conflict is None else desk.questions_about(conflict)
    if desk is None or not asked:
        state.face.notice(question_wording.nothing_asked())
        return
    question = next((q for q in asked if q.is_open), asked[-1])
    about = question_wording.answer_to(question, state.place.words)
    words = await state.face.ask(about, question.answer)
    if words is not None:
        await asyncio.to_thread(desk.answer, question, words)
        state.face.notice(question_wording.answered())


async def _guideline(state: Adjudicator) -> None:
    await state.face.show_guideline(state.place.labels[0])


async def _travel(state: Adjudicator, *, undone: bool) -> None:
    """Undo or redo; where that is in another article, go there first."""
    move = history.queue_undo if undone else history.queue_redo
    workspace = state.docket.workspace
    step = await asyncio.wrap_future(move(workspace, state.place.article, review=True))
    if step.article is not None and step.draft is None:
        there = state.at_article(step.article)
        if there is not None:
            await state.go_to(there)
            state.face.notice(wording.undo_is_here(state.keys, undone=undone))
            return
        step = await asyncio.wrap_future(move(workspace, None, review=True))
    if step.article is None or step.act is None:
        state.face.notice(wording.nothing_to_undo(undone=undone))
        return
    await state.show(step.touched)
    state.face.notice(wording.undid(step.act, step.articles, undone=undone))


async def _scroll(state: Adjudicator, pages: int = 0, rows: int = 0) -> None:
    state.face.scroll(pages, rows)


async def _back(state: Adjudicator) -> None:
    state.face.leave()
