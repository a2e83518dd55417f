"""The one error of readers whose files are not JSON: what is wrong, on which line, the remedy."""

from __future__ import annotations


class MalformedError(ValueError):
    """A file or a part of it that can't be taken.

    `what` and `remedy` are clauses, `line` counts from 1 (None for the whole file).
    """

    def __init__(self, what: str, remedy: str, line: int | None = None) -> None:
        super().__init__(what, remedy, line)
        self.what = what
        self.remedy = remedy
        self.line = line
