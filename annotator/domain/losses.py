"""Losses: what a file says and the receiving side can't hold, counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

Losses: TypeAlias = Counter[str]
"""How many pieces were left out, by reason (a plural noun phrase: "names of entities")."""


def losses_line(losses: Mapping[str, int]) -> str:
    """The losses in one line, the most frequent first: `12 × names of entities; 1 × stances`.

    With a sign, for the reasons are plurals: `1 stances` would be wrong.
    """
    ordered = sorted(losses.items(), key=lambda loss: (-loss[1], loss[0]))
    return "; ".join(f"{count} × {reason}" for reason, count in ordered if count)
