"""Offsets of tools that run in a browser: JavaScript counts UTF-16 units, we count code points."""

from __future__ import annotations

import re
from bisect import bisect_left

from annotator.domain.graphemes import boundaries
from annotator.domain.tokens import WORD_CHARACTER
from annotator.exchange.json_fields import FieldError

_WITHIN_WORD = re.compile(f"{WORD_CHARACTER}{{2}}")
_JOINERS = "\u200d\ufe0e\ufe0f"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Converts offsets into one text, both ways. Without astral characters the two are the same."""

    def __init__(self, text: str) -> None:
        # Where the astral characters stand: in code points, and each one's first unit in UTF-16.
        self._points = [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [at + before for before, at in enumerate(self._points)]

    def to_units(self, point: int) -> int:
        """The offset in UTF-16 units."""
        return point + bisect_left(self._points, point)

    def to_points(self, unit: int) -> int:
        """The offset in code points; beyond the text it stays beyond.

        Raises:
            FieldError: It falls into the middle of a character.
        """
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] == unit - 1:
            raise FieldError(
                f"offset {unit} falls into the middle of a character",
                "this tool counts UTF-16 units; mend the offsets",
            )
        return unit - before


class OneLineEnd:
    r"""UTF-16 units of a text whose every `\r\n` counts as one, as in a browser's form."""

    def __init__(self, text: str) -> None:
        parts = text.split("\r\n")
        self._offsets = Utf16("\n".join(parts))
        self._ends: list[int] = []
        place = -1
        for part in parts[:-1]:
            place += len(part) + 1
            self._ends.append(place)

    def to_points(self, unit: int) -> int:
        """The offset in code points of the text as it is; as for `Utf16`."""
        point = self._offsets.to_points(unit)
        return point + bisect_left(self._ends, point)


def cuts_words(text: str, start: int, end: int) -> bool:
    """Whether a range begins or ends within a word, or with what nobody would mark alone."""
    if not 0 <= start < end <= len(text):
        return True
    edges = (text[start - 1 : start + 1] if start else "", text[end - 1 : end + 1])
    inside = any(_WITHIN_WORD.fullmatch(edge) for edge in edges)
    joined = text[start] in _JOINERS or edges[0].startswith(_JOINERS[0])
    return inside or joined or text[start].isspace() or text[end - 1].isspace()


class Graphemes:
    """Offsets that count what a reader takes for one character (UAX #29)."""

    def __init__(self, text: str) -> None:
        self._points = list(boundaries(text, 0, len(text)))

    def to_points(self, unit: int) -> int:
        """The offset in code points; beyond the text it stays beyond."""
        beyond = unit - len(self._points) + 1
        return self._points[-1] + beyond if beyond > 0 else self._points[unit]


class CodePoints:
    """Offsets that are code points already, as scripts in Python write them."""

    def to_points(self, unit: int) -> int:
        """The offset itself."""
        return unit
