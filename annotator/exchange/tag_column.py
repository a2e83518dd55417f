"""Where the tag of a token stands in the rows of a file, and how it is written.

Most files have it last. Some put an annotator's name or a note after it, some put it before the
token, some write labels without the prefix of a tagging scheme.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.exchange.token_text import is_tag

_MOST = 0.8
_OUTSIDE = "O"
_LEAST_OUTSIDE = 0.25
_PLAIN = re.compile(r"[A-Za-z][\w./-]{1,60}\Z")
_FEWEST_ROWS = 4
_HEADERS = frozenset({"token", "tokens", "word", "words", "form"})
_WIDEST = 20


@dataclass(frozen=True, slots=True)
class TagColumn:
    """The column of the tags, counted from the first or, for the last one, -1.

    `plain` says that the tags are labels without a prefix. `token` is the column of the words.
    """

    tag: int = -1
    token: int = 0
    plain: bool = False

    def holds(self, row: Sequence[str]) -> bool:
        """Whether the row has a tag there."""
        if len(row) < 2 or self.tag >= len(row):
            return False
        cell = row[self.tag]
        return is_tag(cell) or (self.plain and _PLAIN.match(cell) is not None)


def tag_column(rows: Sequence[Sequence[str]]) -> TagColumn | None:
    """The column where most rows have a tag; None where there is none.

    The last one wins, then the first that has any other tag than `O`: before it may stand the
    tags of phrases, behind it those of other layers.
    """
    rows = rows[1:] if rows and is_header(rows[0]) else rows
    widths = Counter(map(len, rows))
    width = widths.most_common(1)[0][0] if widths else 0
    if not 2 <= width <= _WIDEST or widths[width] < _MOST * len(rows):
        return None
    columns = list(zip(*(row for row in rows if len(row) == width), strict=True))
    if _share(columns[-1]) >= _MOST:
        return TagColumn()
    for number, cells in enumerate(columns):
        if _share(cells) >= _MOST and set(cells) - {_OUTSIDE}:
            return TagColumn(number, 1 if number == 0 else 0)
    return TagColumn(plain=True) if _is_plain(columns[-1]) else None


def is_header(row: Sequence[str]) -> bool:
    """Whether a first row names the columns."""
    return row[0].casefold() in _HEADERS


def _share(cells: Sequence[str]) -> float:
    return sum(map(is_tag, cells)) / len(cells)


def _is_plain(cells: Sequence[str]) -> bool:
    """Whether the cells are labels, and enough of them say that a word has none."""
    outside = cells.count(_OUTSIDE)
    labels = sum(_PLAIN.match(cell) is not None for cell in cells if cell != _OUTSIDE)
    return (
        len(cells) >= _FEWEST_ROWS
        and labels > 0
        and outside >= _LEAST_OUTSIDE * len(cells)
        and outside + labels >= _MOST * len(cells)
    )
