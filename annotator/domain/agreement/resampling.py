"""Intervals by resampling whole articles; spans of one article are not independent.

From 50 articles on the percentile bootstrap over articles (Efron & Tibshirani 1993, section 13.3),
below it the delete-one jackknife with Student's t (section 11.5), because the percentiles of few
articles are too narrow. Replicates are sums of rows, so that all are one matrix product.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.domain.agreement.formulas import Floats
from annotator.domain.agreement.measure import Interval

BOOTSTRAP_FROM = 50
"""Articles below which the jackknife is used."""
REPLICATES = 1000
_SEED = 20260105
_BLOCK = 200
_DEFINED = 0.95
"""Share of the replicates that must have a value."""

Weights: TypeAlias = NDArray[np.float32]
"""How often each article (column) counts in each replicate (row)."""


def replicates(articles: int) -> int:
    """How many replicates there are for so many articles."""
    if articles < BOOTSTRAP_FROM:
        return articles if articles > 1 else 0
    return REPLICATES


def replicate_weights(articles: int) -> Iterator[Weights]:
    """The replicates in blocks: bootstrap or jackknife, by the number of articles.

    The same numbers for the same number of articles, so that figures are reproducible and
    differences are on the same resamples.
    """
    if articles < BOOTSTRAP_FROM:
        if articles > 1:
            yield np.ones((articles, articles), np.float32) - np.eye(articles, dtype=np.float32)
        return
    source = np.random.default_rng(_SEED)
    offsets = np.arange(_BLOCK)[:, None] * articles
    for _ in range(REPLICATES // _BLOCK):
        drawn = source.integers(0, articles, (_BLOCK, articles)) + offsets
        counts = np.bincount(drawn.ravel(), minlength=_BLOCK * articles)
        yield counts.reshape(_BLOCK, articles).astype(np.float32)


def interval(
    value: float, resampled: Floats, articles: int, lowest: float = -1.0
) -> Interval | None:
    """The 95 % interval of a value, from its replicates.

    None where the value is undefined, with fewer than two articles, where too many replicates are
    undefined to tell, and where few articles all say the same, which is no proof of certainty.
    `lowest` is the least value that the measure can have; the greatest is 1.
    """
    defined = resampled[np.isfinite(resampled)]
    if not np.isfinite(value) or articles < 2 or len(defined) < _DEFINED * len(resampled):
        return None
    if articles >= BOOTSTRAP_FROM:
        low, high = np.percentile(defined, (2.5, 97.5))
    else:
        from scipy.special import stdtrit  # noqa: PLC0415  # slow, and only needed here

        spread = (articles - 1) / articles * ((defined - defined.mean()) ** 2).sum()
        reach = float(stdtrit(articles - 1, 0.975)) * float(np.sqrt(spread))
        if not reach:
            return None
        low, high = value - reach, value + reach
    return Interval(max(lowest, float(low)), min(1.0, float(high)))
