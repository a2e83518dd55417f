"""Suggestions against gold as figures with intervals over articles, and two suggesters compared.

Exact: same edges, same label. Overlap: a shared character, whatever the label. Type: a shared
character and the same label (SemEval-2013 task 9.1: Segura-Bedmar et al. 2013, section 4).
Imports numpy: whatever the first screen needs must not import it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.domain.agreement.measure import Interval
from annotator.domain.agreement.resampling import interval, replicate_weights
from annotator.domain.evaluation import Comparison
from annotator.domain.span_matching import match_spans
from annotator.domain.stance_evaluation import StanceComparison
from annotator.domain.stance_matching import match_stances
from annotator.domain.suggestion import CANDIDATE, FILLED_IN

Floats: TypeAlias = NDArray[np.floating]
_Measure: TypeAlias = Callable[[Floats], Floats]
Counts: TypeAlias = NDArray[np.float64]
"""A row for each article: right, spurious, missed."""
ALL = "all"
PAIRS, WITH_CANDIDATES = "pairs", "recall with candidates"


class Level(StrEnum):
    """When a mention counts as found."""

    EXACT = "exact"
    OVERLAP = "overlap"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval; `value` is None where it is undefined."""

    value: float | None
    interval: Interval | None

    def record(self) -> dict[str, float | None]:
        """The figure as JSON values."""
        low, high = (None, None) if self.interval is None else _ends(self.interval)
        return {"value": self.value, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class Difference:
    """The same figure of two suggesters, and the second less the first."""

    first: Figure
    second: Figure
    difference: Figure

    def record(self) -> dict[str, dict[str, float | None]]:
        """The three as JSON values."""
        return {
            "first": self.first.record(),
            "second": self.second.record(),
            "difference": self.difference.record(),
        }


def mention_counts(
    pairs: Sequence[Comparison], labels: Sequence[str]
) -> Mapping[tuple[Level, str], Counts]:
    """Counts by level and label; `ALL` is every label together."""
    counts = {
        (level, label): np.zeros((len(pairs), 3)) for level in Level for label in (ALL, *labels)
    }
    for row, pair in enumerate(pairs):
        gold, found = sorted(pair.gold), sorted(pair.predicted)
        matched = [(gold[g], found[f]) for g, f in match_spans(gold, found)]
        for level in Level:
            right = [
                (g, f)
                for g, f in matched
                if level is Level.OVERLAP
                or (g.label == f.label and (level is Level.TYPE or g.span == f.span))
            ]
            for column, spans in (
                (0, [g for g, _ in right]),
                (1, sorted(pair.predicted - {f for _, f in right})),
                (2, sorted(pair.gold - {g for g, _ in right})),
            ):
                for span in spans:
                    counts[level, ALL][row, column] += 1
                    counts[level, span.label][row, column] += 1
    return counts


def stance_counts(pairs: Sequence[StanceComparison]) -> Mapping[str, Counts]:
    """Counts of the pairs filled in (`PAIRS`), and with the candidates (`WITH_CANDIDATES`)."""
    counts = {PAIRS: np.zeros((len(pairs), 3)), WITH_CANDIDATES: np.zeros((len(pairs), 3))}
    for row, one in enumerate(pairs):
        for name, least in ((PAIRS, FILLED_IN), (WITH_CANDIDATES, CANDIDATE)):
            offered = [view for view in one.predicted if view.p >= least]
            right = len(match_stances(one.gold, offered))
            counts[name][row] = (right, len(offered) - right, len(one.gold) - right)
    return counts


def f1_figure(counts: Counts) -> Figure:
    """F1 over all articles, with its interval."""
    return _figure(_f1(counts.sum(0)), _resampled(counts, _f1), len(counts), 0.0)


def recall_figure(counts: Counts) -> Figure:
    """Recall over all articles, with its interval."""
    return _figure(_recall(counts.sum(0)), _resampled(counts, _recall), len(counts), 0.0)


def compared(first: Counts, second: Counts, *, recall: bool = False) -> Difference:
    """F1 (or recall) of two suggesters on the same articles and the same resamples."""
    measure = _recall if recall else _f1
    one, other = _resampled(first, measure), _resampled(second, measure)
    value = measure(second.sum(0)) - measure(first.sum(0))
    return Difference(
        _figure(measure(first.sum(0)), one, len(first), 0.0),
        _figure(measure(second.sum(0)), other, len(second), 0.0),
        _figure(value, other - one, len(first), -1.0),
    )


def _resampled(counts: Counts, measure: _Measure) -> Floats:
    blocks: Iterable[Floats] = (
        measure(weights.astype(np.float64) @ counts) for weights in replicate_weights(len(counts))
    )
    return np.concatenate([np.zeros(0), *blocks])


def _f1(sums: Floats) -> Floats:
    right, spurious, missed = sums[..., 0], sums[..., 1], sums[..., 2]
    return _ratio(2 * right, 2 * right + spurious + missed)


def _recall(sums: Floats) -> Floats:
    return _ratio(sums[..., 0], sums[..., 0] + sums[..., 2])


def _ratio(part: Floats, whole: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(part / whole, np.float64)


def _figure(value: Floats, resampled: Floats, articles: int, lowest: float) -> Figure:
    number = float(value)
    if not np.isfinite(number):
        return Figure(None, None)
    return Figure(number, interval(number, resampled, articles, lowest))


def _ends(found: Interval) -> tuple[float, float]:
    return found.low, found.high
