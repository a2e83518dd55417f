"""The ends of a pair of a possible holder and target, and what makes two such pairs alike.

Values here are named tuples: an export makes some hundred of them for every article.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.items import HolderKind, MentionKind

PRIME = (1 << 61) - 1
"""What the places of pairs in a draw are numbers below."""


class PairEnd(NamedTuple):
    """A holder, target or source as a row shows it: its words' place, label, kind and name.

    `name` is the folded name that it is compared by, None where it is like no other.
    """

    start: int
    end: int
    words: str
    label: str
    kind: MentionKind
    canonical: str | None
    name: str | None

    @classmethod
    def of(
        cls, start: int, end: int, words: str, label: str, kind: MentionKind, canonical: str | None
    ) -> PairEnd:
        """The end; without a canonical it is compared by its words, unless they are a pronoun."""
        shown = words if canonical is None and kind is not MentionKind.PRONOUN else canonical
        name = None if shown is None else fold_name(shown)
        return cls(start, end, words, label, kind, canonical, name)

    @property
    def span(self) -> Span:
        """Start and end as one value."""
        return Span(self.start, self.end)


class PairKind(NamedTuple):
    """What pairs are drawn in proportion of: how the holder is given, and how the target is."""

    holder: MentionKind | HolderKind
    target: MentionKind

    def __str__(self) -> str:
        return f"{self.holder.value} → {self.target.value}"


class Recorded(NamedTuple):
    """Holder and target of a stance, as candidates are compared with them; `bit` stands for it.

    A holder that is no mention has an empty place.
    """

    bit: int
    holder_start: int
    holder_end: int
    holder_name: str | None
    target_start: int
    target_end: int
    target_name: str | None

    @classmethod
    def of(cls, number: int, holder: PairEnd | None, target: PairEnd) -> Recorded:
        """The `number`-th stance of a paragraph."""
        held = (-1, -1, None) if holder is None else (holder.start, holder.end, holder.name)
        return cls(1 << number, *held, target.start, target.end, target.name)


class Candidate(NamedTuple):
    """An end that pairs may be drawn from; `end` is None for a holder that is no mention.

    `place` is the number of its paragraph. `key` is a hash of the article's text and the end, that
    of a pair is made of those of its ends. `holds` and `aims` have a bit for each stance recorded
    in the paragraph: whether the end is like the holder of that stance, and like its target.
    """

    end: PairEnd | None
    place: int
    key: int
    holds: int
    aims: int

    @classmethod
    def of(cls, end: PairEnd, place: int, key: int, recorded: Iterable[Recorded]) -> Candidate:
        """The candidate with its likeness (overlap or name) to the ends of stances."""
        start, stop, name = end.start, end.end, end.name
        holds = aims = 0
        for bit, begin, until, held, target_begin, target_until, aimed in recorded:
            if (start < until and begin < stop) or (name is not None and name == held):
                holds |= bit
            if (start < target_until and target_begin < stop) or (
                name is not None and name == aimed
            ):
                aims |= bit
        return cls(end, place, key, holds, aims)

    def is_free(self, target: Candidate) -> bool:
        """Whether no recorded stance is like the pair, and it is not somebody with himself."""
        if self.holds & target.aims:
            return False
        own, other = self.end, target.end
        if own is None or other is None:
            return True
        if own.start < other.end and other.start < own.end:
            return False
        return own.name is None or own.name != other.name
