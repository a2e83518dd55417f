"""Places in texts as a list: one key goes to a place, a label's key chooses the label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from annotator.domain.display import safe_line
from annotator.domain.finding import Hit, Labelled
from annotator.tui import entity_wording, find_wording
from annotator.tui.key_names import ModeKeys
from annotator.tui.screens.places import KeyedList, ListScreen
from annotator.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from annotator.project.finding import Found
    from annotator.project.label_history import History

Choice: TypeAlias = "Hit | str"
"""A hit to go to, or the id of a label for all of them."""
LABEL_CELLS = 10
NAME_CELLS, BEFORE_CELLS, WORDS_CELLS, AFTER_CELLS = 22, 24, 24, 40


class PlacesScreen(ListScreen[Choice]):
    """Lists places with what stands around them; `labels` are label ids by their keys."""

    def __init__(
        self,
        keys: ModeKeys,
        heading: str,
        rows: Sequence[Content],
        hits: Sequence[Hit],
        legend: str,
        labels: Mapping[str, str],
    ) -> None:
        super().__init__(keys)
        self._heading, self._rows, self._hits = heading, rows, hits
        self._legend, self._labels = legend, labels

    def compose(self) -> ComposeResult:
        """How many, the places, and the keys."""
        yield Static(Content(self._heading), id="hits-heading")
        yield KeyedList(*self._rows, keys=self.keys, id="hits-list")
        labels = [(key, f"label('{label}')") for key, label in self._labels.items()]
        there, back = self.keys.names["list.open"], self.keys.names["list.back"]
        acts = [(f"{there} goes there", "there"), *labels, (f"{back} goes back", "leave")]
        yield KeyLine(self._legend, acts, id="hits-legend")

    def on_key(self, event: events.Key) -> None:
        """A label's key chooses the label."""
        label = self._labels.get(event.character or "")
        if label is not None:
            event.stop()
            self.dismiss(label)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._hits[event.option_index])

    def action_label(self, label: str) -> None:
        """Choose a label."""
        self.dismiss(label)


class HitsScreen(PlacesScreen):
    """Hits over all articles: a label's key labels all of them."""

    def __init__(self, keys: ModeKeys, found: Found, labels: Mapping[str, str]) -> None:
        articles = len({hit.article for hit in found.hits})
        heading = find_wording.hits(found.words, len(found.hits), articles, more=found.more)
        rows = [hit_row(hit) for hit in found.hits]
        legend = find_wording.hits_legend(keys.names, "/".join(labels))
        super().__init__(keys, heading, rows, found.hits, legend, labels)


class LabelledScreen(PlacesScreen):
    """Where some words were labelled before: a label's key gives it to the current mention."""

    def __init__(self, keys: ModeKeys, history: History, labels: Mapping[str, str]) -> None:
        heading = entity_wording.labelled_before(history.words, history.counts)
        rows = [labelled_row(place) for place in history.places]
        legend = entity_wording.labelled_legend(keys.names, "/".join(labels))
        hits = [place.hit for place in history.places]
        super().__init__(keys, heading, rows, hits, legend, labels)


def labelled_row(place: Labelled) -> Content:
    """One place on one line: what it was labelled, then the hit."""
    said = f"not {place.label}" if place.is_rejected else place.label
    return Content(f"{safe_line(said, LABEL_CELLS):<{LABEL_CELLS}} ") + hit_row(place.hit)


def hit_row(hit: Hit) -> Content:
    """One hit on one line, the words in bold; all of it safe to show."""
    # The nearest words before it are the ones to see.
    before = safe_line(hit.before.split("\n")[-1][-BEFORE_CELLS:], BEFORE_CELLS)
    words = safe_line(hit.words, WORDS_CELLS)
    after = safe_line(hit.after.split("\n")[0], AFTER_CELLS)
    name = Content(f"{safe_line(hit.article, NAME_CELLS):<{NAME_CELLS}} {before:>{BEFORE_CELLS}}")
    return name + Content(words).stylize("bold underline") + Content(after)
