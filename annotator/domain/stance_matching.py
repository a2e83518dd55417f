"""Stances of two readings matched one to one, within a paragraph.

Of all matchings with the most pairs the one whose pairs agree best is taken, so that the order of
the stances can't matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from annotator.domain.assignment import best_assignment, digits
from annotator.domain.stance_view import Participant, StanceView
from annotator.domain.suggestion import FILLED_IN

Pair: TypeAlias = tuple[StanceView, StanceView]
"""A gold stance and the predicted one that it was matched with."""

Same: TypeAlias = Callable[[StanceView, StanceView], bool]
"""Whether two stances of one paragraph may be matched."""


def match_stances(gold: Iterable[StanceView], predicted: Iterable[StanceView]) -> tuple[Pair, ...]:
    """The most pairs of stances that are the same, each stance in one pair at most, in text order.

    Among the ways to make that many pairs: first those that use most of what is filled in, then
    those that agree most often in the label, then in the attribution, then in the certainty, then
    by overlapping evidence. What is still equal goes by place in the text.
    """
    one, other = tuple(gold), tuple(predicted)
    return tuple((one[p], other[q]) for p, q in match_places(one, other))


def match_places(
    a: Sequence[StanceView], b: Sequence[StanceView], same: Same = StanceView.is_same
) -> list[tuple[int, int]]:
    """The matching of `match_stances` as places in `a` and in `b`, in text order.

    Args:
        a: Stances of one reading.
        b: Stances of another reading.
        same: What may be matched, beside standing in one paragraph.
    """
    in_a, in_b = _by_paragraph(a), _by_paragraph(b)
    pairs: list[tuple[int, int]] = []
    for paragraph in sorted(in_a.keys() & in_b.keys()):
        rows, columns = in_a[paragraph], in_b[paragraph]
        base = min(len(rows), len(columns)) + 1
        worth = [
            [_worth(a[p], b[q], base) if same(a[p], b[q]) else 0 for q in columns] for p in rows
        ]
        # Which of equally good matchings the solver finds must not depend on which reading is `a`.
        if [place(b[q]) for q in columns] < [place(a[p]) for p in rows]:
            turned = best_assignment([list(column) for column in zip(*worth, strict=True)])
            found = sorted((p, q) for q, p in turned)
        else:
            found = best_assignment(worth)
        pairs += [(rows[p], columns[q]) for p, q in found]
    return pairs


def place(view: StanceView) -> tuple[object, ...]:
    """Where a stance stands, then everything else about it: an order without chance."""
    holder = view.holder or Participant(view.target.span)
    return (
        view.paragraph,
        view.evidence,
        view.target.span,
        holder.span,
        view.holder_kind,
        view.label,
        view.attribution,
        view.certainty,
        view.target.canonical or "",
        holder.canonical or "",
        -view.p,
    )


def _by_paragraph(views: Sequence[StanceView]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number in sorted(range(len(views)), key=lambda n: place(views[n])):
        found[views[number].paragraph].append(number)
    return found


def _worth(a: StanceView, b: StanceView, base: int) -> int:
    """What pairing the two is worth; the solver is exact up to some 400 pairs in a paragraph."""
    agreements = (
        True,
        a.p >= FILLED_IN and b.p >= FILLED_IN,
        a.label == b.label,
        a.attribution is b.attribution,
        a.certainty is b.certainty,
        any(e.overlaps(f) for e in a.evidence for f in b.evidence),
    )
    return digits(agreements, base)
