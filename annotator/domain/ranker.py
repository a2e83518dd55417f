"""A learned correction of a stance's probability: one weight for each generic feature.

Only the sum and its logistic: training is in `suggest/reranking`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from annotator.domain.stance_features import Features

ODDS = "log-odds"
"""The feature that holds what rules and counts say."""
_LEAST, _MOST = 0.01, 0.99


@dataclass(frozen=True, slots=True)
class Ranker:
    """A logistic regression over generic features.

    `order` and `present` are how well this ranker, and the order that it replaces, put right before
    wrong in held-out articles (area under the ROC curve, 0..1, mean of articles); `judged` counts
    the stances that it was trained on.
    """

    intercept: float
    weights: tuple[tuple[str, float], ...]
    judged: int
    order: float
    present: float

    def probability(self, p: float, features: Features) -> float:
        """The probability of a stance that rules and counts give `p`."""
        weights = dict(self.weights)
        held = min(_MOST, max(_LEAST, p))
        odds = self.intercept + weights.get(ODDS, 0.0) * math.log(held / (1 - held))
        odds += sum(weights.get(name, 0.0) * value for name, value in features)
        return round(min(_MOST, max(_LEAST, 1 / (1 + math.exp(-odds)))), 2)

    def record(self) -> dict[str, object]:
        """The ranker as JSON values."""
        return {
            "intercept": self.intercept,
            "weights": [list(weight) for weight in self.weights],
            "judged": self.judged,
            "order": self.order,
            "present": self.present,
        }


def ranker_of(record: Mapping[str, object]) -> Ranker:
    """The ranker in a record that `Ranker.record` made."""
    weights = cast("Sequence[tuple[str, float]]", record["weights"])
    return Ranker(
        float(cast("float", record["intercept"])),
        tuple((name, float(weight)) for name, weight in weights),
        int(cast("int", record["judged"])),
        float(cast("float", record["order"])),
        float(cast("float", record["present"])),
    )
