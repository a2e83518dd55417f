"""Own work against gold: a list of places that leads to the article, the sentence below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from annotator.domain.display import safe_line, shown
from annotator.domain.feedback import Feedback, kind_counts
from annotator.tui.key_names import ModeKeys
from annotator.tui.question_wording import lines_of
from annotator.tui.screens.places import KeyedList, ListScreen
from annotator.tui.widgets.key_line import KeyLine
from annotator.tui.wording import mine_legend

LINE_CELLS = 200
AROUND = 160
"""Characters of the paragraph that are shown on each side of the place."""


class MineScreen(ListScreen[Feedback]):
    """Gives back the place to go to, or None to go back."""

    ACTS: ClassVar[Mapping[str, str]] = {**ListScreen.ACTS, "list.kind": "kind"}

    def __init__(self, keys: ModeKeys, places: Sequence[Feedback]) -> None:
        super().__init__(keys)
        self._places = places
        self._counts = kind_counts(places)
        self._kinds = ["", *(kind for kind, _ in self._counts.most_common())]
        self._kind = ""
        self._listed: Sequence[Feedback] = ()

    def compose(self) -> ComposeResult:
        """The kinds with their counts, the places, then the one that is current."""
        yield Static("", id="mine-kinds", markup=False)
        yield KeyedList(keys=self.keys, id="mine-list")
        yield Static("", id="mine-place", markup=False)
        names = self.keys.names
        acts = (
            (f"{names['list.open']} goes there", "there"),
            (f"{names['list.kind']} next kind", "kind"),
            (f"{names['list.back']} goes back", "leave"),
        )
        yield KeyLine(mine_legend(names), acts, classes="quiet")

    def on_mount(self) -> None:
        """List everything, the newest first."""
        self._list()
        super().on_mount()

    def action_kind(self) -> None:
        """List one kind only; after the last one, all of them again."""
        following = (self._kinds.index(self._kind) + 1) % len(self._kinds)
        self._kind = self._kinds[following]
        self._list()

    def _list(self) -> None:
        self._listed = [p for p in self._places if not self._kind or self._kind in p.kinds]
        counts = [("all", len(self._places)), *self._counts.most_common()]
        chosen = self._kind or "all"
        head = "   ".join(f"{'▸' if kind == chosen else ' '}{n} {kind}" for kind, n in counts)
        self.query_one("#mine-kinds", Static).update(Content(head))
        places = self.query_one(KeyedList)
        places.clear_options()
        places.add_options([Content(safe_line(place_row(p), LINE_CELLS)) for p in self._listed])
        places.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        place = self._listed[event.option_index]
        self.query_one("#mine-place", Static).update(Content(place_text(place)))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._listed[event.option_index])


def place_row(place: Feedback) -> str:
    """One place on one line."""
    if place.question is not None:
        return f"{place.article}  {', '.join(place.kinds)}: {place.own} / {place.gold}"
    return f"{place.article}  {', '.join(place.kinds)}: {place.own} / gold: {place.gold}"


def place_text(place: Feedback) -> str:
    """One place with its sentence, the place between brackets, safe to show."""
    start, end = place.span.start - place.context, place.span.end - place.context
    before, here = place.paragraph[max(0, start - AROUND) : start], place.paragraph[start:end]
    after = place.paragraph[end : end + AROUND]
    begin = "…" if start > AROUND else ""
    rest = "…" if len(place.paragraph) > end + AROUND else ""
    sentence = f"{begin}{shown(before)}⟦{shown(here)}⟧{shown(after)}{rest}"
    if place.question is not None:
        return "\n".join([sentence, *lines_of(place.question)])
    lines = [sentence, f"yours: {shown(place.own)}", f"gold:  {shown(place.gold)}"]
    return "\n".join([*lines, *([f"note:  {shown(place.note)}"] if place.note else [])])
