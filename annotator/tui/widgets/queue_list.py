"""The articles of a queue, however many: a list that reads only the rows on the screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingsMap, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.domain.display import safe_line
from annotator.domain.layer import State
from annotator.domain.queue import QueueEntry
from annotator.tui.bindings import bindings_of
from annotator.tui.wording import STATE_NAMES

STATE_SIGNS = {State.NEW: "·", State.OPEN: "▸", State.DONE: "✓", State.SKIPPED: "»"}
TITLE_CELLS = 70
AROUND = 32
"""Rows read beyond those on the screen, so that stepping seldom reads."""


class QueueList(ScrollView, can_focus=True):
    """Lists articles by id; `read` gives the entries of those about to be seen.

    `keys` are the keys of the queue, each with the id of its action.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "QueueList { overflow-x: hidden; overflow-y: scroll; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "end_of_list(False)", show=False),
        Binding("end", "end_of_list(True)", show=False),
    ]
    ACTS: ClassVar[Mapping[str, str]] = {
        "queue.open": "choose",
        "queue.next": "step(1)",
        "queue.previous": "step(-1)",
    }

    @dataclass
    class Chosen(Message):
        """An article is to be opened."""

        article: str

    def __init__(
        self,
        read: Callable[[Collection[str]], Sequence[QueueEntry]],
        keys: Mapping[str, str],
        *,
        id: str | None = None,  # noqa: A002 (Textual's name)
    ) -> None:
        super().__init__(id=id)
        self._bindings = BindingsMap.merge([bindings_of(keys, self.ACTS), self._bindings])
        self._read = read
        self._articles: Sequence[str] = ()
        self._entries: dict[str, QueueEntry] = {}
        self.place = 0

    @property
    def article(self) -> str | None:
        """The article that Enter opens."""
        return self._articles[self.place] if self._articles else None

    @property
    def count(self) -> int:
        """How many articles are listed."""
        return len(self._articles)

    def show(self, articles: Sequence[str], on: str | None) -> None:
        """List these articles, standing on one of them."""
        self._articles = articles
        self._entries.clear()
        self.place = articles.index(on) if on in articles else 0
        self.virtual_size = Size(self.size.width, len(articles))
        self._reveal()
        self.refresh()

    def action_choose(self) -> None:
        """Open the article."""
        if self.article is not None:
            self.post_message(self.Chosen(self.article))

    def action_step(self, rows: int) -> None:
        """Go down some rows, or up."""
        before = self.place
        self.place = max(0, min(self.place + rows, len(self._articles) - 1))
        for place in (before, self.place):
            self._refresh_row(place)
        self._reveal()

    def action_page(self, pages: int) -> None:
        """Go down by screens, or up."""
        self.action_step(pages * max(1, self.scrollable_content_region.height - 1))

    def action_end_of_list(self, last: bool) -> None:
        """Go to the last article, or to the first."""
        self.action_step(len(self._articles) if last else -len(self._articles))

    def on_click(self, event: events.Click) -> None:
        """Stand on a row; a click on the row one stands on opens it."""
        place = event.y + self.scroll_offset.y
        if place >= len(self._articles):
            return
        if place == self.place:
            self.action_choose()
        else:
            self.action_step(place - self.place)

    def on_resize(self) -> None:
        """Keep the row one stands on in sight."""
        self.virtual_size = Size(self.size.width, len(self._articles))
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """One article."""
        width, place = self.scrollable_content_region.width, y + self.scroll_offset.y
        ground = self.rich_style
        if place >= len(self._articles):
            return Strip.blank(width, ground)
        style = ground + Style(reverse=True) if place == self.place else ground
        text = safe_line(queue_row(self._entry(place)), width)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def _entry(self, place: int) -> QueueEntry:
        article = self._articles[place]
        if article not in self._entries:
            height = max(1, self.scrollable_content_region.height)
            wanted = self._articles[max(0, place - AROUND) : place + height + AROUND]
            self._entries = {entry.article: entry for entry in self._read(wanted)}
        return self._entries[article]

    def _refresh_row(self, place: int) -> None:
        y = place - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, 1))

    def _reveal(self) -> None:
        height = max(1, self.scrollable_content_region.height)
        top = self.scroll_offset.y
        if not top <= self.place < top + height:
            middle = max(0, self.place - height // 2)
            self.scroll_to(y=middle, animate=False, immediate=True)


def queue_row(entry: QueueEntry) -> str:
    """One article on one line: sign and word of its state, flag, title, what it waits for."""
    flag = "⚑" if entry.flagged else " "
    title = safe_line(entry.title, TITLE_CELLS)
    waiting = "" if entry.suggested or entry.state is not State.NEW else "  (suggestions to come)"
    copies = f"  (≈ {entry.copies})" if entry.copies else ""
    return (
        f"{STATE_SIGNS[entry.state]} {STATE_NAMES[entry.state]:<8}{flag} {title}{copies}{waiting}"
    )
