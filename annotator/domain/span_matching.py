"""Labelled spans of two readings matched one to one: the matching behind every span measure.

Of all one-to-one matchings of overlapping spans the one is taken with the most equal spans under
equal labels, then the most equal spans, then the most pairs, then the most equal labels, then the
greatest shared part (Jaccard). Each SemEval count (Segura-Bedmar et al. 2013, section 4) follows
from these numbers, so that neither the order of the spans nor that of the readings can matter; a
greedy matching (MUC-5's, nervaluate's) has no such guarantee where spans overlap.

Imports numpy: whatever the first screen needs must not import it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.domain.assignment import best_assignment, digits
from annotator.domain.evaluation import LabelledSpan

Integers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SpanColumns:
    """Spans as columns of equal length; labels are numbers from 0.

    Articles may stand one after the other, each moved by where it begins in the whole.
    """

    start: Integers
    end: Integers
    label: Integers

    def taken(self, rows: Integers) -> SpanColumns:
        """These rows, in this order."""
        return SpanColumns(self.start[rows], self.end[rows], self.label[rows])


def match_spans(a: Sequence[LabelledSpan], b: Sequence[LabelledSpan]) -> list[tuple[int, int]]:
    """The matched pairs as places in `a` and `b`, in the order of `a`; only overlapping spans."""
    numbers = {label: n for n, label in enumerate(sorted({s.label for s in (*a, *b)}))}

    def columns(spans: Sequence[LabelledSpan]) -> SpanColumns:
        return SpanColumns(
            np.array([s.start for s in spans], np.int64),
            np.array([s.end for s in spans], np.int64),
            np.array([numbers[s.label] for s in spans], np.int64),
        )

    rows, columns_of_b = match_columns(columns(a), columns(b))
    return sorted(zip(rows.tolist(), columns_of_b.tolist(), strict=True))


def match_columns(a: SpanColumns, b: SpanColumns) -> tuple[Integers, Integers]:
    """The matched pairs as row numbers in `a` and in `b`.

    What is equal in both is paired at once: every best matching pairs it, whichever copy it takes.
    Only what is left in one group of overlapping spans needs the solver.
    """
    first_a, first_b = _equal_pairs(_keys(a, b, labelled=True), len(a.start))
    rest_a, rest_b = _left(len(a.start), first_a), _left(len(b.start), first_b)
    left_a, left_b = a.taken(rest_a), b.taken(rest_b)
    next_a, next_b = _equal_pairs(
        _keys(left_a, left_b, labelled=False), len(left_a.start), whole_groups=True
    )
    pairs = [(first_a, first_b), (rest_a[next_a], rest_b[next_b])]
    rest_a, rest_b = (
        rest_a[_left(len(rest_a), next_a)],
        rest_b[_left(len(rest_b), next_b)],
    )
    last_a, last_b = _overlapping_pairs(a.taken(rest_a), b.taken(rest_b))
    pairs.append((rest_a[last_a], rest_b[last_b]))
    return np.concatenate([p for p, _ in pairs]), np.concatenate([q for _, q in pairs])


def _left(size: int, taken: Integers) -> Integers:
    free = np.ones(size, bool)
    free[taken] = False
    return np.flatnonzero(free)


def _keys(a: SpanColumns, b: SpanColumns, *, labelled: bool) -> Integers:
    """One number for each span of `a`, then of `b`: equal where the spans are (and the labels)."""
    start, end = np.concatenate([a.start, b.start]), np.concatenate([a.end, b.end])
    keys = start * (int((end - start).max(initial=0)) + 1) + (end - start)
    if labelled:
        label = np.concatenate([a.label, b.label])
        keys = keys * (int(label.max(initial=0)) + 1) + label
    return np.asarray(keys)


def _equal_pairs(
    keys: Integers, size_a: int, *, whole_groups: bool = False
) -> tuple[Integers, Integers]:
    """Pairs of equal keys: the n-th copy in `a` with the n-th in `b`.

    With `whole_groups` only where both have as many copies: with a copy too many it depends on
    what else overlaps which one is left over.
    """
    _, group = np.unique(keys, return_inverse=True)
    groups = int(group.max(initial=-1)) + 1
    in_a, in_b = group[:size_a], group[size_a:]
    count_a, count_b = np.bincount(in_a, minlength=groups), np.bincount(in_b, minlength=groups)
    wanted = (count_a == count_b) if whole_groups else np.minimum(count_a, count_b) > 0
    found: list[Integers] = []
    for member, other_count in ((in_a, count_b), (in_b, count_a)):
        order = np.argsort(member, kind="stable")
        ordered = member[order]
        begins = np.searchsorted(ordered, ordered)
        copy = np.arange(len(ordered)) - begins
        found.append(order[(copy < other_count[ordered]) & wanted[ordered]])
    return found[0], found[1]


def _overlapping_pairs(a: SpanColumns, b: SpanColumns) -> tuple[Integers, Integers]:
    """The best pairs among spans, group of overlapping spans by group."""
    group = _overlap_groups(np.concatenate([a.start, b.start]), np.concatenate([a.end, b.end]))
    groups = int(group.max(initial=-1)) + 1
    in_a, in_b = group[: len(a.start)], group[len(a.start) :]
    count_a, count_b = np.bincount(in_a, minlength=groups), np.bincount(in_b, minlength=groups)
    order_a, order_b = np.argsort(in_a, kind="stable"), np.argsort(in_b, kind="stable")
    first_a = np.searchsorted(in_a[order_a], np.arange(groups))
    first_b = np.searchsorted(in_b[order_b], np.arange(groups))
    single = np.flatnonzero((count_a == 1) & (count_b == 1))
    rows, columns = [order_a[first_a[single]]], [order_b[first_b[single]]]
    for g in np.flatnonzero((count_a > 0) & (count_b > 0) & (count_a + count_b > 2)).tolist():
        of_a = order_a[first_a[g] : first_a[g] + count_a[g]]
        of_b = order_b[first_b[g] : first_b[g] + count_b[g]]
        pairs = _group_pairs(_sorted(a, of_a), _sorted(b, of_b))
        rows.append(np.array([p for p, _ in pairs], np.int64))
        columns.append(np.array([q for _, q in pairs], np.int64))
    return np.concatenate(rows), np.concatenate(columns)


def _overlap_groups(start: Integers, end: Integers) -> Integers:
    """The number of each span's group; spans of two groups never overlap."""
    order = np.lexsort((end, start))
    reach = np.maximum.accumulate(end[order])
    begins = np.ones(len(order), np.int64)
    begins[1:] = start[order][1:] >= reach[:-1]
    group = np.empty(len(order), np.int64)
    group[order] = np.cumsum(begins) - 1
    return group


_Row: TypeAlias = tuple[int, int, int, int]
"""Start, end, label, row number."""


def _sorted(spans: SpanColumns, rows: Integers) -> list[_Row]:
    picked = (spans.start[rows], spans.end[rows], spans.label[rows], rows)
    return sorted(zip(*(column.tolist() for column in picked), strict=True))


def _group_pairs(a: list[_Row], b: list[_Row]) -> list[tuple[int, int]]:
    """The best pairs of one group, the same whichever of the two comes first."""
    swapped = [row[:3] for row in b] < [row[:3] for row in a]
    if swapped:
        a, b = b, a
    base = min(len(a), len(b)) + 1
    pairs = best_assignment([[_worth(one, other, base) for other in b] for one in a])
    found = [(a[row][3], b[column][3]) for row, column in pairs]
    return [(q, p) for p, q in found] if swapped else found


def _worth(a: _Row, b: _Row, base: int) -> float:
    """What pairing two spans is worth; 0 where they don't overlap."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    if shared <= 0:
        return 0.0
    jaccard = shared / (max(a[1], b[1]) - min(a[0], b[0]))
    same, label = a[:2] == b[:2], a[2] == b[2]
    return digits((same and label, same, True, label), base) * base + jaccard
