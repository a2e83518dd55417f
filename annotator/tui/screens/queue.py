"""The queue: every article with its state and the progress; Enter opens one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotator.domain.display import safe_line
from annotator.domain.layer import State
from annotator.domain.queue import QueueEntry
from annotator.tui.wording import STATE_NAMES

STATE_SIGNS = {State.NEW: "·", State.OPEN: "▸", State.DONE: "✓", State.SKIPPED: "»"}
TITLE_CELLS = 70
BAR_CELLS = 30


class QueueScreen(ModalScreen[str | None]):
    """Gives back the id of the article to open, or None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    def __init__(self, entries: Sequence[QueueEntry], on_screen: str | None, notice: str) -> None:
        super().__init__()
        self._entries, self._on_screen, self._notice = entries, on_screen, notice

    def compose(self) -> ComposeResult:
        """Progress above, articles below."""
        yield Static(Content(progress_line(self._entries)), id="queue-progress")
        yield OptionList(
            *(Option(queue_row(entry), id=f"a{n}") for n, entry in enumerate(self._entries)),
            id="queue-list",
            markup=False,
        )
        yield Static(Content(self._notice or "Enter opens   Esc goes back   Ctrl+Q quits"))

    def on_mount(self) -> None:
        """Stand on the article that was on screen."""
        ids = [entry.article for entry in self._entries]
        listed = self.query_one(OptionList)
        if ids:
            listed.highlighted = ids.index(self._on_screen) if self._on_screen in ids else 0
        listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the article back."""
        self.dismiss(self._entries[event.option_index].article)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def queue_row(entry: QueueEntry) -> Content:
    """One article on one line: sign and word of its state, flag, title, near-copies."""
    flag = "⚑" if entry.flagged else " "
    title = safe_line(entry.title, TITLE_CELLS)
    waiting = "" if entry.suggested or entry.state is not State.NEW else "  (suggestions to come)"
    copies = (
        f"  (≈ {entry.copies} near-cop{'y' if entry.copies == 1 else 'ies'})"
        if entry.copies
        else ""
    )
    sign, word = STATE_SIGNS[entry.state], STATE_NAMES[entry.state]
    return Content(f"{sign} {word:<8}{flag} {title}{copies}{waiting}")


def progress_line(entries: Sequence[QueueEntry]) -> str:
    """How far the annotator is, as a bar and in words."""
    counts = Counter(entry.state for entry in entries)
    done, total = counts[State.DONE], len(entries)
    filled = round(BAR_CELLS * done / total) if total else 0
    words = ", ".join(f"{counts[state]} {STATE_NAMES[state]}" for state in State if counts[state])
    return f"{'█' * filled}{'░' * (BAR_CELLS - filled)} {done} of {total} articles done   ({words})"
