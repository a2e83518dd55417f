"""Whether probabilities hold: reliability by bins, and what each threshold would cost in keys.

Reliability table and expected calibration error as in Guo et al. 2017 (On Calibration of Modern
Neural Networks), section 2; Brier score as the mean squared distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from annotator.domain.suggestion import CANDIDATE

BINS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Edges of the bins; what is less probable is not shown to anybody."""
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Prediction:
    """A suggestion's probability (0..1), and whether it was right."""

    p: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The suggestions with a probability from `low` to below `high` (the last: to 1).

    `mean` is their mean probability, `right` the share that was right.
    """

    low: float
    high: float
    n: int
    mean: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold suggestions, and how far probabilities are from the truth.

    `error` is the expected calibration error (0..1), `brier` the Brier score; None without any
    suggestion.
    """

    bins: tuple[Bin, ...]
    error: float | None
    brier: float | None

    def record(self) -> dict[str, object]:
        """The table as JSON values."""
        return {"bins": [asdict(b) for b in self.bins], "ece": self.error, "brier": self.brier}


@dataclass(frozen=True, slots=True)
class Keys:
    """What acts cost: adding what is missing, judging what is there (reject, or take)."""

    add: float
    judge: float


MENTION_KEYS, STANCE_KEYS = Keys(4.0, 2.0), Keys(7.0, 2.0)
"""Keys of a hint and a label, or of a stance with both ends; going there and one letter."""


@dataclass(frozen=True, slots=True)
class ThresholdCost:
    """What the gold would cost if suggestions were filled in from `threshold` on.

    `right` and `wrong` are filled in, `offered` are candidates, `missed` is to be added by hand.
    `keys` are those for one item of the gold, None without gold.
    """

    threshold: float
    right: int
    wrong: int
    offered: int
    missed: int
    keys: float | None


def reliability(predictions: Sequence[Prediction]) -> Reliability:
    """How often suggestions of each probability are right."""
    bins: list[Bin] = []
    for low, high in pairwise(BINS):
        within = [p for p in predictions if low <= p.p < high or (high == p.p == BINS[-1])]
        if within:
            mean = sum(p.p for p in within) / len(within)
            bins.append(Bin(low, high, len(within), mean, _share_right(within)))
    total = sum(b.n for b in bins)
    if not total:
        return Reliability((), None, None)
    error = sum(b.n * abs(b.mean - b.right) for b in bins) / total
    brier = sum((p.p - p.is_right) ** 2 for p in predictions if p.p >= BINS[0]) / total
    return Reliability(tuple(bins), error, brier)


def threshold_costs(
    predictions: Sequence[Prediction], missed: int, keys: Keys
) -> tuple[ThresholdCost, ...]:
    """The cost of each threshold.

    Args:
        predictions: What was suggested, candidates included.
        missed: Items of the gold that nothing suggested.
        keys: What acts cost.
    """
    shown = [p for p in predictions if p.p >= CANDIDATE]
    gold = missed + sum(p.is_right for p in shown)
    costs = []
    for threshold in THRESHOLDS:
        filled = [p for p in shown if p.p >= threshold]
        right = sum(p.is_right for p in filled)
        wrong, offered = len(filled) - right, len(shown) - len(filled)
        total = missed * keys.add + (wrong + offered) * keys.judge
        per_item = total / gold if gold else None
        costs.append(ThresholdCost(threshold, right, wrong, offered, missed, per_item))
    return tuple(costs)


def _share_right(predictions: Sequence[Prediction]) -> float:
    return sum(p.is_right for p in predictions) / len(predictions)
