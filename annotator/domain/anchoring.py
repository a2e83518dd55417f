"""What suggestions do to people: finished work that began with them against work without.

An annotator who corrects suggestions may be anchored by them. Where a random share of articles is
served plain, the two kinds of work are comparable: agreement with gold, decisions, and pace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from annotator.domain.items import Decision
from annotator.domain.layer import Layer

MS_PER_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class FinishedWork:
    """One finished layer, how long it took, and the gold of its article, where there is one."""

    own: Layer
    gold: Layer | None
    active_ms: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far two sets of items are the same, summed over articles."""

    shared: int = 0
    own: int = 0
    gold: int = 0

    @property
    def f1(self) -> float | None:
        """2 shared / (own + gold) (Hripcsak & Rothschild 2005); None where both are empty."""
        both = self.own + self.gold
        return 2 * self.shared / both if both else None


@dataclass(frozen=True, slots=True)
class Condition:
    """Finished work under one condition.

    `items` are live mentions and stances, `judged` the articles with gold, `mentions` and
    `stances` their agreement with it: equal span and label; equal ends and label.
    """

    articles: int
    items: int
    active_ms: int
    decisions: Counter[Decision]
    judged: int
    mentions: Overlap
    stances: Overlap

    @property
    def items_per_hour(self) -> float | None:
        """Items for an hour of active time; None where none was spent."""
        return self.items * MS_PER_HOUR / self.active_ms if self.active_ms else None

    def record(self) -> dict[str, object]:
        """The figures as JSON values."""
        return {
            "articles": self.articles,
            "items": self.items,
            "active_minutes": round(self.active_ms / 60_000, 1),
            "items_per_hour": _rounded(self.items_per_hour, 1),
            "decisions": {d.value: self.decisions[d] for d in Decision if self.decisions[d]},
            "articles_with_gold": self.judged,
            "mention_f1_with_gold": _rounded(self.mentions.f1, 4),
            "stance_f1_with_gold": _rounded(self.stances.f1, 4),
        }


@dataclass(frozen=True, slots=True)
class Anchoring:
    """Work that began with suggestions, and work that began plain, by draw."""

    suggested: Condition
    plain: Condition

    def record(self) -> dict[str, object]:
        """Both conditions as JSON values."""
        return {
            "with_suggestions": self.suggested.record(),
            "without_suggestions": self.plain.record(),
        }


def condition_of(work: Iterable[FinishedWork]) -> Condition:
    """The figures of some finished work."""
    everything = list(work)
    judged = [(one.own, one.gold) for one in everything if one.gold is not None]
    return Condition(
        articles=len(everything),
        items=sum(len(one.own.index.mentions) + len(one.own.index.stances) for one in everything),
        active_ms=sum(one.active_ms for one in everything),
        decisions=Counter(i.decision for one in everything for i in one.own.items.values()),
        judged=len(judged),
        mentions=_overlap((_mentions(own), _mentions(gold)) for own, gold in judged),
        stances=_overlap((_stances(own), _stances(gold)) for own, gold in judged),
    )


def _overlap(pairs: Iterable[tuple[Counter[Hashable], Counter[Hashable]]]) -> Overlap:
    shared = own = gold = 0
    for mine, theirs in pairs:
        shared += (mine & theirs).total()
        own += mine.total()
        gold += theirs.total()
    return Overlap(shared, own, gold)


def _mentions(layer: Layer) -> Counter[Hashable]:
    return Counter((m.start, m.end, m.label) for m in layer.mentions())


def _stances(layer: Layer) -> Counter[Hashable]:
    return Counter(
        (
            s.holder_kind if s.holder is None else layer.mention(s.holder).span,
            layer.mention(s.target).span,
            s.label,
        )
        for s in layer.stances()
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
