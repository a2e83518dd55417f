"""The side panel: the current item in full, then who and what the article names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from annotator.domain.display import safe_line


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity of the article: its name, label, and how many mentions it has."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PanelValue:
    """What the panel shows. `details` are lines about the current item."""

    heading: str
    label: str | None
    details: Sequence[str]
    entities: Sequence[EntityRow]
    current_entity: str | None


def entity_rows(names: Sequence[tuple[str, str]]) -> tuple[EntityRow, ...]:
    """Rows for (name, label) of each mention, the most frequent first."""
    counted = Counter(names)
    rows = [EntityRow(name, label, count) for (name, label), count in counted.items()]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name)))


class SidePanel(Static):
    """Draws a `PanelValue` beside the article."""

    ALLOW_SELECT = False

    def __init__(self, colours: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)
        self._colours = colours
        self._value: PanelValue | None = None

    def show(self, value: PanelValue) -> None:
        """Draw the value, if it is another one than before."""
        if value != self._value:
            self._value = value
            self.update(self._content(value), layout=False)

    def on_resize(self) -> None:
        """Draw again at the new width."""
        if self._value is not None:
            self.update(self._content(self._value), layout=False)

    def _content(self, value: PanelValue) -> Content:
        width = max(12, self.content_size.width)
        lines = [Content(safe_line(value.heading, width)).stylize(Style(bold=True))]
        if value.label is not None:
            lines.append(self._label(value.label))
        lines += [Content(safe_line(detail, width)) for detail in value.details]
        lines += [Content(""), Content("In this article").stylize(Style(bold=True))]
        room = max(0, self.content_size.height - len(lines))
        lines += [self._row(row, value.current_entity, width) for row in value.entities[:room]]
        return Content("\n").join(lines)

    def _row(self, row: EntityRow, current: str | None, width: int) -> Content:
        marker = "▸" if row.name == current else " "
        count = f" ×{row.count}" if row.count > 1 else ""
        room = width - len(row.label) - len(count) - 4
        name = Content(f"{marker} {safe_line(row.name, max(4, room))}{count} ")
        return Content.assemble(name, self._label(row.label))

    def _label(self, label: str) -> Content:
        colour = self._colours.get(label)
        text = Content(f" {label} ")
        return text if colour is None else text.stylize(Style.parse(f"black on {colour}"))
