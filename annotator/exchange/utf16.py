"""Offsets of tools that run in a browser: JavaScript counts UTF-16 units, we count code points."""

from __future__ import annotations

from bisect import bisect_left

from annotator.exchange.json_fields import FieldError

_FIRST_ASTRAL = 0x10000


class Utf16:
    """Converts offsets into one text, both ways. Without astral characters the two are the same."""

    def __init__(self, text: str) -> None:
        # Where the astral characters stand: in code points, and each one's first unit in UTF-16.
        self._points = [at for at, char in enumerate(text) if ord(char) >= _FIRST_ASTRAL]
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
