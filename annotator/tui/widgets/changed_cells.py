"""From a piece of a line as it stands on the terminal to another one: the cells to be written.

Only where every character takes one cell in every terminal. About the others a terminal and this
program may disagree, so that a piece with one of them is written from its first cell to its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter, ne
from typing import Final, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_ONE_CELL: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02af\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2500-\u25fc]*"
)
"""Latin letters, punctuation, arrows, and the shapes that the program draws."""
_GAP: Final = 12
"""So many cells that are the same are worth a move of the cursor: it and a style take as much."""
_MOST: Final = 0.5
"""Where more of the characters differ, looking for cells to leave out costs more than it saves."""
_Cell: TypeAlias = tuple[str, int]
"""A character and the number of its style: numbers are compared in no time, styles are not."""


def changed_cells(before: Strip, after: Strip) -> Iterator[tuple[int, Strip]]:
    """The parts of `after` that differ from `before`, each with the cell it begins at."""
    if before.cell_length != after.cell_length or not (_is_plain(before) and _is_plain(after)):
        yield 0, after
        return
    if sum(map(ne, before.text, after.text)) > _MOST * after.cell_length:
        yield 0, after
        return
    old, new = list(before), list(after)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    numbers: dict[Style | None, int] = {}
    was, now = (_cells(each[head : len(each) - tail], numbers) for each in (old, new))
    styles = list(numbers)
    first = sum(len(text) for text, _, _ in new[:head])
    changed = [n for n, (one, other) in enumerate(zip(was, now, strict=True)) if one != other]
    for begin, end in _stretches(changed):
        segments = [
            Segment("".join(char for char, _ in run), styles[number])
            for number, run in groupby(now[begin:end], key=itemgetter(1))
        ]
        yield first + begin, Strip(segments, end - begin)


def _is_plain(strip: Strip) -> bool:
    return _ONE_CELL.fullmatch(strip.text) is not None


def _same(one: Sequence[Segment], other: Sequence[Segment]) -> int:
    """How many segments both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cells(segments: Sequence[Segment], numbers: dict[Style | None, int]) -> list[_Cell]:
    """Every character with its style's number, which a style new to `numbers` gets there."""
    return [
        (char, number)
        for text, style, _ in segments
        for number in (numbers.setdefault(style, len(numbers)),)
        for char in text
    ]


def _stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From place to place where the way is short: first, and one past the last."""
    if not places:
        return
    begin = last = places[0]
    for place in places[1:]:
        if place - last > _GAP:
            yield begin, last + 1
            begin = place
        last = place
    yield begin, last + 1
