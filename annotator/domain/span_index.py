"""Overlap queries over many spans: which mentions touch a range, without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from annotator.domain.article import Span
from annotator.domain.items import Mention


class SpanIndex:
    """Mentions sorted by start, with the furthest end so far: overlaps in O(log n + answer).

    The running maximum of the ends tells when no earlier mention can reach the range any more
    (the augmentation of Cormen et al., Introduction to Algorithms, interval trees, on a list).
    """

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._reach = list(accumulate((m.end for m in self._mentions), max))

    def overlapping(self, span: Span) -> Iterator[Mention]:
        """The mentions that share a character with `span`, from right to left."""
        place = bisect_left(self._starts, span.end) - 1
        while place >= 0 and self._reach[place] > span.start:
            if self._mentions[place].end > span.start:
                yield self._mentions[place]
            place -= 1
