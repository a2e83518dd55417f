"""Lists of who stands where: pairs of holder and target, and the sentences of a pair."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from annotator.domain.display import shown
from annotator.domain.standpoints import SIGNS, Saying, Standpoint
from annotator.tui import standpoint_wording as wording
from annotator.tui.key_names import ModeKeys
from annotator.tui.screens.places import KeyedList, ListScreen
from annotator.tui.widgets.key_line import KeyLine

MOST_PAIRS = 2000
"""Rows of a list at most; the matrix leads to the others."""


class SaidScreen(ListScreen[Saying]):
    """A heading, rows, a line on the keys; gives back the stance to go to, or None to go back."""

    def __init__(
        self,
        keys: ModeKeys,
        heading: str,
        rows: Sequence[Content | None],
        legend: str,
        leads_to: str,
    ) -> None:
        super().__init__(keys)
        self._heading, self._rows, self._legend, self._leads_to = heading, rows, legend, leads_to

    def compose(self) -> ComposeResult:
        """What it is about, the rows, the keys."""
        names = self.keys.names
        yield Static(Content(self._heading), classes="said-heading")
        yield KeyedList(*self._rows, keys=self.keys, id="said-list")
        acts = (
            (f"{names['list.next']} ", "step(1)"),
            (f"{names['list.previous']}:", "step(-1)"),
            (f"{names['list.open']}: {self._leads_to}", "there"),
            (f"{names['list.back']}: back", "leave"),
        )
        yield KeyLine(self._legend, acts, classes="quiet")


class PointsScreen(SaidScreen):
    """Pairs of holder and target; Enter lists the sentences of one."""

    def __init__(self, keys: ModeKeys, heading: str, points: Sequence[Standpoint]) -> None:
        rows = [point_row(point) for point in points]
        super().__init__(
            keys, heading, rows, wording.points_legend(keys.names), wording.TO_SENTENCES
        )
        self._points = points

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.app.push_screen(SayingsScreen(self.keys, self._points[event.option_index]), self._go)

    def _go(self, saying: Saying | None) -> None:
        if saying is not None:
            self.dismiss(saying)


class SayingsScreen(SaidScreen):
    """The sentences of a pair, label by label; Enter goes to the article."""

    def __init__(self, keys: ModeKeys, point: Standpoint) -> None:
        order = [*SIGNS]
        self._sayings = sorted(
            point.sayings, key=lambda s: order.index(s.label) if s.label in SIGNS else len(order)
        )
        # A rule below each: sentences are longer than a line.
        rows = [row for saying in self._sayings for row in (saying_row(saying), None)]
        heading = f"{wording.ends_line(point.holder, point.target)}\n{wording.sides_line(point)}"
        legend = wording.sayings_legend(keys.names)
        super().__init__(keys, heading, rows, legend, wording.TO_ARTICLE)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._sayings[event.option_index])


def point_row(point: Standpoint) -> Content:
    """A pair, and below it what is said of it where."""
    ends = wording.ends_line(point.holder, point.target)
    return Content(f"{ends}\n  {wording.sides_line(point)}")


def saying_row(saying: Saying) -> Content:
    """Where a stance is said, and below it the sentence with its evidence in brackets."""
    quote = saying.quote
    parts = (quote.before.lstrip(), f"⟦{quote.evidence}⟧", quote.after.rstrip())
    before, evidence, after = (Content(shown(part.replace("\n", " "))) for part in parts)
    return (
        Content(f"{wording.saying_line(saying)}\n") + before + evidence.stylize("underline") + after
    )
