"""The formulas, on arrays: leading axes are replicates, NaN is "undefined".

Every formula is of counts that add up over articles, so that a resample of articles is one sum.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating]


def ratio(part: Floats, whole: Floats) -> Floats:
    """`part / whole`, undefined where there is no whole.

    With `part` the credit that the items of both sides get and `whole` the items of both sides it
    is F1, as 2TP / (|A| + |B|) (Hripcsak & Rothschild 2005, "Results").
    """
    whole = np.asarray(whole, np.float64)
    safe = np.where(whole > 0, whole, 1.0)
    return np.asarray(np.where(whole > 0, np.asarray(part, np.float64) / safe, np.nan))


def kappa(confusion: Floats) -> Floats:
    """Cohen's kappa of confusion counts (..., K, K).

    (p_o - p_e) / (1 - p_e), Cohen 1960, p. 40. Undefined without any count, and where both use one
    same label only (p_e = 1).
    """
    counts = np.asarray(confusion, np.float64)
    total = counts.sum((-1, -2))
    agreed = np.trace(counts, axis1=-2, axis2=-1)
    by_chance = (counts.sum(-1) * counts.sum(-2)).sum(-1)
    # Both sides times n², so that whole numbers stay whole and "all one label" is exactly 0 / 0.
    return ratio(agreed * total - by_chance, total * total - by_chance)


def alpha(coincidences: Floats) -> Floats:
    """Krippendorff's alpha, nominal, of coincidence counts (..., K, K).

    1 - (n - 1)(n - sum o_cc) / (n² - sum n_c²), Krippendorff 2011, section C (2004, ch. 11.3).
    Undefined without a pair of ratings, and where only one label occurs (no disagreement expected).
    """
    counts = np.asarray(coincidences, np.float64)
    by_label = counts.sum(-1)
    total = by_label.sum(-1)
    observed = total - np.trace(counts, axis1=-2, axis2=-1)
    expected = total * total - (by_label * by_label).sum(-1)
    # Coincidences are sums of fractions: what should be 0 may be off by rounding.
    expected = np.where(expected > 1e-9 * np.maximum(total * total, 1.0), expected, 0.0)
    return 1.0 - ratio((total - 1.0) * observed, expected)


def coincidences_of_pairs(confusion: Floats) -> Floats:
    """The coincidence counts of units that exactly two annotators rated (..., K, K)."""
    counts = np.asarray(confusion, np.float64)
    return np.asarray(counts + np.swapaxes(counts, -1, -2))


def ac1(agreed: Floats, prevalence: Floats, labels: int) -> Floats:
    """Gwet's AC1 of the observed agreement (...) and the labels' prevalences (..., K).

    p_e = sum p_k (1 - p_k) / (K - 1), Gwet 2008, eq. 8. Undefined with fewer than two labels.
    """
    if labels < 2:
        return np.full(np.shape(agreed), np.nan)
    chance = ac1_chance(prevalence, labels)
    return np.asarray((np.asarray(agreed) - chance) / (1.0 - chance))


def ac1_chance(prevalence: Floats, labels: int) -> Floats:
    """The chance agreement of AC1 (Gwet 2008, eq. 8)."""
    shares = np.asarray(prevalence, np.float64)
    return np.asarray((shares * (1.0 - shares)).sum(-1) / (labels - 1))
