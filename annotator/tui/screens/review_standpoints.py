"""The first table of the review with a way to who stands where, and from there to a conflict."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from annotator.domain.display import shown
from annotator.domain.standpoints import Saying
from annotator.errors import AnnotatorError
from annotator.keys import Mode
from annotator.project.disagreements import Order, Wanted
from annotator.project.place_list import PlaceList
from annotator.project.standpoints import read_standpoints
from annotator.tui import standpoint_wording as wording
from annotator.tui.key_names import mode_keys
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.standpoints import StandpointsScreen
from annotator.tui.screens.table import Casebook, TableScreen


class StandpointsTable(TableScreen):
    """A table from which one goes to the stances of all finished work."""

    ACTS: ClassVar[Mapping[str, str]] = {**TableScreen.ACTS, "table.standpoints": "standpoints"}

    def __init__(self, book: Casebook) -> None:
        super().__init__(book)
        self._stood: tuple[str, str] | None = None

    def action_standpoints(self) -> None:
        """To who stands where."""
        self._notice(wording.is_reading())
        self._show_standpoints()

    @work(exclusive=True)
    async def _show_standpoints(self) -> None:
        try:
            points = await asyncio.to_thread(read_standpoints, self.book.docket.workspace)
        except AnnotatorError as error:
            self._notice(str(error))
            return
        if not points:
            self._notice(wording.nothing_finished())
            return
        scheme, own = self.book.scheme, self.book.docket.workspace.keys
        here, lists = (mode_keys(mode, scheme, own) for mode in (Mode.STANDPOINTS, Mode.LIST))
        screen = StandpointsScreen(here, lists, points, self._stood)
        chosen = await self.app.push_screen_wait(screen)
        self._stood = screen.stood
        if chosen is not None:
            # Behind what coming back does: that fills this screen anew.
            self.call_later(self._go_to, chosen)

    def _go_to(self, saying: Saying) -> None:
        """To the conflict of the article that stands nearest to the stance."""
        book, order = self.book, Order.ARTICLE
        desk = book.docket.reread(saying.article)
        every = book.docket.places(Wanted(), order)
        places = [place for place in every if place.article == saying.article]
        if desk is None or not places:
            self._notice(wording.not_in_review(saying.article))
            return
        away = [abs(desk.conflicts[p.number].span.start - saying.evidence.start) for p in places]
        listed = PlaceList(book.docket, Wanted(), order, places)
        nearest = away.index(min(away))
        self.app.push_screen(
            AdjudicateScreen(book.scheme, book.guidelines, book.docket, listed, nearest)
        )

    def _notice(self, text: str) -> None:
        self.query_one("#legend", Static).update(Content(shown(text)))
