"""The columns of a pair's statistics: one row for each article, everything in it adds up.

Whatever the panel says of a pair follows from the sum of its rows, so that resampling articles is
one matrix product.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from annotator.domain.agreement.formulas import Floats

ORIGINS = 3
"""Kept, changed, added, in this order; a pair's origin is the later of its two items'."""


class Block(StrEnum):
    """A part of a row; the axes are named in `Layout`."""

    SPANS = "spans"
    SPAN_CREDIT = "span credit"
    TOKENS = "tokens"
    SPAN_LABELS = "span labels"
    STANCES = "stances"
    STANCE_CREDIT = "stance credit"
    STANCE_LABELS = "stance labels"
    ATTRIBUTION = "attribution"
    CERTAINTY = "certainty"
    EMPTY = "empty"


Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each block stands in a row, for `labels` of mentions and `stance_labels`."""

    labels: tuple[str, ...]
    stance_labels: tuple[str, ...]
    span_levels: int
    stance_levels: int

    @property
    def shapes(self) -> Mapping[Block, Shape]:
        """The axes of each block.

        Spans: side, label, origin. Their credit: level, label, origin. Tokens: label of the first,
        label of the second (the last label is "none"), origin with 0 for "nobody marked it".
        Labels: first, second, origin. Stances: level, side, label, origin; credit as for spans.
        Empty: 1 where neither marked anything.
        """
        spans, stances = len(self.labels), len(self.stance_labels)
        return MappingProxyType(
            {
                Block.SPANS: (2, spans, ORIGINS),
                Block.SPAN_CREDIT: (self.span_levels, spans, ORIGINS),
                Block.TOKENS: (spans + 1, spans + 1, ORIGINS + 1),
                Block.SPAN_LABELS: (spans, spans, ORIGINS),
                Block.STANCES: (self.stance_levels, 2, stances, ORIGINS),
                Block.STANCE_CREDIT: (self.stance_levels, stances, ORIGINS),
                Block.STANCE_LABELS: (stances, stances, ORIGINS),
                Block.ATTRIBUTION: (3, 3, ORIGINS),
                Block.CERTAINTY: (2, 2, ORIGINS),
                Block.EMPTY: (1,),
            }
        )

    @property
    def width(self) -> int:
        """Columns of a row."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    def blocks(self, rows: Floats) -> dict[Block, Floats]:
        """The blocks of rows (..., width) as views (..., *shape)."""
        found, at = {}, 0
        for block, shape in self.shapes.items():
            size = math.prod(shape)
            found[block] = rows[..., at : at + size].reshape(*rows.shape[:-1], *shape)
            at += size
        return found
