"""What a measure returns: a value with its interval, or that it is undefined and why.

An empty comparison is neither perfect nor worthless agreement, so that no number stands for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Reason(StrEnum):
    """Why a measure has no value."""

    NO_COMMON_ARTICLE = "no article that both finished"
    NOTHING_MARKED = "nothing was marked by either"
    NOTHING_MATCHED = "nothing of the two was matched"
    NOTHING_PAIRED = "nothing was judged by two annotators"
    ONE_LABEL = "only one label was used, so chance alone would agree"
    ONE_ANNOTATOR = "only one annotator"
    OVERLAP = "spans of one label overlap in one reading"


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval, from resampling whole articles."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The value of a measure. `interval` is None with too few articles to tell."""

    value: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Undefined:
    """No value, and why."""

    reason: Reason


Measure: TypeAlias = Estimate | Undefined


def measured(value: float, reason: Reason, interval: Interval | None = None) -> Measure:
    """The value, or undefined for this reason where it is not a number."""
    return Undefined(reason) if math.isnan(value) else Estimate(float(value), interval)


def value_of(measure: Measure) -> float | None:
    """The value, None where it is undefined."""
    return measure.value if isinstance(measure, Estimate) else None
