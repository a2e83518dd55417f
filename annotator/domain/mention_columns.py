"""The mentions of several layers as columns: what exports read of many articles at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from annotator.domain.items import Mention, MentionKind, is_live
from annotator.domain.joined_texts import Integers, Truths, integers
from annotator.domain.layer import Layer

KINDS = tuple(MentionKind)
_KIND = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, eq=False)
class MentionColumns:
    """Mentions, live or not: those of one layer after those of another, each layer's in text order.

    `layers` is the number of each mention's layer, `bounds` where the mentions of each begin, with
    the end of the last. Offsets are into the article; `kinds` are places in `KINDS`. `canonical` is
    None for a mention without entity, or whose entity has no name.
    """

    mentions: list[Mention]
    layers: Integers
    bounds: Integers
    starts: Integers
    ends: Integers
    quotes: list[str]
    labels: list[str]
    kinds: npt.NDArray[np.int8]
    canonical: list[str | None]
    live: Truths

    @classmethod
    def of(cls, layers: Sequence[Layer], names: Sequence[Mapping[int, str]]) -> Self:
        """The mentions of the layers, each with the canonical names by entity."""
        parts = [layer.index.everywhere for layer in layers]
        counts = list(map(len, parts))
        mentions = [mention for part in parts for mention in part]
        return cls(
            mentions,
            np.repeat(np.arange(len(parts)), counts),
            np.cumsum([0, *counts], dtype=np.int64),
            integers([m.start for m in mentions]),
            integers([m.end for m in mentions]),
            [m.quote for m in mentions],
            [m.label for m in mentions],
            np.array([_KIND[m.kind] for m in mentions], np.int8),
            [
                None if m.entity is None else known.get(m.entity)
                for part, known in zip(parts, names, strict=True)
                for m in part
            ],
            np.array([is_live(m) for m in mentions], np.bool_),
        )

    def first(self, layers: int) -> Self:
        """The mentions of the first layers."""
        end = int(self.bounds[layers])
        return type(self)(
            self.mentions[:end],
            self.layers[:end],
            self.bounds[: layers + 1],
            self.starts[:end],
            self.ends[:end],
            self.quotes[:end],
            self.labels[:end],
            self.kinds[:end],
            self.canonical[:end],
            self.live[:end],
        )
