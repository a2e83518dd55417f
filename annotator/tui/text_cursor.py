"""Cursor mode: a place in the text, and what is selected from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.article import Span


@dataclass(slots=True)
class TextCursor:
    """Where the cursor stands and where the selection began; offsets in code points."""

    offset: int
    anchor: int | None = None

    def selection(self) -> Span | None:
        """What is selected, if anything."""
        if self.anchor is None or self.anchor == self.offset:
            return None
        return Span(min(self.anchor, self.offset), max(self.anchor, self.offset))
