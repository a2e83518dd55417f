"""Lists of who stands where: pairs of holder and target, and the sentences of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from annotator.domain.display import shown
from annotator.domain.standpoints import SIGNS, Saying, Standpoint
from annotator.tui import standpoint_wording as wording
from annotator.tui.widgets.key_line import KeyLine

MOST_PAIRS = 2000
"""Rows of a list at most; the matrix leads to the others."""


class SaidScreen(ModalScreen[Saying | None]):
    """A heading, rows, a line on the keys; gives back the stance to go to, or None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("n", "step(1)", show=False),
        Binding("b", "step(-1)", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    def __init__(
        self, heading: str, rows: Sequence[Content | None], legend: str, enter: str
    ) -> None:
        super().__init__()
        self._heading, self._rows, self._legend, self._enter = heading, rows, legend, enter

    def compose(self) -> ComposeResult:
        """What it is about, the rows, the keys."""
        yield Static(Content(self._heading), classes="said-heading")
        yield OptionList(*self._rows, classes="said-list")
        acts = (
            ("n", "step(1)"),
            ("b", "step(-1)"),
            (f"Enter: {self._enter}", "open"),
            ("Esc: back", "leave"),
        )
        yield KeyLine(self._legend, acts, classes="quiet")

    def on_mount(self) -> None:
        """Stand on the first row."""
        self.query_one(OptionList).focus()

    def action_step(self, rows: int) -> None:
        """Go down a row, or up."""
        found = self.query_one(OptionList)
        if rows > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    def action_open(self) -> None:
        """Open the row that one stands on."""
        self.query_one(OptionList).action_select()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


class PointsScreen(SaidScreen):
    """Pairs of holder and target; Enter lists the sentences of one."""

    def __init__(self, heading: str, points: Sequence[Standpoint]) -> None:
        rows = [point_row(point) for point in points]
        super().__init__(heading, rows, wording.points_legend(), "sentences")
        self._points = points

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.app.push_screen(SayingsScreen(self._points[event.option_index]), self._go)

    def _go(self, saying: Saying | None) -> None:
        if saying is not None:
            self.dismiss(saying)


class SayingsScreen(SaidScreen):
    """The sentences of a pair, label by label; Enter goes to the article."""

    def __init__(self, point: Standpoint) -> None:
        order = [*SIGNS]
        self._sayings = sorted(
            point.sayings, key=lambda s: order.index(s.label) if s.label in SIGNS else len(order)
        )
        # A rule below each: sentences are longer than a line.
        rows = [row for saying in self._sayings for row in (saying_row(saying), None)]
        heading = f"{wording.ends_line(point.holder, point.target)}\n{wording.sides_line(point)}"
        super().__init__(heading, rows, wording.sayings_legend(), "go to the article")

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
