"""Hits over all articles: Enter goes to one, a label's key labels all of them, Esc goes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotator.domain.display import safe_line
from annotator.domain.finding import Hit
from annotator.tui import find_wording

if TYPE_CHECKING:
    from annotator.project.finding import Found

Choice: TypeAlias = "Hit | str | None"
"""A hit to go to, the id of a label for all of them, or nothing."""
NAME_CELLS, BEFORE_CELLS, WORDS_CELLS, AFTER_CELLS = 22, 24, 24, 40


class HitsScreen(ModalScreen[Choice]):
    """Lists hits with what stands around them; `labels` are label ids by their keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    def __init__(self, found: Found, labels: Mapping[str, str]) -> None:
        super().__init__()
        self._found, self._labels = found, labels

    def compose(self) -> ComposeResult:
        """How many, the hits, and the keys."""
        found, articles = self._found, len({hit.article for hit in self._found.hits})
        heading = find_wording.hits(found.words, len(found.hits), articles, more=found.more)
        yield Static(Content(heading), id="hits-heading")
        yield OptionList(*(Option(hit_row(hit)) for hit in found.hits), id="hits-list")
        yield Static(Content(find_wording.hits_legend("/".join(self._labels))), id="hits-legend")

    def on_mount(self) -> None:
        """Stand on the first hit."""
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        """A label's key labels every hit."""
        label = self._labels.get(event.character or "")
        if label is not None:
            event.stop()
            self.dismiss(label)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found.hits[event.option_index])

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


def hit_row(hit: Hit) -> Content:
    """One hit on one line, the words in bold; all of it safe to show."""
    # The nearest words before it are the ones to see.
    before = safe_line(hit.before.split("\n")[-1][-BEFORE_CELLS:], BEFORE_CELLS)
    words = safe_line(hit.words, WORDS_CELLS)
    after = safe_line(hit.after.split("\n")[0], AFTER_CELLS)
    name = Content(f"{safe_line(hit.article, NAME_CELLS):<{NAME_CELLS}} {before:>{BEFORE_CELLS}}")
    return name + Content(words).stylize("bold underline") + Content(after)
