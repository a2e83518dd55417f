"""The ends of a pair of a possible holder and target, and what makes two such pairs alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.items import HolderKind, MentionKind
from annotator.domain.stance_view import Participant

Mark: TypeAlias = tuple[int, int, str | None]
"""Start, end and folded name of a participant."""
Recorded: TypeAlias = tuple[Mark | None, Mark]
"""Holder, if it is a mention, and target of a recorded stance."""

_PRIME = (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class PairEnd:
    """A holder, target or source as a row shows it."""

    span: Span
    words: str
    label: str
    kind: MentionKind
    canonical: str | None

    @property
    def participant(self) -> Participant:
        """What it is compared by: without a canonical its words, unless they are a pronoun."""
        if self.canonical is None and self.kind is not MentionKind.PRONOUN:
            return Participant(self.span, self.words)
        return Participant(self.span, self.canonical)


@dataclass(frozen=True, slots=True)
class PairKind:
    """What pairs are drawn in proportion of: how the holder is given, and how the target is."""

    holder: MentionKind | HolderKind
    target: MentionKind

    def __str__(self) -> str:
        return f"{self.holder.value} → {self.target.value}"


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An end that pairs may be drawn from; `end` is None for a holder that is no mention.

    `key` is a hash of the article's text and the end, that of a pair is made of those of its ends.
    `holds` and `aims` have a bit for each stance recorded in the paragraph: whether the end is like
    the holder of that stance, and like its target.
    """

    end: PairEnd | None
    participant: Participant | None
    key: int
    holds: int
    aims: int

    def order(self, target: Candidate) -> int:
        """The place in the draw of the pair of this holder and a target: as good as random."""
        return self.key * (target.key + 1) % _PRIME

    @classmethod
    def of(cls, end: PairEnd, key: int, recorded: Iterable[Recorded]) -> Candidate:
        """The candidate with its likeness (`Participant.is_same`) to the ends of stances."""
        own = end.participant
        start, stop, name = mark_of(own)
        holds = aims = 0
        for bit, (holder, target) in enumerate(recorded):
            # Written out: some hundred comparisons in every article.
            if holder is not None and (
                (start < holder[1] and holder[0] < stop) or (name is not None and name == holder[2])
            ):
                holds |= 1 << bit
            if (start < target[1] and target[0] < stop) or (name is not None and name == target[2]):
                aims |= 1 << bit
        return cls(end, own, key, holds, aims)

    def is_free(self, target: Candidate) -> bool:
        """Whether no recorded stance is like the pair, and it is not somebody with himself."""
        if self.holds & target.aims:
            return False
        if self.participant is None or target.participant is None:
            return True
        return not self.participant.is_same(target.participant)


def mark_of(participant: Participant) -> Mark:
    """What two participants are compared by."""
    name = participant.canonical
    span = participant.span
    return (span.start, span.end, None if name is None else fold_name(name))
