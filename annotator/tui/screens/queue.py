"""The queue: every article with its state and the progress; Enter opens one, f filters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotator.domain.counted import counted
from annotator.domain.display import shown
from annotator.domain.layer import State
from annotator.domain.queue import QueueCounts
from annotator.errors import InputError
from annotator.tui.bindings import bindings_of
from annotator.tui.key_names import ModeKeys
from annotator.tui.legend import filter_legend, nothing_offered, queue_legend, queue_matches
from annotator.tui.widgets.key_line import Acts, KeyLine
from annotator.tui.widgets.line_input import LineInput
from annotator.tui.widgets.queue_list import QueueList
from annotator.tui.wording import STATE_NAMES

if TYPE_CHECKING:
    from annotator.project.queue import Queue
    from annotator.project.status import Today

BAR_CELLS = 30


class QueueScreen(ModalScreen[str | None]):
    """Gives back the id of the article to open, or None to go back.

    The list follows what is typed into the filter.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", show=False)]
    ACTS: ClassVar[Mapping[str, str]] = {
        "queue.back": "leave",
        "queue.filter": "filter",
        "app.find": "filter",
    }
    FIELD_ACTS: ClassVar[Mapping[str, str]] = {"queue.open": "list", "queue.next": "list"}
    """What in the list are acts of its own."""

    def __init__(self, queue: Queue, on_screen: str | None, notice: str, keys: ModeKeys) -> None:
        super().__init__()
        self._keys, self._in_field = keys, keys.in_field()
        own = bindings_of(keys.by_key, self.ACTS)
        in_field = bindings_of(self._in_field.by_key, self.FIELD_ACTS)
        self._bindings = BindingsMap.merge([own, in_field, self._bindings])
        self._queue, self._on_screen, self._notice = queue, on_screen, notice
        self._total = 0
        self._listed: str | None = None
        """The filter whose articles the list shows."""
        self._searching = False

    def compose(self) -> ComposeResult:
        """Progress above, articles below, then the filter."""
        # Imported here: the first frame must not wait for SQLModel.
        from annotator.project.status import done_today

        counts, today = self._queue.counts(), done_today(self._queue.workspace)
        self._total = counts.total
        far = f"{progress_line(counts)}\n{today_line(today)}"
        yield Static(Content(far), id="queue-progress")
        yield QueueList(self._queue.rows, self._keys.by_key, id="queue-list")
        field = LineInput(placeholder="words  flagged  state:open  label:PER", id="queue-filter")
        field.display = field.cursor_blink = False
        yield field
        if self._notice:
            yield Static(Content(shown(self._notice)), id="queue-notice")
        yield KeyLine("", (), id="queue-legend")

    def on_mount(self) -> None:
        """Stand on the article that was on screen."""
        self.action_list()

    def on_descendant_focus(self) -> None:
        """The field has other keys than the list."""
        self._say_keys()

    @property
    def _list(self) -> QueueList:
        return self.query_one(QueueList)

    @property
    def _field(self) -> LineInput:
        return self.query_one(LineInput)

    @on(QueueList.Chosen)
    def _chosen(self, event: QueueList.Chosen) -> None:
        self.dismiss(event.article)

    def action_filter(self) -> None:
        """Type which articles to list."""
        self._field.display = True
        self._field.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        if not self._searching:
            self.run_worker(self._follow(), name="filter")

    async def _follow(self) -> None:
        """List what the field asks for, as often as that has changed: a search may take a while."""
        self._searching, line = True, self._listed
        while line != self._field.value:
            line = self._field.value
            try:
                found = await asyncio.to_thread(self._queue.find, line)
            except InputError as error:
                self._say(str(error))
            else:
                if line == self._field.value:
                    self._show(line, found)
        self._searching = False

    @on(Input.Submitted)
    def action_list(self) -> None:
        """From the filter to the list of what it asks for; an empty one closes."""
        line = self._field.value
        if line != self._listed:
            # At once: the next key may be one for the list.
            try:
                self._show(line, self._queue.find(line))
            except InputError as error:
                self._say(str(error))
                return
        self._field.display = bool(line.strip())
        self._list.focus()

    def action_open(self) -> None:
        """Open the article that one stands on."""
        self._list.action_choose()

    def action_leave(self) -> None:
        """Out of the filter first; then back to the article."""
        if not self._field.display:
            self.dismiss(None)
            return
        self._field.value = ""
        self.action_list()

    def _show(self, line: str, found: Sequence[str]) -> None:
        """List the articles found for a filter; say what to do where there is none at all."""
        self._listed = line
        self._list.show(found, self._list.article or self._on_screen)
        self._say_keys()

    def _say_keys(self) -> None:
        found = self._list.count
        if self._field.has_focus:
            self._say(filter_legend(self._in_field.names, found, self._total))
        elif (self._listed or "").strip():
            self._say(queue_matches(self._keys.names, found, self._total))
        elif found:
            self._say(queue_legend(self._keys.names))
        else:
            self._say(nothing_offered(self._keys.names, self._total))

    def _say(self, line: str) -> None:
        self.query_one("#queue-legend", KeyLine).say(shown(line), self._acts())

    def _acts(self) -> Acts:
        """What a click on the legend does, where its words stand there."""
        names, field = self._keys.names, self._in_field.names
        return [
            (f"{field['queue.open']}: to the list", "list"),
            (f"{names['queue.open']} opens", "open"),
            (f"{names['queue.filter']} filters", "filter"),
            (f"{names['queue.filter']} changes", "filter"),
            (f"{names['queue.back']} goes back", "leave"),
            (f"{names['queue.back']} drops it", "leave"),
            (f"{field['queue.back']} drops it", "leave"),
        ]


def progress_line(counts: QueueCounts) -> str:
    """How far the annotator is, as a bar and in words."""
    done, total = counts.states[State.DONE], counts.total
    filled = round(BAR_CELLS * done / total) if total else 0
    words = ", ".join(
        f"{counts.states[state]} {STATE_NAMES[state]}" for state in State if counts.states[state]
    )
    if counts.elsewhere:
        words += f"; {counts.elsewhere} with others"
    bar = f"{'█' * filled}{'░' * (BAR_CELLS - filled)}"
    return f"{bar} {done} of {counted(total, 'article')} done   ({words})"


def today_line(today: Today, minutes_per_article: float | None = None) -> str:
    """What the annotator did today, and how long an article takes her."""
    line = f"today: {counted(today.articles, 'article')}, {counted(today.items, 'item')}"
    return line if minutes_per_article is None else f"{line}   {minutes_per_article} min an article"
