"""The panel beside the article: the current item in full, then who and what the article names.

Where the screen is too narrow for that it lies below the text, as a strip: the stances in sight on
one line each, the current one and its neighbours.

Drawn line by line: only lines that changed go to the terminal, so that a step to the next item
costs a few hundred bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from textwrap import wrap

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from annotator.domain.display import safe_line
from annotator.tui.widgets.plain_lines import Ground, PlainLines

ITEM_LINES = 10
"""Lines of the current item: heading, label, up to seven lines of details, and one of space."""
LEAST_ITEM_LINES = 5
"""Lines of the current item where the stances in sight need the others."""
STANCE_LINES = 2
"""Lines of one stance: its ends, then side, voice and evidence."""
SHORTEST_EVIDENCE = 6
"""Evidence is left out where fewer cells are left for it."""
ARROW = " → "
LEAST_CELLS, MOST_CELLS = 36, 60
TEXT_CELLS = 96
"""What an article takes at its full reading width, with margins and scroll bar."""
KEPT_LINES = 512
"""Painted lines kept: those of the entities come back at every item, some in another row."""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity of the article: its name, label, and how many mentions it has."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One stance of the text in sight, by its id.

    Ends and evidence are words of the text, `voice` says whose they are; `decided` says that the
    person judged it. `number` is the key that leads to it; `hint` are the letters that do, while
    they are asked for.
    """

    id: str
    holder: str
    target: str
    label: str
    voice: str
    evidence: str
    current: bool
    decided: bool = False
    doubtful: bool = False
    """The doubt ring stops at it; a question mark says so."""
    near: bool = False
    """No stance is current, and this one is nearest to where the person is."""
    hint: str = ""
    number: str = ""
    group: str = ""
    """The holder by its canonical name; the rows of one follow each other."""
    start: int = 0
    """Where the evidence begins, in code points."""


@dataclass(frozen=True, slots=True)
class PanelValue:
    """What the panel shows. `details` are lines about the current item, `kinds` those of its ends.

    The kinds stand in the heading of a strip, which has no room for the details.
    """

    heading: str
    label: str | None
    details: Sequence[str]
    entities: Sequence[EntityRow]
    current_entity: str | None
    stances: Sequence[StanceRow] = ()
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the panel: text, then a label on its colour, then the tail.

    `stance` is the row, as it is drawn, that the line is the last of; `leads_to` is the id of the
    stance that a click on the line makes current.
    """

    text: str
    label: str | None = None
    bold: bool = False
    tail: str = ""
    stance: StanceRow | None = None
    leads_to: str = ""


def panel_width(columns: int) -> int:
    """Cells of the panel beside an article: what the text leaves, within reason."""
    return min(MOST_CELLS, max(LEAST_CELLS, columns - TEXT_CELLS))


def panel_lines(value: PanelValue, width: int, height: int) -> list[Line]:
    """The panel as at most `height` lines of at most `width` cells; none where it is hidden."""
    if width < 1 or height < 1:
        return []
    lines = [Line(safe_line(value.heading, width), bold=True), Line("", value.label)]
    for detail in value.details:
        lines += [Line(part) for part in wrap(safe_line(detail, 2 * width - 2), width)]
    spare = height - STANCE_LINES * len(value.stances) - 2
    room = min(ITEM_LINES, max(LEAST_ITEM_LINES, spare)) if value.stances else ITEM_LINES
    # As many lines for every item, so that what is below never jumps.
    lines = [*lines[: room - 1], *[Line("")] * max(1, room - len(lines))]
    lines += _stance_lines(value.stances, width, height - len(lines))
    lines.append(Line("In this article", bold=True))
    rows = value.entities[: max(0, height - len(lines))]
    lines += [_line_of_entity(row, row.name == value.current_entity, width) for row in rows]
    return lines[:height]


@lru_cache(maxsize=KEPT_LINES)
def _line_of_entity(row: EntityRow, current: bool, width: int) -> Line:
    """An entity with how often it is named; most of them are the same at every key."""
    count = f" ×{row.count}" if row.count > 1 else ""
    room = width - len(row.label) - len(count) - 5
    name = safe_line(row.name, max(4, room))
    return Line(f"{'▸' if current else ' '} {name}{count} ", row.label)


def _stance_lines(rows: Sequence[StanceRow], width: int, room: int) -> list[Line]:
    """The stances, each on two lines.

    Where room is short, those that were decided are left out, then those far from the nearest one.
    """
    most = (room - 1) // STANCE_LINES
    if not rows or most < 1:
        return []
    kept = rows if len(rows) <= most else [r for r in rows if _is_here(r) or not r.decided]
    drawn = _around_current(kept, most)
    groups = [list(group) for _, group in groupby(drawn, key=lambda row: row.group)]
    named = STANCE_LINES * len(drawn) + len(groups) < room - 1
    lines = [Line(_stances_heading(drawn, rows), bold=True)]
    for group in groups:
        if named and len(group) > 1:
            lines.append(Line(safe_line(group[0].group, width), bold=True))
        for row in group:
            lines += _lines_of_stance(row, width)
    return [*lines, Line("")]


def strip_lines(value: PanelValue, width: int, height: int) -> list[Line]:
    """The strip as at most `height` lines of at most `width` cells: heading, then stances."""
    if width < 1 or height < 1:
        return []
    drawn = _around_current(value.stances, height - 1)
    kinds = f" · {value.kinds}" if value.kinds else ""
    heading = safe_line(_stances_heading(drawn, value.stances) + kinds, width)
    return [Line(heading, bold=True), *(_line_of_stance(row, width) for row in drawn)]


def _around_current(rows: Sequence[StanceRow], most: int) -> Sequence[StanceRow]:
    """As many rows as there is room for: those next to the current one in the text."""
    in_text = sorted(rows, key=lambda row: row.start)
    current = next((n for n, row in enumerate(in_text) if _is_here(row)), 0)
    first = max(0, min(current - most // 2, len(rows) - most))
    kept = {row.id for row in in_text[first : first + most]}
    return [row for row in rows if row.id in kept]


def _is_here(row: StanceRow) -> bool:
    return row.current or row.near


def _stances_heading(drawn: Sequence[StanceRow], rows: Sequence[StanceRow]) -> str:
    of_all = "" if len(drawn) == len(rows) else f": {len(drawn)} of {len(rows)}"
    return f"Stances in sight{of_all}" if rows else "No stance in sight"


def _line_of_stance(row: StanceRow, width: int) -> Line:
    """A stance on one line: ends, side, voice, then as much evidence as there is room for."""
    sign = _doubt_sign(row)
    room = max(8, (width - len(row.label) - cell_len(row.voice) - len(sign) - 8) * 2 // 3)
    holder = safe_line(row.holder, max(room // 2, room - cell_len(row.target)))
    target = safe_line(row.target, room - cell_len(holder))
    ends = f"{_marker(row):<2}{holder}{ARROW}{target}{sign} "
    left = width - cell_len(ends) - len(row.label) - cell_len(row.voice) - 3
    evidence = safe_line(row.evidence, left - 3) if left > SHORTEST_EVIDENCE else ""
    drawn = replace(row, holder=holder, target=target, evidence=evidence)
    words = f" “{evidence}”" if evidence else ""
    return Line(ends, row.label, tail=f" {row.voice}{words}", stance=drawn, leads_to=row.id)


def _marker(row: StanceRow) -> str:
    """What stands before a stance: the letters or key that lead to it, or that it is current."""
    return row.hint or ("▸" if row.current else row.number)


def _doubt_sign(row: StanceRow) -> str:
    return " ?" if row.doubtful else ""


def _lines_of_stance(row: StanceRow, width: int) -> list[Line]:
    """Both lines of a stance, cut to the width; the row in them is what is drawn."""
    sign = _doubt_sign(row)
    room = max(8, width - len(ARROW) - len(sign) - 2)
    holder = safe_line(row.holder, max(room // 2, room - cell_len(row.target)))
    target = safe_line(row.target, room - cell_len(holder))
    left = width - len(row.label) - cell_len(row.voice) - 6
    evidence = safe_line(row.evidence, left - 2) if left > SHORTEST_EVIDENCE else ""
    drawn = replace(row, holder=holder, target=target, evidence=evidence)
    words = f" “{evidence}”" if evidence else ""
    voice = safe_line(row.voice, max(4, width - len(row.label) - 5))
    return [
        Line(f"{_marker(row):<2}{holder}{ARROW}{target}{sign}", leads_to=row.id),
        Line("  ", row.label, tail=f" {voice}{words}", stance=drawn, leads_to=row.id),
    ]


class SidePanel(PlainLines):
    """Draws a `PanelValue` beside the article, or below it as a strip."""

    ALLOW_SELECT = False

    @dataclass
    class StanceClicked(Message):
        """A stance of the list is to become current."""

        id: str

    def __init__(self, colours: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002  # Textual
        super().__init__(id=id)
        self._colours = colours
        self._value: PanelValue | None = None
        self._panel_lines: list[Line] = []
        self._painted: LRUCache[Line, Strip] = LRUCache(KEPT_LINES)
        # Asked of Textual once, not for each line: it walks up to the screen every time.
        self._ground_style: Style | None = None
        self.is_strip = False

    def show(self, value: PanelValue) -> None:
        """Draw the value; lines that stay the same are not painted again."""
        self._value = value
        width, height = self.content_size
        lines = strip_lines if self.is_strip else panel_lines
        before, self._panel_lines = self._panel_lines, lines(value, width, height)
        changed = [
            Region(0, y, width, 1)
            for y in range(max(len(before), len(self._panel_lines)))
            if before[y : y + 1] != self._panel_lines[y : y + 1]
        ]
        if changed:
            # All at once: each call asks the styles where the content begins.
            self.refresh(*changed)

    def notify_style_update(self) -> None:
        """Another theme has another ground."""
        super().notify_style_update()
        self._ground_style = None
        self._painted.clear()

    def set_colours(self, colours: Mapping[str, str]) -> None:
        """Draw the labels on other grounds."""
        self._colours = colours
        self._painted.clear()
        self.refresh()

    @property
    def stances_in_sight(self) -> tuple[StanceRow, ...] | None:
        """The rows of stances that are drawn; None where the panel is hidden."""
        if not self.display:
            return None
        return tuple(line.stance for line in self._panel_lines if line.stance is not None)

    def on_click(self, event: events.Click) -> None:
        """A click on a stance makes it current."""
        at = event.get_content_offset(self)
        if at is not None and at.y < len(self._panel_lines):
            stance = self._panel_lines[at.y].leads_to
            if stance:
                self.post_message(self.StanceClicked(stance))

    def on_resize(self) -> None:
        """Draw again at the new size."""
        if self._value is not None:
            self._panel_lines = []
            self.show(self._value)

    def forget_lines(self) -> None:
        """Paint every line anew."""
        self._painted.clear()

    def finished_lines(self, rows: Sequence[int], ground: Ground) -> list[Strip]:
        """The lines as they go to the screen; those that were drawn before are kept."""
        lines, blank = self._panel_lines, Line("")
        found: list[Strip] = []
        for y in rows:
            line = lines[y] if y < len(lines) else blank
            strip = self._painted.get(line)
            if strip is None:
                strip = self._painted[line] = ground.finished(self._paint(line))
            found.append(strip)
        return found

    def render_line(self, y: int) -> Strip:
        """One line on the panel's ground."""
        return self._paint(self._panel_lines[y] if y < len(self._panel_lines) else Line(""))

    def _paint(self, line: Line) -> Strip:
        ground = self._ground_style = self._ground_style or self.rich_style
        segments = [Segment(line.text, ground + Style(bold=line.bold))]
        if line.label is not None:
            segments.append(Segment(f" {line.label} ", ground + self._label_style(line.label)))
        segments.append(Segment(line.tail, ground))
        return Strip(segments).adjust_cell_length(self.content_size.width, ground)

    def _label_style(self, label: str) -> Style:
        colour = self._colours.get(label)
        return Style(reverse=True) if colour is None else Style(color="#000000", bgcolor=colour)
