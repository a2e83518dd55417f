"""Agreement on fixed units: every unit has at most one label from each annotator.

A label may be anything hashable, a set of labels included; None is "not rated", never a label.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np

from annotator.domain.agreement import formulas
from annotator.domain.agreement.formulas import Floats
from annotator.domain.agreement.measure import (
    Estimate,
    Measure,
    Reason,
    Undefined,
    measured,
)

Label: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Rated:
    """The labels of `count` units, one from each annotator in a fixed order; None: not rated."""

    labels: tuple[Label | None, ...]
    count: int = 1


def percent_agreement(units: Sequence[Rated]) -> Measure:
    """The mean over units of the share of pairs of ratings that agree (Fleiss 1971, eq. 1-3).

    With two annotators the plain share of units on which they agree. Units with fewer than two
    ratings do not count.
    """
    table, count = _table(units, _labels(units))
    return measured(_mean_agreement(table, count), Reason.NOTHING_PAIRED)


def cohen_kappa(units: Sequence[Rated], pair: tuple[int, int] | None = None) -> Measure:
    """Cohen's kappa (1960) of two annotators over the units that both rated.

    With more than two annotators and no `pair`: the mean of the defined kappas of all pairs
    (Light 1971, p. 367).
    """
    width = max((len(unit.labels) for unit in units), default=0)
    labels = _labels(units)
    if pair is not None:
        return _kappa_of_pair(units, labels, *pair)
    kappas = [_kappa_of_pair(units, labels, i, j) for i, j in combinations(range(width), 2)]
    return mean_of(kappas)


def mean_of(measures: Sequence[Measure]) -> Measure:
    """The mean of those that are defined; undefined ones are never averaged in."""
    values = [measure.value for measure in measures if isinstance(measure, Estimate)]
    if values:
        return Estimate(sum(values) / len(values))
    reasons = [measure.reason for measure in measures if isinstance(measure, Undefined)]
    return Undefined(reasons[0] if reasons else Reason.ONE_ANNOTATOR)


def alpha_nominal(units: Sequence[Rated]) -> Measure:
    """Krippendorff's alpha for nominal data, any number of annotators, ratings may be missing.

    Krippendorff 2011, section C: units with fewer than two ratings are left out, every other adds
    n_c n_k / (m - 1) coincidences.
    """
    table, count = _table(units, _labels(units))
    rated = table.sum(1)
    weight = np.where(rated > 1, count / np.maximum(rated - 1, 1), 0.0)
    coincidences = (table * weight[:, None]).T @ table - np.diag((table * weight[:, None]).sum(0))
    reason = Reason.ONE_LABEL if weight.any() else Reason.NOTHING_PAIRED
    return measured(float(formulas.alpha(coincidences)), reason)


@dataclass(frozen=True, slots=True)
class Ac1:
    """AC1 with the observed and the chance agreement that it is made of."""

    coefficient: Measure
    observed: Measure
    chance: Measure


def gwet_ac1(units: Sequence[Rated], categories: Sequence[Label] | None = None) -> Ac1:
    """Gwet's AC1 (2008), with missing ratings as in Gwet 2014, section 2.4.

    The observed agreement is over units with two ratings or more, a label's prevalence over units
    with at least one.

    Args:
        units: The rated units.
        categories: All labels that could have been used; by default those that were.
    """
    labels = list(dict.fromkeys([*(categories or ()), *_labels(units)]))
    table, count = _table(units, labels)
    rated = table.sum(1)
    observed = _mean_agreement(table, count)
    some = rated > 0
    shares = table[some] / rated[some, None]
    total = count[some].sum()
    prevalence = (shares * count[some, None]).sum(0) / max(total, 1)
    q = len(labels)
    chance = float(formulas.ac1_chance(prevalence, q)) if q > 1 and total else np.nan
    value = float(formulas.ac1(np.array(observed), prevalence, q))
    paired = bool((rated > 1).any())
    reason = Reason.ONE_LABEL if paired else Reason.NOTHING_PAIRED
    return Ac1(
        measured(value, reason),
        measured(observed, Reason.NOTHING_PAIRED),
        measured(chance, Reason.ONE_LABEL),
    )


def _kappa_of_pair(units: Sequence[Rated], labels: Sequence[Label], i: int, j: int) -> Measure:
    place = {label: n for n, label in enumerate(labels)}
    confusion = np.zeros((len(labels), len(labels)))
    for unit in units:
        if unit.labels[i] is not None and unit.labels[j] is not None:
            confusion[place[unit.labels[i]], place[unit.labels[j]]] += unit.count
    reason = Reason.ONE_LABEL if confusion.any() else Reason.NOTHING_PAIRED
    return measured(float(formulas.kappa(confusion)), reason)


def _labels(units: Sequence[Rated]) -> list[Label]:
    """The labels in the order in which they first occur."""
    return list(dict.fromkeys(x for unit in units for x in unit.labels if x is not None))


def _table(units: Sequence[Rated], labels: Sequence[Label]) -> tuple[Floats, Floats]:
    """How often each unit got each label, and how many such units there are."""
    place = {label: n for n, label in enumerate(labels)}
    table = np.zeros((len(units), len(labels)))
    for row, unit in enumerate(units):
        for label in unit.labels:
            if label is not None:
                table[row, place[label]] += 1
    return table, np.array([unit.count for unit in units], np.float64)


def _mean_agreement(table: Floats, count: Floats) -> float:
    rated = table.sum(1)
    pairs = rated * (rated - 1)
    agreeing = (table * (table - 1)).sum(1)
    some = pairs > 0
    shares = agreeing[some] / pairs[some]
    total = count[some].sum()
    return float((shares * count[some]).sum() / total) if total else float("nan")
