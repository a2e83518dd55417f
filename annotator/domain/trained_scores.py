"""Scores on the test split that say how far they can be trusted: F1 with intervals over articles.

Two systems are compared on the same articles and the same resamples, so that the interval of their
difference is that of a paired comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.domain.agreement.formulas import Floats, ratio
from annotator.domain.agreement.measure import Estimate, Measure, Reason, measured
from annotator.domain.agreement.resampling import interval, replicate_weights


@dataclass(frozen=True, slots=True)
class Hits:
    """What was right in one article: `right` of `found` answers, of `gold` that there are."""

    right: int
    found: int
    gold: int


@dataclass(frozen=True, slots=True)
class Duel:
    """The F1 of what was trained beside that of the untrained suggester, and the difference."""

    trained: Measure
    untrained: Measure
    difference: Measure
    articles: int
    n: int
    """What there was to find in the test split."""

    @property
    def is_better(self) -> bool:
        """Whether the trained one is ahead on the test split."""
        return isinstance(self.difference, Estimate) and self.difference.value > 0

    @property
    def is_certain(self) -> bool:
        """Whether the whole interval of the difference is on one side of 0."""
        if not isinstance(self.difference, Estimate) or self.difference.interval is None:
            return False
        return self.difference.interval.low > 0 or self.difference.interval.high < 0


def duel(trained: Sequence[Hits], untrained: Sequence[Hits]) -> Duel:
    """The comparison; both are of the same articles in the same order."""
    ours, theirs = _table(trained), _table(untrained)
    first, second = _f1(ours.sum(0)), _f1(theirs.sum(0))
    drawn = list(replicate_weights(len(trained)))
    again = [np.concatenate([_f1(w @ one) for w in drawn]) for one in (ours, theirs) if drawn]
    many = again or [np.zeros(0), np.zeros(0)]
    reason = Reason.NOTHING_MARKED
    articles = len(trained)

    def told(value: Floats, resampled: Floats, lowest: float) -> Measure:
        return measured(
            float(value), reason, interval(float(value), resampled, articles, lowest=lowest)
        )

    return Duel(
        trained=told(first, many[0], 0.0),
        untrained=told(second, many[1], 0.0),
        difference=told(np.asarray(first - second), many[0] - many[1], -1.0),
        articles=articles,
        n=sum(one.gold for one in trained),
    )


def _table(hits: Sequence[Hits]) -> Floats:
    rows = [(one.right, one.found, one.gold) for one in hits]
    return np.asarray(rows, np.float64).reshape(-1, 3)


def _f1(counts: Floats) -> Floats:
    """F1 of sums (..., 3), as 2TP / (found + gold)."""
    return ratio(2 * counts[..., 0], counts[..., 1] + counts[..., 2])
