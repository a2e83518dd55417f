"""Dawid & Skene's model: who confuses what, and the labels that follow, by EM.

Dawid & Skene 1979 (Applied Statistics 28(1)), equations 2.3 to 2.5, begun with the shares of votes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.domain.agreement.formulas import Floats

_ROUNDS = 1000
_CONVERGED = 1e-8


@dataclass(frozen=True, slots=True)
class Response:
    """One label that an annotator gave to an item; several of one annotator are allowed."""

    item: Hashable
    rater: Hashable
    label: Hashable


@dataclass(frozen=True, slots=True)
class DawidSkene:
    """The fitted model.

    Attributes:
        labels: The labels, in the order of rows and columns.
        prevalence: The share of items that truly have each label.
        confusion: For each annotator the probability of the given label (column) for a true one.
        decided: The most probable label of each item.
    """

    labels: tuple[Hashable, ...]
    prevalence: tuple[float, ...]
    confusion: Mapping[Hashable, tuple[tuple[float, ...], ...]]
    decided: Mapping[Hashable, Hashable]


def fit_dawid_skene(responses: Sequence[Response]) -> DawidSkene | None:
    """The model of these responses, iterated until it stands still; None without responses."""
    if not responses:
        return None
    items = list(dict.fromkeys(r.item for r in responses))
    raters = list(dict.fromkeys(r.rater for r in responses))
    labels = sorted({r.label for r in responses}, key=lambda label: (str(type(label)), str(label)))
    if all(isinstance(label, int) for label in labels):
        labels.sort(key=lambda label: int(str(label)))
    counts = np.zeros((len(items), len(raters), len(labels)))
    of_item, of_rater, of_label = (
        {value: n for n, value in enumerate(values)} for values in (items, raters, labels)
    )
    for r in responses:
        counts[of_item[r.item], of_rater[r.rater], of_label[r.label]] += 1
    share, prevalence, confusion = _iterate(counts)
    return DawidSkene(
        tuple(labels),
        tuple(prevalence.tolist()),
        {rater: tuple(map(tuple, confusion[n].tolist())) for n, rater in enumerate(raters)},
        {item: labels[int(share[n].argmax())] for n, item in enumerate(items)},
    )


def _iterate(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """The items' label probabilities, the prevalences and the confusions at convergence."""
    votes = counts.sum(1)
    share = votes / votes.sum(1, keepdims=True)
    prevalence, confusion = _maximise(counts, share)
    for _ in range(_ROUNDS):
        tiny = np.finfo(np.float64).tiny
        log = np.log(np.maximum(prevalence, tiny)) + np.einsum(
            "irg,rtg->it", counts, np.log(np.maximum(confusion, tiny))
        )
        share = np.exp(log - log.max(1, keepdims=True))
        share /= share.sum(1, keepdims=True)
        before = (prevalence, confusion)
        prevalence, confusion = _maximise(counts, share)
        moved = max(np.abs(prevalence - before[0]).max(), np.abs(confusion - before[1]).max())
        if moved < _CONVERGED:
            break
    return share, prevalence, confusion


def _maximise(counts: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Prevalences (2.4) and confusions (2.3); a row that no item supports is left even."""
    given = np.einsum("it,irg->rtg", share, counts)
    whole = given.sum(2, keepdims=True)
    even = np.full_like(given, 1 / given.shape[2])
    return share.mean(0), np.where(whole > 0, given / np.where(whole > 0, whole, 1), even)
