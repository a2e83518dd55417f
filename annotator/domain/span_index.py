"""Overlap queries over many spans: which ones touch a range, without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from annotator.domain.article import Span


class Ranged(Protocol):
    """Whatever covers a range of a text, in code points."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""


R = TypeVar("R", bound=Ranged)


class SpanIndex(Generic[R]):
    """Ranges sorted by start, with the furthest end so far: overlaps in O(log n + answer).

    The running maximum of the ends tells when no earlier mention can reach the range any more
    (the augmentation of Cormen et al., Introduction to Algorithms, interval trees, on a list).
    """

    def __init__(self, ranges: Iterable[R]) -> None:
        self._ranges = sorted(ranges, key=lambda r: r.start)
        self._starts = [r.start for r in self._ranges]
        self._reach = list(accumulate((r.end for r in self._ranges), max))

    @property
    def ranges(self) -> tuple[R, ...]:
        """All of them, in text order."""
        return tuple(self._ranges)

    def overlapping(self, span: Span) -> Iterator[R]:
        """The ranges that share a character with `span`, from right to left."""
        place = bisect_left(self._starts, span.end) - 1
        while place >= 0 and self._reach[place] > span.start:
            if self._ranges[place].end > span.start:
                yield self._ranges[place]
            place -= 1

    def touches(self, span: Span) -> bool:
        """Whether one of the ranges shares a character with `span`."""
        return next(self.overlapping(span), None) is not None
