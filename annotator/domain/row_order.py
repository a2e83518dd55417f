"""The order of many rows by columns of numbers, and by name where all of these are equal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator.domain.joined_texts import Integers


def order_of(keys: Sequence[Integers], names: Sequence[str]) -> Integers:
    """The numbers of the rows in order; what is equal in everything stays as it came.

    Args:
        keys: The columns, the most important one first.
        names: What decides where all of them are equal: few rows are, so that few are compared.
    """
    order = np.lexsort(keys[::-1])
    equal = np.ones(max(order.size - 1, 0), np.bool_)
    for key in keys:
        ordered = key[order]
        equal &= ordered[1:] == ordered[:-1]
    if not equal.any():
        return order
    place = np.cumsum(np.append(0, ~equal)).tolist()
    tied = np.flatnonzero(np.append(equal, False) | np.append(False, equal))
    rows = sorted(tied.tolist(), key=lambda row: (place[row], names[int(order[row])]))
    order[tied] = order[rows]
    return order
