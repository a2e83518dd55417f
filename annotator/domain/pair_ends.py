"""The ends of a pair of a possible holder and target, and what makes two such pairs alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.article import Span
from annotator.domain.items import HolderKind, MentionKind
from annotator.domain.stance_view import Participant

Recorded: TypeAlias = tuple[Participant | None, Participant]
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
        """The candidate with its likeness to the ends of recorded stances."""
        own = end.participant
        holds = aims = 0
        for bit, (holder, target) in enumerate(recorded):
            if holder is not None and holder.is_same(own):
                holds |= 1 << bit
            if target.is_same(own):
                aims |= 1 << bit
        return cls(end, own, key, holds, aims)

    def is_free(self, target: Candidate) -> bool:
        """Whether no recorded stance is like the pair, and it is not somebody with himself."""
        if self.holds & target.aims:
            return False
        if self.participant is None or target.participant is None:
            return True
        return not self.participant.is_same(target.participant)
