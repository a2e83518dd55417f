"""One-to-one assignment of the greatest worth: the solver behind every matching of two layers."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) of the greatest total worth, each row and column once at most.

    Pairs worth nothing are left out. The order is that of the rows.

    Args:
        worth: What each pair is worth, 0 or more; 0 is a pair that must not be.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) == 1:
        best = max(range(len(worth[0])), key=worth[0].__getitem__)
        return [(0, best)] if worth[0][best] else []
    if len(worth[0]) == 1:
        best = max(range(len(worth)), key=lambda row: worth[row][0])
        return [(best, 0)] if worth[best][0] else []
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # slow, seldom needed

    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if worth[r][c]]


def digits(agreements: Sequence[bool], base: int) -> int:
    """Agreements as one number, the first the most significant.

    With a `base` above the number of pairs no sum of the numbers overflows a digit, so that the
    greatest total has the most of the first agreement, then of the second, and so on.
    """
    number = 0
    for agrees in agreements:
        number = number * base + agrees
    return number
