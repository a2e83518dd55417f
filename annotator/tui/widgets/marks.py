"""What an article view draws: marks, the rows they stand in, and the styles they are drawn with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rich.style import Style

from annotator.domain.display import shown
from annotator.tui.widgets.article_layout import ArticleLayout, CellMap


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled span to draw. `label` is a key of the palette; offsets are code points.

    An `outlined` mark is a candidate, not filled in; a `doubtful` one asks for a look.
    """

    id: str
    start: int
    end: int
    label: str
    outlined: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class LabelStyles:
    """How one label's marks look.

    `seam` is the first character of a filled mark that begins where another of its label ends.
    `letter` stands in the space before a mark, in the style `sign`; empty where colours suffice.
    `quiet` is how a mark is drawn under hints: its colour without a ground.
    """

    filled: Style
    doubtful: Style
    outlined: Style
    seam: Style
    quiet: Style
    sign: Style = field(default_factory=Style)
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Palette:
    """Every style of the article view. None of them says something by colour alone."""

    labels: Mapping[str, LabelStyles]
    other: LabelStyles
    """For a label that the palette does not know."""
    title: Style
    dimmed: Style
    symbol: Style
    """Signs that stand for invisible characters."""
    outline: Style
    """Proposals, and candidates within a filled mark: added to what is there."""
    current: Style
    selection: Style
    cursor: Style
    hint: Style
    further: Style
    """The letter of a hint after which another one is to be typed."""
    without_hint: Style
    """What is not a hint while hints are shown."""
    current_under_hints: Style

    def of(self, label: str) -> LabelStyles:
        """The styles of a label."""
        return self.labels.get(label, self.other)


class MarksByRow:
    """The marks of an article, found by id and by row; a change touches the mark's rows only."""

    __slots__ = ("_by_id", "_by_row", "_layout")

    def __init__(self, layout: ArticleLayout, marks: Iterable[Mark] = ()) -> None:
        self._layout = layout
        self._by_id: dict[str, Mark] = {}
        self._by_row: list[tuple[str, ...]] = [()] * layout.row_count
        for mark in marks:
            self.put(mark)

    @property
    def layout(self) -> ArticleLayout:
        """The rows that the marks stand in."""
        return self._layout

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def put(self, mark: Mark) -> set[int]:
        """Add the mark, or replace the one with its id; the rows that look different now."""
        old = self._by_id.get(mark.id)
        if old is mark or old == mark:
            return set()
        rows = self.remove(mark.id)
        self._by_id[mark.id] = mark
        for row in self._rows(mark):
            self._by_row[row] = (*self._by_row[row], mark.id)
            rows.add(row)
        return rows

    def remove(self, identifier: str) -> set[int]:
        """Take the mark away; the rows that it stood in (none if there is no such mark)."""
        mark = self._by_id.pop(identifier, None)
        if mark is None:
            return set()
        rows = set(self._rows(mark))
        for row in rows:
            self._by_row[row] = tuple(i for i in self._by_row[row] if i != identifier)
        return rows

    def replace(self, marks: Iterable[Mark]) -> set[int]:
        """Make these all the marks; the rows that look different now."""
        rows: set[int] = set()
        gone = set(self._by_id)
        for mark in marks:
            gone.discard(mark.id)
            if self._by_id.get(mark.id) is not mark:
                rows |= self.put(mark)
        for identifier in gone:
            rows |= self.remove(identifier)
        return rows

    def in_row(self, row: int) -> list[Mark]:
        """The marks of which the row shows a part, in no order."""
        return [self._by_id[identifier] for identifier in self._by_row[row]]

    def at(self, offset: int) -> Mark | None:
        """The shortest mark over the character at `offset`."""
        over = [m for m in self.in_row(self._layout.row_of(offset)) if m.start <= offset < m.end]
        return min(over, key=lambda m: (m.end - m.start, m.outlined, m.id), default=None)

    def _rows(self, mark: Mark) -> range:
        return self._layout.rows_of(mark.start, mark.end)


def laid_out(text: str, width: int, marks: Iterable[Mark]) -> MarksByRow:
    """The marks of a text in rows of `width` cells: themselves where they stand in such rows."""
    if not isinstance(marks, MarksByRow):
        return MarksByRow(ArticleLayout(text, CellMap(shown(text)), width), marks)
    same = marks.layout.width == width
    return marks if same else MarksByRow(marks.layout.rewrapped(width), marks)
