"""The side panel: the current item in full, then who and what the article names.

Drawn line by line: only lines that changed go to the terminal, so that a step to the next item
costs a few hundred bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotator.domain.display import safe_line

ITEM_LINES = 10
"""Lines of the current item: heading, label, up to seven lines of details, and one of space."""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity of the article: its name, label, and how many mentions it has."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One stance of the article, by its id; rows of one holder follow each other."""

    id: str
    holder: str
    target: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class PanelValue:
    """What the panel shows. `details` are lines about the current item."""

    heading: str
    label: str | None
    details: Sequence[str]
    entities: Sequence[EntityRow]
    current_entity: str | None
    stances: Sequence[StanceRow] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the panel: text, then a label on its colour."""

    text: str
    label: str | None = None
    bold: bool = False
    stance: StanceRow | None = None


def panel_lines(value: PanelValue, width: int, height: int) -> list[Line]:
    """The panel as at most `height` lines of at most `width` cells; none where it is hidden."""
    if width < 1 or height < 1:
        return []
    lines = [Line(safe_line(value.heading, width), bold=True), Line("", value.label)]
    for detail in value.details:
        lines += [Line(part) for part in wrap(safe_line(detail, 2 * width - 2), width)]
    # Room for the longest details, so that the names below never jump.
    lines += [Line("")] * (ITEM_LINES - len(lines))
    lines += _stance_lines(value.stances, width, (height - len(lines)) * 2 // 3)
    lines.append(Line("In this article", bold=True))
    for row in value.entities[: max(0, height - len(lines))]:
        marker = "▸" if row.name == value.current_entity else " "
        count = f" ×{row.count}" if row.count > 1 else ""
        room = width - len(row.label) - len(count) - 5
        lines.append(Line(f"{marker} {safe_line(row.name, max(4, room))}{count} ", row.label))
    return lines[:height]


def _stance_lines(rows: Sequence[StanceRow], width: int, room: int) -> list[Line]:
    """The stances, each holder once; a part around the current one where room is short."""
    if not rows:
        return []
    lines: list[Line] = []
    current = 0
    for n, row in enumerate(rows):
        if n == 0 or rows[n - 1].holder != row.holder:
            lines.append(Line(safe_line(row.holder, width)))
        if row.current:
            current = len(lines)
        marker = "▸" if row.current else " "
        target = safe_line(row.target, max(4, width - len(row.label) - 7))
        lines.append(Line(f" {marker} {target} ", row.label, stance=row))
    room -= 2
    first = max(0, min(current - room // 2, len(lines) - room))
    return [Line("Stances", bold=True), *lines[first : first + max(0, room)], Line("")]


class SidePanel(Widget):
    """Draws a `PanelValue` beside the article."""

    ALLOW_SELECT = False

    def __init__(self, colours: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002  # Textual
        super().__init__(id=id)
        self._colours = colours
        self._value: PanelValue | None = None
        self._panel_lines: list[Line] = []

    def show(self, value: PanelValue) -> None:
        """Draw the value; lines that stay the same are not painted again."""
        self._value = value
        width, height = self.content_size
        before, self._panel_lines = self._panel_lines, panel_lines(value, width, height)
        for y in range(max(len(before), len(self._panel_lines))):
            if before[y : y + 1] != self._panel_lines[y : y + 1]:
                self.refresh(Region(0, y, width, 1))

    def set_colours(self, colours: Mapping[str, str]) -> None:
        """Draw the labels on other grounds."""
        self._colours = colours
        self.refresh()

    @property
    def stances_in_sight(self) -> tuple[StanceRow, ...] | None:
        """The rows of stances that are drawn; None where the panel is hidden."""
        if not self.display:
            return None
        return tuple(line.stance for line in self._panel_lines if line.stance is not None)

    def on_resize(self) -> None:
        """Draw again at the new size."""
        if self._value is not None:
            self._panel_lines = []
            self.show(self._value)

    def render_line(self, y: int) -> Strip:
        """One line on the panel's ground."""
        ground = self.rich_style
        segments: list[Segment] = []
        if y < len(self._panel_lines):
            line = self._panel_lines[y]
            segments.append(Segment(line.text, ground + Style(bold=line.bold)))
            if line.label is not None:
                segments.append(Segment(f" {line.label} ", ground + self._ground(line.label)))
        return Strip(segments).adjust_cell_length(self.content_size.width, ground)

    def _ground(self, label: str) -> Style:
        colour = self._colours.get(label)
        return Style(reverse=True) if colour is None else Style(color="#000000", bgcolor=colour)
