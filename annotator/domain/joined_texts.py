"""Several texts on one axis of offsets, so that places in all of them are found at once.

Each text begins where the one before it ended, with one character between: a range of one text
never touches a range of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from annotator.domain.article import Span, paragraphs

Integers: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class JoinedTexts:
    """Texts with their paragraphs, in order.

    `begins` is where each text begins on the axis. For each paragraph: `starts` and `ends` on the
    axis, `owners` (the number of its text), `numbers` (its number within that text), and whether
    it is `dimmed`.
    """

    texts: tuple[str, ...]
    begins: Integers
    starts: Integers
    ends: Integers
    owners: Integers
    numbers: Integers
    dimmed: Truths

    @classmethod
    def of(cls, texts: Sequence[str], zones: Sequence[Sequence[Span]]) -> Self:
        """The texts, each with its dimmed paragraphs."""
        found = [list(paragraphs(text)) for text in texts]
        begins = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int64)[:-1]
        counts = list(map(len, found))
        owners = np.repeat(np.arange(len(texts)), counts)
        starts = integers([p.start for spans in found for p in spans])
        ends = integers([p.end for spans in found for p in spans])
        dimmed = [
            any(zone.overlaps(p) for zone in dim)
            for spans, dim in zip(found, zones, strict=True)
            for p in spans
        ]
        return cls(
            tuple(texts),
            begins,
            starts + begins[owners],
            ends + begins[owners],
            owners,
            ranges(np.zeros_like(begins), integers(counts)),
            np.array(dimmed, np.bool_),
        )

    def place(self, starts: Integers, ends: Integers) -> Integers:
        """The paragraph that holds all of each range of the axis; -1 where it is dimmed or none."""
        if not self.starts.size:
            return np.full(starts.size, -1)
        found = np.searchsorted(self.starts, starts, side="right") - 1
        held = (found >= 0) & (ends <= self.ends[found]) & ~self.dimmed[found]
        return np.where(held, found, -1)

    def paragraph(self, number: int) -> Span:
        """A paragraph, in offsets of its own text."""
        begin = int(self.begins[self.owners[number]])
        return Span(int(self.starts[number]) - begin, int(self.ends[number]) - begin)


def integers(values: Sequence[int]) -> Integers:
    """The numbers as an array."""
    return np.array(values, np.int64)


def ranges(firsts: Integers, counts: Integers) -> Integers:
    """For each of `firsts` as many consecutive numbers from it on as `counts` says."""
    before = np.cumsum(counts) - counts
    first: Integers = np.repeat(firsts - before, counts)
    return first + np.arange(first.size)
