"""What the reader needs of a screen: to say, to ask, and to know what is visible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from annotator.domain.article import Span

if TYPE_CHECKING:
    from annotator.domain.feedback import Feedback
    from annotator.domain.finding import Hit
    from annotator.domain.quality import Finding
    from annotator.domain.standpoints import Saying, Standpoint
    from annotator.project.annotating import Desk
    from annotator.project.finding import Found
    from annotator.project.label_history import History


Complete: TypeAlias = Callable[[str], str | None]
"""Gives what goes on after the beginning of a line, or None; called on another thread."""


class Face(Protocol):
    """A screen as the reader sees it; tests put a plain object in its place."""

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say something in the status line."""

    def status_changed(self) -> None:
        """Something is stored now, or is not: the status line is out of date."""

    def picture_changed(self, *, settled: bool = True) -> None:
        """The article looks different, and no key was the reason: paint it.

        Where it is not `settled`, another picture may come before the next key is taken.
        """

    async def drawn(self) -> None:
        """Have a changed picture on the screen before anything else is done."""

    def forget_keys(self) -> bool:
        """What was typed up to now was meant for another picture: do nothing of it.

        Whether there was anything.
        """

    def draw_ahead(self, desk: Desk, /) -> None:
        """Work out how an article looks that may come next; called on another thread."""

    def visible_span(self) -> Span:
        """The offsets that are on screen now."""

    def scroll_rows(self, rows: int) -> None:
        """Scroll the article by rows; negative is up."""

    def page_rows(self) -> int:
        """How many rows of the article are visible."""

    def row_step(self, offset: int, rows: int) -> int:
        """The offset `rows` rows below (negative: above) an offset, in the same column."""

    async def ask(self, question: str, value: str, complete: Complete | None = None) -> str | None:
        """A line of text from the person; None when she turned away."""

    async def confirm(self, question: str, details: Sequence[str]) -> bool:
        """Yes or no."""

    async def show_help(self) -> None:
        """The keys, until dismissed."""

    async def show_guideline(self, section: str) -> None:
        """The guidelines, opened at a section."""

    async def choose_article(self) -> str | None:
        """The queue; the article that the person opens there, or None to stay."""

    async def choose_feedback(self, places: Sequence[Feedback]) -> Feedback | None:
        """Own work against gold; the place that the person goes to, or None to stay."""

    async def choose_finding(self, findings: Sequence[Finding]) -> Finding | None:
        """What is worth a second look; the finding to go to, or None to stay."""

    async def choose_saying(self, points: Sequence[Standpoint]) -> Saying | None:
        """Who stands where; the stance that the person goes to, or None to stay."""

    async def choose_hit(self, found: Found) -> Hit | str | None:
        """A hit to go to, the id of a label for all of them, or None to stay."""

    async def choose_labelled(self, history: History) -> Hit | str | None:
        """A place to go to, the id of a label for the current mention, or None to stay."""

    def show_palette(self) -> None:
        """Every command, by name."""

    def toggle_panel(self) -> None:
        """Hide the panel, or show it again."""

    def redraw(self) -> None:
        """Send the whole screen to the terminal again."""

    def next_theme(self) -> None:
        """Other colours, for the whole screen."""

    def quit(self) -> None:
        """Leave the program; everything is stored already."""
