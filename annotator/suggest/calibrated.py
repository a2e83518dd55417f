"""From what a rule is worth among rules to how often it is right: points kept as data.

The points are counted by `python -m benchmarks.calibration` on articles with gold. Nothing crosses
the probability from which suggestions are filled in: which ones are is the rules' matter.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from annotator.domain.rule_table import RuleTable
from annotator.domain.suggestion import CANDIDATE, FILLED_IN


@dataclass(frozen=True, slots=True)
class Calibration:
    """Points (a rule's own number, probability), both 0..1 and rising; straight lines between.

    Without points the numbers are the probabilities.
    """

    points: tuple[tuple[float, float], ...] = ()

    def of(self, p: float) -> float:
        """The probability of a suggestion to which its rule gave `p`."""
        if not self.points or p < CANDIDATE:
            return p
        place = bisect_right(self.points, (p, 1.0))
        if place == 0:
            found = self.points[0][1]
        elif place == len(self.points):
            found = self.points[-1][1]
        else:
            (low, below), (high, above) = self.points[place - 1 : place + 1]
            found = below + (above - below) * (p - low) / (high - low)
        found = round(found, 2)
        return max(found, FILLED_IN) if p >= FILLED_IN else min(max(found, CANDIDATE), _CANDIDATES)


_CANDIDATES = FILLED_IN - 0.01
"""The most that a candidate is worth."""
UNCHANGED = Calibration()
"""No points: every probability stays as its rule gives it."""


def read_calibration(table: RuleTable) -> Calibration:
    """The points in `[calibration]` of a file of rules; none where it is missing.

    Raises:
        SchemeError: They are no pairs of probabilities, or do not rise.
    """
    if not table.has("calibration"):
        return UNCHANGED
    inner = table.table("calibration")
    given, right = inner.probabilities("from"), inner.probabilities("to")
    inner.finish()
    points = tuple(zip(given, right, strict=False))
    if len(given) != len(right) or any(a >= c or b > d for (a, b), (c, d) in pairwise(points)):
        raise table.fail("`[calibration]` needs as many `to` as `from`, both rising.")
    return Calibration(points)
